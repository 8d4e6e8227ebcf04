/* csv_cell.h - what programs do to a cell's text on its way into a CSV. */
#ifndef HANDOFF_INTAKE_CSV_CELL_H
#define HANDOFF_INTAKE_CSV_CELL_H

#include <handoff/lead.h>

#include "base/slice.h"

/* Has a spreadsheet written 4.91E+11 for a long number, or ##### for a date
 * that did not fit? */
bool ho_csv_is_mangled(struct handoff_slice text,
                       enum handoff_warning_code *code);

#endif
