/* collect.c - see record/collect.h */
#include "record/collect.h"

#include <stdio.h>
#include <stdlib.h>

#include "record/policies.h"
#include "record/suppress.h"

enum {
    FILE_BYTES = 1 << 30,
    LEAD_BYTES = 32 << 20,
    POLICY_BYTES = 16 << 20,
    FIRST_ROOM = 1024
};

static const enum ho_file line_files[] = {
    [HO_LINE_TASK] = HO_FILE_TASKS, [HO_LINE_NOTE] = HO_FILE_NOTES
};

struct collect {
    struct handoff_record *record;
    const struct handoff_crm_settings *settings;
    enum handoff_crm_target target;
    struct ho_arena *lead; /* texts of one lead */
    struct ho_suppression suppression;
    char policy[HO_SHA256_HEX]; /* asked about last, */
    bool approved;              /* and the answer */
    struct ho_collected *out;
};

/* --- one lead
 * ----------------------------------------------------------------- */

static const char *lower(struct ho_arena *arena, const char *text)
{
    char *out = ho_arena_alloc(arena, strlen(text) + 1);

    for (size_t i = 0; out && text[i]; i++)
        out[i] =
            text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
    return out ? out : "";
}

static struct ho_leaving *add_item(struct ho_collected *out)
{
    if (out->count == out->room) {
        const size_t room = out->room ? 2 * out->room : FIRST_ROOM;
        struct ho_leaving *grown = realloc(out->item, room * sizeof *grown);

        if (!grown)
            return NULL;
        out->item = grown;
        out->room = room;
    }
    out->item[out->count] = (struct ho_leaving){ 0 };
    return &out->item[out->count++];
}

static void add_row(struct collect *c, struct ho_leaving *item,
                    enum ho_file file, const struct ho_update *u)
{
    struct ho_buffer *rows = &c->out->rows[file];

    item->span[file].start = rows->len;
    ho_layout_row(rows, c->target, file, u);
    item->span[file].end = rows->len;
}

static enum handoff_status add_line(struct collect *c, struct ho_leaving *item,
                                    enum ho_line_kind kind,
                                    const struct ho_update *u,
                                    struct handoff_error *err)
{
    bool is_out = false;
    const enum handoff_status status =
        ho_update_is_out(c->record, u, c->target, kind, &is_out, err);

    if (status == HANDOFF_OK && !is_out)
        add_row(c, item, line_files[kind], u);
    return status;
}

/* Each policy that decided once; they are few. */
static void add_policy(struct ho_collected *out, const char *policy)
{
    const struct handoff_slice all = ho_buffer_slice(&out->policies);

    if (all.len > 0 && ho_find(all, 0, ho_slice(policy)) != SIZE_MAX)
        return;
    ho_buffer_text(&out->policies, policy);
    ho_buffer_byte(&out->policies, '\n');
}

/* A person decides pursuit: here by having approved the policy that does. */
static enum handoff_status check_free(struct collect *c, struct ho_update *u,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (!u->free_by || u->why != HO_WITHHELD_NOTHING)
        return HANDOFF_OK;
    if (strcmp(c->policy, u->policy_sha256) != 0) {
        status = ho_policy_stands(c->record, u->policy_name, u->policy_version,
                                  u->policy_sha256, &c->approved, err);
        snprintf(c->policy, sizeof c->policy, "%s", u->policy_sha256);
    }
    if (!c->approved)
        u->why = HO_WITHHELD_POLICY;
    return status;
}

static enum handoff_status check_person(struct collect *c, struct ho_update *u,
                                        struct handoff_error *err)
{
    bool suppressed = false;
    const enum handoff_status status =
        ho_suppression_has(&c->suppression, u->email, &suppressed, err);

    if (suppressed)
        u->why = HO_WITHHELD_SUPPRESSED;
    return status == HANDOFF_OK ? check_free(c, u, err) : status;
}

static enum handoff_status add_update(struct collect *c, struct ho_update *u,
                                      struct handoff_error *err)
{
    struct ho_leaving *item = add_item(c->out);
    enum handoff_status status = HANDOFF_OK;

    if (!item)
        return ho_no_memory(err);
    status = check_person(c, u, err);
    *item = (struct ho_leaving){
        .lead = u->lead,
        .decision = u->decision,
        .review = u->review,
        .name = ho_arena_text(c->out->arena, u->name),
        .email = lower(c->out->arena, u->email),
        .why = u->why,
        .free_by = u->free_by ? ho_arena_text(c->out->arena, u->free_by) : NULL,
        .no_owner = u->no_owner
    };
    if (status != HANDOFF_OK || u->why != HO_WITHHELD_NOTHING)
        return status;
    add_policy(c->out, u->policy);
    add_row(c, item, HO_FILE_CONTACTS, u);
    if (!u->no_owner && *u->next_action)
        status = add_line(c, item, HO_LINE_TASK, u, err);
    if (status == HANDOFF_OK && *u->note)
        status = add_line(c, item, HO_LINE_NOTE, u, err);
    return status;
}

