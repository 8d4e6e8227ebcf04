/* bench_template.c - a list of leads through Mustache: sections, inverted
 * sections, escapes. */
#include <stdio.h>

#include "base/json.h"
#include "bench.h"
#include "prompt/template.h"

enum { ITEMS = 200, LIMIT = 1 << 20 };

static const char source[] =
    "<h1>{{title}}</h1>\n<ul>\n{{#leads}}\n"
    "<li id=\"{{id}}\"><b>{{company}}</b>, {{person.name}}"
    "{{#person.role}} ({{.}}){{/person.role}}: {{need}}\n"
    "{{#tags}}<i>{{.}}</i> {{/tags}}{{^tags}}no tags{{/tags}}</li>\n"
    "{{/leads}}\n</ul>\n";

static struct ho_template *template;
static cJSON *data;

static void write_data(struct ho_buffer *b)
{
    ho_buffer_text(b, "{\"title\":\"Leads & replies\",\"leads\":[");
    for (int i = 0; i < ITEMS; i++)
        ho_buffer_format(
            b,
            "%s{\"id\":\"L-%04d\",\"company\":\"Fenwick & Sons %d\","
            "\"person\":{\"name\":\"Ada Fox\",\"role\":%s},\"need\":"
            "\"a demo for <%d> seats\",\"tags\":%s}",
            i ? "," : "", i, i, i % 3 ? "\"VP Operations\"" : "null", i,
            i % 2 ? "[\"urgent\",\"budget\"]" : "[]");
    ho_buffer_text(b, "]}");
}

static void render_into(struct ho_buffer *out)
{
    const struct handoff_template_options options = { .escape =
                                                          HANDOFF_ESCAPE_HTML };

    ho_buffer_init(out, LIMIT);
    if (ho_template_render(template, data, &options, NULL, out, NULL) !=
        HANDOFF_OK)
        bench_die("the list");
}

static void prepare(void)
{
    struct ho_buffer text, page;

    ho_buffer_init(&text, LIMIT);
    write_data(&text);
    if (ho_template_parse("list", ho_slice(source), &template, NULL) !=
            HANDOFF_OK ||
        ho_template_data(ho_buffer_slice(&text), &data, NULL) != HANDOFF_OK)
        bench_die("the template and its data");
    render_into(&page);
    bench_keep("list.mustache", source, sizeof source - 1);
    bench_keep("list.json", text.ptr, text.len);
    bench_keep("list.html", page.ptr, page.len);
    ho_buffer_release(&text);
    ho_buffer_release(&page);
}

static double render(void)
{
    struct ho_buffer out;
    double bytes;

    render_into(&out);
    bytes = (double)out.len;
    ho_buffer_release(&out);
    return bytes / 1e6;
}

static void release(void)
{
    ho_template_free(template);
    cJSON_Delete(data);
}

static const struct figure items[] = {
    { "template_list_200", "MB per CPU second", prepare, render, release },
};

const struct figures bench_template = { items, sizeof items / sizeof *items };
