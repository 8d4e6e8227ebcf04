/* record.h - the open record, as the files of this stage share it. */
#ifndef HANDOFF_RECORD_RECORD_H
#define HANDOFF_RECORD_RECORD_H

#include <handoff/record.h>

#include "base/arena.h"
#include "brief/ask.h"
#include "record/chain.h"

enum { HO_ANSWERS = 1 + HANDOFF_REASKS };

/* Who was suppressed: see record/suppress.h. */
struct ho_suppression {
    struct handoff_record *record;
    int64_t before; /* what was said before that event counts */
    char salt[HO_SALT];
    bool any;
};

/* One lead of the run that is under way. */
struct ho_running {
    int64_t lead, receipt;
    bool is_new; /* nothing is known of it from before this run */
    bool again;  /* the same lead stands earlier in the batch */
    size_t count;
    struct {
        int64_t reply;       /* 0: none */
        const char *failure; /* why; NULL: there is one */
    } answer[HO_ANSWERS];
};

/* Messages that leave and are not kept yet: a transaction for each would cost
 * more than the rest of the record. */
enum { HO_OUTBOX = 64 };
struct ho_outbox {
    struct ho_buffer prefix; /* of all of them */
    size_t count;
    struct {
        int64_t lead;
        bool redacted;
        char *text;
    } item[HO_OUTBOX];
};

struct handoff_record {
    struct ho_db *db;
    struct ho_chain chain;
    const struct handoff_clock *clock;
    char *path, *actor;
    enum handoff_record_use use;
    int lock; /* file descriptor of the run's lock, or -1 */

    struct handoff_namer namer;
    struct handoff_memory memory;
    struct ho_suppression suppression; /* when the run began */
    int64_t named;                     /* new leads that got a name */
    struct handoff_error trouble;      /* of the namer, which cannot fail */
    char name[HANDOFF_INTAKE_ID + 32];

    struct handoff_record_run run;
    int64_t run_id;
    struct handoff_slice frame; /* the last lead's, a text of that id */
    int64_t frame_id;
    int64_t last_lead;
    char *asked; /* endpoint and model, as replies are kept under */
    struct ho_running *running;
    const struct handoff_messages *sending; /* or NULL; borrowed */
    struct ho_outbox outbox;
    bool redacted;
    size_t unsaved;         /* replies since the last commit */
    struct ho_arena *arena; /* of the run's failures */
    struct ho_arena *past;  /* of what was told of its leads */
    struct ho_arena *stops; /* of what stopped them */
};

/* Replies out of a batch's file are kept under this and the model: the next
 * wave's file has another name. */
extern const char ho_asked_batch[];
/* From here on replies are looked for and kept under that name. */
enum handoff_status ho_record_asks(struct handoff_record *record,
                                   const char *endpoint, const char *model,
                                   struct handoff_error *err);

int64_t ho_record_now(const struct handoff_record *record);

/* SHA-256 of its source's own key, else of what a lead said: what makes it the
 * same lead again. */
enum handoff_status ho_lead_identity(const struct handoff_lead *lead,
                                     char out[HO_SHA256_HEX],
                                     struct handoff_error *err);

/* The highest number that a lead ever had: that of one who was forgotten stays
 * its own, for events name it. */
enum handoff_status ho_lead_last(struct handoff_record *record, int64_t *id,
                                 struct handoff_error *err);

/* *id: 0 for a new one, else its name lands in record->name. */
enum handoff_status ho_lead_find(struct handoff_record *record,
                                 const char *identity, int64_t *id,
                                 struct handoff_error *err);

/* The id of a text, kept once. */
enum handoff_status ho_record_text(struct handoff_record *record,
                                   struct handoff_slice text, int64_t *id,
                                   struct handoff_error *err);

/* Over a network, and not to a file or this program. */
bool ho_travels(const char *asked);

/* What is being sent about that lead of the run goes into the box. */
enum handoff_status ho_record_sent(struct handoff_record *record, int64_t lead,
                                   struct handoff_error *err);
/* What is in the box is kept, in a transaction of its own where none is
 * open. */
enum handoff_status ho_outbox_keep(struct handoff_record *record,
                                   struct handoff_error *err);
void ho_outbox_release(struct ho_outbox *box);

/* Append an event of now. */
enum handoff_status ho_record_event(struct handoff_record *record,
                                    enum ho_event_kind kind, int64_t lead,
                                    int64_t ref, struct handoff_error *err);

/* What a decision leaves in the record beside the brief; all text lies in the
 * arena. */
struct ho_outcome {
    const char *decision, *crm; /* JSON */
    const char *route, *rule, *stage, *owner, *next_action, *needs;
    char due[HANDOFF_TIME_TEXT];
    int64_t score;
    const char *risk; /* "" where the policy names none that is open */
    int64_t term;     /* end of the owner's time, or 0 */
    bool stopped;     /* enrichment is exhausted */
};

enum handoff_status ho_outcome_make(const struct handoff_policy *policy,
                                    const struct handoff_entry *entry,
                                    struct ho_arena *arena,
                                    struct ho_outcome *out,
                                    struct handoff_error *err);

/* Note what a new decision says of time: `handoff stale` reads it.  placed:
 * the lead stood on the map before. */
enum handoff_status ho_watch(struct handoff_record *record, int64_t lead,
                             bool placed, const struct ho_outcome *outcome,
                             struct handoff_error *err);

#endif
