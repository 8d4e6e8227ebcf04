/* phrases_opt_out.c - a request not to be written to; see screen/phrases.h
 *
 * Each names whom it is about: me, us, this address, my data.  "Do not contact
 * my references" and "unsubscribe inactive contacts" name somebody else, and
 * are none.  Words stand without marks: "desinscrire".
 */
#include "screen/phrase_lists.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define EN_LIST                                                          \
    "list|lists|mailing|mailings|newsletter|newsletters|database|"       \
    "distribution|emails|mails|marketing|crm|sequence|cadence|campaign|" \
    "campaigns|outreach"
#define EN_MAIL "contact|email|mail|message|text|bother|spam"
#define EN_MAILING                                                      \
    "emailing|mailing|contacting|messaging|texting|spamming|bothering|" \
    "sending"

static const struct ho_phrase en[] = {
    { "unsubscribe me|us", HO_PHRASE_SAID },
    { "unsubscribe this|my|our email|emails|address|mailbox|inbox",
      HO_PHRASE_SAID },
    { "please|kindly|pls unsubscribe $", HO_PHRASE_SAID },
    { "want|wish|like|need to unsubscribe $", HO_PHRASE_SAID },
    { "want|wish|like|need to unsubscribe from your|this|these|all",
      HO_PHRASE_SAID },
    { "how do|can|to i? unsubscribe from your|this|these", HO_PHRASE_SAID },
    { "how do|can i unsubscribe $", HO_PHRASE_SAID },
    { "remove|delete|take|strike|drop me|us from|off|out of? ..3 " EN_LIST
      " list|lists?",
      HO_PHRASE_SAID },
    { "removed|deleted|taken from|off your|this|the ..2 " EN_LIST
      " list|lists?",
      HO_PHRASE_SAID },
    { "remove|delete|take|strike my|our ..3 from|off your|this|the|any|all "
      "..2 " EN_LIST,
      HO_PHRASE_SAID },
    { "remove|delete|erase my|our email|mail|contact address|addresses|details",
      HO_PHRASE_SAID },
    { "remove|delete|erase my ..1 data|information|details|address",
      HO_PHRASE_SAID },
    { "please|kindly|pls remove|delete me|us $", HO_PHRASE_SAID },
    { "^ remove me now|immediately|today|asap", HO_PHRASE_SAID },
    { "take me|us off $", HO_PHRASE_SAID },
    { "stop|quit|cease " EN_MAILING "|writing|calling to? me|us",
      HO_PHRASE_SAID },
    { "stop|quit|cease these|this|your emails|mails|messages|spam",
      HO_PHRASE_SAID },
    { "do not ever? " EN_MAIL " me|us", HO_PHRASE_NOT },
    { "dont ever? " EN_MAIL " me|us", HO_PHRASE_NOT },
    { "never " EN_MAIL " me|us", HO_PHRASE_NOT },
    { "do not|dont write to? me|us", HO_PHRASE_NOT },
    { "dont write to? me|us", HO_PHRASE_NOT },
    { "do not|never " EN_MAIL "|call|write to? me|us ever? again|anymore|ever",
      HO_PHRASE_SAID },
    { "dont " EN_MAIL "|call|write to? me|us ever? again|anymore|ever",
      HO_PHRASE_SAID },
    { "do not|dont ..1 call|phone or|nor email|mail|contact me|us",
      HO_PHRASE_SAID },
    { "do not " EN_MAIL " this|my address|email|mailbox|inbox", HO_PHRASE_NOT },
    { "dont " EN_MAIL " this|my address|email|mailbox|inbox", HO_PHRASE_NOT },
    { "^ do not contact $", HO_PHRASE_SAID },
    { "no longer wish|want|like to receive|hear|get", HO_PHRASE_SAID },
    { "no longer wish|want to be contacted|emailed", HO_PHRASE_SAID },
    { "do not|dont want|wish to receive|get|hear ..4 "
      "your|these|this|further|anymore|you",
      HO_PHRASE_SAID },
    { "dont want|wish to receive|get|hear ..4 "
      "your|these|this|further|anymore|you",
      HO_PHRASE_SAID },
    { "do not want|wish to receive|get any? more|further|other emails|mails",
      HO_PHRASE_SAID },
    { "i|we do? not|dont want|wish to be contacted|emailed", HO_PHRASE_NOT },
    { "i|we do? not|dont agree|consent to be|being contacted|emailed",
      HO_PHRASE_NOT },
    { "^ do not want|wish to be contacted|emailed", HO_PHRASE_NOT },
    { "opt me|us out", HO_PHRASE_SAID },
    { "i|we want|wish|hereby to? opt out", HO_PHRASE_SAID },
    { "like to opt out", HO_PHRASE_SAID },
    { "opt out of|from your|these|all|any|this", HO_PHRASE_SAID },
    { "withdraw|revoke my|our consent", HO_PHRASE_SAID },
    { "i|we object to ..3 marketing|processing|emails", HO_PHRASE_SAID },
    { "no more emails|mails|messages|newsletters please", HO_PHRASE_SAID },
    { "^ no more emails|mails|messages|newsletters $", HO_PHRASE_SAID },
    { "leave me|us alone", HO_PHRASE_SAID },
    { "unsubscribe", HO_PHRASE_WHOLE },
    { "stop", HO_PHRASE_WHOLE },
    { "remove me?", HO_PHRASE_WHOLE },
    { "opt out", HO_PHRASE_WHOLE },
    { "optout", HO_PHRASE_WHOLE }
};

