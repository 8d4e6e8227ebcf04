/* mail.c - mails; see intake/input.h
 *
 * Each mail becomes the text of intake/mime.h, and that is what a lead keeps
 * and evidence cites.  An mbox is parted here and not by GMime, so that each
 * mail has its line, its limit and its own failure.
 */
#include <strings.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "intake/input.h"
#include "intake/mime.h"

enum {
    HEAD_BYTES = 64 * 1024, /* looked at for headers that only mails have */
    /* A mail whose text is too long is refused as a lead, not as an input. */
    TEXT_BYTES = HANDOFF_INTAKE_FILE
};

const char ho_mail_kind[] = "mail";

static bool begins(struct handoff_slice s, const char *start)
{
    const size_t len = strlen(start);

    return s.len >= len && strncasecmp(s.ptr, start, len) == 0;
}

/* "From jo@hillmarsh.example Mon Mar  2 10:01:39 2026": a time of day tells it
 * from a sentence. */
static bool is_envelope(struct handoff_slice line)
{
    if (line.len < 5 || memcmp(line.ptr, "From ", 5) != 0)
        return false;
    for (size_t i = 5; i + 5 < line.len; i++)
        if (line.ptr[i] == ' ' && line.ptr[i + 3] == ':' &&
            memchr("0123456789", line.ptr[i + 1], 10) &&
            memchr("0123456789", line.ptr[i + 2], 10) &&
            memchr("0123456789", line.ptr[i + 4], 10))
            return true;
    return false;
}

/* The colon of a header line; 0 where it is none. */
static size_t header_colon(struct handoff_slice line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ':')
            return i;
        if (line.ptr[i] <= ' ' || line.ptr[i] == 0x7F)
            return 0;
    }
    return 0;
}

/* Headers that no form program writes into a text. */
static bool is_mail_header(struct handoff_slice line)
{
    static const char *const only[] = {
        "received:",       "return-path:",  "message-id:",
        "mime-version:",   "delivered-to:", "x-original-to:",
        "dkim-signature:", "content-type:", "auto-submitted:"
    };

    for (size_t i = 0; i < sizeof only / sizeof *only; i++)
        if (begins(line, only[i]))
            return true;
    return false;
}

/* The block of headers that the bytes begin with is a mail's: one that only
 * mails have, or From, To and Date together. */
static bool has_mail_headers(struct handoff_slice rest)
{
    bool from = false, to = false, date = false, first = true;
    struct handoff_slice line;

    if (rest.len > HEAD_BYTES)
        rest.len = HEAD_BYTES;
    while (ho_next_line(&rest, &line) && line.len > 0) {
        const bool folded = line.ptr[0] == ' ' || line.ptr[0] == '\t';

        if (header_colon(line) == 0 && (first || !folded))
            return false;
        if (!folded && is_mail_header(line))
            return true;
        from |= begins(line, "from:");
        to |= begins(line, "to:");
        date |= begins(line, "date:");
        first = false;
    }
    return from && to && date;
}

static bool is_mbox(struct handoff_slice bytes)
{
    struct handoff_slice line;

    return ho_next_line(&bytes, &line) && is_envelope(line) &&
           has_mail_headers(bytes);
}

static bool named(const char *name, const char *end)
{
    const size_t len = strlen(name), tail = strlen(end);

    return len > tail && strcasecmp(name + len - tail, end) == 0;
}

bool ho_is_mail(const struct ho_input *in)
{
    return named(in->name, ".eml") || is_mbox(in->bytes) ||
           has_mail_headers(in->bytes);
}

/* Contact Form 7's second mail goes to the lead. */
static const char *receipt(struct handoff_slice text)
{
    static const char footer[] =
        "This is a receipt for your contact form submission";
    const struct handoff_slice last =
        ho_part(text, text.len > 1024 ? text.len - 1024 : 0, text.len);

    return ho_find(last, 0, ho_slice(footer)) == SIZE_MAX
               ? NULL
               : "it is the receipt that the form sent to the lead";
}

enum handoff_status ho_read_one_mail(struct ho_input *in,
                                     struct handoff_slice raw, size_t line,
                                     struct handoff_error *err)
{
    const char *automatic = NULL;
    enum handoff_status status;
    struct ho_buffer text;

    in->bytes = (struct handoff_slice){ "", 0 };
    in->line = line;
    in->line_at = 0;
    if (ho_trim(raw).len == 0)
        return ho_refuse(in, 0, err, "the mail is empty; remove it");
    ho_buffer_init(&text, TEXT_BYTES);
    status = ho_mime_read(raw, &text, &automatic, err);
    if (status == HANDOFF_OK && !automatic)
        automatic = receipt(ho_buffer_slice(&text));
    if (status == HANDOFF_TOO_LARGE ||
        (status == HANDOFF_OK && text.len > HANDOFF_INTAKE_RECORD))
        status = ho_refuse(in, 0, err,
                           "the mail's text is larger than 1 MiB, the limit "
                           "for one lead; shorten it");
    else if (status == HANDOFF_OK && automatic)
        status = ho_refuse(
            in, 0, err, "%s: no lead wrote this mail; leave it out", automatic);
    else if (status == HANDOFF_OK) {
        in->bytes.ptr = ho_arena_copy(in->arena, ho_buffer_slice(&text));
        in->bytes.len = text.len;
        status = ho_arena_status(in->arena, "the mail", err);
        if (status == HANDOFF_OK)
            status = ho_read_mail_text(in, err);
    }
    ho_buffer_release(&text);
    return status;
}

/* mboxrd: in a mail a line of `>`s and "From " has one `>` more. */
static bool is_escaped(struct handoff_slice line)
{
    size_t marks = 0;

    while (marks < line.len && line.ptr[marks] == '>')
        marks++;
    return marks > 0 && line.len - marks >= 5 &&
           memcmp(line.ptr + marks, "From ", 5) == 0;
}

/* The mail from `at` up to the next envelope; its text goes to out. */
static size_t next_mail(struct handoff_slice all, size_t at,
                        struct ho_buffer *out, size_t *lines)
{
    struct handoff_slice rest = ho_part(all, at, all.len), line;
    bool blank = true;

    ho_buffer_clear(out);
    *lines = 0;
    while (rest.len > 0) {
        const size_t start = all.len - rest.len;
        size_t from;

        ho_next_line(&rest, &line);
        if (blank && start > at && is_envelope(line))
            return start;
        from = start + is_escaped(line);
        if (start > at || !is_envelope(line))
            ho_buffer_add(out, ho_part(all, from, all.len - rest.len));
        blank = line.len == 0;
        ++*lines;
    }
    return all.len;
}

static enum handoff_status read_mbox(struct ho_input *in,
                                     struct handoff_error *err)
{
    const struct handoff_slice all = in->bytes;
    enum handoff_status status = HANDOFF_OK;
    size_t line = 1, lines = 0;
    struct ho_buffer raw;

    ho_buffer_init(&raw, HANDOFF_INTAKE_FILE);
    for (size_t at = 0; at < all.len && status == HANDOFF_OK; line += lines) {
        at = next_mail(all, at, &raw, &lines);
        status = ho_buffer_status(&raw, "the mail", err);
        if (status == HANDOFF_OK)
            status = ho_read_one_mail(in, ho_buffer_slice(&raw), line, err);
    }
    ho_buffer_release(&raw);
    return status;
}

enum handoff_status ho_read_mail(struct ho_input *in, struct handoff_error *err)
{
    return is_mbox(in->bytes) ? read_mbox(in, err)
                              : ho_read_one_mail(in, in->bytes, 1, err);
}
