/* chain.h - the event log: what happened, in order, and proof of it.
 *
 * Each event's hash covers the hash before it and all its columns but the
 * salt.  What happened to a lead stands in other tables; of that the event
 * holds only a seal, the SHA-256 of a random salt and of everything that its
 * rows say.  A changed byte breaks a seal or the chain.  When a lead is
 * forgotten its rows and salts go: the seals stay, fit nothing that anybody
 * could guess, and the chain still holds.
 *
 * Whoever can write the file can also write a new chain.  The hash of the last
 * event, noted elsewhere, rules that out: `handoff verify` prints it.
 */
#ifndef HANDOFF_RECORD_CHAIN_H
#define HANDOFF_RECORD_CHAIN_H

#include "base/buffer.h"
#include "base/sha256.h"
#include "record/db.h"

/* kind, word, and what the log says of it */
#define HO_EVENT_MAP(X)         \
    X(RUN, "run_started")       \
    X(RECEIVED, "received")     \
    X(ANSWERED, "answered")     \
    X(DECIDED, "decided")       \
    X(FINISHED, "run_finished") \
    X(REVIEWED, "reviewed")     \
    X(FORGOTTEN, "forgotten")   \
    X(EXPORTED, "exported")     \
    X(SUPPRESSED, "suppressed") \
    X(POLICY, "policy_kept")    \
    X(APPROVAL, "policy_said")  \
    X(LEARNT, "learnt")         \
    X(DRAFTED, "drafted")       \
    X(DRAFT_SAID, "draft_said") \
    X(RESPONDED, "responded")   \
    X(SENT, "sent")

enum ho_event_kind {
#define X(name, word) HO_EVENT_##name,
    HO_EVENT_MAP(X)
#undef X
        HO_EVENTS
};

const char *ho_event_word(enum ho_event_kind kind);
/* HO_EVENTS: no such kind. */
enum ho_event_kind ho_event_find(const char *word);

enum { HO_SALT = 16, HO_SALTS = 64 };

struct ho_event {
    int64_t id, at, run, lead, ref;
    const char *actor;
    enum ho_event_kind kind;
    char seal[HO_SHA256_HEX];
};

/* The text that is hashed: each part with its length, so that no two rows
 * have the same text. */
void ho_seal_integer(struct ho_buffer *b, int64_t value);
void ho_seal_slice(struct ho_buffer *b, struct handoff_slice part);

/* What the rows of the event say; `ref` names the first of them.  *found is
 * false where that one is gone. */
enum handoff_status ho_seal_content(struct ho_db *db, enum ho_event_kind kind,
                                    int64_t ref, struct ho_buffer *out,
                                    bool *found, struct handoff_error *err);

/* Hash of an event behind `before`. */
enum handoff_status ho_chain_hash(const struct ho_event *e, const char *before,
                                  struct ho_buffer *scratch,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err);

/* The event of a row that is no lead's: does it say what was sealed, and does
 * it stand behind the event before it? */
enum handoff_status ho_event_holds(struct ho_db *db, enum ho_event_kind kind,
                                   int64_t ref, bool *holds,
                                   struct handoff_error *err);

struct ho_chain {
    struct ho_db *db;
    struct ho_buffer scratch;
    const char *actor;
    uint64_t begun; /* the transaction that the end was read in, or 0 */
    int64_t last;
    char hash[HO_SHA256_HEX];
    char salts[HO_SALTS * HO_SALT]; /* random bytes, read in one go */
    size_t salts_left;
};

void ho_chain_init(struct ho_chain *chain, struct ho_db *db, const char *actor);
void ho_chain_release(struct ho_chain *chain);

/* Seal the rows and append; inside a transaction of ho_db_begin.  id and seal
 * are filled here. */
enum handoff_status ho_chain_append(struct ho_chain *chain, struct ho_event *e,
                                    struct handoff_error *err);

#endif
