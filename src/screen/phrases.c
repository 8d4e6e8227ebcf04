/* phrases.c - see screen/phrases.h
 *
 * Phrases are found by the hash of their first word, so that a text costs what
 * it has words, however many phrases there are.
 */
#include "screen/phrases.h"

#include <stdlib.h>

#include "base/arena.h"
#include "screen/phrase_lists.h"
#include "screen/phrase_veto.h"

enum {
    BUCKETS = 1024,          /* a power of two */
    PHRASES_BYTES = 4 << 20, /* of all phrases */
    GAP_MAX = 9
};

struct alternative {
    const char *text;
    size_t len;
    uint32_t hash;
};

struct element {
    size_t first, count; /* alternatives; count 0: a gap */
    unsigned gap;        /* up to so many words */
    bool optional;
};

struct pattern {
    const char *value, *language;
    enum handoff_fact_kind fact;
    enum ho_phrase_kind kind;
    bool start, end;
    size_t first, count; /* elements */
};

struct entry { /* a first word, and the pattern that begins with it */
    uint32_t hash;
    size_t pattern, next; /* next + 1; 0: none */
};

struct ho_phrases {
    struct ho_arena *arena;
    struct alternative *alternative;
    struct element *element;
    struct pattern *pattern;
    struct entry *entry;
    size_t alternatives, elements, patterns, entries;
    size_t bucket[BUCKETS]; /* entry + 1 */
};

/* --- reading phrases -------------------------------------------------------
 */

static void add_alternative(struct ho_phrases *p, struct element *e,
                            struct handoff_slice word)
{
    struct alternative *a =
        ho_arena_push(p->arena, &p->alternative, &p->alternatives, sizeof *a);

    if (!a)
        return; /* the arena remembers */
    *a = (struct alternative){ word.ptr, word.len, ho_word_hash(word) };
    if (e->count++ == 0)
        e->first = p->alternatives - 1;
}

/* "remove|strike", "please?", "..3" */
static struct element read_element(struct ho_phrases *p, struct handoff_slice s)
{
    struct element e = { 0 };

    if (s.len == 3 && s.ptr[0] == '.') {
        e.gap = (unsigned)(s.ptr[2] - '0');
        return e;
    }
    e.optional = s.ptr[s.len - 1] == '?';
    s.len -= e.optional;
    while (s.len > 0) {
        const char *bar = memchr(s.ptr, '|', s.len);
        const size_t len = bar ? (size_t)(bar - s.ptr) : s.len;

        add_alternative(p, &e, ho_part(s, 0, len));
        s = ho_part(s, len + (bar != NULL), s.len);
    }
    return e;
}

static void add_element(struct ho_phrases *p, struct pattern *pattern,
                        const struct element *e)
{
    struct element *slot =
        ho_arena_push(p->arena, &p->element, &p->elements, sizeof *slot);

    if (!slot)
        return;
    *slot = *e;
    if (pattern->count++ == 0)
        pattern->first = p->elements - 1;
}

static void enter_first(struct ho_phrases *p, const struct pattern *pattern)
{
    const struct element e = p->element[pattern->first];

    for (size_t i = e.first; i < e.first + e.count; i++) {
        const uint32_t hash = p->alternative[i].hash;
        struct entry *entry =
            ho_arena_push(p->arena, &p->entry, &p->entries, sizeof *entry);

        if (!entry)
            return;
        *entry =
            (struct entry){ hash, p->patterns - 1, p->bucket[hash % BUCKETS] };
        p->bucket[hash % BUCKETS] = p->entries;
    }
}

static void end_pattern(struct ho_phrases *p, struct pattern pattern)
{
    struct pattern *slot;

    if (pattern.count == 0)
        return;
    slot = ho_arena_push(p->arena, &p->pattern, &p->patterns, sizeof *slot);
    if (!slot)
        return;
    *slot = pattern;
    enter_first(p, slot);
}

static void add_phrase(struct ho_phrases *p, const struct ho_phrase_list *list,
                       const struct ho_phrase *phrase)
{
    struct pattern pattern = { .value = list->value,
                               .language = list->language,
                               .fact = list->fact,
                               .kind = phrase->kind };
    const char *rest = phrase->words;

    while (*rest) {
        const struct handoff_slice s = { rest, strcspn(rest, " ") };
        struct element e;

        rest += s.len + (rest[s.len] == ' ');
        if (ho_slice_is(s, "^"))
            pattern.start = true;
        else if (ho_slice_is(s, "$"))
            pattern.end = true;
        else {
            e = read_element(p, s);
            add_element(p, &pattern, &e);
        }
    }
    end_pattern(p, pattern);
}

