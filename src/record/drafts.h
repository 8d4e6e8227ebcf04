/* drafts.h - messages that wait for a person, beside the decisions that do. */
#ifndef HANDOFF_RECORD_DRAFTS_H
#define HANDOFF_RECORD_DRAFTS_H

#include "record/listing.h"
#include "record/record.h"

/* "draft-12" or "draft-12@3fa9c1d2": the number of the draft, else 0. */
int64_t ho_draft_number(const char *item);

/* Rows of the review queue. */
enum handoff_status ho_drafts_list(struct handoff_record *record,
                                   struct ho_listing *list, size_t limit,
                                   struct handoff_error *err);
enum handoff_status ho_draft_show(struct handoff_record *record,
                                  const char *item, enum handoff_format format,
                                  char **text, size_t *len,
                                  struct handoff_error *err);
/* Inside a transaction. */
enum handoff_status ho_draft_say(struct handoff_record *record,
                                 const struct handoff_review *review,
                                 struct handoff_error *err);

/* The brief that the lead stands on now; the caller frees. */
enum handoff_status ho_lead_brief(struct handoff_record *record, int64_t lead,
                                  char **json, struct handoff_error *err);
/* USAGE: nobody is known by that name. */
enum handoff_status ho_lead_by_name(struct handoff_record *record,
                                    const char *name, int64_t *lead,
                                    struct handoff_error *err);

enum { HO_WHY_BYTES = 512 };

/* Why nobody may write to the lead; "" where nobody objects. */
enum handoff_status ho_find_block(struct handoff_record *record, int64_t lead,
                                  const char *email, char why[HO_WHY_BYTES],
                                  struct handoff_error *err);

#endif
