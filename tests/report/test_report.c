/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents that come back as they went, tables, CSV, and the price of the walls in words. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/csv.h"
#include "report/table.h"
#include "support/load.h"

static purse_text json_of(const purse_plan *plan, const purse_model *model)
{
    purse_text text = {0};
    purse_settings settings = purse_settings_default();
    CU_ASSERT_EQUAL(purse_report_plan_json(&text, plan, model, &settings, true, NULL), PURSE_OK);
    return text;
}

static purse_plan *read_back(const purse_text *text, const purse_model *model)
{
    purse_plan *plan = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    purse_code code = purse_report_plan_read(&plan, "plan.json", text->data, text->length, model, &problems, &err);
    for (size_t i = 0; i < problems.n; i++)
        fprintf(stderr, "  %s: %s\n", problems.item[i].path, problems.item[i].message);
    CU_ASSERT_EQUAL_FATAL(code, PURSE_OK);
    CU_ASSERT_EQUAL(problems.n_warnings, 0);
    purse_problems_free(&problems);
    return plan;
}

static void assert_round_trip(const char *scenario, purse_regime_kind regime)
{
    purse_model *model = load_scenario(scenario);
    purse_plan *plan = load_plan(model, regime, 0.1);
    purse_text first = json_of(plan, model);
    purse_plan *again = read_back(&first, model);
    purse_text second = json_of(again, model);
    CU_ASSERT_EQUAL(first.length, second.length);
    CU_ASSERT_EQUAL(memcmp(first.data, second.data, first.length), 0);
    CU_ASSERT_EQUAL_FATAL(again->n_flows, plan->n_flows);
    for (size_t i = 0; i < plan->n_flows; i++) {
        CU_ASSERT_EQUAL(purse_flow_compare(&plan->flows[i], &again->flows[i]), 0);
        CU_ASSERT(plan->flows[i].people == again->flows[i].people);
    }
    purse_text_free(&first);
    purse_text_free(&second);
    purse_plan_free(plan);
    purse_plan_free(again);
    purse_model_free(model);
}

static void test_round_trip(void)
{
    assert_round_trip("scenarios/two-places", PURSE_REGIME_BASELINE);
    assert_round_trip("scenarios/two-places", PURSE_REGIME_DIAL);
    assert_round_trip("tests/verify/rich.json", PURSE_REGIME_SILO);
    assert_round_trip("tests/verify/rich.json", PURSE_REGIME_POOLED);
}

/* The document with `part` replaced must be refused with these words. */
static void assert_refused(const purse_text *text, const purse_model *model, const char *part, const char *instead,
                           const char *says)
{
    const char *at = strstr(text->data, part);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    purse_text changed = {0};
    purse_text_add_bytes(&changed, text->data, (size_t)(at - text->data));
    purse_text_add(&changed, instead);
    purse_text_add(&changed, at + strlen(part));
    purse_plan *plan = NULL;
    purse_problems problems = {0};
    bool found = false;
    CU_ASSERT_EQUAL(purse_report_plan_read(&plan, "plan.json", changed.data, changed.length, model, &problems, NULL),
                    PURSE_EINPUT);
    CU_ASSERT_PTR_NULL(plan);
    for (size_t i = 0; i < problems.n; i++)
        found = found || strstr(problems.item[i].message, says) || strstr(problems.item[i].path, says);
    CU_ASSERT(found);
    for (size_t i = 0; i < problems.n && !found; i++)
        fprintf(stderr, "  %s\n", problems.item[i].message);
    purse_problems_free(&problems);
    purse_text_free(&changed);
}

