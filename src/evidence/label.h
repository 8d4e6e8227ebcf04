/* label.h - form labels, of fields and of lines in a text. */
#ifndef HANDOFF_EVIDENCE_LABEL_H
#define HANDOFF_EVIDENCE_LABEL_H

#include <handoff/evidence.h>

/* What the label that words stand under says of them. */
enum ho_label {
    HO_LABEL_NONE,   /* there is none, or it belongs to free text */
    HO_LABEL_OWN,    /* the field's own: it needs no further cue */
    HO_LABEL_OTHER,  /* another field's: proves nothing here */
    HO_LABEL_UNKNOWN /* nobody's: the words must say what they are about */
};

/* Of a form label.  fields may be NULL: then only the field's own labels are
 * known. */
enum ho_label ho_label_of(const struct handoff_fields *fields,
                          const struct handoff_field *field,
                          struct handoff_slice label);

/* The label of a line `Label: value` in whose value byte `end`, the end of the
 * words, lies; else empty. */
struct handoff_slice ho_label_before(struct handoff_slice line, size_t end);

#endif
