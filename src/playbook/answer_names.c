/* answer_names.c - which lead a text names; see playbook/answer.h
 *
 * Ids, companies, people and addresses of the batch, as words, sorted: a name
 * is looked up by what the words of the text are from one place on.
 */
#include <stdlib.h>

#include "playbook/answer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    NAME_WORDS = 8, /* a longer name is known by its first ones */
    SHORT_NAME = 3  /* bytes; a shorter company is an ordinary word */
};

struct name {
    struct handoff_slice norm;
    int lead;
    bool is_id, bare;
};

struct ho_names {
    struct name *name;
    size_t count;
    struct handoff_slice id_word; /* that all ids begin with: "l"; or empty */
};

static int order(struct handoff_slice a, struct handoff_slice b)
{
    const size_t n = a.len < b.len ? a.len : b.len;
    const int by = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;

    return by != 0 ? by : (a.len > b.len) - (a.len < b.len);
}

static int by_norm(const void *a, const void *b)
{
    const struct name *x = a, *y = b;
    const int by = order(x->norm, y->norm);

    return by != 0 ? by : (y->is_id - x->is_id);
}

static bool is_digits(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

static enum handoff_status add(struct ho_names *n, struct ho_arena *arena,
                               int lead, bool is_id, const char *text,
                               struct handoff_error *err)
{
    struct ho_said said;
    struct name *slot;
    size_t words;
    enum handoff_status status =
        ho_said_make(arena, ho_slice(text), &said, err);

    if (status != HANDOFF_OK || said.count == 0)
        return status;
    words = said.count < NAME_WORDS ? said.count : NAME_WORDS;
    if (!is_id && ho_said_norm(&said, 0, words).len < SHORT_NAME)
        return HANDOFF_OK;
    slot = ho_arena_push(arena, &n->name, &n->count, sizeof *slot);
    if (!slot)
        return ho_arena_status(arena, "the answer", err);
    *slot = (struct name){ ho_said_norm(&said, 0, words), lead, is_id, false };
    slot->bare = is_id && is_digits(slot->norm);
    return HANDOFF_OK;
}

/* "Fjordpack AS" is called Fjordpack, too. */
static enum handoff_status add_company(struct ho_names *n,
                                       struct ho_arena *arena, int lead,
                                       const char *text,
                                       struct handoff_error *err)
{
    static const char *const forms[] = { " as",   " ab",  " ag",  " bv",
                                         " co",   " inc", " llc", " ltd",
                                         " sa",   " sl",  " spa", " srl",
                                         " gmbh", " plc", " oy",  " aps" };
    const size_t before = n->count;
    enum handoff_status status = add(n, arena, lead, false, text, err);

    if (status != HANDOFF_OK || n->count == before)
        return status;
    for (size_t i = 0; i < COUNT(forms); i++) {
        const struct handoff_slice norm = n->name[before].norm;
        const size_t len = strlen(forms[i]);
        struct name *slot;

        if (norm.len <= len + SHORT_NAME ||
            memcmp(norm.ptr + norm.len - len, forms[i], len) != 0)
            continue;
        slot = ho_arena_push(arena, &n->name, &n->count, sizeof *slot);
        if (slot)
            *slot = (struct name){ ho_part(norm, 0, norm.len - len), lead,
                                   false, false };
        break;
    }
    return ho_arena_status(arena, "the answer", err);
}

static enum handoff_status add_lead(struct ho_names *n, struct ho_arena *arena,
                                    int lead, const struct handoff_entry *e,
                                    struct handoff_error *err)
{
    const struct handoff_fields *fields = e->brief->fields;
    enum handoff_status status = add(n, arena, lead, true, e->lead->id, err);

    for (size_t i = 0; i < fields->count && status == HANDOFF_OK; i++) {
        const struct handoff_claim *claim = &e->brief->claim[i];

        if (claim->class != HANDOFF_EXPLICIT || !claim->value)
            continue;
        if (fields->item[i].type == HANDOFF_TYPE_COMPANY)
            status = add_company(n, arena, lead, claim->value, err);
        else if (fields->item[i].type == HANDOFF_TYPE_PERSON ||
                 fields->item[i].type == HANDOFF_TYPE_EMAIL)
            status = add(n, arena, lead, false, claim->value, err);
    }
    return status;
}

/* A name of several leads names none of them. */
static void join_equal(struct ho_names *n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n->count; i++) {
        struct name *last = kept > 0 ? &n->name[kept - 1] : NULL;

        if (!last || order(last->norm, n->name[i].norm) != 0)
            n->name[kept++] = n->name[i];
        else if (last->lead != n->name[i].lead && !last->is_id)
            last->lead = HO_MANY_LEADS;
    }
    n->count = kept;
}

static struct handoff_slice first_word(struct handoff_slice norm)
{
    const char *space = memchr(norm.ptr, ' ', norm.len);

