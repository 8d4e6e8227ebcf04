/* finding.c - the table of finding codes; see <handoff/finding.h> */
#include <handoff/finding.h>

static const struct {
    const char *name, *meaning, *remedy;
} table[] = {
#define X(name, code, meaning, remedy) { code, meaning, remedy },
    HANDOFF_FINDING_MAP(X)
#undef X
};

const char *handoff_finding_name(enum handoff_finding_code code)
{
    return table[code].name;
}

const char *handoff_finding_meaning(enum handoff_finding_code code)
{
    return table[code].meaning;
}

const char *handoff_finding_remedy(enum handoff_finding_code code)
{
    return table[code].remedy;
}
