/* rules_printed.c - see support/rules_printed.h */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "support/rules_case.h"
#include "support/rules_printed.h"

enum {
    WORDS_MAX = 256,
    DOMAIN = 3, /* the kind of rules_table.h that has lists */
    TEXT_BYTES = 1 << 20
};

void rules_make_plain(struct table *table, bool assumes)
{
    bool lists;

    do {
        rules_make_table(table, assumes);
        lists = false;
        for (int f = 0; f < table->fields; f++)
            lists = lists || table->kind[f] == DOMAIN;
    } while (lists);
}

/* --- words become conditions --- */

/* "3 or more" is ">= 3". */
static void condition(struct ho_buffer *b, struct handoff_slice part)
{
    char text[WORDS_MAX];
    long number;

    snprintf(text, sizeof text, "%.*s", (int)part.len, part.ptr);
    if (strstr(text, " or more") && sscanf(text, "%ld", &number) == 1)
        ho_buffer_format(b, "\">= %ld\"", number);
    else if (sscanf(text, "under %ld", &number) == 1)
        ho_buffer_format(b, "\"< %ld\"", number);
    else
        ho_buffer_text(b, text);
}

static struct handoff_slice next_part(struct handoff_slice *rest,
                                      const char *end)
{
    const size_t at = ho_find(*rest, 0, ho_slice(end));
    const struct handoff_slice part =
        at == SIZE_MAX ? *rest : ho_part(*rest, 0, at);

    *rest = at == SIZE_MAX ? (struct handoff_slice){ NULL, 0 }
                           : ho_part(*rest, at + strlen(end), rest->len);
    return part;
}

static size_t count_parts(struct handoff_slice words)
{
    size_t count = 0;

    for (; words.len > 0; count++)
        next_part(&words, "|");
    return count;
}

/* The n-th of the field's alternatives; those of an enum are one list. */
static void field_condition(struct ho_buffer *b, bool is_enum,
                            struct handoff_slice words, size_t n)
{
    const bool negated = words.len > 4 && memcmp(words.ptr, "not ", 4) == 0;

    if (negated)
        words = ho_part(words, 4, words.len);
    if (!is_enum) {
        while (n-- > 0)
            next_part(&words, "|");
        condition(b, next_part(&words, "|"));
        return;
    }
    ho_buffer_text(b, negated ? "\"not [" : "[");
    while (words.len > 0) {
        ho_buffer_add(b, next_part(&words, "|"));
        ho_buffer_text(b, words.len > 0 ? ", " : "]");
    }
    ho_buffer_text(b, negated ? "\"" : "");
}

static bool is_enum(const struct table *table, const char *field)
{
    return strcmp(rules_value(table->kind[field[1] - '0'], 0), "v0") == 0;
}

/* "f0 v1|v2, f1 under 3|none" as rules, one a combination of alternatives. */
void rules_write_box(struct ho_buffer *b, const struct table *table,
                     const char *box, size_t region)
{
    size_t many[FIELDS], total = 1, fields = 0;
    struct handoff_slice rest = ho_slice(box), name[FIELDS], words[FIELDS];

    assert_string_not_equal(box, "every lead");
    for (; rest.len > 0; fields++) {
        words[fields] = next_part(&rest, ", ");
        name[fields] = next_part(&words[fields], " ");
        many[fields] =
            is_enum(table, name[fields].ptr) ? 1 : count_parts(words[fields]);
        total *= many[fields];
    }
    for (size_t i = 0; i < total; i++) {
        size_t left = i;

        ho_buffer_format(b, "  - {id: x%zu, when: {", b->len);
        for (size_t f = 0; f < fields; f++) {
            ho_buffer_format(b, "%s%.*s: ", f ? ", " : "", (int)name[f].len,
                             name[f].ptr);
            field_condition(b, is_enum(table, name[f].ptr), words[f],
                            left % many[f]);
            left /= many[f];
        }
        ho_buffer_format(b, "}, then: {route: skip, reason: R%zu}}\n", region);
    }
}

void rules_start_printed(struct ho_buffer *b, const struct table *table)
{
    ho_buffer_init(b, TEXT_BYTES);
    ho_buffer_text(b, "policy: printed\nversion: 1\nfields:\n");
    for (int f = 0; f < table->fields; f++) {
        const char field[] = { 'f', (char)('0' + f), '\0' };

        ho_buffer_format(b, "  f%d: {question: f?, type: ", f);
        if (!is_enum(table, field))
            ho_buffer_text(b, "integer}\n");
        for (int v = 0; is_enum(table, field) && rules_value(table->kind[f], v);
             v++)
            ho_buffer_format(b, "%sv%d%s", v ? ", " : "enum, values: [", v,
                             rules_value(table->kind[f], v + 1) ? "" : "]}\n");
    }
    ho_buffer_text(b, "undecided: {then: {route: enrich, reason: ASK}}\n"
                      "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                      "rules:\n");
}

struct handoff_policy *rules_end_printed(struct ho_buffer *b)
{
    struct handoff_policy *policy = rules_policy("printed", b->ptr);

    ho_buffer_release(b);
    return policy;
}

bool rules_same_key(const struct handoff_decision *a,
                    const struct handoff_decision *b)
{
    return a->undecided == b->undecided &&
           (a->undecided || (a->outcome.route == b->outcome.route &&
                             strcmp(a->outcome.owner, b->outcome.owner) == 0));
}

/* In how many rules' boxes the world lies, `otherwise` not counted. */
unsigned rules_times_matched(const struct handoff_decision *d)
{
    unsigned count = 0;

    for (size_t w = 0; w < d->words; w++)
        count += (unsigned)__builtin_popcountll(d->must[w]);
    return count - 1;
}
