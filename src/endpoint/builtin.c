/* builtin.c - builtin:extract, the extractor that needs no model.
 *
 * For each open field it looks for the field's declared phrases in the lead's
 * free text and quotes the words around the phrase: the clause for words, the
 * number or date nearest to the phrase for amounts and days.  It quotes and
 * never paraphrases; what it says is proved like any model's reply.
 */
#include "endpoint/builtin.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "evidence/date.h"
#include "evidence/number.h"
#include "evidence/phrase.h"
#include "evidence/read.h"
#include "prompt/open.h"

enum {
    REPLY_BYTES = 1024 * 1024,
    TEXT_BYTES = 16 * 1024, /* what a lead has to say stands in front */
    CLAUSE_BYTES = 400,     /* longer clauses are lists or pasted text */
    NAME_WORDS = 6          /* of a name or title behind its phrase */
};

struct search {
    const struct handoff_fields *fields;
    const struct handoff_field *field;
    struct handoff_slice text;   /* one free text of the lead */
    struct ho_phrase_hit hit;    /* the phrase, bytes of text */
    struct handoff_slice clause; /* around it, inside text */
    struct handoff_slice quote;  /* the answer; NULL ptr: none yet */
    bool is_hint;                /* the phrase only suggests the field */
    struct handoff_error *err;
};

static size_t offset(const struct search *s, const char *ptr)
{
    return (size_t)(ptr - s->text.ptr);
}

static struct handoff_slice hit_words(const struct search *s)
{
    return ho_part(s->text, s->hit.from, s->hit.to);
}

/* The smallest piece of text that holds both the phrase and [from, to). */
static struct handoff_slice around(const struct search *s, size_t from,
                                   size_t to)
{
    return ho_part(s->text, from < s->hit.from ? from : s->hit.from,
                   to > s->hit.to ? to : s->hit.to);
}

static void quote_clause(struct search *s)
{
    s->quote = s->clause.len <= CLAUSE_BYTES ? s->clause : hit_words(s);
}

static bool holds_one_number(struct handoff_slice words)
{
    struct ho_number n;
    size_t at = 0;

    return ho_next_number(words, &at, &n) && !ho_next_number(words, &at, &n);
}

/* Does the quote hold a value of the field, as it will be read? */
static enum handoff_status can_read(const struct search *s, bool *fits)
{
    struct ho_buffer text;
    struct handoff_typed typed;
    enum handoff_status status;

    ho_buffer_init(&text, 4 * CLAUSE_BYTES);
    status = ho_read_stated(s->field, s->quote, 0, &typed, &text, s->err);
    ho_buffer_release(&text);
    *fits = status == HANDOFF_OK && typed.read == HANDOFF_READ_VALUE;
    return status;
}

/* The number of the clause that belongs to the phrase; alone where the words
 * between hold another number. */
static enum handoff_status quote_number(struct search *s)
{
    const size_t base = offset(s, s->clause.ptr);
    const struct ho_phrase_hit cue = { true, s->hit.from - base,
                                       s->hit.to - base };
    enum handoff_status status = HANDOFF_OK;
    struct ho_number n;
    bool fits = false;
    size_t at = 0;

    while (status == HANDOFF_OK && !s->quote.ptr &&
           ho_next_number(s->clause, &at, &n)) {
        if (!ho_belongs(s->field->type, s->clause, n.start, n.end, &cue))
            continue;
        if (s->field->type == HANDOFF_TYPE_MONEY)
            ho_widen_to_currency(s->clause, &n.start, &n.end);
        s->quote = around(s, base + n.start, base + n.end);
        if (!holds_one_number(s->quote))
            s->quote = ho_part(s->clause, n.start, n.end);
        status = can_read(s, &fits);
        if (!fits) /* "set aside 2 hours" */
            s->quote.ptr = NULL;
    }
    return status;
}

/* The first day of the clause, or the event that a hint names. */
static void quote_date(struct search *s)
{
    const size_t base = offset(s, s->clause.ptr);
    struct ho_dates dates;

    ho_find_dates(s->clause, 0, &dates);
    if (dates.count > 0)
        s->quote = around(s, base + dates.from, base + dates.to);
    else if (s->is_hint)
        s->quote = hit_words(s);
}

static void quote_address(struct search *s)
{
    size_t from = 0, to = 0;
    const bool found = s->field->type == HANDOFF_TYPE_EMAIL
                           ? ho_find_email(s->clause, &from, &to)
                           : ho_find_host(s->clause, &from, &to);

    if (found)
        s->quote = ho_part(s->clause, from, to);
}

