/* restore.c - what stands in the lead in plain sight and no reply told.
 *
 * A message may hold lines such as "Team size: 40": there the lead uses the
 * field's own label.  A form field that settles nothing may hold an option
 * that is one of a field's values.  Both are proved like any quote, and what
 * the form has settled stays as it is.
 */
#include "brief/build.h"
#include "evidence/phrase.h"
#include "evidence/read.h"
#include "prompt/open.h"

enum {
    LINE_BYTES = 400,
    LABEL_BYTES = 60,
    OPTION_BYTES = 80,
    LINES = 100, /* of one message; what is longer is no form */
    MESSAGE_BYTES = 64 * 1024
};

struct line {
    const struct handoff_value *value; /* that it is a line of */
    struct handoff_slice text, label, answer;
};

/* "- Team size: 40"; what asks is no answer. */
static bool split_line(struct handoff_slice text, struct line *out)
{
    size_t from = 0, colon;

    text = ho_trim(text);
    while (from < text.len && memchr("-* ", text.ptr[from], 3))
        from++;
    text = ho_part(text, from, text.len);
    colon = ho_find(text, 0, ho_slice(":"));
    if (text.len > LINE_BYTES || colon == SIZE_MAX || colon > LABEL_BYTES)
        return false;
    out->text = text;
    out->label = ho_trim(ho_part(text, 0, colon));
    out->answer = ho_trim(ho_part(text, colon + 1, text.len));
    return out->label.len > 0 && out->answer.len > 0 &&
           !memchr(out->answer.ptr, '?', out->answer.len);
}

/* Does the line state its own label?  Proved as a quote whose cue it is, so
 * that a question, a denial or an order counts for no more than elsewhere. */
static enum handoff_status is_stated(struct ho_build *b,
                                     const struct handoff_field *field,
                                     const struct line *line, bool *yes)
{
    const char *label = ho_arena_copy(b->arena, line->label);
    struct handoff_field own = *field;
    struct ho_proof proof;
    enum handoff_status status;

    own.cues = (struct handoff_words){ &label, 1, NULL };
    if (own.type == HANDOFF_TYPE_ENUM)
        own.type = HANDOFF_TYPE_TEXT; /* any phrase of it may be the answer */
    status = ho_prove(&own, line->value->text, line->text, b->day, &proof,
                      &b->text, b->err);
    *yes = status == HANDOFF_OK && proof.ok;
    return status;
}

/* Open, and nobody said anything of it that is cited. */
static bool is_missing(const struct ho_build *b,
                       const struct handoff_claim *claim)
{
    return claim->class == HANDOFF_UNKNOWN && claim->evidence_count == 0 &&
           ho_field_is_open(b->brief->fields, b->brief->lead,
                            (size_t)claim->field);
}

static void restore(struct ho_build *b, struct handoff_claim *claim,
                    const struct line *line, const struct handoff_typed *typed)
{
    const size_t from = (size_t)(line->answer.ptr - line->value->text.ptr);

    ho_brief_find(b, HANDOFF_FINDING_MISSED_FACT, claim->field, "unknown",
                  "explicit", line->text,
                  handoff_finding_meaning(HANDOFF_FINDING_MISSED_FACT));
    ho_brief_reset(b, claim);
    claim->class = HANDOFF_EXPLICIT;
    claim->typed = *typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason = claim->question = "";
    ho_brief_cite(b, claim, line->value, from, from + line->answer.len,
                  HANDOFF_MATCH_EXACT);
}

static enum handoff_status take_line(struct ho_build *b, int field,
                                     const struct line *line)
{
    const struct handoff_field *declared = &b->brief->fields->item[field];
    struct handoff_claim *claim = &b->claim[field];
    struct handoff_typed typed;
    bool stated = false;
    enum handoff_status status = HANDOFF_OK;

    if (!is_missing(b, claim) || !ho_brief_is_label(declared, line->label))
        return HANDOFF_OK;
    status = is_stated(b, declared, line, &stated);
    if (status == HANDOFF_OK && stated)
        status = ho_read_value(declared, line->answer, b->day, &typed, &b->text,
                               b->err);
    if (status != HANDOFF_OK || !stated ||
        (typed.read != HANDOFF_READ_VALUE && typed.read != HANDOFF_READ_NONE))
        return status;
    restore(b, claim, line, &typed);
    return HANDOFF_OK;
}

