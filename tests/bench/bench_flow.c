/* bench_flow.c - the stages, each on the fixture batch, and all of them. */
#include <stdlib.h>
#include <string.h>

#include <handoff/pipeline.h>
#include <handoff/report.h>
#include <handoff/schema.h>

#include "base/builtin.h"
#include "base/file.h"
#include "bench.h"

enum { FILE_BYTES = 1 << 24 };

static struct handoff_policy *policy;
static struct handoff_prompt *prompt;
static struct handoff_endpoint *endpoint;
static struct handoff_batch *batch;
static struct handoff_run *whole;
static struct handoff_schema *schema;
static char *csv, *map_json, *brief_json;
static size_t csv_len;

static const int64_t AS_OF = 1790240400; /* 2026-09-24T09:00:00Z */

static void need(enum handoff_status status, const char *what)
{
    if (status != HANDOFF_OK)
        bench_die(what);
}

static struct handoff_batch *read_batch(void)
{
    struct handoff_batch *out = NULL;

    need(handoff_batch_new(handoff_policy_fields(policy), &out, NULL), "batch");
    need(handoff_batch_add(out, "bench", (struct handoff_slice){ csv, csv_len },
                           NULL),
         "intake");
    return out;
}

static struct handoff_run *run_batch(void)
{
    const struct handoff_job job = { .batch = batch,
                                     .policy = policy,
                                     .prompt = prompt,
                                     .endpoint = endpoint,
                                     .model = "",
                                     .as_of = AS_OF };
    struct handoff_run *out = NULL;

    need(handoff_run(&job, &out, NULL), "run");
    return out;
}

static void prepare_endpoint(void)
{
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;

    options.fields = handoff_policy_fields(policy);
    options.clock = handoff_system_clock();
    need(handoff_endpoint_new(&options, &endpoint, NULL), "endpoint");
}

static void prepare(void)
{
    if (whole)
        return;
    need(handoff_policy_parse("policy",
                              ho_builtin_text("policies/inbound.policy.yaml"),
                              &policy, NULL),
         "policy");
    need(handoff_prompt_parse("prompt",
                              ho_builtin_text("prompts/summarize.prompt"),
                              &prompt, NULL),
         "prompt");
    prepare_endpoint();
    need(ho_file_read(FIXTURES "/batches/inbound-forms.csv", FILE_BYTES, &csv,
                      &csv_len, NULL),
         "fixture");
    batch = read_batch();
    whole = run_batch();
    need(handoff_map_json(handoff_run_map(whole), &map_json, NULL), "map");
    need(handoff_brief_json(handoff_run_brief(whole, 0), &brief_json, NULL),
         "brief");
    need(handoff_schema_compile(ho_builtin_text("schemas/brief.schema.json"),
                                NULL, &schema, NULL),
         "schema");
}

static void release(void)
{
    handoff_schema_free(schema);
    handoff_run_free(whole);
    handoff_batch_free(batch);
    handoff_endpoint_free(endpoint);
    handoff_prompt_free(prompt);
    handoff_policy_free(policy);
    free(brief_json);
    free(map_json);
    free(csv);
}

static double parse_policy(void)
{
    struct handoff_policy *p = NULL;

    need(handoff_policy_parse("policy",
                              ho_builtin_text("policies/inbound.policy.yaml"),
                              &p, NULL),
         "policy");
    handoff_policy_free(p);
    return 1;
}

static double intake(void)
{
    handoff_batch_free(read_batch());
    return (double)csv_len / (1 << 20);
}

static double render_prompt(void)
{
    const struct handoff_lead *lead = handoff_batch_lead(batch, 5);
    struct handoff_messages messages;
    char *data = NULL;

    need(handoff_prompt_data(handoff_policy_fields(policy), lead,
                             "0123456789abcdef01234567", &data, NULL),
         "data");
    need(handoff_prompt_render(prompt,
                               (struct handoff_slice){ data, strlen(data) },
                               &messages, NULL),
         "render");
    handoff_messages_release(&messages);
    free(data);
    return 1;
}

static double check_schema(void)
{
    struct handoff_schema_result r;

    need(handoff_schema_check(
             schema, (struct handoff_slice){ brief_json, strlen(brief_json) },
             &r, NULL),
         "schema check");
    if (!r.valid)
        bench_die("the brief's own schema");
    handoff_schema_result_release(&r);
    return 1;
}

/* A reply that points at three fields, one of them invented. */
static double assemble(void)
{
    static const char reply[] =
        "{\"pain\":\"Inbound demo requests sit for days\",\"budget\":\"budget "
        "of 90k\",\"team_size\":null,\"inferred\":[],\"lane\":\"pursue\","
        "\"action\":null}";
    const struct handoff_made_by made = {
        .endpoint = "bench", .model = "", .prompt = "", .attempts = 1
    };
    struct handoff_brief *brief = NULL;

    need(handoff_brief_make(handoff_policy_fields(policy),
                            handoff_batch_lead(batch, 5), AS_OF, reply, NULL,
                            &made, &brief, NULL),
         "brief");
    handoff_brief_free(brief);
    return 1;
}

static double decide(void)
{
    for (size_t i = 0; i < handoff_batch_count(batch); i++) {
        struct handoff_decision *d = NULL;

        need(handoff_policy_decide(policy, handoff_run_brief(whole, i), AS_OF,
                                   &d, NULL),
             "decide");
        handoff_decision_free(d);
    }
    return (double)handoff_batch_count(batch);
}

static double flow(void)
{
    handoff_run_free(run_batch());
    return (double)handoff_batch_count(batch);
}

static double report(enum handoff_format format)
{
    char *text = NULL;
    size_t len = 0;

    need(handoff_report_render(
             HANDOFF_REPORT_MAP, format,
             (struct handoff_slice){ map_json, strlen(map_json) }, &text, &len,
             NULL),
         "report");
    free(text);
    return (double)handoff_batch_count(batch);
}

static double report_text(void)
{
    return report(HANDOFF_FORMAT_TEXT);
}

static double report_html(void)
{
    return report(HANDOFF_FORMAT_HTML);
}

static const struct figure items[] = {
    { "policy_parse", "policies per CPU second", prepare, parse_policy, NULL },
    { "intake_csv", "MiB per CPU second", prepare, intake, NULL },
    { "prompt_render", "prompts per CPU second", prepare, render_prompt, NULL },
    { "schema_check_brief", "briefs per CPU second", prepare, check_schema,
      NULL },
    { "brief_assemble", "briefs per CPU second", prepare, assemble, NULL },
    { "decide", "decisions per CPU second", prepare, decide, NULL },
    { "flow_builtin", "leads per CPU second", prepare, flow, NULL },
    { "report_text", "leads per CPU second", prepare, report_text, NULL },
    { "report_html", "leads per CPU second", prepare, report_html, release },
};

const struct figures bench_flow = { items, sizeof items / sizeof *items };
