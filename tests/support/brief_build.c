/* brief_build.c - see support/brief_build.h */
#include "support/brief_build.h"

#include <stdlib.h>

#include <handoff/clock.h>

#include "base/clock.h"

static bool starts_with(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* "250" or "99.95", fixed point, scale 10^4.  Not the reader of the rules
 * stage: a test that shared it would share its mistakes. */
static bool parse_number(struct handoff_slice text, int64_t *out)
{
    char copy[40], *end;

    if (text.len == 0 || text.len >= sizeof copy)
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    *out = strtoll(copy, &end, 10) * HANDOFF_SCALE;
    if (*end == '.') {
        int64_t scale = HANDOFF_SCALE;

        for (end++; *end >= '0' && *end <= '9'; end++)
            *out += (*end - '0') * (scale /= 10);
    }
    return *end == '\0';
}

static bool parse_day(struct handoff_slice text, int64_t *out)
{
    int64_t time;

    if (!handoff_time_parse(text, &time))
        return false;
    *out = ho_day_of(time);
    return true;
}

static bool parse_interval(enum handoff_type type, const char *text,
                           struct handoff_typed *typed)
{
    bool (*const parse)(struct handoff_slice, int64_t *) =
        type == HANDOFF_TYPE_DATE ? parse_day : parse_number;
    const char *dots = strstr(text, "..");
    const struct handoff_slice all = ho_slice(text);
    const size_t at = dots ? (size_t)(dots - text) : 0;

    typed->has_number = true;
    typed->low = INT64_MIN;
    typed->high = INT64_MAX;
    if (!dots) {
        typed->has_number = parse(all, &typed->low);
        typed->high = typed->low;
        return typed->has_number;
    }
    if (at > 0 && !parse(ho_part(all, 0, at), &typed->low))
        return false;
    return at + 2 == all.len ||
           parse(ho_part(all, at + 2, all.len), &typed->high);
}

static enum handoff_status fill_value(const struct handoff_field *field,
                                      const char *text,
                                      struct handoff_claim *claim,
                                      struct handoff_error *err)
{
    const int value = handoff_enum_find(field, ho_slice(text));

    claim->value = text;
    claim->typed.read = HANDOFF_READ_VALUE;
    if (field->type == HANDOFF_TYPE_ENUM) {
        claim->typed.has_number = true;
        claim->typed.low = claim->typed.high = value;
        return value >= 0
                   ? HANDOFF_OK
                   : ho_fail(err, HANDOFF_BAD_INPUT, "%s has no value \"%s\"",
                             field->name, text);
    }
    if (strcmp(text, "none") == 0) {
        claim->typed.read = HANDOFF_READ_NONE;
        return HANDOFF_OK;
    }
    if (field->type == HANDOFF_TYPE_DATE)
        claim->typed.has_number =
            parse_interval(field->type, text, &claim->typed);
    else if ((field->type == HANDOFF_TYPE_INTEGER ||
              field->type == HANDOFF_TYPE_MONEY) &&
             !parse_interval(field->type, text, &claim->typed))
        return ho_fail(err, HANDOFF_BAD_INPUT, "%s cannot be \"%s\"",
                       field->name, text);
    return HANDOFF_OK;
}

enum handoff_status brief_claim(const struct handoff_fields *fields, int field,
                                const char *text, struct handoff_claim *claim,
                                struct handoff_error *err)
{
    *claim = (struct handoff_claim){ .field = field,
                                     .class = HANDOFF_UNKNOWN,
                                     .basis = HANDOFF_NO_FIELD,
                                     .reason = "not_mentioned",
                                     .confidence = "",
                                     .question = fields->item[field].question };
    if (strcmp(text, "unknown") == 0)
        return HANDOFF_OK;
    claim->class = HANDOFF_EXPLICIT;
    claim->question = "";
    if (starts_with(text, "inferred ")) {
        claim->class = HANDOFF_INFERRED;
        claim->confidence = "high";
        text += strlen("inferred ");
    }
    return fill_value(&fields->item[field], text, claim, err);
}

enum handoff_status brief_build(struct ho_arena *arena,
                                const struct handoff_fields *fields,
                                const struct ho_yaml *map,
                                const struct handoff_brief **out,
                                struct handoff_error *err)
{
    struct handoff_brief *brief = ho_arena_alloc(arena, sizeof *brief);
    struct handoff_claim *claim =
        ho_arena_alloc(arena, (fields->count + 1) * sizeof *claim);
    enum handoff_status status = HANDOFF_OK;

    if (!brief || !claim)
        return ho_arena_status(arena, "the brief", err);
    for (int f = 0; f < (int)fields->count && status == HANDOFF_OK; f++) {
        const char *text = ho_yaml_text(map, fields->item[f].name);

        status =
            brief_claim(fields, f, text ? text : "unknown", &claim[f], err);
    }
    for (const struct ho_yaml *c = map ? map->child : NULL;
         c && status == HANDOFF_OK; c = c->next)
        if (handoff_field_find(fields, ho_slice(c->key)) == HANDOFF_NO_FIELD)
            status = ho_yaml_fail(c, HANDOFF_BAD_INPUT, err,
                                  "the brief names the field \"%s\", which is "
                                  "not declared",
                                  c->key);
    brief->fields = fields;
    brief->claim = claim;
    *out = brief;
    return status;
}
