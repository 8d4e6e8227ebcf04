/* json_write.c - the JSON writer; see base/json.h */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"

void ho_writer_init(struct ho_writer *w, struct ho_buffer *buffer,
                    unsigned indent)
{
    *w = (struct ho_writer){ .buffer = buffer, .indent = indent };
}

static void write_line(struct ho_writer *w)
{
    if (w->indent == 0)
        return;
    ho_buffer_byte(w->buffer, '\n');
    for (unsigned i = 0; i < w->indent * w->depth; i++)
        ho_buffer_byte(w->buffer, ' ');
}

/* The short escape of a character, or 0. */
static char short_escape(unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static bool is_line_separator(struct handoff_slice s, size_t at)
{
    return s.len - at >= 3 && memcmp(s.ptr + at, "\xE2\x80", 2) == 0 &&
           ((unsigned char)s.ptr[at + 2] & 0xFE) == 0xA8;
}

/* Stands in a string as it is, whatever follows. */
static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F && c != 0xE2;
}

static size_t skip_plain(struct handoff_slice s, size_t at)
{
    at = ho_json_plain(s, at);
    while (at < s.len && is_plain((unsigned char)s.ptr[at]))
        at++;
    return at;
}

/* Byte `plain` is the first to escape. */
static void write_escaped(struct ho_buffer *b, struct handoff_slice s,
                          size_t plain)
{
    size_t start = 0;

    ho_buffer_byte(b, '"');
    for (size_t i = plain; i < s.len; i = skip_plain(s, i + 1)) {
        const unsigned char c = (unsigned char)s.ptr[i];
        const char letter = short_escape(c);
        bool separator;

        separator = c == 0xE2 && is_line_separator(s, i);
        if (c == 0xE2 && !separator)
            continue;
        ho_buffer_add(b, ho_part(s, start, i));
        if (letter)
            ho_buffer_add(
                b, (struct handoff_slice){ (char[]){ '\\', letter }, 2 });
        else if (separator)
            ho_buffer_format(b, "\\u20%02x",
                             (unsigned char)s.ptr[i + 2] - 0x80);
        else
            ho_buffer_format(b, "\\u%04x", c);
        i += separator ? 2 : 0;
        start = i + 1;
    }
    ho_buffer_add(b, ho_part(s, start, s.len));
    ho_buffer_byte(b, '"');
}

static void write_quoted(struct ho_buffer *b, struct handoff_slice s)
{
    const size_t plain = skip_plain(s, 0);
    char *more = plain == s.len ? ho_buffer_more(b, s.len + 2) : NULL;

    if (more) {
        more[0] = more[s.len + 1] = '"';
        if (s.len > 0)
            memcpy(more + 1, s.ptr, s.len);
    } else {
        write_escaped(b, s, plain);
    }
}

/* What stands between two values of an object on one line, in one piece:
 * false where the key is not plain. */
static bool write_key(struct ho_writer *w, struct handoff_slice key)
{
    char *more = skip_plain(key, 0) == key.len
                     ? ho_buffer_more(w->buffer, w->has_item + key.len + 3)
                     : NULL;

    if (!more)
        return false;
    if (w->has_item)
        *more++ = ',';
    *more++ = '"';
    memcpy(more, key.ptr, key.len);
    memcpy(more + key.len, "\":", 2);
    w->has_item = true;
    return true;
}

static void begin_value(struct ho_writer *w, const char *key)
{
    if (key && w->indent == 0 && write_key(w, ho_slice(key)))
        return;
    if (w->has_item)
        ho_buffer_byte(w->buffer, ',');
    if (w->depth > 0)
        write_line(w);
    w->has_item = true;
    if (!key)
        return;
    write_quoted(w->buffer, ho_slice(key));
    ho_buffer_text(w->buffer, w->indent ? ": " : ":");
}

static void open_container(struct ho_writer *w, const char *key, char bracket)
{
    begin_value(w, key);
    ho_buffer_byte(w->buffer, bracket);
    w->depth++;
    w->has_item = false;
}

static void close_container(struct ho_writer *w, char bracket)
{
    w->depth--;
    if (w->has_item)
        write_line(w);
    ho_buffer_byte(w->buffer, bracket);
    w->has_item = true;
}

void ho_write_object(struct ho_writer *w, const char *key)
{
    open_container(w, key, '{');
}

void ho_write_array(struct ho_writer *w, const char *key)
{
    open_container(w, key, '[');
}

void ho_write_end_object(struct ho_writer *w)
{
    close_container(w, '}');
}

void ho_write_end_array(struct ho_writer *w)
{
    close_container(w, ']');
}

void ho_write_slice(struct ho_writer *w, const char *key,
                    struct handoff_slice s)
{
    begin_value(w, key);
    write_quoted(w->buffer, s);
}

void ho_write_text(struct ho_writer *w, const char *key, const char *text)
{
    if (text)
        ho_write_slice(w, key, ho_slice(text));
    else
        ho_write_null(w, key);
}

void ho_write_integer(struct ho_writer *w, const char *key, int64_t value)
{
    char digits[20], *at = digits + sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (value < 0)
        *--at = '-';
    begin_value(w, key);
    ho_buffer_add(w->buffer, (struct handoff_slice){
                                 at, (size_t)(digits + sizeof digits - at) });
}

void ho_write_bool(struct ho_writer *w, const char *key, bool value)
{
    begin_value(w, key);
    ho_buffer_text(w->buffer, value ? "true" : "false");
}

void ho_write_null(struct ho_writer *w, const char *key)
{
    begin_value(w, key);
    ho_buffer_text(w->buffer, "null");
}

void ho_write_raw(struct ho_writer *w, const char *key,
                  struct handoff_slice json)
{
    begin_value(w, key);
    ho_buffer_add(w->buffer, json);
}

/* The shortest decimal that reads back as the same double. */
static void write_double(struct ho_buffer *b, double value)
{
    char text[40];

    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    ho_buffer_text(b, text);
}

static void write_number(struct ho_writer *w, const char *key,
                         const cJSON *number)
{
    const char *text = ho_json_number_text(number);
    int64_t whole;

    if (!text && ho_json_integer(number, &whole)) {
        ho_write_integer(w, key, whole);
        return;
    }
    begin_value(w, key);
    if (text)
        ho_buffer_text(w->buffer, text);
    else
        write_double(w->buffer, number->valuedouble);
}

void ho_write_json(struct ho_writer *w, const char *key, const cJSON *value)
{
    const cJSON *item;

    if (cJSON_IsObject(value) || cJSON_IsArray(value)) {
        const bool object = cJSON_IsObject(value);

        open_container(w, key, object ? '{' : '[');
        cJSON_ArrayForEach(item, value)
            ho_write_json(w, object ? item->string : NULL, item);
        close_container(w, object ? '}' : ']');
    } else if (cJSON_IsNumber(value)) {
        write_number(w, key, value);
    } else if (cJSON_IsString(value)) {
        ho_write_text(w, key, value->valuestring);
    } else if (cJSON_IsBool(value)) {
        ho_write_bool(w, key, cJSON_IsTrue(value));
    } else {
        ho_write_null(w, key);
    }
}
