/* test_report.c - each format of each map, against its golden file.
 *
 * A case is a folder below fixtures/report: map.json, and what is printed of
 * it as <report>.<format>.  The golden HTML begins at <body>; what stands
 * before it is the same for all and has a test of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/workspace.h>

#include "base/slice.h"
#include "support/cases.h"
#include "support/report_render.h"

static const char *const reports[] = {
    [HANDOFF_REPORT_MAP] = "map", [HANDOFF_REPORT_BRIEFS] = "briefs"
};

static const char *const sections[] = { "system health summary",
                                        "stage map",
                                        "blocked decisions",
                                        "next-action selector",
                                        "CRM updates required",
                                        "risks or review flags",
                                        "first three actions to take today" };

enum { SECTIONS = sizeof sections / sizeof *sections };

/* --- golden files ----------------------------------------------------- */

static const char *body_of(const char *html)
{
    const char *body = strstr(html, "<body>");

    assert_non_null(body);
    return body;
}

static void check_golden(const char *directory, const char *name,
                         const char *map, enum handoff_report report,
                         enum handoff_format format)
{
    char file[64], what[128], path[4096];
    char *expected, *got = report_text(report, format, map);

    snprintf(file, sizeof file, "%s.%s", reports[report],
             report_format_word(format));
    snprintf(what, sizeof what, "%s/%s", name, file);
    if (getenv("HANDOFF_WRITE_REPORTS")) {
        const char *text = format == HANDOFF_FORMAT_HTML ? body_of(got) : got;

        snprintf(path, sizeof path, "%s/%s", directory, file);
        assert_int_equal(handoff_file_write(path, ho_slice(text), NULL),
                         HANDOFF_OK);
    }
    expected = case_text(directory, file, NULL);
    if (strcmp(format == HANDOFF_FORMAT_HTML ? body_of(got) : got, expected))
        fail_msg("%s is not what the report prints", what);
    free(expected);
    free(got);
}

static void run_golden(const char *directory, const char *name)
{
    static const enum handoff_format formats[] = { HANDOFF_FORMAT_TEXT,
                                                   HANDOFF_FORMAT_MARKDOWN,
                                                   HANDOFF_FORMAT_HTML,
                                                   HANDOFF_FORMAT_NDJSON };
    char *map = case_text(directory, "map.json", NULL);

    free(case_text(directory, "why.txt", NULL));
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        check_golden(directory, name, map, HANDOFF_REPORT_MAP, formats[i]);
        check_golden(directory, name, map, HANDOFF_REPORT_BRIEFS, formats[i]);
    }
    check_golden(directory, name, map, HANDOFF_REPORT_MAP, HANDOFF_FORMAT_JSON);
    free(map);
}

static void golden(void **state)
{
    (void)state;
    each_case("report", run_golden);
}

static void run_twice(const char *directory, const char *name)
{
    char *map = case_text(directory, "map.json", NULL);

    for (int i = 0; i <= HANDOFF_FORMAT_HTML; i++) {
        const enum handoff_format format = (enum handoff_format)i;
        char *first = report_text(HANDOFF_REPORT_MAP, format, map);
        char *second = report_text(HANDOFF_REPORT_MAP, format, map);

        assert_same_text(name, second, first);
        free(second);
        free(first);
    }
    free(map);
}

static void same_bytes_twice(void **state)
{
    (void)state;
    each_case("report", run_twice);
}

/* --- the seven sections ----------------------------------------------- */

static void heading(enum handoff_format format, const char *title, char *out,
                    size_t size)
{
    const char *pattern[] = { [HANDOFF_FORMAT_TEXT] = "\n%s\n---",
                              [HANDOFF_FORMAT_MARKDOWN] = "\n## %s\n",
                              [HANDOFF_FORMAT_HTML] = ">%s</h2>" };
    const char *hole = strstr(pattern[format], "%s");

    snprintf(out, size, "%.*s%s%s", (int)(hole - pattern[format]),
             pattern[format], title, hole + 2);
}

