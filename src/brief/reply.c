/* reply.c - what the reply points at, proved quote by quote.
 *
 * The reply holds for each open field the lead's own words or null; the value
 * is read out of those words by code.  What fails its proof is demoted with a
 * finding; what only suggests its field becomes Inferred, or stays Unknown
 * where the field is protected.
 */
#include <ctype.h>

#include "base/json.h"
#include "base/utf8.h"
#include "brief/build.h"
#include "brief/repair.h"
#include "evidence/prove.h"
#include "evidence/read.h"
#include "prompt/open.h"

enum { REPLY_INFERRED = 8 }; /* of an inferred list, the rest is ignored */

/* Free text of the lead, and form fields that settle nothing. */
static bool is_free_text(const struct handoff_value *value)
{
    return value->source == HANDOFF_SOURCE_MESSAGE ||
           (value->source == HANDOFF_SOURCE_FIELD &&
            value->settles == HANDOFF_NO_FIELD);
}

/* A proof that got further beats one that failed earlier. */
static int progress(const struct ho_proof *p)
{
    return p->ok ? 3 : p->hinted ? 2 : p->found.match != HANDOFF_MATCH_NONE;
}

struct attempt {
    struct ho_proof proof;
    const struct handoff_value *value;
};

/* Try the quote in each free text of the lead; the best attempt stays, its
 * canonical value in b->text. */
static enum handoff_status prove_anywhere(struct ho_build *b, int field,
                                          struct handoff_slice quote,
                                          struct attempt *best)
{
    const struct handoff_lead *lead = b->brief->lead;
    const struct handoff_field *declared = &b->brief->fields->item[field];
    struct ho_buffer text;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&text, b->text.limit);
    *best = (struct attempt){ .proof.code = HANDOFF_FINDING_QUOTE_NOT_FOUND };
    ho_buffer_clear(&b->text);
    for (size_t i = 0; i < lead->count && status == HANDOFF_OK; i++) {
        const struct handoff_value *value = &lead->value[i];
        struct ho_proof proof;

        if (!is_free_text(value))
            continue;
        status = ho_prove(declared, value->text, quote, b->day, &proof, &text,
                          b->err);
        if (status != HANDOFF_OK ||
            (best->value && progress(&proof) <= progress(&best->proof)))
            continue;
        *best = (struct attempt){ proof, value };
        ho_buffer_clear(&b->text);
        ho_buffer_add(&b->text, ho_buffer_slice(&text));
    }
    ho_buffer_release(&text);
    return status;
}

static void accept(struct ho_build *b, struct handoff_claim *claim,
                   const struct attempt *a)
{
    const struct handoff_found *f = &a->proof.found;

    claim->class = HANDOFF_EXPLICIT;
    claim->typed = a->proof.typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason = claim->question = "";
    ho_brief_cite(b, claim, a->value, f->from, f->to, f->match);
}

/* The clarifying question, {{quote}} filled in. */
static const char *clarify(struct ho_build *b,
                           const struct handoff_field *field, const char *quote)
{
    static const char mark[] = "{{quote}}";
    const char *at = strstr(field->clarify, mark);

    if (!*field->clarify)
        return field->question;
    if (!at)
        return field->clarify;
    return ho_arena_format(b->arena, "%.*s%s%s", (int)(at - field->clarify),
                           field->clarify, quote, at + sizeof mark - 1);
}

static void demote_hint(struct ho_build *b, struct handoff_claim *claim,
                        const struct attempt *a)
{
    const struct handoff_field *field = &b->brief->fields->item[claim->field];
    const struct ho_proof *p = &a->proof;

    ho_brief_cite(b, claim, a->value, p->found.from, p->found.to,
                  p->found.match);
    if (claim->evidence_count > 0 && !p->vague)
        claim->question = clarify(b, field, claim->evidence[0].quote);
    if (field->is_protected) {
        claim->reason = "hinted";
        return;
    }
    claim->class = HANDOFF_INFERRED;
    claim->typed = p->typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason =
        ho_arena_format(b->arena, "\"%.*s\" suggests it, but does not state it",
                        (int)p->hint.len, p->hint.ptr);
    claim->confidence = "low";
}

static enum handoff_status take_quote(struct ho_build *b, int field,
                                      struct handoff_slice quote)
{
    struct handoff_claim *claim = &b->claim[field];
    struct attempt a;
    enum handoff_status status = prove_anywhere(b, field, quote, &a);

