/* warning.c - see intake/warning.h */
#include "intake/warning.h"

static const char *const words[] = {
#define X(name, word, text) word,
    HANDOFF_WARNING_MAP(X)
#undef X
};

const char *ho_warning_word(enum handoff_warning_code code)
{
    return words[code];
}

bool ho_warning_code(struct handoff_slice word, enum handoff_warning_code *out)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ho_slice_is(word, words[i])) {
            *out = (enum handoff_warning_code)i;
            return true;
        }
    return false;
}
