/* lint_tests.c - rules that a policy's tests never saw decide. */
#include "rules/lint.h"
#include "rules/ptests_run.h"

static enum handoff_status tell_untested(struct ho_lint *lint,
                                         const struct ho_ptests *tests)
{
    struct ho_coverage coverage;
    const enum handoff_status status =
        ho_coverage_of(tests, lint->arena, &coverage, lint->err);

    for (size_t r = 0; status == HANDOFF_OK && r < lint->policy->rule_count;
         r++)
        if (!coverage.decided[r] && !lint->silent[r]) /* else it has L101 */
            ho_lint_add_rule(lint, HANDOFF_LINT_UNTESTED_CODE, r,
                             ho_arena_format(lint->arena,
                                             "decides none of the %zu cases "
                                             "of %.200s",
                                             tests->count,
                                             lint->input->tests_file));
    return status;
}

enum handoff_status ho_lint_tests(struct ho_lint *lint)
{
    struct ho_ptests *tests = NULL;
    size_t passed = 0;
    enum handoff_status status;

    if (!lint->input->tests.ptr)
        return HANDOFF_OK;
    status = ho_ptests_read(lint->policy, lint->input->tests_file,
                            lint->input->tests, &tests, lint->err);
    if (status == HANDOFF_OK)
        status = ho_ptests_decide(tests, &passed, lint->err);
    if (status == HANDOFF_OK)
        status = tell_untested(lint, tests);
    ho_ptests_free(tests);
    return status;
}
