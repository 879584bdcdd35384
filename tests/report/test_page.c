/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: foreign text stays text, journeys add up, diagrams keep their measure. */
#include <CUnit/Basic.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/page/html.h"
#include "report/page/journey/diagram.h"
#include "report/page/page.h"
#include "support/load.h"

static void assert_text(const char *given, const char *expected)
{
    purse_text out = {0};
    html_text(&out, given);
    CU_ASSERT_STRING_EQUAL(out.data ? out.data : "", expected);
    purse_text_free(&out);
}

static void test_escaping(void)
{
    assert_text("plain", "plain");
    assert_text("", "");
    assert_text("<script>alert(\"x\")</script>", "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    assert_text("' onload='x", "&#39; onload=&#39;x");
    assert_text("a & b &amp; c", "a &amp; b &amp;amp; c");
    assert_text("]]><!-- --> </style>", "]]&gt;&lt;!-- --&gt; &lt;/style&gt;");
    assert_text("one\ttwo\nthree", "one\ttwo\nthree");
    assert_text("\x01x\x1F\x7F", "\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_text("\xC2\x85\xC2\xA3", "\xEF\xBF\xBD\xC2\xA3");
    assert_text("\xE2\x80\xAE right to left", "\xE2\x80\xAE right to left");
}

static void test_writing(void)
{
    purse_text out = {0};
    html_write(&out, "<p title=\"%s\">%d%% %.2f %.0f</p>", "\"<", -3, -0.001, 12.5);
    CU_ASSERT_STRING_EQUAL(out.data, "<p title=\"&quot;&lt;\">-3% 0.00 12</p>");
    purse_text_free(&out);
    html_figure(&out, 0.1, "0.1 <");
    CU_ASSERT_STRING_EQUAL(out.data, "<data value=\"0.1\">0.1 &lt;</data>");
    purse_text_free(&out);
}

static void test_locale(void)
{
    const char *comma[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8", "C"};
    for (size_t i = 0; i < sizeof comma / sizeof *comma; i++) {
        if (!setlocale(LC_NUMERIC, comma[i]))
            continue;
        purse_text out = {0};
        html_write(&out, "%.1f %.3f", 1.5, -12345.6789);
        CU_ASSERT_STRING_EQUAL(out.data, "1.5 -12345.679");
        purse_text_free(&out);
    }
    (void)setlocale(LC_NUMERIC, "C");
}

static void test_shortening(void)
{
    char cut[100];
    CU_ASSERT_STRING_EQUAL(html_short(cut, sizeof cut, "short", 10), "short");
    CU_ASSERT_STRING_EQUAL(html_short(cut, sizeof cut, "exactly ten", 11), "exactly ten");
    CU_ASSERT_STRING_EQUAL(html_short(cut, sizeof cut, "exactly ten", 10), "exactly t\xE2\x80\xA6");
    CU_ASSERT_STRING_EQUAL(html_short(cut, sizeof cut, "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 3),
                           "\xC3\xA9\xC3\xA9\xE2\x80\xA6");
}

static int count(const char *text, const char *part)
{
    int n = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
        n++;
    return n;
}

static purse_text page_of(const char *scenario, purse_model **model)
{
    const purse_regime_kind kind[] = {PURSE_REGIME_SILO, PURSE_REGIME_POOLED};
    const purse_plan *plan[2];
    purse_text out = {0};
    purse_error err = {0};
    *model = load_scenario(scenario);
    for (int i = 0; i < 2; i++)
        plan[i] = load_plan(*model, kind[i], 0);
    CU_ASSERT_EQUAL(purse_report_page(&out, plan, 2, *model, NULL, NULL, NULL, &err), PURSE_OK);
    for (int i = 0; i < 2; i++)
        purse_plan_free((purse_plan *)plan[i]);
    return out;
}

/* Every name and text is swapped for markup; none of it may come through. */
static void test_hostile_names(void)
{
    static const char hostile[] = "</td><script>alert(1)</script><img src=x onerror='x'>\"&";
    purse_model *model = load_scenario("tests/verify/rich.json");
    const purse_plan *plan = load_plan(model, PURSE_REGIME_POOLED, 0);
    purse_text out = {0}, plain = {0};
    model->name = model->description = model->period = hostile;
    for (int i = 0; i < model->n_pots; i++)
        model->pots[i].name = model->pots[i].id = hostile;
    for (int i = 0; i < model->n_services; i++)
        model->services[i].name = model->services[i].id = model->services[i].unit = hostile;
    for (int i = 0; i < model->n_providers; i++)
        model->providers[i].name = model->providers[i].id = hostile;
    for (int i = 0; i < model->n_places; i++)
        model->places[i].name = model->places[i].id = hostile;
    for (int i = 0; i < model->n_needs; i++)
        model->needs[i].name = model->needs[i].id = hostile;
    for (int i = 0; i < model->n_offers; i++)
        model->offers[i].id = hostile;
    for (int i = 0; i < model->n_teams; i++)
        model->teams[i].id = hostile;
    for (int i = 0; i < model->n_rules; i++)
        model->rules[i].id = hostile;
    for (int i = 0; i < model->n_programmes; i++)
        model->programmes[i].name = model->programmes[i].id = hostile;
    CU_ASSERT_EQUAL(purse_report_page(&out, &plan, 1, model, NULL, NULL, NULL, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(count(out.data, "<script"), 1);
    CU_ASSERT_EQUAL(count(out.data, "<img"), 0);
    CU_ASSERT(count(out.data, "&lt;script&gt;alert(1)&lt;/script&gt;") > 20);
    CU_ASSERT_EQUAL(purse_report_page_answer(&plain, &plan, 1, model, NULL, NULL), PURSE_OK);
    CU_ASSERT_EQUAL(count(plain.data, "\n"), 3);
    purse_text_free(&out);
    purse_text_free(&plain);
    purse_plan_free((purse_plan *)plan);
    purse_model_free(model);
}

static void test_same_twice(void)
{
    purse_model *one, *two;
    purse_text first = page_of("scenarios/two-places", &one), second = page_of("scenarios/two-places", &two);
    CU_ASSERT_EQUAL(first.length, second.length);
    CU_ASSERT_EQUAL(memcmp(first.data, second.data, first.length), 0);
    CU_ASSERT_EQUAL(count(first.data, "<table"), count(first.data, "</table>"));
    CU_ASSERT_EQUAL(count(first.data, "<div"), count(first.data, "</div>"));
    CU_ASSERT_EQUAL(count(first.data, "<svg"), count(first.data, "</svg>"));
    CU_ASSERT_EQUAL(count(first.data, "<section"), count(first.data, "</section>"));
    CU_ASSERT_EQUAL(count(first.data, "http://") + count(first.data, "https://"), 0);
    purse_text_free(&first);
    purse_text_free(&second);
    purse_model_free(one);
    purse_model_free(two);
}

/* A page without any plan still stands. */
static void test_without_plans(void)
{
    purse_model *model = load_scenario("scenarios/two-places");
    purse_plan *plan = NULL;
    purse_text out = {0};
    CU_ASSERT_EQUAL_FATAL(purse_plan_new(&plan, model, NULL), PURSE_OK);
    plan->regime = (purse_regime){PURSE_REGIME_POOLED, 0};
    plan->status = PURSE_STATUS_INFEASIBLE;
    const purse_plan *plans[] = {plan};
    CU_ASSERT_EQUAL(purse_report_page(&out, plans, 1, model, NULL, NULL, NULL, NULL), PURSE_OK);
    CU_ASSERT(strstr(out.data, "No plan keeps to all budgets") != NULL);
    CU_ASSERT(strstr(out.data, "</html>") != NULL);
    purse_text_free(&out);
    CU_ASSERT_EQUAL(purse_report_page(&out, plans, 0, model, NULL, NULL, NULL, NULL), PURSE_OK);
    purse_text_free(&out);
    purse_plan_free(plan);
    purse_model_free(model);
}

static double sum_moves(const journey *j, bool unnecessary_only)
{
    double sum = 0;
    for (int i = 0; i < j->n_services * j->n_services; i++)
        sum += j->moves[2 * i + 1] + (unnecessary_only ? 0 : j->moves[2 * i]);
    return sum;
}

/* Who is passed on comes to the next contact; who comes is seen, resolved, passed on or lost. */
static void assert_journey(const char *scenario, purse_regime_kind regime)
{
    purse_model *model = load_scenario(scenario);
    purse_plan *plan = load_plan(model, regime, 0);
    const double near = 1e-6 * (1 + plan->totals.episodes);
    journey j;
    CU_ASSERT_EQUAL_FATAL(journey_new(&j, plan, model, NULL), PURSE_OK);
    CU_ASSERT_DOUBLE_EQUAL(sum_moves(&j, false), plan->totals.moves, near);
    CU_ASSERT_DOUBLE_EQUAL(sum_moves(&j, true), plan->totals.unnecessary_moves, near);
    for (int s = 0; s < j.n_services; s++)
        CU_ASSERT_DOUBLE_EQUAL(j.people[s], j.entry[s], near);
    for (int stage = 0; stage + 1 < j.n_stages; stage++)
        for (int to = 0; to < j.n_services; to++) {
            double come = 0;
            for (int from = 0; from < j.n_services; from++)
                come += journey_passed(&j, stage, from, to, false) + journey_passed(&j, stage, from, to, true);
            CU_ASSERT_DOUBLE_EQUAL(j.people[(stage + 1) * j.n_services + to], come, near);
        }
    for (int s = 0; s < j.n_services && j.n_stages < JOURNEY_STAGES; s++) {
        double seen = 0;
        for (int stage = 0; stage < j.n_stages; stage++)
            seen += j.people[stage * j.n_services + s] - j.lost[stage * j.n_services + s];
        CU_ASSERT_DOUBLE_EQUAL(seen, j.seen[s], near);
    }
    journey_free(&j);
    purse_plan_free(plan);
    purse_model_free(model);
}

static void test_journeys(void)
{
    assert_journey("scenarios/two-places", PURSE_REGIME_BASELINE);
    assert_journey("scenarios/two-places", PURSE_REGIME_POOLED);
    assert_journey("scenarios/knee-replacement", PURSE_REGIME_BASELINE);
    assert_journey("scenarios/knee-replacement", PURSE_REGIME_SILO);
    assert_journey("scenarios/home-first", PURSE_REGIME_POOLED);
    assert_journey("tests/verify/rich.json", PURSE_REGIME_POOLED);
}

static void test_diagram(void)
{
    purse_model *model = load_scenario("scenarios/knee-replacement");
    purse_plan *plan = load_plan(model, PURSE_REGIME_SILO, 0);
    journey j;
    diagram d;
    CU_ASSERT_EQUAL_FATAL(journey_new(&j, plan, model, NULL), PURSE_OK);
    CU_ASSERT_EQUAL_FATAL(diagram_new(&d, &j, 1, model, NULL), PURSE_OK);
    diagram_fill(&d, &j, plan);
    CU_ASSERT_DOUBLE_EQUAL(d.node[0].value, plan->totals.episodes, 1e-6 * plan->totals.episodes);
    for (int i = 0; i < d.n_nodes; i++) {
        double in = 0, out = 0;
        for (int k = 0; k < d.n_links; k++) {
            CU_ASSERT_EQUAL(d.node[d.link[k].to].column, d.node[d.link[k].from].column + 1);
            in += d.link[k].to == i ? d.link[k].value : 0;
            out += d.link[k].from == i ? d.link[k].value : 0;
        }
        bool ends = d.kind[i] != DIAGRAM_SERVICE && d.kind[i] != DIAGRAM_OTHERS && d.kind[i] != DIAGRAM_DEMAND;
        if (ends)
            CU_ASSERT_EQUAL(out, 0);
        if (!ends && i > 0)
            CU_ASSERT_DOUBLE_EQUAL(in, out, 1e-6 * plan->totals.episodes);
    }
    diagram_free(&d);
    journey_free(&j);
    purse_plan_free(plan);
    purse_model_free(model);
}

static void test_layout(void)
{
    const sankey_room room = {.height = 100, .slot = 10, .gap = 5};
    sankey_node node[] = {{.column = 0, .value = 10},
                          {.column = 1, .value = 7},
                          {.column = 1, .value = 3},
                          {.column = 1, .value = 0.001}};
    sankey_link link[] = {{.from = 0, .to = 1, .value = 7}, {.from = 0, .to = 2, .value = 3}};
    double scale = sankey_scale(node, 4, 2, &room);
    sankey_place(node, 4, link, 2, scale, &room);
    CU_ASSERT_DOUBLE_EQUAL(scale, 8, 1e-6); /* (100 - two gaps - one slot) / 10 */
    for (int i = 2; i < 4; i++)
        CU_ASSERT(node[i].middle - node[i - 1].middle >= room.slot);
    CU_ASSERT_DOUBLE_EQUAL(node[3].middle, 95, 1e-3);
    CU_ASSERT_DOUBLE_EQUAL(link[0].y0 - link[0].width / 2, node[0].y, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(link[1].y0 + link[1].width / 2, node[0].y + node[0].height, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(link[1].y1, node[2].middle, 1e-9);
    const sankey_room tight = {.height = 20, .slot = 10, .gap = 5};
    CU_ASSERT_EQUAL(sankey_scale(node, 4, 2, &tight), 0);
    CU_ASSERT_EQUAL(sankey_scale(node, 0, 2, &room), 0);
}

static void test_paints(void)
{
    enum { PAINTS = 40 };
    char one[PAGE_CLASS], other[PAGE_CLASS];
    for (int i = 0; i < PAINTS; i++)
        for (int k = 0; k < i; k++)
            CU_ASSERT_STRING_NOT_EQUAL(page_pot_class(one, i), page_pot_class(other, k));
    CU_ASSERT_STRING_EQUAL(page_pot_class(one, PAINTS), page_pot_class(other, 0));
    CU_ASSERT_STRING_EQUAL(page_pot_class(one, 0), "p0");
}

int main(void)
{
    CU_initialize_registry();
    CU_pSuite suite = CU_add_suite("page", NULL, NULL);
    CU_ADD_TEST(suite, test_escaping);
    CU_ADD_TEST(suite, test_writing);
    CU_ADD_TEST(suite, test_locale);
    CU_ADD_TEST(suite, test_shortening);
    CU_ADD_TEST(suite, test_hostile_names);
    CU_ADD_TEST(suite, test_same_twice);
    CU_ADD_TEST(suite, test_without_plans);
    CU_ADD_TEST(suite, test_journeys);
    CU_ADD_TEST(suite, test_diagram);
    CU_ADD_TEST(suite, test_layout);
    CU_ADD_TEST(suite, test_paints);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    return failures > 0;
}
