/* table.c - a table of any length through the gates, row by row; see
 * <handoff/screen.h>
 *
 * No batch holds the rows, so duplicates are told by what is kept of their
 * keys.  Which row is whose duplicate is decided as in a batch.
 */
#include "screen/screen.h"

#include "intake/csv_stream.h"
#include "screen/seen.h"

enum { FACTS_BYTES = 4 << 20 /* of one row */ };

struct table {
    struct ho_screen screen;
    struct ho_seen *seen; /* NULL: duplicates are not looked for */
    const struct handoff_lead_sink *sink;
};

/* The earlier row with that key, by its line; NULL where there is none. */
static enum handoff_status look_up(struct table *t, const char *kind,
                                   const char *key, const char **out)
{
    struct ho_arena *arena = t->screen.arena;
    enum handoff_status status = HANDOFF_OK;
    size_t first = 0;

    *out = NULL;
    if (key)
        status =
            ho_seen_enter(t->seen, ho_arena_format(arena, "%s:%s", kind, key),
                          t->screen.lead->line, &first, t->screen.err);
    if (first > 0)
        *out = ho_arena_format(arena, "line %zu", first);
    return status;
}

/* An id that two people have makes neither a copy of the other. */
static const char *receipt_key(const struct table *t, const struct ho_draft *d)
{
    if (!d->receipt.text)
        return NULL;
    return ho_arena_format(t->screen.arena, "%s %s", d->receipt.text,
                           d->person.text ? d->person.text : "");
}

static enum handoff_status find_earlier(struct table *t, struct ho_draft *d)
{
    struct ho_screen *const s = &t->screen;
    const char *replay = NULL, *person = NULL, *crm = NULL, *phone = NULL;
    enum handoff_status status =
        look_up(t, "submission", receipt_key(t, d), &replay);

    if (status == HANDOFF_OK)
        status = look_up(t, "person", d->person.text, &person);
    if (status == HANDOFF_OK)
        status = look_up(t, "crm", ho_crm_key(s->arena, d), &crm);
    if (status == HANDOFF_OK)
        status = look_up(t, "phone", ho_phone_key(s->arena, s), &phone);
    if (status != HANDOFF_OK)
        return status;
    d->lead.origin.replay_of = replay;
    d->lead.duplicate_of = replay ? replay : person;
    ho_state_duplicate(s, d, crm, phone);
    return HANDOFF_OK;
}

static enum handoff_status on_draft(void *user, struct ho_draft *draft,
                                    struct handoff_error *err)
{
    struct table *t = user;
    enum handoff_status status;

    ho_arena_clear(t->screen.arena);
    t->screen.err = err;
    status = ho_screen_begin(&t->screen, &draft->lead);
    if (status == HANDOFF_OK && t->seen)
        status = find_earlier(t, draft);
    if (status == HANDOFF_OK)
        status = ho_screen_end(&t->screen, &draft->lead);
    if (status == HANDOFF_OK)
        status = t->sink->lead(t->sink->user, &draft->lead, err);
    return status;
}

static enum handoff_status on_refused(void *user,
                                      const struct handoff_refused *refused,
                                      struct handoff_error *err)
{
    const struct table *t = user;

    return t->sink->refused(t->sink->user, refused, err);
}

static enum handoff_status begin(struct table *t, struct handoff_error *err)
{
    t->screen.arena = ho_arena_new(FACTS_BYTES);
    if (!t->screen.how->alone)
        t->seen = ho_seen_new();
    if (!t->screen.arena || (!t->screen.how->alone && !t->seen))
        return ho_no_memory(err);
    return ho_phrases_new(&t->screen.phrases, err);
}

enum handoff_status handoff_screen_each(const struct handoff_fields *fields,
                                        const struct handoff_columns *columns,
                                        const char *path,
                                        const struct handoff_screening *how,
                                        const struct handoff_lead_sink *sink,
                                        size_t *full, struct handoff_error *err)
{
    struct table t = { .screen = { .fields = fields, .how = how },
                       .sink = sink };
    const struct ho_draft_sink drafts = { on_draft, on_refused, &t,
                                          !how->alone };
    enum handoff_status status = begin(&t, err);

    if (status == HANDOFF_OK)
        status = ho_csv_each(fields, columns, path, &drafts, err);
    if (status == HANDOFF_OK)
        *full = t.seen ? ho_seen_full(t.seen) : 0;
    ho_text_release(&t.screen.text);
    ho_phrases_free(t.screen.phrases);
    ho_seen_free(t.seen);
    ho_arena_free(t.screen.arena);
    return status;
}