static void test_strict_reading(void)
{
    purse_model *model = load_scenario("scenarios/two-places");
    purse_plan *plan = load_plan(model, PURSE_REGIME_SILO, 0);
    purse_text text = json_of(plan, model);
    assert_refused(&text, model, "\"regime\": \"silo\"", "\"regime\": \"sillo\"", "no such regime");
    assert_refused(&text, model, "\"status\": \"optimal\"", "\"status\": \"infeasible\"", "holds no plan");
    assert_refused(&text, model, "\"id\": \"gp_north\"", "\"id\": \"gp_nroth\"", "no offer \"gp_nroth\"");
    assert_refused(&text, model, "\"id\": \"gp_north\"", "\"id\": \"gp_south\"", "stands twice");
    assert_refused(&text, model, "\"money_moves\": []", "\"mony_moves\": []", "table is missing");
    assert_refused(&text, model, "\"flows\": [", "\"flows\": 3, \"f\": [", "expected an array");
    assert_refused(&text, model, "\"contacts\": ", "\"contacts\": \"many\", \"c\": ", "expected a number");
    assert_refused(&text, model, "\"contacts\": ", "\"contacts\": 1e999, \"c\": ", "expected a number");
    assert_refused(&text, model, "\"contacts\": ", "\"contacts\": NaN, \"c\": ", "no valid JSON");
    assert_refused(&text, model, "\"people\": ", "\"people\": -", "expected a number >= 0");
    assert_refused(&text, model, "\"kind\": \"entry\"", "\"kind\": \"exit\"", "no such kind");
    assert_refused(&text, model, "\"interrupted\": false", "\"interrupted\": false, \"interrupted\": true",
                   "stands twice");
    assert_refused(&text, model, "\"interrupted\": false", "\"interrupted\": 0", "true or false");
    assert_refused(&text, model, "\"changes\": []", "\"changes\": [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]",
                   "levels");
    assert_refused(&text, model, "\"name\": \"Two", "\"name\": \"\\u0000Two", "NUL");
    assert_refused(&text, model, "{", "[{", "JSON");
    assert_refused(&text, model, "\"purse\"", "\"purse\": 1} {\"purse\"", "nothing after the document");
    purse_text_free(&text);
    purse_plan_free(plan);
    purse_model_free(model);
}

/* Whatever is cut off or overwritten, reading ends with an error and never with a crash. */
static void test_broken_documents(void)
{
    purse_model *model = load_scenario("scenarios/two-places");
    purse_plan *plan = load_plan(model, PURSE_REGIME_BASELINE, 0);
    purse_text text = json_of(plan, model);
    unsigned seed = 7;
    for (size_t cut = 0; cut + 2 < text.length; cut += 37) {
        purse_plan *read = NULL;
        purse_problems problems = {0};
        CU_ASSERT_EQUAL(purse_report_plan_read(&read, "plan.json", text.data, cut, model, &problems, NULL),
                        PURSE_EINPUT);
        purse_problems_free(&problems);
        char kept = text.data[cut];
        seed = seed * 1103515245u + 12345u;
        text.data[cut] = (char)(seed >> 16);
        problems = (purse_problems){0};
        (void)purse_report_plan_read(&read, "plan.json", text.data, text.length, model, &problems, NULL);
        text.data[cut] = kept;
        purse_plan_free(read);
        purse_problems_free(&problems);
    }
    purse_text_free(&text);
    purse_plan_free(plan);
    purse_model_free(model);
}

static void test_csv_quotes(void)
{
    purse_text out = {0};
    csv_row row = {.out = &out};
    csv_text(&row, "plain");
    csv_text(&row, "a, b");
    csv_text(&row, "say \"so\"");
    csv_text(&row, "two\nlines");
    csv_text(&row, "");
    csv_text(&row, NULL);
    csv_number(&row, 0.1);
    csv_number(&row, NAN);
    csv_number(&row, -0.0);
    csv_end(&row);
    CU_ASSERT_STRING_EQUAL(out.data, "plain,\"a, b\",\"say \"\"so\"\"\",\"two\nlines\",,,0.1,,0\n");
    purse_text_free(&out);
}

