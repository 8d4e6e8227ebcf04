/* labels.h - what a form label, CSV column or JSON key means.
 *
 * Labels are compared by letters and digits only, under case folding:
 * "Job Title", "job_title", "jobTitle" and "Your job title *" are one label.
 */
#ifndef HANDOFF_INTAKE_LABELS_H
#define HANDOFF_INTAKE_LABELS_H

#include <handoff/lead.h>

#include "base/arena.h"

/* What a value says about the person, for finding duplicates. */
enum ho_who { HO_WHO_NONE, HO_WHO_EMAIL, HO_WHO_COMPANY, HO_WHO_PERSON };

/* Everything one label can be; a label may be several things. */
struct ho_meaning {
    int field;       /* that it settles, or HANDOFF_NO_FIELD */
    size_t part;     /* of that field, from 1; 0: the whole */
    int crm;         /* enum handoff_crm, or -1 */
    bool crm_column; /* crm by the playbook's own name, not by an alias */
    bool message;    /* one of the policy's message labels */
    bool playbook;   /* one of the playbook's thirteen columns */
    bool wants;      /* tells what the lead wants: summary, need, notes */
    bool id;
    int received; /* rank as time of arrival, 1 is surest; 0: none */
    enum ho_who who;
};

struct ho_label {
    const char *text; /* as it arrived, without white space at its ends */
    const char *cite;
    enum handoff_source source;
    struct ho_meaning is;
};

struct ho_labels;

/* fields is borrowed. */
enum handoff_status ho_labels_new(const struct handoff_fields *fields,
                                  struct ho_labels **out,
                                  struct handoff_error *err);
void ho_labels_free(struct ho_labels *labels);

/* NULL where the label means nothing that handoff knows. */
const struct ho_meaning *ho_labels_find(const struct ho_labels *labels,
                                        struct handoff_slice label);

/* The label with its meaning settled in this order: the playbook's own CRM
 * columns, message labels, labels of fields, other names of CRM columns.
 * Only CRM columns and labels of from_crm fields have source CRM, and a CRM
 * column settles from_crm fields only.  text and cite lie in the arena. */
struct ho_label ho_labels_read(const struct ho_labels *labels,
                               struct ho_arena *arena,
                               struct handoff_slice label);
/* The same for a label that stands for another one, `as`.  crm: it is the
 * CRM's word, and settles nothing but what it is a CRM column of. */
struct ho_label ho_labels_read_as(const struct ho_labels *labels,
                                  struct ho_arena *arena,
                                  struct handoff_slice label,
                                  struct handoff_slice as, bool crm);

/* false for the policy's `no_answer` phrases: "Select...", "n/a". */
bool ho_labels_is_answer(const struct ho_labels *labels,
                         struct handoff_slice text);

#endif
