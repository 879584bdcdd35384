/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers from plans made by hand: every reason, every kind of rule, shares, places, coordination, tested prices. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "purse/answer.h"
#include "purse/optimise.h"
#include "support/load.h"

/*
 * Two places, one need. A person is seen at s, half of them move on to u, in the other pot. The held offers are
 * s_held at 10 a visit and u_held at 20; more offers, rules and teams come from each test.
 */
static purse_model *make_model(const char *offers, const char *rules)
{
    char text[8000];
    snprintf(text, sizeof text,
             "{\"purse\": 1, \"name\": \"t\","
             "\"pots\": [{\"id\": \"p\", \"budget\": 2000}, {\"id\": \"q\", \"budget\": 2000}],"
             "\"services\": [{\"id\": \"s\", \"pot\": \"p\", \"unit\": \"visit\"}, {\"id\": \"u\", \"pot\": \"q\"}],"
             "\"providers\": [{\"id\": \"a\", \"sector\": \"nhs_trust\", \"quality\": 80},"
             "{\"id\": \"b\", \"sector\": \"charity\", \"quality\": 60, \"max_income\": 500},"
             "{\"id\": \"c\", \"sector\": \"independent\", \"quality\": 90, \"commissions\": [\"p\"]},"
             "{\"id\": \"d\", \"sector\": \"social_enterprise\"}],"
             "\"places\": [{\"id\": \"x\"}, {\"id\": \"y\"}], \"needs\": [{\"id\": \"n\"}],"
             "\"demand\": [{\"place\": \"x\", \"need\": \"n\", \"episodes\": 100},"
             "{\"place\": \"y\", \"need\": \"n\", \"episodes\": 50}],"
             "\"abilities\": [{\"need\": \"n\", \"service\": \"s\", \"resolves\": 0.5, \"entry\": true},"
             "{\"need\": \"n\", \"service\": \"u\", \"resolves\": 1}],"
             "\"referrals\": [{\"need\": \"n\", \"from\": \"s\", \"to\": \"u\", \"burden\": 2}],"
             "\"handover\": {\"across_pots\": 1.5},"
             "\"virement\": [{\"from\": \"q\", \"to\": \"p\", \"limit\": 100}],"
             "\"offers\": [{\"id\": \"s_held\", \"provider\": \"a\", \"service\": \"s\", \"unit_cost\": 10, "
             "\"capacity\": 100},"
             "{\"id\": \"u_held\", \"provider\": \"a\", \"service\": \"u\", \"unit_cost\": 20, \"capacity\": 100}%s%s],"
             "\"teams\": [{\"id\": \"team\", \"provider\": \"d\", \"pot\": \"q\", \"capacity\": 50, \"unit_cost\": 3,"
             "\"relief\": 0.4, \"award\": \"open\"}], \"rules\": [%s]}",
             *offers ? ", " : "", offers, rules);
    return load_text(text);
}

static purse_plan *make_plan(const purse_model *m)
{
    purse_plan *plan = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_plan_new(&plan, m, NULL), PURSE_OK);
    plan->regime.kind = PURSE_REGIME_SILO;
    plan->status = PURSE_STATUS_OPTIMAL;
    for (int k = 0; k < m->n_offers; k++)
        plan->offers[k].awarded = !m->offers[k].open;
    return plan;
}

static void add(purse_plan *plan, purse_flow flow, double people)
{
    flow.people = people;
    CU_ASSERT_EQUAL_FATAL(purse_plan_add_flow(plan, &flow, NULL), PURSE_OK);
}

