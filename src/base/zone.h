/* zone.h - civil time of a place: a TZif file of the IANA time zone database.
 *
 * The C library keeps one zone for the whole process, out of the environment,
 * so a library that knows the zones of several people reads the files itself:
 * RFC 8536, "The Time Zone Information Format", version 2 and later, with the
 * rule in its footer (POSIX TZ) for all years behind the table.
 */
#ifndef HANDOFF_BASE_ZONE_H
#define HANDOFF_BASE_ZONE_H

#include <stdint.h>

#include "base/arena.h"

enum { HO_ZONE_BYTES = 256 * 1024 }; /* of one file */

struct ho_zone;

/* BAD_TEXT: not such a file, or one that counts leap seconds. */
enum handoff_status ho_zone_parse(struct ho_arena *arena,
                                  struct handoff_slice bytes,
                                  const struct ho_zone **out,
                                  struct handoff_error *err);

/* Seconds that local time is ahead of UTC.  zone NULL: UTC itself. */
int64_t ho_zone_offset(const struct ho_zone *zone, int64_t time);

/* The time at which local clocks show `local`, seconds since 1970 without a
 * zone.  Shown twice, the first time; skipped, as far behind the change as it
 * would have been: 02:30 is 03:30. */
int64_t ho_zone_time(const struct ho_zone *zone, int64_t local);

#endif