#define DE_MAIL "emails|mails|werbung|newsletter|nachrichten|werbemails|post"
#define DE_LIST                                                      \
    "verteiler|liste|datenbank|mailingliste|newsletter|adressliste|" \
    "kartei|datei"

static const struct ho_phrase de[] = {
    { "mich|uns|mir ..2 nicht|nie mehr|wieder|weiter "
      "kontaktieren|anschreiben|anrufen|schreiben|belastigen|belaestigen|"
      "kontaktiert|angeschrieben",
      HO_PHRASE_SAID },
    { "kontaktieren|schreiben|kontaktiert|schreibt sie|ihr? mich|mir|uns "
      "bitte? "
      "nicht|nie mehr|wieder",
      HO_PHRASE_SAID },
    { "kontaktieren|kontaktiert sie|ihr? mich|uns bitte? nicht",
      HO_PHRASE_NOT },
    { "schreiben|schreibt sie|ihr? mir|uns bitte? nicht", HO_PHRASE_NOT },
    { "ich|wir mochte|moechte|mochten|moechten|will|wollen ..2 nicht ..3 "
      "kontaktiert|angeschrieben werden",
      HO_PHRASE_NOT },
    { "^ mochte|moechte|will nicht kontaktiert|angeschrieben werden",
      HO_PHRASE_NOT },
    { "bitte keine ..1 " DE_MAIL " mehr", HO_PHRASE_SAID },
    { "senden|schicken|schickt sie|ihr? mir|uns bitte? keine|keinen "
      "..1 " DE_MAIL,
      HO_PHRASE_SAID },
    { "mochte|mochten|moechte|will|wollen ..2 keine|keinen ..2 " DE_MAIL
      " mehr? von ihnen|euch",
      HO_PHRASE_SAID },
    { "mochte|mochten|moechte|will|wollen ..2 keine|keinen ..2 " DE_MAIL
      " mehr? erhalten|bekommen",
      HO_PHRASE_SAID },
    { "mochte|mochten|moechte|will|wollen ..2 keine|keinen ..2 " DE_MAIL
      " mehr $",
      HO_PHRASE_SAID },
    { "melden|meldet|melde sie|ihr? mich|uns ..4 ab $", HO_PHRASE_SAID },
    { "mich|uns ..4 abmelden|abzumelden|austragen|auszutragen",
      HO_PHRASE_SAID },
    { "bitte abmelden|austragen $", HO_PHRASE_SAID },
    { "tragen|tragt|trage sie|ihr? mich|uns ..4 aus $", HO_PHRASE_SAID },
    { "nehmen|streichen|loschen|loeschen|entfernen|nehmt|streicht|loscht|"
      "entfernt sie|ihr? mich|uns ..2 aus|von|vom ..3 " DE_LIST,
      HO_PHRASE_SAID },
    { "mich|uns|meine ..2 aus|von|vom ..3 " DE_LIST
      " streichen|loschen|loeschen|entfernen|nehmen|zu",
      HO_PHRASE_SAID },
    { "loschen|loeschen|loscht sie|ihr? ..2 meine|meiner ..1 "
      "daten|adresse|emailadresse|mailadresse",
      HO_PHRASE_SAID },
    { "meine ..1 daten|adresse|emailadresse ..3 loschen|loeschen",
      HO_PHRASE_SAID },
    { "loschung|loeschung meiner ..1 daten", HO_PHRASE_SAID },
    { "widerspreche|widersprechen ..6 "
      "nutzung|verarbeitung|werbung|verwendung|kontaktaufnahme|zusendung",
      HO_PHRASE_SAID },
    { "widerrufe|widerrufen ..3 einwilligung|zustimmung", HO_PHRASE_SAID },
    { "mochte|moechte|will|wollen|mochten ..3 newsletter|emails|mails "
      "abbestellen",
      HO_PHRASE_SAID },
    { "lassen sie mich|uns in ruhe", HO_PHRASE_SAID },
    { "nicht kontaktieren|anschreiben", HO_PHRASE_WHOLE },
    { "abmelden|abbestellen|austragen|abmeldung", HO_PHRASE_WHOLE },
    { "newsletter abbestellen|abmelden", HO_PHRASE_WHOLE }
};