/* People of a place who are seen at an offer of s and, half of them, at u_held. */
static void see(purse_plan *plan, const purse_model *m, const char *place, const char *offer, int team, double people)
{
    int s = load_service(m, "s"), u = load_service(m, "u"), k = load_offer(m, offer), end = load_offer(m, "u_held");
    purse_flow flow = {.kind = PURSE_FLOW_ENTRY,
                       .place = load_place(m, place),
                       .team = team,
                       .from_offer = -1,
                       .to_service = s,
                       .to_offer = -1};
    plan->offers[k].awarded = true;
    add(plan, flow, people);
    flow.kind = PURSE_FLOW_DOOR;
    flow.to_offer = k;
    add(plan, flow, people);
    flow.to_offer = end;
    flow.to_service = u;
    add(plan, flow, people / 2);
    flow.kind = PURSE_FLOW_REFERRAL;
    flow.from_offer = k;
    flow.to_offer = -1;
    add(plan, flow, people / 2);
}

static void leave_unmet(purse_plan *plan, const purse_model *m, const char *place, double people)
{
    purse_flow flow = {.kind = PURSE_FLOW_UNMET,
                       .place = load_place(m, place),
                       .team = -1,
                       .from_offer = -1,
                       .to_service = -1,
                       .to_offer = -1};
    add(plan, flow, people);
}

static purse_answer *answer_of(purse_plan *plan, const purse_model *m)
{
    purse_answer *answer = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_plan_total(plan, m, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(purse_answer_new(&answer, plan, m, NULL), PURSE_OK);
    return answer;
}

static const purse_award *award_of(const purse_answer *answer, const purse_model *m, const char *id)
{
    int k = load_offer(m, id);
    for (int i = 0; i < answer->n_awards; i++)
        if (answer->awards[i].offer == k)
            return &answer->awards[i];
    CU_FAIL_FATAL("the offer is not open");
    return NULL;
}

static bool near(double a, double b)
{
    return fabs(a - b) <= 1e-9 * (1 + fabs(b));
}

#define OPEN(id, provider, cost, capacity, more)                                                                       \
    "{\"id\": \"" id "\", \"provider\": \"" provider                                                                   \
    "\", \"service\": \"s\", \"award\": \"open\", \"unit_cost\": " cost ", \"capacity\": " capacity more "}"

/* The reason of one refused offer in a plan that sees `x` and `y` people at s_held. */
static purse_award refused(const char *offer, const char *rules, const char *id, double x, double y)
{
    purse_model *m = make_model(offer, rules);
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "s_held", -1, x);
    see(plan, m, "y", "s_held", -1, y);
    purse_answer *answer = answer_of(plan, m);
    purse_award award = *award_of(answer, m, id);
    CU_ASSERT(!award.awarded && isnan(award.used));
    purse_answer_free(answer);
    purse_plan_free(plan);
    purse_model_free(m);
    return award;
}

static void test_refused(void)
{
    purse_award award = refused(OPEN("o", "c", "1", "50", ""), "", "o", 50, 20);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_NO_GAIN); /* conflict is the plan's to say */
    award = refused(OPEN("o", "d", "11", "50", ""), "", "o", 50, 20);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_CAPACITY);
    CU_ASSERT(award.rival == 0 && near(award.other, 30));
    award = refused(OPEN("o", "d", "9", "50", ", \"fixed_cost\": 100"), "", "o", 50, 20);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_CAPACITY); /* 11 a visit at best */
    award = refused(OPEN("o", "d", "9", "50", ""), "", "o", 50, 20);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_NO_GAIN); /* cheaper than what is to spare */
    award = refused(OPEN("o", "d", "11", "50", ""), "", "o", 60, 40);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_PRICE);
    CU_ASSERT(near(award.own, 11) && near(award.other, 10));
    award = refused(OPEN("o", "b", "9", "50", ", \"min_volume\": 60, \"block_size\": 10, \"max_blocks\": 1"), "", "o",
                    60, 40);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_INCOME); /* 540 at least, 500 at most */
    CU_ASSERT(near(award.other, 500) && near(award.own, 540));
}

