/* columns.c - see intake/columns.h and <handoff/lead.h> */
#include "intake/columns.h"

#include <stdlib.h>

#include "base/arena.h"
#include "intake/labels.h"
#include "intake/plain.h"

enum {
    MEMORY = 4 << 20,
    OWN_NAMES = 3 /* beside the policy's fields and the CRM's columns */
};

struct column {
    struct handoff_column said;
    const char *label; /* that settles the field */
    const char *name;  /* the header, folded */
};

struct handoff_columns {
    const struct handoff_fields *fields;
    struct ho_labels *labels;
    struct ho_arena *arena;
    struct column *column;
    size_t count;
};

static const char *const crm_names[] = {
#define X(name, label) label,
    HANDOFF_CRM_MAP(X)
#undef X
};

enum handoff_status handoff_columns_new(const struct handoff_fields *fields,
                                        struct handoff_columns **out,
                                        struct handoff_error *err)
{
    struct handoff_columns *c = calloc(1, sizeof *c);
    enum handoff_status status;

    if (!c)
        return ho_no_memory(err);
    c->fields = fields;
    c->arena = ho_arena_new(MEMORY);
    status =
        c->arena ? ho_labels_new(fields, &c->labels, err) : ho_no_memory(err);
    if (status == HANDOFF_OK)
        *out = c;
    else
        handoff_columns_free(c);
    return status;
}

void handoff_columns_free(struct handoff_columns *columns)
{
    if (!columns)
        return;
    ho_labels_free(columns->labels);
    ho_arena_free(columns->arena);
    free(columns);
}

size_t handoff_columns_count(const struct handoff_columns *columns)
{
    return columns->count;
}

struct handoff_column handoff_columns_get(const struct handoff_columns *columns,
                                          size_t index)
{
    return columns->column[index].said;
}

/* A label that settles the field and is no message; NULL: it has none. */
static const char *label_of(const struct handoff_columns *c, size_t field)
{
    const struct handoff_words *labels = &c->fields->item[field].labels;

    for (size_t i = 0; i < labels->count; i++) {
        const struct ho_meaning *is =
            ho_labels_find(c->labels, ho_slice(labels->item[i]));

        if (is && is->field == (int)field && !is->message && !is->crm_column)
            return labels->item[i];
    }
    return NULL;
}

static const char *own_label(const struct handoff_columns *c, const char *name)
{
    const struct handoff_words *messages = &c->fields->message_labels;

    if (strcmp(name, "message") == 0)
        return messages->count > 0 ? messages->item[0] : NULL;
    if (strcmp(name, "id") == 0 || strcmp(name, "received") == 0)
        return name;
    for (size_t i = 0; i < HANDOFF_CRM_COUNT; i++)
        if (strcmp(name, crm_names[i]) == 0)
            return name;
    return NULL;
}

static enum handoff_status no_such(const struct handoff_columns *c,
                                   const char *name, struct handoff_error *err)
{
    static const char *const own[OWN_NAMES] = { "message", "id", "received" };
    const size_t room = OWN_NAMES + HANDOFF_CRM_COUNT + c->fields->count;
    const char **known = ho_arena_alloc(c->arena, room * sizeof *known);
    const char *near;
    size_t count = 0;

    if (!known)
        return ho_arena_status(c->arena, "the names of columns", err);
    for (size_t i = 0; i < OWN_NAMES; i++)
        known[count++] = own[i];
    for (size_t i = 0; i < HANDOFF_CRM_COUNT; i++)
        known[count++] = crm_names[i];
    for (size_t i = 0; i < c->fields->count; i++)
        known[count++] = c->fields->item[i].name;
    near = ho_did_you_mean(ho_slice(name), known, count);
    return ho_fail(err, HANDOFF_BAD_INPUT,
                   "\"%.80s\" is nothing to read a column as; %s%s%s", name,
                   near ? "did you mean \"" : "name a field of the policy, ",
                   near ? near : "message, id, received or owner",
                   near ? "\"?" : "");
}

static enum handoff_status find_label(const struct handoff_columns *c,
                                      const char *name, const char **out,
                                      struct handoff_error *err)
{
    for (size_t i = 0; i < c->fields->count; i++) {
        if (strcmp(c->fields->item[i].name, name) != 0)
            continue;
        *out = label_of(c, i);
        if (*out)
            return HANDOFF_OK;
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "the field \"%.80s\" has no label of its own; add one "
                       "to it in the policy",
                       name);
    }
    *out = own_label(c, name);
    return *out ? HANDOFF_OK : no_such(c, name, err);
}

enum handoff_status handoff_columns_add(struct handoff_columns *c,
                                        struct handoff_column column,
                                        struct handoff_error *err)
{
    const struct handoff_slice header = ho_trim(ho_slice(column.header));
    char name[HANDOFF_INTAKE_LABEL + 1];
    struct column *slot = NULL;
    const char *label;
    enum handoff_status status = find_label(c, column.field, &label, err);

