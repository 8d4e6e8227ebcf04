/* brief_read.c - a brief back out of its JSON; see handoff_brief_read
 *
 * The reader is as strict as schemas/brief.schema.json.  Its first failure
 * stays, and everything behind it is skipped, so that the steps read like the
 * writer's in brief_json.c.
 */
#include <limits.h>

#include "base/json_read.h"
#include "brief/brief_json.h"
#include "brief/repair.h"
#include "evidence/read.h"

enum {
    READ_BYTES = 64 * 1024 * 1024, /* of the brief that is read */
    VALUE_BYTES = 64 * 1024
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct reader {
    struct ho_json_reader in;
    const struct handoff_fields *fields;
    struct handoff_brief *brief;
    struct handoff_claim *claim;
    bool *seen; /* by field: a list has it already */
    struct ho_buffer text;
};

static int field_of(struct reader *r, const cJSON *object)
{
    const char *name = ho_json_text_of(&r->in, object, "field");
    const int field = handoff_field_find(r->fields, ho_slice(name));

    if (field == HANDOFF_NO_FIELD)
        ho_json_refuse(
            &r->in, ho_json_get(object, "field"),
            ho_arena_format(r->in.arena,
                            "the policy declares no field \"%.80s\"; give "
                            "the policy that the brief was made with",
                            name));
    return field;
}

/* 64 hex digits, or null as "". */
static const char *sha256_of(struct reader *r, const cJSON *node, bool null)
{
    const char *text = null ? ho_json_take_text_or(&r->in, node, "")
                            : ho_json_take_text(&r->in, node);
    const size_t digits = strspn(text, "0123456789abcdef");

    if (*text || !null)
        if (digits != 64 || text[digits] != '\0')
            ho_json_refuse(&r->in, node,
                           "must be a SHA-256: 64 small hex digits");
    return text;
}

/* --- claims -------------------------------------------------------------- */

static void read_evidence(struct reader *r, const cJSON *entry,
                          struct handoff_claim *claim)
{
    static const char *const keys[] = { "source", "quote", "start", "end",
                                        "match" };
    static const char *const words[] = { "exact", "folded" };
    struct handoff_evidence *list = NULL;

    if (!ho_json_get(entry, "evidence"))
        return;
    for (const cJSON *c = ho_json_items(&r->in, entry, "evidence"); c;
         c = c->next) {
        struct handoff_evidence *e = ho_arena_push(
            r->in.arena, &list, &claim->evidence_count, sizeof *e);

        if (!e || !ho_json_object(&r->in, c, keys, COUNT(keys), COUNT(keys)))
            return;
        e->cite = ho_json_text_of(&r->in, c, "source");
        e->quote = ho_json_text_of(&r->in, c, "quote");
        e->start = (size_t)ho_json_take_whole(&r->in, c, "start", 0, INT64_MAX);
        e->end = (size_t)ho_json_take_whole(&r->in, c, "end", (int64_t)e->start,
                                            INT64_MAX);
        e->match =
            ho_json_take_word(&r->in, c, "match", words, COUNT(words)) == 0
                ? HANDOFF_MATCH_EXACT
                : HANDOFF_MATCH_FOLDED;
    }
    claim->evidence = list;
}

static void read_basis(struct reader *r, const cJSON *entry,
                       struct handoff_claim *claim)
{
    static const char *const keys[] = { "field" };
    const cJSON *first = ho_json_items(&r->in, entry, "basis");

    if (!first || !ho_json_object(&r->in, first, keys, 1, 1))
        return;
    claim->basis = field_of(r, first);
    if (first->next)
        ho_json_refuse(&r->in, first->next,
                       "an inference names one field at most");
}

bool ho_type_is_words(enum handoff_type type)
{
    return type == HANDOFF_TYPE_TEXT || type == HANDOFF_TYPE_JOB_TITLE ||
           type == HANDOFF_TYPE_COMPANY || type == HANDOFF_TYPE_PERSON;
}

/* The typed value out of its canonical text, which holds it all. */
static void read_value(struct reader *r, const cJSON *entry,
                       struct handoff_claim *claim)
{
    const struct handoff_field *field = &r->fields->item[claim->field];

