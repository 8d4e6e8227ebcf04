/* ecma.c - ECMA-262 patterns in PCRE2's syntax; see schema/regex.h */
#include <stdint.h>

#include "base/utf8.h"
#include "schema/ecma.h"

struct translator {
    struct handoff_slice in;
    size_t at;
    struct ho_buffer *out;
    size_t groups;   /* open ones */
    bool repeatable; /* what was written last takes a quantifier */
    const char *why; /* the first failure */
};

/* ECMA-262's WhiteSpace and LineTerminator, and all but them. */
static const char space_set[] =
    "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
    "\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
static const char other_set[] =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}"
    "\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
    "\\x{ff00}-\\x{10ffff}";
static const char any_set[] = "\\x{0}-\\x{10ffff}";

static void fail(struct translator *t, const char *why)
{
    if (!t->why)
        t->why = why;
}

static int peek(const struct translator *t)
{
    return t->at < t->in.len ? (unsigned char)t->in.ptr[t->at] : -1;
}

static bool accept(struct translator *t, const char *text)
{
    const size_t len = strlen(text);

    if (t->in.len - t->at < len || memcmp(t->in.ptr + t->at, text, len) != 0)
        return false;
    t->at += len;
    return true;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void emit(struct translator *t, const char *text)
{
    ho_buffer_text(t->out, text);
}

/* A character that stands for itself, inside and outside of classes. */
static void emit_code(struct translator *t, uint32_t code)
{
    if (code < 0x80 && (is_letter((int)code) || is_digit((int)code)))
        ho_buffer_byte(t->out, (char)code);
    else if (code >= 0xD800 && code <= 0xDFFF)
        fail(t, "a lone surrogate, which no text contains");
    else if (code > 0x10FFFF)
        fail(t, "a character beyond U+10FFFF");
    else
        ho_buffer_format(t->out, "\\x{%x}", (unsigned)code);
}

static uint32_t read_character(struct translator *t)
{
    size_t len;
    const int32_t code = ho_utf8_decode(t->in, t->at, &len);

    t->at += len;
    return (uint32_t)code;
}

static int hex_digit(int c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static uint32_t read_hex(struct translator *t, size_t digits)
{
    uint32_t code = 0;

    for (size_t i = 0; i < digits; i++, t->at++) {
        const int digit = hex_digit(peek(t));

        if (digit < 0) {
            fail(t, "\\x takes two hex digits, \\u four or \\u{...}");
            return 0;
        }
        code = code * 16 + (uint32_t)digit;
    }
    return code;
}

/* Behind `\u{`. */
static uint32_t read_braced_hex(struct translator *t)
{
    uint32_t code = 0;

    while (hex_digit(peek(t)) >= 0 && code <= 0x10FFFF)
        code = code * 16 + read_hex(t, 1);
    if (!accept(t, "}"))
        fail(t, "\\u{...} takes hex digits up to 10FFFF");
    return code;
}

/* Behind `\u`. */
static uint32_t read_unicode(struct translator *t)
{
    uint32_t high, low;
    size_t back;

    if (accept(t, "{"))
        return read_braced_hex(t);
    high = read_hex(t, 4);
    back = t->at;
    if (high < 0xD800 || high > 0xDBFF || !accept(t, "\\u"))
        return high;
    low = read_hex(t, 4);
    if (low >= 0xDC00 && low <= 0xDFFF)
        return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    t->at = back;
    return high;
}

static uint32_t read_control(struct translator *t)
{
    const int c = peek(t);

    if (!is_letter(c)) {
        fail(t, "\\c takes a letter");
        return 0;
    }
    t->at++;
    return (uint32_t)c % 32;
}

/* Behind a backslash that starts neither a set nor an assertion. */
static uint32_t read_escape(struct translator *t)
{
    static const char letters[] = "tnvfr", meanings[] = "\t\n\v\f\r";
    const int c = peek(t);
    const char *letter = c > 0 ? strchr(letters, c) : NULL;

    if (c < 0) {
        fail(t, "a backslash at the end");
        return 0;
    }
    if (!is_letter(c) && !is_digit(c)) /* it stands for itself */
        return read_character(t);
    t->at++;
    if (letter)
        return (uint32_t)meanings[letter - letters];
    if (c == 'c')
        return read_control(t);
    if (c == 'x')
        return read_hex(t, 2);
    if (c == 'u')
        return read_unicode(t);
    if (c == '0' && !is_digit(peek(t)))
        return 0;
    fail(t, "an escape that ECMA-262 does not have");
    return 0;
}

static struct handoff_slice read_property(struct translator *t)
{
    struct handoff_slice name = { "", 0 };
    size_t start;

    if (!accept(t, "{")) {
        fail(t, "\\p takes a property in braces");
        return name;
    }
    start = t->at;
    while (is_letter(peek(t)) || is_digit(peek(t)) || peek(t) == '_' ||
           peek(t) == '=')
        t->at++;
    name = ho_part(t->in, start, t->at);
    if (name.len == 0 || !accept(t, "}"))
        fail(t, "\\p takes a property in braces");
    return name;
}

/* Behind `\p` or `\P`. */
static void property(struct translator *t, bool negated)
{
    const struct handoff_slice name = read_property(t);

    if (!t->why)
        ho_ecma_property(t->out, name, negated);
}

/* Behind a backslash: a set of characters, as the content of a class.
 * Nothing is consumed where it is none. */
static bool set_escape(struct translator *t)
{
    const int c = peek(t);
    const char text[] = { '\\', (char)c, '\0' };

    if (c <= 0 || !strchr("dDwWsSpP", c))
        return false;
    t->at++;
    if (c == 's')
        emit(t, space_set);
    else if (c == 'S')
        emit(t, other_set);
    else if (c == 'p' || c == 'P')
        property(t, c == 'P');
    else
        emit(t, text);
    return true;
}

/* One character of a class, or a set, which is written at once. */
static bool class_atom(struct translator *t, uint32_t *code)
{
    if (!accept(t, "\\")) {
        *code = read_character(t);
        return true;
    }
    if (set_escape(t))
        return false;
    *code = accept(t, "b") ? 8 : read_escape(t);
    return true;
}

static void class_range(struct translator *t, uint32_t low)
{
    uint32_t high;

    emit_code(t, low);
    t->at++;
    if (!class_atom(t, &high)) { /* [a-\d]: the hyphen means itself */
        emit_code(t, '-');
        return;
    }
    if (high < low)
        fail(t, "a range that runs backwards");
    emit(t, "-");
    emit_code(t, high);
}

static bool at_range(const struct translator *t)
{
    return t->in.len - t->at >= 2 && t->in.ptr[t->at] == '-' &&
           t->in.ptr[t->at + 1] != ']';
}

/* Behind the opening bracket. */
static void character_class(struct translator *t)
{
    const bool negated = accept(t, "^");
    uint32_t code;

    if (accept(t, "]")) {
        emit(t, negated ? "[" : "[^");
        emit(t, any_set);
        emit(t, "]");
        return;
    }
    emit(t, negated ? "[^" : "[");
    while (!t->why && peek(t) >= 0 && peek(t) != ']') {
        if (!class_atom(t, &code))
            continue;
        if (at_range(t))
            class_range(t, code);
        else
            emit_code(t, code);
    }
    emit(t, "]");
    if (!accept(t, "]"))
        fail(t, "a class without its closing bracket");
}

/* Behind the `<` of a group or the `\k<` of a reference. */
static void group_name(struct translator *t)
{
    const size_t start = t->at;

    while (is_letter(peek(t)) || is_digit(peek(t)) || peek(t) == '_')
        t->at++;
    if (t->at == start || is_digit(t->in.ptr[start]) || peek(t) != '>') {
        fail(t, "a group name takes letters, digits and _");
        return;
    }
    t->at++;
    ho_buffer_add(t->out, ho_part(t->in, start, t->at));
}

static void escape(struct translator *t)
{
    const int c = peek(t);
    size_t start = t->at;

    t->repeatable = c != 'b' && c != 'B';
    if (c > 0 && strchr("dDwWpP", c)) {
        set_escape(t);
    } else if (c == 's' || c == 'S') {
        emit(t, "[");
        set_escape(t);
        emit(t, "]");
    } else if (c == 'b' || c == 'B') {
        t->at++;
        emit(t, c == 'b' ? "\\b" : "\\B");
    } else if (c >= '1' && c <= '9') {
        while (is_digit(peek(t)))
            t->at++;
        emit(t, "\\g{");
        ho_buffer_add(t->out, ho_part(t->in, start, t->at));
        emit(t, "}");
    } else if (accept(t, "k<")) {
        emit(t, "\\k<");
        group_name(t);
    } else {
        emit_code(t, read_escape(t));
    }
}

static void open_group(struct translator *t)
{
    static const char *const kinds[] = { "?:", "?=", "?!", "?<=", "?<!" };

    t->groups++;
    t->repeatable = false;
    emit(t, "(");
    if (peek(t) != '?')
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (accept(t, kinds[i])) {
            emit(t, kinds[i]);
            return;
        }
    if (!accept(t, "?<")) {
        fail(t, "a kind of group that ECMA-262 does not have");
        return;
    }
    emit(t, "?<");
    group_name(t);
}

static void close_group(struct translator *t)
{
    if (t->groups == 0) {
        fail(t, "a closing parenthesis too many");
        return;
    }
    t->groups--;
    t->repeatable = true;
    emit(t, ")");
}

/* The length of `{n}`, `{n,}` or `{n,m}` at the brace, else 0. */
static size_t braces(const struct translator *t)
{
    size_t i = t->at + 1;
    const size_t first = i;

    while (i < t->in.len && is_digit(t->in.ptr[i]))
        i++;
    if (i == first)
        return 0;
    if (i < t->in.len && t->in.ptr[i] == ',')
        for (i++; i < t->in.len && is_digit(t->in.ptr[i]);)
            i++;
    return i < t->in.len && t->in.ptr[i] == '}' ? i + 1 - t->at : 0;
}

static void quantifier(struct translator *t, size_t len)
{
    if (!t->repeatable) {
        fail(t, "a repeat with nothing to repeat");
        return;
    }
    ho_buffer_add(t->out, ho_part(t->in, t->at, t->at + len));
    t->at += len;
    if (accept(t, "?"))
        emit(t, "?");
    t->repeatable = false;
}

static void assertion(struct translator *t, const char *text)
{
    emit(t, text);
    t->repeatable = false;
}

/* The atom of one character, or one operator. */
static void term(struct translator *t)
{
    const int c = peek(t);

    if (c == '*' || c == '+' || c == '?' || (c == '{' && braces(t) > 0)) {
        quantifier(t, c == '{' ? braces(t) : 1);
    } else if (accept(t, "\\")) {
        escape(t);
    } else if (accept(t, "(")) {
        open_group(t);
    } else if (accept(t, ")")) {
        close_group(t);
    } else if (accept(t, "^")) {
        assertion(t, "^");
    } else if (accept(t, "$")) {
        assertion(t, "$");
    } else if (accept(t, "|")) {
        assertion(t, "|");
    } else {
        t->repeatable = true;
        if (accept(t, "["))
            character_class(t);
        else if (accept(t, "."))
            emit(t, "[^\\n\\r\\x{2028}\\x{2029}]");
        else
            emit_code(t, read_character(t));
    }
}

const char *ho_ecma_translate(struct handoff_slice pattern,
                              struct ho_buffer *out)
{
    struct translator t = { .in = pattern, .out = out };

    while (!t.why && t.at < pattern.len)
        term(&t);
    if (t.groups > 0)
        fail(&t, "a group without its closing parenthesis");
    return t.why;
}
