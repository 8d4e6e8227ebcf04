/* unit.c - see evidence/unit.h */
#include "evidence/unit.h"

#include "evidence/match.h"

struct unit {
    const char *word;
    enum ho_unit unit;
};

/* English, German, French, Spanish, Italian, Portuguese, Dutch; a word of
 * several languages stands once.  These tables are in the order of the words'
 * first letters, by which they are found. */
static const struct unit units[] = {
    { "an", HO_UNIT_YEAR },
    { "ans", HO_UNIT_YEAR },
    { "année", HO_UNIT_YEAR },
    { "années", HO_UNIT_YEAR },
    { "año", HO_UNIT_YEAR },
    { "años", HO_UNIT_YEAR },
    { "anno", HO_UNIT_YEAR },
    { "anni", HO_UNIT_YEAR },
    { "ano", HO_UNIT_YEAR },
    { "anos", HO_UNIT_YEAR },
    { "arbeitstage", HO_UNIT_OTHER_TIME },
    { "business days", HO_UNIT_OTHER_TIME },
    { "day", HO_UNIT_DAY },
    { "days", HO_UNIT_DAY },
    { "día", HO_UNIT_DAY },
    { "días", HO_UNIT_DAY },
    { "dia", HO_UNIT_DAY },
    { "dias", HO_UNIT_DAY },
    { "dag", HO_UNIT_DAY },
    { "dagen", HO_UNIT_DAY },
    { "fois", HO_UNIT_OTHER_TIME },
    { "giorno", HO_UNIT_DAY },
    { "giorni", HO_UNIT_DAY },
    { "hour", HO_UNIT_HOUR },
    { "hours", HO_UNIT_HOUR },
    { "hrs", HO_UNIT_HOUR },
    { "hr", HO_UNIT_HOUR },
    { "h", HO_UNIT_HOUR },
    { "heure", HO_UNIT_HOUR },
    { "heures", HO_UNIT_HOUR },
    { "hora", HO_UNIT_HOUR },
    { "horas", HO_UNIT_HOUR },
    { "jour", HO_UNIT_DAY },
    { "jours", HO_UNIT_DAY },
    { "jahr", HO_UNIT_YEAR },
    { "jahre", HO_UNIT_YEAR },
    { "jahren", HO_UNIT_YEAR },
    { "jaar", HO_UNIT_YEAR },
    { "jours ouvrés", HO_UNIT_OTHER_TIME },
    { "kwartaal", HO_UNIT_QUARTER },
    { "month", HO_UNIT_MONTH },
    { "months", HO_UNIT_MONTH },
    { "mth", HO_UNIT_MONTH },
    { "mths", HO_UNIT_MONTH },
    { "mo", HO_UNIT_MONTH },
    { "mos", HO_UNIT_MONTH },
    { "monat", HO_UNIT_MONTH },
    { "monate", HO_UNIT_MONTH },
    { "monaten", HO_UNIT_MONTH },
    { "mois", HO_UNIT_MONTH },
    { "mes", HO_UNIT_MONTH },
    { "meses", HO_UNIT_MONTH },
    { "mês", HO_UNIT_MONTH },
    { "mese", HO_UNIT_MONTH },
    { "mesi", HO_UNIT_MONTH },
    { "maand", HO_UNIT_MONTH },
    { "maanden", HO_UNIT_MONTH },
    { "minute", HO_UNIT_OTHER_TIME },
    { "minutes", HO_UNIT_OTHER_TIME },
    { "mins", HO_UNIT_OTHER_TIME },
    { "minuten", HO_UNIT_OTHER_TIME },
    { "minutos", HO_UNIT_OTHER_TIME },
    { "mal", HO_UNIT_OTHER_TIME },
    { "ore", HO_UNIT_HOUR },
    { "o'clock", HO_UNIT_OTHER_TIME },
    { "quarter", HO_UNIT_QUARTER },
    { "quarters", HO_UNIT_QUARTER },
    { "quartal", HO_UNIT_QUARTER },
    { "quartale", HO_UNIT_QUARTER },
    { "quartalen", HO_UNIT_QUARTER },
    { "stunde", HO_UNIT_HOUR },
    { "stunden", HO_UNIT_HOUR },
    { "semaine", HO_UNIT_WEEK },
    { "semaines", HO_UNIT_WEEK },
    { "semana", HO_UNIT_WEEK },
    { "semanas", HO_UNIT_WEEK },
    { "settimana", HO_UNIT_WEEK },
    { "settimane", HO_UNIT_WEEK },
    { "seconds", HO_UNIT_OTHER_TIME },
    { "sekunden", HO_UNIT_OTHER_TIME },
    { "tag", HO_UNIT_DAY },
    { "tage", HO_UNIT_DAY },
    { "tagen", HO_UNIT_DAY },
    { "trimestre", HO_UNIT_QUARTER },
    { "trimestres", HO_UNIT_QUARTER },
    { "times", HO_UNIT_OTHER_TIME },
    { "uur", HO_UNIT_HOUR },
    { "uhr", HO_UNIT_OTHER_TIME },
    { "veces", HO_UNIT_OTHER_TIME },
    { "week", HO_UNIT_WEEK },
    { "weeks", HO_UNIT_WEEK },
    { "wks", HO_UNIT_WEEK },
    { "wk", HO_UNIT_WEEK },
    { "woche", HO_UNIT_WEEK },
    { "wochen", HO_UNIT_WEEK },
    { "weken", HO_UNIT_WEEK },
    { "working days", HO_UNIT_OTHER_TIME },
    { "werktage", HO_UNIT_OTHER_TIME },
    { "werktagen", HO_UNIT_OTHER_TIME },
    { "year", HO_UNIT_YEAR },
    { "years", HO_UNIT_YEAR },
    { "yr", HO_UNIT_YEAR },
    { "yrs", HO_UNIT_YEAR },
};

