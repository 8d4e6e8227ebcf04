/* freetext_words.c - see evidence/freetext_words.h */
#include "evidence/freetext_words.h"

#include <stdio.h>
#include <stdlib.h>

#include <utf8proc.h>

#include "base/utf8.h"

enum {
    SLOTS = 1 << 14,      /* at first; a power of two */
    FOLD_MAX = 16,        /* code points one character can fold to */
    WORDS_MAX = 16 << 20, /* of one check: its texts have no more */
    STEM_BYTES = 4        /* a shorter word keeps its end */
};

/* Each spelling has the same bits; phrases are parted by '|'. */
static const struct row {
    uint64_t sense, class;
    int32_t value;
    uint8_t unit;
    const char *spellings;
} rows[] = {
#define S(name) HO_S(name)
#define C(name) HO_C(name)
#include "evidence/freetext_more.inc"
#include "evidence/freetext_words.inc"
#undef S
#undef C
};

static const struct {
    uint8_t saying;
    const char *says, *backs;
} sayings[] = {
#define SAYING(name) HO_SAYING_##name
#include "evidence/freetext_said.inc"
#undef SAYING
};

static const struct {
    uint8_t concept;
    const char *words;
} concepts[] = {
#define CONCEPT(name) HO_CONCEPT_##name
#include "evidence/freetext_concepts.inc"
#undef CONCEPT
};

static const char *const countries[][2] = {
#include "evidence/country.inc"
};

_Static_assert(HO_SENSE_COUNT <= 64, "a sense is a bit");
_Static_assert(HO_CLASS_COUNT <= 64, "a class is a bit");
_Static_assert(HO_SAYING_COUNT <= 64, "a saying is a bit");
_Static_assert(HO_CONCEPT_COUNT <= 32, "a concept is a bit");

static uint64_t hash_bytes(uint64_t seed, const char *s, size_t len)
{
    uint64_t hash = seed;

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)s[i]) * UINT64_C(0x100000001B3);
    return hash ^ (hash >> 29);
}

static bool ends(struct handoff_slice s, const char *end)
{
    const size_t n = strlen(end);

    return s.len > n && memcmp(s.ptr + s.len - n, end, n) == 0;
}

/* Cut most endings of English words, and plurals of the others, so that
 * "decides", "decided" and "deciding" meet. */
static size_t stem_length(struct handoff_slice s)
{
    if (s.len <= STEM_BYTES)
        return ends(s, "s") && s.len == STEM_BYTES ? s.len - 1 : s.len;
    if (ends(s, "ies"))
        return s.len - 3;
    if (ends(s, "s") && !ends(s, "ss"))
        s.len--;
    if (ends(s, "ing") && s.len >= STEM_BYTES + 2)
        s.len -= 3;
    else if (ends(s, "ed") && s.len > STEM_BYTES)
        s.len -= 2;
    else if (ends(s, "y"))
        s.len--;
    if (s.len > 3 && ends(s, "e"))
        s.len--;
    if (s.len > 3 && s.ptr[s.len - 1] == s.ptr[s.len - 2])
        s.len--;
    return s.len;
}

static bool same_word(const struct ho_vocabulary *v, uint32_t word,
                      uint64_t hash, struct handoff_slice s)
{
    const struct ho_word *w = &v->word[word];

    return w->hash == hash && w->len == s.len &&
           (s.len == 0 || memcmp(v->pool.ptr + w->text, s.ptr, s.len) == 0);
}

static size_t find_slot(const struct ho_vocabulary *v, uint64_t hash,
                        struct handoff_slice s)
{
    size_t at = (size_t)hash & (v->slots - 1);

    while (v->slot[at] && !same_word(v, v->slot[at], hash, s))
        at = (at + 1) & (v->slots - 1);
    return at;
}