    if (status != HANDOFF_OK)
        return status;
    if (a.proof.ok) {
        accept(b, claim, &a);
        return HANDOFF_OK;
    }
    if (a.proof.hinted)
        demote_hint(b, claim, &a);
    else
        ho_brief_unknown(b, claim,
                         a.proof.code == HANDOFF_FINDING_AMBIGUOUS
                             ? "ambiguous"
                             : "rejected");
    ho_brief_find(b, a.proof.code, field, "explicit",
                  handoff_class_name(claim->class), quote,
                  handoff_finding_meaning(a.proof.code));
    return HANDOFF_OK;
}

static enum handoff_status take_field(struct ho_build *b, const cJSON *item)
{
    const struct handoff_fields *fields = b->brief->fields;
    const int field = handoff_field_find(fields, ho_slice(item->string));

    if (cJSON_IsNull(item))
        return HANDOFF_OK;
    if (field == HANDOFF_NO_FIELD ||
        !ho_field_is_open(fields, b->brief->lead, (size_t)field)) {
        ho_brief_find(b, HANDOFF_FINDING_NOT_OPEN, field, "explicit", "",
                      ho_slice(item->string),
                      handoff_finding_meaning(HANDOFF_FINDING_NOT_OPEN));
        return HANDOFF_OK;
    }
    if (!cJSON_IsString(item)) {
        ho_brief_unknown(b, &b->claim[field], "rejected");
        ho_brief_find(b, HANDOFF_FINDING_WRONG_TYPE, field, "explicit",
                      "unknown", ho_slice(""),
                      "the lead's own words or null were asked for");
        return HANDOFF_OK;
    }
    return take_quote(b, field, ho_slice(item->valuestring));
}

/* A word that is a fact: it has a digit, an @, or a capital letter that does
 * not merely start the sentence. */
static bool is_hard(struct handoff_slice word, bool first)
{
    for (size_t i = 0; i < word.len; i++)
        if (isdigit((unsigned char)word.ptr[i]) || word.ptr[i] == '@')
            return true;
    return !first && word.len > 0 && isupper((unsigned char)word.ptr[0]);
}

/* Every hard word of an inferred value stands in the quote itself. */
static enum handoff_status carried(struct ho_build *b,
                                   struct handoff_slice value,
                                   struct handoff_slice quote, bool *ok)
{
    enum handoff_status status = HANDOFF_OK;
    size_t start = 0;

    *ok = true;
    for (size_t i = 0; i <= value.len && *ok && status == HANDOFF_OK; i++) {
        const struct handoff_slice word = ho_part(value, start, i);
        struct handoff_found found = { 0 };
        bool cut = false;

        if (i < value.len && value.ptr[i] != ' ')
            continue;
        start = i + 1;
        if (!is_hard(word, word.ptr == value.ptr))
            continue;
        status = handoff_locate(quote, word, &found, &cut, b->err);
        *ok = found.match != HANDOFF_MATCH_NONE;
    }
    return status;
}

struct inference {
    int field;
    const char *quote, *value, *why;
};

/* The value of an inference: read from the quote where the type can be read,
 * else the model's words, where they hold no fact of their own. */
static enum handoff_status infer_value(struct ho_build *b,
                                       const struct inference *in,
                                       const struct attempt *a,
                                       struct handoff_typed *typed, bool *ok)
{
    const struct handoff_field *field = &b->brief->fields->item[in->field];
    const struct handoff_found *f = &a->proof.found;
    const struct handoff_slice words = ho_part(a->value->text, f->from, f->to);
    enum handoff_status status;

    if (field->type == HANDOFF_TYPE_TEXT || field->type == HANDOFF_TYPE_ENUM)
        status = ho_read_value(field, ho_slice(in->value), b->day, typed,
                               &b->text, b->err);
    else
        status = ho_read_value(field, words, b->day, typed, &b->text, b->err);
    *ok = typed->read == HANDOFF_READ_VALUE;
    if (status == HANDOFF_OK && *ok && field->type == HANDOFF_TYPE_TEXT)
        status = carried(b, ho_slice(in->value), words, ok);
    return status;
}

static void refuse_inference(struct ho_build *b, const struct inference *in,
                             enum handoff_finding_code code)
{
    ho_brief_find(b, code, in->field, "inferred", "unknown",
                  ho_slice(in->quote), handoff_finding_meaning(code));
}

