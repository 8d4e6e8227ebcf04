/* test_schema_memory.c - each allocation of ours fails once, in turn. */
#include <handoff/schema.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/slice.h"
#include "support/alloc_fail.h"

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

static enum handoff_status compile_and_check(struct handoff_error *err)
{
    const struct handoff_schema_remotes remotes = { find, NULL };
    const struct handoff_schema_options options = { .remotes = &remotes };
    struct handoff_schema_result result = { 0 };
    struct handoff_schema *schema = NULL;
    enum handoff_status status =
        handoff_schema_compile(ho_slice(schema_text), &options, &schema, err);

    if (status == HANDOFF_OK)
        status =
            handoff_schema_check(schema, ho_slice(instance_text), &result, err);
    assert_true(status == HANDOFF_OK ? result.count > 5 : result.count == 0);
    handoff_schema_result_release(&result);
    handoff_schema_free(schema);
    return status;
}

static void every_allocation_fails_once(void **state)
{
    (void)state;
    fail_each_allocation(compile_and_check);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        every_allocation_fails_once) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
