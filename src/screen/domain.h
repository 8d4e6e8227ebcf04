/* domain.h - what kind of domain mail comes from.
 *
 * disposable: an address that is thrown away after use.  relay: a person hides
 * behind it, and reads it.  free: anybody can have one.  None of them says who
 * somebody works for, so none is compared as an account.  The lists, where
 * they come from and their licences: lists/README.md.
 */
#ifndef HANDOFF_SCREEN_DOMAIN_H
#define HANDOFF_SCREEN_DOMAIN_H

#include "base/slice.h"

enum ho_domain_class {
    HO_DOMAIN_BUSINESS,
    HO_DOMAIN_FREE,
    HO_DOMAIN_RELAY,
    HO_DOMAIN_DISPOSABLE
};

const char *ho_domain_class_name(enum ho_domain_class c);

/* domain: NUL-terminated, in small letters. */
enum ho_domain_class ho_domain_class(const char *domain);

/* The same, and the part of it that somebody registered, by the Public Suffix
 * List that libpsl holds: "acme.co.uk" of "mail.acme.co.uk"; a pointer into
 * it, or NULL where nobody can ("co.uk"). */
enum ho_domain_class ho_domain_look(const char *domain,
                                    const char **registrable);

/* A sorted list, one entry a line, `#` before a comment. */
bool ho_list_has(struct handoff_slice list, struct handoff_slice entry);

#endif
