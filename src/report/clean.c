/* clean.c - see report/clean.h */
#include "report/clean.h"

#include "base/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define ELLIPSIS    "\xE2\x80\xA6" /* U+2026 */

enum kind { PLAIN, SPACE, BREAK, CONTROL, INVISIBLE, JOINER };

struct range {
    int32_t first, last;
    enum kind kind;
};

/* Sorted.  Unicode 15: general category Cc, the property Bidi_Control, and
 * what Default_Ignorable_Code_Point holds beside them.  A direction mark is
 * invisible; an override hides what the words say. */
static const struct range ranges[] = {
    { 0x0000, 0x0008, CONTROL },     { 0x0009, 0x0009, SPACE },
    { 0x000A, 0x000A, BREAK },       { 0x000B, 0x000C, CONTROL },
    { 0x000D, 0x000D, BREAK },       { 0x000E, 0x001F, CONTROL },
    { 0x0020, 0x0020, SPACE },       { 0x007F, 0x009F, CONTROL },
    { 0x00AD, 0x00AD, INVISIBLE },   { 0x034F, 0x034F, INVISIBLE },
    { 0x061C, 0x061C, INVISIBLE },   { 0x115F, 0x1160, INVISIBLE },
    { 0x17B4, 0x17B5, INVISIBLE },   { 0x180B, 0x180F, INVISIBLE },
    { 0x200B, 0x200B, INVISIBLE },   { 0x200C, 0x200D, JOINER },
    { 0x200E, 0x200F, INVISIBLE },   { 0x2028, 0x2029, BREAK },
    { 0x202A, 0x202E, CONTROL },     { 0x2060, 0x2065, INVISIBLE },
    { 0x2066, 0x2069, CONTROL },     { 0x206A, 0x206F, INVISIBLE },
    { 0x3164, 0x3164, INVISIBLE },   { 0xFE00, 0xFE0F, JOINER },
    { 0xFEFF, 0xFEFF, INVISIBLE },   { 0xFFA0, 0xFFA0, INVISIBLE },
    { 0xFFF0, 0xFFFB, INVISIBLE },   { 0xFFFE, 0xFFFF, CONTROL },
    { 0x1BCA0, 0x1BCA3, INVISIBLE }, { 0x1D173, 0x1D17A, INVISIBLE },
    { 0xE0000, 0xE0FFF, INVISIBLE }
};

static enum kind kind_of(int32_t code)
{
    size_t low = 0, high = sizeof ranges / sizeof *ranges;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (code > ranges[mid].last)
            low = mid + 1;
        else if (code < ranges[mid].first)
            high = mid;
        else
            return ranges[mid].kind;
    }
    return PLAIN;
}

/* --- Markdown: CommonMark, and GitHub's tables, autolinks and math ---- */

static bool is_before(struct handoff_slice s, size_t at, const char *word)
{
    const size_t len = strlen(word);

    return s.len - at >= len && memcmp(s.ptr + at, word, len) == 0;
}

/* The dot of "www." starts a link. */
static bool ends_www(struct handoff_slice s, size_t at)
{
    return at >= 3 && ho_slice_is_nocase(ho_part(s, at - 3, at), "www");
}

static void add_markdown(struct ho_buffer *out, struct handoff_slice s,
                         size_t at, size_t len)
{
    const char c = s.ptr[at];

    if (c == '<')
        ho_buffer_text(out, "&lt;");
    else if (c == '>')
        ho_buffer_text(out, "&gt;");
    else if (c == '&')
        ho_buffer_text(out, "&amp;");
    else if (strchr("\\`*_[]~$|", c) || is_before(s, at, "://") ||
             (c == '.' && ends_www(s, at)))
        ho_buffer_format(out, "\\%c", c);
    else
        ho_buffer_add(out, ho_part(s, at, at + len));
}

/* --- one value -------------------------------------------------------- */

