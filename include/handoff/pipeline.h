/* pipeline.h - the whole flow in one call: leads in, system map out. */
#ifndef HANDOFF_PIPELINE_H
#define HANDOFF_PIPELINE_H

#include <handoff/endpoint.h>
#include <handoff/playbook.h>

struct handoff_job {
    const struct handoff_batch *batch; /* screened (<handoff/screen.h>): a lead
                                        * without facts is asked about */
    const struct handoff_policy *policy;
    const struct handoff_prompt *prompt;
    const struct handoff_prompt *reask; /* asks about failed fields again;
                                         * NULL: nothing is asked again */
    unsigned reasks; /* times for one lead, 0 to HANDOFF_REASKS */
    bool redact;     /* send placeholders for people, see <handoff/redact.h> */
    struct handoff_endpoint *endpoint;
    const char *model;      /* for the record; "" with builtin:extract */
    int64_t as_of;          /* seconds since 1970 */
    const char *unapproved; /* see handoff_map_input */
    const struct handoff_stop *stop; /* the same */
    /* Called after each finished lead; may be NULL. */
    void (*progress)(void *user, size_t done, size_t total);
    /* Called with what is about to be sent about a lead; may be NULL. */
    void (*sent)(void *user, const char *lead,
                 const struct handoff_messages *messages);
    /* Called with each lead's brief and decision in the order of the batch, as
     * soon as they and those before them are there; may be NULL.  Another
     * status than OK ends the run.  What finishes behind a slow lead is kept
     * until its turn. */
    enum handoff_status (*each)(void *user, const struct handoff_brief *brief,
                                const struct handoff_decision *decision,
                                struct handoff_error *err);
    void *user;
};

/* Briefs, decisions and their map; everything in the job outlives it. */
struct handoff_run;

/* With out NULL no map is drawn and nothing outlives its call of `each`: a run
 * over ten thousand leads needs the room of those under way.
 *
 * A lead whose request fails gets a brief that says so; only what makes the
 * run as a whole impossible is an error. */
HANDOFF_API enum handoff_status handoff_run(const struct handoff_job *job,
                                            struct handoff_run **out,
                                            struct handoff_error *err);
/* Hand every lead's first request to an endpoint that is a plan, and finish
 * it: see handoff_endpoint_usage. */
HANDOFF_API enum handoff_status handoff_plan(const struct handoff_job *job,
                                             struct handoff_error *err);

HANDOFF_API void handoff_run_free(struct handoff_run *run);

HANDOFF_API const struct handoff_map *handoff_run_map(
    const struct handoff_run *run);
/* In the order of the batch. */
HANDOFF_API const struct handoff_brief *handoff_run_brief(
    const struct handoff_run *run, size_t index);

#endif
