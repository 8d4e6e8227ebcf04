/* prove.c - see evidence/prove.h */
#include "evidence/prove.h"

#include "base/starts.h"
#include "evidence/fit.h"
#include "evidence/label.h"
#include "evidence/trial.h"

/* --- of all places the best
 * ---------------------------------------------------- */

int ho_progress(const struct ho_proof *p)
{
    return p->ok ? 3 : p->hinted ? 2 : p->found.match != HANDOFF_MATCH_NONE;
}

bool ho_is_taken_back(enum handoff_finding_code code)
{
    static const enum handoff_finding_code codes[] = {
        HANDOFF_FINDING_NEGATED,    HANDOFF_FINDING_QUESTION,
        HANDOFF_FINDING_PAST,       HANDOFF_FINDING_OTHER_OWNER,
        HANDOFF_FINDING_REPORTED,   HANDOFF_FINDING_QUOTED_REPLY,
        HANDOFF_FINDING_SIGNATURE,  HANDOFF_FINDING_BOILERPLATE,
        HANDOFF_FINDING_NOT_CHOSEN, HANDOFF_FINDING_IN_INSTRUCTION,
        HANDOFF_FINDING_ORDER,
    };

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code)
            return true;
    return false;
}

static enum handoff_status try_places(const struct ho_claimed *claim,
                                      const struct ho_origin *source,
                                      const struct ho_places *places,
                                      struct ho_proof *best,
                                      struct ho_buffer *text,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct ho_buffer value;

    ho_buffer_init(&value, text->limit);
    for (size_t i = 0; i < places->count && status == HANDOFF_OK && !best->ok;
         i++) {
        struct ho_proof proof = { .found = places->item[i],
                                  .places = places->count };

        ho_buffer_clear(&value);
        status = ho_try_place(claim, source, &proof, &value, err);
        if (status != HANDOFF_OK ||
            (i > 0 && ho_progress(&proof) <= ho_progress(best)))
            continue;
        *best = proof;
        ho_buffer_clear(text);
        ho_buffer_add(text, ho_buffer_slice(&value));
    }
    ho_buffer_release(&value);
    return status == HANDOFF_OK ? ho_buffer_status(text, "the value", err)
                                : status;
}

static bool is_ascii(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

/* false: the quote is not in the example; told without folding them, where all
 * is ASCII. */
static bool may_hold(struct handoff_slice example, struct handoff_slice quote)
{
    struct ho_starts theirs, own;

    if (!is_ascii(example) || !is_ascii(quote))
        return true;
    ho_starts_find(example, &theirs);
    ho_starts_find(quote, &own);
    for (size_t i = 0; i < sizeof own.has / sizeof *own.has; i++)
        if (own.has[i] & ~theirs.has[i])
            return false;
    return true;
}

/* Is it a quote of the prompt's worked example? */
static enum handoff_status find_leak(const struct ho_claimed *claim,
                                     struct ho_proof *proof,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    const size_t count = claim->fields ? claim->fields->count : 0;

    for (size_t i = 0; i < count && status == HANDOFF_OK; i++) {
        const char *example = claim->fields->item[i].example;
        struct handoff_found found = { .match = HANDOFF_MATCH_NONE };
        bool cut = false;

        if (example && may_hold(ho_slice(example), claim->quote))
            status = handoff_locate(ho_slice(example), claim->quote, &found,
                                    &cut, err);
        if (found.match != HANDOFF_MATCH_NONE)
            proof->code = HANDOFF_FINDING_EXAMPLE_LEAK;
    }
    return status;
}

enum handoff_status ho_prove_in(const struct ho_claimed *claim,
                                const struct ho_origin *source,
                                struct ho_proof *proof, struct ho_buffer *text,
                                struct handoff_error *err)
{
    struct ho_places places;
    enum handoff_status status;
    const bool own = claim->field && ho_label_of(claim->fields, claim->field,
                                                 source->label) == HO_LABEL_OWN;

    *proof = (struct ho_proof){ .code = HANDOFF_FINDING_TOO_SHORT };
    ho_buffer_clear(text);
    if (!own && !ho_is_specific(claim->quote))
        return HANDOFF_OK;
    status = ho_origin_find(source, claim->quote, &places, err);
    if (status != HANDOFF_OK)
        return status;
    if (places.count > 0)
        return try_places(claim, source, &places, proof, text, err);
    proof->code = places.cut ? HANDOFF_FINDING_NOT_WHOLE_WORDS
                             : HANDOFF_FINDING_QUOTE_NOT_FOUND;
    return places.cut ? HANDOFF_OK : find_leak(claim, proof, err);
}

enum handoff_status ho_prove(const struct handoff_field *field,
                             struct handoff_slice source,
                             struct handoff_slice quote, int64_t day,
                             struct ho_proof *proof, struct ho_buffer *text,
                             struct handoff_error *err)
{
    const struct ho_claimed claim = { NULL, field, quote, day };
    const struct handoff_text message = { "message", source };
    struct ho_origin s;
    enum handoff_status status = ho_origin_open(&s, &message, err);

    if (status == HANDOFF_OK)
        status = ho_prove_in(&claim, &s, proof, text, err);
    ho_origin_release(&s);
    return status;
}
