/* lines.h - NDJSON filters: standard input or files through a filter. */
#ifndef HANDOFF_CLI_LINES_H
#define HANDOFF_CLI_LINES_H

#include <handoff/filter.h>

#include "cli/cli.h"

/* Each line of the operands (none: standard input) through
 * the filter to stdout, streaming. */
enum cli_exit cli_filter(const struct cli_args *args,
                         enum handoff_filter_kind kind,
                         const struct handoff_filter_options *options);

#endif
