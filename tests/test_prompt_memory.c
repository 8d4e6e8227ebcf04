/* test_prompt_memory.c - each allocation of ours fails once, in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include <handoff/prompt.h>

#include "base/slice.h"
#include "support/alloc_fail.h"
#include "support/cases.h"
#include "support/prompt_lead.h"

static struct handoff_slice find_partial(void *user, struct handoff_slice name)
{
    (void)user;
    (void)name;
    return ho_slice("  {{$b}}\n    d\n  {{/b}}\n{{v}}\n");
}

static enum handoff_status render_template(struct handoff_error *err)
{
    const struct handoff_partials partials = { find_partial, NULL };
    char *out = NULL;
    size_t len;
    enum handoff_status status = handoff_render(
        ho_slice("{{#l}}\n  {{<p}}{{$b}}\n x{{v}}\n{{/b}}{{/p}}\n{{.}}{{/l}}"),
        ho_slice("{\"l\":[1.50,{\"o\":[]},\"x\"],\"v\":\"y\"}"), NULL,
        &partials, &out, &len, err);

    assert_true((status == HANDOFF_OK) == (out != NULL));
    free(out);
    return status;
}

static enum handoff_status render_prompt(struct handoff_slice text,
                                         struct handoff_error *err)
{
    struct handoff_messages messages = { NULL, 0 };
    struct handoff_prompt *prompt = NULL;
    char *data = NULL, *schema = NULL;
    int tokens = 0;
    enum handoff_status status =
        handoff_prompt_data(&prompt_fields, &prompt_lead, FENCE, &data, err);

    if (status == HANDOFF_OK)
        status = handoff_reply_schema(&prompt_fields, &prompt_lead, &schema,
                                      &tokens, err);
    if (status == HANDOFF_OK)
        status = handoff_prompt_parse("summarize", text, &prompt, err);
    if (status == HANDOFF_OK)
        status = handoff_prompt_render(prompt, ho_slice(data), &messages, err);
    assert_true((status == HANDOFF_OK) == (messages.item != NULL));
    handoff_messages_release(&messages);
    handoff_prompt_free(prompt);
    free(schema);
    free(data);
    return status;
}

static struct handoff_slice prompt_text;

static enum handoff_status render_both(struct handoff_error *err)
{
    const enum handoff_status status = render_prompt(prompt_text, err);

    return status == HANDOFF_OK ? render_template(err) : status;
}

static void test_each_allocation(void **state)
{
    char *bytes =
        case_text(FIXTURES "/../prompts", "summarize.prompt", &prompt_text.len);

    (void)state;
    prompt_text.ptr = bytes;
    fail_each_allocation(render_both);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        test_each_allocation) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
