/* regex.c - PCRE2 behind a translation and limits; see schema/regex.h */
#include "schema/regex.h"

#include <stdio.h>
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "schema/ecma.h"

enum {
    PATTERN_BYTES = 64 * 1024,
    TRANSLATED_BYTES = 1024 * 1024,
    /* Steps of one match.  Honest patterns need a few for each byte; one
     * that backtracks doubles them with each. */
    STEPS = 100 * 1000,
    STEPS_PER_BYTE = 64,
    HEAP_KILOBYTES = 32 * 1024
};

struct ho_regex {
    pcre2_code *code;
};

static enum handoff_status explain(char why[HO_REGEX_WHY], const char *text)
{
    snprintf(why, HO_REGEX_WHY, "%s", text);
    return HANDOFF_BAD_SCHEMA;
}

/* Into PCRE2's syntax. */
static enum handoff_status translate(struct handoff_slice pattern,
                                     struct ho_buffer *text,
                                     char why[HO_REGEX_WHY])
{
    const char *mistake;

    if (pattern.len > PATTERN_BYTES)
        return explain(why, "more than 64 KB");
    mistake = ho_ecma_translate(pattern, text);
    if (mistake)
        return explain(why, mistake);
    if (text->failed == HANDOFF_TOO_LARGE)
        return explain(why, "too many sets of characters");
    return text->failed;
}

/* NULL, and PCRE2's error code in *code, where it does not compile. */
static pcre2_code *compile_code(struct handoff_slice text, int *code)
{
    const uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY |
                             PCRE2_MATCH_UNSET_BACKREF |
                             PCRE2_NEVER_BACKSLASH_C;
    PCRE2_SIZE at;

    return pcre2_compile((PCRE2_SPTR)text.ptr, text.len, options, code, &at,
                         NULL);
}

static enum handoff_status build(struct handoff_slice text,
                                 struct ho_regex **out, char why[HO_REGEX_WHY])
{
    struct ho_regex *regex = calloc(1, sizeof *regex);
    int code = 0;

    if (!regex)
        return HANDOFF_NO_MEMORY;
    regex->code = compile_code(text, &code);
    if (regex->code) {
        *out = regex;
        return HANDOFF_OK;
    }
    free(regex);
    if (code == PCRE2_ERROR_NOMEMORY || code == PCRE2_ERROR_HEAP_FAILED)
        return HANDOFF_NO_MEMORY;
    pcre2_get_error_message(code, (PCRE2_UCHAR *)why, HO_REGEX_WHY);
    return HANDOFF_BAD_SCHEMA;
}

enum handoff_status ho_regex_compile(struct handoff_slice pattern,
                                     struct ho_regex **out,
                                     char why[HO_REGEX_WHY])
{
    enum handoff_status status;
    struct ho_buffer text;

    ho_buffer_init(&text, TRANSLATED_BYTES);
    status = translate(pattern, &text, why);
    if (status == HANDOFF_OK)
        status = build(ho_buffer_slice(&text), out, why);
    ho_buffer_release(&text);
    return status;
}

/* PCRE2 10.42 cannot match a look-behind of variable length, but it is
 * ECMA-262 all the same. */
bool ho_regex_is_valid(struct handoff_slice pattern)
{
    char why[HO_REGEX_WHY];
    struct ho_buffer text;
    bool valid = false;
    int code = 0;

    ho_buffer_init(&text, TRANSLATED_BYTES);
    if (translate(pattern, &text, why) == HANDOFF_OK) {
        pcre2_code *compiled = compile_code(ho_buffer_slice(&text), &code);

        valid = compiled || code == PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH;
        pcre2_code_free(compiled);
    }
    ho_buffer_release(&text);
    return valid;
}

void ho_regex_free(struct ho_regex *regex)
{
    if (!regex)
        return;
    pcre2_code_free(regex->code);
    free(regex);
}

void ho_matcher_release(struct ho_matcher *m)
{
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    *m = (struct ho_matcher){ 0 };
}

static bool prepare(struct ho_matcher *m)
{
    if (!m->data)
        m->data = pcre2_match_data_create(1, NULL);
    if (!m->context) {
        m->context = pcre2_match_context_create(NULL);
        if (m->context)
            pcre2_set_heap_limit(m->context, HEAP_KILOBYTES);
    }
    return m->data && m->context;
}

static uint32_t steps_for(size_t len)
{
    const size_t most = (UINT32_MAX - STEPS) / STEPS_PER_BYTE;

    return STEPS + (uint32_t)(len < most ? len : most) * STEPS_PER_BYTE;
}

enum handoff_status ho_regex_match(const struct ho_regex *regex,
                                   struct ho_matcher *m,
                                   struct handoff_slice text, bool *matches)
{
    int result;

    if (!prepare(m))
        return HANDOFF_NO_MEMORY;
    pcre2_set_match_limit(m->context, steps_for(text.len));
    result = pcre2_match(regex->code, (PCRE2_SPTR)text.ptr, text.len, 0,
                         PCRE2_NO_UTF_CHECK, m->data, m->context);
    if (result < 0 && result != PCRE2_ERROR_NOMATCH)
        return result == PCRE2_ERROR_NOMEMORY ? HANDOFF_NO_MEMORY
                                              : HANDOFF_TOO_LARGE;
    *matches = result >= 0;
    return HANDOFF_OK;
}
