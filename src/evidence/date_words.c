/* date_words.c - names of months and days; see evidence/date_span.h */
#include "evidence/date_span.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "evidence/match.h"

struct name {
    const char *name;
    int number;
};

/* Each name once, whatever languages share it; in the order of their first
 * letters, by which they are found. */
static const struct name months[] = {
    { "april", 4 },      { "august", 8 },    { "apr", 4 },
    { "aug", 8 },        { "avril", 4 },     { "août", 8 },
    { "aout", 8 },       { "abril", 4 },     { "agosto", 8 },
    { "aprile", 4 },     { "augustus", 8 },  { "december", 12 },
    { "dec", 12 },       { "dez", 12 },      { "dezember", 12 },
    { "décembre", 12 },  { "decembre", 12 }, { "diciembre", 12 },
    { "dicembre", 12 },  { "dezembro", 12 }, { "enero", 1 },
    { "february", 2 },   { "feb", 2 },       { "februar", 2 },
    { "février", 2 },    { "fevrier", 2 },   { "febrero", 2 },
    { "febbraio", 2 },   { "fevereiro", 2 }, { "februari", 2 },
    { "gennaio", 1 },    { "giugno", 6 },    { "january", 1 },
    { "june", 6 },       { "july", 7 },      { "jan", 1 },
    { "jun", 6 },        { "jul", 7 },       { "januar", 1 },
    { "jänner", 1 },     { "juni", 6 },      { "juli", 7 },
    { "janvier", 1 },    { "juin", 6 },      { "juillet", 7 },
    { "junio", 6 },      { "julio", 7 },     { "janeiro", 1 },
    { "junho", 6 },      { "julho", 7 },     { "januari", 1 },
    { "luglio", 7 },     { "march", 3 },     { "may", 5 },
    { "mar", 3 },        { "märz", 3 },      { "maerz", 3 },
    { "mai", 5 },        { "mars", 3 },      { "marzo", 3 },
    { "mayo", 5 },       { "maggio", 5 },    { "março", 3 },
    { "maio", 5 },       { "maart", 3 },     { "mei", 5 },
    { "november", 11 },  { "nov", 11 },      { "novembre", 11 },
    { "noviembre", 11 }, { "novembro", 11 }, { "october", 10 },
    { "oct", 10 },       { "okt", 10 },      { "oktober", 10 },
    { "octobre", 10 },   { "octubre", 10 },  { "ottobre", 10 },
    { "outubro", 10 },   { "september", 9 }, { "sep", 9 },
    { "sept", 9 },       { "septembre", 9 }, { "septiembre", 9 },
    { "setiembre", 9 },  { "settembre", 9 }, { "setembro", 9 },
};

static const struct name weekdays[] = {
    { "dienstag", 2 },  { "donnerstag", 4 }, { "dimanche", 7 },
    { "domingo", 7 },   { "friday", 5 },     { "freitag", 5 },
    { "jeudi", 4 },     { "jueves", 4 },     { "lundi", 1 },
    { "lunes", 1 },     { "monday", 1 },     { "montag", 1 },
    { "mittwoch", 3 },  { "mardi", 2 },      { "mercredi", 3 },
    { "martes", 2 },    { "miércoles", 3 },  { "miercoles", 3 },
    { "saturday", 6 },  { "sunday", 7 },     { "samstag", 6 },
    { "sonnabend", 6 }, { "sonntag", 7 },    { "samedi", 6 },
    { "sábado", 6 },    { "tuesday", 2 },    { "thursday", 4 },
    { "vendredi", 5 },  { "viernes", 5 },    { "wednesday", 3 },
};

/* They are words of their own where no date follows. */
static const struct name short_weekdays[] = {
    { "di", 2 },  { "do", 4 },    { "dim", 7 }, { "dom", 7 }, { "fri", 5 },
    { "fr", 5 },  { "jeu", 4 },   { "jue", 4 }, { "lun", 1 }, { "mon", 1 },
    { "mo", 1 },  { "mi", 3 },    { "mer", 3 }, { "sat", 6 }, { "sun", 7 },
    { "sa", 6 },  { "so", 7 },    { "sam", 6 }, { "tue", 2 }, { "tues", 2 },
    { "thu", 4 }, { "thurs", 4 }, { "ven", 5 }, { "vie", 5 }, { "wed", 3 },
};

const struct ho_table ho_month_table = HO_TABLE(months);
static const struct ho_table weekday_table = HO_TABLE(weekdays);
static const struct ho_table short_table = HO_TABLE(short_weekdays);

static int find_name(struct handoff_slice s, size_t at,
                     const struct ho_table *table, size_t *end)
{
    const struct name *const names = table->row;
    const struct ho_rows rows = ho_rows_at(s, at, table);
    size_t best = 0;
    int number = 0;

    for (size_t i = rows.from; i < rows.to; i++) {
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
    const int number = find_name(s, at, &ho_month_table, end);

    if (number && *end - at <= SHORT && *end < s.len && s.ptr[*end] == '.')
        ++*end;
    return number;
}

int ho_weekday_at(struct handoff_slice s, size_t at, bool short_forms,
                  size_t *end)
{
    int number = find_name(s, at, &weekday_table, end);

    if (number || !short_forms)
        return number;
    number = find_name(s, at, &short_table, end);
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
