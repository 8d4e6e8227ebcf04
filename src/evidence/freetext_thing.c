/* freetext_thing.c - do two numbers count the same thing? */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    ASIDE = 8, /* facts beside one that may count the same elsewhere */
    FEW = 100, /* minutes, weeks */
    FIRST_YEAR = 1950,
    LAST_YEAR = 2099
};

bool ho_units_agree(uint8_t a, uint8_t b)
{
    static const uint8_t alike[][2] = { { HO_UNIT_SEAT, HO_UNIT_USER },
                                        { HO_UNIT_USER, HO_UNIT_PEOPLE },
                                        { HO_UNIT_PEOPLE, HO_UNIT_EMPLOYEE },
                                        { HO_UNIT_PEOPLE, HO_UNIT_REP },
                                        { HO_UNIT_PEOPLE, HO_UNIT_AGENT },
                                        { HO_UNIT_PEOPLE, HO_UNIT_MANAGER },
                                        { HO_UNIT_PEOPLE, HO_UNIT_FOUNDER },
                                        { HO_UNIT_PEOPLE, HO_UNIT_ENGINEER },
                                        { HO_UNIT_PEOPLE, HO_UNIT_TEAM },
                                        { HO_UNIT_EMPLOYEE, HO_UNIT_COMPANY },
                                        { HO_UNIT_PEOPLE, HO_UNIT_COMPANY },
                                        { HO_UNIT_REP, HO_UNIT_AGENT },
                                        { HO_UNIT_REP, HO_UNIT_TEAM },
                                        { HO_UNIT_LEAD, HO_UNIT_REQUEST },
                                        { HO_UNIT_LEAD, HO_UNIT_FORM },
                                        { HO_UNIT_REQUEST, HO_UNIT_FORM },
                                        { HO_UNIT_REQUEST, HO_UNIT_DEMO },
                                        { HO_UNIT_REQUEST, HO_UNIT_TICKET },
                                        { HO_UNIT_REQUEST, HO_UNIT_MESSAGE },
                                        { HO_UNIT_PLACE, HO_UNIT_OFFICE },
                                        { HO_UNIT_PLACE, HO_UNIT_STORE },
                                        { HO_UNIT_PLACE, HO_UNIT_WAREHOUSE },
                                        { HO_UNIT_VENDOR, HO_UNIT_TOOL },
                                        { HO_UNIT_VENDOR, HO_UNIT_COMPANY },
                                        { HO_UNIT_TOOL, HO_UNIT_PRODUCT },
                                        { HO_UNIT_COUNTRY, HO_UNIT_REGION },
                                        { HO_UNIT_TEAM, HO_UNIT_DEPARTMENT },
                                        { HO_UNIT_CALL, HO_UNIT_MEETING },
                                        { HO_UNIT_CUSTOMER, HO_UNIT_ACCOUNT },
                                        { HO_UNIT_ACCOUNT, HO_UNIT_COMPANY },
                                        { HO_UNIT_ORDER, HO_UNIT_REQUEST },
                                        { HO_UNIT_RECORD, HO_UNIT_LEAD },
                                        { HO_UNIT_RECORD, HO_UNIT_ACCOUNT } };

    if (a == b)
        return true;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        if ((alike[i][0] == a && alike[i][1] == b) ||
            (alike[i][0] == b && alike[i][1] == a))
            return true;
    return false;
}

static bool shares_word(const struct handoff_text_checker *c, const uint32_t *a,
                        const uint32_t *b)
{
    for (size_t i = 0; i < HO_SIDE && a[i]; i++)
        for (size_t k = 0; k < HO_SIDE && b[k]; k++)
            if (c->words.word[a[i]].stem == c->words.word[b[k]].stem)
                return true;
    return false;
}

static bool shares_any(const struct handoff_text_checker *c,
                       const struct ho_fact *a, const struct ho_fact *b)
{
    return shares_word(c, a->after, b->after) ||
           shares_word(c, a->after, b->before) ||
           shares_word(c, a->before, b->after) ||
           shares_word(c, a->before, b->before);
}

uint32_t ho_fact_head(const struct handoff_text_checker *c,
                      const struct ho_fact *f)
{
    uint32_t head = 0, last = 0;

    for (size_t i = 0; i < HO_SIDE && f->after[i]; i++) {
        last = f->after[i];
        if (c->words.word[last].class & HO_C(UNIT))
            head = last;
    }
    for (size_t i = 0; i < HO_SIDE && !last && !head && f->before[i]; i++)
        if (c->words.word[f->before[i]].class & HO_C(UNIT))
            head = f->before[i];
    return head ? head : last ? last : f->before[0];
}

/* Does the source count this very thing, and so with another number? */
static bool counts_it(const struct handoff_text_checker *c, uint32_t word)
{
    return word && (c->words.word[word].flags & HO_WORD_HEADS);
}

