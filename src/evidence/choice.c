/* choice.c - enums and check boxes; see evidence/value.h */
#include "evidence/value.h"

#include "evidence/match.h"
#include "evidence/number.h"
#include "evidence/read.h"

struct handoff_words ho_stating(const struct handoff_enum_value *value)
{
    const struct handoff_words *all = &value->cues;

    return all->count > 1 ? ho_words_part(all, 1, all->count - 1) : *all;
}

static struct handoff_words cues_of(const struct ho_reading *r, size_t value)
{
    return r->in_text ? ho_stating(&r->field->value[value])
                      : r->field->value[value].cues;
}

/* The value with the longest hit. */
struct choice {
    struct ho_phrase_hit hit;
    size_t value;
};

static enum handoff_status find_longest(const struct ho_reading *r,
                                        struct choice *best,
                                        struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    *best = (struct choice){ 0 };
    for (size_t i = 0; i < r->field->value_count && status == HANDOFF_OK; i++) {
        const struct handoff_words cues = cues_of(r, i);
        struct ho_phrase_hit hit;

        status = ho_find_in_passage(r->passage, &cues, &hit, err);
        if (hit.found && (!best->hit.found ||
                          hit.to - hit.from > best->hit.to - best->hit.from))
            *best = (struct choice){ hit, i };
    }
    return status;
}

/* Does another value's cue stand in the words, outside the longest one?
 * "sales operations" is not also "sales"; "sales operations and sales" is. */
static enum handoff_status find_rival(const struct ho_reading *r,
                                      const struct choice *best, bool *rival,
                                      struct handoff_error *err)
{
    const struct ho_passage parts[] = {
        *r->passage, ho_passage_part(r->passage, 0, best->hit.from),
        ho_passage_part(r->passage, best->hit.to, r->words.len)
    };
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < 3 * r->field->value_count; i++) {
        const struct handoff_words cues = cues_of(r, i / 3);
        const bool whole = i % 3 == 0;
        struct ho_phrase_hit hit;

        if (i / 3 == best->value)
            continue;
        status = ho_find_in_passage(&parts[i % 3], &cues, &hit, err);
        if (status != HANDOFF_OK)
            return status;
        if (hit.found &&
            !(whole && best->hit.from <= hit.from && hit.to <= best->hit.to))
            *rival = true;
    }
    return HANDOFF_OK;
}

static enum handoff_status read_enum(const struct ho_reading *r,
                                     struct handoff_typed *t,
                                     struct handoff_error *err)
{
    struct choice best;
    bool rival = false;
    enum handoff_status status = find_longest(r, &best, err);

    t->read = HANDOFF_READ_NOTHING;
    if (status != HANDOFF_OK || !best.hit.found)
        return status;
    t->has_number = true;
    t->low = t->high = (int64_t)best.value;
    status = find_rival(r, &best, &rival, err);
    t->read = rival ? HANDOFF_READ_AMBIGUOUS : HANDOFF_READ_VALUE;
    return status;
}

/* The first word and nothing else that says more: "Ja, gerne". */
static bool says(struct handoff_slice s, const char *const *words, size_t count)
{
    const size_t n = ho_match_any(s, 0, words, count);

    return n > 0 && (n == s.len || strchr(",.;!", s.ptr[n]));
}

/* Check boxes say yes and no in many ways, and so does a count. */
static void read_yes_no(const struct ho_reading *r, struct handoff_typed *t)
{
    static const char *const yes[] = {
        "yes", "true",    "y",    "x",    "ja",        "oui", "si", "sí", "on",
        "sim", "checked", "wahr", "vrai", "verdadero", "sì",  "✓",  "✔",  "☑"
    };
    static const char *const no[] = { "no",        "false",  "n",    "nein",
                                      "non",       "off",    "nee",  "não",
                                      "unchecked", "falsch", "faux", "falso",
                                      "☐" };
    const struct handoff_slice words = ho_trim(r->words);
    const int value[] = { handoff_enum_find(r->field, ho_slice("no")),
                          handoff_enum_find(r->field, ho_slice("yes")) };
    struct ho_number n;
    size_t at = 0;
    int said = -1;

    if (says(words, yes, sizeof yes / sizeof *yes))
        said = 1;
    else if (says(words, no, sizeof no / sizeof *no))
        said = 0;
    else if (ho_next_number(words, &at, &n) && n.from == 0 &&
             n.to == words.len && !n.unclear)
        said = n.low > 0;
    if (said < 0 || value[said] < 0)
        return;
    *t = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                 .has_number = true,
                                 .low = value[said],
                                 .high = value[said] };
}

/* "sales_ops", as we write it ourselves; to people it reads "sales ops". */
static bool is_name(const struct ho_reading *r, struct handoff_typed *t)
{
    const int value = handoff_enum_find(r->field, ho_trim(r->words));

    if (r->in_text || value < 0)
        return false;
    *t = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                 .has_number = true,
                                 .low = value,
                                 .high = value };
    return true;
}

enum handoff_status ho_value_choice(const struct ho_reading *r,
                                    struct handoff_typed *typed,
                                    struct ho_buffer *text,
                                    struct handoff_error *err)
{
    enum handoff_status status =
        is_name(r, typed) ? HANDOFF_OK : read_enum(r, typed, err);

    if (status != HANDOFF_OK)
        return status;
    if (typed->read == HANDOFF_READ_NOTHING && !r->in_text)
        read_yes_no(r, typed);
    if (typed->read == HANDOFF_READ_VALUE)
        ho_buffer_text(text, r->field->value[typed->low].name);
    return HANDOFF_OK;
}
