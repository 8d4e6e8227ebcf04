/* record.h - what a workspace keeps: nothing lost, everything provable.
 *
 * One SQLite file holds what arrived (the bytes), what was answered, the
 * briefs and decisions that came of it, what people said to them, and an event
 * log in which every entry proves the ones before it.  It is the only stage
 * that writes a database; everything else of the program works without it.
 *
 * One run writes at a time; people's reviews and every reading command go on
 * meanwhile.  A reply is kept before it is used, so that a run which is killed
 * asks nothing twice; its results appear all at once, at its end.
 *
 * A lead is known again by what it said (form fields and messages, not what
 * the CRM says of it): the same submission that arrives twice is one lead with
 * two receipts.
 */
#ifndef HANDOFF_RECORD_H
#define HANDOFF_RECORD_H

#include <handoff/analysis.h>
#include <handoff/followup.h>
#include <handoff/outreach.h>
#include <handoff/playbook.h>
#include <handoff/report.h>
#include <handoff/screen.h>
#include <handoff/workspace.h>

struct handoff_record;

enum handoff_record_use {
    HANDOFF_RECORD_READ,
    HANDOFF_RECORD_WRITE, /* a review */
    HANDOFF_RECORD_RUN    /* makes the file where it is missing */
};

struct handoff_record_options {
    const char *path; /* of the file, "handoff.db" in a workspace */
    enum handoff_record_use use;
    const char *actor; /* who does what is recorded; "" for reading */
    const struct handoff_clock *clock;
};

/* RECORD: damaged, another program's, of a newer handoff, not writable, in use
 * by another run ...;
 * a record of an older handoff is brought up to date, with a copy of the old
 * one beside it (path.v1).  The strings are copied, the clock is borrowed. */
HANDOFF_API enum handoff_status handoff_record_open(
    const struct handoff_record_options *options, struct handoff_record **out,
    struct handoff_error *err);
HANDOFF_API void handoff_record_close(struct handoff_record *record);

/* --- a run ---------------------------------------------------------------- */

/* Names for the batch's leads: known ones keep theirs. */
HANDOFF_API const struct handoff_namer *handoff_record_namer(
    struct handoff_record *record);

/* All of it outlives the run. */
struct handoff_record_run {
    const char *command; /* "map" */
    const char *program; /* version of handoff */
    const struct handoff_batch *batch;
    const struct handoff_policy *policy;
    struct handoff_slice policy_text;
    const char *prompt, *reask; /* ids */
    const char *endpoint, *model;
    int64_t as_of;
    bool fresh; /* ask again what was answered before */
};

/* Who is suppressed when the run begins, for its screening; what comes later
 * is for the next one.  From here to handoff_record_begin nobody else writes.
 * The record is open for a RUN, and outlives *out. */
HANDOFF_API enum handoff_status handoff_record_suppression(
    struct handoff_record *record, struct handoff_suppression *out,
    struct handoff_error *err);
/* Take in the leads.  The record is open for a RUN. */
HANDOFF_API enum handoff_status handoff_record_begin(
    struct handoff_record *record, const struct handoff_record_run *run,
    struct handoff_error *err);
/* For the run's endpoint. */
HANDOFF_API const struct handoff_memory *handoff_record_memory(
    struct handoff_record *record);
/* For an endpoint that is a plan: knows which requests are answered already,
 * by that endpoint ("batch:": by a batch job) and model.  The record is open
 * to READ, and lends the memory. */
HANDOFF_API enum handoff_status handoff_record_answered(
    struct handoff_record *record, const char *endpoint, const char *model,
    const struct handoff_memory **out, struct handoff_error *err);
/* Briefs, decisions and CRM truth, all or nothing.  What a lead's last
 * decision says already is not said again. */
HANDOFF_API enum handoff_status handoff_record_finish(
    struct handoff_record *record, const struct handoff_map *map,
    struct handoff_error *err);

/* What the endpoint is asked next, as it would leave: from handoff_job.sent.
 * It is kept with the next answer at the latest, and not at all where the
 * answer is known or nothing leaves.  Borrowed until the next request. */
HANDOFF_API void handoff_record_sending(struct handoff_record *record,
                                        const struct handoff_messages *messages,
                                        bool redacted);

/* What is about to leave about a lead outside of its brief: the prompt of a
 * draft, or a reply that came back.  It is kept at once, where the endpoint is
 * one over the network.  The record is open for a RUN whose results are in, or
 * to WRITE.  USAGE: there is no such lead. */
HANDOFF_API enum handoff_status handoff_record_left(
    struct handoff_record *record, const char *lead, const char *endpoint,
    const char *model, const struct handoff_messages *messages,
    struct handoff_error *err);

