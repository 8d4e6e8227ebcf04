/* prove.c - see evidence/prove.h */
#include "evidence/prove.h"

#include "base/utf8.h"
#include "evidence/clause.h"
#include "evidence/cue.h"
#include "evidence/fit.h"
#include "evidence/label.h"
#include "evidence/language.h"
#include "evidence/number.h"
#include "evidence/polarity.h"
#include "evidence/read.h"

enum { PROSE_WORDS = 5 }; /* fewer are an entry of a form, not a message */

/* A quote at one of the places where it stands. */
struct trial {
    const struct ho_claimed *claim;
    const struct handoff_field *field;
    const struct ho_origin *source;
    struct handoff_slice text;     /* of the source */
    struct handoff_slice sentence; /* around the quote; parts of text */
    struct ho_clause clause;
    enum ho_label label;
    enum ho_region_kind region;
    struct ho_cue cue;
    struct ho_proof *proof;
    struct ho_buffer *value;
    struct handoff_error *err;
};

static enum handoff_status refuse(struct ho_proof *proof,
                                  enum handoff_finding_code code)
{
    proof->ok = proof->hinted = false;
    proof->code = code;
    return HANDOFF_OK;
}

static enum handoff_status doubt(struct trial *t,
                                 enum handoff_finding_code code)
{
    const struct ho_phrase_hit *hit = &t->cue.hit;

    t->proof->ok = false;
    t->proof->hinted = true;
    t->proof->code = code;
    t->proof->hint =
        hit->found ? ho_part(t->clause.text, hit->from, hit->to)
                   : ho_part(t->text, t->proof->found.from, t->proof->found.to);
    return HANDOFF_OK;
}

static size_t base_of(const struct trial *t)
{
    return (size_t)(t->clause.text.ptr - t->text.ptr);
}

static bool is_number(const struct handoff_field *field)
{
    return field->type == HANDOFF_TYPE_INTEGER ||
           field->type == HANDOFF_TYPE_MONEY;
}

/* Whom to reach: a signature states that as well as a form does. */
static bool is_contact(const struct handoff_field *field)
{
    return field && field->type != HANDOFF_TYPE_ENUM && !is_number(field) &&
           field->type != HANDOFF_TYPE_DATE && field->type != HANDOFF_TYPE_TEXT;
}

static bool is_address(const struct handoff_field *field)
{
    return field->type == HANDOFF_TYPE_EMAIL ||
           field->type == HANDOFF_TYPE_DOMAIN ||
           field->type == HANDOFF_TYPE_PHONE;
}

/* --- where the quote stands ------------------------------------------------
 */

static struct handoff_slice folded_part(const struct trial *t,
                                        struct handoff_slice part)
{
    const struct ho_folded *f = &t->source->folded;
    const size_t from = (size_t)(part.ptr - t->text.ptr);
    const size_t a = ho_folded_at(f, from);

    return ho_part(ho_folded_slice(f), a, ho_folded_at(f, from + part.len));
}

/* What stands there is not the lead speaking about this. */
static bool is_foreign(struct trial *t, enum handoff_finding_code *code)
{
    const struct handoff_found *f = &t->proof->found;

    if (t->region == HO_REGION_QUOTED_REPLY)
        *code = HANDOFF_FINDING_QUOTED_REPLY;
    else if (t->region == HO_REGION_BOILERPLATE)
        *code = HANDOFF_FINDING_BOILERPLATE;
    else if (t->region == HO_REGION_SIGNATURE && !is_contact(t->field))
        *code = HANDOFF_FINDING_SIGNATURE;
    else if (t->source->gives_orders &&
             ho_gives_orders(folded_part(t, t->sentence)))
        *code = HANDOFF_FINDING_IN_INSTRUCTION;
    else if (ho_box_before(t->text, f->from) == HO_BOX_EMPTY)
        *code = HANDOFF_FINDING_NOT_CHOSEN;
    else
        return false;
    return true;
}

/* The label of the form field, else that of the line. */
static enum ho_label label_of(const struct trial *t)
{
    const struct handoff_found *f = &t->proof->found;
    enum ho_label label =
        ho_label_of(t->claim->fields, t->field, t->source->label);

    if (label == HO_LABEL_NONE)
        label = ho_label_of(t->claim->fields, t->field,
                            ho_label_before(t->text, f->from, f->to));
    return label;
}