static void test_refused_by_rule(void)
{
    purse_award award = refused(
        OPEN("o", "d", "11", "50", ""),
        "{\"type\": \"max_share\", \"of\": \"spend\", \"providers\": [\"d\", \"a\"], \"limit\": 0.5}", "o", 60, 40);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_PRICE); /* broken, not binding: nothing is claimed */
    award = refused(OPEN("o", "a", "9", "50", ""),
                    "{\"type\": \"min_awards\", \"limit\": 1}, {\"id\": \"r\", \"type\": \"max_awards\", \"limit\": 2}",
                    "o", 60, 40);
    CU_ASSERT(award.reason == PURSE_REASON_RULE && award.rule == 1);
    award = refused(OPEN("o", "d", "9", "50", ""),
                    "{\"type\": \"max_spend\", \"scope\": {\"pot\": \"p\"}, \"limit\": 1000}", "o", 60, 40);
    CU_ASSERT(award.reason == PURSE_REASON_RULE && award.rule == 0);
    award = refused(OPEN("o", "b", "9", "50", ""),
                    "{\"type\": \"min_quality\", \"scope\": {\"pot\": \"p\"}, \"limit\": 80}", "o", 60, 40);
    CU_ASSERT(award.reason == PURSE_REASON_RULE && award.rule == 0);
    award = refused(OPEN("o", "d", "9", "50", ""),
                    "{\"type\": \"min_share\", \"scope\": {\"pot\": \"p\"}, \"of\": \"spend\", \"sectors\": "
                    "[\"nhs_trust\"], \"limit\": 1}",
                    "o", 60, 40);
    CU_ASSERT(award.reason == PURSE_REASON_RULE && award.rule == 0);
    award = refused(OPEN("o", "a", "9", "50", "") ", " OPEN("o2", "a", "9", "50", ""),
                    "{\"type\": \"max_spend\", \"scope\": {\"pot\": \"p\"}, \"limit\": 1000.1}", "o2", 60, 40);
    CU_ASSERT_EQUAL(award.reason, PURSE_REASON_NO_GAIN);
}

static void test_conflict(void)
{
    purse_model *m = make_model(OPEN("o", "c", "1", "50", ""), "");
    purse_plan *plan = make_plan(m);
    plan->offers[load_offer(m, "o")].conflict = true;
    purse_answer *answer = answer_of(plan, m);
    CU_ASSERT_EQUAL(award_of(answer, m, "o")->reason, PURSE_REASON_CONFLICT);
    CU_ASSERT(answer->n_open == 1 && answer->n_awarded == 0 && answer->n_awards == 2);
    purse_answer_free(answer);
    purse_plan_free(plan);
    purse_model_free(m);
}

static void test_contest(void)
{
    purse_model *m = make_model(OPEN("win", "d", "8", "80", ", \"fixed_cost\": 60, \"contest\": \"k\"") ", " OPEN(
                                    "dear", "a", "12", "80", ", \"contest\": \"k\"") ", "  //
                                OPEN("small", "a", "1", "20", ", \"contest\": \"k\"") ", " //
                                OPEN("cheap", "a", "9", "70", ", \"contest\": \"k\""),
                                "");
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "win", -1, 60);
    purse_answer *answer = answer_of(plan, m);
    const purse_award *award = award_of(answer, m, "dear");
    CU_ASSERT(award->reason == PURSE_REASON_CONTEST_LOST && award->edge == PURSE_EDGE_CHEAPER);
    CU_ASSERT(award->rival == load_offer(m, "win") && near(award->own, 12) && near(award->other, 9));
    award = award_of(answer, m, "small");
    CU_ASSERT(award->edge == PURSE_EDGE_LARGER && near(award->own, 20) && near(award->other, 60));
    award = award_of(answer, m, "cheap"); /* as dear as the winner: nothing can be said */
    CU_ASSERT(award->reason == PURSE_REASON_CONTEST_LOST && award->edge == PURSE_EDGE_NONE && isnan(award->own));
    award = award_of(answer, m, "win");
    CU_ASSERT(award->reason == PURSE_REASON_CONTEST_WON && award->rivals == 3 && near(award->used, 0.75));
    purse_answer_free(answer);
    purse_plan_free(plan);
    purse_model_free(m);
}

