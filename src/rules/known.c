/* known.c - see rules/known.h */
#include "rules/known.h"

#include "rules/facts.h"
#include "rules/lists.h"

static enum ho_truth truth(bool yes)
{
    return yes ? HO_TRUTH_YES : HO_TRUTH_NO;
}

/* Does a range begin at or before `at`?  Its end; `at` where none does. */
static int64_t end_of_range(const struct ho_test *test, int64_t at)
{
    int64_t end = at;

    for (size_t i = 0; i < test->range_count; i++)
        if (test->range[i].from <= at && test->range[i].until > end)
            end = test->range[i].until;
    return end;
}

/* Numbers [low, high] against ranges that may touch each other. */
static enum ho_truth in_ranges(const struct ho_test *test, int64_t low,
                               int64_t high)
{
    int64_t at = low;
    bool some = false;

    for (size_t i = 0; i < test->range_count; i++)
        some =
            some || (test->range[i].from <= high && test->range[i].until > low);
    if (!some)
        return HO_TRUTH_NO;
    while (at <= high) {
        const int64_t end = end_of_range(test, at);

        if (end == at)
            return HO_TRUTH_OPEN;
        if (end == INT64_MAX)
            return HO_TRUTH_YES;
        at = end;
    }
    return HO_TRUTH_YES;
}

static enum ho_truth of_number(const struct ho_test *test,
                               const struct handoff_field *field,
                               const struct handoff_typed *typed, int64_t today)
{
    const int64_t origin = field->type == HANDOFF_TYPE_DATE ? today : 0;

    if (!typed->has_number || typed->low > typed->high)
        return HO_TRUTH_OPEN;
    return in_ranges(test, ho_days_from(typed->low, origin),
                     ho_days_from(typed->high, origin));
}

static enum ho_truth of_enum(const struct ho_test *test,
                             const struct handoff_field *field,
                             const char *value)
{
    const int index = handoff_enum_find(field, ho_slice(value));

    return index < 0 ? HO_TRUTH_OPEN : truth(test->values >> index & 1);
}

static enum ho_truth of_value(const struct ho_test *test,
                              const struct handoff_field *field,
                              const struct handoff_claim *claim, int64_t today)
{
    switch (test->kind) {
    case HO_TEST_VALUES:
        return of_enum(test, field, claim->value);
    case HO_TEST_RANGES:
        return of_number(test, field, &claim->typed, today);
    case HO_TEST_UNDER:
        return truth(ho_set_has_above(&test->set, ho_slice(claim->value)));
    default:
        return truth(ho_set_has(&test->set, ho_slice(claim->value)));
    }
}

static enum ho_truth of_world(const struct ho_test *test,
                              const struct handoff_field *field,
                              const struct handoff_claim *claim, int64_t today)
{
    const bool none = claim->typed.read == HANDOFF_READ_NONE &&
                      field->type != HANDOFF_TYPE_ENUM;
    enum ho_truth t;

    if (claim->class == HANDOFF_UNKNOWN || !claim->value)
        return HO_TRUTH_OPEN;
    if (test->kind == HO_TEST_SOME || test->kind == HO_TEST_NONE)
        return truth(none == (test->kind == HO_TEST_NONE));
    if (none)
        return HO_TRUTH_NO; /* negated, too: some value, but none of these */
    t = of_value(test, field, claim, today);
    return test->negated ? HO_TRUTH_YES - t : t;
}

enum ho_truth ho_test_truth(const struct ho_test *test,
                            const struct handoff_brief *brief, int64_t today)
{
    const struct handoff_claim *claim = &brief->claim[test->field];

    switch (test->kind) {
    case HO_TEST_KNOWN:
        return truth(claim->class != HANDOFF_UNKNOWN);
    case HO_TEST_EXPLICIT:
        return truth(claim->class == HANDOFF_EXPLICIT);
    case HO_TEST_INFERRED:
        return truth(claim->class == HANDOFF_INFERRED);
    default:
        return of_world(test, &brief->fields->item[test->field], claim, today);
    }
}

enum ho_truth ho_row_truth(const struct ho_row *row,
                           const struct handoff_brief *brief, int64_t today,
                           int *field)
{
    enum ho_truth least = HO_TRUTH_YES;

    *field = HANDOFF_NO_FIELD;
    for (size_t i = 0; i < row->test_count; i++) {
        const enum ho_truth t = ho_test_truth(row->test[i], brief, today);

        if (t >= least)
            continue;
        least = t;
        *field = row->test[i]->field;
    }
    return least;
}
