/* lint.c - policy lint: all parts, and their document. */
#include "rules/lint.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "rules/cells.h"

enum {
    LINT_BYTES = 256 * 1024 * 1024,
    LINT_STEPS = 2000000, /* well under a second */
    JSON_BYTES = 64 * 1024 * 1024
};

static const struct {
    const char *code, *meaning, *remedy;
    enum handoff_severity severity;
} codes[] = {
#define X(name, code, severity, text, remedy) \
    { code, text, remedy, HANDOFF_LINT_##severity },
    HANDOFF_LINT_MAP(X)
#undef X
};

static const char *const severities[] = {
#define X(name, word) word,
    HANDOFF_SEVERITY_MAP(X)
#undef X
};

enum { SEVERITIES = sizeof severities / sizeof *severities };

const char *handoff_lint_name(enum handoff_lint_code code)
{
    return codes[code].code;
}

const char *handoff_lint_meaning(enum handoff_lint_code code)
{
    return codes[code].meaning;
}

const char *handoff_lint_remedy(enum handoff_lint_code code)
{
    return codes[code].remedy;
}

const char *handoff_lint_severity(enum handoff_lint_code code)
{
    return severities[codes[code].severity];
}

/* --- findings --- */

static void add(struct ho_lint *lint, enum handoff_lint_code code, size_t first,
                size_t last, const char *item, const char *message)
{
    struct ho_lint_finding *f =
        ho_arena_push(lint->arena, &lint->finding, &lint->count, sizeof *f);

    if (f)
        *f = (struct ho_lint_finding){ .code = code,
                                       .first = first,
                                       .last = last,
                                       .item = item,
                                       .message = message };
}

void ho_lint_add(struct ho_lint *lint, enum handoff_lint_code code,
                 size_t first, size_t last, const char *item,
                 const char *format, ...)
{
    va_list list, again;
    char *text;
    int len;

    va_start(list, format);
    va_copy(again, list);
    len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    text = len < 0 ? NULL : ho_arena_alloc(lint->arena, (size_t)len + 1);
    if (text)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    add(lint, code, first, last, item, text ? text : "");
}

static size_t last_line(const struct ho_yaml *node)
{
    size_t last = node->line;

    for (const struct ho_yaml *c = node->child; c; c = c->next) {
        const size_t line = last_line(c); /* the reader limits the depth */

        last = line > last ? line : last;
    }
    return last;
}

void ho_lint_add_rule(struct ho_lint *lint, enum handoff_lint_code code,
                      size_t rule, const char *message)
{
    const struct ho_rule *r = &lint->policy->rule[rule];

    add(lint, code, r->node->line, last_line(r->node), r->id, message);
}

const char *ho_lint_text(struct ho_lint *lint, struct ho_buffer *buffer)
{
    const char *text = ho_arena_copy(lint->arena, ho_buffer_slice(buffer));

    lint->no_memory = lint->no_memory || buffer->failed == HANDOFF_NO_MEMORY;
    ho_buffer_release(buffer);
    return text;
}

/* --- version --- */

enum handoff_status ho_lint_version(struct ho_lint *lint)
{
    const struct handoff_policy *p = lint->policy;
    const struct handoff_approved *approved = lint->input->approved;

    if (!approved)
        return HANDOFF_OK;
    if (approved->state == HANDOFF_APPROVED_OTHER)
        ho_lint_add(lint, HANDOFF_LINT_SAME_VERSION_CODE, 0, 0, "",
                    "version %s was approved by %s with another content "
                    "(sha256 %.12s, now %.12s)",
                    p->version, approved->by, approved->sha256, p->sha256);
    else if (approved->state == HANDOFF_NOT_APPROVED)
        ho_lint_add(lint, HANDOFF_LINT_NOT_APPROVED_CODE, 0, 0, "",
                    "version %s, sha256 %.12s, is not in the record",
                    p->version, p->sha256);
    return HANDOFF_OK;
}

/* --- the document --- */

static void write_finding(struct ho_writer *w, const struct ho_lint_finding *f)
{
    ho_write_object(w, NULL);
    ho_write_text(w, "lint", handoff_lint_name(f->code));
    ho_write_text(w, "severity", handoff_lint_severity(f->code));
    if (f->first > 0)
        ho_write_integer(w, "line", (int64_t)f->first);
    else
        ho_write_null(w, "line");
    ho_write_text(w, "item", f->item[0] ? f->item : NULL);
    ho_write_text(w, "message", f->message);
    ho_write_text(w, "what_to_do", handoff_lint_remedy(f->code));
    if (f->because)
        ho_write_text(w, "because", f->because);
    ho_write_end_object(w);
}

/* Errors first, then warnings, then notes; each in the order of the file. */
static int compare_findings(const void *a, const void *b)
{
    const struct ho_lint_finding *x = a, *y = b;
    const int order =
        (int)codes[x->code].severity - (int)codes[y->code].severity;

    if (order != 0)
        return order;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return strcmp(x->message, y->message);
}

static size_t count_of(const struct ho_lint *lint, int severity, bool allowed)
{
    size_t count = 0;

    for (size_t i = 0; i < lint->count; i++)
        count += (lint->finding[i].because != NULL) == allowed &&
                 (severity < 0 ||
                  (int)codes[lint->finding[i].code].severity == severity);
    return count;
}

static void write_list(struct ho_writer *w, const struct ho_lint *lint,
                       const char *key, bool allowed)
{
    ho_write_array(w, key);
    for (size_t i = 0; i < lint->count; i++)
        if ((lint->finding[i].because != NULL) == allowed)
            write_finding(w, &lint->finding[i]);
    ho_write_end_array(w);
}

static void write_counts(struct ho_writer *w, const struct ho_lint *lint)
{
    ho_write_object(w, "counts");
    for (int s = 0; s < SEVERITIES; s++) {
        char key[16];

        snprintf(key, sizeof key, "%ss", severities[s]);
        ho_write_integer(w, key, (int64_t)count_of(lint, s, false));
    }
    ho_write_integer(w, "allowed", (int64_t)count_of(lint, -1, true));
    ho_write_end_object(w);
}

/* How many worlds there are, or null where nobody counts that far. */
static void write_worlds(struct ho_writer *w, const struct handoff_policy *p)
{
    const int64_t most = INT64_C(1) << 53; /* what JSON numbers hold */
    int64_t worlds = 1;

    for (size_t f = 0; f < p->fields.count && worlds > 0; f++) {
        const int64_t cells = (int64_t)p->cells[f].count;

        if (cells > 0)
            worlds = worlds <= most / cells ? worlds * cells : 0;
    }
    if (worlds > 0)
        ho_write_integer(w, "cells", worlds);
    else
        ho_write_null(w, "cells");
}

static void write_policy(struct ho_writer *w, const struct handoff_policy *p)
{
    size_t tested = 0;

    for (size_t f = 0; f < p->fields.count; f++)
        tested += p->cells[f].count > 0;
    ho_write_object(w, "policy");
    ho_write_text(w, "name", p->name);
    ho_write_text(w, "version", p->version);
    ho_write_text(w, "sha256", p->sha256);
    ho_write_integer(w, "rules", (int64_t)p->rule_count - 1);
    ho_write_integer(w, "fields", (int64_t)p->fields.count);
    ho_write_integer(w, "tested_fields", (int64_t)tested);
    write_worlds(w, p);
    ho_write_end_object(w);
}

static enum handoff_status write_document(const struct ho_lint *lint,
                                          const char *file, char **json,
                                          struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_writer w;

    ho_buffer_init(&text, JSON_BYTES);
    ho_writer_init(&w, &text, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "file", file);
    if (lint->policy)
        write_policy(&w, lint->policy);
    else
        ho_write_null(&w, "policy");
    write_list(&w, lint, "findings", false);
    write_list(&w, lint, "allowed", true);
    write_counts(&w, lint);
    ho_write_bool(&w, "exact", lint->inexact == 0);
    ho_write_end_object(&w);
    return ho_buffer_take(&text, "the findings", json, NULL, err);
}

/* --- all --- */

static enum handoff_status make_view(struct ho_lint *lint)
{
    const struct handoff_policy *p = lint->policy;
    const size_t fields = p->fields.count;
    struct ho_arena *arena = lint->arena;
    size_t *count = ho_arena_alloc(arena, (fields + 1) * sizeof *count);
    struct ho_box *box = ho_arena_alloc(arena, p->row_count * sizeof *box);
    struct ho_space_row *list =
        ho_arena_alloc(arena, p->row_count * sizeof *list);
    enum handoff_status status;

    lint->view = *p;
    lint->view.cells = ho_arena_alloc(arena, (fields + 1) * sizeof *p->cells);
    lint->view.row = ho_arena_alloc(arena, p->row_count * sizeof *p->row);
    if (!count || !box || !list || !lint->view.cells || !lint->view.row)
        return ho_no_memory(lint->err);
    for (size_t f = 0; f < fields; f++)
        count[f] = p->cells[f].count;
    for (size_t r = 0; r < p->row_count; r++) {
        box[r] = (struct ho_box){ p->row[r].term, p->row[r].term_count };
        list[r] =
            (struct ho_space_row){ &box[r], &p->rule[p->row[r].rule], NULL };
    }
    status = ho_space_make(count, fields, list, p->row_count, arena,
                           &lint->space, lint->err);
    for (size_t r = 0; status == HANDOFF_OK && r < p->row_count; r++) {
        lint->view.row[r] = p->row[r];
        lint->view.row[r].term = lint->space.term[r];
    }
    for (size_t f = 0; status == HANDOFF_OK && f < fields; f++)
        lint->view.cells[f].count = ho_bits_of(lint->space.all[f]);
    lint->inexact += lint->space.full != HANDOFF_NO_FIELD;
    return status;
}

static void tell_budget(struct ho_lint *lint)
{
    if (lint->inexact > 0)
        ho_lint_add(lint, HANDOFF_LINT_NOT_EXACT_CODE, 0, 0, "",
                    "%zu questions were given up; of these rules and fields "
                    "nothing is said",
                    lint->inexact);
}

static enum handoff_status run(struct ho_lint *lint)
{
    static enum handoff_status (*const part[])(struct ho_lint *) = {
        ho_lint_rules, ho_lint_fields,  ho_lint_lists, ho_lint_owners,
        ho_lint_log,   ho_lint_version, ho_lint_tests
    };
    enum handoff_status status = HANDOFF_OK;

    lint->silent = ho_arena_alloc(lint->arena, lint->policy->rule_count);
    if (!lint->silent)
        return ho_no_memory(lint->err);
    status = make_view(lint);
    for (size_t i = 0; i < sizeof part / sizeof *part && status == HANDOFF_OK;
         i++)
        status = part[i](lint);
    if (status != HANDOFF_OK)
        return status;
    tell_budget(lint);
    status = ho_lint_allow(lint);
    if (status == HANDOFF_OK)
        status = ho_arena_status(lint->arena, "the findings", lint->err);
    if (status == HANDOFF_OK && lint->no_memory)
        status = ho_no_memory(lint->err);
    if (status == HANDOFF_OK && lint->count > 1)
        qsort(lint->finding, lint->count, sizeof *lint->finding,
              compare_findings);
    return status;
}

enum handoff_status handoff_policy_lint(const struct handoff_policy *policy,
                                        const struct handoff_lint_input *input,
                                        char **json, bool *found,
                                        struct handoff_error *err)
{
    struct ho_lint lint = { .policy = policy,
                            .input = input,
                            .arena = ho_arena_new(LINT_BYTES),
                            .steps = LINT_STEPS,
                            .err = err };
    enum handoff_status status = lint.arena ? run(&lint) : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = write_document(&lint, input->file, json, err);
    if (status == HANDOFF_OK)
        *found = count_of(&lint, HANDOFF_LINT_ERROR, false) +
                     count_of(&lint, HANDOFF_LINT_WARNING, false) >
                 0;
    ho_arena_free(lint.arena);
    return status;
}

enum handoff_status handoff_lint_refused(const struct handoff_error *refused,
                                         char **json, struct handoff_error *err)
{
    struct ho_lint lint = { .arena = ho_arena_new(LINT_BYTES) };
    enum handoff_lint_code code;
    enum handoff_status status;

    switch (refused->status) {
    case HANDOFF_BAD_YAML:
    case HANDOFF_BAD_TEXT:
        code = HANDOFF_LINT_SYNTAX_CODE;
        break;
    case HANDOFF_BAD_POLICY:
    case HANDOFF_TOO_LARGE:
        code = HANDOFF_LINT_POLICY_CODE;
        break;
    default:
        ho_arena_free(lint.arena);
        if (err)
            *err = *refused;
        return refused->status;
    }
    if (!lint.arena)
        return ho_no_memory(err);
    ho_lint_add(&lint, code, refused->line, refused->line, "", "%s",
                refused->message);
    status = ho_arena_status(lint.arena, "the findings", err);
    if (status == HANDOFF_OK)
        status = write_document(&lint, refused->file, json, err);
    ho_arena_free(lint.arena);
    return status;
}