static bool grow_slots(struct ho_vocabulary *v)
{
    const size_t slots = v->slots ? v->slots * 2 : SLOTS;
    uint32_t *slot = calloc(slots, sizeof *slot);

    if (!slot)
        return false;
    free(v->slot);
    v->slot = slot;
    v->slots = slots;
    for (uint32_t i = 1; i < v->count; i++) {
        size_t at = (size_t)v->word[i].hash & (slots - 1);

        while (slot[at])
            at = (at + 1) & (slots - 1);
        slot[at] = i;
    }
    return true;
}

static bool grow_words(struct ho_vocabulary *v)
{
    const size_t room = v->room ? v->room * 2 : SLOTS / 2;
    struct ho_word *grown;

    if (room > WORDS_MAX)
        return false;
    grown = realloc(v->word, room * sizeof *grown);
    if (!grown)
        return false;
    v->word = grown;
    v->room = room;
    return v->slots >= room * 2 || grow_slots(v);
}

/* Forget what an earlier check knew of a word of the vocabulary. */
static uint32_t freshen(struct ho_vocabulary *v, uint32_t word)
{
    struct ho_word *w = &v->word[word];

    if (w->check != v->check) {
        w->check = v->check;
        w->flags &= HO_WORD_LEADS;
        w->first = w->last = w->count = w->before = w->after = 0;
    }
    return word;
}

uint32_t ho_word_add(struct ho_vocabulary *v, struct handoff_slice s)
{
    const uint64_t hash = hash_bytes(v->seed, s.ptr, s.len);
    size_t at;

    if (v->failed != HANDOFF_OK)
        return 0;
    at = find_slot(v, hash, s);
    if (v->slot[at])
        return freshen(v, v->slot[at]);
    if (v->count == v->room) {
        if (!grow_words(v)) {
            v->failed = HANDOFF_NO_MEMORY;
            return 0;
        }
        at = find_slot(v, hash, s);
    }
    v->word[v->count] =
        (struct ho_word){ .hash = hash,
                          .stem = hash_bytes(v->seed, s.ptr, stem_length(s)),
                          .text = (uint32_t)v->pool.len,
                          .len = (uint32_t)s.len,
                          .check = v->check };
    ho_buffer_add(&v->pool, s);
    if (v->pool.failed != HANDOFF_OK) {
        v->failed = v->pool.failed;
        return 0;
    }
    v->slot[at] = (uint32_t)v->count;
    return (uint32_t)v->count++;
}

uint32_t ho_word_find(struct ho_vocabulary *v, struct handoff_slice s)
{
    const size_t at = find_slot(v, hash_bytes(v->seed, s.ptr, s.len), s);

    return v->slot[at] ? freshen(v, v->slot[at]) : 0;
}

struct handoff_slice ho_word_text(const struct ho_vocabulary *v, uint32_t word)
{
    const struct ho_word *w = &v->word[word];

    return (struct handoff_slice){ v->pool.ptr + w->text, w->len };
}

static size_t fold_code(int32_t code, char *out)
{
    utf8proc_int32_t folded[FOLD_MAX];
    int class = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        code, folded, FOLD_MAX,
        UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &class);
    size_t len = 0;

    if (code == 0x2019 || code == 0x2018) {
        *out = '\'';
        return 1;
    }
    if (count < 0 || count > FOLD_MAX)
        return ho_utf8_encode(code, out);
    for (utf8proc_ssize_t i = 0; i < count; i++)
        len += ho_utf8_encode(folded[i], out + len);
    return len;
}

size_t ho_fold_word(struct handoff_slice word, char *out)
{
    char bytes[4 * FOLD_MAX];
    size_t n = 0, len;

    for (size_t at = 0; at < word.len; at += len) {
        const char c = word.ptr[at];
        size_t add = 1;

        len = 1;
        if ((unsigned char)c < 0x80)
            bytes[0] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        else
            add = fold_code(ho_utf8_decode(word, at, &len), bytes);
        if (n + add > HO_WORD_BYTES)
            return n;
        memcpy(out + n, bytes, add);
        n += add;
    }
    return n;
}