/* What is known of an endpoint and model, as text: see
 * handoff_endpoint_ladder; "" for nothing.  _learn is for a record open for a
 * RUN, and does nothing where that is known already. */
HANDOFF_API enum handoff_status handoff_record_ladder(
    struct handoff_record *record, const char *endpoint, const char *model,
    char out[HANDOFF_LADDER], struct handoff_error *err);
HANDOFF_API enum handoff_status handoff_record_learn(
    struct handoff_record *record, const char *endpoint, const char *model,
    const char *ladder, struct handoff_error *err);

/* --- reading ---------------------------------------------------------------
 */

/* Texts are the caller's to free; the formats are TEXT, JSON and NDJSON. */

/* What happened, in order: to one lead, or to all (lead NULL). */
HANDOFF_API enum handoff_status handoff_record_log(
    struct handoff_record *record, const char *lead, enum handoff_format format,
    char **text, size_t *len, struct handoff_error *err);

/* What left the machine, in order: about one lead, or about all (lead NULL). */
HANDOFF_API enum handoff_status handoff_record_log_sent(
    struct handoff_record *record, const char *lead, enum handoff_format format,
    char **text, size_t *len, struct handoff_error *err);

/* Leads by stage, what waits, what is overdue, spend, the last run.  HTML, too:
 * one page that needs no other file. */
HANDOFF_API enum handoff_status handoff_record_status(
    struct handoff_record *record, int64_t now, enum handoff_format format,
    char **text, size_t *len, struct handoff_error *err);

/* SQLite's own check of the file; *version is the record's.  RECORD: it is
 * damaged, with what is wrong. */
HANDOFF_API enum handoff_status handoff_record_check(
    struct handoff_record *record, int64_t *version, struct handoff_error *err);

/* The weekly review: leads that have no next action or owner, whose date or
 * term is past, whose open risk is older than so many days, or whose
 * enrichment is exhausted, each with what clears it; by priority.  *leads:
 * how many there are, of which `limit` are listed. */
struct handoff_stale {
    int64_t now, days;
    size_t limit;
};

HANDOFF_API enum handoff_status handoff_record_stale(
    struct handoff_record *record, const struct handoff_stale *what,
    enum handoff_format format, char **text, size_t *len, size_t *leads,
    struct handoff_error *err);

/* --- proof ------------------------------------------------------------------
 */

struct handoff_proof {
    size_t leads, decisions, events; /* that were looked at */
    size_t problems;
    char head[65]; /* hash of the last event: note it, and nobody can write
                    * the history anew */
};

/* Offline: each stored byte against its seal, the chain of events, and, unless
 * seals_only, every brief and decision made again out of bytes, replies and
 * policy.  run 0: all runs.  problem is called with one sentence each. */
HANDOFF_API enum handoff_status handoff_record_verify(
    struct handoff_record *record, int64_t run, bool seals_only,
    void (*problem)(void *user, const char *text), void *user,
    struct handoff_proof *out, struct handoff_error *err);

/* The run's leads under another policy: what would change. */
HANDOFF_API enum handoff_status handoff_record_replay(
    struct handoff_record *record, int64_t run,
    const struct handoff_policy *policy, enum handoff_format format,
    char **text, size_t *len, struct handoff_error *err);

/* --- review -----------------------------------------------------------------
 */

/* An item is named LEAD@HASH or policy@HASH: the first digits of the hash of
 * what `show` shows.  What has changed since has another name, so nobody
 * approves what they did not see. */
HANDOFF_API enum handoff_status handoff_review_list(
    struct handoff_record *record, size_t limit, enum handoff_format format,
    char **text, size_t *len, struct handoff_error *err);
/* A bare LEAD or "policy" shows what waits there now. */
HANDOFF_API enum handoff_status handoff_review_show(
    struct handoff_record *record, const char *item, enum handoff_format format,
    char **text, size_t *len, struct handoff_error *err);

enum handoff_review_verdict {
    HANDOFF_REVIEW_APPROVED,
    HANDOFF_REVIEW_REJECTED,
    HANDOFF_REVIEW_EDITED /* approved with changes */
};

struct handoff_review {
    const char *item;
    enum handoff_review_verdict verdict;
    const char *note;                       /* "" for none */
    const char *owner, *next_action, *date; /* EDITED; NULL: as it is */
    const char *message; /* EDITED, of a draft: checked again by */
    struct handoff_outreach *outreach;
};

/* In the name of the record's actor.  USAGE: nothing waits under that name. */
HANDOFF_API enum handoff_status handoff_review_say(
    struct handoff_record *record, const struct handoff_review *review,
    struct handoff_error *err);

