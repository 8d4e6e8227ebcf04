/* freetext_implied.c - numbers that the source says in another way: "twice",
 * "me and two others", a time of day, the two halves of a date */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum { SELF_REACH = 4, HOURS = 24, HOUR = 60 };

static int64_t whole(const struct ho_fact *f)
{
    return f->low == f->high && f->low % HANDOFF_SCALE == 0
               ? f->low / HANDOFF_SCALE
               : 0;
}

/* "we might open a third": not yet one of three */
static bool is_to_come(const struct handoff_text_checker *c,
                       const struct ho_word *word)
{
    const struct ho_sentence *s = ho_source_sentence(c, word->first - 1);

    return (ho_mood_of(&c->source, s, word->first - 1, word->first) &
            (HO_MOOD_CONDITION | HO_MOOD_OPEN)) != 0;
}

/* "it broke twice" */
static bool is_adverb(struct handoff_text_checker *c, int64_t value)
{
    static const struct {
        const char *word;
        int64_t value;
    } words[] = { { "once", 1 },      { "single", 1 },   { "einmal", 1 },
                  { "twice", 2 },     { "both", 2 },     { "couple", 2 },
                  { "pair", 2 },      { "zweimal", 2 },  { "beide", 2 },
                  { "beiden", 2 },    { "paar", 2 },     { "ambos", 2 },
                  { "ambas", 2 },     { "double", 2 },   { "fortnight", 2 },
                  { "third", 3 },     { "dreimal", 3 },  { "dritte", 3 },
                  { "troisieme", 3 }, { "tercera", 3 },  { "thrice", 3 },
                  { "dritt", 3 },     { "viert", 4 },    { "funft", 5 },
                  { "sechst", 6 },    { "triple", 3 },   { "second", 2 },
                  { "zweite", 2 },    { "deuxieme", 2 }, { "segunda", 2 },
                  { "decade", 10 } };

    static const char ordinals[] = "third|dritte|troisieme|tercera|second|"
                                   "zweite|deuxieme|segunda";

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t word;

        if (words[i].value != value)
            continue;
        word = ho_word_find(&c->words, ho_slice(words[i].word));
        if (word && c->words.word[word].count > 0 &&
            !(ho_is_among(ordinals, ho_slice(words[i].word)) &&
              is_to_come(c, &c->words.word[word])))
            return true;
    }
    return false;
}

/* "just me and two freelancers": three */
static bool counts_itself(const struct handoff_text_checker *c, int64_t value)
{
    const struct ho_part_list *p = &c->source;
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_QUANTITY, (value - 1) * HANDOFF_SCALE,
                     (value - 1) * HANDOFF_SCALE);

    for (size_t i = 0; value > 1 && i < found.count; i++) {
        const struct ho_fact *s = &p->fact[found.key[i].fact];
        const struct ho_sentence *about = &p->sentence[s->sentence];
        bool joined = false;

        for (size_t d = 1; d <= SELF_REACH && s->first >= about->first + d;
             d++) {
            const struct ho_token *t = &p->token[s->first - d];

            joined = joined || (t->class & HO_C(AND)) || ho_is_sign(t, '+') ||
                     ho_is_sign(t, '&');
            if (joined && (t->sense & HO_S(SELF)))
                return true;
        }
    }
    return false;
}

/* "between 2 and 4" of "14:00 to 16:00" */
static bool is_hour(const struct handoff_text_checker *c,
                    const struct ho_fact *f, int64_t value)
{
    const int64_t morning = value * HOUR, evening = (value + 12) * HOUR;

    return value > 0 && value <= HOURS &&
           (!f->unit || f->unit == HO_UNIT_HOUR) &&
           (ho_find_keys(c, HO_KEY_CLOCK, morning, morning).count > 0 ||
            ho_find_keys(c, HO_KEY_CLOCK, evening, evening).count > 0);
}

/* "14/10" for "14 October": both numbers, either way round */
static bool is_half_of_day(const struct handoff_text_checker *c,
                           const struct ho_fact *f)
{
    const struct ho_fact *all = c->text.fact, *end = all + c->text.facts;
    const bool first = f + 1 < end && f[1].first == f->last + 1 &&
                       whole(f + 1) && ho_is_sign(&c->text.token[f->last], '/');
    const struct ho_fact *a = first ? f : f - 1, *b = a + 1;
    int64_t day[2];

    if (!first && (f == all || f[-1].last + 1 != f->first || !whole(f - 1) ||
                   !ho_is_sign(&c->text.token[f->first - 1], '/')))
        return false;
    day[0] = whole(a) * 100 + whole(b);
    day[1] = whole(b) * 100 + whole(a);
    for (int way = 0; way < 2; way++)
        if (whole(a) <= 31 && whole(b) <= 31 &&
            ho_find_keys(c, HO_KEY_DAY, day[way], day[way]).count > 0)
            return true;
    return false;
}