static uint32_t add_spelling(struct ho_vocabulary *v, struct handoff_slice s)
{
    char folded[HO_WORD_BYTES];

    return ho_word_add(
        v, (struct handoff_slice){ folded, ho_fold_word(s, folded) });
}

static struct ho_phrase *push_phrase(struct ho_vocabulary *v)
{
    if (v->phrases == v->phrase_room) {
        const size_t room = v->phrase_room ? v->phrase_room * 2 : 1024;
        struct ho_phrase *grown = realloc(v->phrase, room * sizeof *grown);

        if (!grown) {
            v->failed = HANDOFF_NO_MEMORY;
            return NULL;
        }
        v->phrase = grown;
        v->phrase_room = room;
    }
    v->phrase[v->phrases] = (struct ho_phrase){ 0 };
    return &v->phrase[v->phrases++];
}

static void add_phrase(struct ho_vocabulary *v, const struct row *row,
                       const uint32_t *word, size_t count)
{
    struct ho_phrase *p = push_phrase(v);

    if (!p)
        return;
    memcpy(p->word, word, count * sizeof *word);
    p->count = (uint8_t)count;
    p->sense = row->sense;
    p->class = row->class;
    p->value = row->value;
    p->unit = row->unit;
    p->next = v->bucket[ho_bucket(word[0], word[1])];
    v->bucket[ho_bucket(word[0], word[1])] = (uint32_t)v->phrases;
    v->word[word[0]].flags |= HO_WORD_LEADS;
}

static void add_word(struct ho_word *w, const struct row *row)
{
    w->sense |= row->sense;
    w->class |= row->class;
    w->value = row->value ? row->value : w->value;
    w->unit = row->unit ? row->unit : w->unit;
}

/* One spelling: words parted by spaces. */
static void add_entry(struct ho_vocabulary *v, const struct row *row,
                      struct handoff_slice s)
{
    uint32_t word[HO_PHRASE_WORDS];
    size_t count = 0, from = 0;

    for (size_t i = 0; i <= s.len && count < HO_PHRASE_WORDS; i++) {
        if (i < s.len && s.ptr[i] != ' ' && s.ptr[i] != '-')
            continue;
        if (i > from)
            word[count++] = add_spelling(v, ho_part(s, from, i));
        from = i + 1;
    }
    if (v->failed != HANDOFF_OK || count == 0)
        return;
    if (count == 1)
        add_word(&v->word[word[0]], row);
    else
        add_phrase(v, row, word, count);
}

static void add_row(struct ho_vocabulary *v, const struct row *row)
{
    const struct handoff_slice all = ho_slice(row->spellings);
    size_t from = 0;

    for (size_t i = 0; i <= all.len; i++) {
        if (i < all.len && all.ptr[i] != '|')
            continue;
        add_entry(v, row, ho_part(all, from, i));
        from = i + 1;
    }
}

/* The word before the next '|', *words being set behind it; 0 at the end. */
static uint32_t next_word(struct ho_vocabulary *v, const char **words)
{
    const size_t len = strcspn(*words, "|");
    const struct handoff_slice s = { *words, len };

    if (len == 0)
        return 0;
    *words += len + ((*words)[len] == '|');
    return add_spelling(v, s);
}

static void add_saying(struct ho_vocabulary *v, uint8_t saying,
                       const char *words, bool says)
{
    for (uint32_t word; (word = next_word(v, &words)) != 0;) {
        v->word[word].backs |= UINT64_C(1) << saying;
        if (says)
            v->word[word].saying = saying;
    }
}

static void add_concept(struct ho_vocabulary *v, uint8_t concept,
                        const char *words)
{
    for (uint32_t word; (word = next_word(v, &words)) != 0;)
    v->word[word].concepts |= UINT32_C(1) << concept;
}

