/* test_schema_memory.c - each allocation of ours fails once, in turn.
 *
 * Linked with -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc; without that
 * the test fails, since then nothing fails.
 */
#include <handoff/schema.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/slice.h"

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

static struct handoff_slice find(void *user, const char *uri)
{
    (void)user;
    (void)uri;
    return ho_slice("{\"$defs\":{\"a\":{\"type\":[\"number\",\"null\"]}}}");
}

static const char schema_text[] =
    "{\"$id\":\"https://s.example/\",\"$ref\":\"o#/$defs/a\","
    "\"$dynamicAnchor\":\"x\",\"type\":\"object\",\"required\":[\"a\",\"b\"],"
    "\"properties\":{\"a\":{\"pattern\":\"^(x|\\\\p{Lu})+$\",\"enum\":[\"X\"]},"
    "\"list\":{\"uniqueItems\":true,\"items\":{\"$dynamicRef\":\"#x\"}}},"
    "\"patternProperties\":{\"^k\":{\"const\":\"\\u0041\"}},"
    "\"anyOf\":[{\"minProperties\":200},{\"dependentRequired\":{\"a\":[\"c\"]}}"
    "],"
    "\"unevaluatedProperties\":false}";

static const char instance_text[] =
    "{\"a\\u0062\":1,\"a\":\"\\u0058\",\"k\":\"B\",\"list\":[1,2,3,{\"a\":1}],"
    "\"1\":1,\"2\":1,\"3\":1,\"4\":1,\"5\":1,\"6\":1,\"7\":1,\"8\":1,\"9\":1,"
    "\"10\":1,\"11\":1,\"12\":1,\"13\":1,\"14\":1,\"15\":1,\"16\":1,\"17\":1,"
    "\"20\":1,\"21\":1,\"22\":1,\"23\":1,\"24\":1,\"25\":1,\"26\":1,\"27\":1,"
    "\"30\":1,\"31\":1,\"32\":1,\"33\":1,\"34\":1,\"35\":1,\"36\":1,\"37\":1,"
    "\"40\":1,\"41\":1,\"42\":1,\"43\":1,\"44\":1,\"45\":1,\"46\":1,\"47\":1,"
    "\"50\":1,\"51\":1,\"52\":1,\"53\":1,\"54\":1,\"55\":1,\"56\":1,\"57\":1,"
    "\"60\":1,\"61\":1,\"62\":1,\"63\":1,\"64\":1,\"65\":1,\"66\":1,\"67\":1}";

/* Everything, with the allocation of that number failing; false when it came
 * to its end without needing it. */
static bool run_with_failure(long number)
{
    const struct handoff_schema_remotes remotes = { find, NULL };
    const struct handoff_schema_options options = { .remotes = &remotes };
    struct handoff_schema_result result = { 0 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema *schema = NULL;
    enum handoff_status status;

    plan.left = number;
    plan.failed = false;
    status =
        handoff_schema_compile(ho_slice(schema_text), &options, &schema, &err);
    if (status == HANDOFF_OK)
        status = handoff_schema_check(schema, ho_slice(instance_text), &result,
                                      &err);
    plan.left = -1;
    if (plan.failed) {
        assert_int_equal(status, HANDOFF_NO_MEMORY);
        assert_int_equal(err.status, HANDOFF_NO_MEMORY);
        assert_int_equal(result.count, 0);
    } else {
        assert_int_equal(status, HANDOFF_OK);
        assert_true(result.count > 5);
    }
    handoff_schema_result_release(&result);
    handoff_schema_free(schema);
    return plan.failed;
}

static void every_allocation_fails_once(void **state)
{
    long number = 0;

    (void)state;
    while (run_with_failure(number))
        number++;
    assert_true(number > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_fails_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
