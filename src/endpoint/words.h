/* words.h - quoting what somebody outside said. */
#ifndef HANDOFF_ENDPOINT_WORDS_H
#define HANDOFF_ENDPOINT_WORDS_H

#include "base/buffer.h"

enum { HO_WORDS = 300 }; /* bytes of a server's words that we repeat */

/* Append the words fit for a terminal and a log: one line, without control
 * and invisible characters, every `secret` replaced by "[key]" (NULL: none),
 * at most HO_WORDS bytes and "..." where more was said. */
void ho_words(struct ho_buffer *out, struct handoff_slice said,
              const char *secret);

#endif
