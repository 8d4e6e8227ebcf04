/* diff_notes.c - see rules/diff_notes.h */
#include "rules/diff_notes.h"

#include "rules/lists.h"
#include "rules/outcome.h"

enum { SHOWN = 3 }; /* entries of one note */

struct noting {
    const struct handoff_policy *a, *b;
    struct ho_arena *arena;
    struct ho_diff_notes *out;
};

static void note(struct noting *n, const char *text)
{
    const char **slot =
        ho_arena_push(n->arena, &n->out->item, &n->out->count, sizeof *slot);

    if (slot)
        *slot = text;
}

/* --- fields and lists --- */

static void note_field(struct noting *n, const struct handoff_field *a,
                       const struct handoff_field *b)
{
    if (a->type != b->type) {
        note(n, ho_arena_format(n->arena,
                                "field %s was of type %s and is of type %s: "
                                "each policy reads its own",
                                a->name, handoff_type_name(a->type),
                                handoff_type_name(b->type)));
        return;
    }
    for (size_t i = 0; i < b->value_count; i++)
        if (handoff_enum_find(a, ho_slice(b->value[i].name)) < 0)
            note(n, ho_arena_format(n->arena, "field %s has the new value %s",
                                    a->name, b->value[i].name));
    for (size_t i = 0; i < a->value_count; i++)
        if (handoff_enum_find(b, ho_slice(a->value[i].name)) < 0)
            note(n,
                 ho_arena_format(n->arena, "field %s has no value %s any more",
                                 a->name, a->value[i].name));
}

static void note_fields(struct noting *n)
{
    for (size_t i = 0; i < n->a->fields.count; i++) {
        const struct handoff_field *field = &n->a->fields.item[i];
        const int at = handoff_field_find(&n->b->fields, ho_slice(field->name));

        if (at == HANDOFF_NO_FIELD)
            note(n, ho_arena_format(n->arena, "field %s is gone", field->name));
        else
            note_field(n, field, &n->b->fields.item[at]);
    }
    for (size_t i = 0; i < n->b->fields.count; i++)
        if (handoff_field_find(&n->a->fields,
                               ho_slice(n->b->fields.item[i].name)) ==
            HANDOFF_NO_FIELD)
            note(n, ho_arena_format(n->arena, "field %s is new",
                                    n->b->fields.item[i].name));
}

/* What of `set` is not in `other`. */
static void note_entries(struct noting *n, const char *list, const char *what,
                         const struct ho_set *set, const struct ho_set *other)
{
    const char *shown = "";
    size_t count = 0;

    for (size_t i = 0; i < set->count; i++) {
        if (ho_set_has(other, set->item[i]))
            continue;
        if (count < SHOWN)
            shown =
                ho_arena_format(n->arena, "%s%s%.*s", shown, count ? ", " : "",
                                (int)set->item[i].len, set->item[i].ptr);
        count++;
    }
    if (count > 0)
        note(n, ho_arena_format(n->arena, "list %s %s %zu %s: %s%s", list, what,
                                count, count == 1 ? "entry" : "entries", shown,
                                count > SHOWN ? " ..." : ""));
}

static void note_lists(struct noting *n)
{
    static const struct ho_set none;

    for (size_t i = 0; i < n->a->list_count; i++) {
        const struct ho_list *a = &n->a->list[i];
        const struct ho_list *b = ho_list_find(n->b, ho_slice(a->name));

        if (b) {
            note_entries(n, a->name, "gains", &b->set, &a->set);
            note_entries(n, a->name, "loses", &a->set, &b->set);
        } else
            note(n, ho_arena_format(n->arena, "list %s is gone", a->name));
    }
    for (size_t i = 0; i < n->b->list_count; i++)
        if (!ho_list_find(n->a, ho_slice(n->b->list[i].name)))
            note_entries(n, n->b->list[i].name, "is new and has",
                         &n->b->list[i].set, &none);
}

/* --- what is unknown --- */

/* 0: nothing; 1: matches; 2: does not match. */
static int assumed(const struct handoff_policy *p, const struct ho_rule *rule,
                   const char *field)
{
    for (size_t i = 0; i < rule->assume_count; i++)
        if (strcmp(p->fields.item[rule->assume[i].field].name, field) == 0)
            return rule->assume[i].matches ? 1 : 2;
    return 0;
}

static bool demanded(const struct handoff_policy *p, const struct ho_rule *rule,
                     const char *field)
{
    for (size_t i = 0; i < rule->demand_count; i++)
        if (strcmp(p->fields.item[rule->demands[i]].name, field) == 0)
            return true;
    return false;
}

static void note_unknowns(struct noting *n, const struct ho_rule *a,
                          const struct ho_rule *b)
{
    static const char *const words[] = { "leaves it open", "takes it to match",
                                         "takes it not to match" };

    for (size_t f = 0; f < n->b->fields.count; f++) {
        const char *field = n->b->fields.item[f].name;
        const int before = assumed(n->a, a, field);
        const int now = assumed(n->b, b, field);

        if (before != now)
            note(n, ho_arena_format(n->arena,
                                    "where %s is unknown, %s %s; it was: %s",
                                    field, b->id, words[now], words[before]));
        if (demanded(n->a, a, field) != demanded(n->b, b, field))
            note(n, ho_arena_format(
                        n->arena, "%s %s %s stated in so many words", b->id,
                        demanded(n->b, b, field) ? "demands now to have"
                                                 : "no longer demands to have",
                        field));
    }
}

