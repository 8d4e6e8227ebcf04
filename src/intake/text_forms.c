/* text_forms.c - the mails of WordPress form plugins; see intake/input.h
 *
 * WPForms puts each label on a line of its own, `--- Label ---`.  The lead
 * writes the message, so whatever looks like a label inside it is message.
 */
#include "intake/input.h"

static const char mark[] = "---";
enum { MARK = sizeof mark - 1 };

static const char empty_form[] = "An empty form was submitted.";

/* The label of `--- Label ---`, or nothing. */
static struct handoff_slice label_in(struct handoff_slice line)
{
    struct handoff_slice label;

    line = ho_trim(line);
    if (line.len <= 2 * MARK || memcmp(line.ptr, mark, MARK) != 0 ||
        memcmp(line.ptr + line.len - MARK, mark, MARK) != 0)
        return ho_part(line, 0, 0);
    label = ho_trim(ho_part(line, MARK, line.len - MARK));
    return label.len > 0 && label.ptr[0] != '-' ? label : ho_part(line, 0, 0);
}

struct wpform {
    struct ho_input *in;
    size_t at, end, number; /* the next line, and its number in the note */
};

static struct handoff_slice next_line(struct wpform *f)
{
    struct handoff_slice rest = ho_part(f->in->bytes, f->at, f->end);
    struct handoff_slice line = ho_part(rest, 0, 0);

    if (ho_next_line(&rest, &line))
        f->number++;
    f->at = f->end - rest.len;
    return line;
}

/* Behind the value: at the next label, or the end of all. */
static void skip_value(struct wpform *f)
{
    while (f->at < f->end) {
        struct wpform next = *f;

        if (label_in(next_line(&next)).len > 0)
            return;
        *f = next;
    }
}

static void read_value(struct wpform *f, struct handoff_slice text)
{
    struct ho_input *in = f->in;
    const struct ho_label label = ho_labels_read(in->labels, in->arena, text);
    const char *path = ho_line_path(in, f->number + 1);
    const size_t start = f->at;
    struct handoff_slice value;

    if (text.len > HANDOFF_INTAKE_LABEL)
        ho_record_trouble(in, "it holds a label of more than 1024 bytes; "
                              "shorten it");
    if (label.source == HANDOFF_SOURCE_MESSAGE)
        f->at = f->end;
    else
        skip_value(f);
    value = ho_part(in->bytes, start, f->at);
    if (!ho_slice_is(ho_trim(value), "(empty)"))
        ho_record_value(in, &label, path,
                        (struct ho_piece){ value, start - in->start, NULL });
}

bool ho_read_wpforms(struct ho_input *in, size_t start, size_t end)
{
    struct wpform f = { in, start, end, 0 };
    struct handoff_slice line = next_line(&f);

    if (ho_slice_is(ho_trim(ho_part(in->bytes, start, end)), empty_form)) {
        in->origin.incomplete = true;
        ho_record_warn(in, HANDOFF_WARNING_NO_ANSWER, "");
        ho_record_aside(in, HANDOFF_ASIDE_REST, "", ho_line_path(in, 1), line);
    } else if (label_in(line).len == 0) {
        return false;
    }
    in->origin.kind = "wpforms";
    while (label_in(line).len > 0 && !in->trouble) {
        read_value(&f, label_in(line));
        line = next_line(&f);
    }
    return true;
}

/* --- Contact Form 7 --------------------------------------------------------
 */

/* "Jo Lind <jo@x.example>" and "Jo Lind jo@x.example": where the address
 * starts, or the length where there is none. */
static size_t address_start(struct handoff_slice text)
{
    size_t at = text.len;

    while (at > 0 && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '<')
        at--;
    return memchr(text.ptr + at, '@', text.len - at) ? at : text.len;
}

static void add_from(struct ho_input *in, const char *as, const char *path,
                     size_t start, struct handoff_slice text)
{
    struct ho_label label = ho_labels_read(in->labels, in->arena, ho_slice(as));

    label.text = "From";
    label.cite = "field:From";
    ho_record_value(in, &label, path, (struct ho_piece){ text, start, NULL });
}

void ho_read_cf7_from(struct ho_input *in, const char *path, size_t start,
                      size_t end)
{
    const struct handoff_slice text = ho_trim(ho_part(in->bytes, start, end));
    const size_t base = (size_t)(text.ptr - in->bytes.ptr) - in->start;
    size_t from, to = text.len, name;

    if (text.len == 0)
        return;
    to -= text.ptr[to - 1] == '>';
    from = address_start(ho_part(text, 0, to));
    name = from > 0 && from < to && text.ptr[from - 1] == '<' ? from - 1 : from;
    add_from(in, "Name", path, base, ho_part(text, 0, name));
    add_from(in, "Email", path, base + from, ho_part(text, from, to));
}
