/* prove.c - see evidence/prove.h */
#include "evidence/prove.h"

#include "base/utf8.h"
#include "evidence/number.h"
#include "evidence/phrase.h"
#include "evidence/read.h"

/* Words that say nothing on their own. */
static const char *const function_words[] = {
    "a",   "an",  "the", "we",  "our",  "us",   "i",  "my",  "me", "you",
    "it",  "is",  "are", "and", "or",   "to",   "of", "in",  "on", "for",
    "at",  "as",  "by",  "be",  "have", "has",  "do", "not", "no", "yes",
    "wir", "und", "der", "die", "das",  "nous", "et", "le",  "la", "el"
};

/* At least one digit, or two word characters that are more than a function
 * word. */
static bool is_specific(struct handoff_slice quote)
{
    const struct handoff_slice s = ho_trim(quote);
    size_t words = 0, len;

    for (size_t at = 0; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        if ((code >= '0' && code <= '9') || ho_is_unspaced(code))
            return true;
        words += ho_is_word(code);
    }
    for (size_t i = 0; i < sizeof function_words / sizeof *function_words; i++)
        if (ho_slice_is_nocase(s, function_words[i]))
            return false;
    return words >= 2;
}

static enum handoff_status refuse(struct ho_proof *proof,
                                  enum handoff_finding_code code)
{
    proof->ok = false;
    proof->code = code;
    return HANDOFF_OK;
}

/* A quote while it is being proved. */
struct trial {
    const struct handoff_field *field;
    struct handoff_slice source, clause;
    struct handoff_slice words; /* the quote, as it is read */
    struct ho_proof *proof;
    struct handoff_error *err;
};

static bool is_number(const struct handoff_field *field)
{
    return field->type == HANDOFF_TYPE_INTEGER ||
           field->type == HANDOFF_TYPE_MONEY;
}

/* The cue to which the quoted number belongs. */
static enum handoff_status find_owner(const struct trial *t,
                                      struct ho_phrase_hit *hit)
{
    const struct handoff_words *cues = &t->field->cues;
    const size_t base = (size_t)(t->words.ptr - t->clause.ptr);
    enum handoff_status status = HANDOFF_OK;
    struct ho_number n;
    size_t at = 0;

    *hit = (struct ho_phrase_hit){ 0 };
    if (!ho_next_number(t->words, &at, &n)) /* "no budget" */
        return ho_find_phrase(t->clause, cues, hit, t->err);
    for (size_t i = 0; i < cues->count && status == HANDOFF_OK; i++) {
        const struct handoff_words one = { &cues->item[i], 1 };

        status = ho_find_phrase(t->clause, &one, hit, t->err);
        if (hit->found && ho_belongs(t->field->type, t->clause, base + n.start,
                                     base + n.end, hit))
            return status;
        hit->found = false;
    }
    return status;
}

/* What in the clause says that it is about this field. */
static enum handoff_status find_cue(const struct trial *t,
                                    struct ho_phrase_hit *hit)
{
    struct handoff_words stating;

    if (t->field->type == HANDOFF_TYPE_ENUM) {
        stating = ho_stating(&t->field->value[t->proof->typed.low]);
        return ho_find_phrase(t->clause, &stating, hit, t->err);
    }
    return is_number(t->field)
               ? find_owner(t, hit)
               : ho_find_phrase(t->clause, &t->field->cues, hit, t->err);
}

static enum handoff_status suggest(const struct trial *t,
                                   const struct ho_phrase_hit *hit)
{
    t->proof->hinted = true;
    t->proof->hint = ho_part(t->clause, hit->from, hit->to);
    return refuse(t->proof, HANDOFF_FINDING_HINT_ONLY);
}

/* A deadline without a day is a hint of one: "decide by end of quarter". */
static bool lacks_day(const struct trial *t)
{
    return t->field->type == HANDOFF_TYPE_DATE &&
           t->proof->typed.read == HANDOFF_READ_VALUE &&
           !t->proof->typed.has_number;
}

static enum handoff_status judge(const struct trial *t)
{
    const bool says_none = t->proof->typed.read == HANDOFF_READ_NONE;
    struct ho_phrase_hit hit = { 0 };
    enum ho_mood mood = HO_STATES;
    enum handoff_status status = find_cue(t, &hit);
    const bool is_cue = hit.found;