static void test_fixed_price_contest(void)
{
    purse_model *m = make_model(OPEN("win", "d", "0", "80", ", \"fixed_cost\": 600, \"contest\": \"k\"") ", " OPEN(
                                    "lose", "a", "0", "80", ", \"fixed_cost\": 700, \"contest\": \"k\""),
                                "");
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "win", -1, 60);
    purse_answer *answer = answer_of(plan, m);
    const purse_award *award = award_of(answer, m, "lose");
    CU_ASSERT(award->edge == PURSE_EDGE_LESS && near(award->own, 700) && near(award->other, 600));
    award = award_of(answer, m, "win");
    CU_ASSERT(award->edge == PURSE_EDGE_LESS && near(award->own, 600) && near(award->other, 700));
    CU_ASSERT_EQUAL(award->rival, load_offer(m, "lose"));
    purse_answer_free(answer);
    purse_plan_free(plan);
    purse_model_free(m);
}

/*
 * s_held is full and 1,000 of p's 2,000 are spent. The offer takes 1,050 at least: too much unless money comes from q,
 * which has 1,000 left.
 */
static void test_budget(void)
{
    const struct {
        purse_regime regime;
        purse_reason reason;
        double left;
    } tests[] = {{{PURSE_REGIME_SILO, 0}, PURSE_REASON_BUDGET, 1000},
                 {{PURSE_REGIME_PARTIAL, 0}, PURSE_REASON_NO_GAIN, 0},
                 {{PURSE_REGIME_DIAL, 0.01}, PURSE_REASON_BUDGET, 1020},
                 {{PURSE_REGIME_DIAL, 0.1}, PURSE_REASON_NO_GAIN, 0},
                 {{PURSE_REGIME_POOLED, 0}, PURSE_REASON_NO_GAIN, 0}};
    purse_model *m = make_model(OPEN("o", "d", "7", "500", ", \"fixed_cost\": 1050"), "");
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "s_held", -1, 100);
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        plan->regime = tests[i].regime;
        purse_answer *answer = answer_of(plan, m);
        const purse_award *award = award_of(answer, m, "o");
        CU_ASSERT_EQUAL(award->reason, tests[i].reason);
        if (award->reason == PURSE_REASON_BUDGET)
            CU_ASSERT(near(award->own, 1050) && near(award->other, tests[i].left));
        purse_answer_free(answer);
    }
    purse_plan_free(plan);
    purse_model_free(m);
}

static void test_awarded(void)
{
    purse_model *m = make_model(OPEN("low", "d", "5", "50", "") ", " OPEN("high", "d", "20", "50", "") ", " //
                                OPEN("idle", "d", "30", "50", "") ", "                                      //
                                OPEN("must", "b", "25", "50", ""),
                                "{\"id\": \"r\", \"type\": \"min_share\", \"scope\": {\"service\": \"s\"}, \"of\": "
                                "\"contacts\", \"sectors\": [\"charity\"], \"limit\": 0.1}");
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "low", -1, 40);
    see(plan, m, "x", "s_held", -1, 30);
    see(plan, m, "y", "high", -1, 20);
    see(plan, m, "y", "must", -1, 10);
    plan->offers[load_offer(m, "idle")].awarded = true;
    purse_answer *answer = answer_of(plan, m);
    const purse_award *award = award_of(answer, m, "low");
    CU_ASSERT(award->reason == PURSE_REASON_CHEAPEST && award->rivals == 4 && near(award->own, 5));
    CU_ASSERT_EQUAL(award_of(answer, m, "high")->reason, PURSE_REASON_USED);
    CU_ASSERT_EQUAL(award_of(answer, m, "idle")->reason, PURSE_REASON_UNUSED);
    award = award_of(answer, m, "must");
    CU_ASSERT(award->reason == PURSE_REASON_RULE_NEEDED && award->rule == 0);
    CU_ASSERT(answer->n_awarded == 4 && answer->n_binding == 1);
    purse_answer_free(answer);
    purse_plan_free(plan);
    purse_model_free(m);
}

