/* answer_place.c - a statement into cells: who it is about, and what each part
 * of it says; see playbook/answer.h
 *
 *     For Harbor Lumen (501) the route is pursue. Owner: Dana; next action:
 *     reply today.
 *
 * is three cells of one lead.  A label with a colon reaches to the next label,
 * one with "is" to the end of its sentence.
 */
#include "playbook/answer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- plain text ----------------------------------------------------------- */

static bool is_break(const char *p, size_t left)
{
    return (left >= 4 && memcmp(p, "<br>", 4) == 0) ||
           (left >= 5 && memcmp(p, "<br/>", 5) == 0) ||
           (left >= 6 && memcmp(p, "<br />", 6) == 0);
}

/* Without the signs of Markdown that stand inside of words and lines. */
static struct handoff_slice plain(struct ho_arena *arena,
                                  struct handoff_slice text)
{
    char *out = ho_arena_alloc(arena, text.len + 1);
    size_t len = 0;

    for (size_t i = 0; out && i < text.len; i++) {
        const char c = text.ptr[i];

        if (is_break(text.ptr + i, text.len - i)) {
            out[len++] = '\n';
            i += strcspn(text.ptr + i, ">");
        } else if (c == '_' && i + 1 < text.len && text.ptr[i + 1] == '_') {
            i++;
        } else if (c != '*' && c != '`' && c != '\\') {
            out[len++] = c;
        }
    }
    return ho_trim((struct handoff_slice){ out ? out : "", len });
}

/* --- leads ---------------------------------------------------------------- */

void ho_answer_see(struct ho_answer *a, int lead, enum handoff_section section)
{
    if (lead < 0)
        return;
    a->spoken[lead] = true;
    if (section < HANDOFF_SECTION_COUNT)
        a->seen[lead] |= 1U << section;
}

static const char *id_of(const struct ho_answer *a, int lead)
{
    return handoff_map_entry(a->map, (size_t)lead)->lead->id;
}

static void found_mixed(struct ho_answer *a, const struct ho_place *at,
                        const struct ho_said *said, size_t words, int id,
                        int name)
{
    struct ho_place place = *at;

    place.lead = id;
    ho_answer_found(
        a, HANDOFF_ANSWER_CODE_MIXED, &place,
        ho_arena_copy(a->arena, ho_said_part(said, 0, words)),
        ho_arena_format(a->arena, "the name is that of %s", id_of(a, name)),
        "the id is one lead's and the name another's");
}

void ho_answer_stranger(struct ho_answer *a, const struct ho_place *at,
                        struct handoff_slice name)
{
    struct ho_place place = *at;

    place.lead = HO_NO_LEAD;
    ho_answer_found(a, HANDOFF_ANSWER_CODE_UNKNOWN_LEAD, &place,
                    ho_arena_copy(a->arena, name), "",
                    "no lead of the batch has this id or name");
}

/* "Lead 501", "For 501", "- #501" */
static size_t skip_prefix(const struct ho_said *said)
{
    static const char *const words[] = { "for",    "lead id", "lead",
                                         "record", "id",      "re" };
    size_t i = 0;

    for (size_t k = 0; k < COUNT(words) && i < said->count; k++)
        i += ho_said_at(said, i, words[k]);
    return i;
}

static bool is_near(struct handoff_slice gap)
{
    return !ho_gap_has(gap, ".!?\n") && gap.len < 6;
}

/* Another name beside the first: of the same lead, or of a second one, which
 * is either a list ("501, 502": true) or a mistake. */
static bool add_mention(struct ho_answer *a, const struct ho_place *at,
                        const struct ho_said *said, struct ho_mention *m,
                        const struct ho_mention *b)
{
    bool several = false;

    if (b->lead >= 0 && m->lead >= 0 && b->lead != m->lead) {
        several = b->is_id == m->is_id;
        if (several)
            ho_answer_see(a, b->lead, at->section);
        else
            found_mixed(a, at, said, b->word + b->words,
                        m->is_id ? m->lead : b->lead,
                        m->is_id ? b->lead : m->lead);
    }
    if (m->lead == HO_MANY_LEADS || (b->is_id && !m->is_id)) {
        m->lead = b->lead; /* the id says which */
        ho_answer_see(a, m->lead, at->section);
    }
    m->is_id = m->is_id || b->is_id;
    return several;
}

