/* redact.h - a lead without the words that name a person.
 *
 * E-mail addresses, telephone numbers and the names of people are replaced by
 * placeholders ("PERSON_1_3fa9c2") before anything is sent, and put back into
 * what comes back, so that every proof runs on the lead's own words.  The
 * same words have the same placeholder all through a lead.
 *
 * What is found: addresses and numbers by their form, the value of a field of
 * type phone as it stands, and of names those that stand under a label of a
 * person's field, before an address ("Ada Fox <ada@...>") or behind one of the
 * field's cues ("my name is"), with each of their words wherever else it
 * stands.   A name that only free text mentions is not found.
 * Of a lead that holds more than 500 such words nothing is shown at all.
 */
#ifndef HANDOFF_REDACT_H
#define HANDOFF_REDACT_H

#include <stdbool.h>

#include <handoff/lead.h>

struct handoff_redaction;

/* fields and lead are borrowed for its life. */
HANDOFF_API enum handoff_status handoff_redaction_new(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    struct handoff_redaction **out, struct handoff_error *err);
HANDOFF_API void handoff_redaction_free(struct handoff_redaction *redaction);

/* The lead as it may be sent; owned by the redaction.  Its values stand where
 * no bytes of the original are, so nothing may cite it. */
HANDOFF_API const struct handoff_lead *handoff_redacted_lead(
    const struct handoff_redaction *redaction);

/* Any other text about this lead.  *out is the caller's to free. */
HANDOFF_API enum handoff_status handoff_redact(
    const struct handoff_redaction *redaction, struct handoff_slice text,
    char **out, struct handoff_error *err);

/* Does the reply hold a placeholder of that lead?  handoff_brief_make_from
 * asks, and restores it. */
HANDOFF_API bool handoff_is_redacted(const struct handoff_lead *lead,
                                     struct handoff_slice reply);

/* Put the words back into a reply: JSON, so what needs it is escaped. */
HANDOFF_API enum handoff_status handoff_restore(
    const struct handoff_redaction *redaction, struct handoff_slice reply,
    char **out, struct handoff_error *err);

#endif
