/* mime_head.c - see intake/mime_head.h */
#include "intake/mime_head.h"

#include "intake/charset.h"
#include "intake/mime.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* One line, valid UTF-8, no control characters. */
void ho_mime_line(struct ho_buffer *out, const char *name, const char *value)
{
    struct handoff_slice rest = ho_slice(value);
    struct ho_buffer text;
    bool gap = false;

    if (rest.len > HO_MIME_HEADER)
        rest.len = HO_MIME_HEADER;
    ho_buffer_init(&text, (size_t)HO_MIME_HEADER * 4);
    ho_charset_add(&text, NULL, rest);
    rest = ho_trim(ho_buffer_slice(&text));
    if (rest.len > 0)
        ho_buffer_format(out, "%s: ", name);
    for (size_t i = 0; i < rest.len; i++) {
        const unsigned char c = (unsigned char)rest.ptr[i];

        if (c <= ' ' || c == 0x7F) {
            gap = true;
            continue;
        }
        if (gap)
            ho_buffer_byte(out, ' ');
        gap = false;
        ho_buffer_byte(out, (char)c);
    }
    if (rest.len > 0)
        ho_buffer_byte(out, '\n');
    if (text.failed == HANDOFF_NO_MEMORY)
        out->failed = HANDOFF_NO_MEMORY;
    ho_buffer_release(&text);
}

/* Behind the encoded word with base64 padding at the front of s that another
 * encoded word follows; s.len where there is none. */
static size_t padded_word_end(struct handoff_slice s)
{
    size_t at = 0;

    while ((at = ho_find(s, at, ho_slice("=?="))) != SIZE_MAX) {
        const size_t end = at + 3;
        size_t next = end;

        while (next < s.len && is_space(s.ptr[next]))
            next++;
        if (next > end && next + 1 < s.len && s.ptr[next] == '=' &&
            s.ptr[next + 1] == '?')
            return end;
        at = end;
    }
    return s.len;
}

/* Does GMime make nothing of one of the encoded words? */
static bool loses_a_word(const char *text, GMimeParserOptions *how)
{
    const char *start = text, *end;
    bool lost = false;

    while (!lost && (start = strstr(start, "=?")) &&
           (end = strstr(start + 2, "?="))) {
        char *word = ho_gmime()->strndup(start, (size_t)(end + 2 - start));
        char *decoded = ho_gmime()->utils_header_decode_text(how, word);

        lost = ho_trim(ho_slice(decoded)).len == 0;
        ho_gmime()->free(decoded);
        ho_gmime()->free(word);
        start = end + 2;
    }
    return lost;
}

/* GMime joins encoded words before it decodes them, and loses what stands
 * behind padding; and it drops words that it cannot decode. */
static void decode_words(struct ho_buffer *out, struct handoff_slice raw,
                         GMimeParserOptions *how)
{
    while (raw.len > 0) {
        const size_t end = padded_word_end(raw);
        char *word = ho_gmime()->strndup(raw.ptr, end);
        char *text = ho_gmime()->utils_header_decode_text(how, word);

        ho_buffer_text(out, loses_a_word(word, how) ? word : text);
        ho_gmime()->free(text);
        ho_gmime()->free(word);
        raw = ho_part(raw, end, raw.len);
        if (raw.len > 0)
            raw = ho_trim(raw);
    }
}

static void put_decoded(struct ho_buffer *out, const char *name,
                        struct handoff_slice raw, GMimeParserOptions *how)
{
    struct ho_buffer text;

    if (raw.len > HO_MIME_RAW)
        raw.len = HO_MIME_RAW;
    ho_buffer_init(&text, 8 * (size_t)HO_MIME_RAW);
    decode_words(&text, raw, how);
    ho_mime_line(out, name, text.ptr ? text.ptr : "");
    if (text.failed == HANDOFF_NO_MEMORY)
        out->failed = HANDOFF_NO_MEMORY;
    ho_buffer_release(&text);
}

static struct handoff_slice raw_header(GMimeMessage *mail, const char *name)
{
    GMimeHeader *header = ho_gmime()->header_list_get_header(
        ho_gmime()->object_get_header_list(&mail->parent_object), name);

    return ho_trim(
        ho_slice(header ? ho_gmime()->header_get_raw_value(header) : ""));
}

static void put_addresses(struct ho_buffer *out, GMimeMessage *mail,
                          const char *name, GMimeAddressType type,
                          GMimeParserOptions *how)
{
    InternetAddressList *list = ho_gmime()->message_get_addresses(mail, type);
    const struct handoff_slice raw = raw_header(mail, name);
    char *text =
        list ? ho_gmime()->address_list_to_string(list, NULL, FALSE) : NULL;

    if (text && *text && padded_word_end(raw) == raw.len)
        ho_mime_line(out, name, text);
    else
        put_decoded(out, name, raw, how); /* perhaps no address at all */
    ho_gmime()->free(text);
}

static void put_date(struct ho_buffer *out, GMimeMessage *mail)
{
    GDateTime *date = ho_gmime()->message_get_date(mail);
    GDateTime *utc = date ? ho_gmime()->date_time_to_utc(date) : NULL;
    char *text =
        utc ? ho_gmime()->date_time_format(utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;
    const char *raw =
        ho_gmime()->object_get_header(&mail->parent_object, "Date");

    if (text)
        ho_mime_line(out, "Date", text);
    else if (raw)
        ho_mime_line(out, "Date", raw);
    ho_gmime()->free(text);
    if (utc)
        ho_gmime()->date_time_unref(utc);
}

void ho_mime_head(struct ho_buffer *out, GMimeMessage *mail,
                  GMimeParserOptions *how)
{
    put_addresses(out, mail, "From", GMIME_ADDRESS_TYPE_FROM, how);
    put_addresses(out, mail, "Reply-To", GMIME_ADDRESS_TYPE_REPLY_TO, how);
    put_addresses(out, mail, "To", GMIME_ADDRESS_TYPE_TO, how);
    put_addresses(out, mail, "Cc", GMIME_ADDRESS_TYPE_CC, how);
    put_decoded(out, "Subject", raw_header(mail, "Subject"), how);
    put_date(out, mail);
}
