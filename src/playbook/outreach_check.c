/* outreach_check.c - may this message be sent?
 *
 * First the pieces that stand in it word for word are marked: what the lead
 * said, approved claims, calls.  What is left of each sentence has to be plain
 * words, or the lead's own in their order.  So a sentence can join what is
 * known and approved, and can add nothing to it; the free-text check looks
 * over all of it again.
 */
#include <stdlib.h>

#include "evidence/clause.h"
#include "evidence/phrase.h"
#include "playbook/outreach.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct checking {
    struct handoff_text_checker *checker;
    const struct ho_palette *palette;
    struct handoff_slice message;
    unsigned char *mark;  /* 0, or 1 + kind of the piece there */
    bool *used;           /* a flag a piece: it stands in the message */
    struct ho_told *told; /* of each, what this sentence retells */
    struct handoff_text_result found; /* by the free-text check */
    struct ho_breaks breaks;
    unsigned answer;
    struct ho_arena *arena;
    struct handoff_refusals *refusals;
};

/* --- marks --------------------------------------------------------------- */

static enum handoff_status mark_piece(struct checking *c,
                                      const struct ho_passage *all, size_t i,
                                      struct handoff_error *err)
{
    const struct ho_piece *p = &c->palette->piece[i];
    const struct handoff_words text = { .item = &p->text, .count = 1 };
    struct ho_phrase_hit hit = { .found = true };
    enum handoff_status status = HANDOFF_OK;
    size_t at = 0;

    while (status == HANDOFF_OK && hit.found) {
        status = ho_next_phrase(all, &at, &text, 0, &hit, err);
        if (status != HANDOFF_OK || !hit.found)
            break;
        c->used[i] = true;
        for (size_t b = hit.from; b < hit.to; b++)
            if (c->mark[b] == 0)
                c->mark[b] = (unsigned char)(1 + p->kind);
    }
    return status;
}

static enum handoff_status mark_all(struct checking *c,
                                    struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    struct ho_starts starts;
    enum handoff_status status = ho_fold(c->message, &folded, err);

    if (status == HANDOFF_OK) {
        const struct ho_passage all = ho_passage_of(&folded, &starts);

        ho_starts_find(ho_folded_slice(&folded), &starts);
        for (size_t i = 0; i < c->palette->count && status == HANDOFF_OK; i++)
            status = mark_piece(c, &all, i, err);
    }
    ho_folded_release(&folded);
    return status;
}

/* --- one sentence --------------------------------------------------------- */

struct seen {
    bool us, you, tells, fact, asked;
    bool reports;    /* "wrote", "asked": that something was said */
    bool about_them; /* begins with "you", and not "you can" */
    size_t words;
    bool to_us; /* the last word was "told" or "to": an "us" is addressed */
    const char *odd; /* why a word has no right to stand there */
};

static bool is_you(struct handoff_slice word)
{
    return (word.len >= 3 && memcmp(word.ptr, "you", 3) == 0);
}

/* Inside of double quotation marks it is the lead who says "our". */
static bool is_quoted(struct handoff_slice sentence, size_t at)
{
    size_t marks = 0;

    for (size_t i = 0; i < at; i++)
        marks +=
            sentence.ptr[i] == '"' ||
            (i + 2 < at && (memcmp(sentence.ptr + i, "\xE2\x80\x9C", 3) == 0 ||
                            memcmp(sentence.ptr + i, "\xE2\x80\x9D", 3) == 0));
    return marks % 2 == 1;
}

static void look_at_word(struct checking *c, struct ho_retelling *r,
                         struct handoff_slice sentence, const struct ho_word *w,
                         struct seen *seen)
{
    const struct handoff_slice word = ho_slice(w->text);
    const bool quoted = is_quoted(sentence, w->from);

