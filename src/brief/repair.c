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

/* What a model says to itself before it answers. */
static enum handoff_status skip_thoughts(struct handoff_slice *text,
                                         struct ho_repairs *repairs,
                                         struct handoff_error *err)
{
    static const char end[] = "</think>";

    while (starts_with(*text, "<think>")) {
        const size_t at = ho_find(*text, 0, ho_slice(end));

        if (at == SIZE_MAX)
            return ho_fail(err, HANDOFF_BAD_JSON,
                           "the reply ends inside its <think> block");
        *text = behind(*text, at + sizeof end - 1);
        repairs->made[HO_REPAIR_THINK] = true;
    }
    return HANDOFF_OK;
}

/* Behind the string that starts at `at`; text.len where it does not end. */
static size_t skip_string(struct handoff_slice text, size_t at)
{
    for (at++; at < text.len && text.ptr[at] != '"'; at++)
        if (text.ptr[at] == '\\')
            at++;
    return at < text.len ? at + 1 : text.len;
}

/* Behind the object that starts at `at`; 0 where it does not end. */
static size_t skip_object(struct handoff_slice text, size_t at)
{
    size_t depth = 0;

    while (at < text.len) {
        const char c = text.ptr[at];

        if (c == '"') {
            at = skip_string(text, at);
            continue;
        }
        depth += c == '{' || c == '[';
        at++;
        if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return 0;
}

static bool is_fenced(struct handoff_slice before, struct handoff_slice after)
{
    return starts_with(before, "```") && starts_with(after, "```") &&
           !memchr(before.ptr, '\n', before.len) && after.len == 3;
}

static enum handoff_status find_object(struct handoff_slice *text,
                                       struct ho_repairs *repairs,
                                       struct handoff_error *err)
{
    const size_t from = ho_find(*text, 0, ho_slice("{"));
    struct handoff_slice before, after;
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
    if (is_fenced(before, after))
        repairs->made[HO_REPAIR_FENCE] = true;
    else if (before.len + after.len > 0)
        repairs->made[HO_REPAIR_PROSE] = true;
    *text = ho_part(*text, from, to);
    return HANDOFF_OK;
}

static bool closes_next(struct handoff_slice text, size_t at)
{
    while (at < text.len && strchr(" \t\r\n", text.ptr[at]))
        at++;
    return at < text.len && (text.ptr[at] == '}' || text.ptr[at] == ']');
}

/* The text without commas before a closing bracket; strings are skipped. */
static bool drop_commas(struct handoff_slice text, struct ho_buffer *out)
{
    size_t start = 0, at = 0;
    bool dropped = false;

    while (at < text.len) {
        if (text.ptr[at] == '"') {
            at = skip_string(text, at);
            continue;
        }
        if (text.ptr[at] == ',' && closes_next(text, at + 1)) {
            ho_buffer_add(out, ho_part(text, start, at));
            start = at + 1;
            dropped = true;
        }
        at++;
    }
    ho_buffer_add(out, ho_part(text, start, text.len));
    return dropped;
}

static enum handoff_status parse_object(struct handoff_slice text, cJSON **out,
                                        struct ho_repairs *repairs,
                                        struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    enum handoff_status status = ho_json_parse(text, out, &why);
    struct ho_buffer mended;

    if (status != HANDOFF_BAD_JSON)
        return status == HANDOFF_OK ? status : ho_no_memory(err);
    ho_buffer_init(&mended, REPLY_BYTES);
    if (drop_commas(text, &mended) && mended.failed == HANDOFF_OK)
        status = ho_json_parse(ho_buffer_slice(&mended), out, NULL);
    ho_buffer_release(&mended);
    repairs->made[HO_REPAIR_COMMA] = status == HANDOFF_OK;
    if (status == HANDOFF_BAD_JSON)
        return ho_fail(err, status, "%s", why.message);
    return status == HANDOFF_OK ? status : ho_no_memory(err);
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
