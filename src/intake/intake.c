/* intake.c - the batch; see <handoff/lead.h>
 *
 * An input is read into an arena of its own and joins the batch when all of
 * it was read: what fails leaves no trace.
 */
#include "intake/input.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "intake/charset.h"

/* Keeps an arena alive; lies in the arena itself. */
struct kept {
    struct kept *next;
    struct ho_arena *arena;
};

struct handoff_batch {
    const struct handoff_fields *fields;
    struct ho_labels *labels;
    const struct handoff_namer *namer; /* or NULL */
    struct kept *kept;
    struct ho_draft **draft;
    size_t count;
    struct handoff_refused *refused;
    size_t refused_count;
    struct ho_index ids, people, receipts;
    const char *google_key;
};

enum handoff_status handoff_batch_new(const struct handoff_fields *fields,
                                      struct handoff_batch **out,
                                      struct handoff_error *err)
{
    struct handoff_batch *batch = calloc(1, sizeof *batch);
    enum handoff_status status;

    if (!batch)
        return ho_no_memory(err);
    batch->fields = fields;
    status = ho_labels_new(fields, &batch->labels, err);
    if (status == HANDOFF_OK)
        *out = batch;
    else
        free(batch);
    return status;
}

void handoff_batch_free(struct handoff_batch *batch)
{
    if (!batch)
        return;
    ho_index_release(&batch->ids);
    ho_index_release(&batch->people);
    ho_index_release(&batch->receipts);
    while (batch->kept) {
        struct kept *const kept = batch->kept;

        batch->kept = kept->next;
        ho_arena_free(kept->arena);
    }
    ho_labels_free(batch->labels);
    free(batch->draft);
    free(batch->refused);
    free(batch);
}

static bool starts_with(struct handoff_slice s, const char *start, size_t len)
{
    return s.len >= len && memcmp(s.ptr, start, len) == 0;
}

static enum handoff_status check_text(struct ho_input *in,
                                      struct handoff_error *err)
{
    const char *nul = memchr(in->bytes.ptr, '\0', in->bytes.len);

    if (nul)
        return ho_fail_at(err, HANDOFF_BAD_TEXT,
                          ho_input_line(in, (size_t)(nul - in->bytes.ptr)), 0,
                          "holds a NUL byte; save the file as UTF-8 text");
    return ho_utf8_check(in->bytes, err);
}

static const char kind_json[] = "json", kind_text[] = "text",
                  kind_form[] = "form";

static enum handoff_status read_text(struct ho_input *in,
                                     struct handoff_error *err)
{
    const enum handoff_status status = check_text(in, err);

    in->kind = kind_text;
    return status == HANDOFF_OK ? ho_read_text(in, err) : status;
}

static enum handoff_status read_form(struct ho_input *in,
                                     struct handoff_error *err)
{
    const enum handoff_status status = check_text(in, err);

    in->kind = kind_form;
    return status == HANDOFF_OK ? ho_read_form_data(in, err) : status;
}

static enum handoff_status read_json(struct ho_input *in,
                                     struct handoff_error *err)
{
    in->kind = kind_json;
    return ho_read_json(in, err);
}

static enum handoff_status read_by_kind(struct ho_input *in,
                                        struct handoff_error *err)
{
    enum handoff_status status;
    struct ho_csv csv;

    if (ho_is_mail(in))
        return ho_read_mail(in, err);
    if (ho_is_json(in))
        return read_json(in, err);
    if (ho_is_form_data(ho_trim(in->bytes)))
        return read_form(in, err);
    status = ho_csv_detect(in, &csv, err);
    if (status != HANDOFF_OK)
        return status;
    return csv.delimiter != '\0' ? ho_read_csv(in, csv, err)
                                 : read_text(in, err);
}

static enum handoff_status read_all(struct ho_input *in,
                                    struct handoff_error *err)
{
    enum handoff_status status;

