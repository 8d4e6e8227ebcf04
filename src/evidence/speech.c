/* speech.c - see evidence/speech.h */
#include "evidence/speech.h"

#include <stdlib.h>

enum {
    CLOSING_BYTES = 60, /* of a line that says goodbye */
    FILTER = 512
};

/* Lines that end a letter; a name may follow on the same line. */
static const char *const closings[] = {
    "best regards",
    "kind regards",
    "warm regards",
    "with regards",
    "regards",
    "best wishes",
    "yours sincerely",
    "sincerely",
    "yours truly",
    "yours faithfully",
    "cheers",
    "best,",
    "all the best",
    "mit freundlichen",
    "freundliche gr",
    "viele gr",
    "liebe gr",
    "beste gr",
    "sch\u00F6ne gr",
    "mfg",
    "hochachtungsvoll",
    "cordialement",
    "bien cordialement",
    "bien \u00E0 vous",
    "salutations",
    "sinc\u00E8res salutations",
    "saludos",
    "un saludo",
    "atentamente",
    "cordiales saludos",
    "cordiali saluti",
    "distinti saluti",
    "atenciosamente",
    "met vriendelijke",
    "vriendelijke groet",
    "sent from my",
    "gesendet von mein",
    "envoy\u00E9 de mon",
    "enviado desde mi",
    "get outlook for",
};

/* From here on somebody else's mail is repeated. */
static const char *const originals[] = {
    "-----original message",
    "----- original message",
    "-----urspr\u00FCngliche nachricht",
    "-----message d'origine",
    "-----mensaje original",
    "----------forwarded message",
    "---------- forwarded message",
    "-------- forwarded message",
    "-------- original message",
    "begin forwarded message",
    "-------- weitergeleitete",
    "-------- message transf",
    "________________________________",
};

/* A line that holds one of these belongs to the mail system, the form or the
 * law, and so does the rest of its paragraph. */
