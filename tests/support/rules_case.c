/* rules_case.c - see support/rules_case.h */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>

#include <cmocka.h>

#include "base/file.h"
#include "rules/written.h"
#include "support/rules_case.h"

enum { BRIEF_BYTES = 1 << 20 };

enum handoff_status rules_file(void *user, enum handoff_file_kind kind,
                               const char *name, size_t limit, char **text,
                               size_t *len, struct handoff_error *err)
{
    char path[1024];

    snprintf(path, sizeof path, "%s/%s",
             kind == HANDOFF_FILE_ZONE ? FIXTURES "/rules/zones"
                                       : (const char *)user,
             name);
    return ho_file_read(path, limit, text, len, err);
}

struct handoff_policy *rules_policy_in(const char *directory, const char *name,
                                       const char *text)
{
    char folder[1024];
    const struct handoff_files files = { rules_file, folder };
    struct handoff_policy *policy = NULL;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char message[1024];

    snprintf(folder, sizeof folder, "%s", directory);
    if (handoff_policy_read(name, ho_slice(text), &files, &policy, &err) !=
        HANDOFF_OK) {
        handoff_error_text(&err, message, sizeof message);
        fail_msg("%s: %s", name, message);
    }
    return policy;
}

struct handoff_policy *rules_policy(const char *name, const char *text)
{
    return rules_policy_in("", name, text);
}

struct ho_yaml rules_merged(const struct ho_yaml *brief,
                            const struct ho_yaml *base,
                            struct ho_yaml copy[RULES_FACTS])
{
    struct ho_yaml map = { .kind = HO_YAML_MAPPING };
    const struct ho_yaml *const from[] = { brief, base };

    for (size_t i = 0; i < 2; i++) {
        for (const struct ho_yaml *c = from[i] ? from[i]->child : NULL; c;
             c = c->next) {
            if (i == 1 && ho_yaml_get(brief, c->key))
                continue;
            assert_true(map.count < RULES_FACTS);
            copy[map.count] = *c;
            copy[map.count].next = NULL;
            if (map.count > 0)
                copy[map.count - 1].next = &copy[map.count];
            map.count++;
        }
    }
    map.child = map.count ? copy : NULL;
    return map;
}

struct handoff_decision *rules_decide(const struct handoff_policy *policy,
                                      const struct ho_yaml *map, int64_t as_of,
                                      char **json)
{
    struct ho_arena *arena = ho_arena_new(BRIEF_BYTES);
    const struct handoff_brief *brief = NULL;
    struct handoff_decision *decision = NULL;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum handoff_status status;

    assert_non_null(arena);
    status = ho_written_brief(arena, policy, map, NULL, &brief, &err);
    if (status == HANDOFF_OK)
        status = handoff_policy_decide(policy, brief, as_of, &decision, &err);
    if (status == HANDOFF_OK && json)
        status = handoff_decision_json(policy, brief, decision, json, &err);
    if (status != HANDOFF_OK)
        fail_msg("line %zu: %s", err.line, err.message);
    ho_arena_free(arena);
    return decision;
}

struct handoff_decision *rules_decide_text(const struct handoff_policy *policy,
                                           const char *text)
{
    struct ho_arena *arena = ho_arena_new(BRIEF_BYTES);
    const struct ho_yaml *map = NULL;
    struct handoff_decision *decision;

    assert_non_null(arena);
    assert_int_equal(ho_yaml_parse(arena, ho_slice(text), &map, NULL),
                     HANDOFF_OK);
    decision = rules_decide(policy, map, RULES_AS_OF, NULL);
    ho_arena_free(arena);
    return decision;
}