struct cleaner {
    struct ho_buffer *out;
    enum ho_target target;
    size_t start; /* of the value in out */
    size_t count; /* characters written */
    bool space;   /* one is owed */
};

static void add_plain(struct cleaner *c, struct handoff_slice s, size_t at,
                      size_t len)
{
    if (c->space && c->out->len > c->start)
        ho_buffer_byte(c->out, ' ');
    c->space = false;
    c->count++;
    if (c->target == HO_TARGET_CSV && c->count == 1 &&
        strchr("=+-@", s.ptr[at]))
        ho_buffer_byte(c->out, '\'');
    if (c->target == HO_TARGET_MARKDOWN)
        add_markdown(c->out, s, at, len);
    else if (c->target == HO_TARGET_CSV && s.ptr[at] == '"')
        ho_buffer_text(c->out, "\"\"");
    else
        ho_buffer_add(c->out, ho_part(s, at, at + len));
}

static void add_white(struct cleaner *c, struct handoff_slice s, size_t at)
{
    const bool pair = s.ptr[at] == '\r' && is_before(s, at, "\r\n");

    if (c->target != HO_TARGET_HTML)
        c->space = true;
    else if (kind_of((unsigned char)s.ptr[at]) == SPACE)
        ho_buffer_byte(c->out, s.ptr[at]);
    else if (!pair) /* its \n follows */
        ho_buffer_byte(c->out, '\n');
}

static void add(struct cleaner *c, struct handoff_slice s, size_t at,
                size_t len, enum kind kind)
{
    switch (kind) {
    case SPACE:
    case BREAK:
        add_white(c, s, at);
        break;
    case CONTROL:
        add_plain(c, ho_slice(REPLACEMENT), 0, sizeof REPLACEMENT - 1);
        break;
    case JOINER:
        if (c->target != HO_TARGET_TEXT)
            add_plain(c, s, at, len);
        break;
    case PLAIN:
        add_plain(c, s, at, len);
        break;
    default:
        break;
    }
}

void ho_clean(struct ho_buffer *out, struct handoff_slice s,
              enum ho_target target)
{
    struct cleaner c = { .out = out, .target = target, .start = out->len };
    size_t len;

    for (size_t at = 0; at < s.len; at += len) {
        const enum kind kind = kind_of(ho_utf8_decode(s, at, &len));

        if (target != HO_TARGET_HTML && target != HO_TARGET_CSV &&
            c.count == HO_CLEAN_CHARACTERS &&
            (kind == PLAIN || kind == CONTROL)) {
            ho_buffer_text(out, ELLIPSIS);
            return;
        }
        add(&c, s, at, len, kind);
    }
}

/* --- all of them ------------------------------------------------------ */

static bool clean_string(cJSON *item, enum ho_target target,
                         struct ho_buffer *scratch)
{
    const struct handoff_slice before = ho_slice(item->valuestring);
    struct handoff_slice after;

    ho_buffer_clear(scratch);
    ho_clean(scratch, before, target);
    after = ho_buffer_slice(scratch);
    if (scratch->failed != HANDOFF_OK)
        return false;
    if (after.len == before.len &&
        (after.len == 0 || memcmp(after.ptr, before.ptr, after.len) == 0))
        return true;
    return cJSON_SetValuestring(item, after.len > 0 ? after.ptr : "") != NULL;
}

static bool clean_all(cJSON *item, enum ho_target target,
                      struct ho_buffer *scratch)
{
    for (; item; item = item->next) {
        if (cJSON_IsString(item) && !clean_string(item, target, scratch))
            return false;
        if (!clean_all(item->child, target, scratch))
            return false;
    }
    return true;
}

enum handoff_status ho_clean_tree(cJSON *root, enum ho_target target,
                                  struct handoff_error *err)
{
    struct ho_buffer scratch;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&scratch, SIZE_MAX);
    if (!clean_all(root, target, &scratch))
        status = ho_no_memory(err);
    ho_buffer_release(&scratch);
    return status;
}
