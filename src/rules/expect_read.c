/* expect_read.c - reading what is expected; see rules/expect.h */
#include "rules/expect.h"
#include "rules/read.h"

enum { OF_RULES = 7 /* of the map, those that rules give out */ };

struct reader {
    const struct handoff_policy *policy;
    struct ho_arena *arena;
    bool of_rules;
    struct ho_expected *out;
    struct handoff_error *err;
};

static enum handoff_status memory(const struct reader *r)
{
    return ho_arena_status(r->arena, "the tests", r->err);
}

/* --- words that are known --- */

/* An array that starts with names, for ho_near. */
struct known {
    const void *item;
    size_t count, size;
};

static const char *known_name(const struct known *known, size_t i)
{
    const char *name;

    memcpy(&name, (const unsigned char *)known->item + i * known->size,
           sizeof name);
    return name;
}

/* What rules, and those of `own` that are not NULL, give out. */
static bool gather(const struct reader *r, enum ho_output output,
                   const char *const own[2], struct known *known)
{
    const struct handoff_policy *policy = r->policy;
    const char **word =
        ho_arena_alloc(r->arena, (policy->rule_count + 2) * sizeof(*word));

    if (!word)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++)
        word[i] = ho_output_of_rule(output, &policy->rule[i]);
    *known = (struct known){ word, policy->rule_count, sizeof(*word) };
    for (int i = 0; i < 2; i++)
        if (own[i])
            word[known->count++] = own[i];
    return true;
}

static bool known_words(const struct reader *r, enum ho_output output,
                        struct known *known)
{
    const struct handoff_policy *policy = r->policy;
    const char *own[2] = { NULL };

    switch (output) {
    case HO_OUTPUT_OWNER:
        *known = (struct known){ policy->owner, policy->owner_count,
                                 sizeof *policy->owner };
        return true;
    case HO_OUTPUT_RULE:
        own[0] = r->of_rules ? NULL : "undecided";
        break;
    case HO_OUTPUT_REASON:
        own[0] = r->of_rules ? NULL : policy->undecided.reason;
        own[1] = r->of_rules ? NULL : policy->stop.then.reason;
        break;
    default:
        break;
    }
    return gather(r, output, own, known);
}

static enum handoff_status unknown_word(const struct reader *r,
                                        const struct ho_yaml *node,
                                        const char *text,
                                        const struct known *known)
{
    const char *what = ho_output_name(r->out->output);
    const char *near = ho_near(r->arena, ho_slice(text), known->item,
                               known->count, known->size);

    if (r->out->output == HO_OUTPUT_PROVISIONAL)
        what = "rule";
    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                        "the policy has no %s \"%.80s\"%s", what, text,
                        near[0] ? near : "; name one that it has");
}

/* --- reading --- */

static enum handoff_status read_yes(const struct reader *r,
                                    const struct ho_yaml *node,
                                    const char *text, int64_t *yes)
{
    *yes = strcmp(text, "yes") == 0;
    if (*yes || strcmp(text, "no") == 0)
        return HANDOFF_OK;
    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                        "%s is yes or no, not \"%.80s\"",
                        ho_output_name(r->out->output), text);
}

static enum handoff_status check_word(const struct reader *r,
                                      const struct ho_yaml *node,
                                      const char *text)
{
    struct known known;
    int64_t yes;

    if (r->out->output == HO_OUTPUT_REVIEW)
        return read_yes(r, node, text, &yes);
    if (r->out->output == HO_OUTPUT_WHY || text[0] == '\0')
        return HANDOFF_OK;
    if (r->out->output == HO_OUTPUT_ROUTE) {
        static const char *const routes[] = {
#define X(name, word) word,
            HANDOFF_ROUTE_MAP(X)
#undef X
        };

        known = (struct known){ routes, sizeof routes / sizeof *routes,
                                sizeof *routes };
    } else if (!known_words(r, r->out->output, &known)) {
        return memory(r);
    }
    for (size_t i = 0; i < known.count; i++)
        if (strcmp(known_name(&known, i), text) == 0)
            return HANDOFF_OK;
    return unknown_word(r, node, text, &known);
}

static bool may_be_none(enum ho_output output)
{
    return output == HO_OUTPUT_OWNER || output == HO_OUTPUT_WHY ||
           output == HO_OUTPUT_EXCEPTION;
}

