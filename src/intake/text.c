/* text.c - plain-text notifications; see intake/input.h
 *
 *     an optional preamble, kept as a message
 *     Label: value
 *       lines that go on with the value
 *     Message: everything from here on is the lead's own text
 *
 * Behind a message label, or behind the first paragraph that is no
 * `Label: value` line, nothing is a label any more: the lead wrote it, and may
 * have written `Email: someone-else@there.example`.  Only the footers that
 * form programs put under a message are kept out of it.
 *
 * Lines of nothing but `---` or `===` part several notifications.
 */
#include "intake/input.h"

#include "base/utf8.h"

enum {
    LABEL_CHARS = 40,  /* of a label that nobody declared */
    LABEL_WORDS = 7,   /* more is a sentence */
    LABEL_INDENT = 3,  /* more goes on with the value above */
    RULE_CHARS = 3,    /* of a line that parts notifications */
    SECTION_CHARS = 32 /* of Gravity Forms' line above a section's name */
};

static const char gravity[] = "New submission from ";

/* Offsets into the input. */
struct line {
    size_t start, end; /* without its line end */
    size_t next;
};

struct label_line {
    struct handoff_slice label;
    size_t value; /* where the value starts */
};

static const char kind_cf7[] = "cf7", kind_gravity[] = "gravity_forms";

struct note {
    struct ho_input *in;
    size_t at, end; /* what is still to be read */
    size_t number;  /* of the line at `at`, within the note, from 1 */
    /* the value being read: open while lines may go on with it */
    bool open;
    struct label_line label;
    size_t value_end;
    size_t value_number; /* of its first line */
};

static struct line line_at(const struct ho_input *in, size_t at, size_t end)
{
    struct handoff_slice rest = ho_part(in->bytes, at, end), line = { 0 };
    struct line out = { at, at, end };

    if (ho_next_line(&rest, &line)) {
        out.end = at + line.len;
        out.next = end - rest.len;
    }
    return out;
}

static struct handoff_slice text_of(const struct ho_input *in, struct line line)
{
    return ho_trim(ho_part(in->bytes, line.start, line.end));
}

static void step_over(struct note *n, struct line line)
{
    n->at = line.next;
    n->number++;
}

static bool is_blank(const struct ho_input *in, struct line line)
{
    return text_of(in, line).len == 0;
}

/* `---` or `===` and longer. */
static bool is_rule(struct handoff_slice text)
{
    if (text.len < RULE_CHARS || (text.ptr[0] != '-' && text.ptr[0] != '='))
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (text.ptr[i] != text.ptr[0])
            return false;
    return true;
}

static bool is_section_rule(struct handoff_slice text)
{
    return text.len == SECTION_CHARS && text.ptr[0] == '-' && is_rule(text);
}

static bool is_gravity(struct handoff_slice note)
{
    const size_t len = sizeof gravity - 1;

    note = ho_trim(note);
    return note.len > len && memcmp(note.ptr, gravity, len) == 0;
}

static bool starts_with_letter(struct handoff_slice s)
{
    size_t len;
    int32_t code;

    if (s.len == 0)
        return false;
    code = ho_utf8_decode(s, 0, &len);
    return ho_is_word(code) && (code < '0' || code > '9');
}

/* What a label that nobody declared looks like: short, and no sentence. */
static bool looks_like_label(struct handoff_slice s)
{
    size_t chars = 0, words = 1;

    for (size_t i = 0; i < s.len; i++) {
        const unsigned char c = (unsigned char)s.ptr[i];

        if (strchr(".!,;<>@{}=\"", c) || (c == '?' && i + 1 < s.len))
            return false;
        chars += (c & 0xC0) != 0x80;
        words += c == ' ';
    }
    return chars <= LABEL_CHARS && words <= LABEL_WORDS;
}

/* 10:30 and https:// have colons, too. */
static bool is_label_colon(struct handoff_slice line, size_t colon)
{
    const struct handoff_slice rest = ho_part(line, colon + 1, line.len);

    if (rest.len >= 2 && rest.ptr[0] == '/' && rest.ptr[1] == '/')
        return false;
    return rest.len == 0 || line.ptr[colon - 1] < '0' ||
           line.ptr[colon - 1] > '9' || rest.ptr[0] < '0' || rest.ptr[0] > '9';
}

/* "How can we help?" on a line of its own is a label without its colon. */
static bool is_question_label(const struct ho_input *in,
                              struct handoff_slice text)
{
    const struct ho_meaning *is = NULL;

