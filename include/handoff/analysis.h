/* analysis.h - what a policy does before a lead meets it.
 *
 * Everything here is exact over the worlds that the rules tell apart, or says
 * that it is not.  Each answer is one JSON document, rendered for people by
 * <handoff/report.h>; the caller frees it.
 */
#ifndef HANDOFF_ANALYSIS_H
#define HANDOFF_ANALYSIS_H

#include <handoff/lines.h>
#include <handoff/policy.h>

#define HANDOFF_SEVERITY_MAP(X) \
    X(ERROR, "error")           \
    X(WARNING, "warning")       \
    X(NOTE, "note")

enum handoff_severity {
#define X(name, word) HANDOFF_LINT_##name,
    HANDOFF_SEVERITY_MAP(X)
#undef X
};

/* name, code, severity, what it means, what to do */
#define HANDOFF_LINT_MAP(X)                                                    \
    X(SYNTAX, "L001", ERROR, "The file is not the YAML that handoff reads.",   \
      "Mend the line that is named; nothing else was looked at.")              \
    X(POLICY, "L002", ERROR,                                                   \
      "The file is YAML and no policy: a wrong type, an unknown name, a key "  \
      "that stands twice, a test that cannot hold.",                           \
      "Mend the line that is named; nothing else was looked at.")              \
    X(BAD_ALLOW, "L003", ERROR,                                                \
      "A comment that begins with `lint: allow` names no code, or gives no "   \
      "reason.",                                                               \
      "Write `# lint: allow L102 because ...` above the rule or in it.")       \
    X(IDLE_ALLOW, "L004", WARNING,                                             \
      "A `lint: allow` comment that allows nothing: the finding is gone.",     \
      "Remove the comment.")                                                   \
    X(UNREACHABLE, "L101", ERROR,                                              \
      "The rule never decides a lead whose facts are known: earlier rules "    \
      "take every one that it matches.",                                       \
      "Move it up, narrow the rules that take its leads, or remove it.")       \
    X(MASKED, "L102", WARNING,                                                 \
      "Earlier rules about the same fields take almost all of what the rule "  \
      "matches: they leave it less than 5 percent of the cases.",              \
      "Check the order; narrow the test so that it says what is left, or "     \
      "allow it with a reason.")                                               \
    X(DEAD_ROW, "L103", WARNING,                                               \
      "A row of `any:` never decides: earlier rows take every lead that it "   \
      "matches.",                                                              \
      "Remove the row, or narrow what takes its leads.")                       \
    X(DEAD_FIELD, "L104", WARNING,                                             \
      "Rules test the field, and no value of it changes any decision.",        \
      "Remove the tests, so that nobody looks the field up for nothing.")      \
    X(UNTESTED_FIELD, "L105", WARNING,                                         \
      "The field is declared as needed for the route, and no rule tests it.",  \
      "Test it, or take `route` out of its `needed_for`.")                     \
    X(UNTESTED_VALUES, "L106", NOTE,                                           \
      "Values of an enum that no rule tests: they are all decided alike.",     \
      "Nothing, if that is meant.")                                            \
    X(LATE_STOP, "L107", WARNING,                                              \
      "A rule that skips stands below one that pursues, and leads that it "    \
      "would skip are pursued.",                                               \
      "Move the rule that skips up, or allow it with a reason.")               \
    X(REPEATED_ENTRY, "L108", WARNING, "A list has the same entry twice.",     \
      "Remove one of the two.")                                                \
    X(COVERED_ENTRY, "L109", WARNING,                                          \
      "An entry lies below another one of its list, and all rules ask "        \
      "`under`: it changes nothing.",                                          \
      "Remove the entry.")                                                     \
    X(SHARED_ENTRY, "L110", WARNING,                                           \
      "An entry stands in two lists that rules test on one field.",            \
      "Keep it in the list that should win.")                                  \
    X(UNSEEN, "L111", NOTE,                                                    \
      "The rule pursues with `review: no`: its leads reach the CRM without a " \
      "person having looked at them.",                                         \
      "Nothing, if whoever approves the policy is to decide their pursuit "    \
      "with it; else remove `review: no`.")                                    \
    X(KEEPS_UNDECIDED, "L203", WARNING,                                        \
      "The rule alone keeps many of the replayed leads undecided: without it " \
      "their decision would stand.",                                           \
      "Give its rarely known fields an `if_unknown`, or allow it with a "      \
      "reason.")                                                               \
    X(ASSUMPTIONS, "L204", NOTE,                                               \
      "How many of the replayed decisions rest on an `if_unknown`.",           \
      "Nothing, if that many leads may be decided without knowing it.")        \
    X(UNTESTED, "L206", WARNING,                                               \
      "No case of the tests is decided by the rule.",                          \
      "Add a case that it decides, so that the next change to it is noticed.") \
    X(IDLE_LIST_IN_LOG, "L301", NOTE,                                          \
      "No replayed lead has a value that is in the list.",                     \
      "Check the spelling of its entries; a stop list may well be idle.")      \
    X(UNUSED_LIST, "L302", WARNING, "No rule tests the list.",                 \
      "Test it, or remove it.")                                                \
    X(UNUSED_OWNER, "L303", WARNING, "Nothing names the owner.",               \
      "Name it in a rule, or remove it.")                                      \
    X(OTHERWISE, "L401", NOTE,                                                 \
      "What share of all cases only `otherwise` "                              \
      "takes.",                                                                \
      "Add a rule where the share is larger than you like.")                   \
    X(COSTLY_UNKNOWNS, "L402", NOTE,                                           \
      "Which fields the undecided leads of the log wait for.",                 \
      "Find out the first ones earlier: on the form, or by a look-up.")        \
    X(NOT_EXACT, "L403", WARNING,                                              \
      "The budget of steps ran out: what is said about some rules may be "     \
      "incomplete.",                                                           \
      "Split the table, or use fewer thresholds and values.")                  \
    X(LOG_LINES, "L404", NOTE, "Lines of the log that could not be replayed.", \
      "Replay the log with the policy that its decisions were made under.")    \
    X(SAME_VERSION, "P001", ERROR,                                             \
      "The content changed and the version did not: the record has another "   \
      "approval of this version.",                                             \
      "Raise `version`.")                                                      \
    X(NOT_APPROVED, "P002", NOTE, "Nobody has approved this content yet.",     \
      "Have it approved: `handoff policy approve --as NAME`.")

