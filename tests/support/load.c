/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "purse/optimise.h"
#include "purse/scenario.h"
#include "support/load.h"

static void print_problems(const purse_problems *problems, const purse_error *err)
{
    for (size_t i = 0; i < problems->n; i++)
        fprintf(stderr, "%s: %s\n", problems->item[i].path, problems->item[i].message);
    fprintf(stderr, "%s: %s\n", err->place, err->message);
}

purse_model *load_scenario(const char *path)
{
    char whole[4096];
    purse_model *model = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    snprintf(whole, sizeof whole, "%s%s%s", *path == '/' ? "" : PURSE_SOURCE_DIR, *path == '/' ? "" : "/", path);
    purse_code code = purse_scenario_read(&model, whole, NULL, 0, &problems, &err);
    if (code != PURSE_OK)
        print_problems(&problems, &err);
    purse_problems_free(&problems);
    CU_ASSERT_EQUAL_FATAL(code, PURSE_OK);
    return model;
}

purse_model *load_text(const char *text)
{
    purse_model *model = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    purse_code code = purse_scenario_parse(&model, "test.json", text, strlen(text), NULL, NULL, 0, &problems, &err);
    if (code != PURSE_OK)
        print_problems(&problems, &err);
    purse_problems_free(&problems);
    CU_ASSERT_EQUAL_FATAL(code, PURSE_OK);
    return model;
}

purse_plan *load_plan(const purse_model *model, purse_regime_kind regime, double dial)
{
    purse_settings settings = purse_settings_default();
    purse_optimiser *optimiser = NULL;
    purse_plan *plan = NULL;
    purse_error err = {0};
    purse_code code = purse_optimiser_new(&optimiser, model, &settings, NULL, &err);
    if (code == PURSE_OK)
        code = purse_optimiser_solve(&plan, optimiser, (purse_regime){.kind = regime, .dial = dial}, &err);
    if (code != PURSE_OK)
        fprintf(stderr, "%s: %s\n", err.place, err.message);
    purse_optimiser_free(optimiser);
    CU_ASSERT_EQUAL_FATAL(code, PURSE_OK);
    return plan;
}

#define BY_ID(noun, table)                                                                                             \
    int load_##noun(const purse_model *model, const char *id)                                                          \
    {                                                                                                                  \
        for (int i = 0; i < model->n_##table; i++)                                                                     \
            if (strcmp(model->table[i].id, id) == 0)                                                                   \
                return i;                                                                                              \
        CU_FAIL_FATAL("no such " #noun);                                                                               \
        return -1;                                                                                                     \
    }

BY_ID(offer, offers)
BY_ID(service, services)
BY_ID(place, places)
BY_ID(need, needs)
BY_ID(pot, pots)
BY_ID(team, teams)

static purse_flow flow_of(const purse_model *model, purse_flow_kind kind, const char *place, const char *need,
                          const char *from_offer, const char *to_service, const char *to_offer)
{
    purse_flow flow = {.kind = kind,
                       .place = load_place(model, place),
                       .need = load_need(model, need),
                       .team = -1,
                       .from_offer = from_offer ? load_offer(model, from_offer) : -1,
                       .to_service = to_service ? load_service(model, to_service) : -1,
                       .to_offer = to_offer ? load_offer(model, to_offer) : -1};
    if (to_offer)
        flow.to_service = model->offers[flow.to_offer].service;
    return flow;
}

double load_people(const purse_plan *plan, const purse_model *model, purse_flow_kind kind, const char *place,
                   const char *need, const char *from_offer, const char *to_service, const char *to_offer)
{
    purse_flow flow = flow_of(model, kind, place, need, from_offer, to_service, to_offer);
    for (size_t i = 0; i < plan->n_flows; i++)
        if (purse_flow_compare(&plan->flows[i], &flow) == 0)
            return plan->flows[i].people;
    return 0;
}

void load_add(purse_plan *plan, const purse_model *model, purse_flow_kind kind, const char *place, const char *need,
              const char *from_offer, const char *to_service, const char *to_offer, double people)
{
    purse_flow flow = flow_of(model, kind, place, need, from_offer, to_service, to_offer);
    flow.people = people;
    CU_ASSERT_EQUAL_FATAL(purse_plan_add_flow(plan, &flow, NULL), PURSE_OK);
}
