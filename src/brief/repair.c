/* repair.c - see brief/repair.h */
#include "brief/repair.h"

enum { REPLY_BYTES = 8 * 1024 * 1024 };

const char *ho_repair_name(enum ho_repair repair)
{
    static const char *const names[] = {
#define X(name, word) word,
        HO_REPAIR_MAP(X)
#undef X
    };

    return names[repair];
}

static bool starts_with(struct handoff_slice s, const char *text)
{
    const size_t n = strlen(text);

    return s.len >= n && memcmp(s.ptr, text, n) == 0;
}

static struct handoff_slice behind(struct handoff_slice s, size_t at)
{
    return ho_trim(ho_part(s, at, s.len));
}

/* --- brackets ------------------------------------------------------------ */

/* Behind the object that starts at `at`; 0 where it does not end. */
static size_t skip_object(struct handoff_slice text, size_t at)
{
    size_t depth = 0;

    while (at < text.len) {
        const char c = text.ptr[at];

        if (c == '"') {
            at = ho_json_skip_string(text, at);
            continue;
        }
        depth += c == '{' || c == '[';
        at++;
        if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return 0;
}

/* HANDOFF_OK where all of it is one JSON text or list: brackets and tags in its
 * strings mean nothing. */
static enum handoff_status scan_whole(struct handoff_slice text)
{
    return text.len > 0 && memchr("[\"", text.ptr[0], 2)
               ? ho_json_scan(text, NULL, NULL)
               : HANDOFF_BAD_JSON;
}

/* --- what a model says to itself before it answers ------------------------ */

static const char think[] = "<think>", end_think[] = "</think>";

/* Behind the block that is open at byte `at`, others in it included; SIZE_MAX
 * where it does not end. */
static size_t skip_thought(struct handoff_slice text, size_t at)
{
    size_t depth = 1;

    while (depth > 0) {
        at = ho_find(text, at, ho_slice("<"));
        if (at == SIZE_MAX)
            return SIZE_MAX;
        if (starts_with(ho_part(text, at, text.len), think))
            depth++;
        else if (starts_with(ho_part(text, at, text.len), end_think))
            depth--;
        at++;
    }
    return at + sizeof end_think - 2;
}

/* Do the lead's words in the first object hold the tag at `at`? */
static bool is_quoted(struct handoff_slice text, size_t at)
{
    const size_t from = ho_find(text, 0, ho_slice("{"));

    return from < at && skip_object(text, from) > at;
}

/* Some servers keep the opening tag: then the reply begins inside it. */
static bool begins_inside(struct handoff_slice text)
{
    const size_t close = ho_find(text, 0, ho_slice(end_think));

    return close != SIZE_MAX && !starts_with(text, "{") &&
           !starts_with(text, "```") &&
           ho_find(text, 0, ho_slice(think)) > close &&
           !is_quoted(text, close) && scan_whole(text) == HANDOFF_BAD_JSON;
}

static enum handoff_status skip_thoughts(struct handoff_slice *text,
                                         struct ho_repairs *repairs,
                                         struct handoff_error *err)
{
    size_t at = begins_inside(*text) ? skip_thought(*text, 0) : 0;

    while (at != SIZE_MAX) {
        repairs->made[HO_REPAIR_THINK] = repairs->made[HO_REPAIR_THINK] || at;
        *text = behind(*text, at);
        if (!starts_with(*text, think))
            return HANDOFF_OK;
        at = skip_thought(*text, sizeof think - 1);
    }
    return ho_fail(err, HANDOFF_BAD_JSON,
                   "the reply ends inside its <think> block");
}

/* --- one object, and what stands around it -------------------------------- */

static bool is_fenced(struct handoff_slice before, struct handoff_slice after)
{
    return starts_with(before, "```") && starts_with(after, "```") &&
           !memchr(before.ptr, '\n', before.len) && after.len == 3;
}

/* The object is a part of more JSON, whole or broken: a list's item, a text,
 * an object with a bracket too many. */
static bool is_part(struct handoff_slice before, struct handoff_slice after)
{
    return (before.len > 0 &&
            memchr("[,\"", before.ptr[before.len - 1], 3) != NULL) ||
           (after.len > 0 && memchr("]},:\"", after.ptr[0], 5) != NULL);
}

static enum handoff_status find_object(struct handoff_slice *text,
                                       struct ho_repairs *repairs,
                                       struct handoff_error *err)
{
    const size_t from = ho_find(*text, 0, ho_slice("{"));
    struct handoff_slice before, after;
    enum handoff_status status;
    size_t to;

    if (from == SIZE_MAX)
        return ho_fail(err, HANDOFF_BAD_JSON, "the reply holds no JSON object");
    to = skip_object(*text, from);
    if (to == 0)
        return ho_fail(err, HANDOFF_BAD_JSON,
                       "the reply ends before its object does");
    before = ho_trim(ho_part(*text, 0, from));
    after = behind(*text, to);
    if (ho_find(after, 0, ho_slice("{")) != SIZE_MAX)
        return ho_fail(err, HANDOFF_BAD_JSON,
                       "the reply holds more than one object");
    status = scan_whole(*text);
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    if (status == HANDOFF_OK || is_part(before, after))
        return ho_fail(err, HANDOFF_BAD_JSON,
                       "the reply's object is a part of something else");
    if (is_fenced(before, after))
        repairs->made[HO_REPAIR_FENCE] = true;
    else if (before.len + after.len > 0)
        repairs->made[HO_REPAIR_PROSE] = true;
    *text = ho_part(*text, from, to);
    return HANDOFF_OK;
}

/* --- commas -------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* A comma behind a value and before a closing bracket; [,] is no list. */
static bool is_trailing(struct handoff_slice text, size_t comma)
{
    size_t before = comma, after = comma + 1;

    while (before > 0 && is_space(text.ptr[before - 1]))
        before--;
    while (after < text.len && is_space(text.ptr[after]))
        after++;
    return before > 0 && !memchr("{[,:", text.ptr[before - 1], 4) &&
           after < text.len && memchr("}]", text.ptr[after], 2);
}

/* The text without trailing commas; strings are skipped.  Where there are
 * none it is not worth a second look. */
static bool drop_commas(struct handoff_slice text, struct ho_buffer *out)
{
    size_t start = 0, at = 0;
    bool dropped = false;

    while (at < text.len) {
        if (text.ptr[at] == '"') {
            at = ho_json_skip_string(text, at);
            continue;
        }
        if (text.ptr[at] == ',' && is_trailing(text, at)) {
            ho_buffer_add(out, ho_part(text, start, at));
            start = at + 1;
            dropped = true;
        }
        at++;
    }
    ho_buffer_add(out, ho_part(text, start, text.len));
    return dropped;
}

static enum handoff_status mend_commas(struct handoff_slice text, cJSON **out,
                                       struct handoff_error *err)
{
    struct ho_buffer mended;
    enum handoff_status status = HANDOFF_BAD_JSON;
    bool dropped;

    ho_buffer_init(&mended, REPLY_BYTES);
    dropped = drop_commas(text, &mended);
    if (mended.failed == HANDOFF_NO_MEMORY)
        status = ho_no_memory(err);
    else if (dropped && mended.failed == HANDOFF_OK)
        status = ho_json_parse(ho_buffer_slice(&mended), out, err);
    ho_buffer_release(&mended);
    return status;
}

/* The error of the text as it was is the one to tell. */
static enum handoff_status parse_object(struct handoff_slice text, cJSON **out,
                                        struct ho_repairs *repairs,
                                        struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT, other = HANDOFF_ERROR_INIT;
    enum handoff_status status = ho_json_parse(text, out, &why);

    if (status == HANDOFF_BAD_JSON) {
        status = mend_commas(text, out, &other);
        repairs->made[HO_REPAIR_COMMA] = status == HANDOFF_OK;
    }
    if (status == HANDOFF_OK)
        return HANDOFF_OK;
    if (status != HANDOFF_BAD_JSON)
        return ho_no_memory(err);
    return ho_fail(err, status, "line %zu, column %zu of the object: %s",
                   why.line, why.column, why.message);
}

enum handoff_status ho_reply_parse(struct handoff_slice reply, cJSON **out,
                                   struct ho_repairs *repairs,
                                   struct handoff_error *err)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct handoff_slice text = ho_trim(reply);
    enum handoff_status status;

    *repairs = (struct ho_repairs){ 0 };
    if (starts_with(text, mark)) {
        text = behind(text, sizeof mark - 1);
        repairs->made[HO_REPAIR_MARK] = true;
    }
    status = skip_thoughts(&text, repairs, err);
    if (status == HANDOFF_OK)
        status = find_object(&text, repairs, err);
    return status == HANDOFF_OK ? parse_object(text, out, repairs, err)
                                : status;
}
