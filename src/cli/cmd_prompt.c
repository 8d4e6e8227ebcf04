/* cmd_prompt.c - the product's own prompts, and the template filter. */
#include <string.h>

#include <handoff/workspace.h>

#include "cli/lines.h"

static const char folder[] = "prompts/";
static const char suffix[] = ".prompt";

static enum cli_exit list(void)
{
    for (const char *name = handoff_own_next(folder, NULL); name;
         name = handoff_own_next(folder, name)) {
        const char *word = name + sizeof folder - 1;

        printf("%.*s\n", (int)(strlen(word) - (sizeof suffix - 1)), word);
    }
    return CLI_DONE;
}

static enum cli_exit show(const struct cli_args *args)
{
    char path[256];
    struct handoff_slice text;

    if (args->operand_count < 2)
        return cli_usage(args, "name the prompt; handoff prompt list has them");
    snprintf(path, sizeof path, "%s%s%s", folder, args->operand[1], suffix);
    text = handoff_own_text(path);
    if (!text.ptr)
        return cli_usage(args, "there is no prompt %s", args->operand[1]);
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
    return cli_filter(args, 1, HANDOFF_FILTER_RENDER, &options);
}

static enum cli_exit run(const struct cli_args *args)
{
    const char *what = args->operand[0];

    if (strcmp(what, "list") == 0)
        return list();
    if (strcmp(what, "show") == 0)
        return show(args);
    if (strcmp(what, "render") == 0)
        return render(args);
    return cli_usage(args, "prompt list, show or render, not %s", what);
}

static const enum cli_option options[] = { CLI_OUTPUT, CLI_ESCAPE, CLI_STRICT };

const struct cli_command cli_prompt = {
    .name = "prompt",
    .operands = "list | show NAME | render [FILE...]",
    .summary = "show the product's prompts, or render templates",
    .about = "  list    the names of the product's own prompts\n"
             "  show    one of them, as it is used\n"
             "  render  a filter, one JSON object a line:\n"
             "          {\"id\",\"template\",\"data\",\"partials\"?} -> "
             "{\"id\",\"output\"}\n"
             "          Mustache; --escape html is the default, as its "
             "specification has it",
    .example = "  handoff prompt show summarize\n"
               "  echo '{\"id\":1,\"template\":\"Hi {{name}}\",\"data\":"
               "{\"name\":\"Ada\"}}' | handoff prompt render\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_min = 1,
    .operands_max = (size_t)-1,
    .run = run
};
