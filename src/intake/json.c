/* json.c - JSON objects, arrays of objects and NDJSON; see intake/input.h
 *
 * An input is cut into records first and each record is read alone, so that
 * memory is bounded by the size of a record, and a bad line of NDJSON is
 * refused alone.
 */
#include "base/json.h"

#include "base/utf8.h"
#include "intake/json_tree.h"

enum { SAMPLE = 10 }; /* lines that tell NDJSON from broken JSON */

static size_t skip_space(struct handoff_slice s, size_t at)
{
    while (at < s.len && strchr(" \t\r\n", s.ptr[at]) && s.ptr[at] != '\0')
        at++;
    return at;
}

/* An input that begins with a bracket may also be a text such as
 * "[Website] New lead". */
bool ho_is_json(const struct ho_input *in)
{
    const size_t first = skip_space(in->bytes, 0);
    const size_t second = skip_space(in->bytes, first + 1);

    if (first == in->bytes.len)
        return false;
    if (in->bytes.ptr[first] == '{')
        return true;
    if (in->bytes.ptr[first] != '[')
        return false;
    return (second < in->bytes.len && in->bytes.ptr[second] != '\0' &&
            strchr("{[]\"", in->bytes.ptr[second])) ||
           ho_json_scan(in->bytes, NULL, NULL) != HANDOFF_BAD_JSON;
}

/* Behind the value that begins at `at`; the text passed the scanner. */
static size_t skip_value(struct handoff_slice s, size_t at)
{
    size_t depth = 0;

    do {
        const char c = s.ptr[at];

        if (c == '"') {
            at = ho_json_skip_string(s, at);
            continue;
        }
        depth += c == '{' || c == '[';
        depth -= depth > 0 && (c == '}' || c == ']');
        at++;
    } while (at < s.len && (depth > 0 || !strchr(",]} \t\r\n", s.ptr[at])));
    return at;
}

static enum handoff_status read_elements(struct ho_input *in, size_t at,
                                         struct handoff_error *err)
{
    const struct handoff_slice s = in->bytes;
    enum handoff_status status = HANDOFF_OK;

    at = skip_space(s, at + 1);
    while (status == HANDOFF_OK && s.ptr[at] != ']') {
        const size_t end = skip_value(s, at);

        status = ho_read_json_record(in, at, end, err);
        at = skip_space(s, end);
        if (s.ptr[at] == ',')
            at = skip_space(s, at + 1);
    }
    return status;
}

/* Not one document but lines of their own: the first one is an object by
 * itself, or most of the first ones are. */
static enum handoff_status check_ndjson(struct handoff_slice rest, bool *out,
                                        struct handoff_error *err)
{
    struct handoff_slice line;
    size_t lines = 0, good = 0;

    while (lines < SAMPLE && good < SAMPLE && ho_next_line(&rest, &line)) {
        enum handoff_status status = HANDOFF_BAD_JSON;

        line = ho_trim(line);
        if (line.len > 0 && line.ptr[0] == '{')
            status = ho_json_scan(line, NULL, NULL);
        if (status == HANDOFF_NO_MEMORY)
            return ho_no_memory(err);
        lines += line.len > 0;
        if (status == HANDOFF_OK)
            good += lines == 1 ? SAMPLE : 1; /* the first one decides */
    }
    *out = 2 * good > lines;
    return HANDOFF_OK;
}

static enum handoff_status read_lines(struct ho_input *in,
                                      struct handoff_error *err)
{
    struct handoff_slice rest = in->bytes, line;
    enum handoff_status status = HANDOFF_OK;

    while (status == HANDOFF_OK && ho_next_line(&rest, &line)) {
        size_t start;

        line = ho_trim(line);
        start = (size_t)(line.ptr - in->bytes.ptr);
        if (line.len > 0)
            status = ho_read_json_record(in, start, start + line.len, err);
    }
    return status;
}

/* What is no JSON document is NDJSON, or refused with the reason. */
static enum handoff_status read_other(struct ho_input *in,
                                      const struct handoff_error *why,
                                      struct handoff_error *err)
{
    bool is_ndjson = false;
    enum handoff_status status = check_ndjson(in->bytes, &is_ndjson, err);

    if (status != HANDOFF_OK)
        return status;
    if (is_ndjson)
        return read_lines(in, err);
    if (ho_utf8_check(in->bytes, err) != HANDOFF_OK)
        return HANDOFF_BAD_TEXT;
    return ho_fail_at(err, HANDOFF_BAD_JSON, why->line, why->column,
                      "%s; mend it, or give one object a line", why->message);
}

enum handoff_status ho_read_json(struct ho_input *in, struct handoff_error *err)
{
    const size_t first = skip_space(in->bytes, 0);
    struct handoff_error why = HANDOFF_ERROR_INIT;

    switch (ho_json_scan(in->bytes, NULL, &why)) {
    case HANDOFF_OK:
        return in->bytes.ptr[first] == '['
                   ? read_elements(in, first, err)
                   : ho_read_json_record(in, first,
                                         skip_value(in->bytes, first), err);
    case HANDOFF_BAD_JSON:
        return read_other(in, &why, err);
    default:
        return ho_no_memory(err);
    }
}