static void test_numbers_for_people(void)
{
    char text[48], money[80];
    CU_ASSERT_STRING_EQUAL(table_amount(text, 1234567.891, 1), "1,234,567.9");
    CU_ASSERT_STRING_EQUAL(table_amount(text, -999.5, 1), "-999.5");
    CU_ASSERT_STRING_EQUAL(table_amount(text, -1000, 0), "-1,000");
    CU_ASSERT_STRING_EQUAL(table_amount(text, -0.01, 1), "0.0");
    CU_ASSERT_STRING_EQUAL(table_amount(text, 999, 0), "999");
    CU_ASSERT_STRING_EQUAL(table_money(money, sizeof money, "GBP", 1234567), "GBP 1.2 m");
    CU_ASSERT_STRING_EQUAL(table_money(money, sizeof money, "GBP", 2.5e9), "GBP 2.5 bn");
    CU_ASSERT_STRING_EQUAL(table_money(money, sizeof money, "GBP", -12345), "GBP -12,345");
}

static void test_columns_count_characters(void)
{
    purse_text out = {0};
    table t;
    table_start(&t, &out, false, "lr");
    table_cell(&t, "name");
    table_cell(&t, "n");
    table_cell(&t, "%s", "Ynys M\xc3\xb4n");
    table_number(&t, 1000, 0);
    table_cell(&t, "%s", "Bury");
    table_number(&t, NAN, 0);
    table_end(&t);
    CU_ASSERT_STRING_EQUAL(out.data, "  name          n\n  Ynys M\xc3\xb4n  1,000\n  Bury\n");
    purse_text_free(&out);
}

/* As if unmet and burden had been solved one after the other, both proved. */
static void make_lexicographic(purse_plan *plan)
{
    plan->n_tiers = 2;
    for (int i = 0; i < 2; i++) {
        double value = purse_plan_measure(plan, (purse_measure)i);
        plan->tier[i] = (purse_tier){.measure = i, .value = value, .bound = value};
    }
}

static void test_price_of_walls(void)
{
    purse_model *model = load_scenario("scenarios/two-places");
    purse_plan *silo = load_plan(model, PURSE_REGIME_SILO, 0), *pooled = load_plan(model, PURSE_REGIME_POOLED, 0);
    purse_plan *partial = load_plan(model, PURSE_REGIME_PARTIAL, 0),
               *today = load_plan(model, PURSE_REGIME_BASELINE, 0);
    const purse_plan *all[] = {today, partial, pooled, silo};
    purse_walls walls;
    purse_report_walls(&walls, all, 4, model);
    CU_ASSERT(walls.stated && walls.proved);
    CU_ASSERT(walls.from.kind == PURSE_REGIME_SILO && walls.to.kind == PURSE_REGIME_POOLED);
    CU_ASSERT(fabs(walls.burden - 87.5) < 1e-2 && fabs(walls.unmet - 20) < 1e-3);
    CU_ASSERT_STRING_EQUAL(walls.sentence, "Walls between the pots cost 20 episodes unmet and 27.5 unnecessary moves "
                                           "(15.9 %) a year: silo against pooled, same budgets.");
    const purse_plan *both[] = {silo, partial};
    purse_report_walls(&walls, both, 2, model);
    CU_ASSERT_STRING_EQUAL(walls.sentence,
                           "Walls between the pots cost 20 episodes unmet, a burden of 20.8 and GBP 950 a "
                           "year: silo against partial, same budgets.");
    purse_report_walls(&walls, all, 1, model);
    CU_ASSERT(!walls.stated && strstr(walls.sentence, "needs two regimes"));
    silo->tier[0].bound -= 2000;
    purse_report_walls(&walls, all, 4, model);
    CU_ASSERT(walls.stated && !walls.proved && strstr(walls.sentence, "episodes unmet and in burden is smaller"));
    make_lexicographic(silo);
    make_lexicographic(pooled);
    silo->tier[1].bound -= 100;
    purse_report_walls(&walls, all, 4, model);
    CU_ASSERT_STRING_EQUAL(walls.sentence,
                           "Walls between the pots cost 20 episodes unmet a year: silo against pooled, same budgets. "
                           "The difference in burden is smaller than the gaps allow one to claim.");
    silo->tier[0].bound = -INFINITY;
    purse_report_walls(&walls, all, 4, model);
    CU_ASSERT(walls.stated && !walls.proved && strstr(walls.sentence, "cost nothing that can be shown"));
    silo->status = PURSE_STATUS_INFEASIBLE;
    purse_report_walls(&walls, all, 4, model);
    CU_ASSERT(!walls.stated && strstr(walls.sentence, "under silo nothing keeps to the budgets and rules"));
    pooled->status = PURSE_STATUS_INFEASIBLE;
    purse_report_walls(&walls, all, 4, model);
    CU_ASSERT(strstr(walls.sentence, "No plan keeps to the budgets and rules") != NULL);
    pooled->status = PURSE_STATUS_LIMIT;
    purse_report_walls(&walls, all, 4, model);
    CU_ASSERT(strstr(walls.sentence, "is not known") != NULL);
    purse_plan_free(silo);
    purse_plan_free(pooled);
    purse_plan_free(partial);
    purse_plan_free(today);
    purse_model_free(model);
}

