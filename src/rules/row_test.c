/* row_test.c - see rules/row_test.h */
#include "rules/row_test.h"

#include "rules/lists.h"
#include "rules/number.h"
#include "rules/read.h"

struct reader {
    struct handoff_policy *policy;
    const struct handoff_field *field;
    const struct ho_yaml *node;
    struct ho_test *test;
    const struct ho_list *list; /* whose entries are read; or NULL */
    struct handoff_error *err;
};

static bool is_number(enum handoff_type type)
{
    return type == HANDOFF_TYPE_INTEGER || type == HANDOFF_TYPE_MONEY;
}

static const char *expected(enum handoff_type type)
{
    switch (type) {
    case HANDOFF_TYPE_INTEGER:
        return "a whole number of at most 14 digits, a range such as 50..999, "
               "a comparison such as \">= 200\", some or none";
    case HANDOFF_TYPE_MONEY:
        return "an amount such as 25000 or 99.95, a range such as "
               "1000..5000, a comparison such as \">= 200\", some or none";
    case HANDOFF_TYPE_DATE:
        return "within 30d, older than 30d, some or none";
    case HANDOFF_TYPE_COUNTRY:
        return "a two-letter country code, a list of them, in LIST, some or "
               "none";
    case HANDOFF_TYPE_DOMAIN:
        return "a domain, a list of them, in LIST, under LIST, some or none";
    case HANDOFF_TYPE_EMAIL:
        return "an e-mail address, a list of them, in LIST, some or none";
    default:
        return "a value, a list of values, in LIST, some or none";
    }
}

/* How much of a text an error shows. */
static int shown(struct handoff_slice text)
{
    return text.len < 80 ? (int)text.len : 80;
}

/* A value that stands in a list is not found at the test's place. */
static const char *from_list(const struct reader *r)
{
    return r->list ? ho_arena_format(r->policy->arena, ", out of the list %s",
                                     r->list->name)
                   : "";
}

static enum handoff_status refuse(const struct reader *r,
                                  struct handoff_slice text)
{
    return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                        "%s is of type %s: expected %s, not \"%.*s\"%s",
                        r->field->name, handoff_type_name(r->field->type),
                        expected(r->field->type), shown(text), text.ptr,
                        from_list(r));
}

static enum handoff_status memory(const struct reader *r)
{
    return ho_arena_status(r->policy->arena, "the policy", r->err);
}

/* "its values are a, b, c", so that the remedy is at hand. */
static const char *values_of(const struct reader *r)
{
    const size_t show = 12;
    const char *text = "";

    for (size_t i = 0; i < r->field->value_count && i < show; i++)
        text = ho_arena_format(r->policy->arena, "%s%s%s", text, i ? ", " : "",
                               r->field->value[i].name);
    if (r->field->value_count > show)
        text = ho_arena_format(r->policy->arena, "%s ...", text);
    return text;
}

static enum handoff_status add_enum(struct reader *r, struct handoff_slice text)
{
    const int value = handoff_enum_find(r->field, text);
    const char *near;

    if (value >= 0) {
        r->test->values |= (uint64_t)1 << value;
        return HANDOFF_OK;
    }
    near = ho_near(r->policy->arena, text, r->field->value,
                   r->field->value_count, sizeof *r->field->value);
    return ho_yaml_fail(
        r->node, HANDOFF_BAD_POLICY, r->err, "%s has no value \"%.*s\"%s%s%s",
        r->field->name, shown(text), text.ptr, from_list(r),
        near[0] ? near : "; its values are ", near[0] ? "" : values_of(r));
}

static enum handoff_status add_range(struct reader *r,
                                     struct handoff_slice text)
{
    struct ho_range read, *range;
    bool empty;

    if (!ho_read_range(r->field->type, text, &read, &empty))
        return refuse(r, text);
    if (empty)
        return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                            "the range %.*s ends before it starts; swap its "
                            "ends",
                            shown(text), text.ptr);
    range = ho_arena_push(r->policy->arena, &r->test->range,
                          &r->test->range_count, sizeof *range);
    if (!range)
        return memory(r);
    *range = read;
    return HANDOFF_OK;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What no text of the type can be, so that a slip is not a test that never
 * holds. */
static bool can_be(enum handoff_type type, struct handoff_slice text)
{
    if (text.len == 0 || text.len > HO_ENTRY_MAX)
        return false;
    switch (type) {
    case HANDOFF_TYPE_COUNTRY:
        return text.len == 2 && is_letter(text.ptr[0]) &&
               is_letter(text.ptr[1]);
    case HANDOFF_TYPE_DOMAIN:
        for (size_t i = 0; i < text.len; i++)
            if (strchr("@/:? \t", text.ptr[i]))
                return false;
        return text.ptr[0] != '.' && text.ptr[text.len - 1] != '.';
    case HANDOFF_TYPE_EMAIL:
        return memchr(text.ptr, '@', text.len) != NULL;
    default:
        return true;
    }
}

static enum handoff_status add_text(struct reader *r, struct handoff_slice text)
{
    struct handoff_slice *item;

