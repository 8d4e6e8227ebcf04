/* read.c - see evidence/read.h and handoff_read_value */
#include "evidence/read.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "evidence/date.h"
#include "evidence/number.h"
#include "evidence/phrase.h"

enum {
    VALUE_BYTES = 1000, /* a longer value is no value but a message */
    PHONE_DIGITS = 6,   /* the shortest number worth calling */
    BARE_AMOUNT = 1000, /* less is an amount only with its currency */
    YEARS_FROM = 1990,
    YEARS_TO = 2100
};

/* Where the words stand: under the field's own label, or in free text. */
enum place { UNDER_LABEL, IN_TEXT };

/* White space runs as one space, none at the ends. */
static void put_words(struct ho_buffer *out, struct handoff_slice words)
{
    const struct handoff_slice s = ho_utf8_cut(ho_trim(words), VALUE_BYTES);
    bool gap = false;

    for (size_t i = 0; i < s.len; i++) {
        const bool space = s.ptr[i] == ' ' || s.ptr[i] == '\t' ||
                           s.ptr[i] == '\r' || s.ptr[i] == '\n';

        if (!space && gap && out->len > 0)
            ho_buffer_byte(out, ' ');
        if (!space)
            ho_buffer_byte(out, s.ptr[i]);
        gap = space;
    }
}

static void put_lower(struct ho_buffer *out, struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        ho_buffer_byte(out, s.ptr[i] >= 'A' && s.ptr[i] <= 'Z'
                                ? (char)(s.ptr[i] + 32)
                                : s.ptr[i]);
}

static void put_fixed(struct ho_buffer *out, int64_t value)
{
    const int64_t size = value < 0 ? -value : value;

    ho_buffer_format(out, "%s%" PRId64, value < 0 ? "-" : "",
                     size / HANDOFF_SCALE);
    if (size % HANDOFF_SCALE)
        ho_buffer_format(out, ".%04d", (int)(size % HANDOFF_SCALE));
}

static void put_interval(struct ho_buffer *out, int64_t low, int64_t high)
{
    if (low == INT64_MIN)
        ho_buffer_text(out, "up to ");
    else
        put_fixed(out, low);
    if (high == INT64_MAX)
        ho_buffer_text(out, " or more");
    else if (low == INT64_MIN || low != high) {
        ho_buffer_text(out, low == INT64_MIN ? "" : "..");
        put_fixed(out, high);
    }
}

static bool is_letter(struct handoff_slice s, size_t at)
{
    return at < s.len && (s.ptr[at] | 32) >= 'a' && (s.ptr[at] | 32) <= 'z';
}

/* Does the sign stand on its own: "EUR" in "5000EUR" and "50kEUR", not in
 * "EUROPE"; "$" not in "R$"? */
static bool stands_alone(struct handoff_slice s, size_t at, size_t end)
{
    if (is_letter(s, end - 1) && is_letter(s, end))
        return false;
    if (at == 0 || !is_letter(s, at - 1))
        return true;
    return at >= 2 && s.ptr[at - 2] >= '0' && s.ptr[at - 2] <= '9';
}

/* Codes first: "$5,000 CAD" is in Canadian dollars. */
static const struct {
    const char *sign, *code;
} currencies[] = {
    { "EUR", "EUR" },          { "USD", "USD" },      { "GBP", "GBP" },
    { "CHF", "CHF" },          { "SEK", "SEK" },      { "PLN", "PLN" },
    { "CAD", "CAD" },          { "AUD", "AUD" },      { "euros", "EUR" },
    { "euro", "EUR" },         { "dollars", "USD" },  { "pounds", "GBP" },
    { "keur", "EUR" },         { "teur", "EUR" },     { "meur", "EUR" },
    { "kusd", "USD" },         { "US$", "USD" },      { "CA$", "CAD" },
    { "C$", "CAD" },           { "AU$", "AUD" },      { "A$", "AUD" },
    { "\xE2\x82\xAC", "EUR" }, { "\xC2\xA3", "GBP" }, { "$", "USD" },
};

enum { CURRENCIES = sizeof currencies / sizeof *currencies };

/* Does the sign end at `end`, on its own? */
static bool sign_ends_at(struct handoff_slice s, size_t end, const char *sign)
{
    const size_t n = strlen(sign);

    return end >= n && end <= s.len &&
           ho_slice_is_nocase(ho_part(s, end - n, end), sign) &&
           stands_alone(s, end - n, end);
}

