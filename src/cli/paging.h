/* paging.h - which of the map's leads are printed. */
#ifndef HANDOFF_CLI_PAGING_H
#define HANDOFF_CLI_PAGING_H

#include <handoff/report.h>

#include "cli/cli.h"

/* *page: of struct handoff_map_view, 0 for all.  Text and Markdown are for
 * people, who take a large batch page by page; what programs read, and a page
 * that is searched in a browser, hold all unless --page says otherwise.  To be
 * called before a model is asked: a page that there is not costs nothing. */
enum cli_exit paging_choose(const struct cli_args *args,
                            enum handoff_format format, size_t leads,
                            size_t *page);

#endif
