/* mime.c - GMime; see intake/mime.h */
#include "intake/mime.h"

#include <strings.h>

#include "base/utf8.h"
#include "intake/charset.h"
#include "intake/gmime.h"
#include "intake/html.h"
#include "intake/mime_head.h"
#include "intake/warning.h"

enum {
    TEXT_BYTES = 64 << 20, /* of all text parts; what they come from is less */
    PATH_BYTES = 4 * HO_MIME_DEPTH + 32
};

struct parts {
    struct ho_buffer body, names, warnings;
    struct handoff_error *err;
    enum handoff_status status;
    char path[PATH_BYTES]; /* of the part looked at: "1.2" */
    size_t attachments;
    size_t hidden, left_out;
    bool guessed, damaged;
};

/* count: how often, or 0 where that tells nothing. */
static void warn(struct parts *p, enum handoff_warning_code code, size_t count)
{
    char text[128];

    if (count > 0)
        snprintf(text, sizeof text, "%s, %zu", ho_warning_word(code), count);
    ho_mime_line(&p->warnings, "Warning",
                 count > 0 ? text : ho_warning_word(code));
}

static char *type_name(GMimeObject *part)
{
    return ho_gmime()->content_type_get_mime_type(
        ho_gmime()->object_get_content_type(part));
}

static bool is_type(GMimeObject *part, const char *type, const char *subtype)
{
    return ho_gmime()->content_type_is_type(
        ho_gmime()->object_get_content_type(part), type, subtype);
}

/* NULL where it is of another class. */
static GMimePart *as_part(GMimeObject *object)
{
    const struct ho_gmime *g = ho_gmime();

    return g->type_check_instance_is_a(&object->parent_object.g_type_instance,
                                       g->part_get_type())
               ? (GMimePart *)object
               : NULL;
}

static GMimeMultipart *as_multipart(GMimeObject *object)
{
    const struct ho_gmime *g = ho_gmime();

    return g->type_check_instance_is_a(&object->parent_object.g_type_instance,
                                       g->multipart_get_type())
               ? (GMimeMultipart *)object
               : NULL;
}

/* The decoded content; NULL where there is none. */
static GByteArray *content_of(GMimePart *part)
{
    GMimeDataWrapper *content = ho_gmime()->part_get_content(part);
    GByteArray *bytes = content ? ho_gmime()->byte_array_new() : NULL;
    GMimeStream *stream =
        content ? ho_gmime()->stream_mem_new_with_byte_array(bytes) : NULL;

    if (!content)
        return NULL;
    ho_gmime()->stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
    ho_gmime()->data_wrapper_write_to_stream(content, stream);
    ho_gmime()->object_unref(stream);
    return bytes;
}

static size_t content_bytes(GMimePart *part)
{
    GByteArray *bytes = content_of(part);
    const size_t len = bytes ? bytes->len : 0;

    if (bytes)
        ho_gmime()->byte_array_free(bytes, TRUE);
    return len;
}

static void name_attachment(struct parts *p, GMimeObject *part)
{
    GMimePart *leaf = as_part(part);
    const char *file = leaf ? ho_gmime()->part_get_filename(leaf) : NULL;
    struct ho_buffer line;
    char *type;

    if (p->attachments++ >= HO_MIME_ATTACHMENTS)
        return;
    type = type_name(part);
    ho_buffer_init(&line, (size_t)HO_MIME_HEADER * 8);
    ho_buffer_format(&line, "part %s, %s", p->path, type);
    if (leaf)
        ho_buffer_format(&line, ", %zu bytes", content_bytes(leaf));
    if (file)
        ho_buffer_format(&line, ", \"%s\"", file);
    ho_mime_line(&p->names, "Attachment", line.ptr ? line.ptr : type);
    if (line.failed)
        p->names.failed = line.failed;
    ho_buffer_release(&line);
    ho_gmime()->free(type);
}

/* Line ends become \n, other control characters spaces. */
static void add_plain(struct ho_buffer *out, struct handoff_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            continue;
        if (c == '\r')
            ho_buffer_byte(out, '\n');
        else if ((unsigned char)c < ' ' && c != '\n' && c != '\t')
            ho_buffer_byte(out, ' ');
        else
            ho_buffer_byte(out, c);
    }
}

static void add_text(struct parts *p, const char *charset, bool html,
                     struct handoff_slice bytes)
{
    struct ho_html found = { 0 };
    enum ho_charset how;
    struct ho_buffer text, seen;

