/* ask.h - asking a model about a batch, and again where its answer fails.
 *
 * Up to here there is a model, a network and chance; what comes out are
 * briefs, which are made of the answers alone.
 */
#ifndef HANDOFF_BRIEF_ASK_H
#define HANDOFF_BRIEF_ASK_H

#include <handoff/brief.h>
#include <handoff/endpoint.h>

struct ho_asking {
    const struct handoff_batch *batch;
    const struct handoff_fields *fields;
    const struct handoff_prompt *prompt;
    const struct handoff_prompt *reask; /* NULL: never ask again */
    struct handoff_endpoint *endpoint;
    const char *model;
    int64_t as_of;
    unsigned reasks; /* times that a lead is asked again, at most */
    bool redact;     /* see <handoff/redact.h> */
    void (*sent)(void *user, const char *lead,
                 const struct handoff_messages *messages);
    void (*progress)(void *user, size_t done, size_t total);
    void *user;
    /* Does the policy close the lead on this brief, which rests on form, CRM
     * and screening?  Then it stays, and no model is asked.  Called of leads
     * that were screened. */
    enum handoff_status (*closes)(void *owner,
                                  const struct handoff_brief *brief, bool *yes,
                                  struct handoff_error *err);
    /* The brief of that lead is there and stays as it is. */
    enum handoff_status (*finished)(void *owner, size_t index,
                                    struct handoff_error *err);
    void *owner;
};

/* brief has room for every lead of the batch; NULL where none was made yet.
 * `finished` may take it out.
 * Asked again is for the failed fields only (see brief/again.h), and the
 * built-in extractor never: it would say the same. */
enum handoff_status ho_ask_all(const struct ho_asking *asking,
                               struct handoff_brief **brief,
                               struct handoff_error *err);

/* First requests only, to an endpoint that is a plan; `finished` is not
 * called. */
enum handoff_status ho_ask_plan(const struct ho_asking *asking,
                                struct handoff_error *err);

#endif
