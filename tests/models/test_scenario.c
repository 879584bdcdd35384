/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sound scenario: inline and CSV, sorted tables, changes, warnings, fingerprint, and hostile sizes. */
#include <CUnit/Basic.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "models/scenario/csv.h"
#include "purse/scenario.h"

#define POTS "\"pots\":[{\"id\":\"primary\",\"budget\":100000},{\"id\":\"planned\",\"budget\":200000}],"
#define SERVICES                                                                                                       \
    "\"services\":[{\"id\":\"gp\",\"pot\":\"primary\"},{\"id\":\"hospital\",\"pot\":\"planned\",\"access\":4}],"
#define PROVIDERS                                                                                                      \
    "\"providers\":[{\"id\":\"practice\",\"sector\":\"general_practice\"},"                                            \
    "{\"id\":\"trust\",\"sector\":\"nhs_trust\",\"quality\":75}],"
#define PLACES "\"places\":[{\"id\":\"bury\"},{\"id\":\"oldham\"}],\"needs\":[{\"id\":\"flu\"},{\"id\":\"fall\"}],"
#define CARE                                                                                                           \
    "\"abilities\":[{\"need\":\"flu\",\"service\":\"hospital\",\"resolves\":1},"                                       \
    "{\"need\":\"flu\",\"service\":\"gp\",\"resolves\":0.9,\"entry\":true},"                                           \
    "{\"need\":\"fall\",\"service\":\"hospital\",\"resolves\":1,\"entry\":true}],"                                     \
    "\"referrals\":[{\"need\":\"flu\",\"from\":\"gp\",\"to\":\"hospital\"}],"
#define OFFERS                                                                                                         \
    "\"offers\":[{\"id\":\"gp_all\",\"provider\":\"practice\",\"service\":\"gp\",\"unit_cost\":40,\"capacity\":900},"  \
    "{\"id\":\"hospital_all\",\"provider\":\"trust\",\"service\":\"hospital\",\"unit_cost\":400,\"capacity\":200}],"
#define DEMAND                                                                                                         \
    "\"demand\":[{\"place\":\"oldham\",\"need\":\"flu\",\"episodes\":400},"                                            \
    "{\"place\":\"bury\",\"need\":\"fall\",\"episodes\":30},{\"place\":\"bury\",\"need\":\"flu\",\"episodes\":600}]"
#define FRAME "{\"purse\":1,\"name\":\"Small\"," POTS SERVICES PROVIDERS PLACES CARE OFFERS

static const char small[] = FRAME DEMAND "}";

static char folder[] = "/tmp/purse-test-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    (void)fputs(text, file);
    (void)fclose(file);
}

static purse_model *parse(const char *text, const purse_change *change, size_t n_changes, purse_problems *problems)
{
    purse_model *model = NULL;
    purse_error err = {0};
    (void)purse_scenario_parse(&model, "test", text, strlen(text), folder, change, n_changes, problems, &err);
    for (size_t i = 0; model == NULL && i < problems->n; i++) {
        (void)printf("\n%s %s", problems->item[i].path, problems->item[i].message);
    }
    return model;
}

static purse_model *parse_sound(const char *text, const purse_change *change, size_t n_changes)
{
    purse_problems problems = {0};
    purse_model *model = parse(text, change, n_changes, &problems);
    CU_ASSERT_PTR_NOT_NULL_FATAL(model);
    CU_ASSERT_EQUAL(problems.n_errors, 0);
    purse_problems_free(&problems);
    return model;
}

static void test_sorted(void)
{
    purse_model *m = parse_sound(small, NULL, 0);
    CU_ASSERT_EQUAL(m->n_demand, 3);
    CU_ASSERT_EQUAL(m->demand[0].need, 0);
    CU_ASSERT_EQUAL(m->demand[0].episodes, 600);
    CU_ASSERT_EQUAL(m->demand[1].episodes, 30);
    CU_ASSERT_EQUAL(m->demand_start[1], 2);
    CU_ASSERT_EQUAL(m->demand_start[2], 3);
    CU_ASSERT_EQUAL(m->abilities[0].service, 0);
    CU_ASSERT_EQUAL(m->ability_start[1], 2);
    CU_ASSERT_EQUAL(m->referral_start[2], 1);
    CU_ASSERT_STRING_EQUAL(m->services[0].unit, "contact");
    CU_ASSERT_STRING_EQUAL(m->currency, "GBP");
    CU_ASSERT(isnan(m->providers[0].quality));
    CU_ASSERT(isinf(m->providers[0].max_income));
    CU_ASSERT_EQUAL(m->offers[0].places.n, 2);
    CU_ASSERT_EQUAL(m->offers[0].contest, -1);
    CU_ASSERT_EQUAL(m->objective.n_tiers, 3);
    CU_ASSERT_EQUAL(m->offer_origin[0].line, 1);
    purse_model_free(m);
}

