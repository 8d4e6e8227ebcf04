/* csv_rows.h - rows of cells with their places.
 *
 * libcsv tells what a cell says but not where it stands.  So it is fed line by
 * line, and a cell's place follows from where the one before ended and from how
 * long libcsv says this one is.
 */
#ifndef HANDOFF_INTAKE_CSV_ROWS_H
#define HANDOFF_INTAKE_CSV_ROWS_H

#include <handoff/lead.h>

#include "base/arena.h"

struct csv_parser; /* libcsv's; only csv.c knows what is in it */

/* Bytes of the text, spaces and quotes around the cell included. */
struct ho_cell {
    size_t start, end;
};

struct ho_csv_rows {
    struct csv_parser *parser;
    struct handoff_slice text;
    size_t at;      /* next byte to feed */
    size_t next;    /* where the next cell starts */
    size_t newline; /* the first '\n' behind `at` is not before this one */
    bool more;      /* the text goes on elsewhere: see HO_ROW_MORE */

    /* the row read last */
    size_t start, end;
    struct ho_cell cell[HANDOFF_INTAKE_COLUMNS];
    size_t count; /* may be more than cell has room for */
    bool done;
};

enum ho_row {
    HO_ROW,
    HO_ROW_NONE, /* the text has no more */
    HO_ROW_BAD,  /* a quote out of place, or one that is not closed */
    HO_ROW_MORE, /* the row that begins at `start` does not end in this text;
                  * nothing of it was read */
    HO_ROW_NO_MEMORY
};

/* Gives the text piece by piece and takes what became of each row. */
struct ho_csv_feed {
    enum handoff_status (*row)(void *user, struct ho_csv_rows *rows,
                               struct handoff_error *err);
    /* Behind HO_ROW_MORE: put more of the text behind the row's start. */
    enum handoff_status (*more)(void *user, struct ho_csv_rows *rows,
                                struct handoff_error *err);
    void *user;
};

/* The parser lies in the arena, its buffer does not: release the rows. */
enum handoff_status ho_csv_rows_init(struct ho_csv_rows *rows,
                                     struct ho_arena *arena,
                                     struct handoff_slice text, size_t start,
                                     char delimiter, struct handoff_error *err);
void ho_csv_rows_release(struct ho_csv_rows *rows);

/* Lines without a cell are passed over.  Behind a bad row reading goes on with
 * the line that follows the row's first one: a quote that is not closed would
 * swallow everything else. */
enum ho_row ho_csv_rows_next(struct ho_csv_rows *rows);

#endif
