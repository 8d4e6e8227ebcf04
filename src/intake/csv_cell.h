/* csv_cell.h - the text of a cell, and what programs do to it. */
#ifndef HANDOFF_INTAKE_CSV_CELL_H
#define HANDOFF_INTAKE_CSV_CELL_H

#include "intake/csv_rows.h"
#include "intake/input.h"

/* Has a spreadsheet written 4.91E+11 for a long number, or ##### for a date
 * that did not fit? */
bool ho_csv_is_mangled(struct handoff_slice text,
                       enum handoff_warning_code *code);

/* The cell without the spaces and quotes around it; record is the offset that
 * places count from. */
struct ho_piece ho_csv_read_cell(struct ho_input *in, struct ho_cell cell,
                                 size_t record);

/* Why the bytes are no text, or NULL. */
const char *ho_csv_fault(struct handoff_slice row);

#endif