/* "9 cents" for "0.09 euro" */
static bool is_of_hundred(const struct handoff_text_checker *c,
                          const struct ho_fact *f)
{
    const struct ho_token *next =
        &c->text.token[f->last - (f->last == c->text.tokens)];
    const int64_t whole_unit = f->low / 100;

    return ho_is_word_token(next) && f->low % 100 == 0 &&
           ho_is_among("cent|cents|pence|p|ct|centimes|centimos|rappen|ore",
                       ho_word_text(&c->words, next->word)) &&
           ho_find_keys(c, HO_KEY_QUANTITY, whole_unit, whole_unit).count > 0;
}

/* "three quarters of a year" for nine months */
static bool is_part_of_time(const struct handoff_text_checker *c,
                            const struct ho_fact *f)
{
    enum { REACH = 3, WHOLE = 100 };
    const struct ho_part_list *p = &c->text;
    int64_t minutes = 0;

    for (size_t i = f->last;
         f->spelt && i < p->tokens && i < f->last + REACH && !minutes; i++)
        if (p->token[i].class & HO_C(TIME_UNIT))
            minutes = ho_minutes_of(p->token[i].unit) *
                      (f->low / HANDOFF_SCALE) / WHOLE;
    for (size_t i = 0; minutes && i < c->source.facts && i < HO_LOOKS; i++) {
        const struct ho_fact *s = &c->source.fact[i];
        const int64_t its =
            s->kind == HO_FACT_NUMBER && s->low < INT32_MAX
                ? ho_minutes_of(s->unit) * s->low / HANDOFF_SCALE
                : 0;

        if (its && its - its / 20 <= minutes && minutes <= its + its / 20)
            return true;
    }
    return false;
}

/* "six days" of "Monday to Saturday" */
static bool is_weekdays(const struct handoff_text_checker *c, int64_t value)
{
    enum { WEEK = 7 };

    for (size_t i = 1; i < c->source.facts && i < HO_LOOKS; i++) {
        const struct ho_fact *a = &c->source.fact[i - 1], *b = a + 1;

        if (a->kind == HO_FACT_WEEKDAY && b->kind == HO_FACT_WEEKDAY &&
            a->sentence == b->sentence &&
            (b->low - a->low + WEEK) % WEEK + 1 == value)
            return true;
    }
    return false;
}

/* "10.5 hours" of "7:30 to 18:00" */
static bool is_between_clocks(const struct handoff_text_checker *c,
                              const struct ho_fact *f)
{
    for (size_t i = 1; i < c->source.facts && i < HO_LOOKS; i++) {
        const struct ho_fact *a = &c->source.fact[i - 1], *b = a + 1;

        if (a->kind == HO_FACT_CLOCK && b->kind == HO_FACT_CLOCK &&
            (b->low - a->low) * HANDOFF_SCALE == f->low * HOUR)
            return true;
    }
    return false;
}

/* "03/2027" for "March 2027" */
static bool is_month_of_year(const struct handoff_text_checker *c,
                             const struct ho_fact *f, int64_t value)
{
    const struct ho_fact *next = f + 1;

    return next < c->text.fact + c->text.facts && next->kind == HO_FACT_YEAR &&
           next->first == f->last + 1 &&
           ho_is_sign(&c->text.token[f->last], '/') && value <= 12 &&
           ho_find_keys(c, HO_KEY_DAY, value * 100, value * 100 + 99).count > 0;
}

bool ho_is_implied(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const int64_t value = whole(f);

    if (f->kind == HO_FACT_SHARE)
        return is_part_of_time(c, f);
    if (f->kind == HO_FACT_NUMBER && f->low < INT32_MAX &&
        is_between_clocks(c, f))
        return true;
    if (f->kind != HO_FACT_NUMBER || value <= 0 || value > INT32_MAX)
        return false;
    return is_of_hundred(c, f) || is_month_of_year(c, f, value) ||
           is_weekdays(c, value) || is_hour(c, f, value) ||
           counts_itself(c, value) || is_half_of_day(c, f) ||
           is_adverb(c, value);
}
