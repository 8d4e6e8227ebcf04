/* json_scan.c - the strict scanner in front of cJSON; see base/json.h.
 *
 * One pass over the bytes, recursive to HO_JSON_DEPTH.  Duplicate keys are
 * found at the end of each object: few keys are compared in pairs, many are
 * sorted first, so that no object takes quadratic time.  The keys of open
 * objects lie on one stack.
 */
#include "base/json.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"

enum {
    KEYS = 4096,       /* keys of one object: more is an attack */
    FEW_KEYS = 16,     /* pairs are cheaper than sorting up to here */
    OWN_KEYS = 64,     /* most documents have no more open at a time */
    FILTER_BITS = 8192 /* of find_repeat */
};

struct key {
    struct handoff_slice text; /* decoded, without quotes */
    size_t start;              /* of its quote, in the document */
    char *owned;               /* memory of text, where it had escapes */
};

struct scan {
    struct handoff_slice text;
    size_t at;
    unsigned depth;
    bool escaped; /* the last string has a backslash */
    const struct ho_json_events *events;
    struct key *keys; /* of all open objects, the innermost last */
    size_t key_count, key_room;
    struct key own[OWN_KEYS]; /* where they begin to be kept */
    struct handoff_error *err;
};

static enum handoff_status refuse(struct scan *s, size_t at, const char *why)
{
    size_t line, column;

    ho_text_place(s->text.ptr, s->text.len, at, &line, &column);
    return ho_fail_at(s->err, HANDOFF_BAD_JSON, line, column,
                      "not strict JSON: %s", why);
}

static int peek(const struct scan *s)
{
    return s->at < s->text.len ? (unsigned char)s->text.ptr[s->at] : -1;
}

static void skip_space(struct scan *s)
{
    int c = peek(s);

    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        s->at++;
        c = peek(s);
    }
}

static bool accept_byte(struct scan *s, char byte)
{
    const bool there = s->at < s->text.len && s->text.ptr[s->at] == byte;

    s->at += there;
    return there;
}

static bool accept(struct scan *s, const char *word)
{
    const size_t len = strlen(word);

    if (s->text.len - s->at < len ||
        memcmp(s->text.ptr + s->at, word, len) != 0)
        return false;
    s->at += len;
    return true;
}

static bool read_hex4(struct scan *s, unsigned *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, s->at++) {
        const int c = peek(s);
        unsigned digit;

        if (c >= '0' && c <= '9')
            digit = (unsigned)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (unsigned)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = (unsigned)(c - 'A') + 10;
        else
            return false;
        *code = *code * 16 + digit;
    }
    return true;
}

/* Behind `\u`. */
static enum handoff_status scan_unicode_escape(struct scan *s, size_t start)
{
    unsigned code, low;

    if (!read_hex4(s, &code))
        return refuse(s, start, "\\u needs four hex digits");
    if (code == 0 && !s->events->nul)
        return refuse(s, start, "\\u0000 in a string");
    if (code >= 0xDC00 && code <= 0xDFFF)
        return refuse(s, start, "a low surrogate without its high one");
    if (code < 0xD800 || code > 0xDBFF)
        return HANDOFF_OK;
    if (!accept(s, "\\u") || !read_hex4(s, &low) || low < 0xDC00 ||
        low > 0xDFFF)
        return refuse(s, start, "a high surrogate without its low one");
    return HANDOFF_OK;
}

static enum handoff_status scan_escape(struct scan *s)
{
    const size_t start = s->at++;
    const int c = peek(s);

    if (c <= 0 || !strchr("\"\\/bfnrtu", c))
        return refuse(s, start, "an escape that JSON does not have");
    s->at++;
    return c == 'u' ? scan_unicode_escape(s, start) : HANDOFF_OK;
}

/* At the opening quote. */
static enum handoff_status scan_string(struct scan *s)
{
    const size_t start = s->at++;
    enum handoff_status status = HANDOFF_OK;

    s->escaped = false;
    while (status == HANDOFF_OK) {
        size_t len;
        int c;

        s->at = ho_json_plain(s->text, s->at);
        c = peek(s);
        if (c < 0)
            return refuse(s, start, "a string without its closing quote");
        if (c == '"') {
            s->at++;
            return HANDOFF_OK;
        }
        if (c < 0x20)
            return refuse(s, s->at, "a raw control character in a string");
        if (c == '\\') {
            s->escaped = true;
            status = scan_escape(s);
            continue;
        }
        len = ho_utf8_valid(s->text, s->at);
        if (len == 0)
            return refuse(s, s->at, "bytes that are not UTF-8");
        s->at += len;
    }
    return status;
}

