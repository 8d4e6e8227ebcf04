/* csv_stream.h - a table row by row, for who must know more than the lead. */
#ifndef HANDOFF_INTAKE_CSV_STREAM_H
#define HANDOFF_INTAKE_CSV_STREAM_H

#include "intake/input.h"

/* As handoff_lead_sink: what it is given is gone when it returns. */
struct ho_draft_sink {
    enum handoff_status (*draft)(void *user, struct ho_draft *draft,
                                 struct handoff_error *err);
    enum handoff_status (*refused)(void *user,
                                   const struct handoff_refused *refused,
                                   struct handoff_error *err);
    void *user;
    bool people; /* the drafts say who it is */
};

/* handoff_csv_each, with drafts. */
enum handoff_status ho_csv_each(const struct handoff_fields *fields,
                                const struct handoff_columns *columns,
                                const char *path,
                                const struct ho_draft_sink *sink,
                                struct handoff_error *err);

#endif