static void test_rules(void)
{
    purse_model *m =
        make_model(OPEN("o", "b", "10", "50", ""),
                   "{\"type\": \"max_share\", \"scope\": {\"service\": \"s\"}, \"of\": \"contacts\", \"limit\": 0.75},"
                   "{\"type\": \"min_share\", \"sectors\": [\"charity\"], \"of\": \"spend\", \"limit\": 0},"
                   "{\"type\": \"min_spend\", \"scope\": {\"pot\": \"q\"}, \"limit\": 800},"
                   "{\"type\": \"max_spend\", \"limit\": 5000},"
                   "{\"type\": \"min_quality\", \"scope\": {\"service\": \"s\"}, \"limit\": 75},"
                   "{\"type\": \"max_awards\", \"scope\": {\"service\": \"s\"}, \"limit\": 3},"
                   "{\"type\": \"max_unmet_gap\", \"limit\": 0.4}, {\"type\": \"max_burden_gap\", \"limit\": 2},"
                   "{\"type\": \"max_share\", \"scope\": {\"pot\": \"q\"}, \"of\": \"spend\", \"providers\": [\"b\"], "
                   "\"limit\": 0.2}");
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "s_held", -1, 60);
    see(plan, m, "y", "o", -1, 20);
    leave_unmet(plan, m, "x", 40);
    leave_unmet(plan, m, "y", 30);
    purse_answer *answer = answer_of(plan, m);
    const purse_rule_result *row = answer->rules;
    CU_ASSERT_EQUAL_FATAL(answer->n_rules, 10); /* two providers have offers of s */
    CU_ASSERT(row[0].provider == 0 && near(row[0].value, 0.75) && row[0].binds && near(row[0].slack, 0));
    CU_ASSERT(row[1].provider == 1 && near(row[1].value, 0.25) && !row[1].binds && near(row[1].slack, 0.5));
    CU_ASSERT(near(row[2].value, 200.0 / 1600) && !row[2].binds); /* a limit of 0 keeps nothing out */
    CU_ASSERT(near(row[3].value, 800) && row[3].binds);
    CU_ASSERT(near(row[4].value, 1600) && near(row[4].slack, 3400));
    CU_ASSERT(near(row[5].value, 75) && row[5].binds && !row[5].broken);
    CU_ASSERT(near(row[6].value, 2) && near(row[6].slack, 1));
    CU_ASSERT(near(row[7].value, 0.2) && row[7].place_low == 0 && row[7].place_high == 1);
    CU_ASSERT(near(row[8].value, 0.9 - 0.6) && row[8].place_low == 1 && row[8].place_high == 0);
    CU_ASSERT(near(row[9].value, 0) && near(row[9].slack, 0.2));
    CU_ASSERT_EQUAL(answer->n_binding, 3);
    purse_answer_free(answer);
    plan->status = PURSE_STATUS_EVALUATED; /* nothing is enforced, nothing decided */
    plan->n_flows = 0;
    leave_unmet(plan, m, "y", 30);
    answer = answer_of(plan, m);
    CU_ASSERT(answer->n_awards == 0 && isnan(answer->rules[0].value) && !answer->rules[0].broken);
    CU_ASSERT(answer->rules[7].broken && near(answer->rules[7].slack, -0.2) && !answer->rules[7].binds);
    purse_answer_free(answer);
    purse_plan_free(plan);
    purse_model_free(m);
}

