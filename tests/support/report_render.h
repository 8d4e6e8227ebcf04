/* report_render.h - reports of fixtures, for the tests of report/. */
#ifndef TEST_SUPPORT_REPORT_RENDER_H
#define TEST_SUPPORT_REPORT_RENDER_H

#include <handoff/report.h>

#include "base/json.h"

/* The report of a map; fails the test when there is none.  The caller frees
 * the text, which is NUL-terminated and holds no other NUL. */
char *report_text(enum handoff_report report, enum handoff_format format,
                  const char *map);
/* The same of a tree. */
char *report_of_tree(enum handoff_report report, enum handoff_format format,
                     const cJSON *map);

/* The map of FIXTURES/report/<name>; cJSON_Delete. */
cJSON *report_map(const char *name);

/* The word of a format. */
const char *report_format_word(enum handoff_format format);

#endif