    return ho_part(norm, 0, space ? (size_t)(space - norm.ptr) : norm.len);
}

/* What all ids of two words begin with. */
static void find_id_word(struct ho_names *n)
{
    for (size_t i = 0; i < n->count; i++) {
        const struct handoff_slice word = first_word(n->name[i].norm);

        if (!n->name[i].is_id)
            continue;
        if (word.len == n->name[i].norm.len || is_digits(word) ||
            (n->id_word.len > 0 && order(n->id_word, word) != 0)) {
            n->id_word.len = 0;
            return;
        }
        n->id_word = word;
    }
}

enum handoff_status ho_names_make(struct ho_arena *arena,
                                  const struct handoff_map *map,
                                  struct ho_names **out,
                                  struct handoff_error *err)
{
    struct ho_names *n = ho_arena_alloc(arena, sizeof *n);
    enum handoff_status status = ho_arena_status(arena, "the answer", err);

    for (size_t i = 0; i < handoff_map_count(map) && status == HANDOFF_OK; i++)
        status = add_lead(n, arena, (int)i, handoff_map_entry(map, i), err);
    if (status != HANDOFF_OK)
        return status;
    if (n->count > 0)
        qsort(n->name, n->count, sizeof *n->name, by_norm);
    join_equal(n);
    find_id_word(n);
    *out = n;
    return HANDOFF_OK;
}

static const struct name *look_up(const struct ho_names *n,
                                  struct handoff_slice norm)
{
    size_t low = 0, high = n->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int by = order(n->name[middle].norm, norm);

        if (by == 0)
            return &n->name[middle];
        if (by < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

struct ho_mention ho_names_at(const struct ho_names *names,
                              const struct ho_said *said, size_t i)
{
    struct ho_mention m = { .lead = HO_NO_LEAD, .word = i };
    const size_t left = said->count - i;

    for (size_t n = left < NAME_WORDS ? left : NAME_WORDS; n > 0; n--) {
        const struct name *name = look_up(names, ho_said_norm(said, i, i + n));

        if (!name)
            continue;
        m.lead = name->lead;
        m.is_id = name->is_id;
        m.bare = name->bare;
        m.words = n;
        break;
    }
    return m;
}

/* "501, 502 and 504: reply", "501 has no owner": a number of three digits that
 * counts nothing. */
static bool is_subject(const struct ho_said *said, const struct ho_mention *m)
{
    static const char *const verbs[] = { "and", "or",    "is",   "are",
                                         "has", "have",  "was",  "were",
                                         "had", "needs", "asks", "waits" };
    const size_t next = m->word + m->words;

    if (ho_said_norm(said, m->word, next).len < 3)
        return false;
    if (next >= said->count)
        return true;
    for (size_t k = 0; k < COUNT(verbs); k++)
        if (ho_said_at(said, next, verbs[k]) > 0)
            return true;
    return ho_gap_has(ho_said_gap(said, next), ",:;") &&
           ho_said_gap(said, next).len > 1; /* "501,000" */
}

/* "501 employees" names no lead, "lead 501", "(501)" and "501 Harbor Lumen"
 * do. */
static bool is_sure(const struct ho_names *names, const struct ho_said *said,
                    const struct ho_mention *m)
{
    const struct handoff_slice before = ho_said_gap(said, m->word);
    const struct handoff_slice behind = ho_said_gap(said, m->word + 1);
    const size_t next = m->word + m->words;

    if (!m->bare)
        return true;
    if (m->word > 0 && (ho_said_at(said, m->word - 1, "lead") ||
                        ho_said_at(said, m->word - 1, "leads") ||
                        ho_said_at(said, m->word - 1, "id") ||
                        ho_said_at(said, m->word - 1, "record")))
        return true;
    if (ho_gap_has(before, "#") ||
        (ho_gap_has(before, "([") && ho_gap_has(behind, ")]")))
        return true;
    return is_subject(said, m) ||
           (next < said->count &&
            ho_names_at(names, said, next).lead == m->lead);
}

struct ho_mention ho_names_next(const struct ho_names *names,
                                const struct ho_said *said, size_t i)
{
    for (; i < said->count; i++) {
        const struct ho_mention m = ho_names_at(names, said, i);

        if (m.words > 0 && is_sure(names, said, &m))
            return m;
    }
    return (struct ho_mention){ .lead = HO_NO_LEAD, .word = said->count };
}

size_t ho_names_alien(const struct ho_names *names, const struct ho_said *said,
                      size_t i)
{
    if (names->id_word.len == 0 || i + 1 >= said->count ||
        order(ho_said_norm(said, i, i + 1), names->id_word) != 0 ||
        !is_digits(ho_said_norm(said, i + 1, i + 2)) ||
        ho_said_gap(said, i + 1).len != 1 || ho_names_at(names, said, i).is_id)
        return 0;
    return 2;
}