    claim->value = ho_json_text_of(&r->in, entry, "value");
    if (r->in.status != HANDOFF_OK)
        return;
    claim->typed.read = strcmp(claim->value, "none") == 0 ? HANDOFF_READ_NONE
                                                          : HANDOFF_READ_VALUE;
    if (ho_type_is_words(field->type))
        return;
    r->in.status = ho_read_value(field, ho_slice(claim->value), 0,
                                 &claim->typed, &r->text, r->in.err);
    if (claim->typed.read != HANDOFF_READ_VALUE &&
        claim->typed.read != HANDOFF_READ_NONE)
        ho_json_refuse(
            &r->in, ho_json_get(entry, "value"),
            ho_arena_format(
                r->in.arena, "\"%.80s\" cannot be read as %s, the type of %s",
                claim->value, handoff_type_name(field->type), field->name));
}

static const char *unknown_reason(struct reader *r, const cJSON *entry)
{
    static const char *const words[] = {
#define X(name, word) word,
        HANDOFF_UNKNOWN_MAP(X)
#undef X
    };

    return words[ho_json_take_word(&r->in, entry, "reason", words,
                                   COUNT(words))];
}

static void fill_claim(struct reader *r, const cJSON *entry,
                       struct handoff_claim *claim)
{
    static const char *const sure[] = { "high", "low" };
    const cJSON *question = ho_json_get(entry, "question");

    claim->question = question ? ho_json_take_text(&r->in, question) : "";
    read_evidence(r, entry, claim);
    if (claim->class != HANDOFF_UNKNOWN)
        read_value(r, entry, claim);
    if (claim->class == HANDOFF_EXPLICIT)
        claim->reason = "";
    if (claim->class == HANDOFF_UNKNOWN)
        claim->reason = unknown_reason(r, entry);
    if (claim->class != HANDOFF_INFERRED)
        return;
    read_basis(r, entry, claim);
    claim->reason = ho_json_text_of(&r->in, entry, "reason");
    claim->confidence =
        sure[ho_json_take_word(&r->in, entry, "confidence", sure, 2)];
}

/* What an entry of each list has; the first of them it must have. */
static bool is_entry(struct reader *r, const cJSON *entry,
                     enum handoff_class class)
{
    static const char *const stated[] = { "field", "value", "evidence" };
    static const char *const inferred[] = { "field",    "value",  "basis",
                                            "evidence", "reason", "confidence",
                                            "question" };
    static const char *const unknown[] = { "field", "reason", "evidence",
                                           "question" };

    if (class == HANDOFF_EXPLICIT)
        return ho_json_object(&r->in, entry, stated, COUNT(stated),
                              COUNT(stated));
    if (class == HANDOFF_INFERRED)
        return ho_json_object(&r->in, entry, inferred, COUNT(inferred) - 1,
                              COUNT(inferred));
    return ho_json_object(&r->in, entry, unknown, 2, COUNT(unknown));
}

static void read_class(struct reader *r, enum handoff_class class)
{
    const cJSON *entry =
        ho_json_items(&r->in, r->in.root, handoff_class_name(class));

    for (; entry && r->in.status == HANDOFF_OK; entry = entry->next) {
        const int field = is_entry(r, entry, class) ? field_of(r, entry) : -1;

        if (field >= 0 && r->seen[field])
            ho_json_refuse(&r->in, ho_json_get(entry, "field"),
                           "this field stands in a list already");
        if (r->in.status != HANDOFF_OK)
            return;
        r->seen[field] = true;
        r->claim[field].class = class;
        fill_claim(r, entry, &r->claim[field]);
    }
}

void ho_claims_start(const struct handoff_fields *fields,
                     struct handoff_claim *claim)
{
    for (size_t i = 0; i < fields->count; i++)
        claim[i] =
            (struct handoff_claim){ .field = (int)i,
                                    .class = HANDOFF_UNKNOWN,
                                    .typed.read = HANDOFF_READ_NOTHING,
                                    .basis = HANDOFF_NO_FIELD,
                                    .reason = "not_mentioned",
                                    .confidence = "",
                                    .question = fields->item[i].question };
}

/* --- what stands around them --------------------------------------------- */

static enum handoff_finding_code code_of(struct reader *r, const cJSON *entry)
{
    const char *names[HANDOFF_FINDING_COUNT];

