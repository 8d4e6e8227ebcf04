/* absence.c - words that say that there is none; see evidence/value.h */
#include "evidence/value.h"

#include "base/utf8.h"
#include "evidence/match.h"

/* Alone under a label.  A company may be called Zero, so names know only the
 * first two. */
static const char *const none_words[] = {
    "none",       "no",        "nil",        "zero",     "nothing",
    "keine",      "kein",      "keins",      "keiner",   "keines",
    "null",       "nichts",    "aucun",      "aucune",   "zéro",
    "néant",      "rien",      "ninguno",    "ninguna",  "nada",
    "cero",       "nessuno",   "nessuna",    "niente",   "nenhum",
    "nenhuma",    "geen",      "not any",    "none yet", "noch keine",
    "noch keins", "noch kein", "none so far"
};

enum { NAME_WORDS = 2 };

static const struct ho_ending negators[] = {
    HO_ENDING("no"),
    HO_ENDING("without"),
    HO_ENDING("zero"),
    HO_ENDING("don't have"),
    HO_ENDING("do not have"),
    HO_ENDING("doesn't have"),
    HO_ENDING("does not have"),
    HO_ENDING("didn't get"),
    HO_ENDING("haven't got"),
    HO_ENDING("have not got"),
    HO_ENDING("haven't"),
    HO_ENDING("lack"),
    HO_ENDING("kein"),
    HO_ENDING("keine"),
    HO_ENDING("keinen"),
    HO_ENDING("keinerlei"),
    HO_ENDING("ohne"),
    HO_ENDING("pas de"),
    HO_ENDING("pas d'"),
    HO_ENDING("aucun"),
    HO_ENDING("aucune"),
    HO_ENDING("sans"),
    HO_ENDING("sin"),
    HO_ENDING("no tenemos"),
    HO_ENDING("no hay"),
    HO_ENDING("no tengo"),
    HO_ENDING("ningún"),
    HO_ENDING("ninguna"),
    HO_ENDING("nessun"),
    HO_ENDING("nessuna"),
    HO_ENDING("senza"),
    HO_ENDING("non abbiamo"),
    HO_ENDING("sem"),
    HO_ENDING("não temos"),
    HO_ENDING("não há"),
    HO_ENDING("nenhum"),
    HO_ENDING("nenhuma"),
    HO_ENDING("geen"),
    HO_ENDING("zonder"),
    HO_ENDING("none"),
};

/* May stand between "don't have" and "budget". */
static const struct ho_ending fillers[] = {
    HO_ENDING("a"),       HO_ENDING("an"),   HO_ENDING("any"),
    HO_ENDING("the"),     HO_ENDING("our"),  HO_ENDING("some"),
    HO_ENDING("ein"),     HO_ENDING("de"),   HO_ENDING("un"),
    HO_ENDING("su"),      HO_ENDING("real"), HO_ENDING("eigenes"),
    HO_ENDING("eigenen"),
};

/* "no budget limit" is the opposite of none. */
static const char *const exceptions[] = {
    "issue",       "issues",       "problem",    "problems",    "limit",
    "limits",      "cap",          "ceiling",    "constraint",  "constraints",
    "restriction", "restrictions", "concern",    "concerns",    "approval",
    "owner",       "details",      "figure",     "figures",     "number",
    "numbers",     "range",        "pressure",   "information", "problema",
    "problème",    "grenze",       "obergrenze", "limite",      "límite"
};

/* In the order of their first letters, by which they are found. */
static const char *const undecided[] = {
    "aún no",
    "a definir",
    "don't know",
    "do not know",
    "da definire",
    "je ne sais pas",
    "not decided",
    "not yet decided",
    "not been decided",
    "not set",
    "not yet set",
    "not defined",
    "not fixed",
    "not yet known",
    "not known",
    "not sure",
    "noch offen",
    "noch unklar",
    "noch nicht festgelegt",
    "noch nicht entschieden",
    "nicht festgelegt",
    "noch nicht bekannt",
    "no decidido",
    "no sé",
    "não definido",
    "nader te bepalen",
    "nog niet bekend",
    "open question",
    "pas encore défini",
    "pas défini",
    "pas encore décidé",
    "por definir",
    "por decidir",
    "sin definir",
    "to be decided",
    "to be determined",
    "to be confirmed",
    "to be defined",
    "tbd",
    "tbc",
    "tba",
    "undecided",
    "unsure",
    "unklar",
    "weiß nicht",
    "à définir",
};

