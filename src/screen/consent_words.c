/* consent_words.c - see screen/consent_words.h; words stand without marks */
#include "screen/consent_words.h"

#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define IS(text, i, words) ho_text_is(text, i, words, COUNT(words))

bool ho_word_is_yes(const struct ho_text *text, size_t i)
{
    static const char *const words[] = { "1",        "yes",  "true", "y",
                                         "x",        "ja",   "oui",  "wahr",
                                         "si",       "sim",  "on",   "checked",
                                         "ticked",   "vrai", "vero", "waar",
                                         "verdadero" };

    return IS(text, i, words);
}

bool ho_word_is_no(const struct ho_text *text, size_t i)
{
    static const char *const words[] = { "0",     "no",     "false",     "n",
                                         "nein",  "non",    "nao",       "nee",
                                         "off",   "falsch", "unchecked", "faux",
                                         "falso", "onwaar", "unticked" };

    return IS(text, i, words);
}

bool ho_word_is_self(const struct ho_text *text, size_t i)
{
    static const char *const words[] = {
        "i",  "we", "ich", "wir", "je", "nous",
        "yo", "eu", "io",  "noi", "ik", "wij"
    };

    return IS(text, i, words);
}

bool ho_names_consent(struct handoff_slice label)
{
    static const char *const stems[] = { "consent", "consens",  "einwillig",
                                         "zustimm", "toestemm", "gdpr",
                                         "dsgvo",   "rgpd",     "permission" };

    for (size_t i = 0; i < label.len; i++)
        for (size_t k = 0; k < COUNT(stems); k++)
            if ((label.ptr[i] | 0x20) == stems[k][0] &&
                label.len - i >= strlen(stems[k]) &&
                strncasecmp(label.ptr + i, stems[k], strlen(stems[k])) == 0)
                return true;
    return false;
}

/* To agree, to allow, to want. */
static const char *const agreements[] = {
    /* en */ "agree",
    "consent",
    "may",
    "can",
    "could",
    "allow",
    "permission",
    "happy",
    "ok",
    "okay",
    "want",
    "wish",
    "like",
    "authorize",
    "authorise",
    "accept",
    /* de */ "einverstanden",
    "stimme",
    "zustimmung",
    "einwilligung",
    "willige",
    "durfen",
    "duerfen",
    "darf",
    "mochte",
    "moechte",
    "mochten",
    "moechten",
    "erlaube",
    /* fr */ "accepte",
    "acceptez",
    "autorise",
    "autorisez",
    "consens",
    "consentement",
    "souhaite",
    "souhaitez",
    "accord",
    "pouvons",
    /* es */ "acepto",
    "acepta",
    "autorizo",
    "autoriza",
    "consiento",
    "consentimiento",
    "podemos",
    "desea",
    "deseo",
    "quiero",
    "quiere",
    /* pt */ "aceito",
    "aceita",
    "concordo",
    "consinto",
    "consentimento",
    "deseja",
    "desejo",
    "quer",
    /* it */ "accetto",
    "accetta",
    "acconsento",
    "autorizzo",
    "consenso",
    "possiamo",
    "desidera",
    "desidero",
    "vuole",
    /* nl */ "akkoord",
    "toestemming",
    "mogen",
    "mag",
    "ga",
    "wil",
    "wilt"
};

/* Said of the lead: "kontaktiert". */
static const char *const contacts[] = {
    /* en */ "contacted",
    /* de */ "kontaktieren",
    "kontaktiert",
    "kontaktaufnahme",
    /* fr */ "contacte",
    "contactee",
    "contactes",
    "recontacte",
    "recontactee",
    /* es */ "contactarme",
    "contactarnos",
    "contactarle",
    "contactarte",
    "contactarlo",
    "contactado",
    "contactada",
    "contactados",
    /* pt */ "contatado",
    "contatada",
    "contatados",
    /* it */ "contattarmi",
    "contattarla",
    "contattarti",
    "contattarci",
    "contattato",
    "contattata",
    "ricontattato",
    "ricontattata",
    /* nl */ "gecontacteerd",
    "benaderd",
    "contacteren",
    "benaderen",
    "contactopname"
};

