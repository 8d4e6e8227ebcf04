/* recorded.h - runs of the product that leave a record behind.  Every function
 * fails the running cmocka test where it cannot do its work. */
#ifndef TEST_SUPPORT_RECORDED_H
#define TEST_SUPPORT_RECORDED_H

#include <handoff/record.h>

/* A clock that moves on by a second each time it is read. */
const struct handoff_clock *recorded_clock(void);

/* Remove the record and what lies beside it. */
void recorded_remove(const char *path);

struct handoff_record *recorded_open(const char *path,
                                     enum handoff_record_use use);

/* One run with the built-in extractor over an input of that name, by the
 * product's policy or that one. */
enum handoff_status recorded_run(struct handoff_record *record,
                                 const char *name, const char *text, size_t len,
                                 struct handoff_error *err);

enum handoff_status recorded_run_by(struct handoff_record *record,
                                    struct handoff_slice policy,
                                    const char *name, const char *text,
                                    size_t len, struct handoff_error *err);

/* The same with a file below fixtures/record, into the record at path. */
void recorded_leads_of(const char *path, const char *file);
void recorded_leads(const char *path); /* of leads.csv */

/* Problems that verify finds; the first one's text in `first`. */
size_t recorded_problems(struct handoff_record *record, bool seals_only,
                         char *first, size_t size);

/* Everything in the record at path holds. */
void recorded_holds(const char *path);

/* The only column of the only row. */
int64_t recorded_number(struct handoff_record *record, const char *sql);

#endif
