/* origin.c - see evidence/origin.h and handoff_locate */
#include "evidence/origin.h"

#include <stdlib.h>

#include "evidence/control.h"
#include "evidence/lexicon.h"
#include "evidence/locate.h"
#include "evidence/mask.h"
#include "evidence/narrow.h"

enum { WORK = 8 /* bytes compared for each byte of the source, at most */ };

/* Behind the colon of "field:Title". */
static struct handoff_slice label_of(const char *name)
{
    const char *colon = strchr(name, ':');

    return ho_slice(colon ? colon + 1 : "");
}

/* Orders in letters that only look like the ones they stand for. */
static enum handoff_status find_hidden(struct ho_origin *s,
                                       struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_folded folded = { 0 };
    struct ho_word_index index = { 0 };
    enum handoff_status status;

    ho_buffer_init(&text, s->text.text.len + 1); /* it only gets shorter */
    ho_unmask(s->text.text, &text);
    status = ho_buffer_status(&text, "a text", err);
    if (status == HANDOFF_OK)
        status = ho_fold(ho_buffer_slice(&text), &folded, err);
    if (status == HANDOFF_OK)
        status = ho_word_index_make(ho_folded_slice(&folded), &index, err);
    if (status == HANDOFF_OK)
        s->hides_orders = ho_first_order(&index) != SIZE_MAX;
    ho_word_index_release(&index);
    ho_folded_release(&folded);
    ho_buffer_release(&text);
    return status;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool ends_in_colon(struct handoff_slice s)
{
    s = ho_trim(s);
    return s.len > 0 && s.ptr[s.len - 1] == ':';
}

/* The paragraph of the first order, and how far it goes in it. */
static void mark_order(struct ho_origin *s)
{
    const char *const start = s->text.text.ptr;
    const struct handoff_slice paragraph =
        ho_around(&s->breaks, s->order, s->order, HO_ENDS_PARAGRAPH);
    const struct handoff_slice line =
        ho_around(&s->breaks, s->order, s->order, HO_ENDS_LINE);

    s->orders_from = (size_t)(paragraph.ptr - start);
    if (ends_in_colon(line))
        s->order_to = s->orders_from + paragraph.len;
}

static enum handoff_status find_orders(struct ho_origin *s,
                                       struct handoff_error *err)
{
    const size_t plain = ho_first_order(&s->index);
    const size_t masked = ho_mask_at(s->text.text);
    const enum handoff_status status =
        masked != SIZE_MAX ? find_hidden(s, err) : HANDOFF_OK;

    s->order = ho_control_at(s->text.text);
    if (plain != SIZE_MAX)
        s->order = smaller(s->order, s->folded.from[plain]);
    if (s->hides_orders)
        s->order = smaller(s->order, masked);
    s->orders_from = SIZE_MAX;
    if (s->order != SIZE_MAX)
        mark_order(s);
    return status;
}

bool ho_is_order(const struct ho_origin *s, size_t from, size_t to)
{
    const struct handoff_slice part = ho_part(s->text.text, from, to);
    const size_t a = ho_folded_at(&s->folded, from);
    const size_t b = ho_folded_at(&s->folded, to);

    if (to <= s->orders_from)
        return false;
    return (from >= s->order && from < s->order_to) ||
           (s->hides_orders && ho_mask_at(part) != SIZE_MAX) ||
           ho_control_at(part) != SIZE_MAX ||
           ho_gives_orders(&s->index,
                           ho_part(ho_folded_slice(&s->folded), a, b));
}

static enum handoff_status find_parts(struct ho_origin *s,
                                      struct handoff_error *err)
{
    const struct handoff_slice text = s->text.text;
    enum handoff_status status = ho_breaks_find(text, &s->breaks, err);

    if (status == HANDOFF_OK)
        status = ho_regions_find(text, &s->folded, &s->index, &s->regions, err);
    if (status == HANDOFF_OK)
        status = ho_quotations_find(&s->breaks, s->quoted, err);
    s->has_box = ho_has_box(text);
    return status == HANDOFF_OK ? find_orders(s, err) : status;
}

static enum handoff_status find_words(struct ho_origin *s,
                                      struct handoff_error *err)
{
    const struct handoff_slice text = ho_folded_slice(&s->folded);
    enum handoff_status status = ho_word_index_make(text, &s->index, err);

    if (status == HANDOFF_OK)
        s->languages = ho_languages_of(&s->index);
    return status;
}

enum handoff_status ho_origin_open(struct ho_origin *s,
                                   const struct handoff_text *text,
                                   struct handoff_error *err)
{
    enum handoff_status status;

    *s = (struct ho_origin){ .text = *text, .label = label_of(text->name) };
    status = ho_narrow(text->text, &s->narrowed, &s->plain, err);
    if (status == HANDOFF_OK)
        status = ho_fold(text->text, &s->folded, err);
    if (status == HANDOFF_OK)
        status = find_words(s, err);
    return status == HANDOFF_OK ? find_parts(s, err) : status;
}

void ho_origin_release(struct ho_origin *s)
{
    free(s->narrowed);
    ho_folded_release(&s->folded);
    ho_word_index_release(&s->index);
    ho_breaks_release(&s->breaks);
    ho_regions_release(&s->regions);
    for (int i = 0; i < HO_QUOTING; i++)
        ho_regions_release(&s->quoted[i]);
    *s = (struct ho_origin){ 0 };
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

static enum handoff_status look_up(const struct search *q)
{
    struct ho_word_places words;

    if (!ho_word_index_rarest(&q->source->index, q->needle, &words) ||
        words.count / WORK > q->text.len / q->needle.len)
        return scan(q);
    for (size_t i = 0; i < words.count && q->places->count < HO_PLACES; i++)
        if (words.at[i] >= words.offset)
            try_place(q, words.at[i] - words.offset);
    if (!words.inner && q->places->count == 0 && !q->places->cut)
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
