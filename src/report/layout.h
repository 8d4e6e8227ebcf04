/* layout.h - text as templates write it, laid out for a terminal.
 *
 *   a<TAB>b      consecutive lines with tabs are one table: columns stand
 *                aligned, cells that are too long go on in the next line
 *   ---<TAB>---  inside a table: a rule as wide as each column
 *   === or ---   alone on a line: as wide as the line above it
 *   other lines  are wrapped at words, two spaces deeper than they began
 *
 * No line is wider than `columns`, and none ends in spaces.
 */
#ifndef HANDOFF_REPORT_LAYOUT_H
#define HANDOFF_REPORT_LAYOUT_H

#include "base/buffer.h"

enum {
    HO_LAYOUT_COLUMNS = 100,
    HO_LAYOUT_LEAST = 60, /* narrower is laid out as if it were this wide */
    HO_LAYOUT_CELLS = 12  /* of a row; more are one cell */
};

/* text: valid UTF-8 without control characters but \t and \n. */
void ho_layout(struct handoff_slice text, size_t columns,
               struct ho_buffer *out);

#endif
