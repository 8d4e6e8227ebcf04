/* paging.c - see cli/paging.h */
#include "cli/paging.h"

#include <string.h>

#include <handoff/playbook.h>

static bool is_for_people(const struct cli_args *args,
                          enum handoff_format format)
{
    return args->command == &cli_map &&
           (format == HANDOFF_FORMAT_TEXT || format == HANDOFF_FORMAT_MARKDOWN);
}

enum cli_exit paging_choose(const struct cli_args *args,
                            enum handoff_format format, size_t leads,
                            size_t *page)
{
    const char *asked = args->value[CLI_PAGE];
    const size_t pages =
        leads == 0 ? 1 : (leads + HANDOFF_MAP_PAGE - 1) / HANDOFF_MAP_PAGE;
    long number = 0;
    enum cli_exit out;

    *page = is_for_people(args, format) && pages > 1;
    if (!asked)
        return CLI_DONE;
    *page = 0;
    if (strcmp(asked, "all") == 0)
        return CLI_DONE;
    out = cli_number(args, CLI_PAGE, 1, (long)pages, 1, &number);
    *page = (size_t)number;
    return out;
}
