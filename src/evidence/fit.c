/* fit.c - see evidence/fit.h */
#include "evidence/fit.h"

#include <ctype.h>
#include <strings.h>

#include "base/utf8.h"
#include "evidence/read.h"

enum {
    NAME_BYTES = 100,
    NAME_WORDS = 8,
    FILLER_WORDS = 5 /* between a cue and its name */
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- enough ------------------------------------------------------------- */

/* Words that say nothing on their own. */
static const char *const function_words[] = {
    "a",       "an",    "the",  "we",   "our",  "us",   "i",     "my",
    "me",      "you",   "it",   "is",   "are",  "and",  "or",    "to",
    "of",      "in",    "on",   "for",  "at",   "as",   "by",    "be",
    "have",    "has",   "do",   "not",  "no",   "yes",  "wir",   "und",
    "der",     "die",   "das",  "ist",  "ein",  "eine", "nous",  "et",
    "le",      "la",    "les",  "el",   "los",  "las",  "que",   "por",
    "pour",    "para",  "de",   "du",   "des",  "i am", "it is", "we are",
    "we have", "i can", "this", "that", "with", "from", "y",     "en",
    "con",     "mit",   "avec", "un",   "una"
};

enum { FUNCTION_BYTES = 7 /* of the longest */ };

/* At least one digit, or two word characters that are more than function
 * words. */
bool ho_is_specific(struct handoff_slice quote)
{
    const struct handoff_slice s = ho_trim(quote);
    size_t words = 0, len;

    for (size_t at = 0; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        if (code >= '0' && code <= '9')
            return true;
        words += ho_is_word(code);
    }
    for (size_t i = 0; s.len <= FUNCTION_BYTES && i < COUNT(function_words);
         i++)
        if (ho_slice_is_nocase(s, function_words[i]))
            return false;
    return words >= 2;
}

/* --- addresses --------------------------------------------------------------
 */

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '<' ||
           c == '>' || c == '"';
}

bool ho_is_in_address(struct handoff_slice text, size_t from, size_t to,
                      bool bare)
{
    size_t a = 0, b = 0;
    struct handoff_slice word;

    for (size_t i = from; i < to; i++)
        if (is_space(text.ptr[i]))
            return false;
    while (from > 0 && !is_space(text.ptr[from - 1]))
        from--;
    while (to < text.len && !is_space(text.ptr[to]))
        to++;
    word = ho_part(text, from, to);
    if (ho_find_email(word, &a, &b) ||
        ho_find(word, 0, ho_slice("://")) != SIZE_MAX ||
        (word.len > 4 && ho_slice_is_nocase(ho_part(word, 0, 4), "www.")))
        return true;
    return bare && ho_find_host(word, &a, &b);
}

/* --- types -------------------------------------------------------------------
 */

/* Words for a position, beside those that the policy knows. */
static const char *const titles[] = {
    "chief",
    "ceo",
    "cfo",
    "coo",
    "cto",
    "cmo",
    "cio",
    "cro",
    "vp",
    "svp",
    "evp",
    "president",
    "director",
    "manager",
    "head",
    "leader",
    "founder",
    "co-founder",
    "owner",
    "partner",
    "principal",
    "chair",
    "chairman",
    "officer",
    "engineer",
    "developer",
    "analyst",
    "specialist",
    "coordinator",
    "assistant",
    "associate",
    "representative",
    "rep",
    "consultant",
    "administrator",
    "admin",
    "supervisor",
    "planner",
    "buyer",
    "accountant",
    "controller",
    "secretary",
    "clerk",
    "executive",
    "architect",
    "designer",
    "intern",
    "student",
    "teacher",
    "nurse",
    "doctor",
    "lawyer",
    "attorney",
    "trustee",
    "treasurer",
    "bookkeeper",
    "operator",
    "technician",
    "strategist",
    "advisor",
    "adviser",
    "agent",
    "leiter",
    "leiterin",
    "leitung",
    "geschäftsführer",
    "geschäftsführerin",
    "geschäftsführung",
    "inhaber",
    "inhaberin",
    "vorstand",
    "referent",
    "referentin",
    "sachbearbeiter",
    "sachbearbeiterin",
    "berater",
    "beraterin",
    "vertriebsleiter",
    "vertriebsleiterin",
    "einkäufer",
    "directeur",
    "directrice",
    "responsable",
    "gérant",
    "gérante",
    "chef",
    "cheffe",
    "assistante",
    "président",
    "présidente",
    "directora",
    "gerente",
    "jefe",
    "jefa",
    "encargado",
    "encargada",
    "dueño",
    "dueña",
    "presidente",
    "fundador",
    "fundadora",
    "direttore",
    "direttrice",
    "titolare",
    "diretor",
    "diretora",
    "directeur",
    "eigenaar",
    "본부장",
    "팀장",
    "部長",
    "社長",
    "经理",
    "总监",
};

/* A title does not start with them: "I am looking for lead routing". */
static const char *const no_titles[] = {
    "in",         "from",        "not",        "very",       "so",
    "interested", "responsible", "happy",      "sure",       "glad",
    "sorry",      "here",        "with",       "one",        "on",
    "at",         "for",         "to",         "big",        "bit",
    "fan",        "working",     "looking",    "trying",     "writing",
    "asking",     "using",       "getting",    "having",     "going",
    "hoping",     "running",     "wondering",  "evaluating", "considering",
    "searching",  "reaching",    "contacting", "calling",    "doing",
    "building",   "de",          "aus",        "gespannt",   "auf",
    "intéressé",  "intéressée",
};

