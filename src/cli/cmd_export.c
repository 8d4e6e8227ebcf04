/* cmd_export.c - export: updates as files that a CRM imports. */
#include <string.h>

#include "cli/keeping.h"

static void tell(const struct handoff_exported *e)
{
    if (*e->completed)
        fprintf(stderr, "handoff: %s had been broken off and is complete now\n",
                e->completed);
    printf("%s: %zu contacts, %zu new tasks, %zu new notes, %zu leads withheld "
           "(manifest.json says why)\n",
           e->folder, e->contacts, e->tasks, e->notes, e->withheld);
}

static enum cli_exit export(const struct cli_args *args,
                            const struct handoff_settings *settings) {
    const int target = handoff_crm_target_find(args->value[CLI_CRM]);
    struct handoff_export wanted = { .settings = &settings->crm,
                                     .folder = args->value[CLI_OUTPUT] };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    struct handoff_exported done;
    enum cli_exit out;

    if (target < 0) return cli_usage(
        args,
        "--crm is hubspot, salesforce, pipedrive or csv, not "
        "%s",
        args->value[CLI_CRM]);
    wanted.target = (enum handoff_crm_target)target;
    out = keep_open(args, NULL, HANDOFF_RECORD_WRITE, &record);
    if (out == CLI_DONE &&
        handoff_record_export(record, &wanted, &done, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    if (out == CLI_DONE) tell(&done);
    handoff_record_close(record);
    return out;
}

static enum cli_exit run(const struct cli_args *args)
{
    struct handoff_settings settings;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum cli_exit out;

    if (!args->value[CLI_CRM])
        return cli_usage(args, "for which CRM? Add --crm hubspot");
    if (!args->value[CLI_OUTPUT])
        return cli_usage(args, "into which folder? Add -o DIR");
    if (handoff_settings_read(".", &settings, &err) != HANDOFF_OK)
        return cli_fail(&err);
    out = export(args, &settings);
    handoff_settings_release(&settings);
    return out;
}

static const enum cli_option options[] = { CLI_CRM, CLI_OUTPUT, CLI_AS };

const struct cli_command cli_export = {
    .name = "export",
    .operands = "",
    .summary = "approved updates as files that a CRM imports",
    .about =
        "Makes a new folder below DIR with contacts_upsert.csv, "
        "tasks_new.csv,\n"
        "notes_new.csv and manifest.json. Contacts are written every time, "
        "tasks\nand notes once. What waits for a person, was rejected or is "
        "suppressed\nstays here; the manifest says which and why. `crm:` in "
        "handoff.yaml maps\nroutes to your CRM's values and owners to its "
        "users: docs/crm-export.md.",
    .example = "  handoff export --crm hubspot -o outbox\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .run = run
};