/* In the name of the record's actor; text is the policy's file.  The record is
 * open to WRITE.  USAGE: this version was approved with another content. */
HANDOFF_API enum handoff_status handoff_record_approve(
    struct handoff_record *record, const struct handoff_policy *policy,
    struct handoff_slice text, struct handoff_error *err);
/* RECORD: what was said of a policy of that name was changed since. */
HANDOFF_API enum handoff_status handoff_record_approved(
    struct handoff_record *record, const struct handoff_policy *policy,
    struct handoff_approved *out, struct handoff_error *err);

/* --- outreach ---------------------------------------------------------------
 */

/* The brief that a lead's decision rests on, as JSON; the caller frees. */
HANDOFF_API enum handoff_status handoff_record_brief(
    struct handoff_record *record, const char *lead, char **json,
    struct handoff_error *err);
/* Why nobody may write to the lead: their address is suppressed, or their last
 * reply stopped it.  *why is NULL where they may; else the caller's. */
HANDOFF_API enum handoff_status handoff_record_blocked(
    struct handoff_record *record, const char *lead, const char *email,
    char **why, struct handoff_error *err);
/* Each angle becomes an item "draft-12" of the review queue, and takes the
 * place of the lead's older ones.  The record is open to WRITE. */
HANDOFF_API enum handoff_status handoff_record_drafts(
    struct handoff_record *record, struct handoff_draft *const *draft,
    size_t count, struct handoff_error *err);

/* What came back, with its text.  The record is open to WRITE. */
HANDOFF_API enum handoff_status handoff_record_response(
    struct handoff_record *record, const struct handoff_response *response,
    struct handoff_error *err);
/* How often a message to the lead was approved. */
HANDOFF_API enum handoff_status handoff_record_touches(
    struct handoff_record *record, const char *lead, int64_t *count,
    struct handoff_error *err);

/* What stopped leads of the run's batch: replies from before the run, see
 * struct handoff_map_input.  *out stays NULL where nothing did; else it is the
 * record's, until this is called again. */
HANDOFF_API enum handoff_status handoff_record_stops(
    struct handoff_record *record, const struct handoff_stop **out,
    struct handoff_error *err);

/* What the record knows of each lead of a batch that its namer has named, for
 * the map: drafts and the last reply.  *out stays NULL where it knows of none;
 * else it is the record's, until this is called again. */
HANDOFF_API enum handoff_status handoff_record_past(
    struct handoff_record *record, const struct handoff_batch *batch,
    const struct handoff_past **out, struct handoff_error *err);

/* --- what leaves -------------------------------------------------------------
 */

struct handoff_export {
    enum handoff_crm_target target;
    const struct handoff_crm_settings *settings;
    const char *folder; /* made where it is missing */
};

struct handoff_exported {
    int64_t id;
    char folder[4096];    /* of this export, below the one that was asked for */
    char completed[4096]; /* of one that had been broken off, or "" */
    size_t contacts, tasks, notes, withheld;
};

/* A new folder with contacts_upsert.csv, tasks_new.csv, notes_new.csv and
 * manifest.json, all of them or none.  Contacts are all that may leave, each
 * person once; tasks and notes only those that no earlier export for this CRM
 * held.  What waits for a person, was rejected or is suppressed stays, and the
 * manifest says so.  The record is open to WRITE. */
HANDOFF_API enum handoff_status handoff_record_export(
    struct handoff_record *record, const struct handoff_export *export,
    struct handoff_exported *out, struct handoff_error *err);

/* list: addresses and domains, or the SHA-256 of their small letters, one a
 * line, # before a comment.  A domain stands for those below it, too. *added:
 * those that were not there before. */
HANDOFF_API enum handoff_status handoff_record_suppress(
    struct handoff_record *record, struct handoff_slice list, size_t *added,
    struct handoff_error *err);

/* Who is forgotten: all leads of an address, or one lead by its name; the
 * other is NULL. */
struct handoff_forget {
    const char *email, *lead;
};

struct handoff_forgotten {
    size_t leads, addresses; /* rows that went; addresses now suppressed */
};

/* Every row of the person goes, and the bytes with them; their address stays
 * suppressed, as a salted hash.  found is called with the path of each
 * exported file that still names them.  The record is open for a RUN.
 * USAGE: nobody is known by that name. */
HANDOFF_API enum handoff_status handoff_record_forget(
    struct handoff_record *record, const struct handoff_forget *who,
    void (*found)(void *user, const char *path), void *user,
    struct handoff_forgotten *out, struct handoff_error *err);

#endif
