/* build.h - a brief while it is being made. */
#ifndef HANDOFF_BRIEF_BUILD_H
#define HANDOFF_BRIEF_BUILD_H

#include <handoff/brief.h>

#include "base/arena.h"
#include "base/buffer.h"

struct ho_build {
    struct handoff_brief *brief;
    struct handoff_claim *claim; /* the brief's, writable */
    struct ho_arena *arena;
    struct ho_buffer text; /* scratch for values */
    int64_t day;           /* dates without a year follow it */
    struct handoff_error *err;
};

/* The stages of making one; each returns the first failure. */

/* What form labels, the CRM and the batch settle. */
enum handoff_status ho_brief_settle(struct ho_build *b);
/* What the reply points at, proved quote by quote. */
enum handoff_status ho_brief_read_reply(struct ho_build *b, const char *reply);
/* What a field's declaration lets code read out of another field. */
enum handoff_status ho_brief_infer(struct ho_build *b);

/* --- helpers shared by the stages --- */

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

#endif
