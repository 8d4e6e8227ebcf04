/* brief_skim.c - of a brief's JSON, what decides; see handoff_brief_skim
 *
 * One walk over the bytes by the strict scanner, without a tree: the three
 * lists are looked for, and of their entries four members.
 */
#include "base/arena.h"
#include "base/json.h"
#include "brief/brief_json.h"
#include "evidence/read.h"

enum { SKIM_BYTES = 64 * 1024 * 1024, VALUE_BYTES = 64 * 1024, DIGITS = 14 };

enum member { FIELD, VALUE, REASON, QUESTION, MEMBERS };

#define WORD(text)             \
    {                          \
        text, sizeof(text) - 1 \
    }

static const struct handoff_slice members[MEMBERS] = {
    WORD("field"), WORD("value"), WORD("reason"), WORD("question")
};
static const struct handoff_slice lists[] = { WORD("explicit"),
                                              WORD("inferred"),
                                              WORD("unknown") };

struct skim {
    struct handoff_slice json;
    const struct handoff_fields *fields;
    struct ho_arena *arena;
    struct handoff_claim *claim;
    bool *seen;
    size_t next;          /* the field to look for first */
    unsigned depth, base; /* base: 1 where the brief stands under "brief" */
    int class;            /* of the list that is open; -1: none */
    unsigned lists;       /* a bit a list that was there */
    int member;           /* whose value comes next; -1: another one */
    const char *text[MEMBERS];
    struct ho_buffer buffer;
    struct handoff_slice path[HO_BESIDE_DEPTH]; /* keys that are open */
    struct ho_beside *beside;
    size_t beside_count;
    bool is_json;
    enum handoff_status status;
    struct handoff_error *err;
};

static void refuse(struct skim *s, size_t at, const char *why, const char *name)
{
    size_t line, column;

    if (s->status != HANDOFF_OK)
        return;
    /* A text for which there was no room reads as none: that comes first. */
    s->status = ho_arena_status(s->arena, "the brief", s->err);
    if (s->status != HANDOFF_OK)
        return;
    ho_text_place(s->json.ptr, s->json.len, at, &line, &column);
    s->status = ho_fail_at(s->err, HANDOFF_BAD_JSON, line, column,
                           "%s \"%.80s\"; a brief is read as "
                           "brief.schema.json has it",
                           why, name);
}

static int find_word(struct handoff_slice word,
                     const struct handoff_slice *words, int count)
{
    for (int i = 0; i < count; i++)
        if (word.len == words[i].len &&
            memcmp(word.ptr, words[i].ptr, word.len) == 0)
            return i;
    return -1;
}

/* A brief's lists follow the declarations, so the next field is mostly one of
 * the next ones. */
static int find_field(struct skim *s, const char *name)
{
    const size_t count = s->fields->count;

    for (size_t i = 0; i < count; i++) {
        const size_t field = (s->next + i) % count;

        if (strcmp(s->fields->item[field].name, name) == 0) {
            s->next = field + 1;
            return (int)field;
        }
    }
    return HANDOFF_NO_FIELD;
}

/* --- values --- */

static bool read_digits(const char *text, int64_t *out)
{
    size_t len = 0;

    for (*out = 0; text[len] >= '0' && text[len] <= '9' && len < DIGITS; len++)
        *out = *out * 10 + (text[len] - '0');
    *out *= HANDOFF_SCALE;
    return len > 0 && text[len] == '\0';
}

/* Most values are a plain number or the name of a choice; the others are read
 * as handoff_brief_read does. */
static void read_value(struct skim *s, const struct handoff_field *field,
                       struct handoff_claim *claim)
{
    struct handoff_typed *typed = &claim->typed;
    const bool is_number = field->type == HANDOFF_TYPE_INTEGER;
    const int choice = field->type == HANDOFF_TYPE_ENUM
                           ? handoff_enum_find(field, ho_slice(claim->value))
                           : -1;

    typed->read = strcmp(claim->value, "none") == 0 && choice < 0
                      ? HANDOFF_READ_NONE
                      : HANDOFF_READ_VALUE;
    if (ho_type_is_words(field->type) ||
        (!is_number && choice < 0 && typed->read == HANDOFF_READ_NONE))
        return;
    if (choice >= 0 || (is_number && read_digits(claim->value, &typed->low))) {
        typed->low = choice >= 0 ? choice : typed->low;
        typed->high = typed->low;
        typed->has_number = true;
        return;
    }
    s->status = ho_read_value(field, ho_slice(claim->value), 0, typed,
                              &s->buffer, s->err);
}

static void end_entry(struct skim *s, size_t at)
{
    const char *name = s->text[FIELD] ? s->text[FIELD] : "";
    const int field = find_field(s, name);
    struct handoff_claim *claim;

    if (field == HANDOFF_NO_FIELD)
        refuse(s, at, "the policy declares no field", name);
    else if (s->seen[field])
        refuse(s, at, "two entries are of the field", name);
    else if (s->class != HANDOFF_UNKNOWN && !s->text[VALUE])
        refuse(s, at, "there is no value of the field", name);
    if (s->status != HANDOFF_OK)
        return;
    s->seen[field] = true;
    claim = &s->claim[field];
    claim->class = (enum handoff_class)s->class;
    claim->question = s->text[QUESTION] ? s->text[QUESTION] : "";
    claim->reason = s->text[REASON] ? s->text[REASON] : "";
    claim->value = s->class == HANDOFF_UNKNOWN ? NULL : s->text[VALUE];
    if (claim->value)
        read_value(s, &s->fields->item[field], claim);
}

/* --- beside the brief --- */

