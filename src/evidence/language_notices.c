/* language_notices.c - phrases of the mail system, the form or the law; see
 * evidence/language.h and evidence/speech.h */
#include "evidence/language.h"

/* A line that holds one of these is no word of the lead, and neither is the
 * rest of its paragraph. */
static const struct ho_phrases phrases[] = {
    HO_PHRASES(
        HO_KIND_NOTICE, "this e-mail is confidential",
        "this email is confidential", "this message is confidential",
        "confidentiality notice", "intended recipient", "intended recipients",
        "intended only for", "diese e-mail ist vertraulich",
        "diese e-mail enthalt vertrauliche", "vertraulichkeitshinweis",
        "ce message est confidentiel", "ce courriel est confidentiel",
        "este correo es confidencial", "este mensaje es confidencial",
        "questo messaggio e riservato", "you are receiving this",
        "you received this e-mail because", "you received this email because",
        "to stop these", "to stop receiving", "to unsubscribe",
        "unsubscribe here", "click here to unsubscribe",
        "manage your preferences", "sie erhalten diese", "sie erhalten diesen",
        "sie erhalten dieses", "wenn sie diesen newsletter",
        "um sich abzumelden", "vous recevez ce", "vous recevez cet",
        "vous recevez cette", "pour vous desabonner", "para darse de baja",
        "si no desea recibir", "this is a notification that",
        "this is an automatic", "this is an automated", "automatic reply",
        "[auto-reply]", "auto-reply:", "out of office",
        "we received your request", "we have received your",
        "thank you for contacting us", "thanks for contacting us",
        "vielen dank f\u00FCr ihre anfrage", "merci de nous avoir contacte",
        "merci de nous avoir contactes", "gracias por contactar",
        "gracias por contactarnos", "by submitting this form",
        "by ticking this box", "i agree to receive", "i agree to the",
        "i agree to allow", "i consent to", "ich stimme zu, dass",
        "j'accepte de recevoir", "acepto recibir", "powered by",
        "view this e-mail in your browser", "view this email in your browser",
        "all rights reserved", "privacy policy applies"),
    { .count = 0 },
};

const struct ho_language ho_notices = { .phrase = phrases };