static bool same_demand(const purse_model *a, const purse_model *b)
{
    bool same = a->n_demand == b->n_demand;
    for (int i = 0; same && i < a->n_demand; i++) {
        same = a->demand[i].place == b->demand[i].place && a->demand[i].need == b->demand[i].need &&
               a->demand[i].episodes == b->demand[i].episodes;
    }
    return same;
}

static void test_csv_is_json(void)
{
    static const char *const files[] = {
        "place,need,episodes\noldham,flu,400\nbury,fall,30\nbury,flu,600\n",
        "\xEF\xBB\xBFplace,need,episodes\r\noldham,flu,400\r\n\r\nbury,fall,3e1\r\nbury,flu,600",
        "\xEF\xBB\xBF\"episodes\",\"place\",\"need\"\r4.0e2,\"oldham\",flu\r30,bury,fall\r600,bury,flu\r"};
    purse_model *inline_model = parse_sound(small, NULL, 0);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        write_file("demand.csv", files[i]);
        purse_model *m = parse_sound(FRAME "\"demand\":\"demand.csv\"}", NULL, 0);
        CU_ASSERT(same_demand(m, inline_model));
        purse_model_free(m);
    }
    purse_model_free(inline_model);
}

/* However the file is cut into blocks, the records, lines and problems are the same. */
static void test_csv_blocks(void)
{
    static const char text[] =
        "id,name\r\na,\"two\nlines, \"\"quoted\"\"\"\r\n\r\n\xC3\xA9,\xE2\x82\xAC\nb;,x\n\"c\",\r\n";
    for (size_t block = 1; block <= sizeof text; block++) {
        purse_problems problems = {0};
        arena store = {0};
        scenario s;
        CU_ASSERT_EQUAL(scenario_begin(&s, &store, &problems), PURSE_OK);
        CU_ASSERT_EQUAL(csv_read_text(&s, TABLE_PLACES, "places.csv", text, sizeof text - 1, block), PURSE_OK);
        CU_ASSERT_EQUAL_FATAL(s.table[TABLE_PLACES].n, 4);
        const rec_place *r = (const rec_place *)(const void *)s.table[TABLE_PLACES].data;
        CU_ASSERT_STRING_EQUAL(scenario_text(&s, r[0].name), "two\nlines, \"quoted\"");
        CU_ASSERT_EQUAL(r[0].at.line, 2);
        CU_ASSERT_EQUAL(r[1].at.line, 5);
        CU_ASSERT_EQUAL(r[3].at.line, 7);
        CU_ASSERT_EQUAL_FATAL(problems.n, 1);
        CU_ASSERT_EQUAL(problems.item[0].line, 6);
        scenario_end(&s);
        arena_free(&store);
        purse_problems_free(&problems);
    }
}

static void test_set(void)
{
    static const purse_change changes[] = {{PURSE_CHANGE_SET, "name=2026"},
                                           {PURSE_CHANGE_SET, "pots.primary.budget=1e6"},
                                           {PURSE_CHANGE_SET, "demand.*/flu.episodes=*1.5"},
                                           {PURSE_CHANGE_SET, "offers.*.capacity=*0.5"},
                                           {PURSE_CHANGE_SET, "offers.gp_all.places=oldham"},
                                           {PURSE_CHANGE_SET, "handover.across_pots=2"},
                                           {PURSE_CHANGE_SET, "objective={\"unmet\":50,\"burden\":1}"},
                                           {PURSE_CHANGE_SET, "providers.trust.quality=null"}};
    size_t n = sizeof changes / sizeof changes[0];
    purse_model *m = parse_sound(small, changes, n), *plain = parse_sound(small, NULL, 0);
    CU_ASSERT_STRING_EQUAL(m->name, "2026");
    CU_ASSERT_EQUAL(m->pots[0].budget, 1e6);
    CU_ASSERT_EQUAL(m->demand[0].episodes, 900);
    CU_ASSERT_EQUAL(m->demand[1].episodes, 30);
    CU_ASSERT_EQUAL(m->offers[1].capacity, 100);
    CU_ASSERT_EQUAL(m->offers[0].places.n, 1);
    CU_ASSERT_EQUAL(m->offers[0].places.item[0], 1);
    CU_ASSERT_EQUAL(m->across_pots, 2);
    CU_ASSERT(m->objective.weighted);
    CU_ASSERT_EQUAL(m->objective.weight[PURSE_MEASURE_UNMET], 50);
    CU_ASSERT(isnan(m->providers[1].quality));
    CU_ASSERT_EQUAL(m->n_changes, (int)n);
    CU_ASSERT_STRING_EQUAL(m->changes[0], "name=2026");
    CU_ASSERT_STRING_NOT_EQUAL(m->sha256, plain->sha256);
    purse_model_free(m);
    purse_model_free(plain);
}

