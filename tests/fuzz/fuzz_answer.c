/* fuzz_answer.c - whatever is pasted: findings are sorted by group, name leads
 * of the batch and sections, hold UTF-8; checked twice, the same. */
#include <handoff/answer.h>
#include <handoff/pipeline.h>
#include <handoff/screen.h>

#include "base/builtin.h"
#include "base/slice.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "fuzz/policy.h"

enum { AS_OF = 1790240400 }; /* 2026-09-24T09:00:00Z */

static const char csv[] =
    "Name,Email,Company,Role,Message\n"
    "Ada Fox,ada@fox.example,Fox Ltd,VP Sales,We lose leads. Show us a demo.\n"
    "Bo Lind,bo@lind.example,Lind AB,Student,Please remove me.\n";

static struct handoff_run *run;

static void set_up(void)
{
    static const char prompt_name[] = "prompts/summarize.prompt";
    static struct handoff_batch *batch;
    static struct handoff_endpoint *endpoint;
    static struct handoff_prompt *prompt;
    const struct handoff_screening how = { 0 };
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;
    struct handoff_job job = { .model = "", .as_of = AS_OF };

    FUZZ_ASSERT(handoff_prompt_parse(prompt_name, ho_builtin_text(prompt_name),
                                     &prompt, NULL) == HANDOFF_OK);
    options.url = "builtin:extract";
    options.fields = fuzz_fields();
    FUZZ_ASSERT(handoff_endpoint_new(&options, &endpoint, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(handoff_batch_new(options.fields, &batch, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(handoff_batch_add(batch, "leads.csv", ho_slice(csv), NULL) ==
                HANDOFF_OK);
    FUZZ_ASSERT(handoff_screen(batch, &how, NULL) == HANDOFF_OK);
    job.batch = batch;
    job.policy = fuzz_policy();
    job.prompt = prompt;
    job.endpoint = endpoint;
    FUZZ_ASSERT(handoff_run(&job, &run, NULL) == HANDOFF_OK);
}

static void check_finding(const struct handoff_answer_check *c, size_t i)
{
    const struct handoff_answer_finding *f = &c->item[i];

    FUZZ_ASSERT(f->section <= HANDOFF_SECTION_COUNT);
    FUZZ_ASSERT(f->why && *f->why && f->said && f->want);
    FUZZ_ASSERT(ho_utf8_check(ho_slice(f->said), NULL) == HANDOFF_OK);
    FUZZ_ASSERT(ho_utf8_check(ho_slice(f->why), NULL) == HANDOFF_OK);
    FUZZ_ASSERT(!*f->lead || ho_slice_is(ho_slice(f->lead), "L-0001") ||
                ho_slice_is(ho_slice(f->lead), "L-0002"));
    FUZZ_ASSERT(i == 0 || handoff_answer_code_group(c->item[i - 1].code) <=
                              handoff_answer_code_group(f->code));
}

static size_t check(struct handoff_slice answer)
{
    struct handoff_answer_check *c = NULL;
    size_t count = 0;

    if (handoff_answer_check(handoff_run_map(run), answer, &c, NULL) !=
        HANDOFF_OK)
        return SIZE_MAX;
    for (size_t i = 0; i < c->count; i++)
        check_finding(c, i);
    count = c->count;
    handoff_answer_check_free(c);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice answer = { (const char *)data, size };
    const bool good = size <= HANDOFF_ANSWER_BYTES &&
                      ho_utf8_check(answer, NULL) == HANDOFF_OK;
    size_t count;

    if (!run)
        set_up();
    count = check(answer);
    FUZZ_ASSERT((count != SIZE_MAX) == good);
    FUZZ_ASSERT(check(answer) == count);
    return 0;
}