    if (ho_trim(in->bytes).len == 0)
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "holds no lead, it is empty; give a form notification, "
                       "CSV with a header row, or JSON");
    status = ho_charset_utf16(in->bytes) ? ho_read_utf16(in, err)
                                         : read_by_kind(in, err);
    if (status != HANDOFF_OK)
        return status;
    status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK && in->draft_count + in->refused_count == 0)
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "holds no lead, only a header, brackets or separators; "
                       "add the leads");
    return status;
}

/* Enter an id that is free: `id`, else "id-2", "id-3" ...  false: no memory. */
static bool claim_id(struct handoff_batch *batch, struct ho_arena *arena,
                     struct ho_draft *draft, const char *id)
{
    struct ho_key *taken;

    draft->id = (struct ho_key){ id, batch->count, 2 };
    taken = ho_index_enter(&batch->ids, &draft->id);
    while (taken && taken != &draft->id) {
        struct ho_key *other;

        draft->id.text = ho_arena_format(arena, "%s-%zu", id, taken->next++);
        if (draft->id.text[0] == '\0')
            return false;
        other = ho_index_enter(&batch->ids, &draft->id);
        if (!other || other == &draft->id)
            taken = other;
    }
    draft->lead.id = draft->id.text;
    return taken != NULL;
}

static bool name_lead(struct handoff_batch *batch, struct ho_arena *arena,
                      struct ho_draft *draft)
{
    const struct handoff_namer *namer = batch->namer;
    const char *id =
        namer ? namer->name(namer->user, &draft->lead, draft->wanted) : NULL;

    if (id)
        id = ho_arena_text(arena, id);
    else
        id = draft->wanted;
    if (!id)
        id = ho_arena_format(arena, "L-%04zu", batch->count + 1);
    return id[0] != '\0' && claim_id(batch, arena, draft, id);
}

/* The earlier lead with that key, or NULL.  false: no memory. */
static bool find_earlier(struct handoff_batch *batch, struct ho_index *index,
                         struct ho_key *key, const struct ho_draft **out)
{
    const struct ho_key *first;

    if (!key->text)
        return true;
    key->lead = batch->count;
    first = ho_index_enter(index, key);
    if (first && first != key)
        *out = batch->draft[first->lead];
    return first != NULL;
}

/* There are exports that give one id to two people. */
static bool is_other_person(const struct ho_draft *a, const struct ho_draft *b)
{
    return a->person.text && b->person.text &&
           strcmp(a->person.text, b->person.text) != 0;
}

static bool find_original(struct handoff_batch *batch, struct ho_draft *draft)
{
    const struct ho_draft *receipt = NULL, *person = NULL;
    struct handoff_lead *lead = &draft->lead;

    if (!find_earlier(batch, &batch->receipts, &draft->receipt, &receipt) ||
        !find_earlier(batch, &batch->people, &draft->person, &person))
        return false;
    if (receipt && !is_other_person(receipt, draft))
        lead->origin.replay_of = lead->duplicate_of = receipt->lead.id;
    else if (person)
        lead->duplicate_of = person->lead.id;
    return true;
}

static void take_back(struct handoff_batch *batch, struct ho_draft *draft)
{
    ho_index_remove(&batch->ids, &draft->id);
    ho_index_remove(&batch->people, &draft->person);
    ho_index_remove(&batch->receipts, &draft->receipt);
}

static bool join_leads(struct handoff_batch *batch, const struct ho_input *in)
{
    const size_t before = batch->count;

    for (size_t i = 0; i < in->draft_count; i++) {
        struct ho_draft *draft = in->draft[i];

        if (!name_lead(batch, in->arena, draft) ||
            !find_original(batch, draft)) {
            take_back(batch, draft);
            while (batch->count > before)
                take_back(batch, batch->draft[--batch->count]);
            return false;
        }
        batch->draft[batch->count++] = draft;
    }
    return true;
}

/* Room for `more` items behind `count`; the items stay on failure. */
static bool make_room(void *items, size_t count, size_t more, size_t size)
{
    void *old, *grown;

    if (more == 0)
        return true;
    memcpy(&old, items, sizeof old);
    grown = realloc(old, (count + more) * size); /* both below 20,000 */
    if (grown)
        memcpy(items, &grown, sizeof grown);
    return grown != NULL;
}

