/* briefs.h - what a run brings, lead by lead: counted, and printed at once
 * where the report is a list of lines. */
#ifndef HANDOFF_CLI_BRIEFS_H
#define HANDOFF_CLI_BRIEFS_H

#include "cli/progress.h"
#include "cli/session.h"

struct handoff_record;

struct briefs {
    struct progress progress; /* first: it is what progress_step is given */
    const struct handoff_policy *policy;
    bool lines;                  /* print each */
    struct handoff_output *file; /* NULL: to standard output */
    size_t leads, degraded, findings;
    size_t page; /* of the map that is printed; 0: all of it */
    struct handoff_record *record; /* keeps what is sent; or NULL */
    bool redacted, tell;           /* what is sent: so; to the user, too */
};

/* report and format say whether lines are wanted. */
enum handoff_status briefs_begin(const struct cli_args *args,
                                 const struct session *s,
                                 enum handoff_report report,
                                 enum handoff_format format,
                                 struct briefs *briefs,
                                 struct handoff_error *err);
/* As handoff_job wants it: user is a struct briefs. */
enum handoff_status briefs_take(void *user, const struct handoff_brief *brief,
                                const struct handoff_decision *decision,
                                struct handoff_error *err);
/* keep false: the file is not written.  What stands on standard output stays
 * there. */
enum handoff_status briefs_end(struct briefs *briefs, bool keep,
                               struct handoff_error *err);

#endif
