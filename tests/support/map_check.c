/* map_check.c - see support/map_check.h */
#include "support/map_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/cases.h"

enum { PATH_TEXT = 400 };

cJSON *map_json(const struct handoff_map *map)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *json = NULL;
    cJSON *root = NULL;

    assert_int_equal(handoff_map_json(map, &json, &err), HANDOFF_OK);
    if (ho_json_parse(ho_slice(json), &root, &err) != HANDOFF_OK)
        fail_msg("the map is no JSON: %s", err.message);
    free(json);
    return root;
}

static const cJSON *lead_in(const cJSON *list, const char *lead)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        if (strcmp(ho_json_text(item, "lead"), lead) == 0)
            return item;
    }
    return NULL;
}

const cJSON *map_lead(const cJSON *map, const char *section, const char *lead)
{
    return lead_in(ho_json_get(map, section), lead);
}

const cJSON *map_action(const cJSON *map, const char *lead)
{
    const cJSON *situation;

    cJSON_ArrayForEach(situation, ho_json_get(map, "next_actions"))
    {
        const cJSON *found = lead_in(ho_json_get(situation, "leads"), lead);

        if (found)
            return found;
    }
    return NULL;
}

static void hold(const char *path, const cJSON *got, const cJSON *expected)
{
    const cJSON *item, *other = got ? got->child : NULL;
    char below[PATH_TEXT];
    int number = 0;

    if (!got || got->type != expected->type)
        fail_msg("%s: %s", path, got ? "of another type" : "missing");
    if (cJSON_IsArray(expected) &&
        cJSON_GetArraySize(got) != cJSON_GetArraySize(expected))
        fail_msg("%s: %d items, %d are expected", path, cJSON_GetArraySize(got),
                 cJSON_GetArraySize(expected));
    cJSON_ArrayForEach(item, expected)
    {
        if (cJSON_IsArray(expected)) {
            snprintf(below, sizeof below, "%s[%d]", path, number++);
            hold(below, other, item);
            other = other->next;
        } else {
            snprintf(below, sizeof below, "%s.%s", path, item->string);
            hold(below, ho_json_get(got, item->string), item);
        }
    }
    if (!item && !expected->child && !cJSON_Compare(got, expected, 1))
        fail_msg("%s: %s, expected %s", path, cJSON_PrintUnformatted(got),
                 cJSON_PrintUnformatted(expected));
}

void assert_holds(const char *name, const cJSON *got, const cJSON *expected)
{
    hold(name, got, expected);
}

static void check_text(const cJSON *row, const char *key, const cJSON *got,
                       const char *member)
{
    const cJSON *expected = ho_json_get(row, key);
    char name[PATH_TEXT];

    if (!expected)
        return;
    snprintf(name, sizeof name, "%s: %s", row_text(row, "why", ""), key);
    hold(name, ho_json_get(got, member), expected);
}

static void check_flags(const cJSON *map, const char *lead, const cJSON *row)
{
    const cJSON *wanted = ho_json_get(row, "flags"), *risk;
    const char *why = row_text(row, "why", "");
    int told = 0;

    cJSON_ArrayForEach(risk, ho_json_get(map, "risks"))
    {
        const char *code = ho_json_text(risk, "flag");
        const cJSON *next;

        if (strcmp(ho_json_text(risk, "lead"), lead) != 0)
            continue;
        assert_true(*ho_json_text(risk, "meaning"));
        assert_true(*ho_json_text(risk, "detail"));
        next = cJSON_GetArrayItem(wanted, told++);
        if (!next || strcmp(next->valuestring, code) != 0)
            fail_msg("%s: the flag %s is not expected", why, code);
    }
    if (told != cJSON_GetArraySize(wanted))
        fail_msg("%s: %d flags, %d are expected", why, told,
                 cJSON_GetArraySize(wanted));
}

void map_check_row(const cJSON *map, const char *lead, const cJSON *row)
{
    const cJSON *stage = map_lead(map, "stage_map", lead);
    const cJSON *update = map_lead(map, "crm_updates", lead);
    const cJSON *action = map_action(map, lead);

    if (!stage || !update || !action)
        fail_msg("%s: the map lacks %s", row_text(row, "why", ""), lead);
    check_text(row, "situation", stage, "situation");
    check_text(row, "stage", stage, "stage");
    check_text(row, "route", stage, "route");
    check_text(row, "by", stage, "route_from");
    check_text(row, "action", action, "action");
    check_text(row, "converts_to", action, "converts_to");
    check_text(row, "crm_stage", update, "stage");
    check_text(row, "owner", update, "owner");
    check_text(row, "last_action", update, "last_action");
    check_text(row, "date", update, "date");
    check_text(row, "open_risk", update, "open_risk");
    check_flags(map, lead, row);
}
