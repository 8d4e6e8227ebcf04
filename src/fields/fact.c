/* fact.c - what a field takes from screening. */
#include "fields/fields.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const names[] = {
#define X(name, word, values) word,
    HANDOFF_FACT_MAP(X)
#undef X
};

static const char *const fact_values[] = {
#define X(name, word, values) values,
    HANDOFF_FACT_MAP(X)
#undef X
};

const char *handoff_fact_name(enum handoff_fact_kind fact)
{
    return fact == HANDOFF_FACT_NONE ? "" : names[fact - 1];
}

/* The next word of a list with spaces between; empty at its end. */
static struct handoff_slice next_word(const char **rest)
{
    const size_t len = strcspn(*rest, " ");
    const struct handoff_slice word = { *rest, len };

    *rest += len + ((*rest)[len] == ' ');
    return word;
}

/* An enum has to have a name for all that screening may state, so that no
 * fact is lost on the way to the rules. */
static enum handoff_status check_type(const struct ho_yaml *node,
                                      const struct handoff_field *field,
                                      const char *values,
                                      struct handoff_error *err)
{
    const bool is_number = strcmp(values, "number") == 0;
    const enum handoff_type type =
        is_number ? HANDOFF_TYPE_INTEGER : HANDOFF_TYPE_ENUM;
    struct handoff_slice word;

    if (field->type != type)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "what screening states of %s is of type %s",
                            node->text, handoff_type_name(type));
    for (word = next_word(&values); !is_number && word.len > 0;
         word = next_word(&values))
        if (handoff_enum_find(field, word) < 0)
            return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                                "screening may state %.*s; add that value to "
                                "%s",
                                (int)word.len, word.ptr, field->name);
    return HANDOFF_OK;
}

enum handoff_status ho_fact_read(const struct ho_yaml *node,
                                 struct handoff_field *field,
                                 struct handoff_error *err)
{
    const struct ho_yaml *fact = ho_yaml_get(node, "from_screen");
    const char *near;
    size_t i = 0;

    if (!fact)
        return HANDOFF_OK;
    while (i < COUNT(names) && strcmp(names[i], fact->text) != 0)
        i++;
    near = ho_did_you_mean(ho_slice(fact->text), names, COUNT(names));
    if (i == COUNT(names))
        return ho_yaml_fail(fact, HANDOFF_BAD_POLICY, err,
                            "screening states no \"%.80s\"%s%s%s", fact->text,
                            near ? "; did you mean \"" : "", near ? near : "",
                            near ? "\"?" : "");
    if (!*fact_values[i])
        return ho_yaml_fail(fact, HANDOFF_BAD_POLICY, err,
                            "no field takes %s from screening; a field with "
                            "ask: batch tells who stands earlier",
                            fact->text);
    field->from_screen = (enum handoff_fact_kind)(i + 1);
    return check_type(fact, field, fact_values[i], err);
}
