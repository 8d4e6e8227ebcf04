/* check.c - one quote against one source; see handoff_check_quote */
#include <stdlib.h>

#include "evidence/phrase.h"
#include "evidence/prove.h"

enum { VALUE_BYTES = 4096 };

/* A quote without a field proves only that it stands there. */
static enum handoff_status prove_place(struct handoff_slice source,
                                       struct handoff_slice quote,
                                       struct ho_proof *proof,
                                       struct ho_buffer *text,
                                       struct handoff_error *err)
{
    /* A text field with the quote's own words as its cue. */
    static const struct handoff_field any = { .name = "",
                                              .type = HANDOFF_TYPE_TEXT };
    enum handoff_status status =
        ho_prove(&any, source, quote, 0, proof, text, err);

    if (status == HANDOFF_OK && proof->code == HANDOFF_FINDING_NO_CUE)
        proof->ok = true;
    return status;
}

/* Types whose value is part of the lead's own words. */
static bool is_words(enum handoff_type type)
{
    return type == HANDOFF_TYPE_TEXT || type == HANDOFF_TYPE_JOB_TITLE ||
           type == HANDOFF_TYPE_COMPANY || type == HANDOFF_TYPE_PERSON;
}

/* Does the claimed value say what the quote says?  Read by the same reader,
 * so that "$1,200" and "1200 USD" agree. */
static enum handoff_status same_value(const struct handoff_field *field,
                                      const struct ho_buffer *text,
                                      const char *value, int64_t day,
                                      bool *same, struct handoff_error *err)
{
    char *other = NULL;
    struct handoff_typed typed;
    enum handoff_status status;
    struct ho_phrase_hit hit = { 0 };
    const struct handoff_words words = { &value, 1 };

    if (!field || is_words(field->type)) {
        status = ho_find_phrase(ho_buffer_slice(text), &words, &hit, err);
        *same = hit.found;
        return status;
    }
    status =
        handoff_read_value(field, ho_slice(value), day, &typed, &other, err);
    if (status == HANDOFF_OK)
        *same = ho_slice_is_nocase(ho_buffer_slice(text), other);
    free(other);
    return status;
}

static void set_result(const struct ho_proof *proof,
                       struct handoff_quote_result *result)
{
    result->verdict = proof->ok       ? HANDOFF_ACCEPTED
                      : proof->hinted ? HANDOFF_REVIEW
                                      : HANDOFF_REJECTED;
    result->has_code = !proof->ok;
    result->code = proof->code;
    result->start = proof->found.from;
    result->end = proof->found.to;
}

enum handoff_status handoff_check_quote(const struct handoff_field *field,
                                        struct handoff_slice source,
                                        struct handoff_slice quote,
                                        const char *value, int64_t day,
                                        struct handoff_quote_result *result,
                                        struct handoff_error *err)
{
    struct handoff_quote_result out;
    struct ho_buffer text;
    struct ho_proof proof;
    enum handoff_status status;
    bool same = true;

    ho_buffer_init(&text, VALUE_BYTES);
    status = field ? ho_prove(field, source, quote, day, &proof, &text, err)
                   : prove_place(source, quote, &proof, &text, err);
    if (status == HANDOFF_OK && value && (proof.ok || proof.hinted))
        status = same_value(field, &text, value, day, &same, err);
    if (status == HANDOFF_OK) {
        set_result(&proof, &out);
        if (!same) {
            out.verdict = HANDOFF_REJECTED;
            out.has_code = true;
            out.code = HANDOFF_FINDING_VALUE_NOT_IN_QUOTE;
        }
        *result = out;
    }
    ho_buffer_release(&text);
    return status;
}
