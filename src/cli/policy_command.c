/* policy_command.c - see cli/policy_command.h */
#include "cli/policy_command.h"

#include <stdlib.h>
#include <string.h>

#include <handoff/playbook.h>

#include "cli/keeping.h"

enum { LOG_LINE_BYTES = 64 * 1024 * 1024 };

static const char own_policy[] = "policies/inbound.policy.yaml";

static enum handoff_status read_policy(struct policy_input *input,
                                       const char *path)
{
    struct handoff_error *err = &input->refused;
    enum handoff_status status;

    if (!path) {
        input->text = handoff_own_text(own_policy);
        return handoff_policy_parse(own_policy, input->text, &input->policy,
                                    err);
    }
    status = handoff_file_read(path, HANDOFF_POLICY_BYTES, &input->owned_text,
                               &input->text.len, err);
    if (status != HANDOFF_OK)
        return status;
    input->text.ptr = input->owned_text;
    if (strcmp(path, "-") == 0)
        return handoff_policy_parse("standard input", input->text,
                                    &input->policy, err);
    return handoff_policy_load(path, &input->policy, err);
}

/* Nobody approves rules for replies that no reply can be held against. */
static void refuse_sections(struct policy_input *input)
{
    if (!input->policy ||
        handoff_playbook_check(input->policy, &input->refused) == HANDOFF_OK)
        return;
    handoff_policy_free(input->policy);
    input->policy = NULL;
}

enum cli_exit policy_open(const char *path, struct policy_input *input)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    *input = (struct policy_input){ .refused = HANDOFF_ERROR_INIT };
    if (handoff_settings_read(".", &input->settings, &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (!path)
        path = input->settings.policy;
    input->name = path ? path : own_policy;
    read_policy(input, path);
    refuse_sections(input);
    if (input->policy &&
        keep_approved(input->policy, &input->approved, &err) != HANDOFF_OK)
        return cli_fail(&err);
    return CLI_DONE;
}

enum cli_exit policy_need(const struct policy_input *input)
{
    return input->policy ? CLI_DONE : cli_fail(&input->refused);
}

void policy_close(struct policy_input *input)
{
    handoff_policy_free(input->policy);
    handoff_settings_release(&input->settings);
    free(input->owned_text);
}

enum cli_exit policy_open_log(const struct cli_args *args,
                              struct handoff_lines **log)
{
    const char *path = args->value[CLI_LOG];
    struct handoff_error err = HANDOFF_ERROR_INIT;

    *log = NULL;
    if (path &&
        handoff_lines_open(path, LOG_LINE_BYTES, log, &err) != HANDOFF_OK)
        return cli_fail(&err);
    return CLI_DONE;
}

enum cli_exit policy_print(const struct cli_args *args,
                           enum handoff_report report, char *json)
{
    enum handoff_format format;
    enum cli_exit status = cli_format(args, &format);

    if (status == CLI_DONE)
        status = cli_report(args, report, format,
                            (struct handoff_slice){ json, strlen(json) });
    free(json);
    return status;
}