/* Things that are counted, and so are no money. */
static const char *const things[] = {
    "aes",
    "agents",
    "agent",
    "anwender",
    "anfragen",
    "account executives",
    "benutzer",
    "branches",
    "customers",
    "clients",
    "clientes",
    "contacts",
    "countries",
    "companies",
    "calls",
    "commerciaux",
    "comerciales",
    "dipendenti",
    "demandes",
    "departments",
    "demos",
    "deals",
    "developers",
    "employees",
    "employee",
    "employés",
    "empleados",
    "enquiries",
    "emails",
    "engineers",
    "filialen",
    "fte",
    "ftes",
    "gebruikers",
    "headcount",
    "inquiries",
    "kunden",
    "leute",
    "licenses",
    "licences",
    "license",
    "licence",
    "lizenzen",
    "licencias",
    "leads",
    "lead",
    "locations",
    "länder",
    "mitarbeiter",
    "mitarbeitende",
    "mitarbeiterinnen",
    "medewerkers",
    "meetings",
    "mails",
    "men",
    "managers",
    "members",
    "mitglieder",
    "nutzer",
    "offices",
    "people",
    "person",
    "persons",
    "personen",
    "personnes",
    "personne",
    "personas",
    "pessoas",
    "persone",
    "personen",
    "partners",
    "reps",
    "rep",
    "requests",
    "salariés",
    "sales reps",
    "sellers",
    "sdrs",
    "seats",
    "seat",
    "solicitudes",
    "sites",
    "stores",
    "shops",
    "standorte",
    "systems",
    "salespeople",
    "strong",
    "staff",
    "tools",
    "teams",
    "tickets",
    "users",
    "user",
    "utilisateurs",
    "usuarios",
    "utenti",
    "vendors",
    "vertriebler",
    "vertriebsmitarbeiter",
    "vendedores",
    "women",
};

static const struct ho_table unit_table = HO_TABLE(units);
static const struct ho_table thing_table = HO_TABLE(things);

enum ho_unit ho_unit_at(struct handoff_slice s, size_t at, size_t *len)
{
    struct ho_rows rows = ho_rows_at(s, at, &unit_table);
    enum ho_unit unit = HO_UNIT_NONE;

    *len = 0;
    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = ho_match_word(s, at, units[i].word);

        if (n <= *len)
            continue;
        *len = n;
        unit = units[i].unit;
    }
    if (unit == HO_UNIT_NONE) {
        rows = ho_rows_at(s, at, &thing_table);
        *len = ho_match_any(s, at, things + rows.from, rows.to - rows.from);
        unit = *len ? HO_UNIT_THING : HO_UNIT_NONE;
    }
    return unit;
}

enum ho_unit ho_unit_behind(struct handoff_slice s, size_t end)
{
    const size_t sign = end < s.len && (s.ptr[end] == '-' || s.ptr[end] == '.');
    size_t len;

    return ho_unit_at(s, end + sign + ho_blank(s, end + sign), &len);
}

struct period {
    const char *words, *name;
    bool adjective; /* says it wherever it stands */
};

