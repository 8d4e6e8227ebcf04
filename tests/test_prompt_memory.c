/* test_prompt_memory.c - each allocation of ours fails once, in turn.
 *
 * Linked with --wrap=malloc, --wrap=calloc and --wrap=realloc; without that
 * the test fails, since then nothing fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include <handoff/prompt.h>

#include "base/json.h"
#include "support/cases.h"
#include "support/prompt_lead.h"

/* Names that the linker gives; no others work. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static struct {
    long left; /* until the one that fails; -1: none does */
    bool failed;
} plan = { .left = -1 };

static bool fails_now(void)
{
    if (plan.left < 0 || plan.left-- > 0)
        return false;
    plan.failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

/* cJSON's allocations are our affair, too: it asks through this. */
static void *allocate(size_t size)
{
    return __wrap_malloc(size);
}

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

static void test_each_allocation(void **state)
{
    cJSON_Hooks hooks = { allocate, free };
    struct handoff_slice text;
    char *bytes =
        case_text(FIXTURES "/../prompts", "summarize.prompt", &text.len);
    long count = 0;

    (void)state;
    text.ptr = bytes;
    cJSON_InitHooks(&hooks);
    do {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        enum handoff_status status;

        plan.failed = false;
        plan.left = count++;
        status = render_prompt(text, &err);
        if (status == HANDOFF_OK)
            status = render_template(&err);
        plan.left = -1;
        assert_int_equal(status, plan.failed ? HANDOFF_NO_MEMORY : HANDOFF_OK);
        assert_int_equal(err.status, status);
    } while (plan.failed);
    assert_true(count > 50); /* or the wrapping does not work */
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
