/* cmd_prompt.c - the product's own prompts, and the template filter. */
#include <string.h>

#include <handoff/workspace.h>

#include "cli/lines.h"

static const char folder[] = "prompts/";
static const char suffix[] = ".prompt";

static enum cli_exit list(const struct cli_args *args)
{
    (void)args;
    for (const char *name = handoff_own_next(folder, NULL); name;
         name = handoff_own_next(folder, name)) {
        const char *word = name + sizeof folder - 1;
        const char *end = strstr(word, suffix); /* examples have another */

        if (end)
            printf("%.*s\n", (int)(end - word), word);
    }
    return CLI_DONE;
}

static enum cli_exit show(const struct cli_args *args)
{
    char path[256];
    struct handoff_slice text;

    snprintf(path, sizeof path, "%s%s%s", folder, args->operand[0], suffix);
    text = handoff_own_text(path);
    if (!text.ptr)
        return cli_usage(args,
                         "there is no prompt %s; handoff prompt list has them",
                         args->operand[0]);
    return cli_write(args, text.ptr, text.len);
}

static enum cli_exit render(const struct cli_args *args)
{
    const char *escape = args->value[CLI_ESCAPE];
    struct handoff_filter_options options = {
        .escape = HANDOFF_ESCAPE_HTML, .strict = args->value[CLI_STRICT] != NULL
    };

    if (escape && strcmp(escape, "none") == 0)
        options.escape = HANDOFF_ESCAPE_NONE;
    else if (escape && strcmp(escape, "html") != 0)
        return cli_usage(args, "--escape is none or html");
    return cli_filter(args, HANDOFF_FILTER_RENDER, &options);
}

static const enum cli_option show_options[] = { CLI_OUTPUT };
static const enum cli_option render_options[] = { CLI_ESCAPE, CLI_STRICT };

const struct cli_command cli_prompt_list = {
    .name = "prompt list",
    .operands = "",
    .summary = "the names of the product's own prompts",
    .about = "Each is used under its name and the hash of its bytes, which "
             "every brief keeps.",
    .example = "  handoff prompt list\n",
    .run = list
};

const struct cli_command cli_prompt_show = {
    .name = "prompt show",
    .operands = "NAME",
    .summary = "one of them, as it is used",
    .about = "Prints the prompt file: front matter, then a Mustache body. "
             "Change a copy and\ngive it with --prompt.",
    .example = "  handoff prompt show summarize >mine.prompt\n"
               "  handoff summarize leads.csv --prompt mine.prompt\n",
    .option = show_options,
    .option_count = sizeof show_options / sizeof *show_options,
    .operands_min = 1,
    .operands_max = 1,
    .run = show
};

const struct cli_command cli_prompt_render = {
    .name = "prompt render",
    .operands = "[FILE...]",
    .summary = "render Mustache templates",
    .about = "A filter: one JSON object a line in, one a line out, in order.\n"
             "  {\"id\",\"template\",\"data\",\"partials\"?} -> "
             "{\"id\",\"output\"}\n"
             "--escape html is the default, as Mustache's specification has "
             "it.",
    .example = "  echo '{\"id\":1,\"template\":\"Hi {{name}}\",\"data\":"
               "{\"name\":\"Ada\"}}' | handoff prompt render\n",
    .option = render_options,
    .option_count = sizeof render_options / sizeof *render_options,
    .operands_max = (size_t)-1,
    .run = render
};