static void test_shares(void)
{
    purse_model *m =
        make_model(OPEN("o", "d", "15", "50", ", \"block_size\": 5, \"block_cost\": 30, \"max_blocks\": 4"), "");
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "s_held", -1, 60);
    see(plan, m, "y", "o", -1, 20);
    plan->offers[load_offer(m, "o")].blocks = 2;
    purse_answer *answer = answer_of(plan, m);
    CU_ASSERT_EQUAL_FATAL(answer->n_built, 1);
    CU_ASSERT(near(answer->built[0].blocks, 2) && near(answer->built[0].capacity, 10));
    CU_ASSERT(near(answer->built[0].cost, 60) && near(answer->blocks, 2));
    const purse_share *all = answer->provider + 2 * answer->n_providers;
    CU_ASSERT(near(all[0].contacts, 100) && near(all[0].spend, 1400) && near(all[0].of_contacts, 100.0 / 120));
    CU_ASSERT(near(all[3].spend, 360) && near(all[3].of_spend, 360.0 / 1760) && near(all[1].of_spend, 0));
    CU_ASSERT(near(answer->provider[3].of_contacts, 0.25) && near(answer->provider[0].of_contacts, 0.75));
    CU_ASSERT(near(answer->sector[PURSE_SECTOR_NHS_TRUST].contacts, 60));
    CU_ASSERT(near(answer->sector[2 * PURSE_N_SECTORS + PURSE_SECTOR_SOCIAL_ENTERPRISE].of_spend, 360.0 / 1760));
    CU_ASSERT(near(answer->quality[0].mean, 80) && near(answer->quality[0].coverage, 0.75));
    CU_ASSERT(near(answer->quality[1].coverage, 1) && near(answer->quality[2].coverage, 100.0 / 120));
    CU_ASSERT(near(answer->income[0], 1400) && near(answer->income[3], 360));
    purse_answer_free(answer);
    purse_plan_free(plan);
    purse_model_free(m);
}

static void test_coordination(void)
{
    purse_model *m = make_model("", "");
    purse_plan *plan = make_plan(m);
    see(plan, m, "x", "s_held", 0, 30);
    see(plan, m, "x", "s_held", -1, 70);
    leave_unmet(plan, m, "y", 5);
    plan->teams[0].awarded = true;
    purse_answer *answer = answer_of(plan, m);
    /* 15 moves of 2 x 1.5, of which the team takes 0.4. */
    CU_ASSERT(near(answer->teams[0].relieved, 15 * 3 * 0.4) && near(answer->relieved, 18));
    CU_ASSERT(near(answer->teams[0].episodes, 30) && near(answer->teams[0].spend, 90));
    CU_ASSERT(near(answer->teams[0].cost, 5) && near(answer->coordinated[0], 30) && near(answer->income[3], 90));
    CU_ASSERT(near(plan->totals.burden + answer->relieved, 50 * 3));
    CU_ASSERT(answer->awards[0].team == 0 && answer->awards[0].reason == PURSE_REASON_USED);
    CU_ASSERT(near(answer->awards[0].used, 0.6));
    CU_ASSERT(near(answer->places[0].unmet, 0) && near(answer->places[1].unmet, 0.1));
    CU_ASSERT(answer->unmet.best == 0 && answer->unmet.worst == 1 && near(answer->unmet.gap, 0.1));
    CU_ASSERT(answer->burden.worst == 0 && near(answer->burden.gap, 1.32));
    purse_answer_free(answer);
    plan->status = PURSE_STATUS_INFEASIBLE;
    purse_error err = {0};
    answer = NULL;
    CU_ASSERT_EQUAL(purse_answer_new(&answer, plan, m, &err), PURSE_EUSAGE);
    CU_ASSERT(answer == NULL && strstr(err.message, "infeasible"));
    purse_answer_free(NULL);
    purse_plan_free(plan);
    purse_model_free(m);
}

