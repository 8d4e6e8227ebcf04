/* csv_source.h - which program exported a table, and what its columns are.
 *
 * Columns are named as HO_PLAIN_KEY folds them, so that "Lead - Title*" and
 * "lead_title" are one.  What is not listed is read by its label alone.
 */
#ifndef HANDOFF_INTAKE_CSV_SOURCE_H
#define HANDOFF_INTAKE_CSV_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

enum ho_column_role {
    HO_COLUMN_VALUE,      /* a value, perhaps under another label */
    HO_COLUMN_CRM,        /* the CRM's word: proves nothing of the lead */
    HO_COLUMN_META,       /* these stand beside the values, see */
    HO_COLUMN_HIDDEN,     /* handoff_aside */
    HO_COLUMN_CONSENT,    /* */
    HO_COLUMN_TIME,       /* meta, and when the lead was sent */
    HO_COLUMN_SUBMISSION, /* meta, and the origin's submission_id */
    HO_COLUMN_FORM_ID,    /* and so on */
    HO_COLUMN_FORM_NAME
};

struct ho_csv_column {
    const char *name;
    enum ho_column_role role;
    const char *as;     /* the label it is read as; NULL: its own */
    const char *prefix; /* that its values have and that is none of them */
};

struct ho_csv_source {
    const char *kind, *event; /* see handoff_origin */
    const struct ho_csv_column *column;
    size_t count;
    bool marks_tests; /* as Meta's testing tool does, in a value */
};

/* The program whose columns those are; one without columns for any other. */
const struct ho_csv_source *ho_csv_source_find(const char *const *name,
                                               size_t count);
/* What the source says of a column; an empty one where it says nothing. */
struct ho_csv_column ho_csv_source_column(const struct ho_csv_source *source,
                                          const char *name);

#endif
