/* brief.h - every field of the policy: Explicit, Inferred or Unknown.
 *
 * Made from what the form settles, the reply to the prompt and the checks.
 * Every claim cites the lead's own bytes; what fails its proof is demoted
 * with a finding.  No path raises a claim.  From here on there is no model,
 * no network, no clock and no chance.
 */
#ifndef HANDOFF_BRIEF_H
#define HANDOFF_BRIEF_H

#include <handoff/evidence.h>
#include <handoff/lead.h>

enum handoff_class { HANDOFF_EXPLICIT, HANDOFF_INFERRED, HANDOFF_UNKNOWN };

#define HANDOFF_UNKNOWN_MAP(X)        \
    X(NOT_MENTIONED, "not_mentioned") \
    X(AMBIGUOUS, "ambiguous")         \
    X(REJECTED, "rejected")           \
    X(HINTED, "hinted")

struct handoff_evidence {
    const char *cite;  /* "field:Title", "message", "crm:Owner", "batch:L-1" */
    const char *quote; /* the lead's words, decoded */
    size_t start, end; /* bytes of the lead's bytes; 0, 0 for batch: */
    enum handoff_match match;
};

struct handoff_claim {
    int field; /* its own index in the claims, too */
    enum handoff_class class;
    const char *value; /* canonical text; NULL when Unknown */
    struct handoff_typed typed;
    const struct handoff_evidence *evidence;
    size_t evidence_count;
    int basis;              /* Inferred from that field, or HANDOFF_NO_FIELD */
    const char *reason;     /* Inferred: why, one phrase.  Unknown: a word of
                             * HANDOFF_UNKNOWN_MAP.  Explicit: "" */
    const char *confidence; /* Inferred: "high" or "low"; else "" */
    const char *question;   /* what to ask: Unknown, or Inferred by a hint;
                             * else "" */
};

struct handoff_made_by {
    const char *endpoint, *model, *prompt;
    unsigned attempts;
};

struct handoff_brief {
    const struct handoff_fields *fields; /* borrowed */
    const struct handoff_lead *lead;     /* borrowed */
    const struct handoff_claim *claim;   /* one a field, declaration order */
    const struct handoff_finding *finding;
    size_t finding_count;
    const char *lane, *action; /* what the model suggested; or NULL.  Recorded
                                * and compared, never acted on */
    const char *const *repair; /* what was mended in the reply's JSON before
                                * it could be read: "code_fence" ... */
    size_t repair_count;
    bool degraded; /* no usable reply: it rests on form and CRM alone */
    struct handoff_made_by made_by;
    char reply_sha256[65];  /* "" without a reply */
    struct ho_arena *arena; /* owner of all of the above */
};

/* reply: the assistant's text, or NULL with `failure` saying why there is
 * none.  as_of dates a lead that does not state when it arrived.  The lead
 * and the fields outlive the brief. */
HANDOFF_API enum handoff_status handoff_brief_make(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    int64_t as_of, const char *reply, const char *failure,
    const struct handoff_made_by *made_by, struct handoff_brief **out,
    struct handoff_error *err);
HANDOFF_API void handoff_brief_free(struct handoff_brief *brief);

/* As in schemas/brief.schema.json, on one line; the caller frees. */
HANDOFF_API enum handoff_status handoff_brief_json(
    const struct handoff_brief *brief, char **json, struct handoff_error *err);

HANDOFF_API const char *handoff_class_name(enum handoff_class c);

#endif
