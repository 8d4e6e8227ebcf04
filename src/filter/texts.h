/* texts.h - one line of `handoff check text`. */
#ifndef HANDOFF_FILTER_TEXTS_H
#define HANDOFF_FILTER_TEXTS_H

#include <handoff/freetext.h>

#include "base/json.h"

/* *result is valid until the checker's next call. */
enum handoff_status ho_text_check(struct handoff_text_checker *checker,
                                  int64_t day, const cJSON *line,
                                  struct handoff_text_result *result,
                                  struct handoff_error *err);

/* Its members, into an object that is open; text: what was checked. */
void ho_text_write(const struct handoff_text_result *result, const cJSON *line,
                   struct ho_writer *w);

#endif