static void add_lists(struct ho_phrases *p, const struct ho_phrase_list *list,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < list[i].count; k++)
            add_phrase(p, &list[i], &list[i].phrase[k]);
}

static void add_own(struct ho_phrases *p)
{
    static const struct ho_phrase_list *(*const gates[])(
        size_t *) = { ho_phrases_opt_out, ho_phrases_test, ho_phrases_support,
                      ho_phrases_audience };

    for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) {
        size_t count;
        const struct ho_phrase_list *lists = gates[i](&count);

        add_lists(p, lists, count);
    }
}

enum handoff_status ho_phrases_new(struct ho_phrases **out,
                                   struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(PHRASES_BYTES);
    struct ho_phrases *p = arena ? ho_arena_alloc(arena, sizeof *p) : NULL;
    enum handoff_status status;

    if (!p) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    p->arena = arena;
    add_own(p);
    status = ho_arena_status(arena, "the phrases of screening", err);
    if (status == HANDOFF_OK)
        *out = p;
    else
        ho_arena_free(arena);
    return status;
}

void ho_phrases_free(struct ho_phrases *phrases)
{
    if (phrases)
        ho_arena_free(phrases->arena);
}

/* --- finding them ----------------------------------------------------------
 */

struct match {
    const struct ho_phrases *phrases;
    const struct ho_text *text;
    const struct pattern *pattern;
    size_t first;
};

static bool is_word(const struct match *m, const struct element *e, size_t i)
{
    const struct ho_text_word *word = &m->text->word[i];
    const struct alternative *a = m->phrases->alternative + e->first;

    for (size_t k = 0; k < e->count; k++)
        if (a[k].hash == word->hash && a[k].len == word->len &&
            memcmp(a[k].text, m->text->plain + word->at, word->len) == 0)
            return true;
    return false;
}

static bool is_inside(const struct match *m, size_t i)
{
    return i < m->text->count &&
           (i == m->first || !(m->text->word[i].place & HO_WORD_SENTENCE));
}

/* The word behind the match that begins with element k at word i; 0: there is
 * none.  Phrases are short and gaps below ten: what it tries is bounded. */
static size_t match(const struct match *m, size_t k, size_t i)
{
    const struct element *e;
    size_t behind = 0;

    if (k == m->pattern->count)
        return !m->pattern->end || ho_ends_clause(m->text, i) ? i : 0;
    e = &m->phrases->element[m->pattern->first + k];
    if (e->count == 0) {
        for (unsigned n = 0; behind == 0 && n <= e->gap; n++) {
            if (n > 0 && !is_inside(m, i + n - 1))
                break;
            behind = match(m, k + 1, i + n);
        }
        return behind;
    }
    if (is_inside(m, i) && is_word(m, e, i))
        behind = match(m, k + 1, i + 1);
    return behind == 0 && e->optional ? match(m, k + 1, i) : behind;
}

static bool try_pattern(const struct match *m, struct ho_phrase_found *out)
{
    const struct pattern *p = m->pattern;
    size_t behind;

    if (p->start && !ho_begins_clause(m->text, m->first))
        return false;
    behind = match(m, 0, m->first);
    if (behind == 0 || ho_is_vetoed(m->text, p->kind, m->first, behind - 1))
        return false;
    *out = (struct ho_phrase_found){ p->fact, p->value, p->language, m->first,
                                     behind - 1 };
    return true;
}

/* The longest one that begins with that word. */
static bool find_at(struct match *m, enum handoff_fact_kind fact,
                    struct ho_phrase_found *out)
{
    const struct ho_phrases *p = m->phrases;
    const uint32_t hash = m->text->word[m->first].hash;
    struct ho_phrase_found found;
    bool any = false;

    for (size_t at = p->bucket[hash % BUCKETS]; at != 0;
         at = p->entry[at - 1].next) {
        m->pattern = &p->pattern[p->entry[at - 1].pattern];
        if (p->entry[at - 1].hash != hash || m->pattern->fact != fact ||
            !try_pattern(m, &found) || (any && found.last <= out->last))
            continue;
        *out = found;
        any = true;
    }
    return any;
}

bool ho_phrases_find(const struct ho_phrases *phrases,
                     const struct ho_text *text, enum handoff_fact_kind fact,
                     struct ho_phrase_found *out)
{
    struct match m = { .phrases = phrases, .text = text };

    for (m.first = 0; m.first < text->count; m.first++)
        if (find_at(&m, fact, out))
            return true;
    return false;
}