    if (status == HANDOFF_OK && !is_cue)
        status = ho_find_phrase(t->clause, &t->field->hints, &hit, t->err);
    if (status == HANDOFF_OK && !hit.found)
        return refuse(t->proof, HANDOFF_FINDING_NO_CUE);
    if (status == HANDOFF_OK && !says_none)
        status =
            ho_find_mood(t->field, t->source, t->clause, &hit, &mood, t->err);
    if (status != HANDOFF_OK)
        return status;
    if (mood == HO_FLIPS)
        return refuse(t->proof, HANDOFF_FINDING_NOT_STATED);
    t->proof->vague = is_cue;
    if (!is_cue || mood == HO_HEDGES || lacks_day(t))
        return suggest(t, &hit);
    t->proof->ok = true;
    return HANDOFF_OK;
}

/* What a text says of money, authority or urgency counts for nothing where it
 * also tries to command whoever reads it. */
static enum handoff_status distrust(const struct trial *t)
{
    bool orders = false;
    enum handoff_status status = HANDOFF_OK;

    if (!t->field->is_protected || !(t->proof->ok || t->proof->hinted))
        return HANDOFF_OK;
    status = ho_gives_orders(t->source, &orders, t->err);
    if (status != HANDOFF_OK || !orders)
        return status;
    t->proof->hinted = false;
    return refuse(t->proof, HANDOFF_FINDING_ORDER);
}

/* The quoted words; a quote that leaves out "up to" or "15 -" before its
 * number is read with them, for they are part of what the lead wrote. */
static struct handoff_slice whole_words(const struct handoff_field *field,
                                        struct handoff_slice source,
                                        const struct handoff_found *f,
                                        struct handoff_slice clause)
{
    const size_t base = (size_t)(clause.ptr - source.ptr);
    size_t from = f->from - base, to = f->to - base;

    if (is_number(field))
        ho_widen_to_numbers(clause, &from, &to);
    if (field->type == HANDOFF_TYPE_MONEY)
        ho_widen_to_currency(clause, &from, &to);
    return ho_part(clause, from, to);
}

static enum handoff_status read_words(const struct handoff_field *field,
                                      struct handoff_slice source, int64_t day,
                                      struct ho_proof *proof,
                                      struct ho_buffer *text,
                                      struct handoff_error *err)
{
    const struct handoff_found *f = &proof->found;
    const struct handoff_slice clause = handoff_clause(source, f->from, f->to);
    const struct trial trial = { field,  source,
                                 clause, whole_words(field, source, f, clause),
                                 proof,  err };
    enum handoff_status status =
        ho_read_stated(field, trial.words, day, &proof->typed, text, err);

    if (status != HANDOFF_OK)
        return status;
    if (proof->typed.read == HANDOFF_READ_AMBIGUOUS)
        return refuse(proof, HANDOFF_FINDING_AMBIGUOUS);
    if (proof->typed.read == HANDOFF_READ_NOTHING)
        return refuse(proof, HANDOFF_FINDING_WRONG_TYPE);
    status = judge(&trial);
    return status == HANDOFF_OK ? distrust(&trial) : status;
}

enum handoff_status ho_prove(const struct handoff_field *field,
                             struct handoff_slice source,
                             struct handoff_slice quote, int64_t day,
                             struct ho_proof *proof, struct ho_buffer *text,
                             struct handoff_error *err)
{
    bool cut = false;
    enum handoff_status status;

    *proof = (struct ho_proof){ .code = HANDOFF_FINDING_TOO_SHORT };
    if (!is_specific(quote))
        return HANDOFF_OK;
    status = handoff_locate(source, quote, &proof->found, &cut, err);
    if (status != HANDOFF_OK)
        return status;
    if (proof->found.match == HANDOFF_MATCH_NONE)
        return refuse(proof, cut ? HANDOFF_FINDING_NOT_WHOLE_WORDS
                                 : HANDOFF_FINDING_QUOTE_NOT_FOUND);
    return read_words(field, source, day, proof, text, err);
}