#define FR_LIST "liste|listes|base|fichier|fichiers|newsletter|diffusion"

static const struct ho_phrase fr[] = {
    { "ne me|nous contactez|ecrivez|recontactez|envoyez|sollicitez|derangez|"
      "appelez plus",
      HO_PHRASE_SAID },
    { "ne m envoyez|ecrivez|appelez plus", HO_PHRASE_SAID },
    { "ne me|nous contactez|ecrivez|recontactez pas", HO_PHRASE_NOT },
    { "ne m ecrivez pas", HO_PHRASE_NOT },
    { "je|nous ne souhaite|souhaitons|veux|voulons|desire|desirons pas etre "
      "contacte|contactee|contactes|recontacte|recontactee|sollicite|demarche",
      HO_PHRASE_NOT },
    { "ne pas me|nous contacter|recontacter|ecrire", HO_PHRASE_NOT },
    { "ne plus me|nous|m contacter|recontacter|ecrire|envoyer|solliciter|"
      "appeler|deranger",
      HO_PHRASE_SAID },
    { "ne plus etre contacte|contactee|contactes|sollicite|demarche",
      HO_PHRASE_SAID },
    { "souhaite|souhaitons|veux|voulons|desire|desirons plus etre "
      "contacte|contactee|contactes|sollicite|demarche",
      HO_PHRASE_SAID },
    { "souhaite|souhaitons|veux|voulons|desire|desirons plus recevoir ..2 "
      "vos|votre|newsletter|newsletters|publicite|publicites",
      HO_PHRASE_SAID },
    { "souhaite|souhaitons|veux|voulons|desire|desirons plus recevoir d|de|des "
      "emails|mails|courriels $",
      HO_PHRASE_SAID },
    { "plus recevoir ..3 de votre part", HO_PHRASE_SAID },
    { "desinscrivez|desabonnez|desinscrire|desabonner moi|nous",
      HO_PHRASE_SAID },
    { "me|nous desinscrire|desabonner|desinscrivez|desabonnez",
      HO_PHRASE_SAID },
    { "retirez|supprimez|enlevez|effacez|rayez moi|nous de|des|du ..3 " FR_LIST,
      HO_PHRASE_SAID },
    { "me|nous retirer|supprimer|enlever|rayer de|des|du ..3 " FR_LIST,
      HO_PHRASE_SAID },
    { "retirez|supprimez|enlevez|effacez|retirer|supprimer|effacer "
      "mon|mes|notre ..1 adresse|email|coordonnees|donnees|mail",
      HO_PHRASE_SAID },
    { "m oppose|opposons ..4 prospection|traitement|demarchage",
      HO_PHRASE_SAID },
    { "retire|retirons mon|notre consentement", HO_PHRASE_SAID },
    { "laissez moi|nous tranquille|tranquilles", HO_PHRASE_SAID },
    { "desinscription|desabonnement|desinscrire|desabonner", HO_PHRASE_WHOLE }
};

