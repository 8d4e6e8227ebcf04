/* read.c - see evidence/read.h and handoff_read_value */
#include "evidence/read.h"

#include <stdlib.h>

#include "base/clock.h"
#include "evidence/date.h"
#include "evidence/narrow.h"
#include "evidence/value.h"

enum { TEXT_BYTES = 4000 };

static void put_day(struct ho_buffer *text, int64_t day)
{
    char out[HANDOFF_TIME_TEXT];

    handoff_date_text(day * HO_DAY, out);
    ho_buffer_text(text, out);
}

/* A date, or the event that has one, in the lead's words. */
void ho_value_date(const struct ho_reading *r, struct handoff_typed *typed,
                   struct ho_buffer *text)
{
    struct ho_dates dates;

    ho_find_dates(r->words, r->day, &dates);
    if (dates.count > 0)
        ho_set_core(r, dates.from, dates.to);
    if (dates.count == 0 && !r->in_text)
        ho_read_window(r->words, r->day, &dates);
    typed->read = HANDOFF_READ_AMBIGUOUS;
    if (dates.ambiguous || dates.count > 1)
        return;
    if (dates.count == 0) {
        ho_value_text(r, typed, text);
        return;
    }
    *typed = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                     .has_number = true,
                                     .low = dates.day,
                                     .high = dates.last };
    put_day(text, dates.day);
    if (dates.last == INT64_MAX) {
        ho_buffer_text(text, " or later");
    } else if (dates.last != dates.day) {
        ho_buffer_text(text, "..");
        put_day(text, dates.last);
    }
}

static enum handoff_status read_typed(const struct ho_reading *r,
                                      struct handoff_typed *t,
                                      struct ho_buffer *text,
                                      struct handoff_error *err)
{
    switch (r->field->type) {
    case HANDOFF_TYPE_ENUM:
        return ho_value_choice(r, t, text, err);
    case HANDOFF_TYPE_INTEGER:
        ho_value_integer(r, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_MONEY:
        ho_value_money(r, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_DATE:
        ho_value_date(r, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_DOMAIN:
        ho_value_domain(r, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_EMAIL:
        ho_value_email(r, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_PHONE:
        ho_value_phone(r, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_COUNTRY:
        ho_value_country(r, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_JOB_TITLE:
    case HANDOFF_TYPE_COMPANY:
    case HANDOFF_TYPE_PERSON:
        return ho_value_name(r, t, text, err);
    default:
        ho_value_text(r, t, text);
        return HANDOFF_OK;
    }
}

static void set_none(struct handoff_typed *t, struct ho_buffer *text)
{
    *t = (struct handoff_typed){ .read = HANDOFF_READ_NONE };
    ho_buffer_clear(text);
    ho_buffer_text(text, "none");
}

/* Weigh the value against the words that say that there is none: "no budget
 * above 20k" says neither. */
static void weigh(enum ho_absence absence, struct handoff_typed *t,
                  struct ho_buffer *text)
{
    const bool is_figure = t->read == HANDOFF_READ_VALUE && t->has_number;

    if (absence == HO_NONE_SAID && is_figure)
        t->read = HANDOFF_READ_AMBIGUOUS;
    else if (absence == HO_NONE_SAID)
        set_none(t, text);
    else if (absence == HO_UNDECIDED && !is_figure)
        t->read = HANDOFF_READ_NOTHING;
}

enum handoff_status ho_read_words(const struct ho_reading *r,
                                  struct handoff_typed *typed,
                                  struct ho_buffer *text,
                                  struct handoff_error *err)
{
    struct handoff_typed t = { .read = HANDOFF_READ_NOTHING };
    enum ho_absence absence = HO_PRESENT;
    enum handoff_status status = ho_find_absence(r, &absence, err);

    ho_buffer_clear(text);
    if (absence == HO_NONE_WHOLE)
        set_none(&t, text);
    else if (status == HANDOFF_OK)
        status = read_typed(r, &t, text, err);
    weigh(absence, &t, text);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(text, "the value", err);
    if (t.read != HANDOFF_READ_VALUE && t.read != HANDOFF_READ_NONE) {
        t = (struct handoff_typed){ .read = t.read };
        ho_buffer_clear(text);
    }
    if (status == HANDOFF_OK)
        *typed = t;
    return status;
}

static enum handoff_status fold_and_read(struct ho_reading *r,
                                         struct handoff_typed *typed,
                                         struct ho_buffer *text,
                                         struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    struct ho_starts starts;
    struct ho_passage all;
    char *narrowed = NULL;
    enum handoff_status status = ho_fold(r->words, &folded, err);

    if (status == HANDOFF_OK && ho_is_in_digits(r->field))
        status = ho_narrow(r->words, &narrowed, &r->words, err);
    all = ho_passage_of(&folded, &starts);
    r->passage = &all;
    ho_starts_find(ho_folded_slice(&folded), &starts);
    if (status == HANDOFF_OK)
        status = ho_read_words(r, typed, text, err);
    r->passage = NULL;
    free(narrowed);
    ho_folded_release(&folded);
    return status;
}

enum handoff_status ho_read_value(const struct handoff_field *field,
                                  struct handoff_slice words, int64_t day,
                                  struct handoff_typed *typed,
                                  struct ho_buffer *text,
                                  struct handoff_error *err)
{
    struct ho_reading r = { field, words, NULL, false, day, NULL };

    return fold_and_read(&r, typed, text, err);
}

enum handoff_status ho_read_stated(const struct handoff_field *field,
                                   struct handoff_slice words, int64_t day,
                                   struct handoff_typed *typed,
                                   struct ho_buffer *text,
                                   struct handoff_error *err)
{
    struct ho_reading r = { field, words, NULL, true, day, NULL };

    return fold_and_read(&r, typed, text, err);
}

enum handoff_status handoff_read_value(const struct handoff_field *field,
                                       struct handoff_slice words, int64_t day,
                                       struct handoff_typed *typed, char **text,
                                       struct handoff_error *err)
{
    struct handoff_typed t;
    struct ho_buffer out;
    enum handoff_status status;

    ho_buffer_init(&out, TEXT_BYTES);
    status = ho_read_value(field, words, day, &t, &out, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&out, "the value", text, NULL, err);
    if (status == HANDOFF_OK)
        *typed = t;
    ho_buffer_release(&out);
    return status;
}
