/* answer_words.c - a text in words; see playbook/answer.h */
#include "base/fold.h"
#include "base/utf8.h"
#include "playbook/answer.h"

struct making {
    const struct ho_folded *folded;
    char *norm;
    size_t len;
    struct ho_said_word *word;
    size_t count;
};

/* Behind the run of letters and digits at byte `at` of the folded text. */
static size_t word_end(struct handoff_slice folded, size_t at)
{
    size_t len;

    while (at < folded.len && ho_is_word(ho_utf8_decode(folded, at, &len)))
        at += len;
    return at;
}

static void add_word(struct making *m, size_t from, size_t to)
{
    struct ho_said_word *w = &m->word[m->count++];

    if (m->len > 0)
        m->norm[m->len++] = ' ';
    w->from = m->folded->from[from];
    w->to = m->folded->to[to - 1];
    w->at = (uint32_t)m->len;
    memcpy(m->norm + m->len, m->folded->text + from, to - from);
    m->len += to - from;
}

static void add_words(struct making *m)
{
    const struct handoff_slice all = ho_folded_slice(m->folded);
    size_t at = 0, len;

    while (at < all.len) {
        const size_t end = word_end(all, at);

        if (end > at)
            add_word(m, at, end);
        at = end;
        if (at < all.len) {
            ho_utf8_decode(all, at, &len);
            at += len;
        }
    }
}

static size_t count_words(struct handoff_slice folded)
{
    size_t count = 0, at = 0, len;

    while (at < folded.len) {
        const size_t end = word_end(folded, at);

        count += end > at;
        at = end;
        if (at < folded.len) {
            ho_utf8_decode(folded, at, &len);
            at += len;
        }
    }
    return count;
}

enum handoff_status ho_said_make(struct ho_arena *arena,
                                 struct handoff_slice text, struct ho_said *out,
                                 struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    struct making m = { .folded = &folded };
    enum handoff_status status = ho_fold(text, &folded, err);

    if (status == HANDOFF_OK) {
        const size_t count = count_words(ho_folded_slice(&folded));

        m.norm = ho_arena_alloc(arena, folded.len + count + 1);
        m.word = ho_arena_alloc(arena, (count + 1) * sizeof *m.word);
        if (m.norm && m.word)
            add_words(&m);
        status = ho_arena_status(arena, "the answer", err);
    }
    ho_folded_release(&folded);
    if (status == HANDOFF_OK)
        *out = (struct ho_said){ text, m.norm, m.len, m.word, m.count };
    return status;
}

size_t ho_said_at(const struct ho_said *said, size_t i, const char *phrase)
{
    const size_t len = strlen(phrase), at = said->word[i].at;
    size_t words = 1;

    if (said->norm_len - at < len ||
        memcmp(said->norm + at, phrase, len) != 0 ||
        (said->norm_len - at > len && said->norm[at + len] != ' '))
        return 0;
    for (const char *c = phrase; *c; c++)
        words += *c == ' ';
    return words;
}

size_t ho_said_find(const struct ho_said *said, size_t from, const char *phrase)
{
    for (; from < said->count; from++)
        if (ho_said_at(said, from, phrase) > 0)
            return from;
    return said->count;
}

bool ho_said_is(const struct ho_said *said, const char *phrase)
{
    return said->norm_len == strlen(phrase) &&
           memcmp(said->norm, phrase, said->norm_len) == 0;
}

struct handoff_slice ho_said_norm(const struct ho_said *said, size_t from,
                                  size_t to)
{
    const size_t start =
        from < said->count ? said->word[from].at : said->norm_len;
    const size_t end =
        to < said->count && to > from ? said->word[to].at - 1 : said->norm_len;

    return (struct handoff_slice){ said->norm + start,
                                   to > from ? end - start : 0 };
}

struct handoff_slice ho_said_gap(const struct ho_said *said, size_t i)
{
    const size_t from = i > 0 ? said->word[i - 1].to : 0;
    const size_t to = i < said->count ? said->word[i].from : said->text.len;

    return ho_part(said->text, from, to);
}

struct handoff_slice ho_said_part(const struct ho_said *said, size_t from,
                                  size_t to)
{
    if (from >= to)
        return (struct handoff_slice){ "", 0 };
    return ho_part(said->text, said->word[from].from, said->word[to - 1].to);
}

/* Bytes of a sign that belongs to the word beside it; 0: it does not. */
static size_t sign_at(struct handoff_slice s, size_t at)
{
    if (at < s.len && strchr("\"?!%", s.ptr[at]))
        return 1;
    return s.len - at >= 3 && (memcmp(s.ptr + at, "\xE2\x80\x9C", 3) == 0 ||
                               memcmp(s.ptr + at, "\xE2\x80\x9D", 3) == 0)
               ? 3
               : 0;
}

struct handoff_slice ho_said_whole(const struct ho_said *said, size_t from,
                                   size_t to)
{
    const struct handoff_slice before = ho_said_gap(said, from);
    const struct handoff_slice part = ho_said_part(said, from, to);
    const size_t start = part.len > 0 ? said->word[from].from : 0;
    size_t end = part.len > 0 ? said->word[to - 1].to : 0, n = 0;

    if (part.len == 0)
        return part;
    if (before.len >= 1 && sign_at(before, before.len - 1) == 1)
        n = 1;
    else if (before.len >= 3)
        n = sign_at(before, before.len - 3);
    while (sign_at(said->text, end) > 0)
        end += sign_at(said->text, end);
    return ho_part(said->text, start - n, end);
}

bool ho_gap_has(struct handoff_slice gap, const char *bytes)
{
    for (size_t i = 0; i < gap.len; i++)
        if (strchr(bytes, gap.ptr[i]))
            return true;
    return false;
}
