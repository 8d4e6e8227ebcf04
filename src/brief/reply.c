/* reply.c - what the reply points at, proved quote by quote.
 *
 * The reply holds for each open field the lead's own words or null; the value
 * is read out of those words by code.  What fails its proof is demoted with a
 * finding; what only suggests its field becomes Inferred, or stays Unknown
 * where the field is protected.
 */
#include "base/json.h"
#include "base/utf8.h"
#include "brief/agree.h"
#include "brief/build.h"

enum { CLAUSE_BYTES = 240 }; /* of a clause that a finding shows */

/* Free text of the lead, and form fields that settle nothing. */
static bool is_free_text(const struct handoff_value *value)
{
    return value->source == HANDOFF_SOURCE_MESSAGE ||
           (value->source == HANDOFF_SOURCE_FIELD &&
            value->settles == HANDOFF_NO_FIELD);
}

enum handoff_status ho_brief_origin(struct ho_build *b, size_t i,
                                    const struct ho_origin **out)
{
    const struct handoff_value *value = &b->brief->lead->value[i];
    const struct handoff_text text = { value->cite, value->text };
    enum handoff_status status = HANDOFF_OK;

    if (!b->origin[i].text.name)
        status = ho_origin_open(&b->origin[i], &text, b->err);
    *out = &b->origin[i];
    return status;
}

void ho_brief_end_proofs(struct ho_build *b)
{
    for (size_t i = 0; b->origin && i < b->brief->lead->count; i++)
        ho_origin_release(&b->origin[i]);
}

/* Try the claim against one value; keep what got further. */
static enum handoff_status try_value(struct ho_build *b,
                                     const struct ho_claimed *claim, size_t i,
                                     struct ho_buffer *text,
                                     struct ho_attempt *best)
{
    const struct ho_origin *origin = NULL;
    struct ho_proof proof;
    enum handoff_status status = ho_brief_origin(b, i, &origin);

    if (status == HANDOFF_OK)
        status = ho_prove_in(claim, origin, &proof, text, b->err);
    if (status != HANDOFF_OK ||
        (best->value && ho_progress(&proof) <= ho_progress(&best->proof)))
        return status;
    *best = (struct ho_attempt){ proof, &b->brief->lead->value[i] };
    ho_buffer_clear(&b->text);
    ho_buffer_add(&b->text, ho_buffer_slice(text));
    return HANDOFF_OK;
}

enum handoff_status ho_brief_prove(struct ho_build *b, int field,
                                   struct handoff_slice quote,
                                   struct ho_attempt *best)
{
    const struct handoff_lead *lead = b->brief->lead;
    const struct ho_claimed claim = { b->brief->fields,
                                      &b->brief->fields->item[field], quote,
                                      b->day };
    struct ho_buffer text;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&text, b->text.limit);
    *best =
        (struct ho_attempt){ .proof.code = HANDOFF_FINDING_QUOTE_NOT_FOUND };
    ho_buffer_clear(&b->text);
    for (size_t i = 0; i < lead->count && status == HANDOFF_OK; i++)
        if (is_free_text(&lead->value[i]))
            status = try_value(b, &claim, i, &text, best);
    ho_buffer_release(&text);
    return status;
}

static void accept(struct ho_build *b, struct handoff_claim *claim,
                   const struct ho_attempt *a)
{
    const struct handoff_found *f = &a->proof.found;

    claim->class = HANDOFF_EXPLICIT;
    claim->typed = a->proof.typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason = claim->question = "";
    ho_brief_cite(b, claim, a->value, f->from, f->to, f->match);
    b->core[claim->field] =
        (struct ho_core){ a->value, a->proof.core_from, a->proof.core_to,
                          a->proof.distance };
}

/* Why not, and the words around it that say so. */
static const char *explain(struct ho_build *b, const struct ho_proof *p)
{
    const struct handoff_slice clause = ho_utf8_cut(p->clause, CLAUSE_BYTES);

    if (clause.len == 0)
        return handoff_finding_meaning(p->code);
    return ho_arena_format(b->arena, "%s It reads: \"%.*s\".",
                           handoff_finding_meaning(p->code), (int)clause.len,
                           clause.ptr);
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
                        const struct ho_attempt *a)
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

/* Record a refusal; what another quote proved stays. */
static enum handoff_status refuse(struct ho_build *b, const struct ho_said *s,
                                  enum handoff_finding_code code,
                                  const char *detail)
{
    struct handoff_claim *claim = &b->claim[s->field];
    const char *said = s->quote ? s->quote : s->value ? s->value : "";
    const bool stays = claim->evidence_count > 0;

    if (!stays)
        ho_brief_unknown(b, claim,
                         code == HANDOFF_FINDING_AMBIGUOUS ? "ambiguous"
                                                           : "rejected");
    ho_brief_find(b, code, s->field, "explicit",
                  stays ? "" : handoff_class_name(claim->class), ho_slice(said),
                  detail ? detail : handoff_finding_meaning(code));
    return HANDOFF_OK;
}

