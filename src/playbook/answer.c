/* answer.c - see <handoff/answer.h> */
#include <handoff/answer.h>

#include <stdlib.h>

#include <handoff/clock.h>

#include "base/utf8.h"
#include "playbook/answer.h"
#include "rules/model.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    ARENA_BYTES = 512 << 20,
    JSON_BYTES = 64 << 20,
    SHOWN = 240, /* bytes of a cell in a finding */
    OWNERS = 500 /* of one batch; a further one counts as not known */
};

static const struct {
    enum handoff_answer_group group;
    const char *name, *meaning;
} codes[] = {
#define X(name, group, word, text) { HANDOFF_ANSWER_##group, word, text },
    HANDOFF_ANSWER_MAP(X)
#undef X
};

static const char *const groups[] = {
#define X(name, word, text) word,
    HANDOFF_ANSWER_GROUP_MAP(X)
#undef X
};

static const char *const sections[] = {
#define X(name, text) text,
    HANDOFF_SECTION_MAP(X)
#undef X
};

const char *handoff_answer_code_name(enum handoff_answer_code code)
{
    return codes[code].name;
}

enum handoff_answer_group handoff_answer_code_group(
    enum handoff_answer_code code)
{
    return codes[code].group;
}

/* --- findings ------------------------------------------------------------- */

struct ho_place ho_cell_place(const struct ho_cell *cell)
{
    return (struct ho_place){ cell->section, cell->lead,       cell->situation,
                              cell->label,   cell->label_text, cell->line };
}

const char *ho_cell_text(struct ho_answer *a, const struct ho_cell *cell)
{
    return ho_arena_copy(a->arena, ho_utf8_cut(cell->said.text, SHOWN));
}

static bool is_known(const struct ho_answer *a,
                     const struct handoff_answer_finding *f)
{
    for (size_t i = 0; i < a->founds; i++)
        if (a->found[i].code == f->code &&
            strcmp(a->found[i].lead, f->lead) == 0 &&
            strcmp(a->found[i].said, f->said) == 0 &&
            strcmp(a->found[i].why, f->why) == 0 &&
            (*f->said || a->found[i].section == f->section))
            return true;
    return false;
}

void ho_answer_found(struct ho_answer *a, enum handoff_answer_code code,
                     const struct ho_place *at, const char *said,
                     const char *want, const char *why)
{
    const struct handoff_answer_finding f = {
        .code = code,
        .section = at->section,
        .lead = at->lead >= 0
                    ? handoff_map_entry(a->map, (size_t)at->lead)->lead->id
                    : "",
        .said = said,
        .want = want,
        .why = why,
        .line = at->line
    };
    struct handoff_answer_finding *slot;

    if (is_known(a, &f))
        return; /* said again in another section */
    a->group[codes[code].group]++;
    if (a->founds >= HANDOFF_ANSWER_FINDINGS)
        return;
    slot = ho_arena_push(a->arena, &a->found, &a->founds, sizeof *slot);
    if (slot)
        *slot = f;
}

static int by_place(const void *x, const void *y)
{
    const struct handoff_answer_finding *a = x, *b = y;
    const enum handoff_answer_group p = codes[a->code].group,
                                    q = codes[b->code].group;

    if (p != q)
        return p < q ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    if (a->section != b->section)
        return a->section < b->section ? -1 : 1;
    if (strcmp(a->lead, b->lead) != 0)
        return strcmp(a->lead, b->lead);
    return strcmp(a->said, b->said) != 0 ? strcmp(a->said, b->said)
                                         : strcmp(a->why, b->why);
}

/* --- check ---------------------------------------------------------------- */

static enum handoff_status add_owner(struct ho_answer *a, const char *name,
                                     struct handoff_error *err)
{
    struct ho_said said;
    struct ho_said *slot;
    enum handoff_status status =
        ho_said_make(a->arena, ho_slice(name), &said, err);

    if (status != HANDOFF_OK || said.count == 0 || a->owners >= OWNERS)
        return status;
    for (size_t i = 0; i < a->owners; i++)
        if (ho_said_is(&a->owner[i], said.norm))
            return HANDOFF_OK;
    slot = ho_arena_push(a->arena, &a->owner, &a->owners, sizeof *slot);
    if (slot)
        *slot = said;
    return HANDOFF_OK;
}

/* Of the policy, and those whom the CRM names. */
static enum handoff_status find_owners(struct ho_answer *a,
                                       struct handoff_error *err)
{
    const struct handoff_policy *policy = a->map->in.policy;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < policy->owner_count && status == HANDOFF_OK; i++)
        status = add_owner(a, policy->owner[i].name, err);
    for (size_t i = 0; i < handoff_map_count(a->map) && status == HANDOFF_OK;
         i++)
        status = add_owner(a, handoff_map_entry(a->map, i)->owner, err);
    return status;
}

static enum handoff_status begin(struct ho_answer *a,
                                 const struct handoff_map *map,
                                 struct handoff_error *err)
{
    const size_t leads = handoff_map_count(map);
    char today[HANDOFF_TIME_TEXT];
    enum handoff_status status;

