/* lint_fields.c - fields and values that change nothing. */
#include "rules/cells.h"
#include "rules/differ.h"
#include "rules/lint.h"
#include "rules/outcome.h"

enum { SCRATCH_BYTES = 64 * 1024 * 1024, WORD_BYTES = 1 << 16 };

/* --- dead fields --- */

/* The policy with one field held at one cell, twice: at this cell and at the
 * next.  Where no pair of neighbouring cells differs, the field is dead. */
struct held {
    const struct handoff_policy *policy;
    int field;
    struct ho_box *box;
    struct ho_row *row[2];
    struct ho_table table;
};

/* false: the row does not have the cell. */
static bool hold(const struct held *h, const struct ho_row *row, size_t cell,
                 struct ho_arena *arena, struct ho_box *box)
{
    struct ho_term *term =
        ho_arena_alloc(arena, (row->term_count + 1) * sizeof *term);

    *box = (struct ho_box){ term, 0 };
    for (size_t t = 0; term && t < row->term_count; t++) {
        if (row->term[t].field != h->field)
            term[box->count++] = row->term[t];
        else if (!(row->term[t].mask >> cell & 1))
            return false;
    }
    return true;
}

/* The rows of one side, from the first on; boxes of side 0 lie backwards
 * before those of side 1. */
static void hold_rows(struct held *h, int side, size_t cell,
                      struct ho_arena *arena)
{
    const struct handoff_policy *p = h->policy;
    size_t count = 0;

    for (size_t r = 0; r < p->row_count; r++) {
        struct ho_box *box =
            h->box + (side ? p->row_count + count : p->row_count - 1 - count);

        if (!hold(h, &p->row[r], cell, arena, box))
            continue;
        h->row[side][count++] = p->row[r];
    }
    h->table.rows[side] = count;
    h->table.row[side] = h->row[side];
}

static bool same_outcome(const void *user, size_t a, size_t b)
{
    const struct handoff_policy *p = user;

    return ho_rules_agree(&p->rule[a], &p->rule[b]);
}

/* Is anything decided differently with the next cell? */
static enum handoff_status ask_cells(struct ho_lint *lint, struct held *h,
                                     size_t cell, const uint64_t *space,
                                     struct ho_arena *arena, bool *differs)
{
    const struct ho_differ_question question = { .table = &h->table,
                                                 .space = space,
                                                 .fields =
                                                     h->policy->fields.count,
                                                 .same = same_outcome,
                                                 .user = h->policy,
                                                 .most = 1 };
    struct ho_differences found;
    enum handoff_status status;

    hold_rows(h, 0, cell, arena);
    hold_rows(h, 1, cell + 1, arena);
    /* side 0 is counted back from the first box of side 1 */
    h->table.box = h->box + h->policy->row_count - h->table.rows[0];
    status = ho_differ_find(&question, &lint->steps, arena, &found, lint->err);
    if (status == HANDOFF_OK)
        *differs = found.count > 0 || !found.exact;
    if (status == HANDOFF_OK && found.count == 0 && !found.exact)
        lint->inexact++;
    return status;
}

static enum handoff_status is_dead(struct ho_lint *lint, int field,
                                   struct ho_arena *arena, bool *dead)
{
    const struct handoff_policy *p = &lint->view;
    struct held h = { .policy = p, .field = field };
    uint64_t *space = ho_worlds(p, arena);
    bool differs = false;
    enum handoff_status status = HANDOFF_OK;

    h.box = ho_arena_alloc(arena, 2 * p->row_count * sizeof *h.box);
    for (int side = 0; side < 2; side++)
        h.row[side] = ho_arena_alloc(arena, p->row_count * sizeof *h.row[side]);
    if (!space || !h.box || !h.row[0] || !h.row[1])
        return ho_arena_status(arena, "a field's cells", lint->err);
    space[field] = 0;
    for (size_t c = 0;
         c + 1 < p->cells[field].count && status == HANDOFF_OK && !differs; c++)
        status = ask_cells(lint, &h, c, space, arena, &differs);
    *dead = !differs;
    return status;
}

static enum handoff_status check_dead(struct ho_lint *lint, int field)
{
    const struct handoff_field *f = &lint->policy->fields.item[field];
    struct ho_arena *arena = ho_arena_new(SCRATCH_BYTES);
    bool dead = false;
    enum handoff_status status =
        arena ? is_dead(lint, field, arena, &dead) : ho_no_memory(lint->err);

    if (status == HANDOFF_TOO_LARGE) { /* its ceiling is a budget, too */
        lint->inexact++;
        status = HANDOFF_OK;
    } else if (status == HANDOFF_OK && dead)
        ho_lint_add(lint, HANDOFF_LINT_DEAD_FIELD_CODE, f->line, f->line,
                    f->name,
                    "is tested, and no value of it changes a "
                    "decision");
    ho_arena_free(arena);
    return status;
}

/* --- values and fields that no rule names --- */

/* A bit a value that a test of the field names. */
static uint64_t named_values(const struct handoff_policy *p, int field)
{
    uint64_t named = 0;

    for (size_t r = 0; r < p->row_count; r++)
        for (size_t t = 0; t < p->row[r].test_count; t++)
            if (p->row[r].test[t]->field == field)
                named |= p->row[r].test[t]->values;
    return named;
}

static void check_values(struct ho_lint *lint, int field)
{
    const struct handoff_field *f = &lint->policy->fields.item[field];
    const uint64_t named = named_values(lint->policy, field);
    struct ho_buffer b;
    size_t count = 0;

    ho_buffer_init(&b, WORD_BYTES);
    for (size_t i = 0; i < f->value_count; i++) {
        if (named >> i & 1)
            continue;
        ho_buffer_format(&b, "%s%s", count++ ? ", " : "", f->value[i].name);
    }
    if (count > 1)
        ho_lint_add(lint, HANDOFF_LINT_UNTESTED_VALUES_CODE, f->line, f->line,
                    f->name, "no rule tells these values apart: %s",
                    ho_lint_text(lint, &b));
    else
        ho_buffer_release(&b);
}

enum handoff_status ho_lint_fields(struct ho_lint *lint)
{
    const struct handoff_policy *p = lint->policy;
    enum handoff_status status = HANDOFF_OK;

    for (size_t f = 0; f < p->fields.count && status == HANDOFF_OK; f++) {
        const struct handoff_field *field = &p->fields.item[f];

        if (p->cells[f].count > 0) {
            status = check_dead(lint, (int)f);
            if (field->type == HANDOFF_TYPE_ENUM)
                check_values(lint, (int)f);
        } else if (field->needed_for & HANDOFF_NEED_ROUTE)
            ho_lint_add(lint, HANDOFF_LINT_UNTESTED_FIELD_CODE, field->line,
                        field->line, field->name,
                        "is needed for the route, and no rule tests it");
    }
    return status;
}