    seen->us = seen->us || (ho_is_us(word) && !quoted &&
                            !(seen->to_us && ho_slice_is(word, "us")));
    seen->to_us = ho_tells(word) || ho_slice_is(word, "to");
    seen->you = seen->you || is_you(word);
    seen->tells = seen->tells || ho_tells(word);
    seen->reports = seen->reports || ho_reports(word);
    if (seen->words == 0)
        seen->about_them = is_you(word);
    else if (seen->words == 1)
        seen->about_them = seen->about_them && !ho_permits(word);
    seen->words++;
    if (!(quoted && ho_is_us(word)) && ho_is_plain_word(word))
        return;
    if (!ho_retells(r, word)) {
        if (!seen->odd)
            seen->odd = ho_arena_format(
                c->arena,
                "\"%.*s\" stands in no fact of the lead and in no approved "
                "claim",
                (int)(w->to - w->from), sentence.ptr + w->from);
        return;
    }
    seen->fact = true;
}

static struct seen look(struct checking *c, size_t from, size_t to)
{
    const struct handoff_slice sentence = ho_part(c->message, from, to);
    struct ho_retelling r = { c->palette, c->used, c->told, c->palette->count,
                              0 };
    struct seen seen = { .asked = memchr(sentence.ptr, '?', sentence.len) };
    struct ho_word w;
    size_t at = 0;

    memset(c->told, 0, c->palette->count * sizeof *c->told);
    while (ho_next_word_of(sentence, &at, &w)) {
        const unsigned char mark = c->mark[from + w.from];

        if (mark == 0)
            look_at_word(c, &r, sentence, &w, &seen);
        else if (mark == 1 + HO_PIECE_FACT)
            seen.fact = true;
    }
    if (!seen.odd)
        seen.odd = ho_lost_turn(&r, c->arena, sentence);
    return seen;
}

/* What the words outside of the marks may not do. */
static const char *misused(const struct seen *s)
{
    if (s->odd)
        return s->odd;
    if (s->us && s->fact)
        return "it ties us to the lead's words; what we do stands in the "
               "approved claims alone";
    if (s->us && !s->asked)
        return "what we are or do stands in the approved claims alone";
    if (!s->fact && !s->asked && (s->about_them || (s->you && s->reports)))
        return "it says something of the lead that no fact carries";
    if (s->fact && !s->asked && !(s->you && s->tells))
        return "it states the lead's words as true; say that they wrote it";
    return NULL;
}

/* The sentence with what was marked blanked. */
static char *unmarked(const struct checking *c, size_t from, size_t to)
{
    char *text = ho_arena_alloc(c->arena, to - from + 1);

    for (size_t i = from; text && i < to; i++)
        text[i - from] = c->mark[i] ? ' ' : c->message.ptr[i];
    return text;
}

static void refuse(struct checking *c, size_t from, size_t to,
                   enum handoff_refusal_code code, const char *why)
{
    ho_add_refusal(
        c->arena, c->refusals,
        (struct handoff_refusal){
            code,
            ho_arena_copy(c->arena, ho_trim(ho_part(c->message, from, to))),
            why, c->answer });
}

static enum handoff_status check_phrases(struct checking *c, size_t from,
                                         size_t to, bool *refused,
                                         struct handoff_error *err)
{
    const struct {
        const struct handoff_words *phrases;
        enum handoff_refusal_code code;
    } lists[] = { { &c->palette->never, HANDOFF_REFUSAL_NEVER_SAY },
                  { &ho_familiar, HANDOFF_REFUSAL_FAMILIARITY },
                  { &ho_pressing, HANDOFF_REFUSAL_URGENCY },
                  { &ho_buying, HANDOFF_REFUSAL_PROTECTED } };
    const char *text = unmarked(c, from, to);
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0;
         text && i < COUNT(lists) && !*refused && status == HANDOFF_OK; i++) {
        struct ho_phrase_hit hit;

        status = ho_find_phrase(ho_slice(text), lists[i].phrases, &hit, err);
        if (status != HANDOFF_OK || !hit.found)
            continue;
        *refused = true;
        refuse(c, from, to, lists[i].code,
               ho_arena_format(c->arena, "it says \"%.*s\"",
                               (int)(hit.to - hit.from), text + hit.from));
    }
    return status;
}

/* The first finding of the free-text check in the sentence. */
static bool check_facts(struct checking *c, size_t from, size_t to)
{
    for (size_t i = 0; i < c->found.count; i++) {
        const struct handoff_text_finding *f = &c->found.item[i];

        if (f->start >= to || f->end <= from)
            continue;
        refuse(c, from, to, HANDOFF_REFUSAL_NOT_IN_SOURCE,
               ho_arena_format(c->arena, "\"%.*s\": %s",
                               (int)(f->end - f->start),
                               c->message.ptr + f->start, f->why));
        return true;
    }
    return false;
}

