/* pack.h - long bytes made short; the one home of zlib.h. */
#ifndef HANDOFF_RECORD_PACK_H
#define HANDOFF_RECORD_PACK_H

#include "base/error.h"
#include "base/slice.h"

/* What is no longer stays as it is: packing takes longer than it saves. */
enum { HO_PACK_FROM = 4096 };

/* *out is what to store: the bytes themselves, or memory in *owned (freed by
 * the caller) where packing made them shorter. */
enum handoff_status ho_pack(struct handoff_slice bytes, char **owned,
                            struct handoff_slice *out,
                            struct handoff_error *err);

/* size: of the original; stored bytes of that length were not packed.
 * *owned as above.  RECORD: they are not what was packed. */
enum handoff_status ho_unpack(struct handoff_slice stored, size_t size,
                              char **owned, struct handoff_slice *out,
                              struct handoff_error *err);

#endif
