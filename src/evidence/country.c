/* country.c - countries by name; see evidence/read.h */
#include "evidence/value.h"

#include "base/utf8.h"
#include "evidence/match.h"
#include "evidence/read.h"

struct country {
    const char *name, *code;
};

static const struct country countries[] = {
#include "evidence/country.inc"
};

enum { COUNTRIES = sizeof countries / sizeof *countries, CODE = 2 };

static bool is_capital(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= 'A' && s.ptr[at] <= 'Z';
}

/* Names that are words, too, where they begin with a small letter; "us" even
 * with one capital. */
static bool is_word_here(struct handoff_slice s, size_t at, const char *name)
{
    static const char *const names[] = { "turkey", "jordan", "georgia",
                                         "chad",   "jersey", "china",
                                         "guinea", "mali",   "chile",
                                         "chili",  "niger",  "grenada" };

    if (strcmp(name, "us") == 0)
        return !is_capital(s, at) || !is_capital(s, at + 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0)
            return !is_capital(s, at);
    return false;
}

static const struct ho_table country_table = HO_TABLE(countries);

/* The country with the longest name at `at`, a word's start. */
static const char *name_at(struct handoff_slice s, size_t at, size_t *len)
{
    const struct ho_rows rows = ho_rows_at(s, at, &country_table);
    const char *code = NULL;

    *len = 0;
    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = ho_match_word(s, at, countries[i].name);

        if (n <= *len || is_word_here(s, at, countries[i].name))
            continue;
        *len = n;
        code = countries[i].code;
    }
    return code;
}

static const char *find_code(struct handoff_slice s)
{
    for (size_t i = 0; i < COUNTRIES; i++)
        if (ho_slice_is_nocase(s, countries[i].code))
            return countries[i].code;
    return NULL;
}

/* "in DE", "(AT)": two capitals where a country is named.  The codes that
 * people write for something else are left out. */
static const char *code_at(struct handoff_slice s, size_t at)
{
    static const struct ho_ending leads[] = {
        HO_ENDING("in"), HO_ENDING("from"), HO_ENDING("aus"),
        HO_ENDING("en"), HO_ENDING("de"),   HO_ENDING("("),
    };
    static const char *const others[] = { "IT", "HR", "AI", "PR", "QA", "PM",
                                          "AM", "ID", "CO", "TV", "PS", "VC",
                                          "AE", "MD", "MS", "IS", "IN", "NO",
                                          "AD", "BI", "AR", "VA", "LA", "CA",
                                          "GA", "MA", "PA", "TN", "AL", "IL" };
    const struct handoff_slice code = ho_part(s, at, at + CODE);

    if (!is_capital(code, 0) || !is_capital(code, 1) ||
        !ho_word_boundary(s, at + CODE) ||
        ho_match_any_before(s, at - ho_blank_before(s, at), leads,
                            sizeof leads / sizeof *leads) == 0)
        return NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (ho_slice_is(code, others[i]))
            return NULL;
    return find_code(code);
}

const char *ho_find_countries(struct handoff_slice text, bool *several)
{
    const struct handoff_slice whole = ho_trim(text);
    const char *found = whole.len == CODE ? find_code(whole) : NULL;
    size_t at = 0, len = 0;

    *several = false;
    if (found)
        return found;
    while (at < text.len) {
        const bool starts = ho_word_boundary(text, at);
        const char *code = starts ? name_at(text, at, &len) : NULL;

        if (!code && starts && text.len - at >= CODE) {
            len = CODE;
            code = code_at(text, at);
        }
        *several = *several || (code && found && strcmp(code, found) != 0);
        found = code ? code : found;
        at += code ? len : 1;
    }
    return *several ? NULL : found;
}

const char *ho_find_country(struct handoff_slice text)
{
    bool several;

    return ho_find_countries(text, &several);
}

void ho_value_country(const struct ho_reading *r, struct handoff_typed *typed,
                      struct ho_buffer *text)
{
    bool several;
    const char *code = ho_find_countries(r->words, &several);

    typed->read = several ? HANDOFF_READ_AMBIGUOUS
                  : code  ? HANDOFF_READ_VALUE
                          : HANDOFF_READ_NOTHING;
    ho_buffer_text(text, code ? code : "");
}