static size_t skip_digits(struct scan *s)
{
    const size_t start = s->at;

    while (peek(s) >= '0' && peek(s) <= '9')
        s->at++;
    return s->at - start;
}

static enum handoff_status scan_number(struct scan *s)
{
    const size_t start = s->at;
    bool exponent = false;
    size_t digits;

    accept_byte(s, '-');
    digits = s->at;
    if (skip_digits(s) == 0)
        return refuse(s, start, "a value that is none of JSON's kinds");
    if (s->text.ptr[digits] == '0' && s->at - digits > 1)
        return refuse(s, start, "a number with a leading zero");
    if (accept_byte(s, '.') && skip_digits(s) == 0)
        return refuse(s, start, "a number that ends in its decimal point");
    if (accept_byte(s, 'e') || accept_byte(s, 'E')) {
        exponent = true;
        if (!accept_byte(s, '+'))
            accept_byte(s, '-');
        if (skip_digits(s) == 0)
            return refuse(s, start, "an exponent without digits");
    }
    if (s->at - start > HO_JSON_NUMBER)
        return refuse(s, start, "a number of more than 63 characters");
    if (exponent && !isfinite(ho_json_double(ho_part(s->text, start, s->at))))
        return refuse(s, start, "a number beyond the range of a double");
    return HANDOFF_OK;
}

static enum handoff_status scan_value(struct scan *s);

static void drop_keys(struct scan *s, size_t count)
{
    while (s->key_count > count)
        free(s->keys[--s->key_count].owned);
}

/* Escapes make `"a"` and `"\u0061"` the same key. */
static bool decode_key(struct key *key)
{
    key->owned = malloc(key->text.len);
    if (!key->owned)
        return false;
    key->text.len = ho_json_unescape(key->text, key->owned);
    key->text.ptr = key->owned;
    return true;
}

static bool grow_keys(struct scan *s)
{
    const bool own = s->keys == s->own;
    struct key *grown =
        realloc(own ? NULL : s->keys, 2 * s->key_room * sizeof *grown);

    if (!grown)
        return false;
    if (own)
        memcpy(grown, s->own, sizeof s->own);
    s->keys = grown;
    s->key_room *= 2;
    return true;
}

/* Behind a key that began at `start`, in the object whose first key is
 * `first`. */
static enum handoff_status add_key(struct scan *s, size_t first, size_t start)
{
    struct key key = { ho_part(s->text, start + 1, s->at - 1), start, NULL };

    if (s->key_count - first == KEYS)
        return refuse(s, start, "an object with more than 4096 keys");
    if ((s->key_count == s->key_room && !grow_keys(s)) ||
        (s->escaped && !decode_key(&key)))
        return ho_no_memory(s->err);
    s->keys[s->key_count++] = key;
    if (s->events->key)
        s->events->key(s->events->user, start, s->at);
    return HANDOFF_OK;
}

static int compare_text(struct handoff_slice a, struct handoff_slice b)
{
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return memcmp(a.ptr, b.ptr, a.len);
}

static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    const int order = compare_text(a->text, b->text);

    return order ? order : (a->start > b->start) - (a->start < b->start);
}

/* No two of the keys have the same hash, as a rule: then they all differ. */
static bool differ(const struct key *keys, size_t count)
{
    uint64_t seen[FILTER_BITS / 64] = { 0 };

    for (size_t i = 0; i < count; i++) {
        uint32_t hash = 2166136261u; /* FNV-1a */
        uint64_t bit;

        for (size_t k = 0; k < keys[i].text.len; k++)
            hash = (hash ^ (unsigned char)keys[i].text.ptr[k]) * 16777619u;
        hash = (hash ^ hash >> 16) % FILTER_BITS;
        bit = UINT64_C(1) << hash % 64;
        if (seen[hash / 64] & bit)
            return false;
        seen[hash / 64] |= bit;
    }
    return true;
}

/* The same of a few, by length and ends. */
static bool differ_soon(const struct key *keys, size_t count)
{
    uint64_t seen = 0;

    for (size_t i = 0; i < count; i++) {
        const struct handoff_slice k = keys[i].text;
        const size_t hash =
            k.len ? k.len + (unsigned char)k.ptr[0] * (size_t)5 +
                        (unsigned char)k.ptr[k.len - 1] * (size_t)11
                  : 0;
        const uint64_t bit = UINT64_C(1) << hash % 64;

        if (seen & bit)
            return false;
        seen |= bit;
    }
    return true;
}