/* Budget and capacity both end at 100 visits: one pound less costs a tenth of a person, one more is of no use. */
static void test_degenerate_price(void)
{
    purse_model *m = load_text(
        "{\"purse\": 1, \"name\": \"t\", \"pots\": [{\"id\": \"p\", \"budget\": 1000}],"
        "\"services\": [{\"id\": \"s\", \"pot\": \"p\"}], \"providers\": [{\"id\": \"a\", \"sector\": \"charity\"}],"
        "\"places\": [{\"id\": \"x\"}], \"needs\": [{\"id\": \"n\"}], \"demand\": [{\"place\": \"x\", \"need\": \"n\", "
        "\"episodes\": 200}], \"abilities\": [{\"need\": \"n\", \"service\": \"s\", \"resolves\": 1, \"entry\": true}],"
        "\"offers\": [{\"id\": \"o\", \"provider\": \"a\", \"service\": \"s\", \"unit_cost\": 9, \"fixed_cost\": 100, "
        "\"capacity\": 100, \"award\": \"open\"}]}");
    purse_settings settings = purse_settings_default();
    purse_optimiser *o = NULL;
    purse_plan *plan = NULL, *again = NULL;
    purse_regime silo = {PURSE_REGIME_SILO, 0};
    CU_ASSERT_EQUAL_FATAL(purse_optimiser_new(&o, m, &settings, NULL, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(purse_optimiser_solve(&plan, o, silo, NULL), PURSE_OK);
    CU_ASSERT(!purse_plan_tested(plan) && isnan(plan->pots[0].left[0]));
    CU_ASSERT_EQUAL(purse_optimiser_pot_prices(o, plan, 1e-4, NULL), PURSE_OK);
    CU_ASSERT(plan->fixed_prices && purse_plan_tested(plan));
    CU_ASSERT(fabs(plan->pots[0].left[0] + 1.0 / 9) < 1e-6 && plan->pots[0].right[0] == 0);
    CU_ASSERT(purse_price_degenerate(plan->pots[0].left[0], plan->pots[0].right[0]));
    CU_ASSERT(fabs(plan->pots[0].left[2] - 1) < 1e-4); /* unmet comes first, so a pound less is a pound not spent */
    plan->offers[0].price[0] = -1;
    CU_ASSERT_EQUAL(purse_optimiser_capacity_prices(o, plan, 1e-4, 0, NULL), PURSE_OK);
    CU_ASSERT(fabs(plan->offers[0].left[0] + 1) < 1e-6 && plan->offers[0].right[0] == 0);
    CU_ASSERT_EQUAL(purse_optimiser_pot_prices(o, plan, 0, NULL), PURSE_EUSAGE);
    CU_ASSERT_EQUAL(purse_optimiser_solve(&again, o, silo, NULL), PURSE_OK); /* as if nothing had been */
    CU_ASSERT(fabs(again->totals.unmet - 100) < 1e-3 && fabs(again->totals.spend - 1000) < 1e-2);
    CU_ASSERT(!purse_price_degenerate(-1, -1.005) && purse_price_degenerate(-1, -1.02));
    CU_ASSERT(!purse_price_degenerate(NAN, 0) && !purse_price_degenerate(0, 0));
    CU_ASSERT(purse_price_degenerate(-INFINITY, -1));
    purse_plan_free(plan);
    purse_plan_free(again);
    purse_optimiser_free(o);
    purse_model_free(m);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("answer", NULL, NULL);
    CU_ADD_TEST(suite, test_refused);
    CU_ADD_TEST(suite, test_refused_by_rule);
    CU_ADD_TEST(suite, test_conflict);
    CU_ADD_TEST(suite, test_contest);
    CU_ADD_TEST(suite, test_fixed_price_contest);
    CU_ADD_TEST(suite, test_budget);
    CU_ADD_TEST(suite, test_awarded);
    CU_ADD_TEST(suite, test_rules);
    CU_ADD_TEST(suite, test_shares);
    CU_ADD_TEST(suite, test_coordination);
    CU_ADD_TEST(suite, test_degenerate_price);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
