/* report_render.c - see support/report_render.h */
#include "support/report_render.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/cases.h"

static const char *const formats[] = {
#define X(name, word) word,
    HANDOFF_FORMAT_MAP(X)
#undef X
};

const char *report_format_word(enum handoff_format format)
{
    return formats[format];
}

char *report_text(enum handoff_report report, enum handoff_format format,
                  const char *map)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;

    if (handoff_report_render(report, format,
                              (struct handoff_slice){ map, strlen(map) }, &text,
                              &len, &err) != HANDOFF_OK)
        fail_msg("%s: %s", formats[format], err.message);
    assert_int_equal(strlen(text), len);
    return text;
}

char *report_of_tree(enum handoff_report report, enum handoff_format format,
                     const cJSON *map)
{
    struct ho_buffer b;
    struct ho_writer w;
    char *text;

    ho_buffer_init(&b, SIZE_MAX);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, map);
    assert_int_equal(b.failed, HANDOFF_OK);
    text = report_text(report, format, b.ptr);
    ho_buffer_release(&b);
    return text;
}

cJSON *report_map(const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char directory[1024];
    cJSON *map = NULL;
    char *text;
    size_t len = 0;

    snprintf(directory, sizeof directory, "%s/report/%s", FIXTURES, name);
    text = case_text(directory, "map.json", &len);
    if (ho_json_parse((struct handoff_slice){ text, len }, &map, &err))
        fail_msg("%s: %s", name, err.message);
    free(text);
    return map;
}