static const char *currency(struct handoff_slice words)
{
    for (size_t i = 0; i < CURRENCIES; i++)
        for (size_t end = 1; end <= words.len; end++)
            if (sign_ends_at(words, end, currencies[i].sign))
                return currencies[i].code;
    return NULL;
}

bool ho_is_currency(struct handoff_slice word)
{
    for (size_t i = 0; i < CURRENCIES; i++)
        if (ho_slice_is_nocase(word, currencies[i].sign))
            return true;
    return false;
}

static size_t space_at(struct handoff_slice s, size_t at)
{
    static const char *const spaces[] = { " ", "\xC2\xA0", "\xE2\x80\xAF" };

    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        const size_t n = strlen(spaces[i]);

        if (s.len - at >= n && memcmp(s.ptr + at, spaces[i], n) == 0)
            return n;
    }
    return 0;
}

void ho_widen_to_currency(struct handoff_slice s, size_t *from, size_t *to)
{
    const size_t behind = *to + space_at(s, *to);
    const size_t before = *from - (*from > 0 && s.ptr[*from - 1] == ' ');

    for (size_t i = 0; i < CURRENCIES; i++) {
        const size_t n = strlen(currencies[i].sign);

        if (sign_ends_at(s, behind + n, currencies[i].sign)) {
            *to = behind + n;
            return;
        }
        if (sign_ends_at(s, before, currencies[i].sign)) {
            *from = before - n;
            return;
        }
    }
}

/* Without its currency: too little for an amount, or a year. */
static bool is_bare(const struct ho_number *n)
{
    const int64_t size = n->high / HANDOFF_SCALE;

    return size < BARE_AMOUNT ||
           (n->low == n->high && size >= YEARS_FROM && size < YEARS_TO);
}

static void read_number(const struct handoff_field *field,
                        struct handoff_slice words, enum place place,
                        struct handoff_typed *t, struct ho_buffer *text)
{
    const char *code =
        field->type == HANDOFF_TYPE_MONEY ? currency(words) : NULL;
    struct ho_number n, other;
    size_t at = 0;

    t->read = HANDOFF_READ_NOTHING;
    if (!ho_next_number(words, &at, &n) ||
        (place == IN_TEXT && field->type == HANDOFF_TYPE_MONEY && !code &&
         is_bare(&n)))
        return;
    t->read = HANDOFF_READ_AMBIGUOUS;
    if (ho_next_number(words, &at, &other))
        return;
    *t = (struct handoff_typed){ HANDOFF_READ_VALUE, true, n.low, n.high };
    put_interval(text, n.low, n.high);
    if (code)
        ho_buffer_format(text, " %s", code);
}

/* A date, or the event that has one, in the lead's words. */
static void read_date(struct handoff_slice words, int64_t day,
                      struct handoff_typed *t, struct ho_buffer *text)
{
    struct ho_dates dates;
    char out[HANDOFF_TIME_TEXT];

    ho_find_dates(words, day, &dates);
    t->read = HANDOFF_READ_AMBIGUOUS;
    if (dates.ambiguous || dates.count > 1)
        return;
    t->read = HANDOFF_READ_VALUE;
    if (dates.count == 0) {
        put_words(text, words);
        t->read = text->len > 0 ? HANDOFF_READ_VALUE : HANDOFF_READ_NOTHING;
        return;
    }
    t->has_number = true;
    t->low = t->high = dates.day;
    handoff_date_text(dates.day * HO_DAY, out);
    ho_buffer_text(text, out);
}

static void read_address(const struct handoff_field *field,
                         struct handoff_slice words, struct handoff_typed *t,
                         struct ho_buffer *text)
{
    size_t from = 0, to = 0;

    t->read = HANDOFF_READ_VALUE;
    if (field->type == HANDOFF_TYPE_EMAIL && ho_find_email(words, &from, &to)) {
        put_lower(text, ho_part(words, from, to));
    } else if (field->type == HANDOFF_TYPE_DOMAIN &&
               (ho_find_host(words, &from, &to) ||
                ho_find_email(words, &from, &to))) {
        const size_t at = ho_find(ho_part(words, 0, to), from, ho_slice("@"));

        from = at == SIZE_MAX ? from : at + 1;
        if (to - from > 4 &&
            ho_slice_is_nocase(ho_part(words, from, from + 4), "www."))
            from += 4;
        put_lower(text, ho_part(words, from, to));
    } else {
        t->read = HANDOFF_READ_NOTHING;
    }
}