#define ES_LIST "lista|listas|base|listado|boletin|newsletter|bases"
#define ES_REMOVE                                              \
    "eliminenme|borrenme|quitenme|saquenme|eliminame|borrame|" \
    "quitame|sacame|eliminarme|borrarme|quitarme|sacarme"

static const struct ho_phrase es[] = {
    { "no me|nos contacten|contacteis|contacte|escriban|escriba|envien|envie|"
      "manden|molesten|llamen mas|nunca",
      HO_PHRASE_SAID },
    { "no me|nos contacten|contacteis|contacte|escriban|molesten",
      HO_PHRASE_NOT },
    { "no quiero|queremos|deseo|deseamos ser "
      "contactado|contactada|contactados",
      HO_PHRASE_NOT },
    { "no quiero|deseo que me contacten", HO_PHRASE_NOT },
    { "no me|nos vuelvan|vuelva|volvais a "
      "contactar|escribir|llamar|enviar|mandar",
      HO_PHRASE_SAID },
    { "darme|denme|darnos|dennos|dadme|dame|darse? de baja", HO_PHRASE_SAID },
    { "me|nos den|de|dan de baja", HO_PHRASE_SAID },
    { "solicito|solicitamos la|mi baja", HO_PHRASE_SAID },
    { ES_REMOVE " de ..3 " ES_LIST, HO_PHRASE_SAID },
    { "eliminen|borren|eliminar|borrar|supriman|quiten mis|mi|nuestro "
      "datos|correo|direccion|email",
      HO_PHRASE_SAID },
    { "no quiero|queremos|deseo|deseamos recibir ..1 sus|estos|vuestros",
      HO_PHRASE_SAID },
    { "no quiero|queremos|deseo|deseamos recibir mas "
      "correos|emails|mensajes|publicidad|mails|boletines",
      HO_PHRASE_SAID },
    { "retiro|revoco mi consentimiento", HO_PHRASE_SAID },
    { "dejen|deje|dejad de enviarme|escribirme|contactarme|llamarme|molestarme",
      HO_PHRASE_SAID },
    { "baja|desuscribir|desuscribirme", HO_PHRASE_WHOLE },
    { "dar|darse de baja", HO_PHRASE_WHOLE },
    { "cancelar suscripcion", HO_PHRASE_WHOLE }
};

#define PT_LIST "lista|listas|base|cadastro|mailing|newsletter|bases"
#define PT_REMOVE                                                          \
    "remova|removam|retire|retirem|exclua|excluam|tire|tirem|descadastre|" \
    "descadastrem|remover|retirar|excluir|tirar|eliminem|elimine"