static enum handoff_status take_hint(struct ho_build *b,
                                     const struct ho_said *s,
                                     const struct ho_attempt *a)
{
    struct handoff_claim *claim = &b->claim[s->field];

    if (claim->evidence_count > 0)
        return refuse(b, s, a->proof.code, explain(b, &a->proof));
    demote_hint(b, claim, a);
    ho_brief_find(b, a->proof.code, s->field, "explicit",
                  handoff_class_name(claim->class), ho_slice(s->quote),
                  explain(b, &a->proof));
    return HANDOFF_OK;
}

/* A second proof of the field: one value more, or two that exclude each other.
 */
static enum handoff_status take_second(struct ho_build *b,
                                       const struct ho_said *s,
                                       const struct ho_attempt *a)
{
    struct handoff_claim *claim = &b->claim[s->field];
    const struct handoff_found *f = &a->proof.found;
    bool agrees = false;
    enum handoff_status status =
        ho_brief_agrees(b, claim, &a->proof.typed, &agrees);

    if (status != HANDOFF_OK)
        return status;
    if (!agrees)
        ho_brief_contradict(b, claim, ho_slice(s->quote));
    ho_brief_cite(b, claim, a->value, f->from, f->to, f->match);
    return HANDOFF_OK;
}

static enum handoff_status take_proof(struct ho_build *b,
                                      const struct ho_said *s,
                                      const struct ho_attempt *a)
{
    struct handoff_claim *claim = &b->claim[s->field];

    if (claim->class == HANDOFF_EXPLICIT || ho_is_contradicted(claim))
        return take_second(b, s, a);
    ho_brief_reset(b, claim);
    accept(b, claim, a);
    return HANDOFF_OK;
}

/* What the reply claims, and what the quote reads. */
static const char *differs(struct ho_build *b, const char *claimed)
{
    const struct handoff_slice said =
        ho_utf8_cut(ho_slice(claimed), CLAUSE_BYTES);
    const struct handoff_slice read =
        ho_utf8_cut(ho_buffer_slice(&b->text), CLAUSE_BYTES);

    return ho_arena_format(
        b->arena, "claimed is \"%.*s\", the quote reads \"%.*s\"",
        (int)said.len, said.ptr, (int)read.len, read.len > 0 ? read.ptr : "");
}

static enum handoff_status take_quote(struct ho_build *b,
                                      const struct ho_said *s)
{
    const struct handoff_field *field = &b->brief->fields->item[s->field];
    struct ho_attempt a;
    bool same = true;
    enum handoff_status status =
        ho_brief_prove(b, s->field, ho_slice(s->quote), &a);

    if (status == HANDOFF_OK && s->value && (a.proof.ok || a.proof.hinted))
        status = ho_value_is_read(
            field,
            &(struct ho_reading){ a.proof.typed, ho_buffer_slice(&b->text) },
            s->value, b->day, &same, b->err);
    if (status != HANDOFF_OK)
        return status;
    if (!same)
        return refuse(b, s, HANDOFF_FINDING_VALUE_NOT_IN_QUOTE,
                      differs(b, s->value));
    if (a.proof.ok)
        return take_proof(b, s, &a);
    return a.proof.hinted ? take_hint(b, s, &a)
                          : refuse(b, s, a.proof.code, explain(b, &a.proof));
}

/* What the form says of a field, and what the reply found in the message. */
static enum handoff_status confirm(struct ho_build *b, const struct ho_said *s,
                                   bool *known)
{
    const struct handoff_value *label =
        handoff_lead_settled(b->brief->lead, s->field);
    struct handoff_found found = { 0 };
    struct ho_attempt a;
    bool cut = false, agrees = false;
    enum handoff_status status = HANDOFF_OK;

    *known = ho_is_contradicted(&b->claim[s->field]);
    if (*known || !label || label->source == HANDOFF_SOURCE_CRM || !s->quote ||
        b->claim[s->field].class != HANDOFF_EXPLICIT)
        return HANDOFF_OK;
    status =
        handoff_locate(label->text, ho_slice(s->quote), &found, &cut, b->err);
    if (status == HANDOFF_OK && found.match == HANDOFF_MATCH_NONE)
        status = ho_brief_prove(b, s->field, ho_slice(s->quote), &a);
    if (status != HANDOFF_OK)
        return status;
    if (found.match != HANDOFF_MATCH_NONE) {
        *known = true;
        return HANDOFF_OK;
    }
    if (!a.proof.ok)
        return HANDOFF_OK;
    *known = true;
    status = ho_brief_agrees(b, &b->claim[s->field], &a.proof.typed, &agrees);
    return status == HANDOFF_OK && !agrees ? take_second(b, s, &a) : status;
}

