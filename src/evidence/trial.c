/* trial.c - see evidence/trial.h */
#include "evidence/trial.h"

#include "base/utf8.h"
#include "evidence/clause.h"
#include "evidence/cue.h"
#include "evidence/fit.h"
#include "evidence/label.h"
#include "evidence/language.h"
#include "evidence/narrow.h"
#include "evidence/number.h"
#include "evidence/polarity.h"
#include "evidence/read.h"
#include "evidence/value.h"

enum { PROSE_WORDS = 5 }; /* fewer are an entry of a form, not a message */

/* A quote at one of the places where it stands. */
struct trial {
    const struct ho_claimed *claim;
    const struct handoff_field *field;
    const struct ho_origin *source;
    struct handoff_slice text;     /* of the source, or narrowed */
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

/* The same bytes of the trial's text. */
static struct handoff_slice part_of(const struct trial *t,
                                    struct handoff_slice part)
{
    const size_t from = (size_t)(part.ptr - t->source->text.text.ptr);

    return ho_part(t->text, from, from + part.len);
}

/* The line in which the quote starts. */
static struct handoff_slice line_of(const struct trial *t)
{
    const size_t from = t->proof->found.from;

    return part_of(t, ho_around(&t->source->breaks, from, from, HO_ENDS_LINE));
}

static bool is_unticked(const struct trial *t)
{
    const struct handoff_slice line = line_of(t);
    const size_t base = (size_t)(line.ptr - t->text.ptr);

    return ho_box_before(line, t->proof->found.from - base) == HO_BOX_EMPTY;
}

static bool gives_orders(const struct trial *t)
{
    const size_t from = (size_t)(t->sentence.ptr - t->text.ptr);

    return ho_is_order(t->source, from, from + t->sentence.len);
}

/* What stands there is not the lead speaking about this. */
static bool is_foreign(struct trial *t, enum handoff_finding_code *code)
{
    if (t->region == HO_REGION_QUOTED_REPLY)
        *code = HANDOFF_FINDING_QUOTED_REPLY;
    else if (t->region == HO_REGION_BOILERPLATE)
        *code = HANDOFF_FINDING_BOILERPLATE;
    else if (t->region == HO_REGION_SIGNATURE && !is_contact(t->field))
        *code = HANDOFF_FINDING_SIGNATURE;
    else if (gives_orders(t))
        *code = HANDOFF_FINDING_IN_INSTRUCTION;
    else if (t->source->has_box && is_unticked(t))
        *code = HANDOFF_FINDING_NOT_CHOSEN;
    else
        return false;
    return true;
}

/* The label of the form field, else that of the line. */
static enum ho_label label_of(const struct trial *t)
{
    const struct handoff_slice line = line_of(t);
    const size_t end = t->proof->found.to - (size_t)(line.ptr - t->text.ptr);
    const enum ho_label label =
        ho_label_of(t->claim->fields, t->field, t->source->label);

    return label != HO_LABEL_NONE ? label
                                  : ho_label_of(t->claim->fields, t->field,
                                                ho_label_before(line, end));
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
    const bool all = !t->field || t->field->type == HANDOFF_TYPE_TEXT;
    const size_t from = all ? t->proof->found.from : base_of(t) + t->cue.from;
    const size_t to = all ? t->proof->found.to : base_of(t) + t->cue.to;

    return ho_is_in_region(&t->source->quoted[0], from, to) ||
           ho_is_in_region(&t->source->quoted[1], from, to);
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

static enum handoff_status fit_words(struct trial *t, bool *fits)
{
    const struct ho_passage folded = ho_clause_words(&t->clause);
    const enum handoff_status status = ho_fits_type(
        t->claim->fields, t->field, words_of(t), &folded, fits, t->err);

    return status == HANDOFF_OK && !*fits
               ? refuse(t->proof, HANDOFF_FINDING_WRONG_TYPE)
               : status;
}

/* *fits: they have a value of the type. */
static enum handoff_status read_words(struct trial *t, bool *fits)
{
    const bool labelled = t->label == HO_LABEL_OWN;
    enum handoff_status status = HANDOFF_OK;
    struct ho_passage folded;
    struct ho_extent core;