static const struct ho_rule *find_rule(const struct handoff_policy *p,
                                       const char *id)
{
    for (size_t i = 0; i < p->rule_count; i++)
        if (strcmp(p->rule[i].id, id) == 0)
            return &p->rule[i];
    return NULL;
}

static void note_undecided(struct noting *n)
{
    const struct handoff_policy *a = n->a, *b = n->b;

    if (!ho_outcome_same(HO_ON_ROUTE | HO_ON_OWNER | HO_ON_REASON,
                         &a->undecided, &b->undecided) ||
        a->undecided.sla != b->undecided.sla)
        note(n, ho_arena_format(
                    n->arena, "undecided leads go elsewhere: %s %s, %s before",
                    handoff_route_name(b->undecided.route), b->undecided.owner,
                    a->undecided.owner));
    if (a->undecided.review != b->undecided.review)
        note(n, b->undecided.review
                    ? "undecided leads wait for a person now"
                    : "undecided leads no longer wait for a person");
    if (a->ask_at_most != b->ask_at_most)
        note(n, ho_arena_format(n->arena,
                                "at most %zu facts are asked for, %zu before",
                                b->ask_at_most, a->ask_at_most));
    for (int i = 0; i < 2; i++)
        if (a->weight[i] != b->weight[i])
            note(n, ho_arena_format(n->arena,
                                    "evidence weighs %d percent, %d before",
                                    b->weight[i], a->weight[i]));
    if (a->decides_on != b->decides_on)
        note(n, "decides_on names other outcomes: other facts are asked for");
}

/* --- names --- */

static bool same_row(const struct ho_box *x, const struct ho_box *y)
{
    if (x->count != y->count)
        return false;
    for (size_t t = 0; t < x->count; t++)
        if (x->term[t].field != y->term[t].field ||
            x->term[t].mask != y->term[t].mask)
            return false;
    return true;
}

static bool same_tests(const struct ho_refined *r, const struct ho_rule *x,
                       const struct ho_rule *y)
{
    const struct ho_box *middle = r->space.box + r->policy[HO_OLD]->row_count;

    if (x->row_count != y->row_count)
        return false;
    for (size_t i = 0; i < x->row_count; i++)
        if (!same_row(middle - 1 - (x->first_row + i),
                      middle + y->first_row + i))
            return false;
    return true;
}

/* A rule that is gone and a new one of the same tests and outcome. */
static void note_renames(struct noting *n, const struct ho_refined *r)
{
    for (size_t i = 0; i < n->a->rule_count; i++) {
        const struct ho_rule *a = &n->a->rule[i];

        if (find_rule(n->b, a->id))
            continue;
        for (size_t k = 0; k < n->b->rule_count; k++) {
            const struct ho_rule *b = &n->b->rule[k];
            const char **slot;

            if (find_rule(n->a, b->id) || !ho_rules_agree(a, b) ||
                !same_tests(r, a, b))
                continue;
            slot = ho_arena_push(n->arena, &n->out->rename,
                                 &n->out->rename_count, sizeof *slot);
            if (slot)
                *slot = ho_arena_format(n->arena, "%s is %s now", a->id, b->id);
            note_unknowns(n, a, b);
            break;
        }
    }
}

enum handoff_status ho_diff_find_notes(const struct ho_refined *refined,
                                       struct ho_arena *arena,
                                       struct ho_diff_notes *out,
                                       struct handoff_error *err)
{
    struct noting n = { .a = refined->policy[HO_OLD],
                        .b = refined->policy[HO_NEW],
                        .arena = arena,
                        .out = out };

    *out = (struct ho_diff_notes){ 0 };
    if (strcmp(n.a->name, n.b->name) != 0)
        note(&n, ho_arena_format(n.arena,
                                 "the policies have different names: %s and %s",
                                 n.a->name, n.b->name));
    note_fields(&n);
    note_lists(&n);
    for (size_t i = 0; i < n.b->rule_count; i++) {
        const struct ho_rule *before = find_rule(n.a, n.b->rule[i].id);

        if (before)
            note_unknowns(&n, before, &n.b->rule[i]);
    }
    note_undecided(&n);
    if (!refined->too_wide)
        note_renames(&n, refined);
    return ho_arena_status(arena, "the notes", err);
}

static void write_texts(struct ho_writer *w, const char *key,
                        const char *const *item, size_t count)
{
    ho_write_array(w, key);
    for (size_t i = 0; i < count; i++)
        ho_write_text(w, NULL, item[i]);
    ho_write_end_array(w);
}

void ho_diff_write_notes(struct ho_writer *w, const struct ho_diff_notes *notes)
{
    write_texts(w, "notes", notes->item, notes->count);
    write_texts(w, "renamed", notes->rename, notes->rename_count);
}
