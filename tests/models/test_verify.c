/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verification names the equation and the record: one wrong plan for each. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/load.h"

static purse_model *model;
static purse_plan *plan;

static int end(void)
{
    purse_plan_free(plan);
    purse_model_free(model);
    return 0;
}

/* Some failure begins with `says` and mentions `about`. */
static void assert_fails(const char *says, const char *about)
{
    purse_problems problems = {0};
    bool found = false;
    CU_ASSERT_EQUAL(purse_plan_verify(plan, model, 1e-6, &problems, NULL), PURSE_OK);
    for (size_t i = 0; i < problems.n; i++)
        found = found || (strstr(problems.item[i].message, says) && strstr(problems.item[i].message, about));
    CU_ASSERT(found);
    for (size_t i = 0; i < problems.n && !found; i++)
        fprintf(stderr, "  %s\n", problems.item[i].message);
    purse_problems_free(&problems);
}

static void assert_holds(void)
{
    purse_problems problems = {0};
    CU_ASSERT_EQUAL(purse_plan_verify(plan, model, 1e-6, &problems, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(problems.n_errors, 0);
    for (size_t i = 0; i < problems.n; i++)
        fprintf(stderr, "  %s\n", problems.item[i].message);
    purse_problems_free(&problems);
}

static purse_flow *first_of(purse_flow_kind kind)
{
    for (size_t i = 0; i < plan->n_flows; i++)
        if (plan->flows[i].kind == kind && plan->flows[i].people > 1)
            return &plan->flows[i];
    CU_FAIL_FATAL("no flow of the kind");
    return NULL;
}

/* What the other tests spoil and mend again. */
static void test_sound_plan(void)
{
    model = load_scenario("tests/verify/rich.json");
    plan = load_plan(model, PURSE_REGIME_PARTIAL, 0);
    assert_holds();
}

static void test_people(void)
{
    purse_flow *flow = first_of(PURSE_FLOW_UNMET);
    flow->people += 0.01;
    assert_fails("(1) demand", model->needs[flow->need].id);
    flow->people -= 0.01;
    flow = first_of(PURSE_FLOW_ENTRY);
    flow->people += 0.01;
    assert_fails("(1) demand", "");
    assert_fails("(2) doors", model->services[flow->to_service].id);
    flow->people -= 0.01;
    flow = first_of(PURSE_FLOW_REFERRAL);
    flow->people += 0.01;
    assert_fails("(4) onward", model->offers[flow->from_offer].id);
    flow->people -= 0.01;
    assert_holds();
}

static void test_flows_that_cannot_be(void)
{
    purse_flow *flow = first_of(PURSE_FLOW_DOOR), before = *flow;
    int gp_north = load_offer(model, "gp_north"), south = load_place(model, "south");
    flow->people = -1;
    assert_fails("expected a number of people >= 0", "");
    flow->people = NAN;
    assert_fails("expected a number of people >= 0", "");
    *flow = before;
    flow->to_offer = gp_north;
    flow->to_service = model->offers[gp_north].service;
    flow->place = south;
    assert_fails("(2) the offer does not serve the place", "gp_north");
    *flow = before;
    flow->to_offer = 999;
    assert_fails("a flow names records that its kind does not have", "");
    *flow = before;
    flow->kind = PURSE_FLOW_LOST;
    flow->to_offer = -1;
    assert_fails("(1) only the baseline loses people", "");
    *flow = before;
    flow = first_of(PURSE_FLOW_REFERRAL);
    before = *flow;
    flow->to_service = model->offers[flow->from_offer].service;
    assert_fails("there is no such referral", "");
    *flow = before;
    flow = first_of(PURSE_FLOW_ENTRY);
    purse_flow *next = flow + 1;
    before = *next;
    *next = *flow;
    assert_fails("stands twice", "");
    *next = before;
    assert_holds();
}

static void test_teams(void)
{
    int team = load_team(model, "team_held");
    purse_flow *flow = first_of(PURSE_FLOW_ENTRY), before = *flow;
    flow->need = load_need(model, "minor");
    flow->to_service = load_service(model, "gp");
    flow->team = team;
    assert_fails("(8) the team does not cover", "team_held");
    *flow = before;
    plan->teams[team].awarded = false;
    assert_fails("(10) award", "team_held");
    plan->teams[team].awarded = true;
    assert_holds();
}

static void test_offers(void)
{
    int gp = load_offer(model, "gp_south"), trust = load_offer(model, "gp_trust"),
        one = load_offer(model, "pharmacy_1");
    purse_offer *offer = &model->offers[gp];
    double capacity = offer->capacity;
    offer->capacity = 250;
    assert_fails("(6) capacity: offer gp_south takes", "has");
    offer->capacity = capacity;
    plan->offers[gp].blocks += 0.5;
    assert_fails("(6) blocks", "whole number");
    plan->offers[gp].blocks += 8.5;
    assert_fails("(6) blocks", "may build 4");
    plan->offers[gp].blocks -= 9;
    plan->offers[gp].awarded = false;
    assert_fails("(10) award: offer gp_south is held", "");
    plan->offers[gp].awarded = true;
    offer->min_volume = 2000;
    assert_fails("(7) minimum volume: offer gp_south", "must take 2,000");
    offer->min_volume = 0;
    plan->offers[trust].awarded = true;
    assert_fails("(10) conflict of interest: offer gp_trust is awarded", "primary");
    plan->offers[trust].awarded = false;
    plan->offers[one].awarded = !plan->offers[one].awarded;
    assert_fails("(10) contest", "pharmacy_1 and pharmacy_2");
    plan->offers[one].awarded = !plan->offers[one].awarded;
    assert_holds();
}

static void test_entries(void)
{
    for (int i = 0; i < model->n_abilities; i++) {
        purse_ability *a = &model->abilities[i], before = *a;
        if (!a->entry)
            continue;
        a->entry_min = 0.999;
        a->entry_max = 1;
        assert_fails("(5) entry", "at least");
        *a = before;
        a->entry_max = 1e-4;
        a->entry_min = 0;
        assert_fails("(5) entry", "at most");
        *a = before;
        break;
    }
    assert_holds();
}

static void test_programmes(void)
{
    double spend = plan->programmes[0].spend, averted = plan->averted[0];
    plan->programmes[0].spend = 2400;
    assert_fails("(9) curve: programme backs_at_work spends 2,400", "ends at 2,000");
    plan->programmes[0].spend = spend;
    plan->averted[0] = 40;
    assert_fails("(9) curve: programme backs_at_work averts 40", "");
    plan->averted[0] = -1;
    assert_fails("(9) programme backs_at_work averts -1", "");
    plan->averted[0] = averted;
    assert_holds();
}

static void test_money(void)
{
    double budget = model->pots[0].budget, income = model->providers[0].max_income;
    model->pots[0].budget = 1000;
    assert_fails("(13) budget: pot primary spends", "");
    model->pots[0].budget = budget;
    model->providers[0].max_income = 100;
    assert_fails("(11) income: provider practice_north earns", "carries 100");
    model->providers[0].max_income = income;
    plan->moves[0].amount += 10000;
    assert_fails("regime partial", "at most");
    plan->moves[0].amount -= 10000;
    plan->regime.kind = PURSE_REGIME_SILO;
    assert_fails("regime silo", "at most 0 may");
    plan->regime = (purse_regime){PURSE_REGIME_DIAL, 0.001};
    assert_fails("regime dial", "of its budget");
    plan->regime = (purse_regime){PURSE_REGIME_DIAL, 1.5};
    assert_fails("expected a dial from 0 to 1", "");
    plan->regime = (purse_regime){PURSE_REGIME_POOLED, 0};
    assert_holds();
    plan->regime = (purse_regime){PURSE_REGIME_PARTIAL, 0};
    plan->pots[0].spend += 1;
    assert_fails("(12) spend of primary", "");
    plan->pots[0].spend -= 1;
    assert_holds();
}

/* Each rule with a limit that the plan cannot keep. */
static void test_rules(void)
{
    static const struct {
        purse_rule_type type;
        double limit;
    } wrong[] = {{PURSE_RULE_MAX_SHARE, 0.01}, {PURSE_RULE_MIN_SHARE, 0.99},     {PURSE_RULE_MIN_SPEND, 1e9},
                 {PURSE_RULE_MAX_SPEND, 1},    {PURSE_RULE_MIN_QUALITY, 99},     {PURSE_RULE_MIN_AWARDS, 50},
                 {PURSE_RULE_MAX_AWARDS, 0},   {PURSE_RULE_MAX_UNMET_GAP, 1e-5}, {PURSE_RULE_MAX_BURDEN_GAP, 1e-5}};
    purse_rule *rule = &model->rules[1], before = *rule; /* min_share of the charities */
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        rule->type = wrong[i].type;
        rule->limit = wrong[i].limit;
        assert_fails("rule 2", purse_rule_text(wrong[i].type));
    }
    *rule = before;
    assert_holds();
}

static void test_figures(void)
{
    plan->totals.burden += 0.01;
    assert_fails("burden of the totals", "");
    plan->totals.burden -= 0.01;
    plan->tier[0].value += 0.01;
    assert_fails("tier unmet", "stated");
    plan->tier[0].value -= 0.01;
    plan->boundaries[1].moves += 1;
    assert_fails("moves from primary to continuing", "");
    plan->boundaries[1].moves -= 1;
    plan->n_tiers--;
    assert_fails("expected 3 tiers, found 2", "");
    plan->n_tiers++;
    plan->status = PURSE_STATUS_INFEASIBLE;
    assert_fails("holds no plan to check", "infeasible");
    plan->status = PURSE_STATUS_OPTIMAL;
    assert_holds();
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("verify", NULL, end);
    CU_ADD_TEST(suite, test_sound_plan);
    CU_ADD_TEST(suite, test_people);
    CU_ADD_TEST(suite, test_flows_that_cannot_be);
    CU_ADD_TEST(suite, test_teams);
    CU_ADD_TEST(suite, test_offers);
    CU_ADD_TEST(suite, test_entries);
    CU_ADD_TEST(suite, test_programmes);
    CU_ADD_TEST(suite, test_money);
    CU_ADD_TEST(suite, test_rules);
    CU_ADD_TEST(suite, test_figures);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