static void refused(const char *set, const char *message)
{
    purse_problems problems = {0};
    purse_error err = {0};
    purse_model *model = NULL;
    purse_change change = {PURSE_CHANGE_SET, set};
    CU_ASSERT_EQUAL(purse_scenario_parse(&model, "test", small, strlen(small), NULL, &change, 1, &problems, &err),
                    PURSE_EINPUT);
    CU_ASSERT_PTR_NULL(model);
    CU_ASSERT_EQUAL_FATAL(problems.n, 1);
    CU_ASSERT_STRING_EQUAL(problems.item[0].message, message);
    purse_problems_free(&problems);
}

static void test_set_refused(void)
{
    refused("offer.gp_all.capacity=1", "no table \"offer\" (did you mean \"offers\"?)");
    refused("offers.gp_al.capacity=1", "no offer \"gp_al\" (did you mean \"gp_all\"?)");
    refused("offers.gp_all.capcity=1", "offers has no field \"capcity\" (did you mean \"capacity\"?)");
    refused("offers.gp_all.capacity=-1", "expected a number >= 0, found -1");
    refused("demand.bury/flue.episodes=1", "no demand \"bury/flue\" (did you mean \"bury/flu\"?)");
    refused("providers.trust.max_income=*2", "no value to multiply by \"*2\"");
    refused("capacity", "expected PATH=VALUE, found \"capacity\"");
}

static void test_overlay(void)
{
    write_file("overlay.json", "{\"name\":\"Overlaid\",\"handover\":{\"across_pots\":3},"
                               "\"pots\":[{\"id\":\"planned\",\"budget\":7},{\"id\":\"public_health\",\"budget\":9}],"
                               "\"demand\":\"more.csv\",\"providers\":[{\"id\":\"trust\",\"quality\":null}]}");
    write_file("more.csv", "place,need,episodes,remove\nbury,fall,0,true\noldham,fall,5,\nbury,flu,601,false\n");
    char path[256];
    (void)snprintf(path, sizeof path, "%s/overlay.json", folder);
    purse_change change = {PURSE_CHANGE_OVERLAY, path};
    purse_model *m = parse_sound(small, &change, 1);
    CU_ASSERT_STRING_EQUAL(m->name, "Overlaid");
    CU_ASSERT_EQUAL(m->across_pots, 3);
    CU_ASSERT_EQUAL(m->within_provider, 1);
    CU_ASSERT_EQUAL(m->n_pots, 3);
    CU_ASSERT_EQUAL(m->pots[0].budget, 100000);
    CU_ASSERT_EQUAL(m->pots[1].budget, 7);
    CU_ASSERT_STRING_EQUAL(m->pots[2].name, "public_health");
    CU_ASSERT(isnan(m->providers[1].quality));
    CU_ASSERT_EQUAL_FATAL(m->n_demand, 3);
    CU_ASSERT_EQUAL(m->demand[0].episodes, 601);
    CU_ASSERT_EQUAL(m->demand[2].episodes, 5);
    purse_model_free(m);
}