/* The earliest place where a key stands again, or SIZE_MAX. */
static size_t find_repeat(struct key *keys, size_t count)
{
    const size_t reach = count > FEW_KEYS ? 2 : count;
    size_t found = SIZE_MAX;

    if (count > FEW_KEYS ? differ(keys, count) : differ_soon(keys, count))
        return SIZE_MAX;
    if (count > FEW_KEYS)
        qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && j < i + reach; j++)
            if (compare_text(keys[i].text, keys[j].text) == 0 &&
                keys[j].start < found)
                found = keys[j].start;
    return found;
}

static enum handoff_status end_object(struct scan *s, size_t first)
{
    const size_t repeat = find_repeat(s->keys + first, s->key_count - first);

    if (repeat != SIZE_MAX)
        return refuse(s, repeat, "an object that has the same key twice");
    drop_keys(s, first);
    return HANDOFF_OK;
}

static enum handoff_status scan_member(struct scan *s, size_t first)
{
    enum handoff_status status;
    size_t start;

    skip_space(s);
    start = s->at;
    if (peek(s) != '"')
        return refuse(s, s->at, "a key in double quotes was expected");
    status = scan_string(s);
    if (status == HANDOFF_OK)
        status = add_key(s, first, start);
    if (status != HANDOFF_OK)
        return status;
    skip_space(s);
    if (!accept_byte(s, ':'))
        return refuse(s, s->at, "a colon was expected behind the key");
    return scan_value(s);
}

static enum handoff_status scan_members(struct scan *s, char close)
{
    const size_t first = s->key_count;
    enum handoff_status status = HANDOFF_OK;

    s->at++;
    skip_space(s);
    if (accept_byte(s, close))
        return HANDOFF_OK;
    while (status == HANDOFF_OK) {
        status = close == '}' ? scan_member(s, first) : scan_value(s);
        skip_space(s);
        if (status != HANDOFF_OK)
            break;
        if (accept_byte(s, close))
            return close == '}' ? end_object(s, first) : HANDOFF_OK;
        if (!accept_byte(s, ','))
            status = refuse(s, s->at,
                            s->at == s->text.len
                                ? "the text ends before its last bracket"
                                : "a comma or closing bracket was expected");
    }
    return status;
}

static enum handoff_status scan_container(struct scan *s, char close)
{
    const struct ho_json_events *events = s->events;
    enum handoff_status status;

    if (++s->depth > HO_JSON_DEPTH)
        return refuse(s, s->at, "more than 200 levels deep");
    if (events->open)
        events->open(events->user, s->at);
    status = scan_members(s, close);
    if (status == HANDOFF_OK && events->close)
        events->close(events->user, s->at);
    s->depth--;
    return status;
}

static enum handoff_status scan_scalar(struct scan *s)
{
    const size_t start = s->at;
    enum handoff_status status = HANDOFF_OK;

    if (peek(s) == '"')
        status = scan_string(s);
    else if (!accept(s, "true") && !accept(s, "false") && !accept(s, "null"))
        status = scan_number(s);
    if (status == HANDOFF_OK && s->events->scalar)
        s->events->scalar(s->events->user, start, s->at);
    return status;
}

static enum handoff_status scan_value(struct scan *s)
{
    skip_space(s);
    switch (peek(s)) {
    case -1:
        return refuse(s, s->at, "the text ends where a value was expected");
    case '{':
        return scan_container(s, '}');
    case '[':
        return scan_container(s, ']');
    default:
        return scan_scalar(s);
    }
}

static enum handoff_status scan_document(struct scan *s)
{
    enum handoff_status status;

    if (accept(s, "\xEF\xBB\xBF"))
        return refuse(s, 0, "a byte order mark; remove it");
    status = scan_value(s);
    if (status != HANDOFF_OK)
        return status;
    skip_space(s);
    if (s->at < s->text.len)
        return refuse(s, s->at, "text behind the end of the value");
    return HANDOFF_OK;
}

enum handoff_status ho_json_walk(struct handoff_slice text,
                                 const struct ho_json_events *events,
                                 struct handoff_error *err)
{
    struct scan s; /* not all of it: own is large */
    enum handoff_status status;

    s.text = text;
    s.at = 0;
    s.depth = 0;
    s.events = events;
    s.keys = s.own;
    s.key_count = 0;
    s.key_room = OWN_KEYS;
    s.err = err;
    status = scan_document(&s);
    drop_keys(&s, 0);
    if (s.keys != s.own)
        free(s.keys);
    return status;
}

enum handoff_status ho_json_scan(struct handoff_slice text,
                                 const struct ho_json_observer *observer,
                                 struct handoff_error *err)
{
    struct ho_json_events events = { 0 };

    if (observer) {
        events.scalar = observer->found;
        events.user = observer->user;
    }
    return ho_json_walk(text, &events, err);
}
