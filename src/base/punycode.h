/* punycode.h - domains beyond ASCII, as name servers have them (RFC 3492).
 *
 * "bücher.example" is "xn--bcher-kva.example".  An address is converted behind
 * its last @.  Letters are small and composed, which is the caller's care.
 *
 * RFC 3492 alone and not libidn2: which domains that takes, and how it maps
 * them, changes with its version, and a record is proved again on a machine
 * with another one.
 */
#ifndef HANDOFF_BASE_PUNYCODE_H
#define HANDOFF_BASE_PUNYCODE_H

#include <stdbool.h>
#include <stddef.h>

/* Each label beyond ASCII becomes "xn--...".  false: there is none, one is
 * longer than a label can be (63 bytes), or the room does not suffice. */
bool ho_punycode_add(const char *domain, char *out, size_t room);

/* Each "xn--..." becomes its letters.  false: there is none, one is none that
 * RFC 3492 makes, or the room does not suffice. */
bool ho_punycode_remove(const char *domain, char *out, size_t room);

#endif