/* The same in two words, the first of which are many. */
static const struct {
    const char *first, *second;
} contact_pairs[] = { { "contact", "me" },       { "contact", "us" },
                      { "contact", "you" },      { "me", "contacter" },
                      { "vous", "contacter" },   { "me", "recontacter" },
                      { "vous", "recontacter" }, { "me", "contacten" },
                      { "me", "contacte" },      { "contactar", "me" },
                      { "contatar", "me" },      { "me", "contactar" },
                      { "me", "contatar" },      { "me", "contactem" },
                      { "me", "contatem" },      { "contacto", "conmigo" },
                      { "contacto", "comigo" },  { "contato", "comigo" },
                      { "mi", "contattiate" },   { "mi", "contatti" },
                      { "contact", "opnemen" },  { "contact", "opneemt" },
                      { "contact", "met" } };

/* Another question: news, a channel, a day, somebody else. */
static const char *const others[] = {
    /* en */ "newsletter",
    "newsletters",
    "marketing",
    "news",
    "offers",
    "promotions",
    "promotional",
    "updates",
    "phone",
    "telephone",
    "call",
    "calls",
    "sms",
    "text",
    "whatsapp",
    "fax",
    "post",
    "partner",
    "partners",
    "third",
    "today",
    "now",
    "immediately",
    "other",
    "references",
    "reference",
    /* de */ "werbung",
    "werbezwecke",
    "angebote",
    "angeboten",
    "telefon",
    "telefonisch",
    "anruf",
    "partnern",
    "dritte",
    "dritten",
    "heute",
    "sofort",
    /* fr */ "publicite",
    "offres",
    "actualites",
    "partenaires",
    "tiers",
    "prospection",
    "aujourd",
    /* es, pt, it */ "publicidad",
    "ofertas",
    "novedades",
    "boletin",
    "telefono",
    "telefone",
    "publicidade",
    "novidades",
    "pubblicita",
    "offerte",
    "novita",
    "terceros",
    "terceiros",
    "terzi",
    "socios",
    "parceiros",
    "partnern",
    "hoy",
    "hoje",
    "oggi",
    /* nl */ "nieuwsbrief",
    "reclame",
    "aanbiedingen",
    "telefoon",
    "derden",
    "vandaag"
};

/* Enough where consent is asked for: "consent to contact". */
static const char *const nouns[] = { "contact", "kontakt", "contacto",
                                     "contato", "contatto" };

static bool is_contact(const struct ho_text *text, size_t i)
{
    if (IS(text, i, contacts))
        return true;
    for (size_t k = 0; i + 1 < text->count && k < COUNT(contact_pairs); k++)
        if (ho_slice_is(ho_text_plain(text, i), contact_pairs[k].first) &&
            ho_slice_is(ho_text_plain(text, i + 1), contact_pairs[k].second))
            return true;
    return false;
}

bool ho_asks_for_contact(const struct ho_text *text,
                         struct handoff_slice question)
{
    const bool consent = ho_names_consent(question);
    bool agrees = consent, contact = false;

    for (size_t i = 0; i < text->count; i++) {
        if (IS(text, i, others))
            return false;
        agrees = agrees || IS(text, i, agreements);
        contact =
            contact || is_contact(text, i) || (consent && IS(text, i, nouns));
    }
    return agrees && contact;
}

bool ho_tells_of_any_time(const struct ho_text *text)
{
    static const char *const words[] = { "anytime", "jederzeit", "moment",
                                         "momento", "altura" };

    for (size_t i = 0; i < text->count; i++)
        if (IS(text, i, words) ||
            (i > 0 && ho_slice_is(ho_text_plain(text, i), "time") &&
             ho_slice_is(ho_text_plain(text, i - 1), "any")))
            return true;
    return false;
}
