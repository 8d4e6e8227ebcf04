/* reuse.c - one figure, day or name of the lead proves one field.
 *
 * A model that puts the same words under several fields is right about one of
 * them at most.  The field that they fit best keeps them: the one whose cue
 * stands nearest, then the stricter type, then the one declared first.
 * Words that carry a phrase of each field may state them all, as "leads go to
 * the wrong rep" states a pain and a use.
 */
#include "brief/build.h"

/* Stricter types first; types of another group share their words freely. */
static const struct {
    enum handoff_type type;
    int group;
} types[] = {
    { HANDOFF_TYPE_MONEY, 1 },     { HANDOFF_TYPE_DATE, 1 },
    { HANDOFF_TYPE_INTEGER, 1 },   { HANDOFF_TYPE_PHONE, 1 },
    { HANDOFF_TYPE_COMPANY, 2 },   { HANDOFF_TYPE_PERSON, 2 },
    { HANDOFF_TYPE_JOB_TITLE, 2 }, { HANDOFF_TYPE_TEXT, 3 },
};

enum { TYPES = sizeof types / sizeof *types };

static int rank(enum handoff_type type)
{
    int i = 0;

    while (i < TYPES && types[i].type != type)
        i++;
    return i;
}

static bool share_words(const struct ho_build *b, size_t i, size_t k)
{
    const struct handoff_field *field = b->brief->fields->item;
    const struct ho_core *a = &b->core[i], *c = &b->core[k];
    const int one = rank(field[i].type), other = rank(field[k].type);

    return one < TYPES && other < TYPES &&
           types[one].group == types[other].group && a->value == c->value &&
           a->from < c->to && c->from < a->to;
}

static bool holds(const struct ho_build *b, size_t i)
{
    return b->core[i].value && b->claim[i].class == HANDOFF_EXPLICIT &&
           b->claim[i].evidence_count > 0;
}

/* Does the first of two fields, in declaration order, keep the words? */
static bool keeps(const struct ho_build *b, size_t i, size_t k)
{
    const struct handoff_field *field = b->brief->fields->item;

    if (b->asked[i] != b->asked[k]) /* what an earlier answer proved stays */
        return !b->asked[i];
    if (b->core[i].distance != b->core[k].distance)
        return b->core[i].distance < b->core[k].distance;
    return rank(field[i].type) <= rank(field[k].type);
}

static void give_up(struct ho_build *b, size_t i)
{
    const char *quote = b->claim[i].evidence[0].quote;

    ho_brief_reset(b, &b->claim[i]);
    ho_brief_unknown(b, &b->claim[i], "rejected");
    ho_brief_find(b, HANDOFF_FINDING_REUSED_SPAN, (int)i, "explicit", "unknown",
                  ho_slice(quote),
                  handoff_finding_meaning(HANDOFF_FINDING_REUSED_SPAN));
}

void ho_brief_share(struct ho_build *b)
{
    const size_t count = b->brief->fields->count;

    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++)
            if (holds(b, i) && holds(b, k) && share_words(b, i, k))
                give_up(b, keeps(b, i, k) ? k : i);
}
