/* words.c - see rules/words.h */
#include "rules/words.h"

#include <inttypes.h>

#include "rules/cells.h"
#include "rules/lists.h"

enum { ENTRIES_SHOWN = 4 }; /* of a set without a name */

/* Between the parts of one field: "|". */
static void part(struct ho_buffer *out, bool *first)
{
    if (!*first)
        ho_buffer_byte(out, '|');
    *first = false;
}

/* --- numbers --- */

void ho_number_words(struct ho_buffer *out, int64_t number)
{
    const int64_t whole = number / HANDOFF_SCALE;
    int64_t rest = number % HANDOFF_SCALE;
    int digits = 4;

    if (rest < 0)
        rest = -rest;
    ho_buffer_format(out, "%s%" PRId64, number < 0 && whole == 0 ? "-" : "",
                     whole);
    if (rest == 0)
        return;
    for (; rest % 10 == 0; digits--)
        rest /= 10;
    ho_buffer_format(out, ".%0*" PRId64, digits, rest);
}

static void span_words(struct ho_buffer *out, enum handoff_type type,
                       int64_t from, int64_t until)
{
    const bool below = type == HANDOFF_TYPE_MONEY && until % HANDOFF_SCALE != 1;
    const int64_t step = type == HANDOFF_TYPE_INTEGER ? HANDOFF_SCALE : 1;

    if (from == INT64_MIN && until == INT64_MAX) {
        ho_buffer_text(out, "some");
    } else if (until == INT64_MAX) {
        ho_number_words(out, from);
        ho_buffer_text(out, " or more");
    } else if (from == INT64_MIN) {
        ho_buffer_text(out, below || step > 1 ? "under " : "at most ");
        ho_number_words(out, below || step > 1 ? until : until - step);
    } else if (below) {
        ho_number_words(out, from);
        ho_buffer_text(out, " to under ");
        ho_number_words(out, until);
    } else {
        ho_number_words(out, from);
        if (until - from > step) {
            ho_buffer_text(out, "..");
            ho_number_words(out, until - step);
        }
    }
}

/* Days from as_of in [from, until). */
static void days_words(struct ho_buffer *out, int64_t from, int64_t until)
{
    const int64_t last = until - 1;

    if (from == INT64_MIN && until == INT64_MAX)
        ho_buffer_text(out, "some");
    else if (until == INT64_MAX && from > 0)
        ho_buffer_format(out, "in %" PRId64 " days or later", from);
    else if (until == INT64_MAX)
        ho_buffer_format(out, "later than %" PRId64 " days ago", 1 - from);
    else if (from == INT64_MIN && until > 0)
        ho_buffer_format(out, "before %" PRId64 " days from now", until);
    else if (from == INT64_MIN)
        ho_buffer_format(out, "more than %" PRId64 " days ago", -until);
    else if (from == 0)
        ho_buffer_format(out, "within %" PRId64 " days", last);
    else if (from > 0)
        ho_buffer_format(out, "in %" PRId64 "..%" PRId64 " days", from, last);
    else if (last < 0)
        ho_buffer_format(out, "%" PRId64 "..%" PRId64 " days ago", -last,
                         -from);
    else
        ho_buffer_format(out, "%" PRId64 " days ago to in %" PRId64 " days",
                         -from, last);
}

/* Neighbouring cells are one span. */
static void number_words(struct ho_buffer *out, const struct ho_cells *cells,
                         enum handoff_type type, uint64_t mask)
{
    const size_t some = cells->count - 1;
    bool first = true;

    for (size_t i = 0; i < some; i++) {
        size_t last = i;
        int64_t until;

        if (!(mask >> i & 1))
            continue;
        while (last + 1 < some && mask >> (last + 1) & 1)
            last++;
        until = last + 1 < some ? cells->start[last + 1] : INT64_MAX;
        part(out, &first);
        if (type == HANDOFF_TYPE_DATE)
            days_words(out, cells->start[i], until);
        else
            span_words(out, type, cells->start[i], until);
        i = last;
    }
    if (mask & cells->none) {
        part(out, &first);
        ho_buffer_text(out, "none");
    }
}

/* --- enums --- */

static void enum_words(struct ho_buffer *out, const struct handoff_field *field,
                       const struct ho_cells *cells, uint64_t mask)
{
    const uint64_t all = ho_cells_all(cells);
    size_t count = 0;
    bool first = true, negated;

    for (uint64_t m = mask; m; m &= m - 1)
        count++;
    /* the cell behind the values of a field with one value is "not so" */
    negated = mask >> field->value_count != 0 ||
              (count > 2 && count + 1 >= cells->count);
    if (negated) {
        ho_buffer_text(out, "not ");
        mask = all & ~mask;
    }
    for (size_t i = 0; i < field->value_count; i++) {
        if (!(mask >> i & 1))
            continue;
        part(out, &first);
        ho_buffer_text(out, field->value[i].name);
    }
}