static enum handoff_status check_sentence(struct checking *c, size_t from,
                                          size_t to, struct handoff_error *err)
{
    bool refused = false;
    enum handoff_status status = check_phrases(c, from, to, &refused, err);
    struct seen seen;
    const char *why;

    if (status != HANDOFF_OK || refused || check_facts(c, from, to))
        return status;
    seen = look(c, from, to);
    why = misused(&seen);
    if (why)
        refuse(c, from, to, HANDOFF_REFUSAL_UNAPPROVED, why);
    return HANDOFF_OK;
}

/* --- the message ---------------------------------------------------------- */

/* A mark of punctuation inside of a piece ends no sentence. */
static bool ends_here(const struct checking *c, const struct ho_break *b)
{
    const size_t after = b->at + b->len;

    if (!(b->ends & (HO_ENDS_SENTENCE | HO_ENDS_LINE)))
        return false;
    return !(after < c->message.len && c->mark[b->at] &&
             c->mark[b->at] == c->mark[after]);
}

static enum handoff_status check_sentences(struct checking *c,
                                           struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t from = 0;

    for (size_t i = 0; i <= c->breaks.count && status == HANDOFF_OK; i++) {
        const bool last = i == c->breaks.count;
        const size_t to = last ? c->message.len
                               : c->breaks.item[i].at + c->breaks.item[i].len;

        if (!last && !ends_here(c, &c->breaks.item[i]))
            continue;
        if (to > from && ho_trim(ho_part(c->message, from, to)).len > 0)
            status = check_sentence(c, from, to, err);
        from = to;
    }
    return status;
}

static enum handoff_status run(struct checking *c, struct handoff_error *err)
{
    enum handoff_status status = mark_all(c, err);

    if (status == HANDOFF_OK)
        status = ho_breaks_find(c->message, &c->breaks, err);
    if (status == HANDOFF_OK)
        status = handoff_text_check(c->checker, c->palette->source, c->message,
                                    c->palette->day, &c->found, err);
    if (status == HANDOFF_OK)
        status = check_sentences(c, err);
    ho_breaks_release(&c->breaks);
    return status;
}

static bool has_control(struct handoff_slice message)
{
    for (size_t i = 0; i < message.len; i++) {
        const unsigned char c = (unsigned char)message.ptr[i];

        if ((c < ' ' && c != '\n') || c == 0x7F)
            return true;
    }
    return false;
}

void ho_add_refusal(struct ho_arena *arena, struct handoff_refusals *list,
                    struct handoff_refusal refusal)
{
    struct handoff_refusal *slot =
        ho_arena_push(arena, &list->item, &list->count, sizeof *slot);

    if (slot)
        *slot = refusal;
}

enum handoff_status ho_message_check(struct handoff_text_checker *checker,
                                     const struct ho_palette *palette,
                                     struct handoff_slice message,
                                     unsigned answer, struct ho_arena *arena,
                                     struct handoff_refusals *refusals,
                                     bool *used, struct handoff_error *err)
{
    struct checking c = { .checker = checker,
                          .palette = palette,
                          .message = message,
                          .answer = answer,
                          .arena = arena,
                          .refusals = refusals };

    if (message.len == 0 || message.len > HANDOFF_MESSAGE_BYTES ||
        has_control(message)) {
        ho_add_refusal(arena, refusals,
                       (struct handoff_refusal){
                           HANDOFF_REFUSAL_UNREADABLE, "",
                           ho_arena_format(arena,
                                           "a message has 1 to %d bytes and no "
                                           "control characters",
                                           HANDOFF_MESSAGE_BYTES),
                           answer });
        return ho_arena_status(arena, "the draft", err);
    }
    c.mark = ho_arena_alloc(arena, message.len + 1);
    c.used = used ? used
                  : ho_arena_alloc(arena, (palette->count + 1) * sizeof *used);
    c.told = ho_arena_alloc(arena, (palette->count + 1) * sizeof *c.told);
    return c.mark && c.used && c.told
               ? run(&c, err)
               : ho_arena_status(arena, "the draft", err);
}