/* The quote belongs to another field, whatever it says. */
static bool is_misplaced(struct trial *t, enum handoff_finding_code *code)
{
    const struct handoff_found *f = &t->proof->found;
    const bool is_name = t->field->type == HANDOFF_TYPE_COMPANY ||
                         t->field->type == HANDOFF_TYPE_PERSON;

    t->label = label_of(t);
    if (t->label == HO_LABEL_OTHER)
        *code = HANDOFF_FINDING_WRONG_LABEL;
    else if (t->label != HO_LABEL_OWN && !ho_is_claimable(t->field))
        *code = HANDOFF_FINDING_NOT_OPEN;
    else if (!is_address(t->field) &&
             ho_is_in_address(t->text, f->from, f->to, is_name))
        *code = HANDOFF_FINDING_WRONG_TYPE;
    else
        return false;
    return true;
}

/* --- what the clause does to it ---------------------------------------------
 */

static struct ho_range to_folded(const struct trial *t,
                                 struct handoff_slice sentence, size_t from,
                                 size_t to)
{
    const struct ho_folded *f = &t->source->folded;
    const size_t base = (size_t)(sentence.ptr - ho_folded_slice(f).ptr);
    const size_t a = ho_folded_at(f, from), b = ho_folded_at(f, to);
    struct ho_range r = { a > base ? a - base : 0, b > base ? b - base : 0 };

    r.to = r.to > sentence.len ? sentence.len : r.to;
    return r;
}

/* Within quotation marks: of words all of them, else what carries the value. */
static bool is_repeated(const struct trial *t)
{
    const struct handoff_found *f = &t->proof->found;

    if (!t->field || t->field->type == HANDOFF_TYPE_TEXT)
        return ho_is_quoted(t->text, f->from, f->to);
    return ho_is_quoted(t->text, base_of(t) + t->cue.from,
                        base_of(t) + t->cue.to);
}

static enum ho_effect judge_sentence(const struct trial *t,
                                     enum handoff_finding_code *code)
{
    const struct handoff_found *f = &t->proof->found;
    struct ho_scene scene = {
        .sentence = folded_part(t, t->sentence),
        .asked = ho_is_asked(t->text, t->sentence),
        .languages = t->source->languages,
        .field = t->field,
        .says_none = t->proof->typed.read == HANDOFF_READ_NONE,
    };
    const size_t base = base_of(t);

    scene.core =
        to_folded(t, scene.sentence, base + t->cue.from, base + t->cue.to);
    scene.span = to_folded(t, scene.sentence, f->from, f->to);
    if (t->cue.hit.found)
        scene.cue = to_folded(t, scene.sentence, base + t->cue.hit.from,
                              base + t->cue.hit.to);
    if (is_repeated(t)) {
        *code = HANDOFF_FINDING_REPORTED;
        return t->field ? HO_FLIPPED : HO_DOUBTFUL;
    }
    return ho_polarity(&scene, code);
}

/* --- what the words say ------------------------------------------------------
 */

/* The quoted words; a quote that leaves out "up to" or "15 -" before its
 * number is read with them, for they are part of what the lead wrote. */
static void widen(struct trial *t)
{
    if (is_number(t->field))
        ho_widen_to_numbers(t->clause.text, &t->clause.from, &t->clause.to);
    if (t->field->type == HANDOFF_TYPE_MONEY)
        ho_widen_to_currency(t->clause.text, &t->clause.from, &t->clause.to);
}

static struct handoff_slice words_of(const struct trial *t)
{
    return ho_part(t->clause.text, t->clause.from, t->clause.to);
}

static enum handoff_status read_words(struct trial *t, bool *fits)
{
    const bool labelled = t->label == HO_LABEL_OWN;
    enum handoff_status status = HANDOFF_OK;

    *fits = false;
    widen(t);
    if (!labelled)
        status = ho_skip_cue(t->field, &t->clause, &t->clause.from, t->err);
    if (status == HANDOFF_OK)
        status = (labelled ? ho_read_value : ho_read_stated)(
            t->field, words_of(t), t->claim->day, &t->proof->typed, t->value,
            t->err);
    if (status != HANDOFF_OK)
        return status;
    if (t->proof->typed.read == HANDOFF_READ_AMBIGUOUS)
        return refuse(t->proof, HANDOFF_FINDING_AMBIGUOUS);
    *fits = t->proof->typed.read != HANDOFF_READ_NOTHING;
    if (*fits && !labelled)
        status =
            ho_fits_type(t->claim->fields, t->field, words_of(t), fits, t->err);
    return status == HANDOFF_OK && !*fits
               ? refuse(t->proof, HANDOFF_FINDING_WRONG_TYPE)
               : status;
}

/* A deadline without a day is a hint of one: "decide by end of quarter", and
 * so is one without an end: "live after 1 May". */
static bool lacks_day(const struct trial *t)
{
    const struct handoff_typed *typed = &t->proof->typed;

    return t->field->type == HANDOFF_TYPE_DATE && t->label != HO_LABEL_OWN &&
           typed->read == HANDOFF_READ_VALUE &&
           (!typed->has_number || typed->high == INT64_MAX);
}

