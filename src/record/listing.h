/* listing.h - rows for people (an aligned table) and for programs. */
#ifndef HANDOFF_RECORD_LISTING_H
#define HANDOFF_RECORD_LISTING_H

#include <handoff/report.h>

#include "base/json.h"

struct ho_listing_column {
    const char *key, *title; /* in JSON; in a table */
    bool is_number;
};

struct ho_listing {
    enum handoff_format format;
    const struct ho_listing_column *column;
    size_t columns, rows;
    struct ho_buffer out;
    struct ho_writer writer;
};

/* TEXT, JSON or NDJSON; USAGE for another format. */
enum handoff_status ho_listing_init(struct ho_listing *list,
                                    enum handoff_format format,
                                    const struct ho_listing_column *column,
                                    size_t columns, struct handoff_error *err);
void ho_listing_release(struct ho_listing *list); /* also after _take */

/* One value a column; NULL is null, or "-" in a table. */
void ho_listing_row(struct ho_listing *list, const char *const *value);

/* none: what a table without rows says. */
enum handoff_status ho_listing_take(struct ho_listing *list, const char *none,
                                    char **text, size_t *len,
                                    struct handoff_error *err);

/* Text with tabs as report/layout.h has it, laid out. */
enum handoff_status ho_listing_layout(struct handoff_slice raw, char **text,
                                      size_t *len, struct handoff_error *err);
/* A value from outside, made harmless, into such text. */
void ho_listing_clean(struct ho_buffer *raw, const char *value);

#endif
