/* check.c - one quote against the texts of one lead; see handoff_check_quote
 */
#include <stdlib.h>

#include "evidence/phrase.h"
#include "evidence/prove.h"

enum { VALUE_BYTES = 4096 };

/* Types whose value is part of the lead's own words. */
static bool is_words(enum handoff_type type)
{
    return type == HANDOFF_TYPE_TEXT || type == HANDOFF_TYPE_JOB_TITLE ||
           type == HANDOFF_TYPE_COMPANY || type == HANDOFF_TYPE_PERSON;
}

/* Does the claimed value say what the quote says?  Read by the same reader,
 * so that "$1,200" and "1200 USD" agree. */
static enum handoff_status same_value(const struct handoff_quote *q,
                                      struct handoff_slice text, bool *same,
                                      struct handoff_error *err)
{
    char *other = NULL;
    struct handoff_typed typed;
    enum handoff_status status;
    struct ho_phrase_hit hit = { 0 };
    const struct handoff_words words = { &q->value, 1, NULL };

    *same = ho_slice_is_nocase(text, q->value);
    if (*same)
        return HANDOFF_OK;
    if (!q->field || is_words(q->field->type)) {
        status = ho_find_phrase(text, &words, &hit, err);
        *same = hit.found;
        return status;
    }
    status = handoff_read_value(q->field, ho_slice(q->value), q->day, &typed,
                                &other, err);
    if (status == HANDOFF_OK)
        *same = ho_slice_is_nocase(text, other);
    free(other);
    return status;
}

/* The texts while the best proof is looked for. */
struct trial {
    const struct handoff_quote *quote;
    struct ho_claimed claim;
    struct ho_proof proof;      /* the best so far */
    struct ho_buffer value;     /* what it reads as, for a field */
    struct handoff_slice words; /* where it stands */
    size_t text;                /* of which of the texts */
    struct handoff_error *err;
};

static bool is_better(const struct ho_proof *next, const struct trial *t,
                      size_t index)
{
    return index == 0 || ho_progress(next) > ho_progress(&t->proof);
}

static enum handoff_status try_source(struct trial *t,
                                      const struct ho_origin *source,
                                      size_t index)
{
    struct ho_buffer value;
    struct ho_proof proof;
    enum handoff_status status;

    ho_buffer_init(&value, VALUE_BYTES);
    status = ho_prove_in(&t->claim, source, &proof, &value, t->err);
    if (status == HANDOFF_OK && is_better(&proof, t, index)) {
        t->proof = proof;
        t->text = index;
        t->words = ho_part(source->text.text, proof.found.from, proof.found.to);
        ho_buffer_clear(&t->value);
        ho_buffer_add(&t->value, ho_buffer_slice(&value));
        status = ho_buffer_status(&t->value, "the value", t->err);
    }
    ho_buffer_release(&value);
    return status;
}

static enum handoff_status try_text(struct trial *t,
                                    const struct handoff_text *text,
                                    size_t index)
{
    struct ho_origin source;
    enum handoff_status status = ho_origin_open(&source, text, t->err);

    if (status == HANDOFF_OK)
        status = try_source(t, &source, index);
    ho_origin_release(&source);
    return status;
}

static void set_result(const struct trial *t, bool same,
                       struct handoff_quote_result *r)
{
    const struct ho_proof *p = &t->proof;
    const bool nowhere = p->found.match == HANDOFF_MATCH_NONE;

    *r = (struct handoff_quote_result){
        .verdict = p->ok       ? HANDOFF_ACCEPTED
                   : p->hinted ? HANDOFF_REVIEW
                               : HANDOFF_REJECTED,
        .has_code = !p->ok,
        .code = p->code,
        .text = nowhere ? 0 : t->text,
        .start = p->found.from,
        .end = p->found.to,
        .places = p->places,
        .clause = p->clause,
    };
    if (same)
        return;
    r->verdict = HANDOFF_REJECTED;
    r->has_code = true;
    r->code = HANDOFF_FINDING_VALUE_NOT_IN_QUOTE;
}

enum handoff_status handoff_check_quote(const struct handoff_quote *quote,
                                        const struct handoff_text *texts,
                                        size_t count,
                                        struct handoff_quote_result *result,
                                        struct handoff_error *err)
{
    struct trial t = { .quote = quote,
                       .claim = { quote->fields, quote->field, quote->quote,
                                  quote->day },
                       .proof.code = HANDOFF_FINDING_QUOTE_NOT_FOUND,
                       .err = err };
    enum handoff_status status = HANDOFF_OK;
    bool same = true;

    ho_buffer_init(&t.value, VALUE_BYTES);
    for (size_t i = 0; i < count && status == HANDOFF_OK && !t.proof.ok; i++)
        status = try_text(&t, &texts[i], i);
    if (status == HANDOFF_OK && quote->value && (t.proof.ok || t.proof.hinted))
        status = same_value(quote,
                            quote->field ? ho_buffer_slice(&t.value) : t.words,
                            &same, err);
    if (status == HANDOFF_OK)
        set_result(&t, same, result);
    ho_buffer_release(&t.value);
    return status;
}