    if (status != HANDOFF_OK)
        return status;
    if (header.len == 0 ||
        !ho_plain(header, HO_PLAIN_NAME, name, sizeof name) || !name[0])
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "\"%.80s\" is to be read from a column without a name; "
                       "write %.80s=HEADER",
                       column.field, column.field);
    for (size_t i = 0; i < c->count && !slot; i++)
        if (strcmp(c->column[i].name, name) == 0)
            slot = &c->column[i];
    if (!slot && c->count == HANDOFF_INTAKE_RENAMED)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "more than %d names for columns; remove some",
                       HANDOFF_INTAKE_RENAMED);
    if (!slot)
        slot = ho_arena_push(c->arena, &c->column, &c->count, sizeof *slot);
    if (slot)
        *slot =
            (struct column){ { ho_arena_text(c->arena, column.field),
                               ho_arena_copy(c->arena, header), column.must },
                             label,
                             ho_arena_text(c->arena, name) };
    return ho_arena_status(c->arena, "the names of columns", err);
}

/* --- FIELD=HEADER,... ------------------------------------------------------
 */

/* A header that holds a comma stands in quotes. */
static struct handoff_slice next_header(struct handoff_slice *rest)
{
    const bool quoted = rest->len > 0 && rest->ptr[0] == '"';
    const char *end =
        rest->len > quoted
            ? memchr(rest->ptr + quoted, quoted ? '"' : ',', rest->len - quoted)
            : NULL;
    const size_t len = end ? (size_t)(end - rest->ptr) : rest->len;
    const struct handoff_slice header = ho_part(*rest, quoted, len);

    *rest = ho_part(*rest, len + (quoted && end), rest->len);
    return header;
}

static enum handoff_status bad_list(struct handoff_error *err)
{
    return ho_fail(err, HANDOFF_BAD_INPUT,
                   "give columns as FIELD=HEADER,FIELD=HEADER; a header with "
                   "a comma stands in double quotes");
}

enum handoff_status handoff_columns_parse(struct handoff_columns *c,
                                          const char *text,
                                          struct handoff_error *err)
{
    struct handoff_slice rest = ho_slice(text);
    enum handoff_status status = HANDOFF_OK;

    if (rest.len > HANDOFF_INTAKE_LABEL * (size_t)HANDOFF_INTAKE_RENAMED)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the list of columns is too long; write it into "
                       "columns.yaml");
    do {
        const char *equals =
            rest.len > 0 ? memchr(rest.ptr, '=', rest.len) : NULL;
        struct handoff_column column = { .must = true };

        if (!equals)
            return bad_list(err);
        column.field = ho_arena_copy(
            c->arena, ho_trim(ho_part(rest, 0, (size_t)(equals - rest.ptr))));
        rest = ho_part(rest, (size_t)(equals - rest.ptr) + 1, rest.len);
        column.header = ho_arena_copy(c->arena, next_header(&rest));
        if (rest.len > 0 && rest.ptr[0] != ',')
            return bad_list(err);
        status = handoff_columns_add(c, column, err);
        if (rest.len == 0)
            break;
        rest = ho_part(rest, 1, rest.len);
    } while (status == HANDOFF_OK);
    return status;
}

/* --- for the reader of tables ----------------------------------------------
 */

int ho_columns_find(const struct handoff_columns *columns,
                    struct handoff_slice header)
{
    char name[HANDOFF_INTAKE_LABEL + 1];

    if (!columns || columns->count == 0 || header.len > HANDOFF_INTAKE_LABEL ||
        !ho_plain(header, HO_PLAIN_NAME, name, sizeof name))
        return -1;
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->column[i].name, name) == 0)
            return (int)i;
    return -1;
}

const char *ho_columns_label(const struct handoff_columns *columns, int index)
{
    return columns->column[index].label;
}

bool ho_columns_must(const struct handoff_columns *columns)
{
    for (size_t i = 0; columns && i < columns->count; i++)
        if (columns->column[i].said.must)
            return true;
    return false;
}

static bool is_there(const struct handoff_columns *columns, size_t index,
                     const char *const *header, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ho_columns_find(columns, ho_slice(header[i])) == (int)index)
            return true;
    return false;
}

enum handoff_status ho_columns_check(const struct handoff_columns *columns,
                                     const char *const *header, size_t count,
                                     size_t line, struct handoff_error *err)
{
    for (size_t i = 0; columns && i < columns->count; i++) {
        const struct handoff_column *said = &columns->column[i].said;
        const char *near;

        if (!said->must || is_there(columns, i, header, count))
            continue;
        near = ho_did_you_mean(ho_slice(said->header), header, count);
        return ho_fail_at(err, HANDOFF_BAD_INPUT, line, 0,
                          "the header has no column \"%.80s\", which was to "
                          "be read as %.80s%s%.80s%s",
                          said->header, said->field,
                          near ? "; did you mean \"" : "; see the first line",
                          near ? near : "", near ? "\"?" : "");
    }
    return HANDOFF_OK;
}