static const char *keep(struct skim *s, size_t start, size_t end)
{
    char *copy = ho_arena_alloc(s->arena, end - start);

    if (copy)
        ho_json_unescape(ho_part(s->json, start + 1, end - 1), copy);
    return copy;
}

static bool is_here(const struct skim *s, const struct ho_beside *beside)
{
    unsigned i = 0;

    for (; i < HO_BESIDE_DEPTH && beside->path[i]; i++)
        if (i >= s->depth || !ho_slice_is(s->path[i], beside->path[i]))
            return false;
    return i == s->depth;
}

static void keep_beside(struct skim *s, size_t start, size_t end)
{
    for (size_t i = 0; i < s->beside_count; i++)
        if (is_here(s, &s->beside[i]))
            s->beside[i].text = keep(s, start, end);
}

/* --- the walk --- */

static void on_open(void *user, size_t start)
{
    struct skim *s = user;

    s->depth++;
    if (s->depth <= HO_BESIDE_DEPTH)
        s->path[s->depth - 1].len = 0;
    if (s->class < 0)
        return;
    if ((s->depth == s->base + 2 && s->json.ptr[start] != '[') ||
        (s->depth == s->base + 3 && s->json.ptr[start] != '{'))
        refuse(s, start, "no list of objects is",
               handoff_class_name((enum handoff_class)s->class));
    if (s->depth == s->base + 3)
        memset(s->text, 0, sizeof s->text);
}

static void on_close(void *user, size_t end)
{
    struct skim *s = user;

    if (s->depth == s->base + 3 && s->class >= 0)
        end_entry(s, end - 1);
    s->depth--;
    if (s->depth <= s->base + 1)
        s->class = -1;
    if (s->depth == 1)
        s->base = 0;
}

static void on_key(void *user, size_t start, size_t end)
{
    struct skim *s = user;
    const struct handoff_slice key = ho_part(s->json, start + 1, end - 1);

    if (s->depth <= HO_BESIDE_DEPTH)
        s->path[s->depth - 1] = key;
    if (s->depth == 1 && ho_slice_is(key, "brief"))
        s->base = 1;
    else if (s->depth == s->base + 1) {
        s->class = find_word(key, lists, 3);
        s->lists |= s->class < 0 ? 0 : 1U << s->class;
    } else if (s->depth == s->base + 3)
        s->member = find_word(key, members, MEMBERS);
}

static void on_scalar(void *user, size_t start, size_t end)
{
    struct skim *s = user;

    if (s->json.ptr[start] != '"')
        return;
    if (s->depth > 0 && s->depth <= HO_BESIDE_DEPTH)
        keep_beside(s, start, end);
    if (s->depth != s->base + 3 || s->class < 0 || s->member < 0)
        return;
    s->text[s->member] = keep(s, start, end);
    s->member = -1;
}

static enum handoff_status walk(struct skim *s)
{
    const struct ho_json_events events = { .open = on_open,
                                           .close = on_close,
                                           .key = on_key,
                                           .scalar = on_scalar,
                                           .user = s };
    const enum handoff_status status = ho_json_walk(s->json, &events, s->err);

    s->is_json = status == HANDOFF_OK;
    if (status == HANDOFF_OK && s->lists != 7)
        refuse(s, 0, "there are not all of the lists",
               "explicit, inferred, unknown");
    return status == HANDOFF_OK ? s->status : status;
}

static enum handoff_status skim(struct skim *s, struct handoff_brief **out)
{
    const size_t count = s->fields->count + 1;
    struct handoff_brief *brief = ho_arena_alloc(s->arena, sizeof *brief);
    enum handoff_status status;

    s->claim = ho_arena_alloc(s->arena, count * sizeof *s->claim);
    s->seen = ho_arena_alloc(s->arena, count * sizeof *s->seen);
    if (!brief || !s->claim || !s->seen)
        return ho_no_memory(s->err);
    ho_claims_start(s->fields, s->claim);
    ho_buffer_init(&s->buffer, VALUE_BYTES);
    status = walk(s);
    ho_buffer_release(&s->buffer);
    if (status == HANDOFF_OK)
        status = ho_arena_status(s->arena, "the brief", s->err);
    if (status != HANDOFF_OK)
        return status;
    brief->fields = s->fields;
    brief->claim = s->claim;
    *out = brief;
    return HANDOFF_OK;
}

enum handoff_status ho_brief_skim_line(
    const struct handoff_fields *fields, struct handoff_slice json,
    struct ho_arena *arena, struct ho_beside *beside, size_t count,
    bool *is_json, struct handoff_brief **out, struct handoff_error *err)
{
    struct skim s = { .json = json,
                      .fields = fields,
                      .arena = arena,
                      .class = -1,
                      .member = -1,
                      .beside = beside,
                      .beside_count = count,
                      .err = err };
    enum handoff_status status;

    for (size_t i = 0; i < count; i++)
        beside[i].text = NULL;
    status = json.len > HO_BRIEF_JSON
                 ? ho_fail(err, HANDOFF_TOO_LARGE,
                           "a brief has at most %d bytes; this has %zu",
                           HO_BRIEF_JSON, json.len)
                 : skim(&s, out);
    *is_json = s.is_json;
    return status;
}

enum handoff_status handoff_brief_skim(const struct handoff_fields *fields,
                                       struct handoff_slice json,
                                       struct handoff_brief **out,
                                       struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(SKIM_BYTES);
    struct handoff_brief *brief = NULL;
    bool is_json;
    enum handoff_status status;

    if (!arena)
        return ho_no_memory(err);
    status =
        ho_brief_skim_line(fields, json, arena, NULL, 0, &is_json, &brief, err);
    if (status != HANDOFF_OK) {
        ho_arena_free(arena);
        return status;
    }
    brief->arena = arena;
    *out = brief;
    return HANDOFF_OK;
}
