/* clean.h - what comes from outside, made harmless for its target.
 *
 * Control characters and bidirectional overrides become U+FFFD, so that a
 * reader sees that something stood there.  Characters that nobody can see
 * are dropped.  HTML markup itself is escaped by the template engine.
 *
 *   TEXT      one line a value: white space is folded, long values are cut
 *   MARKDOWN  the same, and no character has a meaning: no link, no HTML, no
 *             table cell, no emphasis (a bare e-mail address may still become
 *             a mailto link where the renderer makes some)
 *   HTML      lines are kept, and so are joiners that spelling needs
 *   CSV       one line, to stand between quotes; what a spreadsheet would
 *             take for a formula gets a ' in front
 */
#ifndef HANDOFF_REPORT_CLEAN_H
#define HANDOFF_REPORT_CLEAN_H

#include "base/json.h"

enum ho_target {
    HO_TARGET_TEXT,
    HO_TARGET_MARKDOWN,
    HO_TARGET_HTML,
    HO_TARGET_CSV
};

enum { HO_CLEAN_CHARACTERS = 600 }; /* of one value in TEXT and MARKDOWN */

/* Append s, valid UTF-8, cleaned. */
void ho_clean(struct ho_buffer *out, struct handoff_slice s,
              enum ho_target target);

/* Clean every string of the tree, keys aside. */
enum handoff_status ho_clean_tree(cJSON *root, enum ho_target target,
                                  struct handoff_error *err);

#endif
