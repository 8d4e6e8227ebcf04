/* date_words.c - names of months and days; see evidence/date_span.h */
#include "evidence/date_span.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "evidence/match.h"

struct name {
    const char *name;
    int number;
};

/* Each name once, whatever languages share it. */
static const struct name months[] = {
    { "january", 1 },   { "february", 2 },   { "march", 3 },
    { "april", 4 },     { "may", 5 },        { "june", 6 },
    { "july", 7 },      { "august", 8 },     { "september", 9 },
    { "october", 10 },  { "november", 11 },  { "december", 12 },
    { "jan", 1 },       { "feb", 2 },        { "mar", 3 },
    { "apr", 4 },       { "jun", 6 },        { "jul", 7 },
    { "aug", 8 },       { "sep", 9 },        { "sept", 9 },
    { "oct", 10 },      { "nov", 11 },       { "dec", 12 },
    { "januar", 1 },    { "jänner", 1 },     { "februar", 2 },
    { "märz", 3 },      { "maerz", 3 },      { "mai", 5 },
    { "juni", 6 },      { "juli", 7 },       { "okt", 10 },
    { "oktober", 10 },  { "dez", 12 },       { "dezember", 12 },
    { "janvier", 1 },   { "février", 2 },    { "fevrier", 2 },
    { "mars", 3 },      { "avril", 4 },      { "juin", 6 },
    { "juillet", 7 },   { "août", 8 },       { "aout", 8 },
    { "septembre", 9 }, { "octobre", 10 },   { "novembre", 11 },
    { "décembre", 12 }, { "decembre", 12 },  { "enero", 1 },
    { "febrero", 2 },   { "marzo", 3 },      { "abril", 4 },
    { "mayo", 5 },      { "junio", 6 },      { "julio", 7 },
    { "agosto", 8 },    { "septiembre", 9 }, { "setiembre", 9 },
    { "octubre", 10 },  { "noviembre", 11 }, { "diciembre", 12 },
    { "gennaio", 1 },   { "febbraio", 2 },   { "aprile", 4 },
    { "maggio", 5 },    { "giugno", 6 },     { "luglio", 7 },
    { "settembre", 9 }, { "ottobre", 10 },   { "dicembre", 12 },
    { "janeiro", 1 },   { "fevereiro", 2 },  { "março", 3 },
    { "maio", 5 },      { "junho", 6 },      { "julho", 7 },
    { "setembro", 9 },  { "outubro", 10 },   { "novembro", 11 },
    { "dezembro", 12 }, { "januari", 1 },    { "februari", 2 },
    { "maart", 3 },     { "mei", 5 },        { "augustus", 8 },
};

static const struct name weekdays[] = {
    { "monday", 1 },    { "tuesday", 2 },    { "wednesday", 3 },
    { "thursday", 4 },  { "friday", 5 },     { "saturday", 6 },
    { "sunday", 7 },    { "montag", 1 },     { "dienstag", 2 },
    { "mittwoch", 3 },  { "donnerstag", 4 }, { "freitag", 5 },
    { "samstag", 6 },   { "sonnabend", 6 },  { "sonntag", 7 },
    { "lundi", 1 },     { "mardi", 2 },      { "mercredi", 3 },
    { "jeudi", 4 },     { "vendredi", 5 },   { "samedi", 6 },
    { "dimanche", 7 },  { "lunes", 1 },      { "martes", 2 },
    { "miércoles", 3 }, { "miercoles", 3 },  { "jueves", 4 },
    { "viernes", 5 },   { "sábado", 6 },     { "domingo", 7 },
};

/* They are words of their own where no date follows. */
static const struct name short_weekdays[] = {
    { "mon", 1 },   { "tue", 2 }, { "tues", 2 }, { "wed", 3 }, { "thu", 4 },
    { "thurs", 4 }, { "fri", 5 }, { "sat", 6 },  { "sun", 7 }, { "mo", 1 },
    { "di", 2 },    { "mi", 3 },  { "do", 4 },   { "fr", 5 },  { "sa", 6 },
    { "so", 7 },    { "lun", 1 }, { "mer", 3 },  { "jeu", 4 }, { "ven", 5 },
    { "sam", 6 },   { "dim", 7 }, { "jue", 4 },  { "vie", 5 }, { "dom", 7 },
};

static int find_name(struct handoff_slice s, size_t at,
                     const struct name *names, size_t count, size_t *end)
{
    size_t best = 0;
    int number = 0;

    for (size_t i = 0; i < count; i++) {
        const size_t n = ho_match_word(s, at, names[i].name);

        if (n <= best)
            continue;
        best = n;
        number = names[i].number;
    }
    *end = at + best;
    return number;
}

int ho_month_at(struct handoff_slice s, size_t at, size_t *end)
{
    enum { SHORT = 4 }; /* longest name that takes a full stop: "Sept." */
    const int number =
        find_name(s, at, months, sizeof months / sizeof *months, end);

    if (number && *end - at <= SHORT && *end < s.len && s.ptr[*end] == '.')
        ++*end;
    return number;
}

int ho_weekday_at(struct handoff_slice s, size_t at, bool short_forms,
                  size_t *end)
{
    int number =
        find_name(s, at, weekdays, sizeof weekdays / sizeof *weekdays, end);

    if (number || !short_forms)
        return number;
    number = find_name(s, at, short_weekdays,
                       sizeof short_weekdays / sizeof *short_weekdays, end);
    if (number && *end < s.len && s.ptr[*end] == '.')
        ++*end;
    return number;
}

int ho_weekday_of(int64_t day)
{
    enum { THURSDAY = 4 }; /* 1970-01-01 */
    const int64_t since = (day + THURSDAY - 1) % HO_WEEK;

    return (int)(since < 0 ? since + HO_WEEK : since) + 1;
}

int64_t ho_month_start(int64_t year, int month)
{
    return ho_days_from_date(year + (month - 1) / 12, (month - 1) % 12 + 1, 1);
}

int64_t ho_month_end(int64_t year, int month)
{
    return ho_month_start(year, month + 1) - 1;
}
