/* control.h - the control tokens of chat templates.
 *
 * Servers turn messages into one text and read such tokens in it, so that
 * what a lead writes could end its message and begin another one's.
 */
#ifndef HANDOFF_EVIDENCE_CONTROL_H
#define HANDOFF_EVIDENCE_CONTROL_H

#include "base/slice.h"

/* Bytes of the beginning of a control token with which the text starts, or
 * 0. */
size_t ho_control_token(struct handoff_slice text);

/* The byte at which the first one stands, or a line that looks like the fence
 * of prompts/summarize.prompt; SIZE_MAX: none. */
size_t ho_control_at(struct handoff_slice text);

#endif
