/* quoted.c - see intake/quoted.h */
#include "intake/quoted.h"

#include <strings.h>

enum {
    PARTS = 40,
    ATTRIBUTION = 300 /* bytes of "On Monday, Jo <jo@x.example> wrote:" */
};

enum mark { NONE, ANSWER, FORWARD };

static bool begins(struct handoff_slice s, const char *start)
{
    const size_t len = strlen(start);

    return s.len >= len && strncasecmp(s.ptr, start, len) == 0;
}

static bool ends(struct handoff_slice s, const char *end)
{
    const size_t len = strlen(end);

    return s.len >= len && strncasecmp(s.ptr + s.len - len, end, len) == 0;
}

/* Lines of mail programs in en, de, fr, es, pt, it and nl. */
static enum mark rule_mark(struct handoff_slice line)
{
    static const struct {
        const char *words;
        enum mark mark;
    } rules[] = {
        { "original message", ANSWER },
        { "urspr\xC3\xBCngliche nachricht", ANSWER },
        { "message d'origine", ANSWER },
        { "mensaje original", ANSWER },
        { "mensagem original", ANSWER },
        { "messaggio originale", ANSWER },
        { "oorspronkelijk bericht", ANSWER },
        { "forwarded message", FORWARD },
        { "weitergeleitete nachricht", FORWARD },
        { "message transf\xC3\xA9r\xC3\xA9", FORWARD },
        { "mensaje reenviado", FORWARD },
        { "mensagem encaminhada", FORWARD },
        { "messaggio inoltrato", FORWARD },
        { "doorgestuurd bericht", FORWARD },
    };

    if (begins(line, "begin forwarded message:"))
        return FORWARD;
    if (!begins(line, "--"))
        return NONE;
    while (line.len > 0 && (line.ptr[0] == '-' || line.ptr[0] == ' '))
        line = ho_part(line, 1, line.len);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (begins(line, rules[i].words) ||
            (begins(line, "Weitergeleitet") && i == 0))
            return rules[i].mark;
    return NONE;
}

/* "On ... wrote:"; an address or a year must stand in it. */
static bool is_attribution(struct handoff_slice line)
{
    static const char *const last[] = { "wrote:",
                                        "schrieb:",
                                        "a \xC3\xA9"
                                        "crit\xC2\xA0:",
                                        "a \xC3\xA9"
                                        "crit :",
                                        "escribi\xC3\xB3:",
                                        "escreveu:",
                                        "ha scritto:",
                                        "schreef:" };
    bool marked = line.len > 0 && (memchr(line.ptr, '@', line.len) ||
                                   memchr(line.ptr, ',', line.len));

    if (line.len > ATTRIBUTION || !marked)
        return false;
    for (size_t i = 0; i < sizeof last / sizeof *last; i++)
        if (ends(line, last[i]))
            return true;
    return false;
}

/* Outlook's block: From, Sent and To, under each other. */
static bool is_outlook_block(struct handoff_slice line,
                             struct handoff_slice next)
{
    static const char *const pair[][2] = {
        { "from: ", "sent: " },          { "von: ", "gesendet: " },
        { "de : ", "envoy\xC3\xA9 : " }, { "de: ", "enviado" },
        { "da: ", "inviato: " },         { "van: ", "verzonden: " },
        { "from: ", "date: " },
    };

    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if (begins(line, pair[i][0]) && begins(next, pair[i][1]))
            return true;
    return false;
}

static struct handoff_slice peek(struct handoff_slice rest)
{
    struct handoff_slice line = { "", 0 };

    ho_next_line(&rest, &line);
    return ho_trim(line);
}

static bool is_quote_line(struct handoff_slice line)
{
    return line.len > 0 && line.ptr[0] == '>';
}

/* The mark on this line; `rest` is what follows it. */
static enum mark mark_of(struct handoff_slice line, struct handoff_slice rest)
{
    const enum mark rule = rule_mark(line);

    if (rule != NONE)
        return rule;
    return is_outlook_block(line, peek(rest)) ? ANSWER : NONE;
}

void ho_quoted_init(struct ho_quoted *q, struct handoff_slice text, size_t at)
{
    *q = (struct ho_quoted){ .text = text, .at = at };
}

/* Under an attribution the quoted lines follow, perhaps behind a blank one. */
static bool is_quote_start(struct handoff_slice line, struct handoff_slice rest)
{
    struct handoff_slice next = peek(rest);

    if (is_quote_line(line))
        return true;
    if (!is_attribution(line))
        return false;
    if (next.len == 0) {
        ho_next_line(&rest, &next);
        next = peek(rest);
    }
    return is_quote_line(next);
}

/* Reads lines as long as they are of the part's kind. */
static void read_part(struct ho_quoted *q)
{
    struct handoff_slice rest = ho_part(q->text, q->at, q->text.len), line;
    bool first = true, after_attribution = false;

    q->start = q->at;
    q->older = q->forward = false;
    while (rest.len > 0) {
        const size_t start = q->text.len - rest.len;
        enum mark mark;
        bool quote;

        ho_next_line(&rest, &line);
        line = ho_trim(line);
        mark = mark_of(line, rest);
        quote = is_quote_start(line, rest);
        if (first)
            q->older = mark != NONE || quote;
        else if (line.len > 0 && !after_attribution && q->parts < PARTS &&
                 (mark != NONE || quote != q->older)) {
            q->at = start;
            return;
        }
        if (mark != NONE) {
            q->forward = mark == FORWARD;
            break;
        }
        after_attribution = quote && !is_quote_line(line);
        first = first && line.len == 0;
    }
    q->at = q->text.len;
}

bool ho_quoted_next(struct ho_quoted *q)
{
    while (q->at < q->text.len) {
        read_part(q);
        q->end = q->at;
        q->parts++;
        if (ho_trim(ho_part(q->text, q->start, q->end)).len > 0)
            return true;
    }
    return false;
}

bool ho_quoted_has_forward(struct handoff_slice text)
{
    struct handoff_slice line;

    while (ho_next_line(&text, &line))
        if (rule_mark(ho_trim(line)) == FORWARD)
            return true;
    return false;
}
