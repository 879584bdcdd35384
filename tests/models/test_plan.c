/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a plan whose flows were worked by hand (docs/two-places.md), and the plan as a container. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdlib.h>

#include "support/load.h"

static bool is(double value, double expected)
{
    return fabs(value - expected) <= 1e-9 * (1 + fabs(expected));
}

/* The silo plan of two-places: 220 at the pharmacy, 200 backs at general practice, 180 at physiotherapy, 20 unmet. */
static purse_plan *silo_by_hand(const purse_model *m)
{
    purse_plan *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_plan_new(&p, m, NULL), PURSE_OK);
    load_add(p, m, PURSE_FLOW_UNMET, "south", "back", NULL, NULL, NULL, 20);
    load_add(p, m, PURSE_FLOW_ENTRY, "north", "minor", NULL, "pharmacy", NULL, 220);
    load_add(p, m, PURSE_FLOW_ENTRY, "north", "minor", NULL, "gp", NULL, 420);
    load_add(p, m, PURSE_FLOW_DOOR, "north", "minor", NULL, NULL, "pharmacy_north", 220);
    load_add(p, m, PURSE_FLOW_REFERRAL, "north", "minor", "pharmacy_north", "gp", NULL, 27.5);
    load_add(p, m, PURSE_FLOW_DOOR, "north", "minor", NULL, NULL, "gp_north", 447.5);
    load_add(p, m, PURSE_FLOW_ENTRY, "south", "minor", NULL, "gp", NULL, 450);
    load_add(p, m, PURSE_FLOW_DOOR, "south", "minor", NULL, NULL, "gp_south", 450);
    load_add(p, m, PURSE_FLOW_ENTRY, "north", "back", NULL, "physio", NULL, 180);
    load_add(p, m, PURSE_FLOW_DOOR, "north", "back", NULL, NULL, "physio_trust", 180);
    load_add(p, m, PURSE_FLOW_HANDOVER, "north", "back", "physio_trust", NULL, "orthopaedics_trust", 45);
    load_add(p, m, PURSE_FLOW_ENTRY, "north", "back", NULL, "gp", NULL, 60);
    load_add(p, m, PURSE_FLOW_DOOR, "north", "back", NULL, NULL, "gp_north", 60);
    load_add(p, m, PURSE_FLOW_REFERRAL, "north", "back", "gp_north", "orthopaedics", NULL, 30);
    load_add(p, m, PURSE_FLOW_DOOR, "north", "back", NULL, NULL, "orthopaedics_trust", 30);
    load_add(p, m, PURSE_FLOW_ENTRY, "south", "back", NULL, "gp", NULL, 140);
    load_add(p, m, PURSE_FLOW_DOOR, "south", "back", NULL, NULL, "gp_south", 140);
    load_add(p, m, PURSE_FLOW_REFERRAL, "south", "back", "gp_south", "orthopaedics", NULL, 70);
    load_add(p, m, PURSE_FLOW_DOOR, "south", "back", NULL, NULL, "orthopaedics_trust", 70);
    for (int k = 0; k < m->n_offers; k++)
        p->offers[k].awarded = true;
    p->regime.kind = PURSE_REGIME_SILO;
    p->status = PURSE_STATUS_OPTIMAL;
    purse_plan_sort(p);
    return p;
}

