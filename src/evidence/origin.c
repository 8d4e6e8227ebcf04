/* origin.c - see evidence/origin.h and handoff_locate */
#include "evidence/origin.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "evidence/language.h"
#include "evidence/locate.h"

enum {
    HASH_BYTES = 24, /* of a word; longer ones share their bucket */
    WORD_BYTES = 6,  /* of a word and its space, as a rule */
    WORK = 8         /* bytes compared for each byte of the source, at most */
};

/* Bytes [from, to) of folded text. */
struct word {
    size_t from, to;
};

static bool is_ascii_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A word of the source, and its bucket. */
struct place {
    uint32_t from, slot;
};

/* The next word at or after *at: a run of letters and digits, or one character
 * of a script written without spaces.  *at moves behind it. */
static bool next_word(struct handoff_slice s, size_t *at, struct word *w)
{
    bool in_word = false;
    size_t len;

    for (; *at < s.len; *at += len) {
        const bool ascii = (unsigned char)s.ptr[*at] < 0x80;
        const int32_t code = ascii ? s.ptr[*at] : ho_utf8_decode(s, *at, &len);
        const bool unspaced = !ascii && ho_is_unspaced(code);

        len = ascii ? 1 : len;
        if (!in_word && unspaced) {
            *w = (struct word){ *at, *at + len };
            *at += len;
            return true;
        }
        if (!in_word)
            w->from = *at;
        if (ascii ? is_ascii_word(s.ptr[*at]) : !unspaced && ho_is_word(code))
            in_word = true;
        else if (in_word)
            break;
    }
    w->to = *at;
    return in_word;
}

static size_t hash(struct handoff_slice s, const struct word *w)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (size_t i = w->from; i < w->to && i < w->from + HASH_BYTES; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 16777619u;
    return h ^ h >> 15;
}

/* Turn the words' buckets, counted two places further on, into where each
 * bucket ends so far: nowhere but at its start. */
static void sum_buckets(struct ho_origin *s)
{
    for (size_t i = 2; i < s->mask + 3; i++)
        s->bucket[i] += s->bucket[i - 1];
}

/* Each place goes to the end of its bucket, which is the start of the next. */
static void place_words(struct ho_origin *s, const struct place *place,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        s->word[s->bucket[place[i].slot + 1]++] = place[i].from;
}

/* The words of the text, counted by bucket; returns how many there are. */
static size_t find_words(struct ho_origin *s, struct place *place)
{
    const struct handoff_slice text = ho_folded_slice(&s->folded);
    size_t count = 0;
    struct word w;

    for (size_t at = 0; next_word(text, &at, &w); count++) {
        const uint32_t slot = (uint32_t)(hash(text, &w) & s->mask);

        place[count] = (struct place){ (uint32_t)w.from, slot };
        s->bucket[slot + 2]++;
    }
    return count;
}

/* About a bucket a word. */
static enum handoff_status index_words(struct ho_origin *s,
                                       struct handoff_error *err)
{
    size_t buckets = 16, count = 0;
    struct place *place = malloc((s->folded.len + 1) * sizeof *place);

    while (buckets < s->folded.len / WORD_BYTES)
        buckets *= 2;
    s->mask = buckets - 1;
    s->bucket = calloc(buckets + 2, sizeof *s->bucket);
    if (place && s->bucket)
        count = find_words(s, place);
    s->word = malloc((count + 1) * sizeof *s->word);
    if (place && s->bucket && s->word) {
        sum_buckets(s);
        place_words(s, place, count);
        free(place);
        return HANDOFF_OK;
    }
    free(place);
    return ho_no_memory(err);
}

enum handoff_status ho_origin_open(struct ho_origin *s,
                                   const struct handoff_text *text,
                                   struct handoff_error *err)
{
    const struct handoff_slice name = ho_slice(text->name);
    const size_t colon = ho_find(name, 0, ho_slice(":"));
    enum handoff_status status;

    *s = (struct ho_origin){ .text = *text };
    s->label = colon == SIZE_MAX ? (struct handoff_slice){ "", 0 }
                                 : ho_part(name, colon + 1, name.len);
    status = ho_fold(text->text, &s->folded, err);
    if (status == HANDOFF_OK)
        status = index_words(s, err);
    if (status == HANDOFF_OK)
        status = ho_regions_find(text->text, &s->regions, err);
    if (status != HANDOFF_OK)
        return status;
    s->languages = ho_languages_of(ho_folded_slice(&s->folded));
    s->gives_orders = ho_gives_orders(ho_folded_slice(&s->folded));
    return HANDOFF_OK;
}

void ho_origin_release(struct ho_origin *s)
{
    ho_folded_release(&s->folded);
    ho_regions_release(&s->regions);
    free(s->word);
    free(s->bucket);
    *s = (struct ho_origin){ 0 };
}