/* A claim on a field that was not asked for. */
static enum handoff_status take_uninvited(struct ho_build *b,
                                          const struct ho_said *s)
{
    const bool is_named = s->field == HANDOFF_NO_FIELD && *s->name;
    const char *said = !is_named && s->quote ? s->quote : s->name;
    bool known = false;
    enum handoff_status status = HANDOFF_OK;

    if (s->class == HANDOFF_UNKNOWN)
        return HANDOFF_OK;
    if (s->field != HANDOFF_NO_FIELD && b->round == 0)
        status = confirm(b, s, &known);
    if (status == HANDOFF_OK && !known)
        ho_brief_find(b, HANDOFF_FINDING_NOT_OPEN, s->field, "explicit", "",
                      ho_slice(said),
                      handoff_finding_meaning(HANDOFF_FINDING_NOT_OPEN));
    return status;
}

static enum handoff_status take_said(struct ho_build *b,
                                     const struct ho_said *s)
{
    struct handoff_claim *claim;

    if (s->field == HANDOFF_NO_FIELD || !b->asked[s->field])
        return take_uninvited(b, s);
    claim = &b->claim[s->field];
    if (!b->spoken[s->field])
        ho_brief_reset(b, claim); /* a new answer about it */
    b->spoken[s->field] = true;
    if (s->class == HANDOFF_UNKNOWN)
        return HANDOFF_OK;
    if (s->unfit)
        return refuse(b, s, HANDOFF_FINDING_WRONG_TYPE,
                      "the lead's own words or null were asked for");
    if (!s->quote)
        return refuse(b, s, HANDOFF_FINDING_VALUE_NOT_IN_QUOTE,
                      "a value without a quote proves nothing");
    return take_quote(b, s);
}

/* Fields that were asked for and that the reply does not name at all. */
static void find_silent(struct ho_build *b)
{
    const struct handoff_fields *fields = b->brief->fields;

    for (size_t i = 0; i < fields->count; i++)
        if (b->asked[i] && !b->spoken[i])
            ho_brief_find(b, HANDOFF_FINDING_MISSING_KEY, (int)i, "", "unknown",
                          ho_slice(""),
                          handoff_finding_meaning(HANDOFF_FINDING_MISSING_KEY));
}

static const char *suggestion(struct ho_build *b, const cJSON *root,
                              const char *key)
{
    const char *text = ho_json_text(root, key);

    return text ? ho_arena_copy(b->arena, ho_utf8_cut(ho_slice(text), 200))
                : NULL;
}

static enum handoff_status take_all(struct ho_build *b,
                                    const struct ho_said_list *said)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < said->count && status == HANDOFF_OK; i++)
        if (said->item[i].class != HANDOFF_INFERRED)
            status = take_said(b, &said->item[i]);
    ho_brief_share(b);
    for (size_t i = 0; i < said->count && status == HANDOFF_OK; i++)
        if (said->item[i].class == HANDOFF_INFERRED)
            status = ho_brief_take_inferred(b, &said->item[i]);
    find_silent(b);
    if (said->left_out > 0)
        ho_brief_find(b, HANDOFF_FINDING_TOO_MANY, HANDOFF_NO_FIELD, "", "",
                      ho_slice(""),
                      ho_arena_format(b->arena, "%zu claims were left out",
                                      said->left_out));
    return status;
}

static enum handoff_status take_reply(struct ho_build *b, const cJSON *root)
{
    struct ho_said_list said;
    enum handoff_status status =
        ho_said_read(b->scratch, b->brief->fields, root, &said, b->err);

    if (status == HANDOFF_OK)
        status = take_all(b, &said);
    if (!b->brief->lane)
        b->brief->lane = suggestion(b, root, "lane");
    if (!b->brief->action)
        b->brief->action = suggestion(b, root, "action");
    return status;
}

static void list_repairs(struct ho_build *b, const struct ho_repairs *repairs)
{
    for (int i = 0; i < HO_REPAIR_COUNT; i++) {
        const char **slot = NULL;

        if (repairs->made[i] && !b->repaired[i])
            slot = ho_arena_push(b->arena, &b->brief->repair,
                                 &b->brief->repair_count, sizeof *slot);
        if (slot)
            *slot = ho_repair_name((enum ho_repair)i);
        b->repaired[i] = b->repaired[i] || repairs->made[i];
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
        ho_brief_find(b, HANDOFF_FINDING_REPLY_UNREADABLE, HANDOFF_NO_FIELD, "",
                      "", ho_slice(""), why.message);
        return HANDOFF_OK;
    }
    if (status != HANDOFF_OK)
        return ho_fail(b->err, status, "%s", why.message);
    b->brief->degraded = false;
    list_repairs(b, &repairs);
    status = take_reply(b, root);
    cJSON_Delete(root);
    return status;
}
