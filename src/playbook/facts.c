/* facts.c - facts in a few words, each with its citation mark. */
#include "base/utf8.h"
#include "playbook/playbook.h"

enum { NOTE_FACTS = 5, NOTE_QUOTE = 80 };

const char *ho_words_of(struct ho_arena *arena, const char *name)
{
    const size_t size = strlen(name) + 1;
    char *out = ho_arena_alloc(arena, size);

    if (!out)
        return "";
    memcpy(out, name, size);
    ho_write_out(out);
    return out;
}

/* At most NOTE_QUOTE bytes, and whole words. */
static const char *shorten(struct ho_arena *arena, struct handoff_slice quote)
{
    struct handoff_slice cut = ho_utf8_cut(quote, NOTE_QUOTE);

    if (cut.len == quote.len)
        return ho_arena_copy(arena, quote);
    while (cut.len > 0 && quote.ptr[cut.len] != ' ')
        cut.len--;
    if (cut.len == 0)
        cut = ho_utf8_cut(quote, NOTE_QUOTE); /* one long word */
    return ho_arena_format(arena, "%.*s ...", (int)cut.len, cut.ptr);
}

const char *ho_fact_said(struct ho_arena *arena,
                         const struct handoff_brief *brief, int field)
{
    const struct handoff_claim *c = &brief->claim[field];

    if (c->class == HANDOFF_UNKNOWN || c->evidence_count == 0)
        return "";
    return ho_arena_format(
        arena, "\"%s\" [%s]",
        shorten(arena, ho_slice(*c->evidence[0].quote ? c->evidence[0].quote
                                                      : c->value)),
        c->evidence[0].cite);
}

const char *ho_fact(struct ho_arena *arena, const struct handoff_brief *brief,
                    int field)
{
    const char *said = ho_fact_said(arena, brief, field);

    if (!*said)
        return "";
    return ho_arena_format(
        arena, "%s%s %s", ho_words_of(arena, brief->fields->item[field].name),
        brief->claim[field].class == HANDOFF_INFERRED ? " (inferred)" : "",
        said);
}

const char *ho_crm_said(struct ho_arena *arena, const struct handoff_lead *lead,
                        enum handoff_crm what, const char *name)
{
    const struct handoff_slice said = ho_crm_text(lead, what);

    if (said.len == 0)
        return "";
    return ho_arena_format(arena, "%s \"%s\" [%s]", name, shorten(arena, said),
                           ho_crm_cite(lead, what));
}

/* The facts that settle the decision, those that its rule tests where it
 * tests any: what refuted the rules before it is no news to a seller.  While
 * none settles it, or no rule takes it, the known ones that bear on the route.
 * The i-th, or HANDOFF_NO_FIELD. */
static int bearing(const struct handoff_brief *brief,
                   const struct handoff_decision *d, size_t i)
{
    const struct handoff_fields *fields = brief->fields;
    const size_t settle = d->own_count > 0 ? d->own_count : d->because_count;

    if (d->because_count > 0 && !d->by_otherwise)
        return i < settle ? d->because[i] : HANDOFF_NO_FIELD;
    for (size_t f = 0; f < fields->count; f++)
        if ((fields->item[f].needed_for & HANDOFF_NEED_ROUTE) && i-- == 0)
            return (int)f;
    return HANDOFF_NO_FIELD;
}

const char *ho_decision_evidence(struct ho_arena *arena,
                                 const struct handoff_brief *brief,
                                 const struct handoff_decision *d)
{
    const char *note = "";
    size_t facts = 0;

    for (size_t i = 0; facts < NOTE_FACTS && bearing(brief, d, i) >= 0; i++) {
        const char *one = ho_fact(arena, brief, bearing(brief, d, i));

        if (!*one)
            continue;
        note = ho_arena_format(arena, "%s%s; ", note, one);
        facts++;
    }
    return d->undecided ? ho_arena_format(arena, "%sno rule decides yet", note)
                        : ho_arena_format(arena, "%srule %s", note, d->rule);
}
