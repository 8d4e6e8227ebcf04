/* bench_analysis.c - lint of a large policy, and the replay of a log. */
#include <stdlib.h>
#include <string.h>

#include <handoff/analysis.h>
#include <handoff/pipeline.h>

#include "base/buffer.h"
#include "base/builtin.h"
#include "base/file.h"
#include "bench.h"

enum {
    FIELDS_LARGE = 28,
    RULES_LARGE = 60,
    TESTS = 4,
    FILE_BYTES = 1 << 24,
    LOG_BYTES = 1 << 28,
    COPIES = 100 /* of the fixture's leads in the log */
};

static struct handoff_policy *large, *before, *after;
static struct ho_buffer text, replayed;
static size_t lines;

static const int64_t AS_OF = 1790240400; /* 2026-09-24T09:00:00Z */

static void need(enum handoff_status status, const char *what)
{
    if (status != HANDOFF_OK)
        bench_die(what);
}

/* --- a policy of 60 rules over 28 fields, the same on every machine --- */

static unsigned next(unsigned below)
{
    static unsigned state = 20261123;

    state = state * 1103515245 + 12345;
    return (state >> 16) % below;
}

static void write_test(size_t field)
{
    switch (field % 4) {
    case 0:
        ho_buffer_format(&text, "f%zu: [v%u, v%u]", field, next(4),
                         4 + next(4));
        break;
    case 1:
        ho_buffer_format(&text, "f%zu: \">= %u\"", field, 100 * next(5));
        break;
    case 2:
        ho_buffer_format(&text, "f%zu: %u..%u", field, next(3) * 50,
                         200 + next(3) * 100);
        break;
    default:
        ho_buffer_format(&text, "f%zu: v%u", field, next(5));
    }
}

static void write_large(void)
{
    static const char *const kinds[] = {
        "enum, values: [v0, v1, v2, v3, v4, v5, v6, v7]", "integer", "integer",
        "enum, values: [v0, v1, v2, v3, v4]"
    };

    ho_buffer_init(&text, 1 << 20);
    ho_buffer_text(&text, "policy: large\nversion: 1\nfields:\n");
    for (size_t f = 0; f < FIELDS_LARGE; f++)
        ho_buffer_format(&text, "  f%zu: {type: %s, question: q}\n", f,
                         kinds[f % 4]);
    ho_buffer_text(&text, "owners: {a: {name: A}, b: {name: B}}\nrules:\n");
    for (unsigned r = 0; r < RULES_LARGE; r++) {
        ho_buffer_format(&text, "  - {id: r%u, when: {", r);
        for (size_t t = 0; t < TESTS; t++) {
            write_test(t * FIELDS_LARGE / TESTS + next(FIELDS_LARGE / TESTS));
            ho_buffer_text(&text, ", ");
        }
        ho_buffer_format(&text,
                         "}, then: {route: pursue, owner: %c, reason: R}}\n",
                         'a' + r % 2);
    }
    ho_buffer_text(&text,
                   "otherwise: {id: Z, then: {route: nurture, reason: Z}}\n"
                   "undecided: {then: {route: enrich, reason: Q}}\n");
}

static void prepare_large(void)
{
    if (large)
        return;
    write_large();
    need(handoff_policy_parse("large", ho_buffer_slice(&text), &large, NULL),
         "large policy");
}

static double lint(void)
{
    const struct handoff_lint_input input = { .file = "large",
                                              .text = ho_buffer_slice(&text) };
    char *json = NULL;
    bool found;

    need(handoff_policy_lint(large, &input, &json, &found, NULL), "lint");
    if (!strstr(json, "\"exact\":true"))
        bench_die("lint was not exact");
    free(json);
    return 1;
}

static void release_large(void)
{
    handoff_policy_free(large);
    large = NULL;
    ho_buffer_release(&text);
}

/* --- a log --- */

