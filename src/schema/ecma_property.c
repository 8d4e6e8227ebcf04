/* ecma_property.c - names of Unicode properties; see schema/ecma.h */
#include "schema/ecma.h"

struct name {
    const char *given, *known;
};

/* PCRE2 knows the categories by their short names alone. */
static const struct name categories[] = {
    { "Cased_Letter", "L&" },
    { "Close_Punctuation", "Pe" },
    { "Combining_Mark", "M" },
    { "Connector_Punctuation", "Pc" },
    { "Control", "Cc" },
    { "Currency_Symbol", "Sc" },
    { "Dash_Punctuation", "Pd" },
    { "Decimal_Number", "Nd" },
    { "Enclosing_Mark", "Me" },
    { "Final_Punctuation", "Pf" },
    { "Format", "Cf" },
    { "Initial_Punctuation", "Pi" },
    { "LC", "L&" },
    { "Letter", "L" },
    { "Letter_Number", "Nl" },
    { "Line_Separator", "Zl" },
    { "Lowercase_Letter", "Ll" },
    { "Mark", "M" },
    { "Math_Symbol", "Sm" },
    { "Modifier_Letter", "Lm" },
    { "Modifier_Symbol", "Sk" },
    { "Nonspacing_Mark", "Mn" },
    { "Number", "N" },
    { "Open_Punctuation", "Ps" },
    { "Other", "C" },
    { "Other_Letter", "Lo" },
    { "Other_Number", "No" },
    { "Other_Punctuation", "Po" },
    { "Other_Symbol", "So" },
    { "Paragraph_Separator", "Zp" },
    { "Private_Use", "Co" },
    { "Punctuation", "P" },
    { "Separator", "Z" },
    { "Space_Separator", "Zs" },
    { "Spacing_Mark", "Mc" },
    { "Surrogate", "Cs" },
    { "Symbol", "S" },
    { "Titlecase_Letter", "Lt" },
    { "Unassigned", "Cn" },
    { "Uppercase_Letter", "Lu" },
    { "cntrl", "Cc" },
    { "digit", "Nd" },
    { "punct", "P" },
};

/* The longer of two prefixes stands first. */
static const struct name prefixes[] = {
    { "Script_Extensions=", "scx:" },
    { "Script=", "sc:" },
    { "scx=", "scx:" },
    { "sc=", "sc:" },
    { "General_Category=", "" },
    { "gc=", "" },
};

/* Take the part before `=` off; returns what PCRE2 calls it. */
static const char *take_prefix(struct handoff_slice *name)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        const size_t len = strlen(prefixes[i].given);

        if (name->len <= len || memcmp(name->ptr, prefixes[i].given, len) != 0)
            continue;
        *name = ho_part(*name, len, name->len);
        return prefixes[i].known;
    }
    return "";
}

static struct handoff_slice known_name(struct handoff_slice name)
{
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        if (ho_slice_is(name, categories[i].given))
            return ho_slice(categories[i].known);
    return name;
}

void ho_ecma_property(struct ho_buffer *out, struct handoff_slice name,
                      bool negated)
{
    const char *prefix = take_prefix(&name);

    if (ho_slice_is(name, "Assigned")) { /* PCRE2 knows its opposite alone */
        name = ho_slice("Unassigned");
        negated = !negated;
    }
    ho_buffer_text(out, negated ? "\\P{" : "\\p{");
    ho_buffer_text(out, prefix);
    ho_buffer_add(out, known_name(name));
    ho_buffer_byte(out, '}');
}
