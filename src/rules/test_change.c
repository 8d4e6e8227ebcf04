/* test_change.c - see rules/test_change.h */
#include "rules/test_change.h"

#include "rules/lists.h"

enum { ENTRIES = 8 /* of a list that is short enough to drop each */ };

static enum ho_applied turn_round(struct ho_test *test)
{
    if (test->kind == HO_TEST_SOME)
        test->kind = HO_TEST_NONE;
    else if (test->kind == HO_TEST_NONE)
        test->kind = HO_TEST_SOME;
    else
        test->negated = !test->negated;
    return HO_APPLIED;
}

static enum ho_applied narrow(struct ho_test *test)
{
    if (test->kind != HO_TEST_UNDER)
        return HO_SKIPPED;
    test->kind = HO_TEST_SET;
    return HO_APPLIED;
}

static enum ho_applied change_value(const struct handoff_policy *policy,
                                    struct ho_test *test, size_t k)
{
    if (k >= policy->fields.item[test->field].value_count)
        return HO_NO_MORE;
    test->values ^= (uint64_t)1 << k;
    return test->values ? HO_APPLIED : HO_SKIPPED;
}

/* One of four: an end, in a direction. */
static enum ho_applied change_range(const struct handoff_policy *policy,
                                    struct ho_arena *arena,
                                    struct ho_test *test, size_t k)
{
    const bool days =
        policy->fields.item[test->field].type == HANDOFF_TYPE_DATE;
    const int64_t step = (k % 2 ? 1 : -1) * (days ? 1 : HANDOFF_SCALE);
    struct ho_range *range;
    int64_t *end;

    if (k / 4 >= test->range_count)
        return HO_NO_MORE;
    range = ho_arena_alloc(arena, test->range_count * sizeof *range);
    if (!range)
        return HO_NO_MORE; /* sticky: the caller asks the arena */
    memcpy(range, test->range, test->range_count * sizeof *range);
    end = k % 4 < 2 ? &range[k / 4].from : &range[k / 4].until;
    if (*end == INT64_MIN || *end == INT64_MAX)
        return HO_SKIPPED;
    *end += step;
    test->range = range;
    return range[k / 4].from < range[k / 4].until ? HO_APPLIED : HO_SKIPPED;
}

static enum ho_applied drop_entry(struct ho_arena *arena, struct ho_test *test,
                                  size_t k)
{
    struct handoff_slice *item;

    if (test->set.count < 2 || test->set.count > ENTRIES ||
        k >= test->set.count)
        return HO_NO_MORE;
    item = ho_arena_alloc(arena, test->set.count * sizeof *item);
    if (!item)
        return HO_NO_MORE;
    for (size_t i = 0, kept = 0; i < test->set.count; i++)
        if (i != k)
            item[kept++] = test->set.item[i];
    test->set.item = item;
    test->set.count--;
    return HO_APPLIED;
}

enum ho_applied ho_test_change(const struct handoff_policy *policy,
                               struct ho_arena *arena, struct ho_test *test,
                               size_t k)
{
    if (k == 0)
        return turn_round(test);
    if (k == 1)
        return narrow(test);
    switch (test->kind) {
    case HO_TEST_VALUES:
        return change_value(policy, test, k - 2);
    case HO_TEST_RANGES:
        return change_range(policy, arena, test, k - 2);
    case HO_TEST_SET:
    case HO_TEST_UNDER:
        return drop_entry(arena, test, k - 2);
    default:
        return HO_NO_MORE;
    }
}

bool ho_test_same(const struct ho_test *a, const struct ho_test *b)
{
    return a->field == b->field && a->kind == b->kind &&
           a->negated == b->negated && a->values == b->values &&
           a->range_count == b->range_count &&
           (a->range_count == 0 ||
            memcmp(a->range, b->range, a->range_count * sizeof *a->range) ==
                0) &&
           ho_set_same(&a->set, &b->set);
}