/* The same, in one language or two: "logistics", "logística" */
static bool is_same_place(const struct handoff_text_checker *c, uint32_t a,
                          uint32_t b)
{
    const struct ho_word *words = c->words.word;

    return words[a].stem == words[b].stem ||
           (words[a].concepts & words[b].concepts) ||
           ho_are_cognates(ho_word_text(&c->words, a),
                           ho_word_text(&c->words, b));
}

/* "18 in sales" where the source has 7 there, and 18 elsewhere. */
static bool is_elsewhere(const struct handoff_text_checker *c,
                         const struct ho_fact *text,
                         const struct ho_fact *source)
{
    const size_t at = (size_t)(source - c->source.fact);
    const size_t behind = c->source.facts - at;
    const struct ho_fact *first = source - (at < ASIDE ? at : ASIDE);
    const struct ho_fact *last = source + (behind < ASIDE ? behind : ASIDE);

    if (!text->where || !source->where ||
        is_same_place(c, text->where, source->where))
        return false;
    for (const struct ho_fact *f = first; f < last; f++)
        if (f->where && is_same_place(c, text->where, f->where) &&
            f->low != text->low)
            return true;
    return false;
}

/* "that must come down to 5": says not of what */
static bool is_bare(const struct handoff_text_checker *c,
                    const struct ho_fact *f)
{
    static const uint64_t names = HO_C(UNIT) | HO_C(SIZE);

    const size_t behind = f->last;

    if (f->unit || f->after[0] ||
        (behind < c->source.tokens && /* "8 more" are not 8 */
         (c->source.token[behind].class & HO_C(DIFFERENCE))))
        return false;
    for (size_t i = 0; i < HO_SIDE && f->before[i]; i++)
        if (c->words.word[f->before[i]].class & names)
            return false;
    return !f->before[0] || f->sentence == 0 ||
           !(c->source.sentence[f->sentence].flags & HO_SENTENCE_LABELLED);
}

/* "800 people" may be attendees. */
static bool is_anybody(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    const uint32_t head = ho_fact_head(c, f);

    return head && ho_is_among("people|person|persons|personen|leute|personnes|"
                               "personas|persone|pessoas|mensen",
                               ho_word_text(&c->words, head));
}

/* "5.2 m": a length, and no count of things */
static bool is_measure(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    const uint32_t head = ho_fact_head(c, f);

    return head &&
           ho_is_among("m|cm|mm|km|m2|m3|kg|g|ha|kw|kwh|mw|w|v|mb|gb|tb|ft|lb|"
                       "litre|litres|liter|liters|metre|metres|meter|meters|"
                       "ton|tons|tonne|tonnes|mile|miles|hectares|hektar|"
                       "hectare|hectareas|ml|cl|hl|bar|db|rpm|mph|kmh|inch|"
                       "inches|feet|foot|degrees|c",
                       ho_word_text(&c->words, head));
}

bool ho_is_year_of_make(const struct ho_fact *f)
{
    const int64_t value = f->low / HANDOFF_SCALE;

    return f->low == f->high && f->low % HANDOFF_SCALE == 0 && !f->scaled &&
           !f->spelt && value >= FIRST_YEAR && value <= LAST_YEAR;
}

/* "three times" */
static bool is_times(const struct handoff_text_checker *c,
                     const struct ho_fact *f)
{
    return f->after[0] && ho_is_among("times|mal|fois|veces|volte|keer|vezes",
                                      ho_word_text(&c->words, f->after[0]));
}

bool ho_same_thing(const struct handoff_text_checker *c,
                   const struct ho_fact *text, const struct ho_fact *source)
{
    const bool named = text->unit && source->unit;

    if (is_elsewhere(c, text, source))
        return false;
    if (is_times(c, text) && !is_times(c, source) &&
        (source->after[0] || source->unit))
        return false;
    if (ho_is_year_of_make(text) && ho_is_year_of_make(source))
        return true;
    if (is_measure(c, text) && (is_measure(c, source) || !source->unit))
        return true;
    if (named && text->unit == source->unit && is_anybody(c, source))
        return true;
    if (named && text->unit == source->unit)
        return !counts_it(c, ho_fact_head(c, text)) ||
               shares_any(c, text, source);
    if (named && !ho_units_agree(text->unit, source->unit) &&
        !shares_any(c, text, source))
        return false;
    if (shares_any(c, text, source))
        return true;
    if (text->unit && !source->unit && source->after[0] &&
        ((c->counted >> text->unit & 1) ||
         (text->unit >= HO_UNIT_MINUTE && text->unit < HO_UNIT_QUARTER &&
          text->low < FEW * (int64_t)HANDOFF_SCALE)))
        return false; /* "three weeks" are no three partners */
    if (is_bare(c, source))
        return true;
    return !counts_it(c, ho_fact_head(c, text)) ||
           shares_word(c, text->after, source->after) ||
           shares_word(c, text->after, source->before);
}
