/* csv_header.h - the header row of a table, and what its columns mean. */
#ifndef HANDOFF_INTAKE_CSV_HEADER_H
#define HANDOFF_INTAKE_CSV_HEADER_H

#include "intake/csv_rows.h"
#include "intake/csv_source.h"
#include "intake/input.h"

struct ho_column {
    struct ho_label label;
    const char *path;
    const char *name;            /* folded as HO_PLAIN_NAME */
    struct handoff_slice prefix; /* see ho_csv_column */
    enum ho_column_role role;
    bool renamed; /* by handoff_columns: the label is not the header's text */
};

struct ho_header {
    const struct ho_csv_source *source;
    struct ho_column *column;
    size_t count;
};

/* A header that was read, and the text that it begins. */
struct ho_csv_frame {
    const char *kind; /* see ho_csv_kind; NULL: none yet */
    struct handoff_slice text;
    struct ho_header header;
};

/* Read the row that comes next, or take it from in->table where the text
 * begins with the same one; else it is kept there, and lies in the
 * input's arena.  The input's frame becomes a header that is read alike without
 * handoff_columns. */
enum handoff_status ho_csv_header(struct ho_input *in, struct ho_csv_rows *rows,
                                  struct ho_header *out,
                                  struct handoff_error *err);

#endif