enum handoff_lint_code {
#define X(name, code, severity, text, remedy) HANDOFF_LINT_##name##_CODE,
    HANDOFF_LINT_MAP(X)
#undef X
        HANDOFF_LINT_COUNT
};

HANDOFF_API const char *handoff_lint_name(enum handoff_lint_code code);
HANDOFF_API const char *handoff_lint_meaning(enum handoff_lint_code code);
HANDOFF_API const char *handoff_lint_remedy(enum handoff_lint_code code);
HANDOFF_API const char *handoff_lint_severity(enum handoff_lint_code code);

struct handoff_lint_input {
    const char *file;          /* name, for the document */
    struct handoff_slice text; /* of that file: for its comments */
    /* NDJSON as `summarize` writes it, read to its end; NULL: no log */
    struct handoff_lines *log;
    const struct handoff_approved *approved; /* NULL: nobody keeps a record */
    /* the policy's tests, see <handoff/policy_tests.h>; ptr NULL: none */
    struct handoff_slice tests;
    const char *tests_file; /* its name, for messages */
};

/* found: an error or a warning is left that no comment allows. */
HANDOFF_API enum handoff_status handoff_policy_lint(
    const struct handoff_policy *policy, const struct handoff_lint_input *input,
    char **json, bool *found, struct handoff_error *err);

/* The document for a policy that could not be read: the error as finding.
 * Errors that are not the policy's (no such file) are returned again. */
HANDOFF_API enum handoff_status handoff_lint_refused(
    const struct handoff_error *refused, char **json,
    struct handoff_error *err);

/* Where two policies decide differently, in field words, and what that does to
 * the decisions of a log (NULL: none).  routes_change: in some lead, or in
 * some world. */
HANDOFF_API enum handoff_status handoff_policy_diff(
    const struct handoff_policy *old_policy,
    const struct handoff_policy *new_policy, struct handoff_lines *log,
    char **json, bool *routes_change, struct handoff_error *err);

/* The rules as a table: a column for each field that a rule tests. */
HANDOFF_API enum handoff_status handoff_policy_table(
    const struct handoff_policy *policy,
    const struct handoff_approved *approved, /* NULL: nobody */
    char **json, struct handoff_error *err);

/* --- approvals --- */

enum handoff_approval {
    HANDOFF_NOT_APPROVED,
    HANDOFF_APPROVED,
    HANDOFF_APPROVED_OTHER /* this version, with another content */
};

/* Who stands behind a policy; see handoff_record_approved. */
struct handoff_approved {
    enum handoff_approval state;
    char by[256];              /* "" where nobody did */
    char time[24], sha256[65]; /* of the last approval of that name and
                                * version */
};

/* What somebody once said of a policy's content. */
struct handoff_approval_said {
    const char *policy, *version, *sha256; /* of what */
    const char *by, *time;
    bool rejected;
};

/* One more, in the order in which they were said, from HANDOFF_NOT_APPROVED
 * and no names on.  Content alone counts: a later approval of another one
 * does not end that of this one, a later rejection of this one does. */
HANDOFF_API void handoff_approval_add(const struct handoff_policy *policy,
                                      const struct handoff_approval_said *said,
                                      struct handoff_approved *out);

#endif
