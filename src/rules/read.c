/* read.c - see rules/read.h */
#include "rules/read.h"

#include <inttypes.h>

#include "base/clock.h"
#include "fields/fields.h"

enum handoff_status ho_need(const struct ho_yaml *map, const char *what,
                            const char *name, const char *key,
                            const struct ho_yaml **out,
                            struct handoff_error *err)
{
    const struct ho_yaml *node = ho_yaml_get(map, key);

    if (!node)
        return ho_yaml_fail(
            map, HANDOFF_BAD_POLICY, err,
            "%s%s%s%s has no key \"%s\", which it needs; add it", what,
            name ? " \"" : "", name ? name : "", name ? "\"" : "", key);
    *out = node;
    return HANDOFF_OK;
}

enum handoff_status ho_need_text(const struct ho_yaml *node, const char *what,
                                 const char **out, struct handoff_error *err)
{
    if (node->kind != HO_YAML_SCALAR)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is one text, not a %s", what,
                            node->kind == HO_YAML_MAPPING ? "mapping" : "list");
    if (node->text[0] == '\0')
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is empty; write it or remove its key", what);
    *out = node->text;
    return HANDOFF_OK;
}

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static bool is_word(const char *text)
{
    size_t len = 0;

    for (; text[len] != '\0'; len++)
        if (!is_word_byte(text[len]))
            return false;
    return len > 0 && len <= HANDOFF_REASON_MAX;
}

enum handoff_status ho_need_word(const struct ho_yaml *node, const char *what,
                                 const char **out, struct handoff_error *err)
{
    const enum handoff_status status = ho_need_text(node, what, out, err);

    if (status == HANDOFF_OK && !is_word(*out))
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s \"%.80s\" is not a name of letters, digits, "
                            "- and _ (at most %d)",
                            what, *out, HANDOFF_REASON_MAX);
    return status;
}

enum handoff_status ho_need_number(const struct ho_yaml *node, const char *what,
                                   int64_t low, int64_t high, int64_t *out,
                                   struct handoff_error *err)
{
    const char *text = "";
    int64_t number;
    const enum handoff_status status = ho_need_text(node, what, &text, err);

    if (status != HANDOFF_OK)
        return status;
    if (!ho_read_whole(ho_slice(text), &number) || number < low ||
        number > high)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is a whole number from %" PRId64 " to %" PRId64
                            ", not \"%.80s\"",
                            what, low, high, text);
    *out = number;
    return HANDOFF_OK;
}

const char *ho_near(struct ho_arena *arena, struct handoff_slice word,
                    const void *items, size_t count, size_t size)
{
    const char **names = ho_arena_alloc(arena, (count + 1) * sizeof *names);
    const unsigned char *item = items;
    const char *near;

    if (!names)
        return "";
    for (size_t i = 0; i < count; i++)
        memcpy(&names[i], item + i * size, sizeof *names);
    near = ho_did_you_mean(word, names, count);
    return near ? ho_arena_format(arena, "; did you mean \"%s\"?", near) : "";
}

enum handoff_status ho_need_field(const struct handoff_policy *policy,
                                  const struct ho_yaml *node, const char *name,
                                  int *field, struct handoff_error *err)
{
    const struct handoff_slice word = ho_slice(name);
    const int found = handoff_field_find(&policy->fields, word);
    const char *near;

    if (found == HANDOFF_NO_FIELD) {
        near = ho_near(policy->arena, word, policy->fields.item,
                       policy->fields.count, sizeof *policy->fields.item);
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "no field \"%.80s\" is declared%s", name,
                            near[0] ? near : "; declare it under fields");
    }
    *field = found;
    return HANDOFF_OK;
}

static int64_t unit_seconds(char unit)
{
    switch (unit) {
    case 'm':
        return 60;
    case 'h':
        return 3600;
    case 'd':
        return HO_DAY;
    case 'w':
        return 7 * (int64_t)HO_DAY;
    default:
        return 0;
    }
}

bool ho_read_duration(struct handoff_slice text, int64_t *seconds)
{
    const int64_t most = 3660 * (int64_t)HO_DAY;
    int64_t unit, number;

    if (text.len < 2)
        return false;
    unit = unit_seconds(text.ptr[text.len - 1]);
    if (unit == 0 || !ho_read_whole(ho_part(text, 0, text.len - 1), &number) ||
        number < 1 || number > most / unit)
        return false;
    *seconds = number * unit;
    return true;
}