static void check_sections(const char *text, enum handoff_format format)
{
    const char *last = text;

    for (size_t i = 0; i < SECTIONS; i++) {
        char line[128];
        const char *at;

        heading(format, sections[i], line, sizeof line);
        at = strstr(text, line);
        if (!at)
            fail_msg("%s has no section \"%s\"", report_format_word(format),
                     sections[i]);
        if (at < last || strstr(at + 1, line))
            fail_msg("section \"%s\" of %s is out of order or twice there",
                     sections[i], report_format_word(format));
        last = at;
    }
}

static void run_sections(const char *directory, const char *name)
{
    static const enum handoff_format formats[] = { HANDOFF_FORMAT_TEXT,
                                                   HANDOFF_FORMAT_MARKDOWN,
                                                   HANDOFF_FORMAT_HTML };
    char *map = case_text(directory, "map.json", NULL);

    (void)name;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        char *text = report_text(HANDOFF_REPORT_MAP, formats[i], map);

        check_sections(text, formats[i]);
        free(text);
    }
    free(map);
}

static void seven_sections_in_order(void **state)
{
    (void)state;
    each_case("report", run_sections);
}

static void html_is_self_contained(void **state)
{
    static const char *const banned[] = { "<script", "<link", "<img", "<iframe",
                                          "@import", "url(",  "src=" };
    static const char policy[] =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
        "'none'; style-src 'unsafe-inline'; img-src 'none'; base-uri 'none'; "
        "form-action 'none'\">";
    cJSON *map = report_map("empty");
    char *html = report_of_tree(HANDOFF_REPORT_MAP, HANDOFF_FORMAT_HTML, map);
    const char *at = strstr(html, policy);

    (void)state;
    assert_non_null(at);
    assert_true(at < strstr(html, "<style>"));
    for (size_t i = 0; i < sizeof banned / sizeof *banned; i++)
        assert_null(strstr(html, banned[i]));
    assert_null(strstr(html, "href=\"http"));
    assert_non_null(strstr(html, "prefers-color-scheme: dark"));
    assert_non_null(strstr(html, "@media print"));
    assert_non_null(strstr(html, "<html lang=\"en\">"));
    free(html);
    cJSON_Delete(map);
}

/* --- formats for programs --------------------------------------------- */

static void check_same_as_line(const cJSON *item, struct handoff_slice *lines)
{
    struct handoff_slice line;
    struct ho_buffer b;
    struct ho_writer w;

    assert_true(ho_next_line(lines, &line));
    ho_buffer_init(&b, SIZE_MAX);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, item);
    assert_int_equal(b.len, line.len);
    assert_memory_equal(b.ptr, line.ptr, line.len);
    ho_buffer_release(&b);
}

static void run_briefs(const char *directory, const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *map = case_text(directory, "map.json", NULL);
    char *json = report_text(HANDOFF_REPORT_BRIEFS, HANDOFF_FORMAT_JSON, map);
    char *lines =
        report_text(HANDOFF_REPORT_BRIEFS, HANDOFF_FORMAT_NDJSON, map);
    struct handoff_slice rest = ho_slice(lines);
    const cJSON *item;
    cJSON *array = NULL;

    (void)name;
    assert_int_equal(ho_json_parse(ho_slice(json), &array, &err), HANDOFF_OK);
    assert_true(cJSON_IsArray(array));
    cJSON_ArrayForEach(item, array) check_same_as_line(item, &rest);
    assert_int_equal(rest.len, 0);
    cJSON_Delete(array);
    free(lines);
    free(json);
    free(map);
}

static void briefs_are_the_same_in_lines_and_array(void **state)
{
    (void)state;
    each_case("report", run_briefs);
}

