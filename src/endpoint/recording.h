/* recording.h - replies kept in a folder, one file a request.
 *
 * DIR/<request_sha256>.json holds {"request_sha256","text","prompt_tokens",
 * "completion_tokens"} (tokens null where not told).  The hash is that of
 * ho_chat_hash: a recording fits the same messages and schema wherever and by
 * whatever model it was made.  Since messages hold the run's fence, a caller
 * that records or replays has to use a fixed one.
 */
#ifndef HANDOFF_ENDPOINT_RECORDING_H
#define HANDOFF_ENDPOINT_RECORDING_H

#include <handoff/endpoint.h>

/* Make the folder (not its parents) where it does not exist. */
enum handoff_status ho_recording_dir(const char *dir,
                                     struct handoff_error *err);

/* Keep an ok reply, atomically; an earlier one of the same hash is replaced. */
enum handoff_status ho_recording_write(const char *dir,
                                       const struct handoff_reply *reply,
                                       struct handoff_error *err);

/* Fill text and tokens of the reply from the file of its request_sha256. */
enum handoff_status ho_recording_read(const char *dir,
                                      struct handoff_reply *reply,
                                      struct handoff_error *err);

#endif
