/* country.c - countries by name; see evidence/read.h */
#include "base/utf8.h"
#include "evidence/read.h"

struct country {
    const char *name, *code;
};

static const struct country countries[] = {
#include "evidence/country.inc"
};

static bool stands_in(struct handoff_slice text, const char *name)
{
    const struct handoff_slice needle = ho_slice(name);
    size_t at = ho_find(text, 0, needle);

    while (at != SIZE_MAX) {
        if (ho_word_boundary(text, at) &&
            ho_word_boundary(text, at + needle.len))
            return true;
        at = ho_find(text, at + 1, needle);
    }
    return false;
}

/* The whole text is a code, or one country's names stand in it.  A name
 * inside a longer hit ("Guinea" in "Papua New Guinea", "Jersey" in "New
 * Jersey") does not count. */
const char *ho_find_country(struct handoff_slice text)
{
    const struct handoff_slice whole = ho_trim(text);
    const struct country *best = NULL;

    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        const struct country *c = &countries[i];

        if (ho_slice_is_nocase(whole, c->code) ||
            ho_slice_is_nocase(whole, c->name))
            return c->code;
        if (!stands_in(text, c->name))
            continue;
        if (!best || stands_in(ho_slice(c->name), best->name))
            best = c;
        else if (strcmp(best->code, c->code) != 0 &&
                 !stands_in(ho_slice(best->name), c->name))
            return NULL;
    }
    return best ? best->code : NULL;
}