static void test_overlay_refused(void)
{
    write_file("overlay.json", "{\"pots\":[{\"id\":\"plannd\",\"remove\":true},{\"budget\":1},{\"id\":\"planned\"},"
                               "{\"id\":\"planned\",\"budget\":2}]}");
    char path[256];
    (void)snprintf(path, sizeof path, "%s/overlay.json", folder);
    purse_change change = {PURSE_CHANGE_OVERLAY, path};
    purse_problems problems = {0};
    purse_model *model = NULL;
    purse_error err = {0};
    CU_ASSERT_EQUAL(purse_scenario_parse(&model, "test", small, strlen(small), NULL, &change, 1, &problems, &err),
                    PURSE_EINPUT);
    CU_ASSERT_EQUAL_FATAL(problems.n, 3);
    CU_ASSERT_STRING_EQUAL(problems.item[0].message, "no pot \"plannd\" to remove (did you mean \"planned\"?)");
    CU_ASSERT_STRING_EQUAL(problems.item[1].path, "$.pots[1].id");
    CU_ASSERT_STRING_EQUAL(problems.item[2].message, "pot \"planned\" is given twice");
    purse_problems_free(&problems);
}

static void warned(const char *set, const char *start)
{
    purse_problems problems = {0};
    purse_change change = {PURSE_CHANGE_SET, set};
    purse_model *m = parse(small, &change, 1, &problems);
    bool found = false;
    for (size_t i = 0; i < problems.n; i++) {
        found = found || (problems.item[i].severity == PURSE_SEVERITY_WARNING &&
                          strncmp(problems.item[i].message, start, strlen(start)) == 0);
    }
    CU_ASSERT_PTR_NOT_NULL(m);
    CU_ASSERT(found);
    purse_model_free(m);
    purse_problems_free(&problems);
}

static void test_warnings(void)
{
    purse_problems none = {0};
    purse_model_free(parse(small, NULL, 0, &none));
    CU_ASSERT_EQUAL(none.n, 0);
    purse_problems_free(&none);
    warned("offers.hospital_all.places=bury",
           "no chain of offers can serve need \"flu\" in 1 place, the first \"oldham\"");
    warned("offers.hospital_all.capacity=0", "no chain of offers can serve need \"fall\"");
    warned("providers.trust.commissions=planned", "provider \"trust\" commissions pot \"planned\"");
    warned("demand.*/flu.episodes=0", "no need can use offer \"gp_all\"");
    warned("offers.gp_all.capacity=1000", "capacity 1000 cannot bind: at most 1000 contacts can come");
}

static void test_fingerprint(void)
{
    write_file("scenario.json", small);
    purse_problems problems = {0};
    purse_model *m = NULL;
    purse_error err = {0};
    CU_ASSERT_EQUAL(purse_scenario_read(&m, folder, NULL, 0, &problems, &err), PURSE_OK);
    char command[300], hash[65] = "";
    (void)snprintf(command, sizeof command, "sha256sum %s/scenario.json", folder);
    FILE *pipe = popen(command, "r");
    if (pipe != NULL && m != NULL && fread(hash, 1, 64, pipe) == 64) {
        CU_ASSERT_STRING_EQUAL(m->sha256, hash);
    }
    if (pipe != NULL) {
        (void)pclose(pipe);
    }
    purse_model_free(m);
    purse_problems_free(&problems);
}

static void test_no_waiting(void)
{
    char fifo[256];
    purse_problems problems = {0};
    purse_model *m = NULL;
    purse_error err = {0};
    (void)snprintf(fifo, sizeof fifo, "%s/fifo.csv", folder);
    CU_ASSERT_EQUAL(mkfifo(fifo, 0600), 0);
    (void)purse_scenario_parse(&m, "test", FRAME "\"demand\":\"fifo.csv\"}", strlen(FRAME "\"demand\":\"fifo.csv\"}"),
                               folder, NULL, 0, &problems, &err);
    CU_ASSERT_PTR_NULL(m);
    CU_ASSERT_EQUAL(problems.n_errors, 1);
    purse_problems_free(&problems);
    CU_ASSERT_EQUAL(purse_scenario_read(&m, fifo, NULL, 0, &problems, &err), PURSE_EIO);
    CU_ASSERT_EQUAL(purse_scenario_read(&m, "/nowhere/at/all", NULL, 0, &problems, &err), PURSE_EIO);
    CU_ASSERT_PTR_NULL(m);
    purse_problems_free(&problems);
}

/* A growing text. */
typedef struct page {
    char *text;
    size_t length, capacity;
} page;

static void print(page *p, const char *format, ...)
{
    char piece[256];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(piece, sizeof piece, format, arguments);
    va_end(arguments);
    if (p->length + (size_t)n + 1 > p->capacity) {
        p->capacity = 2 * (p->length + (size_t)n + 1);
        char *text = realloc(p->text, p->capacity);
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        p->text = text;
    }
    memcpy(p->text + p->length, piece, (size_t)n + 1);
    p->length += (size_t)n;
}

