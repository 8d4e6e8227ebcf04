/* outreach_retell.c - the lead's words in a message; see playbook/outreach.h */
#include "playbook/outreach.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- words --------------------------------------------------------------- */

/* Three bytes of a dash, a quotation mark or the like, U+2010 to U+205E.  No
 * other sign is let pass: circled letters spell words, and what cannot be seen
 * hides them. */
static bool is_sign(struct handoff_slice s, size_t at)
{
    const unsigned char *c = (const unsigned char *)s.ptr + at;

    if (at + 3 > s.len || c[0] != 0xE2)
        return false;
    return c[1] == 0x80 ? (c[2] >= 0x90 && c[2] <= 0xA7) || c[2] >= 0xB0
                        : c[1] == 0x81 && c[2] <= 0x9E;
}

/* A letter, a digit, a byte of other scripts, an apostrophe inside. */
static bool is_part(struct handoff_slice s, size_t at)
{
    const unsigned char c = (unsigned char)s.ptr[at];

    if (c == '\'')
        return at > 0 && at + 1 < s.len && is_part(s, at - 1) &&
               s.ptr[at + 1] >= 'a' && s.ptr[at + 1] <= 'z';
    return (c >= 0x80 && !is_sign(s, at)) || (c >= '0' && c <= '9') ||
           ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A typographic apostrophe is three bytes: E2 80 99. */
static bool is_apostrophe(struct handoff_slice s, size_t at)
{
    return at + 3 < s.len && memcmp(s.ptr + at, "\xE2\x80\x99", 3) == 0 &&
           s.ptr[at + 3] >= 'a' && s.ptr[at + 3] <= 'z';
}

static void put(struct ho_word *w, size_t *len, char c)
{
    if (*len + 1 < HO_WORD_ROOM)
        w->text[(*len)++] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

bool ho_next_word_of(struct handoff_slice s, size_t *at, struct ho_word *w)
{
    size_t len = 0;

    while (*at < s.len && !is_part(s, *at))
        *at += is_sign(s, *at) ? 3 : 1;
    w->from = *at;
    while (*at < s.len && (is_part(s, *at) || is_apostrophe(s, *at))) {
        if (is_apostrophe(s, *at)) {
            put(w, &len, '\'');
            *at += 3;
        } else
            put(w, &len, s.ptr[(*at)++]);
    }
    w->to = *at;
    w->text[w->to - w->from < HO_WORD_ROOM ? len : 0] = '\0';
    return w->to > w->from;
}

/* --- the lead's words in their order -------------------------------------- */

static bool find_next(struct handoff_slice text, size_t *at,
                      struct handoff_slice wanted, struct ho_word *w)
{
    while (ho_next_word_of(text, at, w))
        if (ho_slice_is(wanted, w->text))
            return true;
    return false;
}

static bool find_word(struct handoff_slice text, size_t *at,
                      struct handoff_slice wanted)
{
    struct ho_word w;

    return find_next(text, at, wanted, &w);
}

bool ho_retells(struct ho_retelling *r, struct handoff_slice word)
{
    size_t at = r->behind;
    struct ho_word w;

    if (word.len == 0) /* too long to be compared */
        return false;
    if (r->piece < r->palette->count &&
        find_next(ho_slice(r->palette->piece[r->piece].text), &at, word, &w)) {
        r->behind = at;
        r->told[r->piece].to = w.to;
        return true;
    }
    for (size_t i = 0; i < r->palette->count; i++) {
        const struct ho_piece *p = &r->palette->piece[i];

        at = 0;
        if (p->kind != HO_PIECE_FACT || r->told[i].to > 0 ||
            !find_next(ho_slice(p->text), &at, word, &w))
            continue;
        r->piece = i;
        r->behind = at;
        r->told[i] = (struct ho_told){ w.from, w.to };
        r->used[i] = true;
        return true;
    }
    return false;
}

/* Where a clause of a fact ends: at a sign, or before such a word. */
static bool joins(struct handoff_slice word)
{
    static const char *const words[] = { "and",   "but",  "because", "or",
                                         "so",    "then", "while",   "aber",
                                         "und",   "weil", "et",      "mais",
                                         "parce", "y",    "pero",    "porque" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (ho_slice_is(word, words[i]))
            return true;
    return false;
}

static bool has_sign(struct handoff_slice between)
{
    for (size_t i = 0; i < between.len; i++)
        if (strchr(",;:.!?()", between.ptr[i]) || is_sign(between, i))
            return true;
    return false;
}

/* The clauses of a fact by number, and the one that we stand in. */
struct clauses {
    struct handoff_slice text;
    struct ho_word word;
    size_t at, number;
};

static bool next_in_clause(struct clauses *c)
{
    const size_t before = c->at;

    if (!ho_next_word_of(c->text, &c->at, &c->word))
        return false;
    if (joins(ho_slice(c->word.text)) ||
        has_sign(ho_part(c->text, before, c->word.from)))
        c->number++;
    return true;
}

/* What is retold of a fact must keep what turns it: no "not" of the clauses
 * that are told may be left out. */
static const char *lost_in(const struct ho_retelling *r, struct ho_arena *arena,
                           size_t piece, struct handoff_slice sentence)
{
    const struct ho_told *told = &r->told[piece];
    struct clauses walk = { .text = ho_slice(r->palette->piece[piece].text) };
    size_t first = 0, last = 0;

    while (next_in_clause(&walk)) {
        if (walk.word.from == told->from)
            first = walk.number;
        if (walk.word.to == told->to)
            last = walk.number;
    }
    walk = (struct clauses){ .text = walk.text };
    while (next_in_clause(&walk)) {
        size_t in = 0;

        if (walk.number >= first && walk.number <= last &&
            ho_turns(ho_slice(walk.word.text)) &&
            !find_word(sentence, &in, ho_slice(walk.word.text)))
            return ho_arena_format(arena,
                                   "the lead wrote \"%s\" there, which is "
                                   "left out",
                                   walk.word.text);
    }
    return NULL;
}

const char *ho_lost_turn(const struct ho_retelling *r, struct ho_arena *arena,
                         struct handoff_slice sentence)
{
    const char *why = NULL;

    for (size_t i = 0; i < r->palette->count && !why; i++)
        if (r->told[i].to > 0)
            why = lost_in(r, arena, i, sentence);
    return why;
}
