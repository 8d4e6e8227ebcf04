/* report.h - what people read: templates over the JSON of a map.
 *
 * Every format renders the same JSON document through the same Mustache
 * engine, each with the escape of its target.  Text for a terminal never
 * carries control characters from outside; HTML is one self-contained file.
 */
#ifndef HANDOFF_REPORT_H
#define HANDOFF_REPORT_H

#include <handoff/error.h>
#include <handoff/slice.h>

#define HANDOFF_FORMAT_MAP(X) \
    X(TEXT, "text")           \
    X(JSON, "json")           \
    X(NDJSON, "ndjson")       \
    X(MARKDOWN, "markdown")   \
    X(HTML, "html")

enum handoff_format {
#define X(name, word) HANDOFF_FORMAT_##name,
    HANDOFF_FORMAT_MAP(X)
#undef X
};

enum handoff_report {
    HANDOFF_REPORT_MAP,     /* the sales system map, seven sections */
    HANDOFF_REPORT_BRIEFS,  /* each lead's brief with its route */
    HANDOFF_REPORT_EXPLAIN, /* why each is decided so; text, JSON and NDJSON */
    HANDOFF_REPORT_POLICY_TESTS /* text, JSON: what handoff_policy_test gives */
};

/* -1 where the word is no format. */
HANDOFF_API int handoff_format_find(struct handoff_slice word);

/* map: the JSON of handoff_map_json; for EXPLAIN {"leads": [...]}, of what
 * handoff_policy_explain_json writes; for POLICY_TESTS the JSON of
 * handoff_policy_test.  *text is the caller's to free. */
HANDOFF_API enum handoff_status handoff_report_render(
    enum handoff_report report, enum handoff_format format,
    struct handoff_slice map, char **text, size_t *len,
    struct handoff_error *err);

#endif