static void test_totals_by_hand(void)
{
    purse_model *m = load_scenario("scenarios/two-places");
    purse_plan *p = silo_by_hand(m);
    CU_ASSERT_EQUAL_FATAL(purse_plan_total(p, m, NULL), PURSE_OK);
    const purse_totals *t = &p->totals;
    CU_ASSERT(is(t->episodes, 1490));
    CU_ASSERT(is(t->served, 1470));
    CU_ASSERT(is(t->unmet, 20));
    CU_ASSERT(is(t->unmet_weighted, 20));
    CU_ASSERT(is(t->averted, 0));
    CU_ASSERT(is(t->contacts, 1642.5));
    CU_ASSERT(is(t->moves, 172.5));
    CU_ASSERT(is(t->unnecessary_moves, 172.5));
    CU_ASSERT(is(t->burden, 272.5));
    CU_ASSERT(is(t->access, 2112.5));
    CU_ASSERT(is(t->spend, 104280));
    CU_ASSERT(is(p->pots[load_pot(m, "primary")].spend, 56420));
    CU_ASSERT(is(p->pots[load_pot(m, "continuing")].spend, 14220));
    CU_ASSERT(is(p->pots[load_pot(m, "planned")].spend, 33640));
    CU_ASSERT(is(p->offers[load_offer(m, "gp_south")].contacts, 590));
    CU_ASSERT(is(p->place_unmet[load_place(m, "south")], 20));
    CU_ASSERT(is(p->place_burden[load_place(m, "north")], 27.5 + 60 + 45));
    purse_problems problems = {0};
    p->n_tiers = 1;
    p->tier[0] = (purse_tier){.measure = -1, .value = 50 * 20 + 272.5, .bound = -INFINITY};
    CU_ASSERT_EQUAL(purse_plan_verify(p, m, 1e-6, &problems, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(problems.n_errors, 0);
    purse_problems_free(&problems);
    purse_plan_free(p);
    purse_model_free(m);
}

static void test_boundaries(void)
{
    purse_model *m = load_scenario("scenarios/two-places");
    purse_plan *p = silo_by_hand(m);
    CU_ASSERT_EQUAL_FATAL(purse_plan_total(p, m, NULL), PURSE_OK);
    int primary = load_pot(m, "primary"), continuing = load_pot(m, "continuing"), planned = load_pot(m, "planned");
    const purse_boundary *b = &p->boundaries[primary * m->n_pots + primary];
    CU_ASSERT(b->from == primary && b->to == primary && is(b->moves, 27.5) && is(b->burden, 27.5));
    b = &p->boundaries[primary * m->n_pots + planned];
    CU_ASSERT(b->from == primary && b->to == planned && is(b->moves, 100) && is(b->burden, 200));
    b = &p->boundaries[continuing * m->n_pots + planned];
    CU_ASSERT(is(b->moves, 45) && is(b->unnecessary_moves, 45) && is(b->burden, 45));
    CU_ASSERT(is(p->boundaries[planned * m->n_pots + primary].moves, 0));
    purse_plan_free(p);
    purse_model_free(m);
}

/* A team's relief, a necessary move, contacts per person, blocks, a programme and money moved. */
static void test_other_decisions(void)
{
    purse_model *m = load_scenario("tests/verify/rich.json");
    purse_plan *p = NULL;
    CU_ASSERT_EQUAL_FATAL(purse_plan_new(&p, m, NULL), PURSE_OK);
    CU_ASSERT(isnan(p->pots[0].price[0]) && isnan(p->offers[0].price[0]));
    int team = load_team(m, "team_held"), gp = load_offer(m, "gp_south"), physio = load_offer(m, "physio_trust");
    load_add(p, m, PURSE_FLOW_ENTRY, "south", "back", NULL, "gp", NULL, 10);
    load_add(p, m, PURSE_FLOW_DOOR, "south", "back", NULL, NULL, "gp_south", 10);
    load_add(p, m, PURSE_FLOW_REFERRAL, "south", "back", "gp_south", "physio", NULL, 2);
    load_add(p, m, PURSE_FLOW_REFERRAL, "south", "back", "gp_south", "orthopaedics", NULL, 3);
    load_add(p, m, PURSE_FLOW_DOOR, "south", "back", NULL, NULL, "physio_trust", 2);
    load_add(p, m, PURSE_FLOW_HANDOVER, "south", "back", "physio_trust", NULL, "orthopaedics_trust", 0.5);
    for (size_t i = 0; i < p->n_flows; i++)
        p->flows[i].team = team;
    p->offers[gp].awarded = p->offers[physio].awarded = p->teams[team].awarded = true;
    p->offers[gp].blocks = 2;
    p->programmes[0].spend = 1500;
    for (int i = 0; i < p->n_effects; i++)
        p->averted[i] = 4 + i;
    CU_ASSERT_EQUAL(purse_plan_add_money(p, 2, 1, 125.5, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_plan_add_money(p, 0, 1, 100, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(purse_plan_add_money(p, 0, 2, 0, NULL), PURSE_OK);
    purse_plan_sort(p);
    CU_ASSERT_EQUAL_FATAL(purse_plan_total(p, m, NULL), PURSE_OK);
    CU_ASSERT(is(p->offers[gp].contacts, 10) && is(p->offers[gp].capacity, 400) && is(p->offers[gp].spend, 460 + 800));
    CU_ASSERT(is(p->offers[physio].contacts, 3) && is(p->offers[physio].spend, 237));
    CU_ASSERT(is(p->teams[team].episodes, 10) && is(p->teams[team].spend, 120) && is(p->teams[team].capacity, 60));
    CU_ASSERT(is(p->programmes[0].averted, 9) && is(p->totals.averted, 9));
    CU_ASSERT(is(p->totals.burden, 2 * 2 * 0.4 + 0.5 * 2 * 0.5 * 0.4));
    CU_ASSERT(is(p->totals.moves, 5.5) && is(p->totals.unnecessary_moves, 2.5));
    CU_ASSERT_EQUAL(p->n_moves, 2);
    CU_ASSERT(p->moves[0].from == 0 && is(p->pots[1].moved_in, 225.5) && is(p->pots[2].moved_out, 125.5));
    CU_ASSERT(is(p->pots[3].spend, 1500) && is(p->pots[1].spend, 237 + 120));
    purse_plan_free(p);
    purse_model_free(m);
}

static void test_flows_in_order(void)
{
    purse_model *m = load_scenario("scenarios/two-places");
    purse_plan *p = silo_by_hand(m);
    for (size_t i = 1; i < p->n_flows; i++)
        CU_ASSERT(purse_flow_compare(&p->flows[i - 1], &p->flows[i]) < 0);
    size_t n = p->n_flows;
    purse_flow none = p->flows[0];
    none.people = 0;
    CU_ASSERT_EQUAL(purse_plan_add_flow(p, &none, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(p->n_flows, n);
    p->flows[0].kind = PURSE_FLOW_HANDOVER;
    p->flows[0].from_offer = load_offer(m, "gp_north");
    p->flows[0].to_offer = load_offer(m, "pharmacy_north");
    p->flows[0].to_service = load_service(m, "pharmacy");
    purse_error err = {0};
    CU_ASSERT_EQUAL(purse_plan_total(p, m, &err), PURSE_EINPUT);
    CU_ASSERT(err.message[0] != '\0');
    purse_plan_free(p);
    purse_plan_free(NULL);
    purse_model_free(m);
}

static void test_names(void)
{
    purse_regime_kind kind = PURSE_REGIME_SILO;
    purse_error err = {0};
    CU_ASSERT_EQUAL(purse_regime_parse(&kind, "pooled", &err), PURSE_OK);
    CU_ASSERT_EQUAL(kind, PURSE_REGIME_POOLED);
    CU_ASSERT_EQUAL(purse_regime_parse(&kind, "Pooled", &err), PURSE_EUSAGE);
    CU_ASSERT_STRING_EQUAL(err.message, "expected one of baseline, silo, partial, dial, pooled, found \"Pooled\"");
    CU_ASSERT_EQUAL(kind, PURSE_REGIME_POOLED);
    CU_ASSERT_STRING_EQUAL(purse_regime_text(PURSE_N_REGIMES), "unknown regime");
    CU_ASSERT_STRING_EQUAL(purse_flow_text(PURSE_FLOW_HANDOVER), "handover");
    CU_ASSERT_STRING_EQUAL(purse_flow_text(PURSE_N_FLOWS), "unknown flow");
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("plan", NULL, NULL);
    CU_ADD_TEST(suite, test_totals_by_hand);
    CU_ADD_TEST(suite, test_boundaries);
    CU_ADD_TEST(suite, test_other_decisions);
    CU_ADD_TEST(suite, test_flows_in_order);
    CU_ADD_TEST(suite, test_names);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