static void remember_core(struct trial *t)
{
    const struct ho_phrase_hit *hit = &t->cue.hit;

    t->proof->core_from = base_of(t) + t->cue.from;
    t->proof->core_to = base_of(t) + t->cue.to;
    t->proof->distance = !hit->found || t->label == HO_LABEL_OWN ? 0
                         : hit->to <= t->cue.from ? t->cue.from - hit->to
                         : hit->from >= t->cue.to ? hit->from - t->cue.to
                                                  : 0;
}

/* What a text says of money, authority or urgency counts for nothing where it
 * also tries to command whoever reads it. */
static enum handoff_status conclude(struct trial *t)
{
    enum handoff_finding_code code = HANDOFF_FINDING_HINT_ONLY;
    const enum ho_effect effect = judge_sentence(t, &code);

    if (effect != HO_CLEAN)
        t->proof->clause = t->sentence;
    if (effect == HO_FLIPPED)
        return refuse(t->proof, code);
    if (t->field->is_protected && t->source->gives_orders)
        return refuse(t->proof, HANDOFF_FINDING_ORDER);
    t->proof->vague = !t->cue.is_hint;
    if (t->cue.is_hint || lacks_day(t))
        return doubt(t, HANDOFF_FINDING_HINT_ONLY);
    if (effect == HO_DOUBTFUL)
        return doubt(t, code);
    if (t->region == HO_REGION_SIGNATURE)
        return doubt(t, HANDOFF_FINDING_SIGNATURE);
    t->proof->ok = true;
    return HANDOFF_OK;
}

/* What a form field of another name holds is that, unless it is prose. */
static bool is_entry(const struct trial *t)
{
    size_t words = 1;

    for (size_t i = 0; i < t->text.len && words < PROSE_WORDS; i++)
        words += t->text.ptr[i] == ' ';
    return t->source->label.len > 0 && words < PROSE_WORDS;
}

static enum handoff_status weigh(struct trial *t)
{
    bool fits = false;
    enum handoff_status status = read_words(t, &fits);

    if (status != HANDOFF_OK || !fits)
        return status;
    status =
        ho_find_cue(t->field, &t->clause, &t->proof->typed, &t->cue, t->err);
    if (status != HANDOFF_OK)
        return status;
    remember_core(t);
    t->proof->labelled = t->label == HO_LABEL_OWN;
    if (t->label == HO_LABEL_UNKNOWN && (!t->cue.hit.found || is_entry(t)))
        return refuse(t->proof, HANDOFF_FINDING_WRONG_LABEL);
    if (!t->cue.hit.found && !t->proof->labelled &&
        t->region != HO_REGION_SIGNATURE)
        return refuse(t->proof, HANDOFF_FINDING_NO_CUE);
    if (t->proof->labelled)
        t->cue.is_hint = false;
    return conclude(t);
}

/* Without a field: it stands there, and means there what it means alone. */
static enum handoff_status weigh_alone(struct trial *t)
{
    enum handoff_finding_code code = HANDOFF_FINDING_NEGATED;

    t->cue = (struct ho_cue){ .from = t->clause.from, .to = t->clause.to };
    if (judge_sentence(t, &code) != HO_CLEAN) {
        t->proof->clause = t->sentence;
        return doubt(t, code);
    }
    t->proof->ok = true;
    return HANDOFF_OK;
}

static enum handoff_status weigh_place(struct trial *t)
{
    enum handoff_finding_code code;

    if (is_foreign(t, &code) || (t->field && is_misplaced(t, &code)))
        return refuse(t->proof, code);
    return t->field ? weigh(t) : weigh_alone(t);
}

static enum handoff_status try_place(const struct ho_claimed *claim,
                                     const struct ho_origin *source,
                                     struct ho_proof *proof,
                                     struct ho_buffer *text,
                                     struct handoff_error *err)
{
    const struct handoff_found *f = &proof->found;
    struct trial t = { .claim = claim,
                       .field = claim->field,
                       .source = source,
                       .text = source->text.text,
                       .proof = proof,
                       .value = text,
                       .err = err };
    enum handoff_status status;

    t.sentence = ho_sentence(t.text, f->from, f->to);
    t.clause.text = handoff_clause(t.text, f->from, f->to);
    t.clause.from = f->from - base_of(&t);
    t.clause.to = f->to - base_of(&t);
    t.region = ho_region_at(&source->regions, f->from);
    status = ho_fold(t.clause.text, &t.clause.folded, err);
    if (status == HANDOFF_OK)
        status = weigh_place(&t);
    ho_folded_release(&t.clause.folded);
    return status;
}

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
        status = try_place(claim, source, &proof, &value, err);
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

        if (example)
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