    *fits = false;
    widen(t);
    if (!labelled)
        status = ho_skip_cue(t->field, &t->clause, &t->clause.from, t->err);
    folded = ho_clause_words(&t->clause);
    core = (struct ho_extent){ 0, words_of(t).len };
    if (status == HANDOFF_OK)
        status = ho_read_words(&(struct ho_reading){ t->field, words_of(t),
                                                     &folded, !labelled,
                                                     t->claim->day, &core },
                               &t->proof->typed, t->value, t->err);
    t->cue.from = t->clause.from + core.from;
    t->cue.to = t->clause.from + core.to;
    if (status != HANDOFF_OK)
        return status;
    if (t->proof->typed.read == HANDOFF_READ_AMBIGUOUS)
        return refuse(t->proof, HANDOFF_FINDING_AMBIGUOUS);
    if (t->proof->typed.read == HANDOFF_READ_NOTHING)
        return refuse(t->proof, HANDOFF_FINDING_WRONG_TYPE);
    *fits = true;
    return labelled ? HANDOFF_OK : fit_words(t, fits);
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

/* What a text says of money, authority or urgency counts for nothing once it
 * has begun to command whoever reads it. */
static enum handoff_status conclude(struct trial *t)
{
    enum handoff_finding_code code = HANDOFF_FINDING_HINT_ONLY;
    const enum ho_effect effect = judge_sentence(t, &code);

    if (effect != HO_CLEAN)
        t->proof->clause = t->sentence;
    if (effect == HO_FLIPPED)
        return refuse(t->proof, code);
    if (t->field->is_protected &&
        t->proof->found.from >= t->source->orders_from)
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

static struct handoff_slice text_for(const struct handoff_field *field,
                                     const struct ho_origin *source)
{
    return field && ho_is_in_digits(field) ? source->plain : source->text.text;
}

/* The sentence or clause, a part of the trial's text. */
static struct handoff_slice part_around(const struct trial *t, unsigned ends)
{
    const struct handoff_found *f = &t->proof->found;

    return ho_trim(
        part_of(t, ho_around(&t->source->breaks, f->from, f->to, ends)));
}

/* What is shown are the lead's own bytes. */
static void to_source(const struct trial *t, struct handoff_slice *part)
{
    if (part->len > 0)
        part->ptr = t->source->text.text.ptr + (part->ptr - t->text.ptr);
}

/* A part of what was folded and indexed with the whole text. */
static void fold_clause(struct trial *t)
{
    const struct ho_word_index *index = &t->source->index;
    struct ho_clause *c = &t->clause;
    const struct ho_passage all = ho_passage_of(&t->source->folded, &c->starts);
    struct ho_passage *p = &c->passage;
    size_t first;

    *p = ho_passage_part(&all, base_of(t), base_of(t) + c->text.len);
    first = ho_word_at(index->order, index->count, p->shift);
    p->word = index->order + first;
    p->count =
        ho_word_at(p->word, index->count - first, p->shift + p->words.len);
    memset(&c->starts, 0, sizeof c->starts);
    for (size_t i = 0; i < p->count; i++)
        ho_starts_put(&c->starts, p->word[i].start);
}

enum handoff_status ho_try_place(const struct ho_claimed *claim,
                                 const struct ho_origin *source,
                                 struct ho_proof *proof, struct ho_buffer *text,
                                 struct handoff_error *err)
{
    const struct handoff_found *f = &proof->found;
    struct trial t = { .claim = claim,
                       .field = claim->field,
                       .source = source,
                       .text = text_for(claim->field, source),
                       .proof = proof,
                       .value = text,
                       .err = err };
    enum handoff_status status;

    t.sentence = part_around(&t, HO_ENDS_SENTENCE);
    t.clause.text = part_around(&t, HO_ENDS_CLAUSE);
    t.clause.from = f->from - base_of(&t);
    t.clause.to = f->to - base_of(&t);
    t.region = ho_region_at(&source->regions, f->from);
    fold_clause(&t);
    status = weigh_place(&t);
    to_source(&t, &proof->clause);
    to_source(&t, &proof->hint);
    return status;
}