static enum handoff_status add_word(const struct reader *r,
                                    const struct ho_yaml *node)
{
    const char *text, **slot;
    enum handoff_status status =
        ho_need_text(node, ho_output_name(r->out->output), &text, r->err);

    if (status != HANDOFF_OK)
        return status;
    if (may_be_none(r->out->output) && strcmp(text, "none") == 0)
        text = "";
    status = check_word(r, node, text);
    if (status != HANDOFF_OK)
        return status;
    slot = ho_arena_push(r->arena, &r->out->word, &r->out->word_count,
                         sizeof(*slot));
    if (!slot)
        return memory(r);
    *slot = text;
    return HANDOFF_OK;
}

static enum handoff_status read_words(const struct reader *r,
                                      const struct ho_yaml *node)
{
    enum handoff_status status = HANDOFF_OK;

    if (!r->of_rules || node->kind != HO_YAML_SEQUENCE)
        return add_word(r, node);
    if (node->count == 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                            "the list of %s is empty; name one or remove it",
                            ho_output_name(r->out->output));
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next)
        status = add_word(r, c);
    return status;
}

static enum handoff_status read_number(const struct reader *r,
                                       const struct ho_yaml *node)
{
    const char *name = ho_output_name(r->out->output), *text;
    enum handoff_status status;

    if (r->out->output == HO_OUTPUT_CONFIDENCE)
        return ho_need_number(node, name, 0, 100, &r->out->number, r->err);
    status = ho_need_text(node, name, &text, r->err);
    if (status != HANDOFF_OK)
        return status;
    if (r->out->output == HO_OUTPUT_SLA) {
        if (strcmp(text, "none") == 0 ||
            ho_read_duration(ho_slice(text), &r->out->number))
            return HANDOFF_OK;
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                            "sla is a time such as 30m, 8h, 1d or 2w, or "
                            "none, not \"%.80s\"",
                            text);
    }
    return read_yes(r, node, text, &r->out->number);
}

static enum handoff_status read_field_list(const struct reader *r,
                                           const struct ho_yaml *node)
{
    enum handoff_status status = HANDOFF_OK;

    if (node->kind != HO_YAML_SEQUENCE)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, r->err,
                            "%s is a list of fields, such as [intent, budget] "
                            "or []",
                            ho_output_name(r->out->output));
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next) {
        const char *text;
        int *slot;

        status = ho_need_text(c, "a field", &text, r->err);
        if (status != HANDOFF_OK)
            return status;
        slot = ho_arena_push(r->arena, &r->out->field, &r->out->field_count,
                             sizeof *slot);
        if (!slot)
            return memory(r);
        status = ho_need_field(r->policy, c, text, slot, r->err);
    }
    return status;
}

static enum handoff_status read_output(struct reader *r,
                                       const struct ho_yaml *node)
{
    size_t output = 0;

    while (strcmp(ho_output_name((enum ho_output)output), node->key) != 0)
        output++; /* it is one: see ho_yaml_only */
    *r->out =
        (struct ho_expected){ .node = node, .output = (enum ho_output)output };
    switch (ho_output_kind((enum ho_output)output)) {
    case HO_OF_WORD:
        return read_words(r, node);
    case HO_OF_NUMBER:
        return read_number(r, node);
    default:
        return read_field_list(r, node);
    }
}

enum handoff_status ho_expectation_read(const struct handoff_policy *policy,
                                        struct ho_arena *arena,
                                        const struct ho_yaml *map,
                                        bool of_rules,
                                        struct ho_expectation *out,
                                        struct handoff_error *err)
{
    struct reader r = { policy, arena, of_rules, NULL, err };
    const char *names[HO_OUTPUT_COUNT];
    enum handoff_status status;

    for (size_t i = 0; i < HO_OUTPUT_COUNT; i++)
        names[i] = ho_output_name((enum ho_output)i);
    status = ho_yaml_only(map, of_rules ? "always or never" : "expect", names,
                          of_rules ? OF_RULES : HO_OUTPUT_COUNT,
                          HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK && map->count == 0)
        status = ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                              "nothing is expected here; name an output, such "
                              "as route: skip");
    if (status != HANDOFF_OK)
        return status;
    out->item = ho_arena_alloc(arena, map->count * sizeof *out->item);
    out->count = 0;
    if (!out->item)
        return ho_arena_status(arena, "the tests", err);
    for (const struct ho_yaml *c = map->child; c && status == HANDOFF_OK;
         c = c->next) {
        r.out = &out->item[out->count++];
        status = read_output(&r, c);
    }
    return status;
}
