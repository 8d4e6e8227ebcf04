/* freetext.c - see <handoff/freetext.h> */
#include "evidence/freetext.h"
#include "evidence/freetext_names.h"
#include "evidence/freetext_people.h"

#include <stdlib.h>

#include "base/utf8.h"

enum {
    TEXT_BYTES = 16 << 20,
    FLAT_BYTES = 64 << 20,
    WHY_BYTES = 64 << 20,
    SHOWN = 160 /* bytes of the source in a sentence */
};

void *ho_more(struct handoff_text_checker *c, void *items, size_t *count,
              size_t *room, size_t size)
{
    void *array;

    if (c->failed != HANDOFF_OK)
        return NULL;
    memcpy(&array, items, sizeof array); /* an array of any type */
    if (*count == *room) {
        const size_t more = *room ? *room * 2 : 64;
        void *grown =
            more <= SIZE_MAX / size ? realloc(array, more * size) : NULL;

        if (!grown) {
            c->failed = HANDOFF_NO_MEMORY;
            return NULL;
        }
        array = grown;
        memcpy(items, &array, sizeof array);
        *room = more;
    }
    return (char *)array + (*count)++ * size;
}

enum handoff_status handoff_text_checker_new(struct handoff_text_checker **out,
                                             struct handoff_error *err)
{
    struct handoff_text_checker *c = calloc(1, sizeof *c);
    enum handoff_status status;

    if (!c)
        return ho_no_memory(err);
    ho_buffer_init(&c->flat, FLAT_BYTES);
    ho_buffer_init(&c->whys, WHY_BYTES);
    status = ho_vocabulary_init(&c->words, err);
    if (status != HANDOFF_OK) {
        handoff_text_checker_free(c);
        return status;
    }
    c->source.is_source = true;
    *out = c;
    return HANDOFF_OK;
}

static void release_part(struct ho_part_list *p)
{
    free(p->token);
    free(p->sentence);
    free(p->fact);
    free(p->claim);
}

void handoff_text_checker_free(struct handoff_text_checker *c)
{
    if (!c)
        return;
    release_part(&c->source);
    release_part(&c->text);
    ho_vocabulary_release(&c->words);
    ho_pairs_release(&c->pairs);
    ho_buffer_release(&c->flat);
    ho_buffer_release(&c->whys);
    free(c->key);
    free(c->field);
    free(c->denial);
    free(c->names);
    free(c->finding);
    free(c->why);
    free(c);
}

static void clear_part(struct ho_part_list *p, struct handoff_slice bytes)
{
    p->bytes = bytes;
    p->tokens = p->sentences = p->facts = p->claims = 0;
    p->is_german = p->is_english = p->has_cyrillic = p->has_unspaced = false;
    p->has_orders = false;
    p->english = p->german = p->other = 0;
}

static void clear(struct handoff_text_checker *c, struct handoff_slice source,
                  struct handoff_slice text, int64_t day)
{
    ho_vocabulary_reset(&c->words);
    ho_pairs_clear(&c->pairs);
    ho_buffer_clear(&c->whys);
    clear_part(&c->source, source);
    clear_part(&c->text, text);
    c->keys = c->names_count = c->findings = 0;
    c->pairings = c->doubts = c->checked = c->near_looks = c->reckoned =
        c->acronyms = 0;
    c->budgets = c->halves = c->pays = c->portuguese = false;
    c->day = day;
    c->failed = HANDOFF_OK;
}

static void take_apart(struct handoff_text_checker *c, struct ho_part_list *p)
{
    ho_scan(c, p);
    ho_find_sentences(c, p);
    ho_find_facts(c, p);
    ho_find_claims(c, p);
}

/* --- findings ------------------------------------------------------------ */

static void put_excerpt(struct ho_buffer *out, struct handoff_slice s)
{
    const struct handoff_slice cut = ho_utf8_cut(ho_trim(s), SHOWN);

    ho_buffer_text(out, " It says \"");
    for (size_t i = 0; i < cut.len; i++)
        ho_buffer_byte(out, (unsigned char)cut.ptr[i] < ' ' ? ' ' : cut.ptr[i]);
    ho_buffer_text(out, cut.len < ho_trim(s).len ? "...\"." : "\".");
}

void ho_text_find(struct handoff_text_checker *c,
                  enum handoff_text_severity severity,
                  enum handoff_text_kind kind, enum handoff_finding_code code,
                  size_t first, size_t last, size_t about_first,
                  size_t about_last)
{
    const struct ho_part_list *s = &c->source;
    size_t *why = NULL, whys = c->findings;
    struct handoff_text_finding *f;

    f = ho_more(c, &c->finding, &c->findings, &c->finding_room, sizeof *f);
    if (f)
        why = ho_more(c, &c->why, &whys, &c->why_room, sizeof *why);
    if (!why)
        return;
    *f = (struct handoff_text_finding){ .start = c->text.token[first].from,
                                        .end = c->text.token[last - 1].to,
                                        .kind = kind,
                                        .code = code,
                                        .severity = severity };
    *why = c->whys.len;
    ho_buffer_text(&c->whys, handoff_finding_meaning(code));
    if (about_last > about_first)
        put_excerpt(&c->whys, ho_part(s->bytes, s->token[about_first].from,
                                      s->token[about_last - 1].to));
    ho_buffer_byte(&c->whys, '\0');
}