/* The name beside the last one: "501 (Harbor Lumen)", "501 and 502". */
static bool next_mention(const struct ho_answer *a, const struct ho_said *said,
                         const struct ho_mention *m, struct ho_mention *b)
{
    size_t next = m->word + m->words;

    if (next >= said->count || !is_near(ho_said_gap(said, next)))
        return false;
    next += ho_said_at(said, next, "and");
    if (next >= said->count)
        return false;
    *b = ho_names_at(a->names, said, next);
    return b->words > 0 && is_near(ho_said_gap(said, next));
}

struct ho_mention ho_answer_leading(struct ho_answer *a,
                                    const struct ho_place *at,
                                    const struct ho_said *said)
{
    const size_t start = said->count > 0 ? skip_prefix(said) : 0;
    struct ho_mention m = { .lead = HO_NO_LEAD }, b;
    bool several = false;

    if (start >= said->count)
        return m;
    m = ho_names_at(a->names, said, start);
    ho_answer_see(a, m.lead, at->section);
    while (m.words > 0 && next_mention(a, said, &m, &b)) {
        several = add_mention(a, at, said, &m, &b) || several;
        m.words = b.word + b.words - m.word;
    }
    if (several)
        m.lead = HO_MANY_LEADS;
    m.words += m.words > 0 ? m.word : 0;
    m.word = 0;
    return m;
}

/* The one lead that the text names, MANY of several, `none` of none. */
static int named(struct ho_answer *a, const struct ho_place *at,
                 const struct ho_said *said, int none)
{
    struct ho_mention m = ho_names_next(a->names, said, 0);
    int lead = none;
    bool any = false;

    for (; m.words > 0; m = ho_names_next(a->names, said, m.word + m.words)) {
        ho_answer_see(a, m.lead, at->section);
        if (m.lead == HO_MANY_LEADS)
            continue; /* its id may stand beside it */
        lead = any && m.lead != lead ? HO_MANY_LEADS : m.lead;
        any = true;
    }
    return lead;
}

/* --- cells ---------------------------------------------------------------- */

static void add_cell(struct ho_answer *a, const struct ho_place *at,
                     const struct ho_said *said)
{
    struct ho_cell *cell;

    if (said->count == 0)
        return;
    cell = ho_arena_push(a->arena, &a->cell, &a->cells, sizeof *cell);
    if (cell)
        *cell = (struct ho_cell){ .section = at->section,
                                  .lead = at->lead,
                                  .situation = at->situation,
                                  .label = at->label,
                                  .label_text = at->label_text,
                                  .said = *said,
                                  .line = at->line };
}

static enum handoff_status add_part(struct ho_answer *a, struct ho_place at,
                                    enum ho_label label,
                                    struct handoff_slice text,
                                    struct handoff_error *err)
{
    struct ho_said said;
    const enum handoff_status status = ho_said_make(a->arena, text, &said, err);

    at.label = label;
    if (status == HANDOFF_OK)
        add_cell(a, &at, &said);
    return status;
}

static const char *const route_words[] = { "pursue", "nurture", "enrich",
                                           "skip" };

static bool is_owner(const struct ho_answer *a, const struct ho_said *said)
{
    for (size_t i = 0; i < a->owners; i++)
        if (ho_said_is(said, a->owner[i].norm))
            return true;
    return false;
}

/* What a piece of a list is that is all of one kind: "qualification",
 * "pursue". */
static enum ho_label kind_of(const struct ho_answer *a,
                             const struct ho_said *said)
{
    for (size_t i = 0; i < HANDOFF_STAGE_COUNT; i++)
        if (ho_said_is(said, ho_stage_words[i]))
            return HO_LABEL_STAGE;
    if (said->count > 3 && ho_situation_of(said) >= 0)
        return HO_LABEL_SITUATION;
    for (size_t i = 0; i < COUNT(route_words); i++)
        if (ho_said_is(said, route_words[i]))
            return HO_LABEL_ROUTE;
    return is_owner(a, said) ? HO_LABEL_OWNER : HO_LABEL_NONE;
}

/* Behind the piece that begins at word i: at a comma, dash, bracket. */
static size_t piece_end(const struct ho_said *said, size_t i)
{
    for (i++; i < said->count; i++)
        if (ho_gap_has(ho_said_gap(said, i), ",;:|()/\n\x80") ||
            ho_said_gap(said, i).len > 2)
            break;
    return i;
}

/* Pieces of a kind of their own, as in "501: qualification, pursue"; true:
 * there was one. */
