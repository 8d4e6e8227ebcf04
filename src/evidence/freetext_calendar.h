/* freetext_calendar.h - dates that follow from those of the source; inside of
 * freetext_calendar*.c */
#ifndef HANDOFF_EVIDENCE_FREETEXT_CALENDAR_H
#define HANDOFF_EVIDENCE_FREETEXT_CALENDAR_H

#include "evidence/freetext.h"

enum {
    HO_DATES = 48,       /* of the source, that are worked with */
    HO_DATE_FACTS = 256, /* of the source, that a time is looked for in */
    HO_DATE_WORDS = 3,   /* tokens between "end" and the month */
    HO_MONTHS = 12,
    HO_WEEK_DAYS = 7,
    HO_MONTH_DAYS = 30
};

/* Values of HO_FACT_RELATIVE. */
enum {
    HO_TOMORROW = 1,
    HO_NEXT_WEEK = 2,
    HO_QUARTER_END = 6,
    HO_YEAR_END = 7,
    HO_MONTH_END = 8
};

#define HO_END_WORDS "end|ende|fin|finales|final|fine|eind|late|letzte|dernier"
#define HO_YESTERDAY "yesterday|gestern|hier|ayer|ontem|ieri|gisteren"

struct ho_calendar {
    struct handoff_text_checker *c;
    const struct ho_fact *f; /* of the text */
};

/* Of a day or month. */
int64_t ho_month_of(const struct ho_fact *f);
/* 0: there is no such day */
int64_t ho_date_weekday(int64_t year, const struct ho_fact *f);
bool ho_is_monthly(const struct ho_fact *f);
bool ho_has_relative(const struct ho_calendar *k, int64_t which);
/* Does the source have one of the words, '|' between them? */
bool ho_has_any_word(const struct ho_calendar *k, const char *words);
/* The year to reckon with; 0 where neither says it (s may be NULL) and no day
 * is given. */
int64_t ho_calendar_year(const struct ho_calendar *k, const struct ho_fact *s);
/* Days from the source's date to the text's, turn of the year or not. */
int64_t ho_days_between(const struct ho_calendar *k, const struct ho_fact *s);
/* A time of the source in days or weeks, 0 for another; the same in months. */
int64_t ho_span_days(const struct ho_fact *f);
int64_t ho_span_months(const struct ho_fact *f);
/* What is worked out stands beside what it comes from; what takes its place
 * does not: does the text tell the date, or the time (NULL for none)? */
bool ho_is_date_told(const struct ho_calendar *k, const struct ho_fact *s,
                     const struct ho_fact *span);
/* Does "before" or "until" stand before the source's date? */
bool ho_is_date_limit(const struct ho_calendar *k, const struct ho_fact *s);
/* Is it the day of the mail, from which "in three weeks" counts? */
bool ho_is_mail_date(const struct ho_calendar *k, const struct ho_fact *s);
/* Does one of the words stand before the source's date? */
bool ho_has_before_date(const struct ho_calendar *k, const struct ho_fact *s,
                        const char *words);

/* freetext_calendar_day.c, freetext_calendar_month.c: could the source's date
 * or number give the text's? */
bool ho_gives_day(const struct ho_calendar *k, const struct ho_fact *s);
bool ho_has_day_alone(const struct ho_calendar *k);
bool ho_is_later_day(const struct ho_calendar *k);
bool ho_gives_month(const struct ho_calendar *k, const struct ho_fact *s);
bool ho_gives_year(const struct ho_calendar *k, const struct ho_fact *s);
bool ho_gives_weekday(const struct ho_calendar *k, const struct ho_fact *s);
bool ho_gives_clock(const struct ho_calendar *k, const struct ho_fact *s);
bool ho_is_in_season(const struct ho_calendar *k);
bool ho_is_of_week(const struct ho_calendar *k);
bool ho_is_year_after(const struct ho_calendar *k);
bool ho_is_first_of_two(const struct ho_calendar *k);

#endif
