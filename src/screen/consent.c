/* consent.c - what a form or a CRM asked about being written to, and what was
 * answered; see screen/consent_words.h
 *
 * A text of consent is the form's own until somebody ticks it, so little of it
 * counts: a column of the CRM that says so; an answer that begins with a
 * refusal; a box beside a refusal that is ticked; a box beside "you may contact
 * me" that is not.  Newsletters, marketing and single channels are other
 * questions, and "you can unsubscribe at any time" is no request.
 */
#include "screen/screen.h"

#include "screen/consent_words.h"
#include "screen/phrase_veto.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { ANSWER_BYTES = 32 /* a longer answer is no yes or no */ };

enum answer { ANSWER_OTHER, ANSWER_YES, ANSWER_NO };

struct look {
    struct ho_screen *screen;
    enum handoff_status status; /* the first failure stays */
};

/* Words that refuse, in a text. */
struct refusal {
    const char *language;
    size_t from, to;
};

/* Into the screen's scratch; false: no memory, now or before. */
static bool read(struct look *k, struct handoff_slice text)
{
    if (k->status == HANDOFF_OK)
        k->status = ho_text_read(&k->screen->text, text, k->screen->err);
    return k->status == HANDOFF_OK;
}

/* --- answers ---------------------------------------------------------------
 */

/* Most values are told from an answer by their first byte. */
static bool may_be_answer(struct handoff_slice text)
{
    const char first = (char)(text.ptr[0] | 0x20);

    if (text.ptr[0] == '0' || text.ptr[0] == '1')
        return text.len == 1;
    return text.len <= ANSWER_BYTES &&
           ((unsigned char)first >= 0x80 || strchr("cfjnostuvwxy", first));
}

/* "No", "Nein danke", "true": nothing else stands there. */
static enum answer read_answer(struct look *k, struct handoff_slice text)
{
    const struct ho_text *words = &k->screen->text;
    enum answer answer;

    if (!may_be_answer(text) || !read(k, text) || words->count == 0)
        return ANSWER_OTHER;
    answer = ho_word_is_no(words, 0)    ? ANSWER_NO
             : ho_word_is_yes(words, 0) ? ANSWER_YES
                                        : ANSWER_OTHER;
    for (size_t i = 1; i < words->count; i++)
        if (!ho_is_courtesy(words, i))
            return ANSWER_OTHER;
    return answer;
}

/* --- texts -----------------------------------------------------------------
 */

static bool refuses_from(struct look *k, struct handoff_slice text, size_t skip,
                         struct refusal *out)
{
    const struct ho_text *words = &k->screen->text;
    struct ho_phrase_found found;

    if (!read(k, ho_part(text, skip, text.len)) ||
        !ho_phrases_find(k->screen->phrases, words, HANDOFF_FACT_OPT_OUT,
                         &found) ||
        ho_tells_of_any_time(words))
        return false;
    for (size_t i = 0; i < found.first; i++)
        if (!ho_is_courtesy(words, i) && !ho_word_is_no(words, i) &&
            !ho_word_is_self(words, i))
            return false;
    *out =
        (struct refusal){ found.language, skip + words->word[found.first].from,
                          skip + words->word[found.last].to };
    return true;
}

/* A request not to be written to, with nothing before it but "no", "I" and
 * words of courtesy.  "No" may be a word of the request, or an answer before
 * it. */
static bool begins_with_refusal(struct look *k, struct handoff_slice text,
                                struct refusal *out)
{
    const struct ho_text *words = &k->screen->text;

    if (refuses_from(k, text, 0, out))
        return true;
    return read(k, text) && words->count > 1 && ho_word_is_no(words, 0) &&
           refuses_from(k, text, words->word[0].to, out);
}

/* What an answer to a question, or a box beside it, says. */
static const char *refuses_by(struct look *k, struct handoff_slice question,
                              enum answer answer)
{
    struct refusal refusal;

