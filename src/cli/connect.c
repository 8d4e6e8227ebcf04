/* connect.c - see cli/connect.h */
#include "cli/connect.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/interrupt.h"

enum { PATH_BYTES = 4096 };

/* The first that is set and not empty. */
static const char *first_of(const char *a, const char *b, const char *c,
                            const char *d)
{
    const char *const list[] = { a, b, c, d };

    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i] && *list[i])
            return list[i];
    return NULL;
}

bool connect_is_plan(const struct cli_args *args)
{
    return args->value[CLI_DRY_RUN] || args->value[CLI_BATCH_OUT];
}

static enum cli_exit read_limits(const struct cli_args *args, struct session *s,
                                 struct handoff_endpoint_options *o)
{
    long jobs, attempts, timeout, lead, reasks;
    enum cli_exit status = cli_number(
        args, CLI_JOBS, 1, 256,
        s->settings.jobs ? (long)s->settings.jobs : (long)o->jobs, &jobs);

    if (status == CLI_DONE)
        status =
            cli_number(args, CLI_ATTEMPTS, 1, 10, (long)o->attempts, &attempts);
    if (status == CLI_DONE)
        status = cli_number(args, CLI_TIMEOUT, 1, 3600,
                            (long)o->timeout_ms / 1000, &timeout);
    if (status == CLI_DONE)
        status = cli_number(args, CLI_LEAD_TIME, 1, 86400,
                            (long)o->lead_ms / 1000, &lead);
    if (status == CLI_DONE)
        status = cli_number(args, CLI_REASKS, 0, HANDOFF_REASKS,
                            args->value[CLI_BATCH_IN] ? 0 : 1, &reasks);
    if (status != CLI_DONE)
        return status;
    s->reasks = (unsigned)reasks;
    o->jobs = (unsigned)jobs;
    o->attempts = (unsigned)attempts;
    o->timeout_ms = (unsigned)timeout * 1000;
    o->lead_ms = (unsigned)lead * 1000;
    return CLI_DONE;
}

static enum cli_exit read_budget(const struct cli_args *args,
                                 struct handoff_endpoint_options *o)
{
    const long most = 1000000000;
    long requests, tokens;
    enum cli_exit status =
        cli_number(args, CLI_MAX_REQUESTS, 1, most, 0, &requests);

    if (status == CLI_DONE)
        status = cli_number(args, CLI_MAX_TOKENS, 1, most, 0, &tokens);
    if (status != CLI_DONE)
        return status;
    o->max_requests = requests;
    o->max_tokens_total = tokens;
    if (args->value[CLI_MAX_COST] &&
        (!handoff_amount_read(args->value[CLI_MAX_COST], &o->max_cost) ||
         o->max_cost == 0))
        return cli_usage(args, "--max-cost is an amount above 0 such as 2.50");
    return CLI_DONE;
}

/* The address: a result file takes the place of any other. */
static enum cli_exit read_url(const struct cli_args *args, struct session *s)
{
    const char *file = args->value[CLI_BATCH_IN];
    const char *env = first_of(getenv("HANDOFF_ENDPOINT"),
                               getenv("OPENAI_BASE_URL"), NULL, NULL);

    if (args->value[CLI_ENDPOINT] && !*args->value[CLI_ENDPOINT])
        return cli_usage(args, "--endpoint is empty; name a URL, or leave it "
                               "out to use what is configured");
    s->url = first_of(args->value[CLI_ENDPOINT], env, s->settings.endpoint,
                      "builtin:extract");
    s->model = first_of(args->value[CLI_MODEL], getenv("HANDOFF_MODEL"),
                        s->settings.model, NULL);
    if (file && connect_is_plan(args))
        return cli_usage(args, "--batch-in reads what a batch answered; leave "
                               "out --dry-run and --batch-out");
    if (file && strlen(file) >= PATH_BYTES)
        return cli_usage(args, "--batch-in is a path of at most %d bytes",
                         PATH_BYTES);
    if (file) {
        s->url_text = malloc(PATH_BYTES + sizeof "batch:");
        if (!s->url_text)
            return CLI_FAILED;
        snprintf(s->url_text, PATH_BYTES + sizeof "batch:", "batch:%s", file);
        s->url = s->url_text;
    }
    if (args->value[CLI_BATCH_OUT] && strncmp(s->url, "http", 4) != 0)
        return cli_usage(args, "--batch-out needs --endpoint and --model, to "
                               "write requests as that server takes them");
    return CLI_DONE;
}

/* Programs that start at the same moment shall not retry at the same one. */
static uint64_t chance(void)
{
    const struct handoff_clock *clock = handoff_system_clock();

    return (uint64_t)clock->monotonic_ns(clock->user) ^ (uint64_t)getpid()
                                                            << 32;
}

static void fill(const struct cli_args *args, struct session *s,
                 struct handoff_endpoint_options *o)
{
    o->url = s->url;
    o->model = s->model;
    o->key = first_of(getenv("HANDOFF_API_KEY"), getenv("OPENAI_API_KEY"),
                      s->settings.key, NULL);
    o->key_header = s->settings.key_header;
    o->ca_file =
        first_of(args->value[CLI_CA_FILE], s->settings.ca_file, NULL, NULL);
    o->allow_http = args->value[CLI_ALLOW_HTTP] != NULL;
    o->no_proxy = args->value[CLI_NO_PROXY] != NULL;
    o->price = handoff_settings_price(&s->settings, s->model);
    o->chance = chance();
    o->plan = connect_is_plan(args);
    o->batch_out = args->value[CLI_BATCH_OUT];
    o->save_dir = args->value[CLI_SAVE_REPLIES];
    o->fields = handoff_policy_fields(s->policy);
    o->clock = handoff_system_clock();
}

enum cli_exit connect_endpoint(const struct cli_args *args, struct session *s)
{
    struct handoff_endpoint_options o = HANDOFF_ENDPOINT_DEFAULTS;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum cli_exit status = read_limits(args, s, &o);

    if (status == CLI_DONE)
        status = read_budget(args, &o);
    if (status == CLI_DONE)
        status = read_url(args, s);
    if (status != CLI_DONE)
        return status;
    fill(args, s, &o);
    if (strncmp(s->url, "http", 4) == 0 && !o.plan) {
        interrupt_catch();
        o.interrupted = interrupt_came;
    }
    if (handoff_endpoint_new(&o, &s->endpoint, &err) != HANDOFF_OK)
        return cli_fail(&err);
    return CLI_DONE;
}