/* Takes far less than a minute, keeps 1000 problems and counts them all. */
static void hostile(page *p, size_t at_least)
{
    purse_problems problems = {0};
    purse_model *m = NULL;
    purse_error err = {0};
    clock_t start = clock();
    CU_ASSERT_EQUAL(purse_scenario_parse(&m, "hostile", p->text, p->length, NULL, NULL, 0, &problems, &err),
                    PURSE_EINPUT);
    CU_ASSERT((double)(clock() - start) / CLOCKS_PER_SEC < 60);
    CU_ASSERT_PTR_NULL(m);
    CU_ASSERT(problems.n_errors >= at_least);
    CU_ASSERT(problems.n <= 1000);
    purse_problems_free(&problems);
    free(p->text);
}

static void test_hostile(void)
{
    enum { MANY = 200000 };
    page keys = {0}, references = {0}, same = {0}, chain = {0};
    print(&keys, "{\"purse\":1,\"name\":\"x\",\"uncertainty\":{\"k\":0");
    print(&references, "{\"purse\":1,\"name\":\"x\",\"pots\":[{\"id\":\"a\",\"budget\":1}");
    print(&same, "{\"purse\":1,\"name\":\"x\",\"places\":[{\"id\":\"a\"}");
    for (int i = 0; i < MANY; i++) {
        print(&keys, ",\"k%d\":%d", i / 2, i);
        print(&references, ",{\"id\":\"pot_number_%d\",\"budget\":1}", i);
        print(&same, ",{\"id\":\"a\"}");
    }
    print(&keys, "}}");
    print(&references, "],\"services\":[{\"id\":\"a\",\"pot\":\"a\"}");
    for (int i = 0; i < MANY; i++) {
        print(&references, ",{\"id\":\"s%d\",\"pot\":\"pot_numbre_%d\"}", i, i);
    }
    print(&references, "]}");
    print(&same, "]}");
    hostile(&keys, MANY / 2);
    hostile(&references, MANY);
    hostile(&same, MANY);
    /* one cycle through very many services */
    print(
        &chain,
        "{\"purse\":1,\"name\":\"x\",\"pots\":[{\"id\":\"a\",\"budget\":1}],\"needs\":[{\"id\":\"n\"}],\"services\":[");
    for (int i = 0; i < MANY; i++) {
        print(&chain, "%s{\"id\":\"s%d\",\"pot\":\"a\"}", i == 0 ? "" : ",", i);
    }
    print(&chain, "],\"abilities\":[");
    for (int i = 0; i < MANY; i++) {
        print(&chain, "%s{\"need\":\"n\",\"service\":\"s%d\",\"resolves\":0.5}", i == 0 ? "" : ",", i);
    }
    print(&chain, "],\"referrals\":[");
    for (int i = 0; i < MANY; i++) {
        print(&chain, "%s{\"need\":\"n\",\"from\":\"s%d\",\"to\":\"s%d\"}", i == 0 ? "" : ",", i, (i + 1) % MANY);
    }
    print(&chain, "]}");
    hostile(&chain, 1);
}

int main(void)
{
    if (CU_initialize_registry() != CUE_SUCCESS || mkdtemp(folder) == NULL) {
        return 1;
    }
    CU_pSuite suite = CU_add_suite("scenarios", NULL, NULL);
    CU_add_test(suite, "tables are sorted, defaults in place", test_sorted);
    CU_add_test(suite, "CSV says what JSON says", test_csv_is_json);
    CU_add_test(suite, "CSV in blocks of any size", test_csv_blocks);
    CU_add_test(suite, "--set", test_set);
    CU_add_test(suite, "--set refused", test_set_refused);
    CU_add_test(suite, "overlay", test_overlay);
    CU_add_test(suite, "overlay refused", test_overlay_refused);
    CU_add_test(suite, "warnings", test_warnings);
    CU_add_test(suite, "fingerprint", test_fingerprint);
    CU_add_test(suite, "nothing waits", test_no_waiting);
    CU_add_test(suite, "hostile sizes", test_hostile);
    CU_basic_run_tests();
    unsigned failures = CU_get_number_of_failures();
    CU_cleanup_registry();
    char command[300];
    (void)snprintf(command, sizeof command, "rm -r %s", folder);
    return failures != 0 || system(command) != 0;
}