/* What comes of a lead without an action, an update or flags. */
static void a_line_joins_what_is_there(void **state)
{
    static const char map[] =
        "{\"stage_map\":[{\"lead\":\"b\",\"stage\":\"routing\"}],"
        "\"blocked_decisions\":[],\"next_actions\":[{\"leads\":[{\"lead\":"
        "\"x\"}]},{\"leads\":[{\"lead\":\"b\",\"who\":\"B\",\"due\":\"d\"}]}],"
        "\"crm_updates\":[],\"risks\":[{\"lead\":\"b\",\"flag\":\"f\"},"
        "{\"lead\":\"b\",\"flag\":\"g\"},{\"lead\":\"c\",\"flag\":\"h\"}],"
        "\"first_three\":[],\"leads\":[{\"lead\":\"a\"},{\"lead\":\"b\"},"
        "{\"lead\":7},5]}";
    char *text = report_text(HANDOFF_REPORT_MAP, HANDOFF_FORMAT_NDJSON, map);
    static const char rest[] = "\"who\":null,\"blocked_decision\":null,"
                               "\"next_action\":null,\"crm_update\":null,"
                               "\"flags\":[]}\n";
    char expected[1024];

    (void)state;
    snprintf(expected, sizeof expected,
             "{\"lead\":\"a\",%s"
             "{\"lead\":\"b\",\"who\":null,\"stage\":\"routing\","
             "\"blocked_decision\":null,\"next_action\":{\"due\":\"d\"},"
             "\"crm_update\":null,\"flags\":[{\"flag\":\"f\"},{\"flag\":\"g\"}]"
             "}\n{\"lead\":7,%s{\"lead\":null,%s",
             rest, rest, rest);
    assert_string_equal(text, expected);
    free(text);
}

/* --- what is no map --------------------------------------------------- */

static void check_refused(const char *map, size_t len,
                          enum handoff_status status, const char *message)
{
    for (int i = 0; i <= HANDOFF_FORMAT_HTML; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        char *text = NULL;

        assert_int_equal(
            handoff_report_render(HANDOFF_REPORT_BRIEFS, (enum handoff_format)i,
                                  (struct handoff_slice){ map, len }, &text,
                                  NULL, &err),
            status);
        assert_null(text);
        assert_non_null(strstr(err.message, message));
    }
}

static void refused(void **state)
{
    static const char no_leads[] =
        "{\"stage_map\":[],\"blocked_decisions\":[],\"next_actions\":[],"
        "\"crm_updates\":[],\"risks\":[],\"first_three\":[],\"leads\":{}}";

    (void)state;
    check_refused("", 0, HANDOFF_BAD_JSON, "");
    check_refused("{\"a\":1,\"a\":2}", 13, HANDOFF_BAD_JSON, "");
    check_refused("[]", 2, HANDOFF_BAD_JSON, "no list \"stage_map\"");
    check_refused(no_leads, sizeof no_leads - 1, HANDOFF_BAD_JSON,
                  "no list \"leads\"; give what `handoff map");
    /* the length is refused before a byte is read */
    check_refused("{}", ((size_t)1 << 30) + 1, HANDOFF_TOO_LARGE,
                  "split the batch");
}

static void formats_have_words(void **state)
{
    (void)state;
    for (int i = 0; i <= HANDOFF_FORMAT_HTML; i++)
        assert_int_equal(handoff_format_find(ho_slice(
                             report_format_word((enum handoff_format)i))),
                         i);
    assert_int_equal(handoff_format_find(ho_slice("HTML")), -1);
    assert_int_equal(handoff_format_find(ho_slice("")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden),
        cmocka_unit_test(same_bytes_twice),
        cmocka_unit_test(seven_sections_in_order),
        cmocka_unit_test(html_is_self_contained),
        cmocka_unit_test(briefs_are_the_same_in_lines_and_array),
        cmocka_unit_test(a_line_joins_what_is_there),
        cmocka_unit_test(refused),
        cmocka_unit_test(formats_have_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