static int compare(const void *a, const void *b)
{
    const struct handoff_text_finding *x = a, *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    if (x->end != y->end)
        return x->end > y->end ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

/* Sorted, and claims that overlap made one. */
static void tidy(struct handoff_text_checker *c)
{
    size_t kept = 0, covered = 0, last = 0;

    for (size_t i = 0; i < c->findings; i++)
        c->finding[i].why = c->whys.ptr + c->why[i];
    if (c->findings > 1)
        qsort(c->finding, c->findings, sizeof *c->finding, compare);
    for (size_t i = 0; i < c->findings; i++) {
        const struct handoff_text_finding f = c->finding[i];
        const bool claim = f.kind >= HANDOFF_TEXT_PROTECTED;

        if (claim && f.start < covered) {
            c->finding[last].end = f.end > covered ? f.end : covered;
            covered = c->finding[last].end;
            if (f.severity > c->finding[last].severity)
                c->finding[last].severity = f.severity;
            continue;
        }
        covered = claim ? f.end : covered;
        last = claim ? kept : last;
        c->finding[kept++] = f;
    }
    c->findings = kept;
}

static void compare_parts(struct handoff_text_checker *c)
{
    ho_index_names(c);
    ho_index_facts(c);
    ho_check_contacts(c);
    ho_check_facts(c);
    ho_check_day_numbers(c);
    ho_check_names(c);
    ho_check_plans(c);
    ho_check_claims(c);
    ho_check_subjects(c);
    ho_check_deciders(c);
    ho_check_titles(c);
    ho_check_posts(c);
    ho_check_fields(c);
    ho_check_flips(c);
    ho_check_said(c);
}

/* A source that is one JSON value becomes lines. */
static enum handoff_status flatten(struct handoff_text_checker *c,
                                   struct handoff_slice *source,
                                   struct handoff_error *err)
{
    const struct handoff_slice s = ho_trim(*source);
    cJSON *root = NULL;

    if (s.len == 0 || (s.ptr[0] != '{' && s.ptr[0] != '['))
        return HANDOFF_OK;
    switch (ho_json_parse(s, &root, NULL)) {
    case HANDOFF_OK:
        break;
    case HANDOFF_NO_MEMORY:
        return ho_no_memory(err);
    default:
        return HANDOFF_OK; /* text that begins with a bracket */
    }
    ho_buffer_clear(&c->flat);
    ho_source_lines(root, &c->flat);
    cJSON_Delete(root);
    *source = ho_buffer_slice(&c->flat);
    return ho_buffer_status(&c->flat, "the source", err);
}

static enum handoff_status check_size(struct handoff_slice s, const char *what,
                                      struct handoff_error *err)
{
    if (s.len > TEXT_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the %s is larger than 16 MiB; check it in parts", what);
    for (size_t at = 0, len; at < s.len; at += len) {
        len = (unsigned char)s.ptr[at] < 0x80 ? 1 : ho_utf8_valid(s, at);
        if (len == 0)
            return ho_utf8_check(s, err); /* it tells where */
    }
    return HANDOFF_OK;
}

static enum handoff_status result_of(struct handoff_text_checker *c,
                                     struct handoff_text_result *result,
                                     struct handoff_error *err)
{
    if (c->failed == HANDOFF_OK)
        c->failed = c->words.failed;
    if (c->failed == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    if (c->failed != HANDOFF_OK)
        return ho_fail(err, c->failed,
                       "the words of source and text take too much room; "
                       "check them in parts");
    if (ho_buffer_status(&c->whys, "the findings", err) != HANDOFF_OK)
        return c->whys.failed;
    tidy(c);
    *result = (struct handoff_text_result){ .item = c->finding,
                                            .count = c->findings,
                                            .checked = c->checked };
    for (size_t i = 0; i < c->findings; i++)
        result->refused += c->finding[i].severity == HANDOFF_TEXT_REFUSED;
    return HANDOFF_OK;
}

enum handoff_status handoff_text_check(struct handoff_text_checker *c,
                                       struct handoff_slice source,
                                       struct handoff_slice text, int64_t day,
                                       struct handoff_text_result *result,
                                       struct handoff_error *err)
{
    enum handoff_status status = check_size(source, "source", err);

    if (status == HANDOFF_OK)
        status = check_size(text, "text", err);
    if (status == HANDOFF_OK)
        status = flatten(c, &source, err);
    if (status != HANDOFF_OK)
        return status;
    clear(c, source, text, day);
    take_apart(c, &c->source);
    take_apart(c, &c->text);
    if (c->failed == HANDOFF_OK && c->words.failed == HANDOFF_OK)
        compare_parts(c);
    return result_of(c, result, err);
}

const char *handoff_text_kind_name(enum handoff_text_kind kind)
{
    static const char *const names[] = {
#define X(name, word, text) word,
        HANDOFF_TEXT_KIND_MAP(X)
#undef X
    };

    return names[kind];
}

const char *handoff_text_severity_name(enum handoff_text_severity severity)
{
    static const char *const names[] = {
#define X(name, word, text) word,
        HANDOFF_TEXT_SEVERITY_MAP(X)
#undef X
    };

    return names[severity];
}