    if (!can_be(r->field->type, text))
        return refuse(r, text);
    item = ho_arena_push(r->policy->arena, &r->test->set.item,
                         &r->test->set.count, sizeof *item);
    if (!item)
        return memory(r);
    *item = text;
    return HANDOFF_OK;
}

/* One value that the field may be. */
static enum handoff_status add_value(struct reader *r,
                                     struct handoff_slice text)
{
    if (r->field->type == HANDOFF_TYPE_ENUM)
        return add_enum(r, text);
    if (is_number(r->field->type))
        return add_range(r, text);
    if (r->field->type == HANDOFF_TYPE_DATE)
        return refuse(r, text);
    return add_text(r, text);
}

static enum handoff_status add_items(struct reader *r,
                                     const struct ho_yaml *list)
{
    enum handoff_status status = HANDOFF_OK;

    if (list->count == 0)
        return ho_yaml_fail(list, HANDOFF_BAD_POLICY, r->err,
                            "the list of %s is empty; name a value or remove "
                            "the test",
                            r->field->name);
    for (const struct ho_yaml *c = list->child; c && status == HANDOFF_OK;
         c = c->next) {
        const char *text;

        r->node = c;
        status = ho_need_text(c, "a value in a list", &text, r->err);
        if (status == HANDOFF_OK)
            status = add_value(r, ho_trim(ho_slice(text)));
    }
    return status;
}

/* "[a, b]" as it stands behind `not`, where YAML sees only text. */
static enum handoff_status add_bracketed(struct reader *r,
                                         struct handoff_slice text)
{
    enum handoff_status status = HANDOFF_OK;
    struct handoff_slice rest = ho_part(text, 1, text.len - 1);

    while (status == HANDOFF_OK && rest.len > 0) {
        const char *comma = memchr(rest.ptr, ',', rest.len);
        const size_t len = comma ? (size_t)(comma - rest.ptr) : rest.len;
        const struct handoff_slice item = ho_trim(ho_part(rest, 0, len));

        if (item.len == 0)
            return refuse(r, text);
        status = add_value(r, item);
        rest = ho_part(rest, comma ? len + 1 : len, rest.len);
    }
    return status;
}

/* Strip a leading word and the white space behind it. */
static bool take_word(struct handoff_slice *text, const char *word)
{
    const size_t len = strlen(word);

    if (text->len <= len || memcmp(text->ptr, word, len) != 0 ||
        text->ptr[len] != ' ')
        return false;
    *text = ho_trim(ho_part(*text, len, text->len));
    return true;
}

static enum handoff_status find_list(struct reader *r,
                                     struct handoff_slice name)
{
    const char *near;

    r->list = ho_list_find(r->policy, name);
    if (r->list && r->list->set.count > 0)
        return HANDOFF_OK;
    if (r->list)
        return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                            "the list \"%s\" is empty; fill it or remove the "
                            "test",
                            r->list->name);
    near = ho_near(r->policy->arena, name, r->policy->list,
                   r->policy->list_count, sizeof *r->policy->list);
    return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                        "there is no list \"%.*s\"%s", shown(name), name.ptr,
                        near[0] ? near : "; declare it under lists");
}

/* A list may be long and many tests may use it: they share its set. */
static enum handoff_status share_list(struct reader *r)
{
    const struct ho_set *set = &r->list->set;

    for (size_t i = 0; i < set->count; i++)
        if (!can_be(r->field->type, set->item[i]))
            return refuse(r, set->item[i]);
    r->test->set = *set;
    return HANDOFF_OK;
}

/* The list's entries become the test's values, each of the field's type. */
static enum handoff_status add_list(struct reader *r, struct handoff_slice name)
{
    enum handoff_status status = find_list(r, name);

    if (status != HANDOFF_OK)
        return status;
    if (r->field->type != HANDOFF_TYPE_ENUM)
        return share_list(r);
    for (size_t i = 0; status == HANDOFF_OK && i < r->list->set.count; i++)
        status = add_enum(r, r->list->set.item[i]);
    return status;
}

static enum handoff_status read_membership(struct reader *r,
                                           struct handoff_slice text,
                                           bool under)
{
    if (is_number(r->field->type) || r->field->type == HANDOFF_TYPE_DATE)
        return refuse(r, text);
    if (under && r->field->type != HANDOFF_TYPE_DOMAIN)
        return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                            "under is for domains and %s is of type %s; write "
                            "in %.*s",
                            r->field->name, handoff_type_name(r->field->type),
                            shown(text), text.ptr);
    if (under)
        r->test->kind = HO_TEST_UNDER;
    return add_list(r, text);
}

/* Words about what is known: a rule speaks about the world only. */
static bool is_knowledge(struct handoff_slice text)
{
    static const char *const words[] = { "known",    "unknown", "explicit",
                                         "inferred", "missing", "empty" };

    take_word(&text, "is");
    take_word(&text, "not");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ho_slice_is(text, words[i]))
            return true;
    return false;
}

