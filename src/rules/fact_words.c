/* fact_words.c - see rules/fact_words.h */
#include "rules/fact_words.h"

#include <inttypes.h>

#include "base/clock.h"
#include "rules/cells.h"
#include "rules/reach.h"
#include "rules/words.h"

enum { SHOWN = 8 }; /* values of a test */

struct speaker {
    struct ho_arena *arena;
    const struct handoff_policy *policy;
    const struct handoff_field *field;
};

const char *ho_join_words(struct ho_arena *arena, const char *const *item,
                          size_t count, const char *last)
{
    const char *text = count > 0 ? item[0] : "";

    for (size_t i = 1; i < count; i++)
        text = i + 1 < count
                   ? ho_arena_format(arena, "%s, %s", text, item[i])
                   : ho_arena_format(arena, "%s %s %s", text, last, item[i]);
    return text;
}

/* --- numbers --- */

static const char *number(const struct speaker *s, int64_t fixed)
{
    const uint64_t size = fixed < 0 ? 0 - (uint64_t)fixed : (uint64_t)fixed;
    const char *sign = fixed < 0 ? "-" : "";
    unsigned part = (unsigned)(size % HANDOFF_SCALE);
    int digits = 4;

    if (part == 0)
        return ho_arena_format(s->arena, "%s%" PRIu64, sign,
                               size / HANDOFF_SCALE);
    for (; part % 10 == 0; digits--)
        part /= 10;
    return ho_arena_format(s->arena, "%s%" PRIu64 ".%0*u", sign,
                           size / HANDOFF_SCALE, digits, part);
}

/* The last number of a range, one step before its end. */
static int64_t last_of(const struct speaker *s, int64_t until)
{
    return until - (s->field->type == HANDOFF_TYPE_INTEGER ? HANDOFF_SCALE : 1);
}

static const char *range_words(const struct speaker *s,
                               const struct ho_range *range)
{
    const int64_t last = last_of(s, range->until);

    if (range->from == INT64_MIN && range->until % HANDOFF_SCALE != 0)
        return ho_arena_format(s->arena, "<= %s", number(s, last));
    if (range->from == INT64_MIN)
        return ho_arena_format(s->arena, "< %s", number(s, range->until));
    if (range->until == INT64_MAX && range->from % HANDOFF_SCALE == 1)
        return ho_arena_format(s->arena, "> %s", number(s, range->from - 1));
    if (range->until == INT64_MAX)
        return ho_arena_format(s->arena, ">= %s", number(s, range->from));
    if (range->from == last)
        return number(s, last);
    return ho_arena_format(s->arena, "%s..%s", number(s, range->from),
                           number(s, last));
}

static const char *days_words(const struct speaker *s,
                              const struct ho_range *range)
{
    if (range->from == 0)
        return ho_arena_format(s->arena, "within %" PRId64 "d",
                               range->until - 1);
    if (range->from == INT64_MIN && range->until <= 0)
        return ho_arena_format(s->arena, "older than %" PRId64 "d",
                               -range->until);
    if (range->from == INT64_MIN)
        return ho_arena_format(s->arena, "before day %" PRId64, range->until);
    return ho_arena_format(s->arena, "day %" PRId64 " to %" PRId64, range->from,
                           range->until - 1);
}

/* --- tests --- */

/* At most SHOWN of them, and how many more there are. */
static const char *some_of(const struct speaker *s, const char **item,
                           size_t count)
{
    if (count <= SHOWN)
        return ho_join_words(s->arena, item, count, "or");
    item[SHOWN - 1] = ho_arena_format(s->arena, "%zu more", count - SHOWN + 1);
    return ho_join_words(s->arena, item, SHOWN, "or");
}

static const char *set_words(const struct speaker *s,
                             const struct ho_test *test)
{
    const char *name = ho_list_words(s->policy, &test->set), *item[SHOWN];
    const char *word = test->kind == HO_TEST_UNDER ? "under" : "in";

    if (name)
        return ho_arena_format(s->arena, "%s %s", word, name);
    for (size_t i = 0; i < test->set.count && i < SHOWN; i++)
        item[i] = ho_arena_copy(s->arena, test->set.item[i]);
    name = some_of(s, item, test->set.count);
    return test->kind == HO_TEST_UNDER
               ? ho_arena_format(s->arena, "under %s", name)
               : name;
}

static const char *values_words(const struct speaker *s, uint64_t values)
{
    const char *item[HO_CELLS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < s->field->value_count; i++)
        if (values >> i & 1)
            item[count++] = s->field->value[i].name;
    return some_of(s, item, count);
}

static const char *ranges_words(const struct speaker *s,
                                const struct ho_test *test)
{
    const char *item[SHOWN];

    for (size_t i = 0; i < test->range_count && i < SHOWN; i++)
        item[i] = s->field->type == HANDOFF_TYPE_DATE
                      ? days_words(s, &test->range[i])
                      : range_words(s, &test->range[i]);
    return some_of(s, item, test->range_count);
}

