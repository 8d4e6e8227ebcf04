/* json_scan.c - the strict scanner in front of cJSON; see base/json.h.
 *
 * One pass over the bytes, recursive to HO_JSON_DEPTH.  Duplicate keys are
 * found by comparing decoded keys of the same object; objects with many keys
 * cost a comparison for each pair, which is cheap below the size limits of
 * what we read and bounded by HO_JSON_KEYS.
 */
#include "base/json.h"

#include <math.h>
#include <stdlib.h>

#include "base/utf8.h"

enum {
    KEYS = 4096,       /* keys of one object: more is an attack */
    NUMBER_BYTES = 400 /* a longer number is no number of a person's */
};

struct scan {
    struct handoff_slice text;
    size_t at;
    unsigned depth;
    const struct ho_json_observer *observer;
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

static bool accept(struct scan *s, const char *word)
{
    const size_t len = strlen(word);

    if (s->text.len - s->at < len ||
        memcmp(s->text.ptr + s->at, word, len) != 0)
        return false;
    s->at += len;
    return true;
}

static void found(struct scan *s, size_t start)
{
    if (s->observer)
        s->observer->found(s->observer->user, start, s->at);
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
    if (code == 0)
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

    if (c < 0 || !strchr("\"\\/bfnrtu", c))
        return refuse(s, start, "an escape that JSON does not have");
    s->at++;
    return c == 'u' ? scan_unicode_escape(s, start) : HANDOFF_OK;
}

/* At the opening quote. */
static enum handoff_status scan_string(struct scan *s)
{
    const size_t start = s->at++;

    for (;;) {
        const int c = peek(s);
        enum handoff_status status = HANDOFF_OK;
        size_t len = 1;

        if (c < 0)
            return refuse(s, start, "a string without its closing quote");
        if (c == '"') {
            s->at++;
            return HANDOFF_OK;
        }
        if (c < 0x20)
            return refuse(s, s->at, "a raw control character in a string");
        if (c == '\\')
            status = scan_escape(s);
        else if (c >= 0x80)
            len = ho_utf8_valid(s->text, s->at);
        if (status != HANDOFF_OK)
            return status;
        if (len == 0)
            return refuse(s, s->at, "bytes that are not UTF-8");
        s->at += c == '\\' ? 0 : len;
    }
}

static size_t skip_digits(struct scan *s)
{
    const size_t start = s->at;

    while (peek(s) >= '0' && peek(s) <= '9')
        s->at++;
    return s->at - start;
}

static bool is_finite(struct handoff_slice number)
{
    char text[NUMBER_BYTES + 1];

    memcpy(text, number.ptr, number.len);
    text[number.len] = '\0';
    return isfinite(strtod(text, NULL)) != 0;
}

static enum handoff_status scan_number(struct scan *s)
{
    const size_t start = s->at;
    size_t digits;

    accept(s, "-");
    digits = s->at;
    if (skip_digits(s) == 0)
        return refuse(s, start, "a value that is none of JSON's kinds");
    if (s->text.ptr[digits] == '0' && s->at - digits > 1)
        return refuse(s, start, "a number with a leading zero");
    if (accept(s, ".") && skip_digits(s) == 0)
        return refuse(s, start, "a number that ends in its decimal point");
    if (accept(s, "e") || accept(s, "E")) {
        if (!accept(s, "+"))
            accept(s, "-");
        if (skip_digits(s) == 0)
            return refuse(s, start, "an exponent without digits");
    }
    if (s->at - start > NUMBER_BYTES)
        return refuse(s, start, "a number of more than 400 characters");
    if (!is_finite(ho_part(s->text, start, s->at)))
        return refuse(s, start, "a number beyond the range of a double");
    return HANDOFF_OK;
}

static enum handoff_status scan_value(struct scan *s);

/* Two keys as written; escapes make `"a"` and `"\u0061"` the same key. */
static bool same_key(struct handoff_slice a, struct handoff_slice b)
{
    cJSON *left, *right;
    bool same;

    if (!memchr(a.ptr, '\\', a.len) && !memchr(b.ptr, '\\', b.len))
        return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
    left = cJSON_ParseWithLength(a.ptr, a.len);
    right = cJSON_ParseWithLength(b.ptr, b.len);
    same = left && right && strcmp(left->valuestring, right->valuestring) == 0;
    cJSON_Delete(left);
    cJSON_Delete(right);
    return same;
}

struct keys {
    struct handoff_slice *item;
    size_t count, room;
};

static enum handoff_status add_key(struct scan *s, struct keys *keys,
                                   size_t start)
{
    const struct handoff_slice key = ho_part(s->text, start, s->at);

    for (size_t i = 0; i < keys->count; i++)
        if (same_key(keys->item[i], key))
            return refuse(s, start, "an object that has the same key twice");
    if (keys->count == KEYS)
        return refuse(s, start, "an object with more than 4096 keys");
    if (keys->count == keys->room) {
        const size_t room = keys->room ? 2 * keys->room : 16;
        void *grown = realloc(keys->item, room * sizeof *keys->item);

        if (!grown)
            return ho_no_memory(s->err);
        keys->item = grown;
        keys->room = room;
    }
    keys->item[keys->count++] = key;
    return HANDOFF_OK;
}

static enum handoff_status scan_member(struct scan *s, struct keys *keys)
{
    enum handoff_status status;
    size_t start;

    skip_space(s);
    start = s->at;
    if (peek(s) != '"')
        return refuse(s, s->at, "a key in double quotes was expected");
    status = scan_string(s);
    if (status == HANDOFF_OK)
        status = add_key(s, keys, start);
    if (status != HANDOFF_OK)
        return status;
    skip_space(s);
    if (!accept(s, ":"))
        return refuse(s, s->at, "a colon was expected behind the key");
    return scan_value(s);
}

static enum handoff_status scan_members(struct scan *s, char close)
{
    const char end[] = { close, '\0' };
    struct keys keys = { 0 };
    enum handoff_status status = HANDOFF_OK;

    s->at++;
    skip_space(s);
    if (accept(s, end))
        return HANDOFF_OK;
    while (status == HANDOFF_OK) {
        status = close == '}' ? scan_member(s, &keys) : scan_value(s);
        skip_space(s);
        if (status != HANDOFF_OK || accept(s, end))
            break;
        if (!accept(s, ","))
            status = refuse(s, s->at,
                            s->at == s->text.len
                                ? "the text ends before its last bracket"
                                : "a comma or closing bracket was expected");
    }
    free(keys.item);
    return status;
}

static enum handoff_status scan_container(struct scan *s, char close)
{
    enum handoff_status status;

    if (++s->depth > HO_JSON_DEPTH)
        return refuse(s, s->at, "more than 200 levels deep");
    status = scan_members(s, close);
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
    if (status == HANDOFF_OK)
        found(s, start);
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

enum handoff_status ho_json_scan(struct handoff_slice text,
                                 const struct ho_json_observer *observer,
                                 struct handoff_error *err)
{
    struct scan s = { .text = text, .observer = observer, .err = err };
    enum handoff_status status;

    if (accept(&s, "\xEF\xBB\xBF"))
        return refuse(&s, 0, "a byte order mark; remove it");
    status = scan_value(&s);
    if (status != HANDOFF_OK)
        return status;
    skip_space(&s);
    if (s.at < text.len)
        return refuse(&s, s.at, "text behind the end of the value");
    return HANDOFF_OK;
}