static const struct ho_table undecided_table = HO_TABLE(undecided);

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_name(enum handoff_type type)
{
    return type != HANDOFF_TYPE_INTEGER && type != HANDOFF_TYPE_MONEY &&
           type != HANDOFF_TYPE_DATE && type != HANDOFF_TYPE_TEXT;
}

/* Nothing but a word for none. */
static bool is_none(enum handoff_type type, struct handoff_slice words)
{
    struct handoff_slice s = ho_trim(words);
    size_t count = is_name(type) ? NAME_WORDS : COUNT(none_words);

    if (type == HANDOFF_TYPE_COUNTRY)
        count = 1; /* "NO" is Norway */
    while (s.len > 0 && strchr(".!", s.ptr[s.len - 1]))
        s.len--;
    for (size_t i = 0; i < count; i++)
        if (ho_match_whole(s, none_words[i]))
            return true;
    return false;
}

static const struct ho_ending space = HO_ENDING(" ");

static bool denied_before(struct handoff_slice s, size_t at)
{
    size_t end = at - ho_match_before(s, at, &space), n;

    if (ho_match_any_before(s, end, negators, COUNT(negators)) > 0)
        return true;
    n = ho_match_any_before(s, end, fillers, COUNT(fillers));
    end -= n;
    end -= n ? ho_match_before(s, end, &space) : 0;
    return n > 0 && ho_match_any_before(s, end, negators, COUNT(negators)) > 0;
}

static bool goes_on(struct handoff_slice s, size_t end)
{
    if (end < s.len && s.ptr[end] == '-')
        return true; /* "budget-related" */
    return ho_match_any(s, end + ho_blank(s, end), exceptions,
                        COUNT(exceptions)) > 0;
}

/* "Budget: none", "the budget is zero" */
static bool denied_behind(enum handoff_type type, struct handoff_slice s,
                          size_t end)
{
    static const char *const verbs[] = {
        "is", "are", "ist", "est", "es", "of", "=", ":", "at", "liegt bei"
    };
    size_t n;

    for (int i = 0; i < 2; i++) {
        end += ho_blank(s, end);
        n = ho_match_any(s, end, verbs, COUNT(verbs));
        end += n;
    }
    return end < s.len && !is_name(type) &&
           is_none(type, ho_part(s, end, s.len));
}

static bool is_undecided(const struct ho_reading *r)
{
    const struct handoff_slice s = r->words;
    size_t at = 0;

    if (is_name(r->field->type) || r->field->type == HANDOFF_TYPE_TEXT)
        return false;
    while (at < s.len) {
        const size_t letters = ho_letter_run(s, at);
        const struct ho_rows rows = ho_rows_at(s, at, &undecided_table);

        if (ho_match_any(s, at, undecided + rows.from, rows.to - rows.from) >
                0 &&
            ho_word_boundary(s, at))
            return true;
        at += letters ? letters : 1;
    }
    return false;
}

enum handoff_status ho_find_absence(const struct ho_reading *r,
                                    enum ho_absence *absence,
                                    struct handoff_error *err)
{
    const enum handoff_type type = r->field->type;
    struct ho_phrase_hit hit = { 0 };
    enum handoff_status status = HANDOFF_OK;

    *absence = HO_PRESENT;
    if (type == HANDOFF_TYPE_ENUM)
        return HANDOFF_OK;
    if (is_none(type, r->words))
        *absence = HO_NONE_WHOLE;
    else if (is_undecided(r))
        *absence = HO_UNDECIDED;
    if (*absence != HO_PRESENT || type == HANDOFF_TYPE_COUNTRY)
        return HANDOFF_OK;
    status = ho_find_in_passage(r->passage, &r->field->cues, &hit, err);
    if (hit.found &&
        ((denied_before(r->words, hit.from) && !goes_on(r->words, hit.to)) ||
         denied_behind(type, r->words, hit.to)))
        *absence = HO_NONE_SAID;
    return status;
}
