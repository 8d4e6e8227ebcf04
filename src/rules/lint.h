/* lint.h - what the parts of `policy lint` share. */
#ifndef HANDOFF_RULES_LINT_H
#define HANDOFF_RULES_LINT_H

#include <handoff/analysis.h>

#include "base/json.h"
#include "base/yaml.h"
#include "rules/reach.h"
#include "rules/space.h"

struct ho_lint_finding {
    enum handoff_lint_code code;
    size_t first, last;  /* lines of the thing it is about; 0: the policy */
    const char *item;    /* "R5", "list suppression"; "" for the policy */
    const char *message; /* one sentence or two */
    const char *because; /* why it is allowed; NULL: it is not */
};

struct ho_lint {
    const struct handoff_policy *policy;
    /* The policy over all cases, those of not knowing a field included: for
     * reach.h and differ.h; its cells have a count and nothing else. */
    struct handoff_policy view;
    struct ho_space space;
    const struct handoff_lint_input *input;
    struct ho_arena *arena;
    struct ho_lint_finding *finding;
    size_t count;
    size_t steps;              /* of the budget that are left */
    bool no_memory;            /* a text was lost */
    size_t inexact;            /* questions that it was too small for */
    uint8_t *silent;           /* a flag a rule: it can never decide */
    struct ho_row *comparable; /* room for all rows */
    struct handoff_error *err;
};

/* first and last: lines of the file. */
void ho_lint_add(struct ho_lint *lint, enum handoff_lint_code code,
                 size_t first, size_t last, const char *item,
                 const char *format, ...) __attribute__((format(printf, 6, 7)));

/* About a rule. */
void ho_lint_add_rule(struct ho_lint *lint, enum handoff_lint_code code,
                      size_t rule, const char *message);

/* Text that lies in the arena, written by a buffer that it releases. */
const char *ho_lint_text(struct ho_lint *lint, struct ho_buffer *buffer);

/* The parts.  Each adds findings; the status is of memory, or of an input that
 * cannot be read. */
enum handoff_status ho_lint_rules(struct ho_lint *lint);
enum handoff_status ho_lint_fields(struct ho_lint *lint);
enum handoff_status ho_lint_lists(struct ho_lint *lint);
enum handoff_status ho_lint_owners(struct ho_lint *lint);
enum handoff_status ho_lint_log(struct ho_lint *lint);
enum handoff_status ho_lint_version(struct ho_lint *lint);
enum handoff_status ho_lint_tests(struct ho_lint *lint);
/* Last: reads the comments, and marks what they allow. */
enum handoff_status ho_lint_allow(struct ho_lint *lint);

#endif
