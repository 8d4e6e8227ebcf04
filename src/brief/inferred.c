/* inferred.c - what the reply infers, and whether it may.
 *
 * An inference rests on words of the lead that do not say the opposite, or on
 * a field that was accepted as Explicit.  It adds no fact of its own: no
 * number, name, address or date that the words lack.  It never speaks of a
 * protected field.
 */
#include <ctype.h>

#include "base/utf8.h"
#include "brief/build.h"
#include "evidence/read.h"

enum { WHY_BYTES = 200 };

/* --- hard facts ---------------------------------------------------------- */

/* The next word of a text, without the punctuation around it. */
static bool next_word(struct handoff_slice text, size_t *at,
                      struct handoff_slice *word)
{
    static const char spaces[] = " \t\r\n", marks[] = ".,;:!?()[]\"'";
    size_t from = *at, to;

    while (from < text.len && memchr(spaces, text.ptr[from], sizeof spaces - 1))
        from++;
    to = from;
    while (to < text.len && !memchr(spaces, text.ptr[to], sizeof spaces - 1))
        to++;
    *at = to;
    if (from == to)
        return false;
    while (from < to && memchr(marks, text.ptr[from], sizeof marks - 1))
        from++;
    while (to > from && memchr(marks, text.ptr[to - 1], sizeof marks - 1))
        to--;
    *word = ho_part(text, from, to);
    return true;
}

/* A word that is a fact: it has a digit or an @, or begins like a name.  A
 * capital of another script than Latin counts as one. */
static bool is_hard(struct handoff_slice word)
{
    for (size_t i = 0; i < word.len; i++)
        if (isdigit((unsigned char)word.ptr[i]) || word.ptr[i] == '@')
            return true;
    return word.len > 0 && (isupper((unsigned char)word.ptr[0]) ||
                            (unsigned char)word.ptr[0] >= 0x80);
}

static enum handoff_status stands_in(struct handoff_slice text,
                                     struct handoff_slice word, bool *yes,
                                     struct handoff_error *err)
{
    struct handoff_found found = { 0 };
    bool cut = false;
    enum handoff_status status = handoff_locate(text, word, &found, &cut, err);

    *yes = found.match != HANDOFF_MATCH_NONE;
    return status;
}

/* Every hard word of a claimed value stands in the words it rests on. */
static enum handoff_status is_carried(struct ho_build *b,
                                      struct handoff_slice value,
                                      struct handoff_slice words, bool *yes)
{
    enum handoff_status status = HANDOFF_OK;
    struct handoff_slice word;
    size_t at = 0;

    *yes = true;
    while (status == HANDOFF_OK && *yes && next_word(value, &at, &word))
        if (is_hard(word))
            status = stands_in(words, word, yes, b->err);
    return status;
}

static enum handoff_status lead_has(struct ho_build *b,
                                    struct handoff_slice word, bool *yes)
{
    const struct handoff_lead *lead = b->brief->lead;
    enum handoff_status status = HANDOFF_OK;

    *yes = false;
    for (size_t i = 0; i < lead->count && status == HANDOFF_OK && !*yes; i++)
        status = stands_in(lead->value[i].text, word, yes, b->err);
    return status;
}

/* The reason is prose: its first word has a capital anyway. */
static enum handoff_status is_reason_carried(struct ho_build *b,
                                             struct handoff_slice why,
                                             bool *yes)
{
    enum handoff_status status = HANDOFF_OK;
    struct handoff_slice word;
    size_t at = 0;
    bool first = true;

    *yes = true;
    while (status == HANDOFF_OK && *yes && next_word(why, &at, &word)) {
        const bool starts = first && word.len > 0 &&
                            isupper((unsigned char)word.ptr[0]) &&
                            !memchr(word.ptr, '@', word.len);

        first = false;
        if (!starts && is_hard(word))
            status = lead_has(b, word, yes);
    }
    return status;
}

/* --- taking one ---------------------------------------------------------- */

static enum handoff_status refuse(struct ho_build *b, const struct ho_said *s,
                                  enum handoff_finding_code code)
{
    ho_brief_find(b, code, s->field, "inferred", "unknown",
                  ho_slice(s->quote   ? s->quote
                           : s->value ? s->value
                                      : ""),
                  handoff_finding_meaning(code));
    return HANDOFF_OK;
}

/* What an inference rests on: words of the lead, and where they stand. */
struct premise {
    struct handoff_slice words;
    struct ho_attempt attempt;        /* a quote, or ... */
    const struct handoff_claim *from; /* ... an Explicit field */
};

/* The value: read from the words where the type can be read, else the model's
 * own, where it holds no fact of its own. */
static enum handoff_status read_value(struct ho_build *b,
                                      const struct ho_said *s,
                                      struct handoff_slice words,
                                      struct handoff_typed *typed, bool *ok)
{
    const struct handoff_field *field = &b->brief->fields->item[s->field];
    const bool own =
        field->type == HANDOFF_TYPE_TEXT || field->type == HANDOFF_TYPE_ENUM;
    enum handoff_status status =
        ho_read_value(field, own ? ho_slice(s->value) : words, b->day, typed,
                      &b->text, b->err);

