/* diff_notes.h - what else differs between two policies.
 *
 * Regions speak of leads of which every fact is stated.  What a policy does
 * with unknown and inferred facts is noted beside them, and so are fields and
 * lists that differ.
 */
#ifndef HANDOFF_RULES_DIFF_NOTES_H
#define HANDOFF_RULES_DIFF_NOTES_H

#include "base/json.h"
#include "rules/refine.h"

struct ho_diff_notes {
    const char **item; /* one sentence each */
    size_t count;
    const char **rename; /* "R5-size is R5-employees now" */
    size_t rename_count;
};

enum handoff_status ho_diff_find_notes(const struct ho_refined *refined,
                                       struct ho_arena *arena,
                                       struct ho_diff_notes *out,
                                       struct handoff_error *err);

void ho_diff_write_notes(struct ho_writer *w,
                         const struct ho_diff_notes *notes);

#endif