static enum handoff_status read_state(struct reader *r, bool some)
{
    if (r->field->type == HANDOFF_TYPE_ENUM)
        return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                            "some and none are not for enums, and %s is one; "
                            "its values are %s",
                            r->field->name, values_of(r));
    if (r->test->negated)
        return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                            "write \"%s\" instead of \"not %s\"",
                            some ? "none" : "some", some ? "some" : "none");
    r->test->kind = some ? HO_TEST_SOME : HO_TEST_NONE;
    return HANDOFF_OK;
}

static enum handoff_status read_days(struct reader *r,
                                     struct handoff_slice text)
{
    struct ho_range read, *range;

    if (r->test->negated || !ho_read_days(text, &read))
        return refuse(r, ho_trim(ho_slice(r->node->text)));
    range = ho_arena_push(r->policy->arena, &r->test->range,
                          &r->test->range_count, sizeof *range);
    if (!range)
        return memory(r);
    *range = read;
    return HANDOFF_OK;
}

/* A comparison or a span of days, which no text has. */
static bool is_measure(struct handoff_slice text)
{
    return (text.len > 0 && strchr("<>", text.ptr[0])) ||
           take_word(&text, "within") || take_word(&text, "older");
}

/* A test that is one text. */
static enum handoff_status read_text(struct reader *r,
                                     struct handoff_slice text)
{
    const bool is_enum = r->field->type == HANDOFF_TYPE_ENUM;

    if (is_enum && handoff_enum_find(r->field, text) >= 0)
        return add_enum(r, text);
    if (is_knowledge(text))
        return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                            "a rule tests the world, not what is known of it; "
                            "instead of \"%.40s\" use some, none, if_unknown "
                            "or evidence",
                            r->node->text);
    r->test->negated = take_word(&text, "not");
    if (is_enum && handoff_enum_find(r->field, text) >= 0)
        return add_enum(r, text);
    if (ho_slice_is(text, "some") || ho_slice_is(text, "none"))
        return read_state(r, text.ptr[0] == 's');
    if (take_word(&text, "in"))
        return read_membership(r, text, false);
    if (take_word(&text, "under"))
        return read_membership(r, text, true);
    if (r->field->type == HANDOFF_TYPE_DATE)
        return read_days(r, text);
    if (text.len >= 2 && text.ptr[0] == '[' && text.ptr[text.len - 1] == ']')
        return add_bracketed(r, text);
    if (r->test->negated && text.len > 0 && strchr("<>", text.ptr[0]))
        return ho_yaml_fail(r->node, HANDOFF_BAD_POLICY, r->err,
                            "not before a comparison hides what it means; "
                            "write the opposite comparison");
    if (!is_enum && !is_number(r->field->type) && is_measure(text))
        return refuse(r, text);
    return add_value(r, text);
}

static enum ho_test_kind kind_of(enum handoff_type type)
{
    if (type == HANDOFF_TYPE_ENUM)
        return HO_TEST_VALUES;
    if (is_number(type) || type == HANDOFF_TYPE_DATE)
        return HO_TEST_RANGES;
    return HO_TEST_SET;
}

enum handoff_status ho_test_read(struct handoff_policy *policy, int field,
                                 const struct ho_yaml *node,
                                 const struct ho_test **out,
                                 struct handoff_error *err)
{
    struct reader r = { .policy = policy,
                        .field = &policy->fields.item[field],
                        .node = node,
                        .err = err };
    enum handoff_status status = HANDOFF_OK;
    const char *text = "";

    r.test = ho_arena_alloc(policy->arena, sizeof *r.test);
    if (!r.test)
        return memory(&r);
    r.test->field = field;
    r.test->node = node;
    r.test->kind = kind_of(r.field->type);
    if (node->kind == HO_YAML_SEQUENCE)
        status = add_items(&r, node);
    else
        status = ho_need_text(node, "a test", &text, err);
    if (status == HANDOFF_OK && node->kind == HO_YAML_SCALAR)
        status = read_text(&r, ho_trim(ho_slice(text)));
    if (status != HANDOFF_OK)
        return status;
    if (!r.list)
        ho_set_sort(&r.test->set);
    *out = r.test;
    return HANDOFF_OK;
}

enum handoff_status ho_known_test_read(struct handoff_policy *policy, int field,
                                       const struct ho_yaml *node,
                                       const struct ho_test **out,
                                       struct handoff_error *err)
{
    static const struct {
        const char *word;
        enum ho_test_kind kind;
    } words[] = { { "known", HO_TEST_KNOWN },
                  { "explicit", HO_TEST_EXPLICIT },
                  { "inferred", HO_TEST_INFERRED } };
    const struct handoff_slice text = ho_trim(ho_slice(node->text));
    struct ho_test *test;
    size_t i = 0;

    while (i < sizeof words / sizeof *words &&
           !ho_slice_is(text, words[i].word))
        i++;
    if (i == sizeof words / sizeof *words)
        return ho_test_read(policy, field, node, out, err);
    test = ho_arena_alloc(policy->arena, sizeof *test);
    if (!test)
        return ho_arena_status(policy->arena, "the policy", err);
    *test =
        (struct ho_test){ .field = field, .kind = words[i].kind, .node = node };
    *out = test;
    return HANDOFF_OK;
}
