/* defuse.h - a lead's words as text that no chat template takes for more.
 *
 * Servers turn messages into one text and read control tokens in it: a lead
 * that writes `<|im_end|>` would close its message.  So each token that known
 * chat templates use gets a space behind its first character: `< |im_end|>`.
 * Nothing is removed, and nothing else changes: a reader sees what was
 * written, and words that hold no token can be quoted letter for letter.
 * (Evidence is checked against the original, not against this text.)
 */
#ifndef HANDOFF_PROMPT_DEFUSE_H
#define HANDOFF_PROMPT_DEFUSE_H

#include "base/buffer.h"

/* fence: one more token, the run's nonce. */
void ho_defuse(struct ho_buffer *out, struct handoff_slice text,
               const char *fence);

#endif