static void read_phone(struct handoff_slice words, struct handoff_typed *t,
                       struct ho_buffer *text)
{
    size_t digits = 0;

    for (size_t i = 0; i < words.len; i++) {
        const char c = words.ptr[i];

        if (c >= '0' && c <= '9')
            digits++;
        if ((c >= '0' && c <= '9') || (c == '+' && text->len == 0))
            ho_buffer_byte(text, c);
    }
    t->read = digits >= PHONE_DIGITS && digits <= 15 ? HANDOFF_READ_VALUE
                                                     : HANDOFF_READ_NOTHING;
}

struct handoff_words ho_stating(const struct handoff_enum_value *value)
{
    const struct handoff_words *all = &value->cues;

    return all->count > 1
               ? (struct handoff_words){ all->item + 1, all->count - 1 }
               : *all;
}

/* The longest hit, and the bytes that the other values' hits span. */
struct cues {
    struct ho_phrase_hit best, rest;
};

static void add_rest(struct cues *c, const struct ho_phrase_hit *hit)
{
    if (!c->rest.found || hit->from < c->rest.from)
        c->rest.from = hit->from;
    if (!c->rest.found || hit->to > c->rest.to)
        c->rest.to = hit->to;
    c->rest.found = true;
}

static bool lies_in(const struct ho_phrase_hit *a,
                    const struct ho_phrase_hit *b)
{
    return b->from <= a->from && a->to <= b->to;
}

/* The value whose longest cue stands in the words.  Another value's cue
 * counts against it unless it lies inside the longer one: "sales operations"
 * is not also "sales". */
static enum handoff_status read_enum(const struct handoff_field *field,
                                     struct handoff_slice words,
                                     enum place place, struct handoff_typed *t,
                                     struct handoff_error *err)
{
    struct cues c = { 0 };
    struct ho_phrase_hit hit;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < field->value_count && status == HANDOFF_OK; i++) {
        const struct handoff_words cues = place == IN_TEXT
                                              ? ho_stating(&field->value[i])
                                              : field->value[i].cues;

        status = ho_find_phrase(words, &cues, &hit, err);
        if (status != HANDOFF_OK || !hit.found)
            continue;
        if (c.best.found && hit.to - hit.from <= c.best.to - c.best.from) {
            add_rest(&c, &hit);
            continue;
        }
        if (c.best.found)
            add_rest(&c, &c.best);
        c.best = hit;
        t->low = t->high = (int64_t)i;
    }
    t->has_number = c.best.found;
    t->read = !c.best.found ? HANDOFF_READ_NOTHING
              : c.rest.found && !lies_in(&c.rest, &c.best)
                  ? HANDOFF_READ_AMBIGUOUS
                  : HANDOFF_READ_VALUE;
    return status;
}

/* Check boxes say yes and no in many ways, and so does a count. */
static void read_yes_no(const struct handoff_field *field,
                        struct handoff_slice words, struct handoff_typed *t)
{
    static const char *const yes[] = { "true", "y", "ja", "oui", "si", "on" };
    static const char *const no[] = { "false", "n", "nein", "non", "off" };
    const int value[] = { handoff_enum_find(field, ho_slice("no")),
                          handoff_enum_find(field, ho_slice("yes")) };
    struct ho_number n;
    size_t at = 0;
    int said = -1;

    words = ho_trim(words);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        said = ho_slice_is_nocase(words, yes[i]) ? 1 : said;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        said = ho_slice_is_nocase(words, no[i]) ? 0 : said;
    if (ho_next_number(words, &at, &n) && n.from == 0 && n.to == words.len)
        said = n.low > 0;
    if (said < 0 || value[said] < 0)
        return;
    *t = (struct handoff_typed){ HANDOFF_READ_VALUE, true, value[said],
                                 value[said] };
}

/* "no budget", "kein Budget", or just "none" under the field's own label. */
static enum handoff_status says_none(const struct handoff_field *field,
                                     struct handoff_slice words, bool *none,
                                     struct handoff_error *err)
{
    static const char *const no[] = { "no",     "without", "kein", "keine",
                                      "pas de", "sin",     "none" };
    struct ho_phrase_hit hit;
    enum handoff_status status = ho_find_phrase(words, &field->cues, &hit, err);
    const struct handoff_slice before =
        ho_trim(ho_part(words, 0, hit.found ? hit.from : 0));

