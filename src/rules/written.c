/* written.c - see rules/written.h */
#include "rules/written.h"

#include "base/clock.h"
#include "rules/number.h"
#include "rules/read.h"

struct reader {
    struct ho_arena *arena;
    const struct handoff_field *field;
    struct handoff_error *err;
};

static bool read_day(struct handoff_slice text, int64_t *out)
{
    int64_t time;

    if (!handoff_time_parse(text, &time))
        return false;
    *out = ho_day_of(time);
    return true;
}

static bool read_end(enum handoff_type type, struct handoff_slice text,
                     int64_t *out)
{
    text = ho_trim(text);
    return type == HANDOFF_TYPE_DATE ? read_day(text, out)
                                     : ho_read_fixed(type, text, out);
}

/* "40", "50..200", "50..", "..200" */
static bool read_interval(enum handoff_type type, struct handoff_slice text,
                          struct handoff_typed *typed)
{
    const size_t at = ho_find(text, 0, ho_slice(".."));
    const bool has_low = at > 0;
    const bool has_high = at != SIZE_MAX && at + 2 < text.len;

    typed->low = INT64_MIN;
    typed->high = INT64_MAX;
    if (at == SIZE_MAX) {
        if (!read_end(type, text, &typed->low))
            return false;
        typed->high = typed->low;
        return true;
    }
    if (!has_low && !has_high)
        return false;
    if (has_low && !read_end(type, ho_part(text, 0, at), &typed->low))
        return false;
    if (has_high &&
        !read_end(type, ho_part(text, at + 2, text.len), &typed->high))
        return false;
    return typed->low <= typed->high;
}

static enum handoff_status read_enum(const struct reader *r, const char *text,
                                     struct handoff_claim *claim)
{
    const int value = handoff_enum_find(r->field, ho_slice(text));
    const char *near;

    claim->typed.has_number = true;
    claim->typed.low = claim->typed.high = value;
    if (value >= 0)
        return HANDOFF_OK;
    near = ho_near(r->arena, ho_slice(text), r->field->value,
                   r->field->value_count, sizeof *r->field->value);
    return ho_fail(r->err, HANDOFF_BAD_POLICY, "%s has no value \"%.80s\"%s",
                   r->field->name, text,
                   near[0] ? near : "; write one that is declared, or unknown");
}

static enum handoff_status read_value(const struct reader *r, const char *text,
                                      struct handoff_claim *claim)
{
    const enum handoff_type type = r->field->type;

    claim->value = text;
    claim->typed.read = HANDOFF_READ_VALUE;
    if (type == HANDOFF_TYPE_ENUM)
        return read_enum(r, text, claim);
    if (strcmp(text, "none") == 0) {
        claim->typed.read = HANDOFF_READ_NONE;
        return HANDOFF_OK;
    }
    if (type != HANDOFF_TYPE_DATE && type != HANDOFF_TYPE_INTEGER &&
        type != HANDOFF_TYPE_MONEY)
        return HANDOFF_OK;
    claim->typed.has_number =
        read_interval(type, ho_slice(text), &claim->typed);
    if (!claim->typed.has_number && type != HANDOFF_TYPE_DATE)
        return ho_fail(r->err, HANDOFF_BAD_POLICY,
                       "%s is of type %s and cannot be \"%.80s\"; write a "
                       "number, a range such as 50..200, none or unknown",
                       r->field->name, handoff_type_name(type), text);
    return HANDOFF_OK;
}

enum handoff_status ho_written_claim(struct ho_arena *arena,
                                     const struct handoff_fields *fields,
                                     int field, const char *text,
                                     struct handoff_claim *claim,
                                     struct handoff_error *err)
{
    static const char inferred[] = "inferred ";
    const struct reader r = { arena, &fields->item[field], err };

    *claim = (struct handoff_claim){ .field = field,
                                     .class = HANDOFF_UNKNOWN,
                                     .basis = HANDOFF_NO_FIELD,
                                     .reason = "not_mentioned",
                                     .confidence = "",
                                     .question = r.field->question };
    if (strcmp(text, "unknown") == 0)
        return HANDOFF_OK;
    claim->class = HANDOFF_EXPLICIT;
    claim->question = claim->reason = "";
    if (strncmp(text, inferred, sizeof inferred - 1) == 0) {
        claim->class = HANDOFF_INFERRED;
        claim->confidence = "high";
        text += sizeof inferred - 1;
    }
    return read_value(&r, text, claim);
}

/* Read a mapping's facts into claims that are Unknown so far. */
static enum handoff_status read_facts(struct ho_arena *arena,
                                      const struct handoff_policy *policy,
                                      const struct ho_yaml *map,
                                      const struct ho_yaml *over,
                                      struct handoff_claim *claim,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (map && map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                            "facts are a mapping, {field: what is known}");
    for (const struct ho_yaml *c = map ? map->child : NULL;
         c && status == HANDOFF_OK; c = c->next) {
        struct handoff_error own = HANDOFF_ERROR_INIT;
        const char *text;
        int field;

        status = ho_need_field(policy, c, c->key, &field, err);
        if (status == HANDOFF_OK)
            status = ho_need_text(c, "a fact", &text, err);
        if (status != HANDOFF_OK || ho_yaml_get(over, c->key))
            continue;
        status = ho_written_claim(arena, &policy->fields, field, text,
                                  &claim[field], &own);
        if (status != HANDOFF_OK)
            status = ho_yaml_fail(c, status, err, "%s", own.message);
    }
    return status;
}

enum handoff_status ho_written_brief(struct ho_arena *arena,
                                     const struct handoff_policy *policy,
                                     const struct ho_yaml *map,
                                     const struct ho_yaml *base,
                                     const struct handoff_brief **out,
                                     struct handoff_error *err)
{
    const struct handoff_fields *fields = &policy->fields;
    struct handoff_brief *brief = ho_arena_alloc(arena, sizeof *brief);
    struct handoff_claim *claim =
        ho_arena_alloc(arena, (fields->count + 1) * sizeof *claim);
    enum handoff_status status = HANDOFF_OK;

    if (!brief || !claim)
        return ho_arena_status(arena, "the brief", err);
    for (int f = 0; f < (int)fields->count && status == HANDOFF_OK; f++)
        status = ho_written_claim(arena, fields, f, "unknown", &claim[f], err);
    if (status == HANDOFF_OK)
        status = read_facts(arena, policy, map, NULL, claim, err);
    if (status == HANDOFF_OK)
        status = read_facts(arena, policy, base, map, claim, err);
    brief->fields = fields;
    brief->claim = claim;
    *out = brief;
    return status;
}