    if (answer == ANSWER_YES && begins_with_refusal(k, question, &refusal))
        return refusal.language;
    if (answer == ANSWER_NO && read(k, question) &&
        ho_asks_for_contact(&k->screen->text, question))
        return "consent";
    return NULL;
}

static bool is_opt_out_column(const char *label)
{
    static const char *const labels[] = {
        "emailoptout",  "hasoptedoutofemail", "unsubscribedfromallemail",
        "optedout",     "optedoutofemail",    "optout",
        "donotcontact", "hsemailoptout",      "donotemail"
    };

    return ho_is_labelled(label, labels, COUNT(labels));
}

/* --- values ----------------------------------------------------------------
 */

static void state_value(struct look *k, const char *why,
                        const struct handoff_value *value, size_t from,
                        size_t to)
{
    ho_fact_in(k->screen, HANDOFF_FACT_OPT_OUT, "yes", why, value, from, to);
}

static void look_at_value(struct look *k, const struct handoff_value *value)
{
    const enum answer answer = read_answer(k, value->text);
    struct refusal refusal;
    const char *why;

    if (answer != ANSWER_OTHER) {
        why = answer == ANSWER_YES && is_opt_out_column(value->label)
                  ? "column"
                  : refuses_by(k, ho_slice(value->label), answer);
        if (why)
            state_value(k, why, value, 0, value->text.len);
    } else if (ho_names_consent(ho_slice(value->label)) &&
               begins_with_refusal(k, value->text, &refusal)) {
        state_value(k, refusal.language, value, refusal.from, refusal.to);
    }
}

/* --- what stands beside the values -----------------------------------------
 */

static void state_aside(struct look *k, const char *why,
                        const struct handoff_aside *aside)
{
    struct ho_screen *s = k->screen;

    ho_fact_of(s, HANDOFF_FACT_OPT_OUT, "yes", why,
               ho_arena_format(s->arena, "origin:%s", aside->path));
}

/* Members of one object of the payload. */
static bool are_siblings(const struct handoff_aside *a,
                         const struct handoff_aside *b)
{
    const char *left = strrchr(a->path, '/'), *right = strrchr(b->path, '/');

    return left && right && left - a->path == right - b->path &&
           memcmp(a->path, b->path, (size_t)(left - a->path)) == 0;
}

/* A box, and the texts beside it. */
static void look_at_box(struct look *k, const struct handoff_aside *box,
                        enum answer answer)
{
    const struct handoff_origin *origin = &k->screen->lead->origin;
    const char *why = refuses_by(k, ho_slice(box->label), answer);

    if (answer == ANSWER_YES && is_opt_out_column(box->label))
        why = "column";
    for (size_t i = 0; !why && i < origin->asides; i++) {
        const struct handoff_aside *text = &origin->aside[i];

        if (text != box && text->kind == HANDOFF_ASIDE_CONSENT &&
            are_siblings(text, box))
            why = refuses_by(k, text->text, answer);
    }
    if (why)
        state_aside(k, why, box);
}

/* A payload's texts are those of the form, which a box has to tick; a cell is
 * what was answered. */
static void look_at_aside(struct look *k, const struct handoff_aside *aside)
{
    const enum answer answer = read_answer(k, aside->text);
    struct refusal refusal;

    if (answer != ANSWER_OTHER)
        look_at_box(k, aside, answer);
    else if (aside->path[0] != '/' &&
             begins_with_refusal(k, aside->text, &refusal))
        state_aside(k, refusal.language, aside);
}

enum handoff_status ho_gate_consent(struct ho_screen *s)
{
    const struct handoff_lead *lead = s->lead;
    struct look k = { s, HANDOFF_OK };

    for (size_t i = 0; i < lead->count; i++)
        if (lead->value[i].source != HANDOFF_SOURCE_MESSAGE)
            look_at_value(&k, &lead->value[i]);
    for (size_t i = 0; i < lead->origin.asides; i++)
        if (lead->origin.aside[i].kind == HANDOFF_ASIDE_CONSENT)
            look_at_aside(&k, &lead->origin.aside[i]);
    return k.status;
}
