/* test_report_memory.c - each allocation fails once, in turn. */
#include <handoff/report.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/slice.h"
#include "support/alloc_fail.h"

/* One lead with a bit of everything; each run prints it anew. */
static const char map[] =
    "{\"as_of\":\"t\",\"health\":{\"leads\":1,\"explicit\":1,\"inferred\":0,"
    "\"unknown\":1,\"by_stage\":[{\"stage\":\"routing\",\"count\":1}]},"
    "\"stage_map\":[{\"lead\":\"a\",\"who\":\"A | b\",\"stage\":\"routing\"}],"
    "\"blocked_decisions\":[],\"next_actions\":[{\"situation\":\"raw\","
    "\"leads\":[{\"lead\":\"a\",\"action\":\"do\",\"enrich\":[\"b_c\",\"d\"]}],"
    "\"count\":1}],\"crm_updates\":[{\"lead\":\"a\",\"missing\":\"\"}],"
    "\"risks\":[{\"lead\":\"a\",\"flag\":\"no_owner\"}],\"first_three\":["
    "{\"lead\":\"a\",\"number\":1}],\"leads\":[{\"lead\":\"a\",\"who\":\"A\","
    "\"decision\":{\"sla_seconds\":3600},\"brief\":{\"explicit\":[{\"field\":"
    "\"p_q\",\"value\":\"<v>\",\"evidence\":[{\"quote\":\"\\u001b\"}]}],"
    "\"findings\":[{\"code\":\"no_cue\"}]},\"sources\":[]}]}";

static enum handoff_status render(enum handoff_report report,
                                  enum handoff_format format,
                                  struct handoff_error *err)
{
    char *text = NULL;
    size_t len = 0;
    const enum handoff_status status =
        handoff_report_render(report, format, ho_slice(map), &text, &len, err);

    free(text);
    return status;
}

#define WORK(name, report, format)                                            \
    static enum handoff_status name##_work(struct handoff_error *err)         \
    {                                                                         \
        return render(HANDOFF_REPORT_##report, HANDOFF_FORMAT_##format, err); \
    }                                                                         \
    static void name(void **state)                                            \
    {                                                                         \
        (void)state;                                                          \
        fail_each_allocation(name##_work);                                    \
    }

WORK(map_as_text, MAP, TEXT)
WORK(map_as_markdown, MAP, MARKDOWN)
WORK(map_as_html, MAP, HTML)
WORK(map_as_json, MAP, JSON)
WORK(map_as_ndjson, MAP, NDJSON)
WORK(briefs_as_text, BRIEFS, TEXT)
WORK(briefs_as_html, BRIEFS, HTML)
WORK(briefs_as_json, BRIEFS, JSON)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(map_as_text),    cmocka_unit_test(map_as_markdown),
        cmocka_unit_test(map_as_html),    cmocka_unit_test(map_as_json),
        cmocka_unit_test(map_as_ndjson),  cmocka_unit_test(briefs_as_text),
        cmocka_unit_test(briefs_as_html), cmocka_unit_test(briefs_as_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