const char *ho_test_words(struct ho_arena *arena,
                          const struct handoff_policy *policy,
                          const struct ho_test *test)
{
    const struct speaker s = { arena, policy,
                               &policy->fields.item[test->field] };
    const char *text;

    switch (test->kind) {
    case HO_TEST_SOME:
        return "some";
    case HO_TEST_NONE:
        return "none";
    case HO_TEST_VALUES:
        text = values_words(&s, test->values);
        break;
    case HO_TEST_RANGES:
        text = ranges_words(&s, test);
        break;
    default:
        text = set_words(&s, test);
    }
    return test->negated ? ho_arena_format(arena, "not %s", text) : text;
}

/* --- cells --- */

/* A number that lies in the cell, a round one where the cell has an end. */
static int64_t sample_of(const struct ho_cells *cells, size_t cell,
                         int64_t step)
{
    const bool last = cell + 2 == cells->count;

    if (cells->start[cell] != INT64_MIN)
        return cells->start[cell];
    if (last || cells->start[cell + 1] > 0)
        return 0;
    return cells->start[cell + 1] - step;
}

static const char *number_words(const struct speaker *s,
                                const struct ho_cells *cells, size_t cell)
{
    int64_t step = s->field->type == HANDOFF_TYPE_INTEGER ? HANDOFF_SCALE : 1;

    return number(s, sample_of(cells, cell, step));
}

static const char *date_words(const struct speaker *s,
                              const struct ho_cells *cells, size_t cell,
                              int64_t today)
{
    char text[HANDOFF_TIME_TEXT];

    handoff_date_text((sample_of(cells, cell, 1) + today) * HO_DAY, text);
    return ho_arena_text(s->arena, text);
}

/* An entry whose memberships are the cell's, or a name below one. */
static const char *entry_words(const struct speaker *s,
                               const struct ho_cells *cells, size_t cell)
{
    const uint64_t wanted = (uint64_t)1 << cell;

    for (size_t i = 0; i < cells->distinct_count; i++) {
        const struct ho_set *set = &cells->distinct[i]->set;

        for (size_t e = 0; e < set->count; e++) {
            const char *entry = ho_arena_copy(s->arena, set->item[e]);
            const char *below = ho_arena_format(s->arena, "mail.%s", entry);

            if (ho_cells_of_text(cells, ho_slice(entry)) == wanted)
                return entry;
            if (ho_cells_of_text(cells, ho_slice(below)) == wanted)
                return below;
        }
    }
    return "";
}

static const char *other_words(enum handoff_type type)
{
    switch (type) {
    case HANDOFF_TYPE_DOMAIN:
        return "other.example";
    case HANDOFF_TYPE_EMAIL:
        return "someone@other.example";
    case HANDOFF_TYPE_COUNTRY:
        return "ZZ";
    default:
        return "something";
    }
}

static const char *text_words(const struct speaker *s,
                              const struct ho_cells *cells, size_t cell)
{
    const char *other = other_words(s->field->type);

    if (ho_cells_of_text(cells, ho_slice(other)) == (uint64_t)1 << cell)
        return other;
    return entry_words(s, cells, cell);
}

const char *ho_cell_words(struct ho_arena *arena,
                          const struct handoff_policy *policy, int field,
                          size_t cell, int64_t today)
{
    const struct speaker s = { arena, policy, &policy->fields.item[field] };
    const struct ho_cells *cells = &policy->cells[field];

    if (cells->none >> cell & 1)
        return "none";
    switch (s.field->type) {
    case HANDOFF_TYPE_ENUM:
        if (cell < s.field->value_count)
            return s.field->value[cell].name;
        return ho_arena_format(arena, "not %s", s.field->value[0].name);
    case HANDOFF_TYPE_INTEGER:
    case HANDOFF_TYPE_MONEY:
        return number_words(&s, cells, cell);
    case HANDOFF_TYPE_DATE:
        return date_words(&s, cells, cell, today);
    default:
        return text_words(&s, cells, cell);
    }
}

const char *ho_world_words(struct ho_arena *arena,
                           const struct handoff_policy *policy,
                           const uint8_t *cell, const bool *show, int64_t today)
{
    const char *text = "";

    for (size_t f = 0; f < policy->fields.count; f++) {
        if (policy->cells[f].count == 0 || cell[f] == HO_NO_CELL ||
            (show && !show[f]))
            continue;
        text = ho_arena_format(
            arena, "%s%s%s %s", text, text[0] ? ", " : "",
            policy->fields.item[f].name,
            ho_cell_words(arena, policy, (int)f, cell[f], today));
    }
    return text;
}

const char *ho_claim_words(struct ho_arena *arena,
                           const struct handoff_claim *claim)
{
    if (claim->class == HANDOFF_UNKNOWN)
        return "Unknown";
    return ho_arena_format(arena, "%s (%s)", claim->value,
                           claim->class == HANDOFF_EXPLICIT ? "explicit"
                                                            : "inferred");
}