    *none = ho_slice_is_nocase(ho_trim(words), "none") ||
            ho_slice_is_nocase(ho_trim(words), "no");
    for (size_t i = 0; i < sizeof no / sizeof *no && hit.found; i++) {
        const size_t n = strlen(no[i]);

        if (before.len >= n &&
            ho_slice_is_nocase(ho_part(before, before.len - n, before.len),
                               no[i]) &&
            ho_word_boundary(before, before.len - n))
            *none = true;
    }
    return status;
}

static void read_plain(const struct handoff_field *field,
                       struct handoff_slice words, struct handoff_typed *t,
                       struct ho_buffer *text)
{
    const char *code;

    if (field->type != HANDOFF_TYPE_COUNTRY) {
        put_words(text, words);
        t->read = text->len > 0 ? HANDOFF_READ_VALUE : HANDOFF_READ_NOTHING;
        return;
    }
    code = ho_find_country(words);
    t->read = code ? HANDOFF_READ_VALUE : HANDOFF_READ_NOTHING;
    ho_buffer_text(text, code ? code : "");
}

static enum handoff_status read_typed(const struct handoff_field *field,
                                      struct handoff_slice words,
                                      enum place place, int64_t day,
                                      struct handoff_typed *t,
                                      struct ho_buffer *text,
                                      struct handoff_error *err)
{
    enum handoff_status status;

    switch (field->type) {
    case HANDOFF_TYPE_ENUM:
        status = read_enum(field, words, place, t, err);
        if (status == HANDOFF_OK && t->read == HANDOFF_READ_NOTHING &&
            place == UNDER_LABEL)
            read_yes_no(field, words, t);
        if (status == HANDOFF_OK && t->read == HANDOFF_READ_VALUE)
            ho_buffer_text(text, field->value[t->low].name);
        return status;
    case HANDOFF_TYPE_INTEGER:
    case HANDOFF_TYPE_MONEY:
        read_number(field, words, place, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_DATE:
        read_date(words, day, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_DOMAIN:
    case HANDOFF_TYPE_EMAIL:
        read_address(field, words, t, text);
        return HANDOFF_OK;
    case HANDOFF_TYPE_PHONE:
        read_phone(words, t, text);
        return HANDOFF_OK;
    default:
        read_plain(field, words, t, text);
        return HANDOFF_OK;
    }
}

static enum handoff_status read_value(const struct handoff_field *field,
                                      struct handoff_slice words,
                                      enum place place, int64_t day,
                                      struct handoff_typed *typed,
                                      struct ho_buffer *text,
                                      struct handoff_error *err)
{
    struct handoff_typed t = { .read = HANDOFF_READ_NOTHING };
    enum handoff_status status = HANDOFF_OK;
    bool none = false;

    ho_buffer_clear(text);
    if (field->type != HANDOFF_TYPE_ENUM)
        status = says_none(field, words, &none, err);
    if (status == HANDOFF_OK && none) {
        t.read = HANDOFF_READ_NONE;
        ho_buffer_text(text, "none");
    } else if (status == HANDOFF_OK) {
        status = read_typed(field, words, place, day, &t, text, err);
    }
    if (status == HANDOFF_OK)
        status = ho_buffer_status(text, "the value", err);
    if (t.read != HANDOFF_READ_VALUE && t.read != HANDOFF_READ_NONE)
        ho_buffer_clear(text);
    if (status == HANDOFF_OK)
        *typed = t;
    return status;
}

enum handoff_status ho_read_value(const struct handoff_field *field,
                                  struct handoff_slice words, int64_t day,
                                  struct handoff_typed *typed,
                                  struct ho_buffer *text,
                                  struct handoff_error *err)
{
    return read_value(field, words, UNDER_LABEL, day, typed, text, err);
}

enum handoff_status ho_read_stated(const struct handoff_field *field,
                                   struct handoff_slice words, int64_t day,
                                   struct handoff_typed *typed,
                                   struct ho_buffer *text,
                                   struct handoff_error *err)
{
    return read_value(field, words, IN_TEXT, day, typed, text, err);
}

enum handoff_status handoff_read_value(const struct handoff_field *field,
                                       struct handoff_slice words, int64_t day,
                                       struct handoff_typed *typed, char **text,
                                       struct handoff_error *err)
{
    struct handoff_typed t;
    struct ho_buffer out;
    enum handoff_status status;

    ho_buffer_init(&out, 4 * VALUE_BYTES);
    status = ho_read_value(field, words, day, &t, &out, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&out, "the value", text, NULL, err);
    if (status == HANDOFF_OK)
        *typed = t;
    ho_buffer_release(&out);
    return status;
}