/* What stands behind them is not the position itself: "the brother of the
 * CEO". */
static const char *const links[] = { "of",  "at",  "for", "in",  "who",
                                     "de",  "des", "du",  "von", "der",
                                     "del", "bei", "chez" };

static bool is_in_list(struct handoff_slice word, const char *const *list,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ho_slice_is_nocase(word, list[i]))
            return true;
    return false;
}

static bool is_part_of_word(int32_t code)
{
    return ho_is_word(code) || code == '-' || code == '&';
}

/* The next word of *rest, which moves behind it; empty at the end. */
static struct handoff_slice next_word(struct handoff_slice *rest)
{
    size_t from = 0, to, len;
    struct handoff_slice word;

    while (from < rest->len && !ho_is_word(ho_utf8_decode(*rest, from, &len)))
        from += len;
    for (to = from; to < rest->len; to += len)
        if (!is_part_of_word(ho_utf8_decode(*rest, to, &len)))
            break;
    word = ho_part(*rest, from, to);
    *rest = ho_part(*rest, to, rest->len);
    return word;
}

/* A phrase for a value of an enum that is read from this field. */
static enum handoff_status is_policy_title(const struct handoff_fields *fields,
                                           int self,
                                           const struct ho_passage *words,
                                           bool *yes, struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < fields->count; i++) {
        const struct handoff_field *f = &fields->item[i];

        if (f->infer_from != self || f->type != HANDOFF_TYPE_ENUM)
            continue;
        for (size_t v = 0; v < f->value_count && status == HANDOFF_OK && !*yes;
             v++) {
            struct ho_phrase_hit hit = { 0 };

            status = ho_find_in_passage(words, &f->value[v].cues, &hit, err);
            *yes = hit.found;
        }
    }
    return status;
}

static enum handoff_status is_title(const struct handoff_fields *fields,
                                    const struct handoff_field *field,
                                    struct handoff_slice words,
                                    const struct ho_passage *passage, bool *yes,
                                    struct handoff_error *err)
{
    struct handoff_slice rest = words, word = next_word(&rest);
    struct ho_passage part;

    *yes = false;
    if (word.len == 0 || is_in_list(word, no_titles, COUNT(no_titles)))
        return HANDOFF_OK;
    for (; word.len > 0 && !*yes && !is_in_list(word, links, COUNT(links));
         word = next_word(&rest))
        *yes = is_in_list(word, titles, COUNT(titles));
    if (*yes || !fields)
        return HANDOFF_OK;
    words.len = word.len > 0 ? (size_t)(word.ptr - words.ptr) : words.len;
    part = ho_passage_part(passage, 0, words.len);
    return is_policy_title(fields, (int)(field - fields->item), &part, yes,
                           err);
}

/* A capital letter, a digit, or a script that has none. */
static bool is_capital(struct handoff_slice word)
{
    const unsigned char c = word.len > 0 ? (unsigned char)word.ptr[0] : 0;

    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static bool is_name(struct handoff_slice words, bool of_person)
{
    struct handoff_slice rest = words, word;
    size_t count = 0, capitals = 0;

    if (words.len > NAME_BYTES)
        return false;
    for (word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
        if (of_person && isdigit((unsigned char)word.ptr[0]))
            return false;
        capitals += is_capital(word);
        if (count++ == 0 && capitals == 0)
            return false;
    }
    return count > 0 && count <= NAME_WORDS && 2 * capitals >= count;
}

enum handoff_status ho_fits_type(const struct handoff_fields *fields,
                                 const struct handoff_field *field,
                                 struct handoff_slice words,
                                 const struct ho_passage *passage, bool *fits,
                                 struct handoff_error *err)
{
    *fits = true;
    switch (field->type) {
    case HANDOFF_TYPE_JOB_TITLE:
        return is_title(fields, field, words, passage, fits, err);
    case HANDOFF_TYPE_COMPANY:
        *fits = is_name(words, false);
        return HANDOFF_OK;
    case HANDOFF_TYPE_PERSON:
        *fits = is_name(words, true);
        return HANDOFF_OK;
    default:
        return HANDOFF_OK;
    }
}

bool ho_is_filler(enum handoff_type type, struct handoff_slice words)
{
    static const char *const fillers[] = {
        "the",  "a",    "an",        "your",  "our",   "new",     "newly",
        "der",  "die",  "das",       "ein",   "eine",  "le",      "la",
        "les",  "l",    "un",        "une",   "el",    "los",     "las",
        "una",  "il",   "acting",    "ms",    "mr",    "mrs",     "dr",
        "frau", "herr", "currently", "also",  "here",  "company", "firma",
        "von",  "de",   "and",       "named", "called"
    };
    struct handoff_slice rest = words, word;
    size_t count = 0;

    for (word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
        if (++count > FILLER_WORDS)
            return false;
        if (!is_in_list(word, fillers, COUNT(fillers)) &&
            !(type == HANDOFF_TYPE_JOB_TITLE && is_capital(word)))
            return false;
    }
    return true;
}

bool ho_is_claimable(const struct handoff_field *field)
{
    return !field->from_crm &&
           (field->ask == HANDOFF_ASK_LEAD || field->ask == HANDOFF_ASK_WEB) &&
           field->infer_from == HANDOFF_NO_FIELD;
}