static enum handoff_status put_pieces(struct ho_answer *a,
                                      const struct ho_place *at,
                                      const struct ho_said *said,
                                      unsigned kinds, size_t *pieces,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    *pieces = 0;
    for (size_t i = 0, end; i < said->count && status == HANDOFF_OK; i = end) {
        struct ho_said piece;
        enum ho_label label;

        end = piece_end(said, i);
        status =
            ho_said_make(a->arena, ho_said_part(said, i, end), &piece, err);
        if (status != HANDOFF_OK)
            break;
        label = kind_of(a, &piece);
        if (label == HO_LABEL_NONE || !(kinds & 1U << label))
            continue;
        status = add_part(a, *at, label, piece.text, err);
        ++*pieces;
    }
    return status;
}

/* "in the qualification stage" */
static enum handoff_status put_stage(struct ho_answer *a,
                                     const struct ho_place *at,
                                     const struct ho_said *said,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t k = 0; k < HANDOFF_STAGE_COUNT && status == HANDOFF_OK; k++) {
        const size_t i = ho_said_find(said, 0, ho_stage_words[k]);
        const size_t n =
            i < said->count ? ho_said_at(said, i, ho_stage_words[k]) : 0;

        if (n > 0 && i + n < said->count && ho_said_at(said, i + n, "stage"))
            status = add_part(a, *at, HO_LABEL_STAGE,
                              ho_said_part(said, i, i + n), err);
    }
    return status;
}

/* What no label names, by the section it stands in. */
static enum handoff_status put_free(struct ho_answer *a,
                                    const struct ho_place *at,
                                    const struct ho_said *said,
                                    struct handoff_error *err)
{
    static const enum ho_label by_section[HANDOFF_SECTION_COUNT + 1] = {
        [HANDOFF_SECTION_BLOCKED] = HO_LABEL_DECISION,
        [HANDOFF_SECTION_SELECTOR] = HO_LABEL_NEXT,
        [HANDOFF_SECTION_RISKS] = HO_LABEL_RISK,
        [HANDOFF_SECTION_FIRST] = HO_LABEL_NEXT
    };
    const bool is_map = at->section == HANDOFF_SECTION_STAGES;
    const unsigned kinds =
        is_map ? 1U << HO_LABEL_STAGE | 1U << HO_LABEL_SITUATION |
                     1U << HO_LABEL_ROUTE | 1U << HO_LABEL_OWNER
        : at->section == HANDOFF_SECTION_BLOCKED
            ? 1U << HO_LABEL_STAGE | 1U << HO_LABEL_SITUATION
            : 1U << HO_LABEL_SITUATION | 1U << HO_LABEL_OWNER;
    size_t pieces = 0;
    enum handoff_status status = HANDOFF_OK;

    if (at->lead >= 0)
        status = put_pieces(a, at, said, kinds, &pieces, err);
    if (status == HANDOFF_OK && at->lead >= 0)
        status = put_stage(a, at, said, err);
    if (status == HANDOFF_OK && !(is_map && pieces > 1))
        status = add_part(a, *at, by_section[at->section], said->text, err);
    return status;
}

/* --- parts ---------------------------------------------------------------- */

struct parts {
    struct ho_answer *a;
    struct ho_place at; /* lead: that of the last part */
    bool fixed;         /* a heading, row or item says which lead */
    const struct ho_said *said;
    size_t from;
    enum ho_label label;
    const char *label_text;
    bool to_end; /* the label reaches over ends of sentences */
};

static size_t cut_end(const struct ho_said *said, size_t from, size_t to)
{
    while (to > from && (ho_said_at(said, to - 1, "and") ||
                         ho_said_at(said, to - 1, "the") ||
                         ho_said_at(said, to - 1, "its") ||
                         ho_said_at(said, to - 1, "with")))
        to--;
    return to;
}

static enum handoff_status put_unlabelled(struct parts *p,
                                          const struct ho_said *said,
                                          struct handoff_error *err)
{
    const struct ho_mention m = ho_answer_leading(p->a, &p->at, said);
    const size_t skip = m.words;
    struct ho_said rest;
    enum handoff_status status;

    if (!p->fixed)
        p->at.lead = m.words > 0 && m.lead >= 0
                         ? m.lead
                         : named(p->a, &p->at, said, p->at.lead);
    else
        named(p->a, &p->at, said, 0);
    if (skip >= said->count)
        return HANDOFF_OK;
    status = ho_said_make(p->a->arena, ho_said_whole(said, skip, said->count),
                          &rest, err);
    return status == HANDOFF_OK ? put_free(p->a, &p->at, &rest, err) : status;
}

