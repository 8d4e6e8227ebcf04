/* cell.h - cells of a CSV file that a spreadsheet may open. */
#ifndef HANDOFF_RECORD_CELL_H
#define HANDOFF_RECORD_CELL_H

#include "base/buffer.h"

/* Text from outside: never a formula (a leading = + - @ tab or CR gets an
 * apostrophe in front), without other control characters, and at most `most`
 * characters, the last one an ellipsis where it was cut. */
void ho_cell_free(struct ho_buffer *row, const char *text, size_t most);
/* Our own words, and what was checked before: as it stands. */
void ho_cell(struct ho_buffer *row, struct handoff_slice text);
/* The comma behind a cell becomes the row's end. */
void ho_cell_end(struct ho_buffer *row);
/* Would a spreadsheet take it for a formula? */
bool ho_cell_is_formula(const char *text);

#endif
