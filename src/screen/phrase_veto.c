/* phrase_veto.c - see screen/phrase_veto.h */
#include "screen/phrase_veto.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    BEFORE = 3, /* words in which a denial stands before what it denies */
    BEHIND = 6, /* words in which a limit stands behind what it limits */
    FAR = 30,   /* words in which it is said of whom is told */
    WHOLE = 16  /* words of a text that says one thing only */
};

static const char *const courtesy[] = {
    "please",   "pls",         "kindly",       "thanks",  "thank",   "you",
    "thx",      "hi",          "hello",        "hey",     "bitte",   "danke",
    "hallo",    "merci",       "bonjour",      "s",       "il",      "vous",
    "plait",    "te",          "por",          "favor",   "gracias", "hola",
    "obrigado", "obrigada",    "ola",          "per",     "favore",  "grazie",
    "ciao",     "alstublieft", "aub",          "dank",    "u",       "bedankt",
    "and",      "und",         "et",           "y",       "e",       "en",
    "so",       "just",        "cordialement", "regards", "best",    "sincerely"
};

static const char *const denials[] = {
    "not",   "dont", "doesnt", "didnt",  "never", "without", "nicht", "kein",
    "keine", "nie",  "pas",    "jamais", "no",    "nunca",   "nao",   "non",
    "mai",   "niet", "geen",   "nooit",  "wont",  "cannot",  "cant",  "nobody"
};

/* Until when, on which channel, or what to do instead. */
static const char *const limits[] = {
    /* en */ "before",
    "until",
    "till",
    "unless",
    "during",
    "while",
    "between",
    "phone",
    "telephone",
    "calls",
    "calling",
    "call",
    "weekends",
    "weekend",
    "weekdays",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "tomorrow",
    "tonight",
    "but",
    "instead",
    "only",
    "rather",
    "yet",
    "outside",
    "whatsapp",
    "sms",
    "text",
    "except",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "later",
    "week",
    /* de */ "vor",
    "bis",
    "ausser",
    "wahrend",
    "telefonisch",
    "telefon",
    "sondern",
    "aber",
    "heute",
    "morgen",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "wochenende",
    "nur",
    "sonst",
    "nachts",
    /* fr */ "avant",
    "jusqu",
    "jusque",
    "sauf",
    "pendant",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "mais",
    "plutot",
    "demain",
    /* es */ "antes",
    "hasta",
    "salvo",
    "telefono",
    "lunes",
    "martes",
    "miercoles",
    "jueves",
    "viernes",
    "sabado",
    "domingo",
    "pero",
    "sino",
    "durante",
    "manana",
    /* pt */ "ate",
    "exceto",
    "telefone",
    "segunda",
    "mas",
    "sexta",
    "amanha",
    /* it */ "prima",
    "fino",
    "tranne",
    "lunedi",
    "martedi",
    "mercoledi",
    "giovedi",
    "venerdi",
    "sabato",
    "domenica",
    "ma",
    "domani",
    /* nl */ "voor",
    "totdat",
    "tot",
    "behalve",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "maar",
    "tijdens",
    "telefonisch"
};

static const char *const others[] = {
    "customers", "customer",      "clients",       "client",
    "leads",     "lead",          "prospects",     "users",
    "people",    "subscribers",   "subscriber",    "recipients",
    "recipient", "visitors",      "patients",      "they",
    "someone",   "somebody",      "everyone",      "kunden",
    "kunde",     "interessenten", "leute",         "empfanger",
    "nutzer",    "clientes",      "cliente",       "clienti",
    "klanten",   "klant",         "personas",      "gens",
    "pessoas",   "persone",       "mensen",        "usuarios",
    "utenti",    "utilisateurs",  "destinataires", "ils",
    "abonnes",   "gebruikers",    "ontvangers"
};

static const char *const yours[] = { "your",  "ihre", "ihrer", "ihren",
                                     "vos",   "sus",  "seus",  "vostri",
                                     "uw",    "eure", "of",    "jullie",
                                     "votre", "su" };

static const char *const reports[] = {
    "say",      "says",   "said",      "ask",       "asks",     "asked",
    "write",    "writes", "wrote",     "reply",     "replies",  "tell",
    "tells",    "told",   "demand",    "demands",   "want",     "request",
    "requests", "click",  "sagen",     "schreiben", "bitten",   "fordern",
    "wollen",   "disent", "demandent", "ecrivent",  "dicen",    "piden",
    "escriben", "dizem",  "pedem",     "dicono",    "chiedono", "scrivono",
    "zeggen",   "vragen", "schrijven", "respond",   "responds", "antworten"
};

#define IS(text, i, words) ho_text_is(text, i, words, COUNT(words))

static bool begins(const struct ho_text *text, size_t i)
{
    return (text->word[i].place & (HO_WORD_SENTENCE | HO_WORD_CLAUSE)) != 0;
}

bool ho_is_courtesy(const struct ho_text *text, size_t i)
{
    return IS(text, i, courtesy);
}

bool ho_begins_clause(const struct ho_text *text, size_t first)
{
    for (size_t n = 0; n < WHOLE && first > 0 && !begins(text, first) &&
                       IS(text, first - 1, courtesy);
         n++)
        first--;
    return first == 0 || begins(text, first);
}

bool ho_ends_clause(const struct ho_text *text, size_t i)
{
    for (size_t n = 0; n < WHOLE && i < text->count && !begins(text, i) &&
                       IS(text, i, courtesy);
         n++)
        i++;
    return i >= text->count || begins(text, i);
}

static bool is_all(const struct ho_text *text, size_t first, size_t last)
{
    if (text->count > WHOLE)
        return false;
    for (size_t i = 0; i < text->count; i++)
        if ((i < first || i > last) && !IS(text, i, courtesy))
            return false;
    return true;
}

static bool is_quoted(const struct ho_text *text, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++)
        if (text->word[i].place & HO_WORD_QUOTED)
            return true;
    return false;
}

static bool is_denied(const struct ho_text *text, size_t first)
{
    for (size_t n = 0; n < BEFORE && first > 0 && !begins(text, first); n++)
        if (IS(text, --first, denials))
            return true;
    return false;
}

static bool is_limited(const struct ho_text *text, size_t last)
{
    for (size_t i = last + 1; i < text->count && i <= last + BEHIND; i++) {
        if (text->word[i].place & HO_WORD_SENTENCE)
            return false;
        if (IS(text, i, limits))
            return true;
    }
    return false;
}

/* "Our customers reply: ..." tells of others; "I am not one of your
 * customers, ..." does not. */
static bool is_told_of_others(const struct ho_text *text, size_t first)
{
    bool same_clause = true, reported = false;

    for (size_t i = first;
         i > 0 && i + FAR > first && !(text->word[i].place & HO_WORD_SENTENCE);
         i--) {
        same_clause = same_clause && !begins(text, i);
        reported = reported || IS(text, i - 1, reports);
        if (IS(text, i - 1, others) && (same_clause || reported))
            return i < 2 || !IS(text, i - 2, yours);
    }
    return false;
}

bool ho_is_vetoed(const struct ho_text *text, enum ho_phrase_kind kind,
                  size_t first, size_t last)
{
    if (kind == HO_PHRASE_WHOLE)
        return !is_all(text, first, last);
    return is_quoted(text, first, last) || is_told_of_others(text, first) ||
           (kind == HO_PHRASE_NOT ? is_limited(text, last)
                                  : is_denied(text, first));
}
