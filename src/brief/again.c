/* again.c - see brief/again.h */
#include "brief/again.h"

#include <string.h>

#include "prompt/open.h"

/* A mistake of pointing, which another look at the lead can mend. */
static bool is_mendable(enum handoff_finding_code code)
{
    switch (code) {
    case HANDOFF_FINDING_QUOTE_NOT_FOUND:
    case HANDOFF_FINDING_NOT_WHOLE_WORDS:
    case HANDOFF_FINDING_TOO_SHORT:
    case HANDOFF_FINDING_WRONG_TYPE:
    case HANDOFF_FINDING_AMBIGUOUS:
    case HANDOFF_FINDING_VALUE_NOT_IN_QUOTE:
    case HANDOFF_FINDING_NO_CUE:
    case HANDOFF_FINDING_WRONG_LABEL:
    case HANDOFF_FINDING_REUSED_SPAN:
    case HANDOFF_FINDING_EXAMPLE_LEAK:
    case HANDOFF_FINDING_MISSING_KEY:
        return true;
    default:
        return false;
    }
}

static bool was_repeated(const struct handoff_brief *brief,
                         const struct handoff_finding *f)
{
    for (size_t i = 0; i < brief->finding_count; i++) {
        const struct handoff_finding *earlier = &brief->finding[i];

        if (earlier->asked_again && earlier->field == f->field &&
            earlier->code == f->code && strcmp(earlier->quote, f->quote) == 0)
            return true;
    }
    return false;
}

/* The newest failure of an open field that is worth another question. */
static const struct handoff_finding *failure_of(
    const struct handoff_brief *brief, int field)
{
    for (size_t i = brief->finding_count; i-- > 0;) {
        const struct handoff_finding *f = &brief->finding[i];

        if (f->field == field && !f->asked_again && is_mendable(f->code) &&
            strcmp(f->was, "inferred") != 0)
            return was_repeated(brief, f) ? NULL : f;
    }
    return NULL;
}

/* Is the only answer so far one that could not be read?  Why. */
static const char *unread(const struct handoff_brief *brief)
{
    for (size_t i = 0; i < brief->finding_count && brief->again_count == 0; i++)
        if (brief->finding[i].code == HANDOFF_FINDING_REPLY_UNREADABLE)
            return brief->finding[i].detail;
    return NULL;
}

void ho_brief_again(const struct handoff_brief *brief,
                    struct handoff_failed *failed, struct ho_again *out)
{
    *out = (struct ho_again){ .unreadable = unread(brief) };
    for (size_t i = 0; i < brief->fields->count; i++) {
        const struct handoff_finding *f = NULL;

        if (!ho_field_is_open(brief->fields, brief->lead, i))
            continue;
        if (brief->claim[i].class == HANDOFF_UNKNOWN)
            f = failure_of(brief, (int)i);
        if (out->unreadable)
            failed[out->count++] =
                (struct handoff_failed){ (int)i,
                                         HANDOFF_FINDING_REPLY_UNREADABLE, "" };
        else if (f)
            failed[out->count++] =
                (struct handoff_failed){ (int)i, f->code, f->quote };
    }
}
