/* lint_allow.c - `# lint: allow CODE because REASON`.
 *
 * Such a comment speaks for the next line that is no comment: that line, or
 * the rule, field, list or owner that the line is a part of.  Above the first
 * key it speaks for the policy as a whole.
 */
#include "rules/lint.h"

enum { NAME = 4 }; /* bytes of a code */

struct allow {
    size_t line, target; /* of the comment; of what it speaks for */
    struct handoff_slice code, reason;
    bool used, whole; /* for the policy as a whole */
};

static bool take(struct handoff_slice *text, const char *word)
{
    const size_t len = strlen(word);

    if (text->len < len || memcmp(text->ptr, word, len) != 0)
        return false;
    *text = ho_trim(ho_part(*text, len, text->len));
    return true;
}

/* The comment of a line, without its "#".  A "#" inside quotes is none: what
 * stands behind it must begin like an allowance. */
static bool find_comment(struct handoff_slice line, struct handoff_slice *text,
                         bool *alone)
{
    const struct handoff_slice trimmed = ho_trim(line);

    *alone = trimmed.len == 0 || trimmed.ptr[0] == '#';
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != '#' || (i > 0 && line.ptr[i - 1] != ' '))
            continue;
        *text = ho_trim(ho_part(line, i + 1, line.len));
        return true;
    }
    return false;
}

static bool is_code(struct handoff_slice code)
{
    for (int i = 0; i < HANDOFF_LINT_COUNT; i++)
        if (ho_slice_is(code, handoff_lint_name((enum handoff_lint_code)i)))
            return true;
    return false;
}

/* "L203 because nobody states a budget" */
static void read_allow(struct ho_lint *lint, struct handoff_slice text,
                       struct allow *allow)
{
    allow->code = ho_part(text, 0, text.len < NAME ? text.len : NAME);
    text = ho_trim(ho_part(text, allow->code.len, text.len));
    if (!is_code(allow->code))
        ho_lint_add(lint, HANDOFF_LINT_BAD_ALLOW_CODE, allow->line, allow->line,
                    "", "\"%.*s\" is no code of docs/lint-codes.md",
                    (int)allow->code.len, allow->code.ptr);
    else if (!take(&text, "because") || text.len == 0)
        ho_lint_add(lint, HANDOFF_LINT_BAD_ALLOW_CODE, allow->line, allow->line,
                    "", "%.*s is allowed without a reason",
                    (int)allow->code.len, allow->code.ptr);
    else
        allow->reason = text;
}

/* All comments; those above a line wait for it. */
static enum handoff_status read_comments(struct ho_lint *lint,
                                         struct allow **list, size_t *count)
{
    struct handoff_slice rest = lint->input->text, line, text;
    size_t number = 0, waiting = 0;
    bool begun = false;

    while (ho_next_line(&rest, &line)) {
        bool alone, comment;

        number++;
        comment = find_comment(line, &text, &alone);
        if (comment && take(&text, "lint:") && take(&text, "allow")) {
            struct allow *a =
                ho_arena_push(lint->arena, list, count, sizeof *a);

            if (!a)
                return ho_no_memory(lint->err);
            a->line = number;
            a->whole = !begun;
            read_allow(lint, text, a);
        }
        if (alone)
            continue;
        begun = true;
        for (; waiting < *count; waiting++)
            (*list)[waiting].target = number;
    }
    return HANDOFF_OK;
}

static bool speaks_for(const struct allow *a, const struct ho_lint_finding *f)
{
    if (!a->reason.len || !ho_slice_is(a->code, handoff_lint_name(f->code)))
        return false;
    return f->first == 0 ? a->whole
                         : a->target >= f->first && a->target <= f->last;
}

/* What needs a log, or tests, can only be found where they are given. */
static bool is_looked_for(const struct ho_lint *lint, const struct allow *a)
{
    static const enum handoff_lint_code of_log[] = {
        HANDOFF_LINT_KEEPS_UNDECIDED_CODE, HANDOFF_LINT_ASSUMPTIONS_CODE,
        HANDOFF_LINT_IDLE_LIST_IN_LOG_CODE
    };

    if (ho_slice_is(a->code, handoff_lint_name(HANDOFF_LINT_UNTESTED_CODE)))
        return lint->input->tests.ptr != NULL;
    for (size_t i = 0; i < sizeof of_log / sizeof *of_log; i++)
        if (ho_slice_is(a->code, handoff_lint_name(of_log[i])))
            return lint->input->log != NULL;
    return true;
}

enum handoff_status ho_lint_allow(struct ho_lint *lint)
{
    struct allow *list = NULL;
    size_t count = 0;
    enum handoff_status status = read_comments(lint, &list, &count);

    for (size_t i = 0; status == HANDOFF_OK && i < lint->count; i++)
        for (size_t a = 0; a < count; a++)
            if (speaks_for(&list[a], &lint->finding[i])) {
                lint->finding[i].because =
                    ho_arena_copy(lint->arena, list[a].reason);
                list[a].used = true;
            }
    for (size_t a = 0; status == HANDOFF_OK && a < count; a++)
        if (list[a].reason.len && !list[a].used &&
            is_looked_for(lint, &list[a]))
            ho_lint_add(lint, HANDOFF_LINT_IDLE_ALLOW_CODE, list[a].line,
                        list[a].line, "", "%.*s is not found here",
                        (int)list[a].code.len, list[a].code.ptr);
    return status;
}