static void quote_phone(struct search *s)
{
    size_t from = s->hit.to, to;

    while (from < s->text.len && !isdigit((unsigned char)s->text.ptr[from]) &&
           s->text.ptr[from] != '+' && s->text.ptr[from] != '\n')
        from++;
    for (to = from;
         to < s->text.len && strchr("+0123456789 ()-./", s->text.ptr[to]); to++)
        ;
    s->quote = ho_trim(ho_part(s->text, from, to));
    if (s->quote.len < 6)
        s->quote.ptr = NULL;
}

/* Where a name or title behind its phrase ends. */
static bool ends_name(struct handoff_slice word)
{
    static const char *const words[] = { "at",   "for", "from", "and",
                                         "but",  "in",  "with", "who",
                                         "here", "bei", "chez", "en" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ho_slice_is(word, words[i]))
            return true;
    return false;
}

/* The words behind the phrase, up to a stop word or punctuation. */
static struct handoff_slice words_behind(const struct search *s)
{
    const size_t limit = offset(s, s->clause.ptr) + s->clause.len;
    size_t from = s->hit.to, at, end;

    while (from < limit && s->text.ptr[from] == ' ')
        from++;
    end = at = from;
    for (int i = 0; i < NAME_WORDS && at < limit; i++) {
        const size_t start = at;

        while (at < limit && !strchr(" ,;:()\n", s->text.ptr[at]))
            at++;
        if (ends_name(ho_part(s->text, start, at)))
            break;
        end = at;
        if (at >= limit || s->text.ptr[at] != ' ')
            break;
        at++;
    }
    return ho_trim(ho_part(s->text, from, end < from ? from : end));
}

/* A title must say something of a position: a phrase of an enum that is read
 * from it ("vp", "head of"). */
static enum handoff_status is_title(const struct search *s,
                                    struct handoff_slice words, bool *yes)
{
    const int self = (int)(s->field - s->fields->item);
    enum handoff_status status = HANDOFF_OK;

    *yes = false;
    for (size_t i = 0; i < s->fields->count && status == HANDOFF_OK; i++) {
        const struct handoff_field *f = &s->fields->item[i];

        if (f->infer_from != self || f->type != HANDOFF_TYPE_ENUM)
            continue;
        for (size_t v = 0; v < f->value_count && status == HANDOFF_OK; v++) {
            struct ho_phrase_hit hit;

            status = ho_find_phrase(words, &f->value[v].cues, &hit, s->err);
            *yes = *yes || hit.found;
        }
    }
    return status;
}

static enum handoff_status quote_name(struct search *s)
{
    const struct handoff_slice words = words_behind(s);
    enum handoff_status status = HANDOFF_OK;
    bool fits = words.len > 1 && (isupper((unsigned char)words.ptr[0]) ||
                                  (unsigned char)words.ptr[0] >= 0x80);

    if (s->field->type == HANDOFF_TYPE_JOB_TITLE && words.len > 1)
        status = is_title(s, words, &fits);
    if (fits)
        s->quote = words;
    return status;
}

/* The clause, unless it holds phrases of two values: then the phrase alone. */
static enum handoff_status quote_enum(struct search *s)
{
    enum handoff_status status;
    bool fits;

    quote_clause(s);
    status = can_read(s, &fits);
    if (!fits)
        s->quote = hit_words(s);
    return status;
}

/* "No budget until spring": there is none, and that is an answer, too. */
static enum handoff_status quote_none(struct search *s)
{
    char *text = NULL;
    struct handoff_typed typed;
    enum handoff_status status =
        handoff_read_value(s->field, s->clause, 0, &typed, &text, s->err);

    free(text);
    if (status == HANDOFF_OK && typed.read == HANDOFF_READ_NONE)
        quote_clause(s);
    return status;
}

static bool is_measure(const struct handoff_field *field)
{
    return field->type == HANDOFF_TYPE_INTEGER ||
           field->type == HANDOFF_TYPE_MONEY ||
           field->type == HANDOFF_TYPE_DATE;
}

static enum handoff_status quote_measure(struct search *s)
{
    enum handoff_status status = HANDOFF_OK;

    if (s->field->type == HANDOFF_TYPE_DATE)
        quote_date(s);
    else
        status = quote_number(s);
    return s->quote.ptr || status != HANDOFF_OK ? status : quote_none(s);
}

static enum handoff_status quote_hit(struct search *s)
{
    switch (s->field->type) {
    case HANDOFF_TYPE_ENUM:
        return quote_enum(s);
    case HANDOFF_TYPE_INTEGER:
    case HANDOFF_TYPE_MONEY:
    case HANDOFF_TYPE_DATE:
        return quote_measure(s);
    case HANDOFF_TYPE_EMAIL:
    case HANDOFF_TYPE_DOMAIN:
        quote_address(s);
        return HANDOFF_OK;
    case HANDOFF_TYPE_PHONE:
        quote_phone(s);
        return HANDOFF_OK;
    case HANDOFF_TYPE_COUNTRY:
        if (ho_find_country(s->clause))
            quote_clause(s);
        return HANDOFF_OK;
    case HANDOFF_TYPE_COMPANY:
    case HANDOFF_TYPE_PERSON:
    case HANDOFF_TYPE_JOB_TITLE:
        return quote_name(s);
    default:
        quote_clause(s);
        return HANDOFF_OK;
    }
}