    for (int i = 0; i < HANDOFF_FINDING_COUNT; i++)
        names[i] = handoff_finding_name((enum handoff_finding_code)i);
    return (enum handoff_finding_code)ho_json_take_word(&r->in, entry, "code",
                                                        names, COUNT(names));
}

static void read_findings(struct reader *r)
{
    static const char *const keys[] = { "code",  "field",  "was",        "now",
                                        "quote", "detail", "asked_again" };
    static const char *const trust[] = { "", "explicit", "inferred",
                                         "unknown" };
    struct handoff_finding *list = NULL;

    for (const cJSON *c = ho_json_items(&r->in, r->in.root, "findings"); c;
         c = c->next) {
        struct handoff_finding *f = ho_arena_push(
            r->in.arena, &list, &r->brief->finding_count, sizeof *f);

        if (!f || !ho_json_object(&r->in, c, keys, COUNT(keys), COUNT(keys)))
            return;
        f->code = code_of(r, c);
        f->field = cJSON_IsNull(ho_json_get(c, "field")) ? HANDOFF_NO_FIELD
                                                         : field_of(r, c);
        f->was =
            trust[ho_json_take_word(&r->in, c, "was", trust, COUNT(trust))];
        f->now =
            trust[ho_json_take_word(&r->in, c, "now", trust, COUNT(trust))];
        f->quote = ho_json_text_of(&r->in, c, "quote");
        f->detail = ho_json_text_of(&r->in, c, "detail");
        f->asked_again = ho_json_take_bool(&r->in, c, "asked_again");
    }
    r->brief->finding = list;
}

static void read_repairs(struct reader *r)
{
    const char *names[HO_REPAIR_COUNT];
    const char **list = NULL;

    for (int i = 0; i < HO_REPAIR_COUNT; i++)
        names[i] = ho_repair_name((enum ho_repair)i);
    for (const cJSON *c = ho_json_items(&r->in, r->in.root, "repairs"); c;
         c = c->next) {
        const char **word = ho_arena_push(
            r->in.arena, &list, &r->brief->repair_count, sizeof *word);
        const char *text = ho_json_take_text(&r->in, c);
        size_t i = 0;

        while (i < COUNT(names) && strcmp(names[i], text) != 0)
            i++;
        if (i == COUNT(names))
            ho_json_refuse(&r->in, c, "is the name of no repair");
        if (!word || r->in.status != HANDOFF_OK)
            return;
        *word = names[i];
    }
    r->brief->repair = list;
}

static void read_origin(struct reader *r)
{
    static const char *const keys[] = { "file", "line", "sha256" };
    const cJSON *origin = ho_json_get(r->in.root, "origin");
    struct handoff_lead *lead = ho_arena_alloc(r->in.arena, sizeof *lead);

    if (!lead ||
        !ho_json_object(&r->in, origin, keys, COUNT(keys), COUNT(keys)))
        return;
    r->brief->lead = lead;
    lead->id = ho_json_text_of(&r->in, r->in.root, "lead");
    lead->file = ho_json_text_of(&r->in, origin, "file");
    lead->line =
        (size_t)ho_json_take_whole(&r->in, origin, "line", 1, INT64_MAX);
    memcpy(lead->sha256, sha256_of(r, ho_json_get(origin, "sha256"), false),
           r->in.status == HANDOFF_OK ? sizeof lead->sha256 : 0);
    for (int i = 0; i < HANDOFF_CRM_COUNT; i++)
        lead->crm[i] = -1;
    if (lead->id[0] == '\0')
        ho_json_refuse(&r->in, ho_json_get(r->in.root, "lead"), "is empty");
}

static void read_suggested(struct reader *r)
{
    static const char *const keys[] = { "lane", "action" };
    const cJSON *node = ho_json_get(r->in.root, "suggested");

    if (!ho_json_object(&r->in, node, keys, COUNT(keys), COUNT(keys)))
        return;
    r->brief->lane =
        ho_json_take_text_or(&r->in, ho_json_get(node, "lane"), NULL);
    r->brief->action =
        ho_json_take_text_or(&r->in, ho_json_get(node, "action"), NULL);
}

static int64_t tokens_of(struct reader *r, const cJSON *made_by,
                         const char *key)
{
    return cJSON_IsNull(ho_json_get(made_by, key))
               ? 0
               : ho_json_take_whole(&r->in, made_by, key, 1, INT64_MAX);
}

static void read_again(struct reader *r, const cJSON *made_by)
{
    const char **list = NULL;

    for (const cJSON *c = ho_json_items(&r->in, made_by, "again_sha256"); c;
         c = c->next) {
        const char **hash = ho_arena_push(r->in.arena, &list,
                                          &r->brief->again_count, sizeof *hash);

        if (!hash)
            return;
        *hash = sha256_of(r, c, true);
    }
    r->brief->again_sha256 = list;
    if (r->brief->again_count > HANDOFF_REASKS)
        ho_json_refuse(&r->in, ho_json_get(made_by, "again_sha256"),
                       "a lead is asked again three times at most");
}

static void read_made_by(struct reader *r)
{
    static const char *const keys[] = { "endpoint",      "model",
                                        "prompt",        "reply_sha256",
                                        "reask_prompt",  "attempts",
                                        "prompt_tokens", "completion_tokens",
                                        "again_sha256" };
    const cJSON *node = ho_json_get(r->in.root, "made_by");
    struct handoff_made_by *m = &r->brief->made_by;
    const char *hash;

    if (!ho_json_object(&r->in, node, keys, COUNT(keys), COUNT(keys)))
        return;
    m->endpoint = ho_json_text_of(&r->in, node, "endpoint");
    m->model = ho_json_take_text_or(&r->in, ho_json_get(node, "model"), "");
    m->prompt = ho_json_text_of(&r->in, node, "prompt");
    m->reask =
        ho_json_take_text_or(&r->in, ho_json_get(node, "reask_prompt"), NULL);
    m->attempts =
        (unsigned)ho_json_take_whole(&r->in, node, "attempts", 0, UINT_MAX);
    m->prompt_tokens = tokens_of(r, node, "prompt_tokens");
    m->completion_tokens = tokens_of(r, node, "completion_tokens");
    hash = sha256_of(r, ho_json_get(node, "reply_sha256"), true);
    if (r->in.status == HANDOFF_OK)
        memcpy(r->brief->reply_sha256, hash, strlen(hash));
    read_again(r, node);
}

/* --- the whole ----------------------------------------------------------- */

static void read_brief(struct reader *r)
{
    static const char *const keys[] = { "lead",     "origin",  "explicit",
                                        "inferred", "unknown", "suggested",
                                        "degraded", "repairs", "findings",
                                        "made_by" };

    if (!ho_json_object(&r->in, r->in.root, keys, COUNT(keys), COUNT(keys)))
        return;
    ho_claims_start(r->fields, r->claim);
    read_origin(r);
    read_class(r, HANDOFF_EXPLICIT);
    read_class(r, HANDOFF_INFERRED);
    read_class(r, HANDOFF_UNKNOWN);
    read_suggested(r);
    r->brief->degraded = ho_json_take_bool(&r->in, r->in.root, "degraded");
    read_repairs(r);
    read_findings(r);
    read_made_by(r);
}

static enum handoff_status read_into(struct reader *r)
{
    r->brief = ho_arena_alloc(r->in.arena, sizeof *r->brief);
    r->claim =
        ho_arena_alloc(r->in.arena, (r->fields->count + 1) * sizeof *r->claim);
    r->seen = ho_arena_alloc(r->in.arena, r->fields->count + 1);
    if (!r->brief || !r->claim || !r->seen)
        return ho_no_memory(r->in.err);
    r->brief->arena = r->in.arena;
    r->brief->fields = r->fields;
    r->brief->claim = r->claim;
    read_brief(r);
    return r->in.status == HANDOFF_OK
               ? ho_arena_status(r->in.arena, "the brief", r->in.err)
               : r->in.status;
}

enum handoff_status ho_brief_read(const struct handoff_fields *fields,
                                  const cJSON *root, struct handoff_brief **out,
                                  struct handoff_error *err)
{
    struct reader r = { .in = { .what = "this brief", .err = err },
                        .fields = fields };
    enum handoff_status status;

    r.in.root = ho_json_get(root, "brief") ? ho_json_get(root, "brief") : root;
    r.in.arena = ho_arena_new(READ_BYTES);
    ho_buffer_init(&r.text, VALUE_BYTES);
    status = r.in.arena ? read_into(&r) : ho_no_memory(err);
    if (status == HANDOFF_OK)
        *out = r.brief;
    else
        ho_arena_free(r.in.arena);
    ho_buffer_release(&r.text);
    return status;
}

enum handoff_status handoff_brief_read(const struct handoff_fields *fields,
                                       struct handoff_slice json,
                                       struct handoff_brief **out,
                                       struct handoff_error *err)
{
    cJSON *root = NULL;
    enum handoff_status status =
        json.len > HO_BRIEF_JSON
            ? ho_fail(err, HANDOFF_TOO_LARGE,
                      "a brief has at most %d bytes; this has %zu",
                      HO_BRIEF_JSON, json.len)
            : ho_json_parse(json, &root, err);

    if (status == HANDOFF_OK)
        status = ho_brief_read(fields, root, out, err);
    cJSON_Delete(root);
    return status;
}