static const struct ho_phrase pt[] = {
    { "nao me|nos contatem|contactem|contate|contacte|enviem|envie|escrevam|"
      "mandem|liguem mais",
      HO_PHRASE_SAID },
    { "nao me|nos contatem|contactem|contate|contacte|escrevam",
      HO_PHRASE_NOT },
    { "nao quero|queremos|desejo|desejamos ser "
      "contatado|contatada|contatados|contactado|contactada|contactados",
      HO_PHRASE_NOT },
    { "nao quero|desejo que me contatem|contactem", HO_PHRASE_NOT },
    { "nao voltem|volte a contactar|contatar|escrever me|nos", HO_PHRASE_SAID },
    { "nao quero|queremos|desejo|desejamos ..1 receber mais "
      "emails|mails|mensagens|newsletters|publicidade|nada",
      HO_PHRASE_SAID },
    { "nao quero|queremos|desejo|desejamos mais? receber ..1 "
      "seus|suas|vossos|vossas|estes|esses",
      HO_PHRASE_SAID },
    { PT_REMOVE " me|nos ..3 " PT_LIST, HO_PHRASE_SAID },
    { "me|nos " PT_REMOVE " ..3 " PT_LIST, HO_PHRASE_SAID },
    { PT_REMOVE " o? meu|nosso ..3 " PT_LIST, HO_PHRASE_SAID },
    { "me descadastre|descadastrem|descadastrar", HO_PHRASE_SAID },
    { "descadastrar|descadastre me|meu", HO_PHRASE_SAID },
    { "apague|apaguem|apagar|exclua|excluam|excluir|eliminem|eliminar os? "
      "meus dados",
      HO_PHRASE_SAID },
    { "cancelar|cancelem a? minha inscricao|subscricao", HO_PHRASE_SAID },
    { "parem|pare de me|nos enviar|contatar|contactar|escrever|mandar",
      HO_PHRASE_SAID },
    { "retiro o? meu consentimento", HO_PHRASE_SAID },
    { "descadastrar|remover|descadastre", HO_PHRASE_WHOLE },
    { "cancelar inscricao|subscricao", HO_PHRASE_WHOLE }
};

static const struct ho_phrase it[] = {
    { "non contattatemi|scrivetemi|chiamatemi|contattateci|scriveteci|"
      "mandatemi|inviatemi piu",
      HO_PHRASE_SAID },
    { "non mi|ci contattate|scrivete|mandate|inviate|disturbate|chiamate piu",
      HO_PHRASE_SAID },
    { "non contattatemi|scrivetemi|contattateci|scriveteci", HO_PHRASE_NOT },
    { "non mi|ci contattate|scrivete", HO_PHRASE_NOT },
    { "non contattarmi|scrivermi|contattarci piu", HO_PHRASE_SAID },
    { "non voglio|vogliamo|desidero|desideriamo piu? ricevere ..1 "
      "vostre|vostri|queste",
      HO_PHRASE_SAID },
    { "non voglio|vogliamo|desidero|desideriamo piu ricevere "
      "email|mail|comunicazioni|newsletter $",
      HO_PHRASE_SAID },
    { "non voglio|desidero piu? essere contattato|contattata", HO_PHRASE_NOT },
    { "cancellatemi|rimuovetemi|toglietemi|disiscrivetemi|eliminatemi|"
      "cancellateci|rimuoveteci|toglieteci",
      HO_PHRASE_SAID },
    { "cancellarmi|disiscrivermi|rimuovermi|togliermi|cancellarci dalla|dal|"
      "dalle|da",
      HO_PHRASE_SAID },
    { "voglio|vorrei|desidero disiscrivermi|cancellarmi", HO_PHRASE_SAID },
    { "cancellare|cancellate|eliminare|eliminate|rimuovere|rimuovete i|il|la "
      "miei|mio|mia dati|indirizzo|email|mail",
      HO_PHRASE_SAID },
    { "revoco il mio consenso", HO_PHRASE_SAID },
    { "smettete|smettetela di scrivermi|contattarmi|mandarmi|inviarmi",
      HO_PHRASE_SAID },
    { "disiscrivimi|cancellami|disiscrizione|cancellatemi", HO_PHRASE_WHOLE }
};