    a->map = map;
    a->as_of = map->in.as_of;
    a->seen = ho_arena_alloc(a->arena, (leads + 1) * sizeof *a->seen);
    a->spoken = ho_arena_alloc(a->arena, (leads + 1) * sizeof *a->spoken);
    handoff_date_text(a->as_of, today);
    a->today = ho_arena_text(a->arena, today);
    status = ho_arena_status(a->arena, "the answer", err);
    if (status == HANDOFF_OK)
        status = ho_names_make(a->arena, map, &a->names, err);
    return status == HANDOFF_OK ? find_owners(a, err) : status;
}

static enum handoff_status run(struct ho_answer *a, struct handoff_slice text,
                               struct handoff_error *err)
{
    bool json = false;
    enum handoff_status status = ho_answer_read_json(a, text, &json, err);

    if (status == HANDOFF_OK && !json)
        status = ho_answer_read(a, text, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(a->arena, "the answer", err);
    if (status == HANDOFF_OK)
        status = ho_answer_check_rules(a, err);
    if (status == HANDOFF_OK)
        status = ho_answer_check_claims(a, err);
    if (status == HANDOFF_OK)
        status = ho_answer_check_missing(a, err);
    return status == HANDOFF_OK ? ho_arena_status(a->arena, "the answer", err)
                                : status;
}

static struct handoff_answer_check *finish(struct ho_answer *a)
{
    struct handoff_answer_check *check =
        ho_arena_alloc(a->arena, sizeof *check);

    if (!check)
        return NULL;
    if (a->founds > 0)
        qsort(a->found, a->founds, sizeof *a->found, by_place);
    *check = (struct handoff_answer_check){ .item = a->found,
                                            .count = a->founds,
                                            .cells = a->cells,
                                            .arena = a->arena };
    memcpy(check->group, a->group, sizeof check->group);
    for (size_t i = 0; i < handoff_map_count(a->map); i++)
        check->leads += a->spoken[i];
    return check;
}

enum handoff_status handoff_answer_check(const struct handoff_map *map,
                                         struct handoff_slice answer,
                                         struct handoff_answer_check **out,
                                         struct handoff_error *err)
{
    struct ho_answer a = { 0 };
    struct handoff_answer_check *check = NULL;
    enum handoff_status status;

    if (answer.len > HANDOFF_ANSWER_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the answer has %zu bytes, more than %d; check it "
                       "section by section",
                       answer.len, HANDOFF_ANSWER_BYTES);
    status = ho_utf8_check(answer, err);
    if (status != HANDOFF_OK)
        return status;
    a.arena = ho_arena_new(ARENA_BYTES);
    if (!a.arena)
        return ho_no_memory(err);
    status = begin(&a, map, err);
    if (status == HANDOFF_OK)
        status = run(&a, answer, err);
    if (status == HANDOFF_OK)
        check = finish(&a);
    if (status == HANDOFF_OK && !check)
        status = ho_no_memory(err);
    if (status == HANDOFF_OK)
        *out = check;
    else
        ho_arena_free(a.arena);
    return status;
}

void handoff_answer_check_free(struct handoff_answer_check *check)
{
    if (check)
        ho_arena_free(check->arena);
}

/* --- JSON ----------------------------------------------------------------- */

static void write_finding(struct ho_writer *w,
                          const struct handoff_answer_finding *f)
{
    ho_write_object(w, NULL);
    ho_write_text(w, "group", groups[codes[f->code].group]);
    ho_write_text(w, "problem", codes[f->code].name);
    ho_write_text(w, "section",
                  f->section < HANDOFF_SECTION_COUNT ? sections[f->section]
                                                     : NULL);
    ho_write_text(w, "lead", *f->lead ? f->lead : NULL);
    if (f->line > 0)
        ho_write_integer(w, "line", (int64_t)f->line);
    else
        ho_write_null(w, "line");
    ho_write_text(w, "said", f->said);
    ho_write_text(w, "want", f->want);
    ho_write_text(w, "why", f->why);
    ho_write_end_object(w);
}

static void write_check(struct ho_writer *w,
                        const struct handoff_answer_check *check)
{
    size_t all = 0;

    ho_write_object(w, NULL);
    for (size_t g = 0; g < COUNT(groups); g++) {
        ho_write_integer(w, groups[g], (int64_t)check->group[g]);
        all += check->group[g];
    }
    if (all > check->count) /* a template takes 0 for some */
        ho_write_integer(w, "more", (int64_t)(all - check->count));
    else
        ho_write_null(w, "more");
    ho_write_bool(w, "clean", all == 0);
    ho_write_integer(w, "leads_named", (int64_t)check->leads);
    ho_write_integer(w, "statements", (int64_t)check->cells);
    ho_write_array(w, "findings");
    for (size_t i = 0; i < check->count; i++)
        write_finding(w, &check->item[i]);
    ho_write_end_array(w);
    ho_write_end_object(w);
}

enum handoff_status handoff_answer_json(
    const struct handoff_answer_check *check, const struct handoff_map *map,
    char **json, struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;
    char *whole = NULL;
    enum handoff_status status = handoff_map_json(map, &whole, err);

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&b, JSON_BYTES);
    ho_buffer_add(&b, ho_part(ho_slice(whole), 0, strlen(whole) - 1));
    ho_buffer_text(&b, ",\"answer\":");
    ho_writer_init(&w, &b, 0);
    write_check(&w, check);
    ho_buffer_byte(&b, '}');
    free(whole);
    return ho_buffer_take(&b, "the checked answer", json, NULL, err);
}
