/* bench_schema.c - a brief of 5.7 KB against a schema of forty fields: what a
 * checker of replies does all day. */
#include <stdio.h>
#include <string.h>

#include <handoff/schema.h>

#include "base/json.h"
#include "bench.h"

enum { FIELDS = 40, BRIEF_BYTES = 5700, LIMIT = 1 << 16 };

static struct ho_buffer brief;
static struct handoff_schema *schema;

/* What a field's claim looks like; every field takes the next one. */
static const struct {
    const char *name, *rule, *value;
} kinds[] = {
    { "text", "{\"type\":\"string\",\"minLength\":3,\"maxLength\":400}",
      "\"our hand-offs \\u2013 all late\"" },
    { "count", "{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000000}",
      "250" },
    { "choice", "{\"enum\":[\"hubspot\",\"salesforce\",\"other\",\"none\"]}",
      "\"salesforce\"" },
    { "date",
      "{\"type\":\"string\",\"pattern\":\"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"}",
      "\"2026-10-12\"" },
    { "money",
      "{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"number\","
      "\"exclusiveMinimum\":0,\"multipleOf\":0.01},\"currency\":{\"type\":"
      "\"string\",\"minLength\":3,\"maxLength\":3}},\"required\":[\"amount\","
      "\"currency\"],\"additionalProperties\":false}",
      "{\"amount\":1500.25,\"currency\":\"EUR\"}" },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static void write_rules(struct ho_buffer *b)
{
    ho_buffer_text(
        b, "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
           "\"$defs\":{\"evidence\":{\"type\":\"object\",\"properties\":{"
           "\"source\":{\"enum\":[\"message\",\"form\"]},\"quote\":{\"type\":"
           "\"string\",\"minLength\":2},\"start\":{\"type\":\"integer\","
           "\"minimum\":0},\"end\":{\"type\":\"integer\",\"minimum\":1}},"
           "\"required\":[\"source\",\"quote\",\"start\",\"end\"],"
           "\"additionalProperties\":false}");
    for (int i = 0; i < KINDS; i++)
        ho_buffer_format(
            b,
            ",\"%s\":{\"type\":\"object\",\"properties\":{\"class\":{\"enum\":"
            "[\"explicit\",\"inferred\",\"unknown\"]},\"value\":{\"anyOf\":[%s,"
            "{\"type\":\"null\"}]},\"evidence\":{\"type\":\"array\","
            "\"maxItems\":4,\"items\":{\"$ref\":\"#/$defs/evidence\"}}},"
            "\"required\":[\"class\",\"value\",\"evidence\"],"
            "\"unevaluatedProperties\":false}",
            kinds[i].name, kinds[i].rule);
    ho_buffer_text(b, "},\"type\":\"object\",\"properties\":{");
    for (int i = 0; i < FIELDS; i++)
        ho_buffer_format(b, "%s\"field_%02d\":{\"$ref\":\"#/$defs/%s\"}",
                         i ? "," : "", i, kinds[i % KINDS].name);
    ho_buffer_text(b, "},\"required\":[");
    for (int i = 0; i < FIELDS; i++)
        ho_buffer_format(b, "%s\"field_%02d\"", i ? "," : "", i);
    ho_buffer_text(b, "],\"additionalProperties\":false}");
}

static void write_brief(struct ho_buffer *b)
{
    for (int i = 0; i < FIELDS; i++)
        ho_buffer_format(
            b,
            "%s\n \"field_%02d\": {\"class\": \"explicit\", \"value\": %s, "
            "\"evidence\": [{\"source\":\"message\",\"quote\":"
            "\"quote %d\",\"start\":%d,\"end\":%d}]}",
            i ? "," : "{", i, kinds[i % KINDS].value, i, i * 31, i * 31 + 8);
    ho_buffer_text(b, "\n}");
}

static void prepare(void)
{
    struct ho_buffer rules;

    if (schema)
        return;
    ho_buffer_init(&rules, LIMIT);
    ho_buffer_init(&brief, LIMIT);
    write_rules(&rules);
    write_brief(&brief);
    if (handoff_schema_compile(ho_buffer_slice(&rules), NULL, &schema, NULL) !=
            HANDOFF_OK ||
        brief.len < BRIEF_BYTES - 100 || brief.len > BRIEF_BYTES + 100)
        bench_die("the brief and its schema");
    bench_keep("schema.json", rules.ptr, rules.len);
    bench_keep("brief.json", brief.ptr, brief.len);
    ho_buffer_release(&rules);
}

static double check(void)
{
    struct handoff_schema_result r;

    if (handoff_schema_check(schema, ho_buffer_slice(&brief), &r, NULL) !=
            HANDOFF_OK ||
        !r.valid)
        bench_die("the check");
    handoff_schema_result_release(&r);
    return 1;
}

static double parse(void)
{
    cJSON *root = NULL;

    if (ho_json_parse(ho_buffer_slice(&brief), &root, NULL) != HANDOFF_OK)
        bench_die("the parser");
    cJSON_Delete(root);
    return 1;
}

static double parse_and_check(void)
{
    parse();
    return check();
}

/* For comparison: no strictness and no schema. */
static double cjson_alone(void)
{
    cJSON *root = cJSON_ParseWithLength(brief.ptr, brief.len);

    if (!root)
        bench_die("cJSON");
    cJSON_Delete(root);
    return 1;
}

static void release(void)
{
    handoff_schema_free(schema);
    ho_buffer_release(&brief);
}

static const struct figure items[] = {
    /* the checker reads the text itself, strictly and in one pass */
    { "parse_and_schema_5k7_40_fields", "briefs per CPU second", prepare, check,
      NULL },
    { "parse_tree_and_schema_5k7_40_fields", "briefs per CPU second", prepare,
      parse_and_check, NULL },
    { "parse_5k7", "briefs per CPU second", prepare, parse, NULL },
    { "parse_5k7_json_alone", "briefs per CPU second", prepare, cjson_alone,
      release },
};

const struct figures bench_schema = { items, sizeof items / sizeof *items };