static enum handoff_status read_all(struct collect *c,
                                    struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_update_query(c->record, &q);
    while (status == HANDOFF_OK && ho_step(&q)) {
        struct ho_update update;

        ho_arena_clear(c->lead);
        status =
            ho_update_read(&q, c->settings, c->target, c->lead, &update, err);
        if (status == HANDOFF_OK)
            status = add_update(c, &update, err);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

/* --- each person once
 * --------------------------------------------------------- */

static int by_email(const void *left, const void *right)
{
    const struct ho_leaving *a = *(struct ho_leaving *const *)left;
    const struct ho_leaving *b = *(struct ho_leaving *const *)right;
    const int order = strcmp(a->email, b->email);

    return order != 0 ? order : (a->lead > b->lead) - (a->lead < b->lead);
}

/* Of several leads of an address that may leave the newest speaks. */
static enum handoff_status keep_newest(struct ho_collected *out,
                                       struct handoff_error *err)
{
    struct ho_leaving **order = malloc((out->count + 1) * sizeof *order);
    size_t count = 0;

    if (!order)
        return ho_no_memory(err);
    for (size_t i = 0; i < out->count; i++)
        if (out->item[i].why == HO_WITHHELD_NOTHING)
            order[count++] = &out->item[i];
    qsort(order, count, sizeof *order, by_email);
    for (size_t i = 0; i + 1 < count; i++)
        if (strcmp(order[i]->email, order[i + 1]->email) == 0)
            order[i]->why = HO_WITHHELD_OTHER_LEAD;
    free(order);
    return HANDOFF_OK;
}

/* --- files
 * -------------------------------------------------------------------- */

static void fill_file(struct ho_collected *out, enum handoff_crm_target target,
                      enum ho_file file)
{
    const struct handoff_slice rows = ho_buffer_slice(&out->rows[file]);

    ho_layout_header(&out->file[file], target, file);
    for (size_t i = 0; i < out->count; i++) {
        const struct ho_leaving *item = &out->item[i];
        const struct ho_span span = item->span[file];

        if (item->why != HO_WITHHELD_NOTHING || span.end == span.start)
            continue;
        ho_buffer_add(&out->file[file], ho_part(rows, span.start, span.end));
        out->lines[file]++;
    }
}

static enum handoff_status fill_files(struct ho_collected *out,
                                      enum handoff_crm_target target,
                                      struct handoff_error *err)
{
    enum handoff_status status =
        ho_buffer_status(&out->policies, "the policies", err);

    for (int f = 0; f < HO_FILES && status == HANDOFF_OK; f++) {
        status =
            ho_buffer_status(&out->rows[f], ho_file_name((enum ho_file)f), err);
        if (status == HANDOFF_OK)
            fill_file(out, target, (enum ho_file)f);
        if (status == HANDOFF_OK)
            status = ho_buffer_status(&out->file[f],
                                      ho_file_name((enum ho_file)f), err);
        ho_buffer_release(&out->rows[f]);
    }
    for (size_t i = 0; i < out->count; i++)
        out->withheld += out->item[i].why != HO_WITHHELD_NOTHING;
    return status;
}

enum handoff_status ho_collect(struct handoff_record *record,
                               const struct handoff_crm_settings *settings,
                               enum handoff_crm_target target,
                               struct ho_collected *out,
                               struct handoff_error *err)
{
    struct collect c = { record, settings, target, ho_arena_new(LEAD_BYTES),
                         { 0 },  "",       false,  out };
    enum handoff_status status = HANDOFF_OK;

    *out = (struct ho_collected){ .arena = ho_arena_new(FILE_BYTES) };
    for (int f = 0; f < HO_FILES; f++) {
        ho_buffer_init(&out->rows[f], FILE_BYTES);
        ho_buffer_init(&out->file[f], FILE_BYTES);
    }
    ho_buffer_init(&out->policies, POLICY_BYTES);
    status = c.lead && out->arena ? HANDOFF_OK : ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = ho_suppression_open(record, INT64_MAX, &c.suppression, err);
    if (status == HANDOFF_OK)
        status = read_all(&c, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(out->arena, "an export", err);
    if (status == HANDOFF_OK)
        status = keep_newest(out, err);
    if (status == HANDOFF_OK)
        status = fill_files(out, target, err);
    ho_arena_free(c.lead);
    return status;
}

void ho_collected_release(struct ho_collected *c)
{
    for (int f = 0; f < HO_FILES; f++) {
        ho_buffer_release(&c->rows[f]);
        ho_buffer_release(&c->file[f]);
    }
    ho_buffer_release(&c->policies);
    free(c->item);
    ho_arena_free(c->arena);
}