#define NL_MAIL "mails|emails|berichten|nieuwsbrief|nieuwsbrieven|reclame|post"
#define NL_LIST                                                          \
    "lijst|mailinglijst|bestand|database|maillijst|mailing|nieuwsbrief|" \
    "adressenlijst|lijsten|bestanden"

static const struct ho_phrase nl[] = {
    { "neem|neemt ..1 geen contact meer", HO_PHRASE_SAID },
    { "neem|neemt ..1 geen contact met mij|me|ons op", HO_PHRASE_NOT },
    { "mail|bel|benader|schrijf|contacteer mij|me|ons niet meer|langer",
      HO_PHRASE_SAID },
    { "mail|benader|contacteer mij|me|ons niet", HO_PHRASE_NOT },
    { "ik|wij|we wil|willen|wens|wensen niet ..1 "
      "benaderd|gecontacteerd|gemaild worden",
      HO_PHRASE_NOT },
    { "ik|wij|we wil|willen|wens|wensen niet worden "
      "benaderd|gecontacteerd|gemaild",
      HO_PHRASE_NOT },
    { "^ neem|neemt geen contact op $", HO_PHRASE_SAID },
    { "mij|me|ons niet meer|langer te? "
      "mailen|bellen|benaderen|schrijven|contacteren",
      HO_PHRASE_SAID },
    { "stuur|stuurt mij|me|ons ..1 geen ..1 " NL_MAIL, HO_PHRASE_SAID },
    { "schrijf|meld mij|me|ons ..3 uit|af $", HO_PHRASE_SAID },
    { "mij|me|ons ..3 uitschrijven|afmelden|uitgeschreven|afgemeld",
      HO_PHRASE_SAID },
    { "haal|verwijder|schrap mij|me|ons ..1 uit|van ..2 " NL_LIST,
      HO_PHRASE_SAID },
    { "mij|me|ons ..1 uit|van ..2 " NL_LIST " halen|verwijderen|schrappen|te",
      HO_PHRASE_SAID },
    { "verwijder|wis mijn|onze ..1 gegevens|adres|mailadres|emailadres",
      HO_PHRASE_SAID },
    { "mijn ..1 gegevens|adres|mailadres|emailadres ..2 verwijderen|wissen",
      HO_PHRASE_SAID },
    { "wil|willen|wens|wensen geen ..1 " NL_MAIL " meer ontvangen|krijgen|van",
      HO_PHRASE_SAID },
    { "wil|willen|wens|wensen geen ..1 " NL_MAIL " meer $", HO_PHRASE_SAID },
    { "trek|trekken mijn|onze toestemming in", HO_PHRASE_SAID },
    { "laat mij|me|ons met rust", HO_PHRASE_SAID },
    { "uitschrijven|afmelden|uitschrijving", HO_PHRASE_WHOLE }
};

static const struct ho_phrase_list lists[] = {
    { HANDOFF_FACT_OPT_OUT, "yes", "en", en, COUNT(en) },
    { HANDOFF_FACT_OPT_OUT, "yes", "de", de, COUNT(de) },
    { HANDOFF_FACT_OPT_OUT, "yes", "fr", fr, COUNT(fr) },
    { HANDOFF_FACT_OPT_OUT, "yes", "es", es, COUNT(es) },
    { HANDOFF_FACT_OPT_OUT, "yes", "pt", pt, COUNT(pt) },
    { HANDOFF_FACT_OPT_OUT, "yes", "it", it, COUNT(it) },
    { HANDOFF_FACT_OPT_OUT, "yes", "nl", nl, COUNT(nl) }
};

const struct ho_phrase_list *ho_phrases_opt_out(size_t *count)
{
    *count = COUNT(lists);
    return lists;
}
