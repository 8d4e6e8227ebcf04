/* sha256.h - SHA-256 as 64 lower-case hex digits. */
#ifndef HANDOFF_BASE_SHA256_H
#define HANDOFF_BASE_SHA256_H

#include "base/error.h"
#include "base/slice.h"

enum { HO_SHA256_HEX = 65 }; /* 64 digits and the NUL */

enum handoff_status ho_sha256_hex(struct handoff_slice bytes,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err);

#endif