static const struct period periods[] = {
    { "/yr", "a year", false },
    { "/y", "a year", false },
    { "/year", "a year", false },
    { "/jahr", "a year", false },
    { "/an", "a year", false },
    { "/año", "a year", false },
    { "/mo", "a month", false },
    { "/month", "a month", false },
    { "/mth", "a month", false },
    { "/monat", "a month", false },
    { "/mois", "a month", false },
    { "/mes", "a month", false },
    { "/quarter", "a quarter", false },
    { "/qtr", "a quarter", false },
    { "/quartal", "a quarter", false },
    { "/week", "a week", false },
    { "/wk", "a week", false },
    { "/day", "a day", false },
    { "/hour", "an hour", false },
    { "/h", "an hour", false },
    { "/hr", "an hour", false },
    { "a year", "a year", false },
    { "al año", "a year", false },
    { "all'anno", "a year", false },
    { "annual", "a year", true },
    { "annually", "a year", true },
    { "annuel", "a year", true },
    { "annuels", "a year", true },
    { "anual", "a year", true },
    { "anuales", "a year", true },
    { "a month", "a month", false },
    { "al mes", "a month", false },
    { "al mese", "a month", false },
    { "a quarter", "a quarter", false },
    { "a week", "a week", false },
    { "a day", "a day", false },
    { "al día", "a day", false },
    { "an hour", "an hour", false },
    { "daily", "a day", true },
    { "each year", "a year", false },
    { "every year", "a year", false },
    { "each month", "a month", false },
    { "every month", "a month", false },
    { "each week", "a week", false },
    { "every week", "a week", false },
    { "im jahr", "a year", false },
    { "im monat", "a month", false },
    { "jährlich", "a year", true },
    { "jährliches", "a year", true },
    { "jahresbudget", "a year", true },
    { "monthly", "a month", true },
    { "monatlich", "a month", true },
    { "monatliches", "a month", true },
    { "mensuel", "a month", true },
    { "mensuels", "a month", true },
    { "mensual", "a month", true },
    { "mensuales", "a month", true },
    { "p.a.", "a year", false },
    { "pa", "a year", false },
    { "per annum", "a year", false },
    { "per year", "a year", false },
    { "pro jahr", "a year", false },
    { "par an", "a year", false },
    { "por año", "a year", false },
    { "por ano", "a year", false },
    { "per jaar", "a year", false },
    { "per month", "a month", false },
    { "pro monat", "a month", false },
    { "par mois", "a month", false },
    { "por mes", "a month", false },
    { "por mês", "a month", false },
    { "per maand", "a month", false },
    { "per quarter", "a quarter", false },
    { "pro quartal", "a quarter", false },
    { "par trimestre", "a quarter", false },
    { "por trimestre", "a quarter", false },
    { "per week", "a week", false },
    { "pro woche", "a week", false },
    { "par semaine", "a week", false },
    { "por semana", "a week", false },
    { "per day", "a day", false },
    { "pro tag", "a day", false },
    { "par jour", "a day", false },
    { "per hour", "an hour", false },
    { "quarterly", "a quarter", true },
    { "täglich", "a day", true },
    { "weekly", "a week", true },
    { "wöchentlich", "a week", true },
    { "yearly", "a year", true },
};

static const struct ho_table period_table = HO_TABLE(periods);

size_t ho_period_behind(struct handoff_slice s, size_t end, const char **period)
{
    static const char *const gone[] = { "ago", "earlier", "before" };
    const size_t at = end + ho_blank(s, end);
    const struct ho_rows rows = ho_rows_at(s, at, &period_table);
    size_t best = 0, behind;

    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = ho_match_word(s, at, periods[i].words);

        if (n <= best)
            continue;
        best = n;
        *period = periods[i].name;
    }
    behind = at + best + ho_blank(s, at + best);
    if (best == 0 ||
        ho_match_any(s, behind, gone, sizeof gone / sizeof *gone) > 0)
        return 0;
    return at + best - end;
}

static const char *adjective_at(struct handoff_slice s, size_t at)
{
    const struct ho_rows rows = ho_rows_at(s, at, &period_table);

    for (size_t i = rows.from; i < rows.to; i++)
        if (periods[i].adjective && ho_match_word(s, at, periods[i].words) > 0)
            return periods[i].name;
    return NULL;
}

const char *ho_period_in(struct handoff_slice s)
{
    const char *found = NULL;
    size_t at = 0;

    while (at < s.len) {
        const size_t letters = ho_letter_run(s, at);
        const char *name = letters ? adjective_at(s, at) : NULL;

        if (name && found && strcmp(found, name) != 0)
            return NULL;
        found = name ? name : found;
        at += letters ? letters : 1;
    }
    return found;
}

static const char *const prices[] = {
    "/user",        "/seat",       "/rep",         "/head",
    "/licence",     "/license",    "/agent",       "/person",
    "/employee",    "/nutzer",     "/utilisateur", "/usuario",
    "per user",     "per seat",    "per rep",      "per head",
    "per licence",  "per license", "per agent",    "per person",
    "per employee", "per lead",    "a user",       "a seat",
    "a head",       "each",        "pro nutzer",   "pro kopf",
    "pro person",   "pro platz",   "pro lizenz",   "par utilisateur",
    "par personne", "por usuario", "por persona",  "per gebruiker",
    "per utente",
};

size_t ho_price_behind(struct handoff_slice s, size_t end)
{
    const size_t blank = ho_blank(s, end);
    const size_t n =
        ho_match_any(s, end + blank, prices, sizeof prices / sizeof *prices);

    return n ? blank + n : 0;
}
