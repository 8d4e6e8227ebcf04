/* phrases_support.c - a customer who needs help; see screen/phrases.h
 *
 * Each speaks of something that only a customer of ours has: an account, an
 * invoice, a password, a ticket.  A customer who wants more is none of these.
 */
#include "screen/phrase_lists.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct ho_phrase en[] = {
    { "my|our|your ..1 invoice|invoices|bill is|are|was|were "
      "wrong|incorrect|overdue|duplicated",
      HO_PHRASE_SAID },
    { "invoice|invoices is|are wrong $", HO_PHRASE_SAID },
    { "i|we cannot|cant|can log in|into to? my|our|your account|dashboard|app",
      HO_PHRASE_SAID },
    { "i|we cannot|cant log in $", HO_PHRASE_SAID },
    { "i|we can no longer|not log in", HO_PHRASE_SAID },
    { "unable to log in|into to? my|our|your", HO_PHRASE_SAID },
    { "log in|into to my|our account with you", HO_PHRASE_SAID },
    { "locked out of my|our account", HO_PHRASE_SAID },
    { "reset my|our password|passwords", HO_PHRASE_SAID },
    { "forgot|lost my|our password", HO_PHRASE_SAID },
    { "our|my subscription|account|contract with you", HO_PHRASE_SAID },
    { "we|i already use you|yours $", HO_PHRASE_SAID },
    { "bug|error in|with your app|platform|product|software|api|dashboard|tool",
      HO_PHRASE_SAID },
    { "open|raise|submit|opened|raised|submitted a|my|our support ticket",
      HO_PHRASE_SAID },
    { "my|our ..1 support ticket|case", HO_PHRASE_SAID },
    { "your app|platform|dashboard|service|site|api is|keeps "
      "down|broken|crashing|unavailable",
      HO_PHRASE_SAID },
    { "refund my|our|us|me", HO_PHRASE_SAID },
    { "cancel my|our subscription|plan|membership $", HO_PHRASE_SAID },
    { "cancel my|our subscription|plan|membership with you", HO_PHRASE_SAID }
};

static const struct ho_phrase de[] = {
    { "mein|meines|unser passwort|passworts|kennwort zurucksetzen|vergessen",
      HO_PHRASE_SAID },
    { "passwort|kennwort zurucksetzen|zuruckzusetzen|vergessen",
      HO_PHRASE_SAID },
    { "kann|konnen mich|uns nicht mehr? einloggen|anmelden", HO_PHRASE_SAID },
    { "unsere|meine|ihre rechnung ist falsch|fehlerhaft", HO_PHRASE_SAID },
    { "unsere|meine|ihre rechnung stimmt nicht", HO_PHRASE_SAID },
    { "fehler in ihrer|eurer ..1 software|app|plattform", HO_PHRASE_SAID },
    { "mein|unser supportticket|ticket", HO_PHRASE_SAID }
};

static const struct ho_phrase fr[] = {
    { "reinitialiser mon|notre mot de passe", HO_PHRASE_SAID },
    { "oublie mon mot de passe", HO_PHRASE_SAID },
    { "arrive|arrivons pas|plus a me|nous connecter", HO_PHRASE_SAID },
    { "notre|ma|votre facture est ..1 erronee|fausse|incorrecte",
      HO_PHRASE_SAID },
    { "bug dans votre", HO_PHRASE_SAID }
};

static const struct ho_phrase es[] = {
    { "restablecer mi|la|nuestra contrasena", HO_PHRASE_SAID },
    { "no puedo|podemos iniciar|entrar sesion|en ..1 cuenta?", HO_PHRASE_SAID },
    { "nuestra|mi|su factura esta|es mal|equivocada|incorrecta",
      HO_PHRASE_SAID },
    { "error en su|vuestra plataforma|aplicacion", HO_PHRASE_SAID }
};

static const struct ho_phrase pt[] = {
    { "redefinir|recuperar a? minha senha", HO_PHRASE_SAID },
    { "nao consigo|conseguimos entrar|acessar|logar|aceder na|a|minha|nossa "
      "conta|minha?",
      HO_PHRASE_SAID },
    { "minha|nossa|sua fatura esta errada|incorreta", HO_PHRASE_SAID }
};

static const struct ho_phrase it[] = {
    { "reimpostare|recuperare la mia? password", HO_PHRASE_SAID },
    { "non riesco|riusciamo ad|a accedere|entrare", HO_PHRASE_SAID },
    { "mia|nostra|vostra fattura e sbagliata|errata", HO_PHRASE_SAID }
};

static const struct ho_phrase nl[] = {
    { "mijn|ons wachtwoord resetten|vergeten|herstellen", HO_PHRASE_SAID },
    { "kan|kunnen niet meer? inloggen", HO_PHRASE_SAID },
    { "onze|mijn|uw factuur klopt niet", HO_PHRASE_SAID },
    { "onze|mijn|uw factuur is onjuist|fout", HO_PHRASE_SAID }
};

static const struct ho_phrase_list lists[] = {
    { HANDOFF_FACT_AUDIENCE, "support", "en", en, COUNT(en) },
    { HANDOFF_FACT_AUDIENCE, "support", "de", de, COUNT(de) },
    { HANDOFF_FACT_AUDIENCE, "support", "fr", fr, COUNT(fr) },
    { HANDOFF_FACT_AUDIENCE, "support", "es", es, COUNT(es) },
    { HANDOFF_FACT_AUDIENCE, "support", "pt", pt, COUNT(pt) },
    { HANDOFF_FACT_AUDIENCE, "support", "it", it, COUNT(it) },
    { HANDOFF_FACT_AUDIENCE, "support", "nl", nl, COUNT(nl) }
};

const struct ho_phrase_list *ho_phrases_support(size_t *count)
{
    *count = COUNT(lists);
    return lists;
}