    if (text.len > 0 && text.len <= HANDOFF_INTAKE_LABEL &&
        text.ptr[text.len - 1] == '?')
        is = ho_labels_find(in->labels, text);
    return is && is->message && !is->crm_column;
}

static bool read_label(const struct ho_input *in, struct line line,
                       struct label_line *out)
{
    const struct handoff_slice raw = ho_part(in->bytes, line.start, line.end);
    const struct handoff_slice text = ho_trim(raw);
    const char *colon = text.len > 0 ? memchr(text.ptr, ':', text.len) : NULL;

    if (!colon && is_question_label(in, text)) {
        *out = (struct label_line){ .label = text, .value = line.end };
        return true;
    }
    if (!colon || text.ptr - raw.ptr > LABEL_INDENT ||
        colon - text.ptr > HANDOFF_INTAKE_LABEL || !starts_with_letter(text) ||
        !is_label_colon(text, (size_t)(colon - text.ptr)))
        return false;
    out->label = ho_trim(ho_part(text, 0, (size_t)(colon - text.ptr)));
    out->value = (size_t)(colon - in->bytes.ptr) + 1;
    return looks_like_label(out->label) ||
           ho_labels_find(in->labels, out->label) != NULL;
}

static bool is_label(const struct ho_input *in, struct line line)
{
    struct label_line unused;

    return read_label(in, line, &unused);
}

/* Does the form begin here?  One line with a colon may be prose; a label that
 * is known, or two such lines in a row, are a form. */
static bool begins_form(const struct note *n, struct line line)
{
    struct label_line found;

    if (!read_label(n->in, line, &found))
        return false;
    return ho_labels_find(n->in->labels, found.label) ||
           is_label(n->in, line_at(n->in, line.next, n->end));
}

static void add_value(struct note *n, struct handoff_slice label, size_t start,
                      size_t end, size_t number)
{
    struct ho_input *in = n->in;
    const char *path = ho_line_path(in, number);
    struct ho_label read = ho_labels_read(in->labels, in->arena, label);

    if (ho_slice_is(label, "From") && strcmp(in->origin.kind, kind_cf7) == 0) {
        ho_read_cf7_from(in, path, start, end);
        return;
    }
    if (label.len == 0)
        read.source = HANDOFF_SOURCE_MESSAGE;
    ho_record_value(in, &read, path,
                    (struct ho_piece){ ho_part(in->bytes, start, end),
                                       start - in->start, NULL });
}

static void close_value(struct note *n)
{
    if (n->open)
        add_value(n, n->label.label, n->label.value, n->value_end,
                  n->value_number);
    n->open = false;
}

/* Everything up to the form, or all of it where there is no form. */
static void read_preamble(struct note *n)
{
    const size_t start = n->at;

    while (n->at < n->end) {
        const struct line line = line_at(n->in, n->at, n->end);

        if (begins_form(n, line) || is_section_rule(text_of(n->in, line)))
            break;
        step_over(n, line);
    }
    add_value(n, ho_slice(""), start, n->at, 1);
}

/* Beside the lead's words: what the form program wrote around them. */
static void add_beside(struct note *n, enum handoff_aside_kind kind,
                       const char *label, struct line line)
{
    struct ho_input *in = n->in;

    ho_record_aside(in, kind, label, ho_line_path(in, n->number),
                    ho_part(in->bytes, line.start, line.end));
}

/* "New submission from Quote", the form's name. */
static void read_gravity_title(struct note *n)
{
    struct line line = line_at(n->in, n->at, n->end);

    while (is_blank(n->in, line)) {
        step_over(n, line);
        line = line_at(n->in, n->at, n->end);
    }
    line.start += sizeof gravity - 1;
    n->in->origin.kind = kind_gravity;
    n->in->origin.form_name = ho_arena_copy(n->in->arena, text_of(n->in, line));
    add_beside(n, HANDOFF_ASIDE_META, "form name", line);
    step_over(n, line);
}

/* The rule and the section's name below it. */
static bool step_over_section(struct note *n, struct line line)
{
    if (n->in->origin.kind != kind_gravity ||
        !is_section_rule(text_of(n->in, line)))
        return false;
    close_value(n);
    step_over(n, line);
    line = line_at(n->in, n->at, n->end);
    add_beside(n, HANDOFF_ASIDE_REST, "section", line);
    step_over(n, line);
    return true;
}

/* false once a message has begun, which runs to the end. */
static bool read_label_line(struct note *n, struct line line,
                            struct label_line found)
{
    const struct ho_meaning *is = ho_labels_find(n->in->labels, found.label);