/* --- texts --- */

const char *ho_list_words(const struct handoff_policy *policy,
                          const struct ho_set *set)
{
    for (size_t i = 0; i < policy->list_count; i++)
        if (ho_set_same(&policy->list[i].set, set))
            return policy->list[i].name;
    return NULL;
}

static void set_words(struct ho_buffer *out,
                      const struct handoff_policy *policy,
                      const struct ho_test *test)
{
    const char *name = ho_list_words(policy, &test->set);

    if (name) {
        ho_buffer_format(out, "%s %s",
                         test->kind == HO_TEST_UNDER ? "under" : "in", name);
        return;
    }
    for (size_t i = 0; i < test->set.count && i < ENTRIES_SHOWN; i++) {
        ho_buffer_text(out, i ? "|" : "");
        ho_buffer_add(out, test->set.item[i]);
    }
    if (test->set.count > ENTRIES_SHOWN)
        ho_buffer_text(out, "|...");
}

static void signature_words(struct ho_buffer *out,
                            const struct handoff_policy *policy,
                            const struct ho_cells *cells, uint64_t signature)
{
    bool first = true;

    if (signature == 0)
        ho_buffer_text(out, "any other");
    for (size_t i = 0; i < cells->distinct_count; i++) {
        if (!(signature >> i & 1))
            continue;
        ho_buffer_text(out, first ? "" : " and ");
        first = false;
        set_words(out, policy, cells->distinct[i]);
    }
}

static void text_words(struct ho_buffer *out,
                       const struct handoff_policy *policy,
                       const struct ho_cells *cells, uint64_t mask)
{
    bool first = true;

    if (mask == ho_cells_some(cells)) {
        ho_buffer_text(out, "some");
        return;
    }
    for (size_t i = 0; i + 1 < cells->count; i++) {
        if (!(mask >> i & 1))
            continue;
        part(out, &first);
        signature_words(out, policy, cells, cells->signature[i]);
    }
    if (mask & cells->none) {
        part(out, &first);
        ho_buffer_text(out, "none");
    }
}

/* --- all --- */

void ho_mask_words(struct ho_buffer *out, const struct handoff_policy *policy,
                   int field, uint64_t mask)
{
    const struct handoff_field *f = &policy->fields.item[field];
    const struct ho_cells *cells = &policy->cells[field];

    if (mask == ho_cells_all(cells))
        ho_buffer_text(out, "anything");
    else if (cells->signature)
        text_words(out, policy, cells, mask);
    else if (cells->start)
        number_words(out, cells, f->type, mask);
    else
        enum_words(out, f, cells, mask);
}

/* The cells of the field itself, and those of not knowing it. */
static void field_words(struct ho_buffer *out,
                        const struct handoff_policy *policy,
                        const struct ho_space *space, int field, uint64_t mask)
{
    const uint64_t known = mask & ~space->unknown[field];
    const uint64_t unknown = mask & space->unknown[field];

    ho_buffer_format(out, "%s ", policy->fields.item[field].name);
    if (known == ho_cells_all(&policy->cells[field]))
        ho_buffer_text(out, unknown ? "anything" : "known");
    else if (known)
        ho_mask_words(out, policy, field, known);
    if (unknown && known != ho_cells_all(&policy->cells[field]))
        ho_buffer_text(out, known ? "|unknown" : "unknown");
}

void ho_box_words(struct ho_buffer *out, const struct handoff_policy *policy,
                  const struct ho_space *space, const uint64_t *mask,
                  size_t most)
{
    size_t shown = 0, more = 0;

    for (int pass = 0; pass < 2; pass++) {
        for (size_t f = 0; f < space->fields; f++) {
            const bool maybe = (mask[f] & space->unknown[f]) != 0;

            if (mask[f] == space->all[f] || maybe != (pass == 1))
                continue;
            if (shown == most) {
                more++;
                continue;
            }
            ho_buffer_text(out, shown++ ? ", " : "");
            field_words(out, policy, space, (int)f, mask[f]);
        }
    }
    if (shown == 0)
        ho_buffer_text(out, "every lead");
    if (more > 0)
        ho_buffer_format(out, " and %zu more", more);
}