/* The clause that starts at or after byte *at, which moves behind it. */
static bool next_clause(struct search *s, size_t *at)
{
    while (*at < s->text.len) {
        const struct handoff_slice found = handoff_clause(s->text, *at, *at);
        const size_t end = offset(s, found.ptr) + found.len;
        size_t step;

        s->clause = ho_trim(ho_part(s->text, *at, end > *at ? end : *at));
        ho_utf8_decode(s->text, *at, &step); /* whole characters */
        *at = end > *at ? end : *at + step;
        if (s->clause.len > 0)
            return true;
    }
    return false;
}

static enum handoff_status try_clause(struct search *s,
                                      const struct handoff_words *phrases)
{
    const size_t base = offset(s, s->clause.ptr);
    enum ho_mood mood = HO_STATES;
    enum handoff_status status =
        ho_find_phrase(s->clause, phrases, &s->hit, s->err);

    if (status == HANDOFF_OK && s->hit.found)
        status =
            ho_find_mood(s->field, s->text, s->clause, &s->hit, &mood, s->err);
    if (status != HANDOFF_OK || !s->hit.found)
        return status;
    s->hit.from += base;
    s->hit.to += base;
    if (mood != HO_FLIPS)
        return quote_hit(s);
    return is_measure(s->field) ? quote_none(s) : HANDOFF_OK;
}

/* The first clause in which one of the phrases leads to an answer; the longest
 * phrase is tried first, then each of them. */
static enum handoff_status try_phrases(struct search *s,
                                       const struct handoff_words *phrases)
{
    enum handoff_status status = HANDOFF_OK;
    size_t at = 0;

    if (s->quote.ptr || phrases->count == 0)
        return HANDOFF_OK;
    status = ho_find_phrase(s->text, phrases, &s->hit, s->err);
    if (!s->hit.found) /* most are not: no need to go clause by clause */
        return status;
    while (status == HANDOFF_OK && !s->quote.ptr && next_clause(s, &at)) {
        status = try_clause(s, phrases);
        for (size_t i = 0; i < phrases->count && status == HANDOFF_OK &&
                           s->hit.found && !s->quote.ptr;
             i++) {
            const struct handoff_words one = ho_words_part(phrases, i, 1);

            status = try_clause(s, &one);
            s->hit.found = true; /* one phrase less is no reason to stop */
        }
    }
    return status;
}

static enum handoff_status search_text(struct search *s)
{
    enum handoff_status status = HANDOFF_OK;

    s->is_hint = false;
    for (size_t i = 0; i < s->field->value_count && status == HANDOFF_OK; i++) {
        const struct handoff_words stating = ho_stating(&s->field->value[i]);

        status = try_phrases(s, &stating);
    }
    if (status == HANDOFF_OK)
        status = try_phrases(s, &s->field->cues);
    s->is_hint = true;
    if (status == HANDOFF_OK)
        status = try_phrases(s, &s->field->hints);
    return status;
}

static enum handoff_status answer(const struct handoff_fields *fields,
                                  const struct handoff_lead *lead, size_t field,
                                  struct ho_writer *w,
                                  struct handoff_error *err)
{
    struct search s = { .fields = fields,
                        .field = &fields->item[field],
                        .err = err };
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < lead->count && status == HANDOFF_OK && !s.quote.ptr;
         i++) {
        if (lead->value[i].source != HANDOFF_SOURCE_MESSAGE)
            continue;
        s.text = ho_utf8_cut(lead->value[i].text, TEXT_BYTES);
        status = search_text(&s);
    }
    if (s.quote.ptr)
        ho_write_slice(w, s.field->name, s.quote);
    else
        ho_write_null(w, s.field->name);
    return status;
}

enum handoff_status ho_builtin_extract(const struct handoff_fields *fields,
                                       const struct handoff_lead *lead,
                                       char **reply_json,
                                       struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&b, REPLY_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    for (size_t i = 0; i < fields->count && status == HANDOFF_OK; i++)
        if (ho_field_is_open(fields, lead, i))
            status = answer(fields, lead, i, &w, err);
    ho_write_array(&w, "inferred");
    ho_write_end_array(&w);
    ho_write_null(&w, "lane");
    ho_write_null(&w, "action");
    ho_write_end_object(&w);
    if (status == HANDOFF_OK)
        status =
            ho_buffer_take(&b, "the extractor's reply", reply_json, NULL, err);
    ho_buffer_release(&b);
    return status;
}