    ho_buffer_init(&text, TEXT_BYTES);
    ho_buffer_init(&seen, TEXT_BYTES);
    how = ho_charset_add(&text, charset, bytes);
    p->guessed |= how == HO_CHARSET_GUESSED;
    p->damaged |= how == HO_CHARSET_DAMAGED;
    if (html && p->status == HANDOFF_OK)
        p->status = ho_html_text(ho_buffer_slice(&text), &seen, &found, p->err);
    p->hidden += found.hidden;
    p->left_out += found.left_out;
    if (found.cut)
        warn(p, HANDOFF_WARNING_NESTED_PARTS, 0);
    if (ho_trim(ho_buffer_slice(html ? &seen : &text)).len > 0) {
        if (p->body.len > 0)
            ho_buffer_text(&p->body, "\n\n");
        add_plain(&p->body, ho_buffer_slice(html ? &seen : &text));
    }
    if (p->status == HANDOFF_OK)
        p->status = ho_buffer_status(&text, "the mail's text", p->err);
    if (p->status == HANDOFF_OK)
        p->status = ho_buffer_status(&seen, "the mail's text", p->err);
    ho_buffer_release(&text);
    ho_buffer_release(&seen);
}

/* true where the part has added text. */
static bool take_text(struct parts *p, GMimePart *leaf)
{
    GMimeObject *part = &leaf->parent_object;
    const char *charset =
        ho_gmime()->object_get_content_type_parameter(part, "charset");
    const bool html = is_type(part, "text", "html");
    const size_t before = p->body.len;
    GByteArray *bytes = content_of(leaf);
    struct ho_buffer line;
    char *type;

    if (!bytes)
        return false;
    add_text(p, charset, html,
             (struct handoff_slice){ (const char *)bytes->data, bytes->len });
    ho_gmime()->byte_array_free(bytes, TRUE);
    if (p->body.len == before)
        return false;
    type = type_name(part);
    ho_buffer_init(&line, HO_MIME_HEADER);
    ho_buffer_format(&line, "part %s, %s", p->path, type);
    ho_mime_line(&p->names, "Body", line.ptr ? line.ptr : type);
    if (line.failed)
        p->names.failed = line.failed;
    ho_buffer_release(&line);
    ho_gmime()->free(type);
    return true;
}

static bool is_text(GMimeObject *part)
{
    return (is_type(part, "text", "plain") || is_type(part, "text", "html") ||
            is_type(part, "text", "enriched"));
}

static bool is_attached(const struct parts *p, GMimePart *leaf)
{
    return ho_gmime()->part_is_attachment(leaf) ||
           (p->body.len > 0 && ho_gmime()->part_get_filename(leaf));
}

static bool take(struct parts *p, GMimeObject *part, size_t depth);

static bool take_child(struct parts *p, GMimeMultipart *parts, int index,
                       size_t depth)
{
    const size_t len = strlen(p->path);
    bool took;

    snprintf(p->path + len, sizeof p->path - len, "%s%d", len > 0 ? "." : "",
             index + 1);
    took = take(p, ho_gmime()->multipart_get_part(parts, index), depth + 1);
    p->path[len] = '\0';
    return took;
}

/* The plain text, else the first that has any. */
static bool take_alternative(struct parts *p, GMimeMultipart *parts,
                             size_t depth)
{
    const int count = ho_gmime()->multipart_get_count(parts);

    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < count; i++) {
            GMimeObject *part = ho_gmime()->multipart_get_part(parts, i);

            if (is_type(part, "text", "plain") == (pass == 0) &&
                take_child(p, parts, i, depth))
                return true;
        }
    return false;
}

/* Without its boundary a multipart has no parts: its text is no part's. */
static bool take_loose(struct parts *p, const char *text)
{
    const size_t before = p->body.len;

    if (!text || ho_trim(ho_slice(text)).len == 0)
        return false;
    add_text(p, NULL, false, ho_slice(text));
    warn(p, HANDOFF_WARNING_LOOSE_TEXT, 0);
    return p->body.len > before;
}

static bool take_multipart(struct parts *p, GMimeMultipart *parts, size_t depth)
{
    const int count = ho_gmime()->multipart_get_count(parts);
    bool took = false;

    if (is_type(&parts->parent_object, "multipart", "alternative"))
        return take_alternative(p, parts, depth);
    if (count == 0)
        took = take_loose(p, ho_gmime()->multipart_get_prologue(parts));
    for (int i = 0; i < count; i++)
        took |= take_child(p, parts, i, depth);
    return take_loose(p, ho_gmime()->multipart_get_epilogue(parts)) || took;
}

static bool take(struct parts *p, GMimeObject *part, size_t depth)
{
    GMimeMultipart *parts;
    GMimePart *leaf;

    if (depth > HO_MIME_DEPTH) {
        warn(p, HANDOFF_WARNING_NESTED_PARTS, 0);
        return false;
    }
    parts = as_multipart(part);
    if (parts)
        return take_multipart(p, parts, depth);
    leaf = as_part(part);
    if (leaf && is_text(part) && !is_attached(p, leaf))
        return take_text(p, leaf);
    name_attachment(p, part);
    return false;
}

