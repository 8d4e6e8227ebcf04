/* form_data.c - a form as browsers and Jotform post it (RFC 7578).
 *
 * With a part `rawRequest` it is Jotform's; the parts beside it repeat what is
 * in there.  Any other is read as its parts: name and value.
 */
#include "intake/source.h"

struct part {
    struct handoff_slice name, body;
    size_t start; /* of the body, in the input */
};

struct form {
    struct ho_input *in;
    struct handoff_slice boundary; /* with its `--` */
    size_t at, end;
};

static bool begins(struct handoff_slice s, const char *with)
{
    const size_t len = strlen(with);

    return s.len >= len && ho_slice_is_nocase(ho_part(s, 0, len), with);
}

bool ho_is_form_data(struct handoff_slice bytes)
{
    struct handoff_slice line = { 0 };

    return ho_next_line(&bytes, &line) && line.len > 2 && begins(line, "--") &&
           ho_next_line(&bytes, &line) &&
           begins(line, "Content-Disposition: form-data");
}

/* The quoted text behind ` name=`. */
static struct handoff_slice name_in(struct handoff_slice line)
{
    const size_t at = ho_find(line, 0, ho_slice(" name=\""));
    const char *end;

    if (!begins(line, "Content-Disposition:") || at == SIZE_MAX)
        return ho_part(line, 0, 0);
    line = ho_part(line, at + 7, line.len);
    end = memchr(line.ptr, '"', line.len);
    return end ? ho_part(line, 0, (size_t)(end - line.ptr)) : line;
}

/* Its header lines, and the name among them. */
static void read_head(struct form *f, struct part *out)
{
    struct handoff_slice rest = ho_part(f->in->bytes, f->at, f->end), line;

    while (ho_next_line(&rest, &line)) {
        f->at = f->end - rest.len;
        if (ho_trim(line).len == 0)
            break;
        if (name_in(line).len > 0)
            out->name = name_in(line);
    }
}

/* A boundary stands at the start of a line; without one the part is cut and
 * runs to the end. */
static size_t body_end(const struct form *f)
{
    const struct handoff_slice text = ho_part(f->in->bytes, 0, f->end);
    size_t at = f->at;

    while ((at = ho_find(text, at, f->boundary)) != SIZE_MAX) {
        if (text.ptr[at - 1] == '\n')
            return at;
        at++;
    }
    return f->end;
}

static bool next_part(struct form *f, struct part *out)
{
    const struct handoff_slice rest = ho_part(f->in->bytes, f->at, f->end);
    struct handoff_slice after = rest, line;

    *out = (struct part){ .name = { "", 0 } };
    if (!begins(rest, "--") || !ho_next_line(&after, &line) ||
        ho_trim(line).len != f->boundary.len)
        return false; /* the last boundary ends with `--` */
    f->at = f->end - after.len;
    read_head(f, out);
    out->start = f->at;
    f->at = body_end(f);
    out->body = ho_part(f->in->bytes, out->start, f->at);
    return true;
}

static struct form open_form(struct ho_input *in)
{
    const struct handoff_slice text = ho_trim(in->bytes);
    const size_t start = (size_t)(text.ptr - in->bytes.ptr);
    struct handoff_slice rest = text, line = { "", 0 };

    ho_next_line(&rest, &line);
    return (struct form){ in, ho_trim(line), start, start + text.len };
}

static const char *path_of(struct ho_input *in, struct handoff_slice name)
{
    return ho_arena_format(in->arena, "part %.*s", (int)name.len, name.ptr);
}

/* A part beside rawRequest. */
static void read_beside(struct ho_input *in, const struct part *part)
{
    const char *name = ho_arena_copy(in->arena, part->name);
    const char *text = ho_arena_copy(in->arena, ho_trim(part->body));
    enum handoff_aside_kind kind = HANDOFF_ASIDE_META;

    if (strcmp(name, "submissionID") == 0)
        in->origin.submission_id = text;
    else if (strcmp(name, "formID") == 0)
        in->origin.form_id = text;
    else if (strcmp(name, "formTitle") == 0)
        in->origin.form_name = text;
    else if (strcmp(name, "ip") == 0)
        kind = HANDOFF_ASIDE_DELIVERY;
    else
        kind = HANDOFF_ASIDE_REST;
    ho_record_aside(in, kind, name, path_of(in, part->name), part->body);
}

static void read_jotform(struct ho_input *in)
{
    struct ho_reading r = { .in = in, .outer_path = "" };
    struct form f = open_form(in);
    struct part part;

    in->origin.kind = "jotform";
    while (next_part(&f, &part)) {
        const struct ho_piece body = { part.body, part.start - in->start,
                                       NULL };

        if (ho_slice_is(part.name, "rawRequest") &&
            ho_read_inner(&r, body, path_of(in, part.name), true,
                          ho_source_jotform_raw))
            continue;
        if (ho_slice_is(part.name, "rawRequest"))
            ho_record_warn(in, HANDOFF_WARNING_UNREAD_ANSWER,
                           path_of(in, part.name));
        read_beside(in, &part);
    }
}

static void read_any(struct ho_input *in)
{
    struct form f = open_form(in);
    struct part part;

    in->origin.kind = "form_data";
    ho_record_warn(in, HANDOFF_WARNING_UNKNOWN_SOURCE, "");
    while (next_part(&f, &part) && !in->trouble) {
        const struct ho_label label =
            ho_labels_read(in->labels, in->arena, part.name);

        if (part.name.len > HANDOFF_INTAKE_LABEL)
            ho_record_trouble(in, "it holds a label of more than 1024 bytes; "
                                  "shorten it");
        ho_record_value(
            in, &label, path_of(in, part.name),
            (struct ho_piece){ part.body, part.start - in->start, NULL });
    }
}

/* Cut off before rawRequest, it still is Jotform's. */
static bool is_jotform(struct ho_input *in)
{
    struct form f = open_form(in);
    struct part part;

    while (next_part(&f, &part))
        if (ho_slice_is(part.name, "rawRequest") ||
            ho_slice_is(part.name, "submissionID"))
            return true;
    return false;
}

enum handoff_status ho_read_form_data(struct ho_input *in,
                                      struct handoff_error *err)
{
    const struct form f = open_form(in);

    ho_record_begin(in, f.at, f.end);
    if (f.end - f.at > HANDOFF_INTAKE_RECORD)
        return ho_record_end(in, err);
    if (is_jotform(in))
        read_jotform(in);
    else
        read_any(in);
    ho_finish_reading(in);
    return ho_record_end(in, err);
}
