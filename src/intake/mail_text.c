/* mail_text.c - the text that is kept of a mail, into values; see
 * intake/mime.h and intake/input.h
 *
 * The headers say who wrote.  Of a mail that a form program sent, the text is
 * read as its notification; of a mail that a person sent nothing is a label,
 * whatever it looks like, and older mail under the answer is kept apart: who
 * wrote that is not known.
 */
#include <strings.h>

#include "base/utf8.h"
#include "intake/input.h"
#include "intake/quoted.h"
#include "intake/warning.h"

struct header {
    struct handoff_slice name, value;
};

struct mail {
    struct ho_input *in;
    struct handoff_slice from, reply_to, subject; /* values as they stand */
    size_t body;                                  /* where the text starts */
    bool form, forwarded;
};

static bool next_header(struct handoff_slice *rest, struct header *out)
{
    struct handoff_slice line;
    const char *colon;

    if (!ho_next_line(rest, &line) || line.len == 0)
        return false;
    colon = memchr(line.ptr, ':', line.len);
    if (!colon)
        return false;
    out->name = ho_part(line, 0, (size_t)(colon - line.ptr));
    out->value = ho_trim(ho_part(line, out->name.len + 1, line.len));
    return true;
}

/* "Jo Lind <jo@hillmarsh.example>" or the bare address. */
static struct handoff_slice address(struct handoff_slice value)
{
    size_t open = value.len;

    while (open > 0 && value.ptr[open - 1] != '<')
        open--;
    if (open == 0 || value.ptr[value.len - 1] != '>')
        return value;
    return ho_part(value, open, value.len - 1);
}

static bool same(struct handoff_slice a, struct handoff_slice b)
{
    return a.len == b.len &&
           (a.len == 0 || strncasecmp(a.ptr, b.ptr, a.len) == 0);
}

static struct handoff_slice domain(struct handoff_slice address)
{
    const char *at =
        address.len > 0 ? memchr(address.ptr, '@', address.len) : NULL;

    return at ? ho_part(address, (size_t)(at - address.ptr) + 1, address.len)
              : ho_part(address, address.len, address.len);
}

/* Names that programs send under. */
static bool is_program(struct handoff_slice address)
{
    static const char *const names[] = {
        "wordpress",     "no-reply", "noreply",      "do-not-reply",
        "donotreply",    "no_reply", "forms",        "form",
        "website",       "web",      "notification", "mailer",
        "notifications", "wp",       "submissions"
    };
    const struct handoff_slice where = domain(address);
    struct handoff_slice name;

    if (where.len == 0)
        return false;
    name = ho_part(address, 0, address.len - where.len - 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ho_slice_is_nocase(name, names[i]))
            return true;
    return false;
}

static bool begins_with_any(struct handoff_slice s, const char *const *words,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t len = strlen(words[i]);

        if (s.len >= len && strncasecmp(s.ptr, words[i], len) == 0)
            return true;
    }
    return false;
}

/* en, de, fr, es, pt, it and nl mail programs. */
static bool is_forward(struct handoff_slice subject)
{
    static const char *const words[] = { "fwd:", "fw:",  "wg:", "tr:",
                                         "rv:",  "enc:", "i:",  "doorst:" };

    return begins_with_any(subject, words, sizeof words / sizeof *words);
}

static void look_at_headers(struct mail *m)
{
    struct handoff_slice rest = m->in->bytes, from, reply_to;
    struct header h;

    while (next_header(&rest, &h)) {
        if (ho_slice_is(h.name, "From"))
            m->from = h.value;
        else if (ho_slice_is(h.name, "Reply-To"))
            m->reply_to = h.value;
        else if (ho_slice_is(h.name, "Subject"))
            m->subject = h.value;
    }
    m->body = m->in->bytes.len - rest.len;
    from = address(m->from);
    reply_to = address(m->reply_to);
    m->form = is_program(from) ||
              (reply_to.len > 0 && !same(domain(from), domain(reply_to)));
    m->forwarded =
        !m->form && is_forward(m->subject) &&
        ho_quoted_has_forward(ho_part(m->in->bytes, m->body, m->in->bytes.len));
}

/* The header whose address is the lead's; empty where none is: a form program
 * that sends under the site's own name, or a colleague who passes a mail on. */
static struct handoff_slice contact(const struct mail *m)
{
    const struct handoff_slice from = address(m->from),
                               reply_to = address(m->reply_to);
    const struct handoff_slice nobody = { "", 0 };

