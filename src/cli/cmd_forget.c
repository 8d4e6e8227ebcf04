/* cmd_forget.c - forget and suppress: who is not to be known or written to. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/keeping.h"

enum { LIST_BYTES = 64 << 20 };

static void tell_file(void *user, const char *path)
{
    (void)user;
    printf("%s still names them; delete it, and what was imported from it\n",
           path);
}

static enum cli_exit run_forget(const struct cli_args *args)
{
    const struct handoff_forget who = { .email = args->operand_count > 0
                                                     ? args->operand[0]
                                                     : NULL,
                                        .lead = args->value[CLI_LEAD] };
    const struct session here = { .settings = { .found = true } };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    struct handoff_forgotten done;
    enum cli_exit out;

    if (!who.email == !who.lead)
        return cli_usage(args, "name an e-mail address, or --lead ID");
    /* a run that goes on would write about whom it took in: wait for its end */
    out = keep_open(args, &here,
                    access(keep_path, F_OK) == 0 ? HANDOFF_RECORD_RUN
                                                 : HANDOFF_RECORD_WRITE,
                    &record);
    if (out == CLI_DONE && handoff_record_forget(record, &who, tell_file, NULL,
                                                 &done, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    if (out == CLI_DONE)
        printf("forgotten: %zu lead%s; %zu address%s suppressed\n", done.leads,
               done.leads == 1 ? "" : "s", done.addresses,
               done.addresses == 1 ? " stays" : "es stay");
    handoff_record_close(record);
    return out;
}

/* A file that exists is a list; everything else is one entry. */
static enum cli_exit read_list(const char *name, char **owned,
                               struct handoff_slice *list)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (!*name) {
        cli_say("an empty word names nobody; name an address, a domain or a "
                "file of them");
        return CLI_USAGE;
    }
    *list = (struct handoff_slice){ name, strlen(name) };
    if (strcmp(name, "-") != 0 && access(name, F_OK) != 0)
        return CLI_DONE;
    if (handoff_file_read(name, LIST_BYTES, owned, &list->len, &err) !=
        HANDOFF_OK)
        return cli_fail(&err);
    list->ptr = *owned;
    return CLI_DONE;
}

static enum cli_exit run_suppress(const struct cli_args *args)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    struct handoff_slice list;
    char *owned = NULL;
    size_t added = 0;
    enum cli_exit out = read_list(args->operand[0], &owned, &list);

    if (out == CLI_DONE)
        out = keep_open(args, NULL, HANDOFF_RECORD_WRITE, &record);
    if (out == CLI_DONE &&
        handoff_record_suppress(record, list, &added, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    /* a file that is not there reads as a domain: whoever meant it sees so */
    if (out == CLI_DONE && !owned)
        printf("%s: ", args->operand[0]);
    if (out == CLI_DONE)
        printf("%zu suppressed that %s not before\n", added,
               added == 1 ? "was" : "were");
    handoff_record_close(record);
    free(owned);
    return out;
}

static const enum cli_option forget_options[] = { CLI_LEAD, CLI_AS };
static const enum cli_option suppress_options[] = { CLI_AS };

const struct cli_command cli_forget = {
    .name = "forget",
    .operands = "[EMAIL]",
    .summary = "erase a person; their address stays suppressed",
    .about =
        "Erases every lead of the address, or the one of --lead, from the\n"
        "record: what arrived, answers, briefs, decisions, reviews. The chain "
        "of\nevents still verifies, and says that somebody was forgotten. A "
        "salted hash\nkeeps the address suppressed. Names exported files that "
        "still hold them.",
    .example = "  handoff forget rui@ovenbird.example --as \"Ada Quill\"\n"
               "  handoff forget --lead L-0007 --as \"Ada Quill\"\n",
    .option = forget_options,
    .option_count = sizeof forget_options / sizeof *forget_options,
    .operands_max = 1,
    .run = run_forget
};

const struct cli_command cli_suppress = {
    .name = "suppress",
    .operands = "EMAIL|DOMAIN|FILE",
    .summary = "never write to an address or domain again",
    .about = "Keeps a salted hash of the address, the domain, or each line of "
             "the file,\nwhich may be the SHA-256 of an address in small "
             "letters. No export holds such\nleads, whatever was decided or "
             "approved.",
    .example = "  handoff suppress rui@ovenbird.example --as \"Ada Quill\"\n"
               "  handoff suppress opted-out.txt --as \"Ada Quill\"\n",
    .option = suppress_options,
    .option_count = sizeof suppress_options / sizeof *suppress_options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_suppress
};