static enum handoff_status take_inference(struct ho_build *b,
                                          const struct inference *in)
{
    struct handoff_claim *claim = &b->claim[in->field];
    struct handoff_typed typed;
    struct attempt a;
    bool ok = false;
    enum handoff_status status;

    if (b->brief->fields->item[in->field].is_protected) {
        refuse_inference(b, in, HANDOFF_FINDING_PROTECTED);
        return HANDOFF_OK;
    }
    status = prove_anywhere(b, in->field, ho_slice(in->quote), &a);
    if (status != HANDOFF_OK)
        return status;
    if (a.proof.found.match == HANDOFF_MATCH_NONE) {
        refuse_inference(b, in, a.proof.code);
        return HANDOFF_OK;
    }
    status = infer_value(b, in, &a, &typed, &ok);
    if (status != HANDOFF_OK)
        return status;
    if (!ok) {
        refuse_inference(b, in, HANDOFF_FINDING_NO_BASIS);
        return HANDOFF_OK;
    }
    claim->class = HANDOFF_INFERRED;
    claim->typed = typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason =
        ho_arena_copy(b->arena, ho_utf8_cut(ho_trim(ho_slice(in->why)), 200));
    claim->confidence = "low";
    ho_brief_cite(b, claim, a.value, a.proof.found.from, a.proof.found.to,
                  a.proof.found.match);
    return HANDOFF_OK;
}

/* Only a field that is still Unknown for want of a mention can be inferred:
 * trust goes down, never up. */
static enum handoff_status take_item(struct ho_build *b, const cJSON *item)
{
    const char *name = ho_json_text(item, "field");
    struct inference in = { .quote = ho_json_text(item, "quote"),
                            .value = ho_json_text(item, "value"),
                            .why = ho_json_text(item, "why") };

    in.field = name ? handoff_field_find(b->brief->fields, ho_slice(name))
                    : HANDOFF_NO_FIELD;
    if (in.field == HANDOFF_NO_FIELD || !in.quote || !in.value ||
        !ho_field_is_open(b->brief->fields, b->brief->lead, (size_t)in.field)) {
        in.quote = in.quote ? in.quote : "";
        refuse_inference(b, &in, HANDOFF_FINDING_NOT_OPEN);
        return HANDOFF_OK;
    }
    in.why = in.why ? in.why : "";
    if (b->claim[in.field].class != HANDOFF_UNKNOWN ||
        strcmp(b->claim[in.field].reason, "not_mentioned") != 0)
        return HANDOFF_OK;
    return take_inference(b, &in);
}

static enum handoff_status take_inferred(struct ho_build *b, const cJSON *list)
{
    const cJSON *item;
    enum handoff_status status = HANDOFF_OK;
    int count = 0;

    cJSON_ArrayForEach(item, list)
    {
        if (status != HANDOFF_OK || count++ == REPLY_INFERRED)
            break;
        status = take_item(b, item);
    }
    return status;
}

static const char *suggestion(struct ho_build *b, const cJSON *root,
                              const char *key)
{
    const char *text = ho_json_text(root, key);

    return text ? ho_arena_copy(b->arena, ho_utf8_cut(ho_slice(text), 200))
                : NULL;
}

static bool is_list_key(const char *key)
{
    return strcmp(key, "inferred") == 0 || strcmp(key, "lane") == 0 ||
           strcmp(key, "action") == 0;
}

static enum handoff_status take_reply(struct ho_build *b, const cJSON *root)
{
    const cJSON *item;
    enum handoff_status status = HANDOFF_OK;

    cJSON_ArrayForEach(item, root)
    {
        if (status == HANDOFF_OK && !is_list_key(item->string))
            status = take_field(b, item);
    }
    if (status == HANDOFF_OK)
        status = take_inferred(b, ho_json_get(root, "inferred"));
    b->brief->lane = suggestion(b, root, "lane");
    b->brief->action = suggestion(b, root, "action");
    return status;
}

static void unreadable(struct ho_build *b, const char *why)
{
    b->brief->degraded = true;
    ho_brief_find(b, HANDOFF_FINDING_REPLY_UNREADABLE, HANDOFF_NO_FIELD, "", "",
                  ho_slice(""), why);
}

static void list_repairs(struct ho_build *b, const struct ho_repairs *repairs)
{
    for (int i = 0; i < HO_REPAIR_COUNT; i++) {
        const char **slot = NULL;

        if (repairs->made[i])
            slot = ho_arena_push(b->arena, &b->brief->repair,
                                 &b->brief->repair_count, sizeof *slot);
        if (slot)
            *slot = ho_repair_name((enum ho_repair)i);
    }
}

enum handoff_status ho_brief_read_reply(struct ho_build *b, const char *reply)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    struct ho_repairs repairs;
    cJSON *root = NULL;
    enum handoff_status status =
        ho_reply_parse(ho_slice(reply), &root, &repairs, &why);

    if (status == HANDOFF_BAD_JSON) {
        unreadable(b, why.message);
        return HANDOFF_OK;
    }
    if (status != HANDOFF_OK)
        return ho_fail(b->err, status, "%s", why.message);
    list_repairs(b, &repairs);
    status = take_reply(b, root);
    cJSON_Delete(root);
    return status;
}
