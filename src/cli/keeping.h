/* keeping.h - the workspace's record, as commands use it. */
#ifndef HANDOFF_CLI_KEEPING_H
#define HANDOFF_CLI_KEEPING_H

#include <handoff/record.h>

#include "cli/session.h"

extern const char keep_path[]; /* "handoff.db" */

/* The record of this workspace.  For a RUN *record stays NULL outside of a
 * workspace and with --no-record; other uses need one, and no session. */
enum cli_exit keep_open(const struct cli_args *args, const struct session *s,
                        enum handoff_record_use use,
                        struct handoff_record **record);

/* The workspace's record to write in, made where it is missing. */
enum cli_exit keep_make(const struct cli_args *args,
                        struct handoff_record **record);

/* What the record of this folder says of the policy; nothing, where there is
 * none. */
enum handoff_status keep_approved(const struct handoff_policy *policy,
                                  struct handoff_approved *out,
                                  struct handoff_error *err);

/* The leads of the files, or of standard input; known ones keep the names
 * that the record has for them.  record may be NULL. */
enum cli_exit keep_read_batch(const struct cli_args *args,
                              const struct session *s,
                              struct handoff_record *record,
                              struct handoff_batch **batch);

/* The record for a reading command, and the --format it asks for. */
enum cli_exit keep_read(const struct cli_args *args,
                        struct handoff_record **record,
                        enum handoff_format *format);

/* What a reading command says of the record, a text that the caller frees;
 * `how` is what it was asked for. */
typedef enum handoff_status keep_view(const void *how,
                                      struct handoff_record *record,
                                      enum handoff_format format, char **text,
                                      size_t *len, struct handoff_error *err);

/* The whole of such a command: reads, says, closes. */
enum cli_exit keep_show(const struct cli_args *args, keep_view *view,
                        const void *how);

/* The run begins: leads are taken in, the endpoint remembers.  record may be
 * NULL: nothing is done. */
enum handoff_status keep_begin(struct handoff_record *record,
                               const struct cli_args *args, struct session *s,
                               const struct handoff_batch *batch,
                               struct handoff_error *err);
/* The run that was begun, under the replies that stopped its leads; its results
 * are kept, and what it learnt of the endpoint.  record: NULL, and nothing is;
 * else run is not. */
enum handoff_status keep_run(struct handoff_record *record,
                             const struct session *s, struct handoff_job *job,
                             struct handoff_run **run,
                             struct handoff_error *err);

/* What is about to leave about a lead outside of a run. */
enum handoff_status keep_sent(struct handoff_record *record,
                              const struct session *s, const char *lead,
                              const struct handoff_messages *messages,
                              struct handoff_error *err);

#endif