size_t ho_folded_at(const struct ho_folded *f, size_t at)
{
    size_t low = 0, high = f->len;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (f->from[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Exact where the bytes of the source are those of the quote. */
static void add_place(const struct ho_origin *s, struct handoff_slice quote,
                      size_t at, size_t len, struct ho_places *places)
{
    struct handoff_found f = { HANDOFF_MATCH_FOLDED, s->folded.from[at],
                               s->folded.to[at + len - 1] };

    if (f.to - f.from == quote.len &&
        memcmp(s->text.text.ptr + f.from, quote.ptr, quote.len) == 0)
        f.match = HANDOFF_MATCH_EXACT;
    places->item[places->count++] = f;
}

struct search {
    const struct ho_origin *source;
    struct handoff_slice text, needle, quote;
    struct ho_places *places;
    struct handoff_error *err;
};

/* Where nothing is known of the words: the quote has none, or its first one
 * stands everywhere. */
static enum handoff_status scan(const struct search *q)
{
    enum handoff_status status = HANDOFF_OK;
    size_t at = 0;

    while (status == HANDOFF_OK && q->places->count < HO_PLACES) {
        status = ho_find_whole(&q->source->folded, at, q->needle, &at,
                               &q->places->cut, q->err);
        if (status != HANDOFF_OK || at == SIZE_MAX)
            break;
        add_place(q->source, q->quote, at, q->needle.len, q->places);
        at += q->needle.len;
    }
    return status;
}

static void try_place(const struct search *q, size_t at)
{
    if (at > q->text.len || q->text.len - at < q->needle.len ||
        memcmp(q->text.ptr + at, q->needle.ptr, q->needle.len) != 0)
        return;
    if (ho_is_whole(&q->source->folded, at, at + q->needle.len))
        add_place(q->source, q->quote, at, q->needle.len, q->places);
    else
        q->places->cut = true;
}

/* A word of the quote, and where the source has words of its bucket. */
struct rare {
    struct word word;
    size_t from, to;
    bool inner; /* the quote goes on at both sides of it */
};

/* The word of the quote that the source has least of.  An inner word stands as
 * a word wherever the quote stands, even where that begins or ends inside
 * words, and so is taken before the first and the last one. */
static bool find_rare(const struct search *q, struct rare *best)
{
    const struct ho_origin *s = q->source;
    bool any = false;
    struct word w;

    for (size_t at = 0; next_word(q->needle, &at, &w); any = true) {
        const size_t slot = hash(q->needle, &w) & s->mask;
        const struct rare r = { w, s->bucket[slot], s->bucket[slot + 1],
                                w.from > 0 && w.to < q->needle.len };

        if (!any || r.inner > best->inner ||
            (r.inner == best->inner && r.to - r.from < best->to - best->from))
            *best = r;
    }
    return any;
}

static enum handoff_status look_up(const struct search *q)
{
    const struct ho_origin *s = q->source;
    struct rare r = { .inner = false };

    if (!find_rare(q, &r) ||
        (r.to - r.from) / WORK > q->text.len / q->needle.len)
        return scan(q);
    for (size_t i = r.from; i < r.to && q->places->count < HO_PLACES; i++)
        if (s->word[i] >= r.word.from)
            try_place(q, s->word[i] - r.word.from);
    if (!r.inner && q->places->count == 0 && !q->places->cut)
        q->places->cut = ho_find(q->text, 0, q->needle) != SIZE_MAX;
    return HANDOFF_OK;
}

static enum handoff_status search(
    const struct ho_origin *s, struct handoff_slice quote,
    enum handoff_status (*how)(const struct search *), struct ho_places *places,
    struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    struct search q = { .source = s, .places = places, .err = err };
    enum handoff_status status = ho_fold(quote, &folded, err);

    places->count = 0;
    places->cut = false;
    q.quote = ho_trim(quote);
    q.text = ho_folded_slice(&s->folded);
    q.needle = ho_trim(ho_folded_slice(&folded));
    if (status == HANDOFF_OK && q.needle.len > 0)
        status = how(&q);
    places->cut = places->cut && places->count == 0;
    ho_folded_release(&folded);
    return status;
}

enum handoff_status ho_origin_find(const struct ho_origin *s,
                                   struct handoff_slice quote,
                                   struct ho_places *places,
                                   struct handoff_error *err)
{
    return search(s, quote, look_up, places, err);
}

enum handoff_status handoff_locate(struct handoff_slice source,
                                   struct handoff_slice quote,
                                   struct handoff_found *found, bool *cut,
                                   struct handoff_error *err)
{
    struct ho_origin s = { .text = { "", source } };
    struct ho_places places;
    size_t best = 0;
    enum handoff_status status = ho_fold(source, &s.folded, err);

    if (status == HANDOFF_OK)
        status = search(&s, quote, scan, &places, err);
    ho_origin_release(&s);
    if (status != HANDOFF_OK)
        return status;
    while (best < places.count &&
           places.item[best].match != HANDOFF_MATCH_EXACT)
        best++;
    *found = (struct handoff_found){ .match = HANDOFF_MATCH_NONE };
    if (places.count > 0)
        *found = places.item[best < places.count ? best : 0];
    *cut = places.cut;
    return HANDOFF_OK;
}
