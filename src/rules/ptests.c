/* ptests.c - see rules/ptests.h */
#include "rules/ptests.h"

#include <handoff/clock.h>
#include <handoff/policy_tests.h>

#include "base/utf8.h"
#include "rules/fork.h"
#include "rules/read.h"
#include "rules/written.h"

enum { ARENA_BYTES = 256 * 1024 * 1024 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static enum handoff_status memory(const struct ho_ptests *tests,
                                  struct handoff_error *err)
{
    return ho_arena_status(tests->arena, "the tests", err);
}

static enum handoff_status read_time(const struct ho_yaml *node, int64_t *out,
                                     struct handoff_error *err)
{
    const char *text;
    const enum handoff_status status = ho_need_text(node, "as_of", &text, err);

    if (status == HANDOFF_OK && !handoff_time_parse(ho_slice(text), out))
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "as_of is a time such as 2026-09-24T09:00:00Z, "
                            "not \"%.80s\"",
                            text);
    return status;
}

static enum handoff_status read_head(struct ho_ptests *tests,
                                     const struct ho_yaml *root,
                                     struct handoff_error *err)
{
    const struct ho_yaml *node, *score;
    const char *name;
    int64_t least = 0;
    enum handoff_status status =
        ho_need(root, "the tests file", NULL, "tests_for", &node, err);

    if (status == HANDOFF_OK)
        status = ho_need_text(node, "tests_for", &name, err);
    if (status == HANDOFF_OK && strcmp(name, tests->policy->name) != 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "these tests are for the policy \"%.80s\" and the "
                            "policy is \"%.80s\"; name the right pair of files",
                            name, tests->policy->name);
    if (status == HANDOFF_OK)
        status = ho_need(root, "the tests file", NULL, "as_of", &node, err);
    if (status == HANDOFF_OK)
        status = read_time(node, &tests->as_of, err);
    score = ho_yaml_get(root, "mutation_score_at_least");
    if (status == HANDOFF_OK && score)
        status = ho_need_number(score, "mutation_score_at_least", 1, 100,
                                &least, err);
    tests->score_at_least = (int)least;
    return status;
}

/* --- cases --- */

static enum handoff_status read_name(const struct ho_yaml *node,
                                     const char *what, const char **out,
                                     struct handoff_error *err)
{
    const struct ho_yaml *name;
    enum handoff_status status = ho_need(node, what, NULL, "name", &name, err);

    return status == HANDOFF_OK ? ho_need_text(name, "name", out, err) : status;
}

static enum handoff_status check_case_name(const struct ho_ptests *tests,
                                           const struct ho_case *c,
                                           struct handoff_error *err)
{
    for (const struct ho_case *other = tests->item; other != c; other++)
        if (strcmp(other->name, c->name) == 0)
            return ho_yaml_fail(ho_yaml_get(c->node, "name"),
                                HANDOFF_BAD_POLICY, err,
                                "the case \"%.80s\" stands twice; the first is "
                                "on line %zu, so rename one of them",
                                c->name, other->node->line);
    return HANDOFF_OK;
}

static enum handoff_status read_case(struct ho_ptests *tests,
                                     const struct ho_yaml *base,
                                     const struct ho_yaml *node,
                                     struct ho_case *c,
                                     struct handoff_error *err)
{
    static const char *const keys[] = { "name", "brief", "expect", "as_of" };
    const struct ho_yaml *as_of, *expect;
    enum handoff_status status = ho_yaml_only(node, "a case", keys, COUNT(keys),
                                              HANDOFF_BAD_POLICY, err);

    *c = (struct ho_case){ .node = node, .as_of = tests->as_of };
    if (status == HANDOFF_OK)
        status = read_name(node, "the case", &c->name, err);
    if (status == HANDOFF_OK)
        status = check_case_name(tests, c, err);
    as_of = status == HANDOFF_OK ? ho_yaml_get(node, "as_of") : NULL;
    if (as_of)
        status = read_time(as_of, &c->as_of, err);
    if (status == HANDOFF_OK)
        status =
            ho_written_brief(tests->arena, tests->policy,
                             ho_yaml_get(node, "brief"), base, &c->brief, err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the case", c->name, "expect", &expect, err);
    if (status == HANDOFF_OK)
        status = ho_expectation_read(tests->policy, tests->arena, expect, false,
                                     &c->expect, err);
    return status;
}

/* The sequence of a key; *out is NULL where the file has none. */
static enum handoff_status find_list(const struct ho_yaml *root,
                                     const char *key, size_t most,
                                     const struct ho_yaml **out,
                                     struct handoff_error *err)
{
    const struct ho_yaml *list = ho_yaml_get(root, key);

    if (list && (list->kind != HO_YAML_SEQUENCE || list->count == 0))
        return ho_yaml_fail(list, HANDOFF_BAD_POLICY, err,
                            "%s is a list, each item with a name; fill it or "
                            "remove its key",
                            key);
    if (list && list->count > most)
        return ho_yaml_fail(list, HANDOFF_BAD_POLICY, err,
                            "%s has %zu items and %zu are read; use several "
                            "files",
                            key, list->count, most);
    *out = list;
    return HANDOFF_OK;
}

static enum handoff_status read_cases(struct ho_ptests *tests,
                                      const struct ho_yaml *root,
                                      struct handoff_error *err)
{
    const struct ho_yaml *base = ho_yaml_get(root, "base"), *list = NULL;
    const struct handoff_brief *brief = NULL;
    enum handoff_status status =
        find_list(root, "cases", HO_PTESTS_CASES, &list, err);