static bool header_begins(GMimeMessage *mail, const char *name,
                          const char *with)
{
    const char *value =
        ho_gmime()->object_get_header(&mail->parent_object, name);

    return value && strncasecmp(value, with, strlen(with)) == 0;
}

/* RFC 3834 and what programs wrote before it.  "auto-generated" is what form
 * programs call a notification. */
static const char *why_automatic(GMimeMessage *mail)
{
    GMimeObject *part = ho_gmime()->message_get_mime_part(mail);

    if (part && is_type(part, "multipart", "report"))
        return "it is a delivery report";
    if (header_begins(mail, "Auto-Submitted", "auto-replied") ||
        header_begins(mail, "X-Autoreply", "yes") ||
        header_begins(mail, "X-Autorespond", "") ||
        header_begins(mail, "Precedence", "auto_reply"))
        return "it is an automatic reply";
    return NULL;
}

static void put_warnings(struct parts *p)
{
    if (p->hidden > 0)
        warn(p, HANDOFF_WARNING_HIDDEN_TEXT, p->hidden);
    if (p->guessed)
        warn(p, HANDOFF_WARNING_CHARSET_GUESSED, 0);
    if (p->damaged)
        warn(p, HANDOFF_WARNING_DAMAGED_TEXT, 0);
    if (p->attachments > HO_MIME_ATTACHMENTS)
        warn(p, HANDOFF_WARNING_MORE_ATTACHMENTS,
             p->attachments - HO_MIME_ATTACHMENTS);
    if (p->left_out > 0)
        warn(p, HANDOFF_WARNING_TEXT_CUT, p->left_out);
    if (p->body.len == 0)
        warn(p, HANDOFF_WARNING_NO_TEXT, 0);
}

/* Beside the headers and the warning that it was cut, a lead has room for so
 * much text. */
static void cut_body(struct parts *p, size_t head)
{
    const struct handoff_slice body = ho_buffer_slice(&p->body);
    const size_t taken = head + p->names.len + p->warnings.len + HO_MIME_HEADER;
    const size_t room = taken < HANDOFF_INTAKE_RECORD / 2
                            ? HANDOFF_INTAKE_RECORD - taken
                            : HANDOFF_INTAKE_RECORD / 2;

    p->body.len = ho_utf8_cut(body, room).len;
    p->left_out += body.len - p->body.len;
}

static GMimeMessage *parse(struct handoff_slice raw)
{
    GMimeStream *stream =
        ho_gmime()->stream_mem_new_with_buffer(raw.ptr, raw.len);
    GMimeParser *parser = ho_gmime()->parser_new_with_stream(stream);
    GMimeMessage *mail =
        ho_gmime()->parser_construct_message(parser, ho_gmime_options());

    ho_gmime()->object_unref(parser);
    ho_gmime()->object_unref(stream);
    return mail;
}

static void read_parts(struct parts *p, GMimeMessage *mail, size_t head)
{
    GMimeObject *part = ho_gmime()->message_get_mime_part(mail);

    if (part && !as_multipart(part))
        snprintf(p->path, sizeof p->path, "1");
    if (part)
        take(p, part, 0);
    cut_body(p, head);
    put_warnings(p);
}

/* The parts' texts behind the headers. */
static enum handoff_status put_parts(struct parts *p, struct ho_buffer *out)
{
    ho_buffer_add(out, ho_buffer_slice(&p->names));
    ho_buffer_add(out, ho_buffer_slice(&p->warnings));
    ho_buffer_byte(out, '\n');
    ho_buffer_add(out, ho_buffer_slice(&p->body));
    if (p->status == HANDOFF_OK)
        p->status = ho_buffer_status(&p->names, "the mail", p->err);
    if (p->status == HANDOFF_OK)
        p->status = ho_buffer_status(&p->warnings, "the mail", p->err);
    if (p->status == HANDOFF_OK)
        p->status = ho_buffer_status(&p->body, "the mail", p->err);
    return p->status == HANDOFF_OK ? ho_buffer_status(out, "the mail", p->err)
                                   : p->status;
}

enum handoff_status ho_mime_read(struct handoff_slice raw,
                                 struct ho_buffer *out, const char **automatic,
                                 struct handoff_error *err)
{
    struct parts p = { .err = err };
    enum handoff_status status;
    GMimeMessage *mail;

    status = ho_gmime_open(err);
    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&p.body, TEXT_BYTES);
    ho_buffer_init(&p.names, TEXT_BYTES);
    ho_buffer_init(&p.warnings, TEXT_BYTES);
    *automatic = NULL;
    mail = parse(raw);
    if (mail) {
        ho_mime_head(out, mail, ho_gmime_options());
        *automatic = why_automatic(mail);
        read_parts(&p, mail, out->len);
        ho_gmime()->object_unref(mail);
    }
    status = put_parts(&p, out);
    ho_buffer_release(&p.body);
    ho_buffer_release(&p.names);
    ho_buffer_release(&p.warnings);
    return status;
}
