/* check_value.c - a value by itself: type, const, enum, numbers, strings; see
 * schema/check.h */
#include "schema/check.h"
#include "schema/number.h"

static bool fits_type(unsigned types, const struct ho_datum *d)
{
    if (types & (1u << d->kind))
        return true;
    return (types & HO_TYPE_INTEGER) && d->kind == HO_DATUM_NUMBER &&
           ho_number_is_whole(d->text);
}

/* Choices are sorted by hash. */
static bool is_chosen(struct ho_check *c, const struct ho_value_rules *r,
                      const struct ho_datum *d)
{
    const uint32_t hash = ho_datum_hash(d, &c->steps);
    size_t low = 0, high = r->choice_count;

    while (low < high) {
        const size_t middle = (low + high) / 2;

        if (r->choice[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < r->choice_count && r->choice[low].hash == hash; low++)
        if (ho_datum_equal(r->choice[low].value, d, &c->steps))
            return true;
    return false;
}

static bool check_choices(struct ho_check *c, const struct ho_node *n,
                          const struct ho_datum *d)
{
    const struct ho_value_rules *r = n->value;
    bool ok = true;

    if (r->constant && !ho_datum_equal(r->constant, d, &c->steps))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_CONST, 0, 0);
    if (r->choices && !ho_check_stop(c, ok) && !is_chosen(c, r, d))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_ENUM, 0, 0);
    return ok;
}

static bool check_number(struct ho_check *c, const struct ho_node *n,
                         const struct ho_datum *d)
{
    const struct ho_number_rules *r = n->number;
    const struct handoff_slice x = d->text;
    bool ok = true;

    if (r->minimum.ptr && ho_number_compare(x, r->minimum) < 0)
        ok = ho_check_problem(c, n, d, HO_PROBLEM_MINIMUM, 0, 0);
    if (r->maximum.ptr && ho_number_compare(x, r->maximum) > 0)
        ok = ho_check_problem(c, n, d, HO_PROBLEM_MAXIMUM, 0, 0);
    if (r->exclusive_minimum.ptr &&
        ho_number_compare(x, r->exclusive_minimum) <= 0)
        ok = ho_check_problem(c, n, d, HO_PROBLEM_EXCLUSIVE_MINIMUM, 0, 0);
    if (r->exclusive_maximum.ptr &&
        ho_number_compare(x, r->exclusive_maximum) >= 0)
        ok = ho_check_problem(c, n, d, HO_PROBLEM_EXCLUSIVE_MAXIMUM, 0, 0);
    if (r->multiple_of.ptr && !ho_number_is_multiple(x, r->multiple_of))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_MULTIPLE_OF, 0, 0);
    return ok;
}

/* A character takes one to four bytes: most strings need no counting. */
static bool has_at_least(struct handoff_slice s, size_t min)
{
    return s.len >= min && (s.len / 4 >= min || ho_character_count(s) >= min);
}

static bool has_at_most(struct handoff_slice s, size_t max)
{
    return s.len <= max || (s.len / 4 <= max && ho_character_count(s) <= max);
}

static bool check_text(struct ho_check *c, const struct ho_node *n,
                       const struct ho_datum *d)
{
    const struct ho_text_rules *r = n->text;
    bool matches = true, ok = true;

    if (!has_at_least(d->text, r->min))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_MIN_LENGTH, 0, 0);
    if (!has_at_most(d->text, r->max))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_MAX_LENGTH, 0, 0);
    if (ho_check_stop(c, ok))
        return false;
    if (r->regex && !ho_check_match(c, n, d, r->regex, d->text, &matches))
        return false;
    if (!matches)
        ok = ho_check_problem(c, n, d, HO_PROBLEM_PATTERN, 0, 0);
    if (r->format && !r->format->accepts(d->text))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_FORMAT, 0, 0);
    return ok;
}

bool ho_check_value(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d)
{
    bool ok = true;

    if (n->types != 0 && !fits_type(n->types, d))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_TYPE, 0, 0);
    if (n->value && !ho_check_stop(c, ok))
        ok = check_choices(c, n, d) && ok;
    if (n->number && d->kind == HO_DATUM_NUMBER && !ho_check_stop(c, ok))
        ok = check_number(c, n, d) && ok;
    if (n->text && d->kind == HO_DATUM_STRING && !ho_check_stop(c, ok))
        ok = check_text(c, n, d) && ok;
    return ok;
}