/* Lines that name what the form has settled, or what only the CRM can say,
 * are no answers but an attempt to pass for the form: then none of them
 * counts. */
static bool is_forged(const struct ho_build *b, struct handoff_slice text)
{
    struct handoff_slice rest = text;
    struct line line;

    for (int i = 0; i < LINES && ho_next_line(&rest, &text); i++) {
        if (!split_line(text, &line))
            continue;
        for (size_t f = 0; f < b->brief->fields->count; f++)
            if ((b->brief->fields->item[f].from_crm ||
                 handoff_lead_settled(b->brief->lead, (int)f)) &&
                ho_brief_is_label(&b->brief->fields->item[f], line.label))
                return true;
    }
    return false;
}

static enum handoff_status take_lines(struct ho_build *b,
                                      const struct handoff_value *value)
{
    struct handoff_slice rest = value->text, text;
    enum handoff_status status = HANDOFF_OK;

    if (rest.len > MESSAGE_BYTES || is_forged(b, rest))
        return HANDOFF_OK;
    for (int i = 0;
         i < LINES && status == HANDOFF_OK && ho_next_line(&rest, &text); i++) {
        struct line line = { .value = value };

        if (!split_line(text, &line))
            continue;
        for (size_t f = 0; f < b->brief->fields->count && status == HANDOFF_OK;
             f++)
            status = take_line(b, (int)f, &line);
    }
    return status;
}

/* Is the label a question to the lead?  "I would like to", "How can we help
 * you?"; but "New submission" and "Subject" are the form's own words. */
static enum handoff_status asks_lead(const char *label, bool *yes,
                                     struct handoff_error *err)
{
    static const char *const words[] = {
        "i",     "you",  "your",  "we",  "us",  "me", "ich",
        "sie",   "ihr",  "ihre",  "wir", "uns", "je", "vous",
        "votre", "nous", "usted", "le",  "te",  "tu", "su"
    };
    const struct handoff_words pronouns = { words, sizeof words / sizeof *words,
                                            NULL };
    struct ho_phrase_hit hit = { 0 };
    enum handoff_status status =
        ho_find_phrase(ho_slice(label), &pronouns, &hit, err);

    *yes = hit.found || strchr(label, '?');
    return status;
}

/* "I would like to: book a demo" */
static enum handoff_status take_option(struct ho_build *b,
                                       const struct handoff_value *value)
{
    const struct line line = { value, value->text, { NULL, 0 }, value->text };
    bool asked = false;
    enum handoff_status status = asks_lead(value->label, &asked, b->err);

    for (size_t i = 0;
         asked && i < b->brief->fields->count && status == HANDOFF_OK; i++) {
        const struct handoff_field *field = &b->brief->fields->item[i];
        struct handoff_claim *claim = &b->claim[i];
        struct ho_proof proof;

        if (field->type != HANDOFF_TYPE_ENUM || !is_missing(b, claim))
            continue;
        status = ho_prove(field, value->text, value->text, b->day, &proof,
                          &b->text, b->err);
        if (status == HANDOFF_OK && proof.ok)
            restore(b, claim, &line, &proof.typed);
    }
    return status;
}

enum handoff_status ho_brief_restore(struct ho_build *b)
{
    const struct handoff_lead *lead = b->brief->lead;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < lead->count && status == HANDOFF_OK; i++) {
        const struct handoff_value *value = &lead->value[i];

        if (value->source == HANDOFF_SOURCE_MESSAGE)
            status = take_lines(b, value);
        else if (value->source == HANDOFF_SOURCE_FIELD &&
                 value->settles == HANDOFF_NO_FIELD &&
                 value->text.len <= OPTION_BYTES)
            status = take_option(b, value);
    }
    return status;
}