static void test_tables_hold_what_they_should(void)
{
    purse_model *model = load_scenario("tests/verify/rich.json");
    purse_plan *silo = load_plan(model, PURSE_REGIME_SILO, 0), *pooled = load_plan(model, PURSE_REGIME_POOLED, 0);
    const purse_plan *both[] = {silo, pooled};
    purse_text out = {0};
    CU_ASSERT_EQUAL(purse_report_plan_text(&out, silo, model, (purse_view){.rows = 2}, NULL), PURSE_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "regime silo: optimal"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, " more\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "conflict of interest"));
    CU_ASSERT_PTR_NULL(strchr(out.data, '\033'));
    purse_text_free(&out);
    CU_ASSERT_EQUAL(purse_report_compare_text(&out, both, 2, model, (purse_view){.colour = true}, NULL), PURSE_OK);
    CU_ASSERT_PTR_NOT_NULL(strchr(out.data, '\033'));
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "silo against pooled"));
    purse_text_free(&out);
    silo->status = PURSE_STATUS_INFEASIBLE;
    CU_ASSERT_EQUAL(purse_report_plan_text(&out, silo, model, (purse_view){0}, NULL), PURSE_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "No plan keeps"));
    purse_text_free(&out);
    CU_ASSERT_EQUAL(purse_report_compare_text(&out, both, 2, model, (purse_view){0}, NULL), PURSE_OK);
    purse_text_free(&out);
    CU_ASSERT_EQUAL(purse_report_compare_json(&out, both, 2, model, NULL, NULL), PURSE_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "\"price_of_walls\""));
    purse_text_free(&out);
    CU_ASSERT_EQUAL(purse_report_compare_csv(&out, both, 2, model, NULL), PURSE_OK);
    CU_ASSERT_PTR_NOT_NULL(strstr(out.data, "\nsilo,,infeasible,status,,,,\n"));
    purse_text_free(&out);
    purse_plan_free(silo);
    purse_plan_free(pooled);
    purse_model_free(model);
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("report", NULL, NULL);
    CU_ADD_TEST(suite, test_round_trip);
    CU_ADD_TEST(suite, test_strict_reading);
    CU_ADD_TEST(suite, test_broken_documents);
    CU_ADD_TEST(suite, test_csv_quotes);
    CU_ADD_TEST(suite, test_numbers_for_people);
    CU_ADD_TEST(suite, test_columns_count_characters);
    CU_ADD_TEST(suite, test_price_of_walls);
    CU_ADD_TEST(suite, test_tables_hold_what_they_should);
    CU_basic_set_mode(CU_BRM_VERBOSE);
    CU_basic_run_tests();
    unsigned failed = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failed > 0;
}
