/* differ.c - see rules/differ.h */
#include "rules/differ.h"

#include <stdlib.h>

struct search {
    const struct ho_differ_question *q;
    struct ho_arena *arena;
    struct ho_differences *out;
    size_t *steps;
    uint64_t *space; /* what the two rows have in common */
    size_t *twin[2]; /* of each row: the first row like it in the other table,
                      * or SIZE_MAX */
    size_t rule[2];
};

static const struct ho_box *box_at(const struct ho_table *t, int side,
                                   size_t row)
{
    return side ? t->box + t->rows[0] + row : t->box + (t->rows[0] - 1 - row);
}

/* --- twins: what one row has and an earlier row of the other has, too --- */

static bool same_box(const struct ho_box *a, const struct ho_box *b)
{
    if (a->count != b->count)
        return false;
    for (size_t t = 0; t < a->count; t++)
        if (a->term[t].field != b->term[t].field ||
            a->term[t].mask != b->term[t].mask)
            return false;
    return true;
}

static int compare_boxes(const struct ho_box *a, const struct ho_box *b)
{
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    for (size_t t = 0; t < a->count; t++) {
        if (a->term[t].field != b->term[t].field)
            return a->term[t].field < b->term[t].field ? -1 : 1;
        if (a->term[t].mask != b->term[t].mask)
            return a->term[t].mask < b->term[t].mask ? -1 : 1;
    }
    return 0;
}

struct sorted {
    const struct ho_box *box;
    size_t row;
};