static enum handoff_status put_labelled(struct parts *p, struct ho_said *said,
                                        struct handoff_error *err)
{
    struct ho_place at = p->at;

    at.label = p->label;
    at.label_text = p->label_text;
    if (at.label == HO_LABEL_LEAD || at.label == HO_LABEL_WHO) {
        const struct ho_mention m = ho_answer_leading(p->a, &at, said);

        if (!p->fixed && m.words > 0)
            p->at.lead = m.lead;
        if (m.words > 0)
            return HANDOFF_OK;
    }
    if (at.lead == HO_NO_LEAD)
        at.lead = named(p->a, &at, said, HO_NO_LEAD);
    add_cell(p->a, &at, said);
    return ho_arena_status(p->a->arena, "the answer", err);
}

static enum handoff_status put_part(struct parts *p, size_t to,
                                    struct handoff_error *err)
{
    const size_t end = cut_end(p->said, p->from, to);
    struct handoff_slice text;
    struct ho_said said;
    enum handoff_status status;

    if (end <= p->from)
        return HANDOFF_OK;
    text = ho_said_whole(p->said, p->from, end);
    status = ho_said_make(p->a->arena, text, &said, err);
    if (status != HANDOFF_OK)
        return status;
    return p->label == HO_LABEL_NONE && !*p->label_text
               ? put_unlabelled(p, &said, err)
               : put_labelled(p, &said, err);
}

/* Does a sentence begin at word i? */
static bool begins_sentence(const struct ho_said *said, size_t i)
{
    static const char *const abbreviated[] = { "inc", "ltd",   "co", "corp",
                                               "e",   "g",     "i",  "no",
                                               "vs",  "approx" };
    const struct handoff_slice gap = ho_said_gap(said, i);
    const char first = said->text.ptr[said->word[i].from];

    if (!ho_gap_has(gap, ".!?") || !ho_gap_has(gap, " \n") ||
        (first >= 'a' && first <= 'z'))
        return false;
    for (size_t k = 0; k < COUNT(abbreviated); k++)
        if (ho_said_at(said, i - 1, abbreviated[k]))
            return false;
    return true;
}

static const char *label_words(struct parts *p, size_t i, size_t words)
{
    return ho_arena_copy(p->a->arena, ho_said_part(p->said, i, i + words));
}

/* Does the label's value go on behind the end of a sentence?  That of an owner
 * or a route does not. */
static bool is_long(enum ho_label label)
{
    return label == HO_LABEL_NONE || label == HO_LABEL_NEXT ||
           (label >= HO_LABEL_DECISION && label <= HO_LABEL_RISK);
}

static enum handoff_status split(struct parts *p, const struct ho_place *given,
                                 struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t words = 0;

    for (size_t i = 0; i < p->said->count && status == HANDOFF_OK; i++) {
        const enum ho_label label = ho_said_label_at(p->said, i, &words);

        if (label != HO_LABEL_NONE) {
            status = put_part(p, i, err);
            p->label = label;
            p->label_text = label_words(p, i, words);
            p->from = i + words;
            p->to_end = is_long(label) &&
                        ho_gap_has(ho_said_gap(p->said, p->from), ":");
            i += words - 1;
        } else if (!p->to_end && i > p->from && begins_sentence(p->said, i)) {
            status = put_part(p, i, err);
            p->label = is_long(given->label) ? given->label : HO_LABEL_NONE;
            p->label_text = is_long(given->label) ? given->label_text : "";
            p->from = i;
        }
    }
    return status == HANDOFF_OK ? put_part(p, p->said->count, err) : status;
}

enum handoff_status ho_answer_put(struct ho_answer *a,
                                  const struct ho_place *at,
                                  struct handoff_slice text,
                                  struct handoff_error *err)
{
    struct ho_said said;
    struct parts p = { .a = a,
                       .at = *at,
                       .fixed = at->lead >= 0,
                       .said = &said,
                       .label = at->label,
                       .label_text = at->label_text,
                       .to_end = is_long(at->label) && *at->label_text };
    enum handoff_status status =
        ho_said_make(a->arena, plain(a->arena, text), &said, err);

    if (status == HANDOFF_OK && at->label == HO_LABEL_OURS) {
        add_cell(a, at, &said); /* "owner: crm:Owner" names where from */
        return ho_arena_status(a->arena, "the answer", err);
    }
    return status == HANDOFF_OK ? split(&p, at, err) : status;
}
