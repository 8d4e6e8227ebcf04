/* brief_next.c - the objects of a file, see handoff_brief_next
 *
 * Only brackets and strings are looked at: each object is read strictly later.
 */
#include <handoff/brief.h>

#include "base/error.h"
#include "base/json.h"

static bool is_between(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' ||
           c == '[' || c == ']';
}

/* Behind the object that starts at byte `at`; the end of the text where it is
 * cut off, which reading it will tell. */
static size_t skip_object(struct handoff_slice s, size_t at)
{
    size_t depth = 0;

    while (at < s.len) {
        const char c = s.ptr[at];

        if (c == '"') {
            at = ho_json_skip_string(s, at);
            continue;
        }
        at++;
        depth += c == '{';
        if (c == '}' && --depth == 0)
            return at;
    }
    return at;
}

static size_t lines_in(struct handoff_slice s, size_t from, size_t to)
{
    size_t lines = 0;

    for (; from < to; from++)
        lines += s.ptr[from] == '\n';
    return lines;
}

enum handoff_status handoff_brief_next(struct handoff_brief_file *file,
                                       struct handoff_slice *json,
                                       struct handoff_error *err)
{
    const struct handoff_slice s = file->text;
    size_t start = file->at, end;

    while (start < s.len && is_between(s.ptr[start]))
        start++;
    file->line = file->passed + lines_in(s, file->at, start) + 1;
    if (start < s.len && s.ptr[start] != '{')
        return ho_fail_at(err, HANDOFF_BAD_JSON, file->line, 0,
                          "a brief was expected, an object {...}; give what "
                          "`handoff summarize --format ndjson` writes");
    end = start < s.len ? skip_object(s, start) : start;
    file->passed += lines_in(s, file->at, end);
    file->at = end;
    *json = ho_part(s, start, end);
    return HANDOFF_OK;
}
