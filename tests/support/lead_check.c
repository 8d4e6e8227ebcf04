/* lead_check.c - see lead_check.h */
#include "support/lead_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/schema.h>

#include "base/slice.h"
#include "support/cases.h"

static struct handoff_schema *schema;

int lead_schema_compile(void **state)
{
    size_t len = 0;
    char *text = case_text(FIXTURES, "../schemas/lead.schema.json", &len);

    (void)state;
    assert_int_equal(handoff_schema_compile((struct handoff_slice){ text, len },
                                            NULL, &schema, NULL),
                     HANDOFF_OK);
    free(text);
    return 0;
}

int lead_schema_free(void **state)
{
    (void)state;
    handoff_schema_free(schema);
    return 0;
}

char *lead_json_checked(const char *name, const struct handoff_batch *batch,
                        const struct handoff_fields *fields)
{
    struct handoff_slice lines, line;
    char *json = NULL;
    size_t len = 0;

    assert_int_equal(handoff_batch_json(batch, fields, &json, &len, NULL),
                     HANDOFF_OK);
    lines = (struct handoff_slice){ json, len };
    while (ho_next_line(&lines, &line)) {
        struct handoff_schema_result result = { 0 };

        assert_int_equal(handoff_schema_check(schema, line, &result, NULL),
                         HANDOFF_OK);
        if (!result.valid)
            fail_msg("%s: %s: %s", name, result.item[0].instance,
                     result.item[0].message);
        handoff_schema_result_release(&result);
    }
    return json;
}