    if (m->forwarded)
        return nobody;
    if (m->form && reply_to.len > 0 && same(domain(from), domain(reply_to)))
        return nobody;
    if (reply_to.len > 0)
        return m->reply_to;
    return m->form ? nobody : m->from;
}

/* What a header says of the lead. */
static struct ho_label meaning(const struct mail *m, const struct header *h)
{
    const bool is_contact = h->value.ptr == contact(m).ptr;
    const struct ho_label plain =
        ho_labels_read(m->in->labels, m->in->arena,
                       ho_slice(is_contact                     ? "email"
                                : ho_slice_is(h->name, "Date") ? "received"
                                                               : "-"));
    struct ho_label out = plain;

    out.text = ho_arena_copy(m->in->arena, h->name);
    out.cite = ho_arena_format(m->in->arena, "header:%s", out.text);
    out.source = HANDOFF_SOURCE_FIELD;
    return out;
}

static void read_warning(struct mail *m, struct handoff_slice value)
{
    const char *comma = memchr(value.ptr, ',', value.len);
    const size_t len = comma ? (size_t)(comma - value.ptr) : value.len;
    enum handoff_warning_code code;

    if (ho_warning_code(ho_part(value, 0, len), &code))
        ho_record_warn(m->in, code,
                       comma ? ho_arena_format(m->in->arena, "body,%.*s",
                                               (int)(value.len - len - 1),
                                               comma + 1)
                             : "body");
}

static void read_headers(struct mail *m)
{
    struct handoff_slice rest = m->in->bytes;
    struct header h;

    while (next_header(&rest, &h)) {
        const struct ho_piece piece = {
            h.value, (size_t)(h.value.ptr - m->in->bytes.ptr), NULL
        };
        struct ho_label label;

        if (ho_slice_is(h.name, "Warning"))
            read_warning(m, h.value);
        if (ho_slice_is(h.name, "Warning") || ho_slice_is(h.name, "Body"))
            continue;
        label = meaning(m, &h);
        ho_record_value(m->in, &label, "header", piece);
    }
}

static void add_text(struct mail *m, const char *name, const char *cite,
                     size_t start, size_t end)
{
    struct ho_input *in = m->in;
    struct ho_label label =
        ho_labels_read(in->labels, in->arena, ho_slice("-"));
    size_t line = 1;

    for (size_t i = m->body; i < start; i++)
        line += in->bytes.ptr[i] == '\n';
    label.text = name;
    label.cite = cite;
    label.source =
        name[0] == '\0' ? HANDOFF_SOURCE_MESSAGE : HANDOFF_SOURCE_FIELD;
    ho_record_value(
        in, &label, ho_arena_format(in->arena, "body line %zu", line),
        (struct ho_piece){ ho_part(in->bytes, start, end), start, NULL });
}

/* The person's own words and the older ones, in their order.  What a colleague
 * passes on is the lead's. */
static void read_letter(struct mail *m)
{
    struct ho_quoted q;

    ho_quoted_init(&q, m->in->bytes, m->body);
    while (ho_quoted_next(&q)) {
        const bool older = q.older && !(m->forwarded && q.forward);

        add_text(m, older ? "Older mail" : "", older ? "quoted" : "message",
                 q.start, q.end);
    }
}

/* A form that names another address than the header it set. */
static void compare_addresses(struct mail *m)
{
    const struct ho_input *in = m->in;
    const struct handoff_slice said = address(contact(m));

    for (size_t i = 0; i < in->count; i++)
        if (said.len > 0 && in->is[i].who == HO_WHO_EMAIL &&
            !same(address(in->value[i].text), said)) {
            ho_record_warn(m->in, HANDOFF_WARNING_OTHER_ADDRESS,
                           in->value[i].path);
            return;
        }
}

enum handoff_status ho_read_mail_text(struct ho_input *in,
                                      struct handoff_error *err)
{
    struct mail m = { .in = in };
    const char *const place = in->place;

    in->kind = ho_mail_kind;
    ho_record_begin(in, 0, in->bytes.len);
    in->origin.kind = ho_mail_kind;
    look_at_headers(&m);
    read_headers(&m);
    if (m.forwarded)
        ho_record_warn(in, HANDOFF_WARNING_FORWARDED, "header");
    in->place = "body ";
    if (m.form)
        ho_text_values(in, m.body, in->bytes.len);
    else
        read_letter(&m);
    in->place = place;
    compare_addresses(&m);
    return ho_record_end(in, err);
}