    if (status == HANDOFF_OK && base)
        status = ho_written_brief(tests->arena, tests->policy, NULL, base,
                                  &brief, err);
    if (status != HANDOFF_OK || !list)
        return status;
    tests->item =
        ho_arena_alloc(tests->arena, list->count * sizeof *tests->item);
    if (!tests->item)
        return memory(tests, err);
    for (const struct ho_yaml *c = list->child; c && status == HANDOFF_OK;
         c = c->next) {
        status = read_case(tests, base, c, &tests->item[tests->count], err);
        tests->count += status == HANDOFF_OK;
    }
    return status;
}

/* --- properties --- */

/* Whether the property's tests can be read is found out on a fork, as when it
 * is proved. */
static enum handoff_status check_when(const struct ho_ptests *tests,
                                      const struct ho_yaml *when,
                                      struct handoff_error *err)
{
    struct ho_arena *scratch = ho_arena_new(ARENA_BYTES);
    struct handoff_policy *fork;
    enum handoff_status status = scratch ? HANDOFF_OK : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = ho_fork(tests->policy, scratch, &fork, err);
    if (status == HANDOFF_OK)
        status = ho_fork_add(fork, when, err);
    if (status == HANDOFF_OK)
        status = ho_fork_finish(fork, err);
    ho_arena_free(scratch);
    return status;
}

static enum handoff_status read_property(struct ho_ptests *tests,
                                         const struct ho_yaml *node,
                                         struct ho_property *p,
                                         struct handoff_error *err)
{
    static const char *const keys[] = { "name", "when", "always", "never" };
    const struct ho_yaml *always = ho_yaml_get(node, "always");
    const struct ho_yaml *never = ho_yaml_get(node, "never");
    enum handoff_status status = ho_yaml_only(
        node, "a property", keys, COUNT(keys), HANDOFF_BAD_POLICY, err);

    *p = (struct ho_property){ .node = node, .always = always != NULL };
    if (status == HANDOFF_OK)
        status = read_name(node, "the property", &p->name, err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the property", p->name, "when", &p->when, err);
    if (status == HANDOFF_OK && !always == !never)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the property \"%.80s\" needs one of always and "
                            "never, with an outcome such as {route: skip}",
                            p->name);
    if (status == HANDOFF_OK)
        status = check_when(tests, p->when, err);
    if (status == HANDOFF_OK)
        status = ho_expectation_read(tests->policy, tests->arena,
                                     always ? always : never, true, &p->outcome,
                                     err);
    return status;
}

static enum handoff_status read_properties(struct ho_ptests *tests,
                                           const struct ho_yaml *root,
                                           struct handoff_error *err)
{
    const struct ho_yaml *list = NULL;
    enum handoff_status status =
        find_list(root, "properties", HO_PTESTS_PROPERTIES, &list, err);

    if (status != HANDOFF_OK || !list)
        return status;
    tests->property =
        ho_arena_alloc(tests->arena, list->count * sizeof *tests->property);
    if (!tests->property)
        return memory(tests, err);
    for (const struct ho_yaml *c = list->child; c && status == HANDOFF_OK;
         c = c->next)
        status = read_property(tests, c,
                               &tests->property[tests->property_count++], err);
    return status;
}

static enum handoff_status read_all(struct ho_ptests *tests,
                                    struct handoff_slice text,
                                    struct handoff_error *err)
{
    static const char *const keys[] = {
        "tests_for", "as_of", "mutation_score_at_least",
        "base",      "cases", "properties"
    };
    const struct ho_yaml *root;
    enum handoff_status status = ho_utf8_check(text, err);

    if (status == HANDOFF_OK)
        status = ho_yaml_parse(tests->arena, text, &root, err);
    if (status == HANDOFF_OK)
        status = ho_yaml_only(root, "the tests file", keys, COUNT(keys),
                              HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK && root->count == 0)
        return ho_fail(err, HANDOFF_BAD_POLICY,
                       "the file is empty; write tests_for, as_of and cases");
    if (status == HANDOFF_OK)
        status = read_head(tests, root, err);
    if (status == HANDOFF_OK)
        status = read_cases(tests, root, err);
    if (status == HANDOFF_OK)
        status = read_properties(tests, root, err);
    if (status == HANDOFF_OK && tests->count + tests->property_count == 0)
        return ho_yaml_fail(root, HANDOFF_BAD_POLICY, err,
                            "there is nothing to test; add cases or "
                            "properties");
    return status == HANDOFF_OK ? memory(tests, err) : status;
}

enum handoff_status ho_ptests_read(const struct handoff_policy *policy,
                                   const char *name, struct handoff_slice text,
                                   struct ho_ptests **out,
                                   struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    struct ho_ptests *tests =
        arena ? ho_arena_alloc(arena, sizeof *tests) : NULL;
    enum handoff_status status;

    if (!tests) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    tests->policy = policy;
    tests->arena = arena;
    if (text.len > HANDOFF_POLICY_TESTS_BYTES)
        status = ho_fail(err, HANDOFF_TOO_LARGE,
                         "a tests file has at most %d bytes; use several",
                         HANDOFF_POLICY_TESTS_BYTES);
    else
        status = read_all(tests, text, err);
    if (status == HANDOFF_OK) {
        *out = tests;
        return HANDOFF_OK;
    }
    ho_error_file(err, name);
    ho_ptests_free(tests);
    return status;
}

void ho_ptests_free(struct ho_ptests *tests)
{
    if (!tests)
        return;
    for (size_t i = 0; i < tests->count; i++)
        handoff_decision_free(tests->item[i].got);
    ho_arena_free(tests->arena);
}
