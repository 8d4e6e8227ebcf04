/* answers.h - the copy-ready prompt and the check of its answer, for `prompt
 * playbook`, `check map` and `map --via-prompt`. */
#ifndef HANDOFF_CLI_ANSWERS_H
#define HANDOFF_CLI_ANSWERS_H

#include <handoff/answer.h>

#include "cli/session.h"

/* The leads of the files as intake and screening read them. */
enum cli_exit answers_batch(const struct cli_args *args,
                            const struct session *s, const char *const *file,
                            size_t count, struct handoff_batch **batch);

/* The prompt of that batch, with --rules; handoff_messages_release. */
enum cli_exit answers_prompt(const struct cli_args *args,
                             const struct session *s,
                             const struct handoff_batch *batch,
                             struct handoff_messages *out);
/* As one text for a chat. */
enum cli_exit answers_print_prompt(const struct cli_args *args,
                                   const struct handoff_messages *messages);

/* `map --via-prompt`. */
enum cli_exit answers_via_prompt(const struct cli_args *args);

/* Findings and the corrected map; CLI_REFUSED where there are findings. */
enum cli_exit answers_check(const struct cli_args *args,
                            const struct session *s,
                            const struct handoff_batch *batch,
                            struct handoff_slice answer);

#endif