static struct handoff_run *run_batch(const struct handoff_batch *batch,
                                     const struct handoff_prompt *prompt)
{
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;
    struct handoff_endpoint *endpoint = NULL;
    struct handoff_run *run = NULL;
    struct handoff_job job = { .batch = batch,
                               .policy = before,
                               .prompt = prompt,
                               .model = "",
                               .as_of = AS_OF };

    options.fields = handoff_policy_fields(before);
    options.clock = handoff_system_clock();
    need(handoff_endpoint_new(&options, &endpoint, NULL), "endpoint");
    job.endpoint = endpoint;
    need(handoff_run(&job, &run, NULL), "run");
    handoff_endpoint_free(endpoint);
    return run;
}

static void write_line(const struct handoff_brief *brief)
{
    struct handoff_decision *d = NULL;
    char *brief_json = NULL, *decision_json = NULL;

    need(handoff_policy_decide(before, brief, AS_OF, &d, NULL), "decide");
    need(handoff_brief_json(brief, &brief_json, NULL), "brief");
    need(handoff_decision_json(before, brief, d, &decision_json, NULL),
         "decision");
    ho_buffer_format(&replayed, "{\"lead\":\"%s\",\"brief\":", brief->lead->id);
    ho_buffer_text(&replayed, brief_json);
    ho_buffer_text(&replayed, ",\"decision\":");
    ho_buffer_text(&replayed, decision_json);
    ho_buffer_text(&replayed, "}\n");
    lines++;
    free(decision_json);
    free(brief_json);
    handoff_decision_free(d);
}

static void write_log(void)
{
    struct handoff_batch *batch = NULL;
    struct handoff_prompt *prompt = NULL;
    struct handoff_run *run;

    need(handoff_batch_new(handoff_policy_fields(before), &batch, NULL),
         "batch");
    need(handoff_batch_read(batch, FIXTURES "/batches/inbound-forms.csv", NULL),
         "fixture");
    need(handoff_prompt_parse("prompt",
                              ho_builtin_text("prompts/summarize.prompt"),
                              &prompt, NULL),
         "prompt");
    run = run_batch(batch, prompt);
    ho_buffer_init(&replayed, LOG_BYTES);
    for (int c = 0; c < COPIES; c++)
        for (size_t i = 0; i < handoff_batch_count(batch); i++)
            write_line(handoff_run_brief(run, i));
    handoff_run_free(run);
    handoff_prompt_free(prompt);
    handoff_batch_free(batch);
}

/* The default policy, and the same with another size of company. */
static void prepare_log(void)
{
    const struct handoff_slice own =
        ho_builtin_text("policies/inbound.policy.yaml");
    char *edited, *at;

    if (before)
        return;
    need(handoff_policy_parse("before", own, &before, NULL), "policy");
    edited = malloc(own.len + 1);
    if (!edited)
        bench_die("memory");
    memcpy(edited, own.ptr, own.len);
    edited[own.len] = '\0';
    while ((at = strstr(edited, "= 50\"")) != NULL)
        at[2] = '6';
    need(handoff_policy_parse("after", ho_slice(edited), &after, NULL),
         "edited policy");
    free(edited);
    write_log();
}

static double replay(void)
{
    struct handoff_lines *log = NULL;
    char *json = NULL;
    bool routes;

    need(handoff_lines_of(ho_buffer_slice(&replayed), &log, NULL), "log");
    need(handoff_policy_diff(before, after, log, &json, &routes, NULL), "diff");
    handoff_lines_free(log);
    if (!strstr(json, "\"not_replayed\":[]"))
        bench_die("lines were not replayed");
    free(json);
    return (double)lines;
}

static void release_log(void)
{
    handoff_policy_free(after);
    handoff_policy_free(before);
    before = after = NULL;
    ho_buffer_release(&replayed);
}

static const struct figure items[] = {
    { "lint_60_rules", "policies per CPU second", prepare_large, lint,
      release_large },
    { "diff_replay", "decisions per CPU second", prepare_log, replay,
      release_log },
};

const struct figures bench_analysis = { items, sizeof items / sizeof *items };
