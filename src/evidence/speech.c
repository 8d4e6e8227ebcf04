/* speech.c - see evidence/speech.h */
#include "evidence/speech.h"

#include <stdlib.h>

#include "evidence/lexicon.h"

enum { CLOSING_BYTES = 60 /* of a line that says goodbye */ };

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

enum handoff_status ho_regions_add(struct ho_regions *r, size_t from, size_t to,
                                   enum ho_region_kind kind,
                                   struct handoff_error *err)
{
    struct ho_region *item;

    if (r->count == r->room) {
        const size_t room = r->room ? 2 * r->room : 8;

        item = realloc(r->item, room * sizeof *item);
        if (!item)
            return ho_no_memory(err);
        r->item = item;
        r->room = room;
    }
    r->item[r->count++] = (struct ho_region){ from, to, kind };
    return HANDOFF_OK;
}

/* --- notices ----------------------------------------------------------------
 */

/* Where notices stand, in the order of the text. */
static enum handoff_status find_notices(const struct ho_folded *folded,
                                        const struct ho_word_index *index,
                                        struct ho_regions *out,
                                        struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < index->count && status == HANDOFF_OK; i++) {
        const struct ho_indexed_word *const word = &index->order[i];
        struct ho_lexemes lexemes;
        size_t len;

        if (!ho_has_lexemes(&ho_notice_phrases, word->start))
            continue;
        lexemes = ho_lexemes_at(&ho_notice_phrases, index->text, word->at,
                                word->start);
        if (ho_lexemes_next(&lexemes, &len))
            status = ho_regions_add(out, folded->from[word->at],
                                    folded->to[word->at], HO_REGION_BOILERPLATE,
                                    err);
    }
    return status;
}

/* --- lines ------------------------------------------------------------------
 */

struct scan {
    struct handoff_slice text;
    struct ho_regions *out;
    struct ho_regions notices; /* the places that were found */
    size_t notice;             /* the next of them */
    enum ho_region_kind now;   /* of the lines that follow */
    struct handoff_error *err;
};

/* One after the other is one region. */
static enum handoff_status add(struct scan *s, size_t from, size_t to,
                               enum ho_region_kind kind)
{
    struct ho_regions *r = s->out;

    if (r->count > 0 && r->item[r->count - 1].kind == kind &&
        r->item[r->count - 1].to >= from) {
        r->item[r->count - 1].to = to;
        return HANDOFF_OK;
    }
    return ho_regions_add(r, from, to, kind, s->err);
}

static bool holds_notice(struct scan *s, struct handoff_slice line)
{
    const size_t from = (size_t)(line.ptr - s->text.ptr);

    while (s->notice < s->notices.count &&
           s->notices.item[s->notice].from < from)
        s->notice++;
    return s->notice < s->notices.count &&
           s->notices.item[s->notice].from < from + line.len;
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
    else if (holds_notice(s, line))
        s->now = HO_REGION_BOILERPLATE;
    else if (starts_with(line, "ps") || starts_with(line, "p.s"))
        s->now = HO_REGION_OWN;
    else if (is_closing(line))
        s->now = HO_REGION_SIGNATURE;
    return s->now;
}

enum handoff_status ho_regions_find(struct handoff_slice text,
                                    const struct ho_folded *folded,
                                    const struct ho_word_index *index,
                                    struct ho_regions *out,
                                    struct handoff_error *err)
{
    struct scan s = { .text = text, .out = out, .err = err };
    struct handoff_slice rest = text, line;
    enum handoff_status status = find_notices(folded, index, &s.notices, err);

    while (status == HANDOFF_OK && ho_next_line(&rest, &line)) {
        const size_t from = (size_t)(line.ptr - text.ptr);
        const enum ho_region_kind kind = judge_line(&s, ho_trim(line), rest);

        if (kind != HO_REGION_OWN)
            status = add(&s, from, text.len - rest.len, kind);
    }
    ho_regions_release(&s.notices);
    return status;
}

void ho_regions_release(struct ho_regions *regions)
{
    free(regions->item);
    *regions = (struct ho_regions){ 0 };
}

/* The first region that ends behind byte `at`. */
static size_t region_behind(const struct ho_regions *r, size_t at)
{
    size_t low = 0, high = r->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (r->item[middle].to <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum ho_region_kind ho_region_at(const struct ho_regions *r, size_t at)
{
    const size_t i = region_behind(r, at);

    return i < r->count && r->item[i].from <= at ? r->item[i].kind
                                                 : HO_REGION_OWN;
}

bool ho_is_in_region(const struct ho_regions *r, size_t from, size_t to)
{
    const size_t i = region_behind(r, from);

    return i < r->count && r->item[i].from <= from && to <= r->item[i].to;
}