    close_value(n);
    if (is && is->message && !is->crm_column) {
        add_value(n, found.label, found.value, n->end, n->number);
        return false;
    }
    n->open = true;
    n->label = found;
    n->value_end = line.end;
    n->value_number = n->number;
    return true;
}

static void read_form(struct note *n)
{
    bool gap = false;

    while (n->at < n->end) {
        const struct line line = line_at(n->in, n->at, n->end);
        struct label_line found;

        if (step_over_section(n, line)) {
            gap = true;
            continue;
        }
        if (is_blank(n->in, line)) {
            gap = true;
        } else if (read_label(n->in, line, &found)) {
            if (!read_label_line(n, line, found))
                return;
            gap = false;
        } else if (gap || !n->open) {
            close_value(n);
            add_value(n, ho_slice(""), line.start, n->end, n->number);
            return;
        } else {
            n->value_end = line.end;
        }
        step_over(n, line);
    }
    close_value(n);
}

/* What WordPress's Contact Form 7 writes under `-- `. */
static bool is_footer(struct handoff_slice text)
{
    static const char *const known[] = {
        "This is a notification that a contact form was submitted",
        "This is a receipt for your contact form submission",
        "This e-mail was sent from a contact form",
        "This email was sent from a contact form",
    };

    text = ho_trim(text);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const size_t len = strlen(known[i]);

        if (text.len >= len && memcmp(text.ptr, known[i], len) == 0)
            return true;
    }
    return false;
}

/* Where the form program's footer starts, or `end`.  Only the last `--` can
 * start it: those before are the lead's. */
static size_t footer_start(const struct ho_input *in, size_t start, size_t end)
{
    size_t last = end;

    for (size_t at = start; at < end;) {
        const struct line line = line_at(in, at, end);

        if (ho_slice_is(text_of(in, line), "--"))
            last = line.start;
        at = line.next;
    }
    if (last < end &&
        is_footer(ho_part(in->bytes, line_at(in, last, end).next, end)))
        return last;
    return end;
}

static void keep_footer(struct ho_input *in, size_t start, size_t at,
                        size_t end)
{
    static const char receipt[] = "This is a receipt";
    const size_t below = line_at(in, at, end).next;
    const struct handoff_slice text = ho_part(in->bytes, at, end);
    struct handoff_slice before = ho_part(in->bytes, start, at), line;
    size_t number = 1;

    while (ho_next_line(&before, &line))
        number++;
    ho_record_aside(in, HANDOFF_ASIDE_REST, "footer", ho_line_path(in, number),
                    text);
    if (end - below >= sizeof receipt - 1 &&
        memcmp(in->bytes.ptr + below, receipt, sizeof receipt - 1) == 0)
        ho_record_trouble(in, "it is the receipt that the form sent to the "
                              "lead; leave it out");
}

void ho_text_values(struct ho_input *in, size_t start, size_t end)
{
    struct note n = { .in = in, .number = 1 };

    n.at = start;
    n.end = footer_start(in, start, end);
    if (n.end < end)
        in->origin.kind = kind_cf7;
    if (ho_read_wpforms(in, start, n.end))
        return;
    if (is_gravity(ho_part(in->bytes, start, end)))
        read_gravity_title(&n);
    read_preamble(&n);
    read_form(&n);
    if (n.end < end)
        keep_footer(in, start, n.end, end);
}

static enum handoff_status read_note(struct ho_input *in, size_t start,
                                     size_t end, struct handoff_error *err)
{
    const struct handoff_slice text = ho_trim(ho_part(in->bytes, start, end));

    if (text.len == 0)
        return HANDOFF_OK;
    start = (size_t)(text.ptr - in->bytes.ptr);
    end = start + text.len;
    ho_record_begin(in, start, end);
    in->origin.kind = "text";
    if (text.len <= HANDOFF_INTAKE_RECORD)
        ho_text_values(in, start, end);
    return ho_record_end(in, err);
}

enum handoff_status ho_read_text(struct ho_input *in, struct handoff_error *err)
{
    const size_t end = in->bytes.len;
    enum handoff_status status = HANDOFF_OK;
    size_t start = 0;

    for (size_t at = 0; at < end && status == HANDOFF_OK;) {
        const struct line line = line_at(in, at, end);

        at = line.next;
        if (!is_rule(text_of(in, line)) ||
            (is_section_rule(text_of(in, line)) &&
             is_gravity(ho_part(in->bytes, start, line.start))))
            continue;
        status = read_note(in, start, line.start, err);
        start = at;
    }
    return status == HANDOFF_OK ? read_note(in, start, end, err) : status;
}
