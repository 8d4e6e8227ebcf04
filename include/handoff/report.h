/* report.h - what people read: templates over a JSON document.
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
    X(HTML, "html")           \
    X(CSV, "csv")

enum handoff_format {
#define X(name, word) HANDOFF_FORMAT_##name,
    HANDOFF_FORMAT_MAP(X)
#undef X
};

enum handoff_report {
    HANDOFF_REPORT_MAP,     /* the sales system map, seven sections */
    HANDOFF_REPORT_BRIEFS,  /* each lead's brief with its route */
    HANDOFF_REPORT_EXPLAIN, /* why each is decided so; text, JSON and NDJSON */
    HANDOFF_REPORT_POLICY_TESTS, /* text, json: cases, properties, coverage */
    HANDOFF_REPORT_LINT,         /* text, json: what policy lint found */
    HANDOFF_REPORT_DIFF,         /* text, json: two policies compared */
    HANDOFF_REPORT_POLICY,       /* text, csv, html, json: the table of rules */
    HANDOFF_REPORT_DRAFTS,       /* text, json, ndjson: messages to approve */
    HANDOFF_REPORT_REPLIES,      /* text, json, ndjson: what came back */
    HANDOFF_REPORT_ANSWER,       /* text, json: a checked answer, and the map */
    HANDOFF_REPORT_STATUS        /* html: what handoff_record_status gives */
};

/* -1 where the word is no format. */
HANDOFF_API int handoff_format_find(struct handoff_slice word);

/* document: the JSON of handoff_map_json, of handoff_policy_test or of
 * <handoff/analysis.h>; for EXPLAIN, DRAFTS and REPLIES
 * {"leads": [...]}, of what handoff_policy_explain_json, handoff_draft_json
 * and handoff_reply_json write; for ANSWER what handoff_answer_json writes.
 * *text is the caller's to free.  USAGE: the report has no such format. */
HANDOFF_API enum handoff_status handoff_report_render(
    enum handoff_report report, enum handoff_format format,
    struct handoff_slice document, char **text, size_t *len,
    struct handoff_error *err);

#endif
