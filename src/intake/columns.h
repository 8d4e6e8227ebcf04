/* columns.h - other names for the columns of tables; see <handoff/lead.h>. */
#ifndef HANDOFF_INTAKE_COLUMNS_H
#define HANDOFF_INTAKE_COLUMNS_H

#include <handoff/lead.h>

/* Index of the name for a header's column, or -1.  columns may be NULL. */
int ho_columns_find(const struct handoff_columns *columns,
                    struct handoff_slice header);
/* The label that a column of that name is read under. */
const char *ho_columns_label(const struct handoff_columns *columns, int index);
/* Must a table have one of them? */
bool ho_columns_must(const struct handoff_columns *columns);
/* BAD_INPUT: the names that a table must have and that `header`, its `count`
 * columns, has not. */
enum handoff_status ho_columns_check(const struct handoff_columns *columns,
                                     const char *const *header, size_t count,
                                     size_t line, struct handoff_error *err);

#endif