    *ok = typed->read == HANDOFF_READ_VALUE;
    if (status == HANDOFF_OK && *ok && field->type == HANDOFF_TYPE_TEXT)
        status = is_carried(b, ho_slice(s->value), words, ok);
    return status;
}

static enum handoff_status set_reason(struct ho_build *b,
                                      struct handoff_claim *claim,
                                      const struct ho_said *s)
{
    const struct handoff_slice why =
        ho_utf8_cut(ho_trim(ho_slice(s->why ? s->why : "")), WHY_BYTES);
    bool carried = false;
    enum handoff_status status = is_reason_carried(b, why, &carried);

    if (status != HANDOFF_OK)
        return status;
    claim->reason = carried ? ho_arena_copy(b->arena, why)
                            : "the model read it out of these words";
    if (!carried)
        ho_brief_find(b, HANDOFF_FINDING_NO_BASIS, s->field, "inferred",
                      "inferred", why,
                      "its reason names a fact that the lead lacks, and was "
                      "left out");
    return HANDOFF_OK;
}

static enum handoff_status accept(struct ho_build *b, const struct ho_said *s,
                                  const struct premise *p)
{
    struct handoff_claim *claim = &b->claim[s->field];
    const struct handoff_found *f = &p->attempt.proof.found;
    struct handoff_typed typed;
    bool ok = false;
    enum handoff_status status = read_value(b, s, p->words, &typed, &ok);

    if (status != HANDOFF_OK)
        return status;
    if (!ok)
        return refuse(b, s, HANDOFF_FINDING_NO_BASIS);
    claim->class = HANDOFF_INFERRED;
    claim->typed = typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->confidence = "low";
    if (p->from) {
        claim->basis = p->from->field;
        claim->evidence = p->from->evidence;
        claim->evidence_count = p->from->evidence_count;
    } else {
        ho_brief_cite(b, claim, p->attempt.value, f->from, f->to, f->match);
    }
    return set_reason(b, claim, s);
}

/* A quote that does not prove its field may still suggest it; one whose clause
 * says the opposite, or that is not the lead's own word, may not. */
static bool suggests(const struct ho_proof *proof)
{
    switch (proof->code) {
    case HANDOFF_FINDING_NO_CUE:
    case HANDOFF_FINDING_WRONG_TYPE:
    case HANDOFF_FINDING_AMBIGUOUS:
    case HANDOFF_FINDING_HINT_ONLY:
    case HANDOFF_FINDING_HEDGED:
        return true;
    default:
        return proof->ok || proof->hinted;
    }
}

static enum handoff_status rest_on_quote(struct ho_build *b,
                                         const struct ho_said *s)
{
    struct premise p = { .from = NULL };
    const struct ho_proof *proof = &p.attempt.proof;
    enum handoff_status status =
        ho_brief_prove(b, s->field, ho_slice(s->quote), &p.attempt);

    if (status != HANDOFF_OK)
        return status;
    if (proof->found.match == HANDOFF_MATCH_NONE || !suggests(proof))
        return refuse(b, s, proof->code);
    p.words =
        ho_part(p.attempt.value->text, proof->found.from, proof->found.to);
    return accept(b, s, &p);
}

static enum handoff_status rest_on_field(struct ho_build *b,
                                         const struct ho_said *s)
{
    struct premise p = { .from = &b->claim[s->basis] };

    if (p.from->class != HANDOFF_EXPLICIT || s->basis == s->field ||
        p.from->evidence_count == 0) /* there was no room for it */
        return refuse(b, s, HANDOFF_FINDING_NO_BASIS);
    p.words = ho_slice(p.from->evidence[0].quote);
    return accept(b, s, &p);
}

/* Only a field that is still Unknown for want of a mention can be inferred:
 * trust goes down, never up.  A later answer is asked for statements alone:
 * what was refused as one does not come back as an inference. */
enum handoff_status ho_brief_take_inferred(struct ho_build *b,
                                           const struct ho_said *s)
{
    const bool rests = s->quote || s->basis != HANDOFF_NO_FIELD;

    if (s->field == HANDOFF_NO_FIELD || !b->asked[s->field] || b->round > 0)
        return refuse(b, s, HANDOFF_FINDING_NOT_OPEN);
    b->spoken[s->field] = true;
    if (b->brief->fields->item[s->field].is_protected)
        return refuse(b, s, HANDOFF_FINDING_PROTECTED);
    if (s->unfit || !s->value || !rests)
        return refuse(b, s, HANDOFF_FINDING_NO_BASIS);
    if (b->claim[s->field].class != HANDOFF_UNKNOWN ||
        strcmp(b->claim[s->field].reason, "not_mentioned") != 0)
        return HANDOFF_OK;
    return s->quote ? rest_on_quote(b, s) : rest_on_field(b, s);
}