static const char *const notices[] = {
    "this e-mail is confidential",
    "this email is confidential",
    "this message is confidential",
    "confidentiality notice",
    "intended recipient",
    "intended only for",
    "diese e-mail ist vertraulich",
    "diese e-mail enth\u00E4lt vertrauliche",
    "vertraulichkeitshinweis",
    "ce message est confidentiel",
    "ce courriel est confidentiel",
    "este correo es confidencial",
    "este mensaje es confidencial",
    "questo messaggio \u00E8 riservato",
    "you are receiving this",
    "you received this e-mail because",
    "you received this email because",
    "to stop these",
    "to stop receiving",
    "to unsubscribe",
    "unsubscribe here",
    "click here to unsubscribe",
    "manage your preferences",
    "sie erhalten diese",
    "wenn sie diesen newsletter",
    "um sich abzumelden",
    "vous recevez ce",
    "pour vous d\u00E9sabonner",
    "para darse de baja",
    "si no desea recibir",
    "this is a notification that",
    "this is an automatic",
    "this is an automated",
    "automatic reply",
    "[auto-reply]",
    "auto-reply:",
    "out of office",
    "we received your request",
    "we have received your",
    "thank you for contacting us",
    "thanks for contacting us",
    "vielen dank f\u00FCr ihre anfrage",
    "merci de nous avoir contact",
    "gracias por contactar",
    "by submitting this form",
    "by ticking this box",
    "i agree to receive",
    "i agree to the",
    "i agree to allow",
    "i consent to",
    "ich stimme zu, dass",
    "j'accepte de recevoir",
    "acepto recibir",
    "powered by",
    "view this e-mail in your browser",
    "view this email in your browser",
    "all rights reserved",
    "privacy policy applies",
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- regions ---------------------------------------------------------------
 */

static bool starts_with(struct handoff_slice s, const char *text)
{
    const size_t n = strlen(text);

    return s.len >= n && ho_slice_is_nocase(ho_part(s, 0, n), text);
}

static bool starts_with_any(struct handoff_slice s, const char *const *texts,
                            size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (s.len > 0 && (texts[i][0] | 32) == (s.ptr[0] | 32) &&
            starts_with(s, texts[i]))
            return true;
    return false;
}

/* "Regards", "Kind regards, Sunniva"; no sentence about best wishes. */
static bool is_closing(struct handoff_slice line)
{
    if (ho_slice_is(line, "--") || ho_slice_is(line, "\u2014"))
        return true;
    return line.len <= CLOSING_BYTES &&
           starts_with_any(line, closings, COUNT(closings)) &&
           !memchr(line.ptr, '?', line.len);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_notice(struct handoff_slice rest)
{
    for (size_t i = 0; i < COUNT(notices); i++)
        if (notices[i][0] == lower(rest.ptr[0]) &&
            notices[i][1] == lower(rest.ptr[1]) &&
            starts_with(rest, notices[i]))
            return true;
    return false;
}

static size_t slot(char a, char b)
{
    return ((unsigned char)lower(a) * 31u + (unsigned char)lower(b)) % FILTER;
}

/* starts: which beginnings of two letters notices have */
static bool holds_notice(struct handoff_slice line, const bool *starts_so)
{
    for (size_t at = 0; at + 1 < line.len; at++) {
        const bool starts =
            at == 0 || line.ptr[at - 1] == ' ' || line.ptr[at - 1] == '\t';

        if (starts && starts_so[slot(line.ptr[at], line.ptr[at + 1])] &&
            is_notice(ho_part(line, at, line.len)))
            return true;
    }
    return false;
}

/* "On 3 February Ana wrote:", "Am 3.2. schrieb Ana:", "Le 4 f\u00E9vrier, Ana a
 * \u00E9crit :", "El 3 de febrero, Ana escribi\u00F3:". */
static bool is_attribution(struct handoff_slice line)
{
    static const struct {
        const char *start, *verb;
    } forms[] = {
        { "on ", "wrote" },   { "am ", "schrieb" },    { "le ", "crit" },
        { "el ", "escribi" }, { "il ", "ha scritto" }, { "em ", "escreveu" },
        { "op ", "schreef" },
    };

    if (line.len == 0 || line.ptr[line.len - 1] != ':')
        return false;
    for (size_t i = 0; i < COUNT(forms); i++)
        if (starts_with(line, forms[i].start) &&
            ho_find(line, 0, ho_slice(forms[i].verb)) != SIZE_MAX)
            return true;
    return false;
}

static struct handoff_slice peek(struct handoff_slice rest)
{
    struct handoff_slice line = { "", 0 };

    while (ho_next_line(&rest, &line) && ho_trim(line).len == 0)
        ;
    return ho_trim(line);
}

static bool is_header(struct handoff_slice line, struct handoff_slice rest)
{
    static const char *const from[] = { "from:", "von:", "de :", "de:", "da:" };
    static const char *const sent[] = {
        "sent:",        "date:",    "to:", "gesendet:", "envoy\u00E9 :",
        "envoy\u00E9:", "enviado:", "an:", "inviato:",  "subject:"
    };

    return starts_with_any(line, from, COUNT(from)) &&
           memchr(line.ptr, '@', line.len) &&
           starts_with_any(peek(rest), sent, COUNT(sent));
}

struct scan {
    struct handoff_slice text;
    struct ho_regions *out;
    enum ho_region_kind now; /* of the lines that follow */
    bool starts[FILTER];     /* beginnings of notices, see slot() */
    struct handoff_error *err;
};

static enum handoff_status add(struct scan *s, size_t from, size_t to,
                               enum ho_region_kind kind)
{
    struct ho_regions *r = s->out;
    struct ho_region *item;

    if (r->count > 0 && r->item[r->count - 1].kind == kind &&
        r->item[r->count - 1].to >= from) {
        r->item[r->count - 1].to = to;
        return HANDOFF_OK;
    }
    if (r->count == r->room) {
        const size_t room = r->room ? 2 * r->room : 8;

        item = realloc(r->item, room * sizeof *item);
        if (!item)
            return ho_no_memory(s->err);
        r->item = item;
        r->room = room;
    }
    r->item[r->count++] = (struct ho_region){ from, to, kind };
    return HANDOFF_OK;
}

/* What a line is, and what the ones behind it are from now on. */
static enum ho_region_kind judge_line(struct scan *s, struct handoff_slice line,
                                      struct handoff_slice rest)
{
    if (s->now == HO_REGION_QUOTED_REPLY)
        return s->now;
    if (line.len > 0 && line.ptr[0] == '>')
        return HO_REGION_QUOTED_REPLY;
    if (line.len == 0) {
        if (s->now == HO_REGION_BOILERPLATE)
            s->now = HO_REGION_OWN;
        return s->now;
    }
    if (is_attribution(line)) {
        if (peek(rest).len == 0 || peek(rest).ptr[0] != '>')
            s->now = HO_REGION_QUOTED_REPLY;
        return HO_REGION_QUOTED_REPLY;
    }
    if (starts_with_any(line, originals, COUNT(originals)) ||
        is_header(line, rest))
        s->now = HO_REGION_QUOTED_REPLY;
    else if (holds_notice(line, s->starts))
        s->now = HO_REGION_BOILERPLATE;
    else if (starts_with(line, "ps") || starts_with(line, "p.s"))
        s->now = HO_REGION_OWN;
    else if (is_closing(line))
        s->now = HO_REGION_SIGNATURE;
    return s->now;
}

enum handoff_status ho_regions_find(struct handoff_slice text,
                                    struct ho_regions *out,
                                    struct handoff_error *err)
{
    struct scan s = { .text = text, .out = out, .err = err };
    struct handoff_slice rest = text, line;
    enum handoff_status status = HANDOFF_OK;

    *out = (struct ho_regions){ 0 };
    for (size_t i = 0; i < COUNT(notices); i++)
        s.starts[slot(notices[i][0], notices[i][1])] = true;
    while (status == HANDOFF_OK && ho_next_line(&rest, &line)) {
        const size_t from = (size_t)(line.ptr - text.ptr);
        const enum ho_region_kind kind = judge_line(&s, ho_trim(line), rest);

        if (kind != HO_REGION_OWN)
            status = add(&s, from, text.len - rest.len, kind);
    }
    return status;
}

void ho_regions_release(struct ho_regions *regions)
{
    free(regions->item);
    *regions = (struct ho_regions){ 0 };
}

enum ho_region_kind ho_region_at(const struct ho_regions *r, size_t at)
{
    size_t low = 0, high = r->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (r->item[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->count && r->item[low].from <= at ? r->item[low].kind
                                                     : HO_REGION_OWN;
}