static int by_box(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    const int order = compare_boxes(x->box, y->box);

    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static size_t first_like(const struct sorted *list, size_t count,
                         const struct ho_box *box)
{
    size_t from = 0, until = count;

    while (from < until) {
        const size_t middle = from + (until - from) / 2;

        if (compare_boxes(list[middle].box, box) < 0)
            from = middle + 1;
        else
            until = middle;
    }
    return from < count && same_box(list[from].box, box) ? list[from].row
                                                         : SIZE_MAX;
}

static bool find_twins(struct search *s)
{
    const struct ho_table *t = s->q->table;

    for (int side = 0; side < 2; side++) {
        const size_t rows = t->rows[!side];
        struct sorted *list = ho_arena_alloc(s->arena, rows * sizeof *list);

        s->twin[side] =
            ho_arena_alloc(s->arena, t->rows[side] * sizeof(size_t));
        if (!list || !s->twin[side])
            return false;
        for (size_t r = 0; r < rows; r++)
            list[r] = (struct sorted){ box_at(t, !side, r), r };
        qsort(list, rows, sizeof *list, by_box);
        for (size_t r = 0; r < t->rows[side]; r++)
            s->twin[side][r] = first_like(list, rows, box_at(t, side, r));
    }
    return true;
}

/* --- joining --- */

/* The one field in which the boxes differ, or HANDOFF_NO_FIELD where there
 * are more. */
static int only_difference(const struct search *s, const uint64_t *a,
                           const uint64_t *b)
{
    int field = HANDOFF_NO_FIELD;

    for (size_t f = 0; f < s->q->fields; f++) {
        if (a[f] == b[f])
            continue;
        if (field != HANDOFF_NO_FIELD)
            return HANDOFF_NO_FIELD;
        field = (int)f;
    }
    return field;
}

/* Join what can be with item[*at]; *at moves with it.  true: something was. */
static bool join_with(struct search *s, size_t first, size_t *at)
{
    struct ho_difference *item = s->out->item;

    for (size_t i = first; i < s->out->count; i++) {
        int field;

        if (i == *at || item[i].rule[0] != item[*at].rule[0] ||
            item[i].rule[1] != item[*at].rule[1])
            continue;
        field = only_difference(s, item[i].mask, item[*at].mask);
        if (field == HANDOFF_NO_FIELD)
            continue;
        item[i].mask[field] |= item[*at].mask[field];
        item[*at] = item[--s->out->count];
        *at = i == s->out->count ? *at : i;
        return true;
    }
    return false;
}

static bool keep(void *user, const uint64_t *mask)
{
    struct search *s = user;
    struct ho_differences *out = s->out;
    struct ho_difference *region;
    size_t at;

    if (out->count == s->q->most) {
        out->exact = false;
        return false;
    }
    region = ho_arena_push(s->arena, &out->item, &out->count, sizeof *region);
    if (!region)
        return false;
    region->rule[0] = s->rule[0];
    region->rule[1] = s->rule[1];
    region->mask = ho_arena_alloc(s->arena, s->q->fields * sizeof *mask + 8);
    if (!region->mask)
        return false;
    memcpy(region->mask, mask, s->q->fields * sizeof *mask);
    at = out->count - 1;
    while (join_with(s, 0, &at))
        continue;
    return s->q->most > 1;
}

/* --- the search --- */

static bool intersect(struct search *s, const struct ho_box *a,
                      const struct ho_box *b)
{
    const struct ho_box *const boxes[] = { a, b };

    memcpy(s->space, s->q->space, s->q->fields * sizeof *s->space);
    for (size_t i = 0; i < 2; i++) {
        for (size_t t = 0; t < boxes[i]->count; t++) {
            const struct ho_term *term = &boxes[i]->term[t];

            s->space[term->field] &= term->mask;
            if (s->space[term->field] == 0)
                return false;
        }
    }
    return true;
}

static enum handoff_status ask_pair(struct search *s, size_t a, size_t b,
                                    struct handoff_error *err)
{
    const struct ho_table *t = s->q->table;
    struct ho_cover *cover = NULL;
    enum handoff_status status;

    s->rule[0] = t->row[0][a].rule;
    s->rule[1] = t->row[1][b].rule;
    if (s->twin[0][a] < b || s->twin[1][b] < a ||
        s->q->same(s->q->user, s->rule[0], s->rule[1]) ||
        !intersect(s, box_at(t, 0, a), box_at(t, 1, b)))
        return HANDOFF_OK;
    status = ho_cover_new(s->space, s->q->fields, t->box + t->rows[0] - a,
                          a + b, s->steps, &cover, err);
    if (status != HANDOFF_OK)
        return status;
    ho_cover_rest(cover, keep, s);
    status = ho_cover_status(cover, &s->out->exact, err);
    ho_cover_free(cover);
    return status;
}

/* A row is compared with all rows of the other table, which costs, too. */
static void spend(struct search *s)
{
    const size_t price = ho_words_for(s->q->table->rows[1]);

    s->out->exact = *s->steps >= price;
    *s->steps -= s->out->exact ? price : 0;
}

static bool is_done(const struct search *s)
{
    return !s->out->exact || (s->q->most == 1 && s->out->count == 1);
}

/* --- size --- */

enum { DIGITS = 32 }; /* of 32 bits: more than 128 fields of 64 cells have */

static void size_of(const struct search *s, const uint64_t *mask,
                    uint32_t *digit)
{
    memset(digit, 0, DIGITS * sizeof *digit);
    digit[0] = 1;
    for (size_t f = 0; f < s->q->fields; f++) {
        uint64_t carry = 0;

        for (size_t d = 0; d < DIGITS && mask[f]; d++) {
            carry += (uint64_t)digit[d] * ho_bits_of(mask[f]);
            digit[d] = (uint32_t)carry;
            carry >>= 32;
        }
    }
}

struct sized {
    struct ho_difference region;
    size_t fields;
    uint32_t digit[DIGITS];
};

static int largest_first(const void *a, const void *b)
{
    const struct sized *x = a, *y = b;

    for (size_t d = DIGITS; d-- > 0;)
        if (x->digit[d] != y->digit[d])
            return x->digit[d] > y->digit[d] ? -1 : 1;
    for (int side = 0; side < 2; side++)
        if (x->region.rule[side] != y->region.rule[side])
            return x->region.rule[side] < y->region.rule[side] ? -1 : 1;
    for (size_t f = 0; f < x->fields; f++)
        if (x->region.mask[f] != y->region.mask[f])
            return x->region.mask[f] < y->region.mask[f] ? -1 : 1;
    return 0;
}

static bool sort(struct search *s)
{
    struct ho_differences *out = s->out;
    struct sized *list =
        ho_arena_alloc(s->arena, (out->count + 1) * sizeof *list);

    if (!list)
        return false;
    for (size_t i = 0; i < out->count; i++) {
        list[i].region = out->item[i];
        list[i].fields = s->q->fields;
        size_of(s, out->item[i].mask, list[i].digit);
    }
    if (out->count > 1)
        qsort(list, out->count, sizeof *list, largest_first);
    for (size_t i = 0; i < out->count; i++)
        out->item[i] = list[i].region;
    return true;
}

enum handoff_status ho_differ_find(const struct ho_differ_question *question,
                                   size_t *steps, struct ho_arena *arena,
                                   struct ho_differences *out,
                                   struct handoff_error *err)
{
    struct search s = {
        .q = question, .arena = arena, .out = out, .steps = steps
    };
    enum handoff_status status = HANDOFF_OK;

    *out = (struct ho_differences){ .exact = true };
    s.space = ho_arena_alloc(arena, (question->fields + 1) * sizeof *s.space);
    if (!s.space || !find_twins(&s))
        return ho_arena_status(arena, "the regions", err);
    for (size_t a = 0; a < question->table->rows[0]; a++) {
        if (!is_done(&s))
            spend(&s);
        for (size_t b = 0; b < question->table->rows[1]; b++)
            if (status == HANDOFF_OK && !is_done(&s))
                status = ask_pair(&s, a, b, err);
    }
    if (status == HANDOFF_OK && !sort(&s))
        status = ho_arena_status(arena, "the regions", err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the regions", err);
    return status;
}
