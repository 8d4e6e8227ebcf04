/* build.h - a brief while it is being made. */
#ifndef HANDOFF_BRIEF_BUILD_H
#define HANDOFF_BRIEF_BUILD_H

#include <handoff/brief.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "brief/repair.h"
#include "brief/said.h"
#include "evidence/prove.h"

/* What carries the value of an Explicit claim: bytes [from, to) of a value of
 * the lead. */
struct ho_core {
    const struct handoff_value *value; /* NULL: none that a quote proved */
    size_t from, to;
    size_t distance; /* to the cue that says what it is, in bytes */
};

struct ho_build {
    struct handoff_brief *brief;
    struct handoff_claim *claim;     /* the brief's, writable */
    struct handoff_finding *finding; /* the brief's, writable */
    struct ho_arena *arena;
    struct ho_arena *scratch; /* for the making only */
    struct ho_buffer text;    /* scratch for values */
    int64_t day;              /* dates without a year follow it */
    size_t round;             /* which answer is being read, from 0 */
    bool *asked;              /* by field: this answer may speak of it */
    bool *spoken;             /* by field: it did */
    struct ho_core *core;     /* by field */
    struct ho_origin *origin; /* by value of the lead: its text, once a quote
                               * was looked for in it */
    bool repaired[HO_REPAIR_COUNT];
    struct handoff_error *err;
};

/* The stages of making one; each returns the first failure. */

/* What form labels, the CRM and the batch settle. */
enum handoff_status ho_brief_settle(struct ho_build *b);
/* Where the message says something else than the form: Unknown. */
enum handoff_status ho_brief_compare(struct ho_build *b);
/* What the reply points at, proved quote by quote. */
enum handoff_status ho_brief_read_reply(struct ho_build *b, const char *reply);
/* Words that two of its claims rest on prove one of them. */
void ho_brief_share(struct ho_build *b);
/* What it infers. */
enum handoff_status ho_brief_take_inferred(struct ho_build *b,
                                           const struct ho_said *said);
/* What stands in the lead under a field's own label, or as a chosen option,
 * and no reply told: restored, or a contradiction of what the form says. */
enum handoff_status ho_brief_restore(struct ho_build *b);
/* Where the lead's text gives orders to whoever reads it: a finding, which
 * changes no claim. */
enum handoff_status ho_brief_note_orders(struct ho_build *b);
/* What a field's declaration lets code read out of another field. */
enum handoff_status ho_brief_infer(struct ho_build *b);

/* --- helpers shared by the stages --- */

/* Is it one of the field's labels, by letters and digits, without case? */
bool ho_brief_is_label(const struct handoff_field *field,
                       struct handoff_slice label);

/* Add a finding; strings are copied. */
void ho_brief_find(struct ho_build *b, enum handoff_finding_code code,
                   int field, const char *was, const char *now,
                   struct handoff_slice quote, const char *detail);

/* Evidence for bytes [from, to) of a value; one, in the arena. */
void ho_brief_cite(struct ho_build *b, struct handoff_claim *claim,
                   const struct handoff_value *value, size_t from, size_t to,
                   enum handoff_match match);

/* Make a claim Unknown for that reason (a word of HANDOFF_UNKNOWN_MAP). */
void ho_brief_unknown(struct ho_build *b, struct handoff_claim *claim,
                      const char *reason);

/* Unknown, not mentioned, no evidence: as it was before any answer. */
void ho_brief_reset(struct ho_build *b, struct handoff_claim *claim);

/* A quote tried against each free text of the lead. */
struct ho_attempt {
    struct ho_proof proof;
    const struct handoff_value *value; /* NULL: the lead has no free text */
};

/* Value i of the lead, its text folded and indexed once for all quotes. */
enum handoff_status ho_brief_origin(struct ho_build *b, size_t i,
                                    const struct ho_origin **out);

/* Frees what proving keeps; call it in any case. */
void ho_brief_end_proofs(struct ho_build *b);

/* The attempt that got furthest; its canonical value is in b->text. */
enum handoff_status ho_brief_prove(struct ho_build *b, int field,
                                   struct handoff_slice quote,
                                   struct ho_attempt *best);

/* Does the value in b->text, read as `typed`, agree with the claim's? */
enum handoff_status ho_brief_agrees(struct ho_build *b,
                                    const struct handoff_claim *claim,
                                    const struct handoff_typed *typed,
                                    bool *yes);

/* Make an Explicit claim Unknown, for the lead also says what is in b->text.
 * Its evidence stays; the caller cites the other. */
void ho_brief_contradict(struct ho_build *b, struct handoff_claim *claim,
                         struct handoff_slice quote);
bool ho_is_contradicted(const struct handoff_claim *claim);

#endif
