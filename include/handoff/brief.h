/* brief.h - every field of the policy: Explicit, Inferred or Unknown.
 *
 * Made from what the form settles, the reply to the prompt and the checks.
 * Every claim cites the lead's own bytes; what fails its proof is demoted
 * with a finding.  No path raises a claim.  From here on there is no model,
 * no network, no clock and no chance.
 *
 * A reply is one JSON object, in one of three shapes:
 *
 *     {"budget": "the lead's words" or null, ...,         what the prompt asks
 *      "inferred": [{"field", "quote", "value", "why"}], "lane", "action"}
 *     {"budget": {"quote", "value"}, ...}                 values of its own
 *     {"explicit": [{"field", "quote", "value"}],         as other tools and
 *      "inferred": [...], "unknown": ["field", ...]}      pasted answers have
 * it
 *
 * A value of its own must be the one that code reads out of the quote.  In
 * the third shape `evidence`: [{"quote"}] may stand for `quote`, an inference
 * may name its `basis`, a field, in place of a quote.
 */
#ifndef HANDOFF_BRIEF_H
#define HANDOFF_BRIEF_H

#include <handoff/evidence.h>
#include <handoff/lead.h>

enum handoff_class { HANDOFF_EXPLICIT, HANDOFF_INFERRED, HANDOFF_UNKNOWN };

#define HANDOFF_UNKNOWN_MAP(X)        \
    X(NOT_MENTIONED, "not_mentioned") \
    X(NOT_ASKED, "not_asked")         \
    X(AMBIGUOUS, "ambiguous")         \
    X(REJECTED, "rejected")           \
    X(HINTED, "hinted")               \
    X(CONTRADICTED, "contradicted")

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
    const char *reask; /* the prompt of later answers; NULL: there are none */
    unsigned attempts; /* of all answers, as are the tokens */
    int64_t prompt_tokens, completion_tokens; /* 0: not told */
};

/* What the model answered: its text, or NULL with `failure` saying why there
 * is none. */
struct handoff_answer {
    const char *text;
    const char *failure;
};

enum { HANDOFF_REASKS = 3 }; /* the most times that a lead is asked again */

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
    char reply_sha256[65];           /* "" without a reply */
    const char *const *again_sha256; /* of each later answer, the same */
    size_t again_count;
    struct ho_arena *arena; /* owner of all of the above */
};

/* The first of the answers is the one to the prompt; each later one is to the
 * question about the fields that had failed until then, and may speak of
 * those alone: what was accepted stays.  Placeholders in them
 * (<handoff/redact.h>) stand for the lead's words.  count is 1 to 1 +
 * HANDOFF_REASKS, or 0 of a lead that no model is asked about: what form, CRM
 * and screening say is all there is, and a finding says so. as_of dates a lead
 * that does not state when it arrived.  The lead and the fields outlive the
 * brief. */
HANDOFF_API enum handoff_status handoff_brief_make_from(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    int64_t as_of, const struct handoff_answer *answer, size_t count,
    const struct handoff_made_by *made_by, struct handoff_brief **out,
    struct handoff_error *err);

/* The same with one answer. */
HANDOFF_API enum handoff_status handoff_brief_make(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    int64_t as_of, const char *reply, const char *failure,
    const struct handoff_made_by *made_by, struct handoff_brief **out,
    struct handoff_error *err);
HANDOFF_API void handoff_brief_free(struct handoff_brief *brief);

/* As in schemas/brief.schema.json, on one line; the caller frees. */
HANDOFF_API enum handoff_status handoff_brief_json(
    const struct handoff_brief *brief, char **json, struct handoff_error *err);

/* Read one back: either what handoff_brief_json wrote, or an object that has it
 * under "brief", as `summarize` writes.  Written again it is the same, byte for
 * byte.  Evidence is kept and not proved again: the lead's bytes are not in it,
 * and `lead` has its id and origin only.  A declared field that the brief lacks
 * is Unknown, so that briefs outlive an addition to the policy.  BAD_JSON: not
 * as the schema has it; the message begins with the JSON pointer of what is
 * wrong.  The fields outlive the brief. */
HANDOFF_API enum handoff_status handoff_brief_read(
    const struct handoff_fields *fields, struct handoff_slice json,
    struct handoff_brief **out, struct handoff_error *err);

/* Read of one only what the rules decide by and a decision cites: class, value,
 * reason and question of each field.  There is no lead, evidence or finding in
 * it, so it cannot be written again.  For deciding many: it takes a fraction
 * of handoff_brief_read's time.  What it does not read is strict JSON, and
 * not checked further. */
HANDOFF_API enum handoff_status handoff_brief_skim(
    const struct handoff_fields *fields, struct handoff_slice json,
    struct handoff_brief **out, struct handoff_error *err);

/* The briefs of a file, one after another: NDJSON, or what is wrapped in one
 * array, on however many lines. */
struct handoff_brief_file {
    struct handoff_slice text;
    size_t at, passed; /* bytes and lines that are behind; start: 0 */
    size_t line;       /* where the brief that was given begins, 1-based */
};

/* *json is empty behind the last one.  Each is to be read, which checks it.
 * BAD_JSON: what stands there is no object. */
HANDOFF_API enum handoff_status handoff_brief_next(
    struct handoff_brief_file *file, struct handoff_slice *json,
    struct handoff_error *err);

/* The field stands in one of the brief's three lists: every one does, but for
 * those declared `listed: when_stated`, of which nothing is stated. */
HANDOFF_API bool handoff_brief_lists(const struct handoff_brief *brief,
                                     size_t field);

HANDOFF_API const char *handoff_class_name(enum handoff_class c);

#endif