static enum handoff_status join(struct handoff_batch *batch,
                                struct ho_input *in, struct handoff_error *err)
{
    struct kept *kept = ho_arena_alloc(in->arena, sizeof *kept);

    if (!kept)
        return ho_arena_status(in->arena, "the input", err);
    if (!make_room(&batch->draft, batch->count, in->draft_count,
                   sizeof(struct ho_draft *)) ||
        !make_room(&batch->refused, batch->refused_count, in->refused_count,
                   sizeof *batch->refused) ||
        !join_leads(batch, in))
        return ho_no_memory(err);
    if (in->refused_count > 0)
        memcpy(batch->refused + batch->refused_count, in->refused,
               in->refused_count * sizeof *in->refused);
    batch->refused_count += in->refused_count;
    *kept = (struct kept){ batch->kept, in->arena };
    batch->kept = kept;
    in->arena = NULL; /* the batch's now */
    return HANDOFF_OK;
}

static struct ho_input *open_input(const struct handoff_batch *batch,
                                   const char *name, struct handoff_slice bytes)
{
    struct ho_input *in = ho_input_new(ho_arena_new(HANDOFF_INTAKE_MEMORY));

    if (!in)
        return NULL;
    if (starts_with(bytes, "\xEF\xBB\xBF", 3))
        bytes = ho_part(bytes, 3, bytes.len);
    in->writable = ho_arena_alloc(in->arena, bytes.len + 1);
    if (in->writable && bytes.len > 0)
        memcpy(in->writable, bytes.ptr, bytes.len);
    in->bytes = (struct handoff_slice){ in->writable, bytes.len };
    in->google_key = batch->google_key;
    in->name = ho_arena_text(in->arena, name);
    in->fields = batch->fields;
    in->labels = batch->labels;
    in->lead_room = HANDOFF_INTAKE_LEADS - batch->count;
    in->refused_room = HANDOFF_INTAKE_REFUSED - batch->refused_count;
    return in;
}

/* bytes.ptr is NULL for a maildir of that name. */
static enum handoff_status add(struct handoff_batch *batch, const char *name,
                               struct handoff_slice bytes,
                               struct handoff_error *err)
{
    struct ho_input *in = open_input(batch, name, bytes);
    enum handoff_status status;

    if (!in)
        return ho_no_memory(err);
    status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK)
        status = bytes.ptr ? read_all(in, err) : ho_read_maildir(in, name, err);
    if (status == HANDOFF_OK)
        status = join(batch, in, err);
    ho_input_free(in);
    return status;
}

void handoff_batch_google_key(struct handoff_batch *batch, const char *key)
{
    batch->google_key = key;
}

enum handoff_status handoff_batch_add(struct handoff_batch *batch,
                                      const char *name,
                                      struct handoff_slice bytes,
                                      struct handoff_error *err)
{
    enum handoff_status status;

    if (bytes.len > HANDOFF_INTAKE_FILE)
        status = ho_fail(err, HANDOFF_TOO_LARGE,
                         "larger than %d MiB, the limit for one input; "
                         "split it",
                         HANDOFF_INTAKE_FILE >> 20);
    else
        status = add(batch, name, bytes, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, name);
    return status;
}

void handoff_batch_name_by(struct handoff_batch *batch,
                           const struct handoff_namer *namer)
{
    batch->namer = namer;
}

/* --- a lead that was kept --------------------------------------------------
 */

static enum handoff_status read_again(struct ho_input *in, const char *kind,
                                      struct handoff_error *err)
{
    const struct ho_csv csv = { ho_csv_delimiter(kind), 0 };
    enum handoff_status status = HANDOFF_BAD_INPUT;