/* "fuenfundzwanzig", "zweihundert": German writes them in one word. */
static void add_german_numbers(struct ho_vocabulary *v)
{
    static const char *const ones[] = { "",     "ein",  "zwei",  "drei",
                                        "vier", "fünf", "sechs", "sieben",
                                        "acht", "neun" };
    static const char *const tens[] = { "zwanzig", "dreißig", "vierzig",
                                        "fünfzig", "sechzig", "siebzig",
                                        "achtzig", "neunzig" };
    struct row row = { .class = HO_C(NUMBER) };
    char text[64];

    row.spellings = text;
    for (int one = 1; one <= 9; one++) {
        for (int ten = 0; ten < 8; ten++) {
            snprintf(text, sizeof text, "%sund%s", ones[one], tens[ten]);
            row.value = (ten + 2) * 10 + one;
            add_row(v, &row);
        }
        snprintf(text, sizeof text, "%shundert", ones[one]);
        row.value = one * 100;
        add_row(v, &row);
        snprintf(text, sizeof text, "%stausend", ones[one]);
        row.value = one * 1000;
        add_row(v, &row);
    }
}

static void add_countries(struct ho_vocabulary *v)
{
    struct row row = { .class = HO_C(PLACE) | HO_C(COMMON) };

    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        row.spellings = countries[i][0];
        add_row(v, &row);
    }
}

enum handoff_status ho_vocabulary_init(struct ho_vocabulary *v,
                                       struct handoff_error *err)
{
    *v = (struct ho_vocabulary){ .count = 1 };
    ho_buffer_init(&v->pool, HO_POOL_BYTES);
    /* The seed keeps hostile texts from making words collide; nothing that
     * is ever printed depends on it. */
    v->seed = UINT64_C(0xCBF29CE484222325) ^ (uint64_t)(uintptr_t)v;
    if (!grow_words(v))
        return ho_no_memory(err);
    v->word[0] = (struct ho_word){ 0 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add_row(v, &rows[i]);
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
        add_saying(v, sayings[i].saying, sayings[i].says, true);
        add_saying(v, sayings[i].saying, sayings[i].backs, false);
    }
    for (size_t i = 0; i < sizeof concepts / sizeof *concepts; i++)
        add_concept(v, concepts[i].concept, concepts[i].words);
    add_german_numbers(v);
    add_countries(v);
    v->base = v->count;
    v->pool_base = v->pool.len;
    return v->failed == HANDOFF_OK ? HANDOFF_OK : ho_no_memory(err);
}

void ho_vocabulary_release(struct ho_vocabulary *v)
{
    free(v->word);
    free(v->slot);
    free(v->phrase);
    ho_buffer_release(&v->pool);
    *v = (struct ho_vocabulary){ 0 };
}

/* Words leave in the reverse order of their coming, so that each slot is the
 * last of its run when it is freed. */
void ho_vocabulary_reset(struct ho_vocabulary *v)
{
    while (v->count > v->base) {
        const struct ho_word *w = &v->word[v->count - 1];
        size_t at = (size_t)w->hash & (v->slots - 1);

        while (v->slot[at] != v->count - 1)
            at = (at + 1) & (v->slots - 1);
        v->slot[at] = 0;
        v->count--;
    }
    v->check++;
    v->pool.len = v->pool_base;
    v->pool.failed = HANDOFF_OK;
    v->failed = HANDOFF_OK;
}

/* "Leuten", "Standorten": a thing that is counted, in the German dative. */
const struct ho_word *ho_word_of_dative(struct ho_vocabulary *v, uint32_t word)
{
    const struct ho_word *w = &v->word[word];
    const struct handoff_slice s = ho_word_text(v, word);
    uint32_t base;

    if (w->sense || w->class || s.len <= STEM_BYTES || s.ptr[s.len - 1] != 'n')
        return w;
    base = ho_word_find(v, (struct handoff_slice){ s.ptr, s.len - 1 });
    return base && (v->word[base].class & HO_C(UNIT)) ? &v->word[base] : w;
}