    if (csv.delimiter != '\0')
        status = ho_read_csv(in, csv, err);
    else if (strcmp(kind, kind_json) == 0)
        status = read_json(in, err);
    else if (strcmp(kind, kind_form) == 0)
        status = read_form(in, err);
    else if (strcmp(kind, kind_text) == 0)
        status = read_text(in, err);
    else if (strcmp(kind, ho_mail_kind) == 0)
        status = ho_read_mail_text(in, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK && in->draft_count != 1)
        status = HANDOFF_BAD_INPUT;
    if (status == HANDOFF_BAD_INPUT)
        ho_fail(err, status, "the kept bytes are no longer one lead");
    return status;
}

static void take_members(struct ho_input *in,
                         const struct handoff_kept_lead *kept)
{
    struct handoff_lead *lead = &in->draft[0]->lead;

    in->draft[0]->person.text = NULL; /* found by what was kept */
    in->draft[0]->receipt.text = NULL;
    lead->line = kept->line;
    if (kept->duplicate_of)
        lead->duplicate_of = ho_arena_text(in->arena, kept->duplicate_of);
}

enum handoff_status handoff_batch_restore(struct handoff_batch *batch,
                                          const struct handoff_kept_lead *kept,
                                          struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_input *in = NULL;
    enum handoff_status status;
    const char *id;

    ho_buffer_init(&text, HANDOFF_INTAKE_FILE);
    ho_buffer_add(&text, kept->frame);
    ho_buffer_add(&text, kept->bytes);
    status = ho_buffer_status(&text, "the kept lead", err);
    if (status == HANDOFF_OK &&
        !(in = open_input(batch, kept->file, ho_buffer_slice(&text))))
        status = ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = read_again(in, kept->kind, err);
    if (status == HANDOFF_OK) {
        struct ho_draft *draft = in->draft[0];

        take_members(in, kept);
        id = ho_arena_text(in->arena, kept->id);
        status = join(batch, in, err);
        draft->lead.id = id;
    }
    ho_input_free(in);
    ho_buffer_release(&text);
    return status;
}

static enum handoff_status read_maildir(struct handoff_batch *batch,
                                        const char *path,
                                        struct handoff_error *err)
{
    const struct handoff_slice none = { NULL, 0 };
    const enum handoff_status status = add(batch, path, none, err);

    if (status != HANDOFF_OK)
        ho_error_file(err, path);
    return status;
}

enum handoff_status handoff_batch_read(struct handoff_batch *batch,
                                       const char *path,
                                       struct handoff_error *err)
{
    enum handoff_status status;
    char *text = NULL;
    size_t len = 0;

    if (ho_is_maildir(path))
        return read_maildir(batch, path, err);
    status = ho_file_read(path, HANDOFF_INTAKE_FILE, &text, &len, err);
    if (status == HANDOFF_OK)
        status = handoff_batch_add(batch, path,
                                   (struct handoff_slice){ text, len }, err);
    free(text);
    return status;
}

size_t handoff_batch_count(const struct handoff_batch *batch)
{
    return batch->count;
}

const struct handoff_lead *handoff_batch_lead(const struct handoff_batch *batch,
                                              size_t index)
{
    return &batch->draft[index]->lead;
}

size_t handoff_batch_refused_count(const struct handoff_batch *batch)
{
    return batch->refused_count;
}

const struct handoff_refused *handoff_batch_refused(
    const struct handoff_batch *batch, size_t index)
{
    return &batch->refused[index];
}

void handoff_value_span(const struct handoff_value *value, size_t from,
                        size_t to, size_t *start, size_t *end)
{
    *start = value->map ? value->map[from] : value->start + from;
    *end = value->map ? value->map[to] : value->start + to;
}

const struct handoff_value *handoff_lead_settled(
    const struct handoff_lead *lead, int field)
{
    if (field == HANDOFF_NO_FIELD)
        return NULL;
    for (size_t i = 0; i < lead->count; i++)
        if (lead->value[i].settles == field)
            return &lead->value[i];
    return NULL;
}

const struct handoff_value *handoff_lead_crm(const struct handoff_lead *lead,
                                             enum handoff_crm what)
{
    return lead->crm[what] < 0 ? NULL : &lead->value[lead->crm[what]];
}
