/* keyword.c - the table of keywords; see schema/compile.h */
#include "schema/keyword.h"

struct keyword {
    const char *name;
    unsigned vocabulary;
    enum ho_shape shape;
    ho_compile_keyword *compile; /* NULL: nothing to check */
    size_t field;
};

#define NUMBER(member) offsetof(struct ho_number_rules, member)
#define TEXT(member)   offsetof(struct ho_text_rules, member)
#define ARRAY(member)  offsetof(struct ho_array_rules, member)
#define OBJECT(member) offsetof(struct ho_object_rules, member)
#define LOGIC(member)  offsetof(struct ho_logic_rules, member)

enum {
    CORE = HO_VOCABULARY_CORE,
    APPLY = HO_VOCABULARY_APPLICATOR,
    REST = HO_VOCABULARY_UNEVALUATED,
    VALID = HO_VOCABULARY_VALIDATION
};

/* In the order of strcmp. */
static const struct keyword keywords[] = {
    { "$defs", CORE, HO_MAP, ho_compile_map, 0 },
    { "$dynamicRef", CORE, HO_NONE, ho_compile_reference, 1 },
    { "$ref", CORE, HO_NONE, ho_compile_reference, 0 },
    { "additionalProperties", APPLY, HO_ONE, ho_compile_in_object,
      OBJECT(additional) },
    { "allOf", APPLY, HO_LIST, ho_compile_list_in_logic, LOGIC(all_of) },
    { "anyOf", APPLY, HO_LIST, ho_compile_list_in_logic, LOGIC(any_of) },
    { "const", VALID, HO_NONE, ho_compile_const, 0 },
    { "contains", APPLY, HO_ONE, ho_compile_in_array, ARRAY(contains) },
    { "contentSchema", CORE, HO_ONE, NULL, 0 },
    { "definitions", CORE, HO_MAP, ho_compile_map, 0 },
    { "dependentRequired", VALID, HO_NONE, ho_compile_dependent_required, 0 },
    { "dependentSchemas", APPLY, HO_MAP, ho_compile_dependent_schemas, 0 },
    { "else", APPLY, HO_ONE, ho_compile_in_logic, LOGIC(else_) },
    { "enum", VALID, HO_NONE, ho_compile_enum, 0 },
    { "exclusiveMaximum", VALID, HO_NONE, ho_compile_number,
      NUMBER(exclusive_maximum) },
    { "exclusiveMinimum", VALID, HO_NONE, ho_compile_number,
      NUMBER(exclusive_minimum) },
    { "format", CORE, HO_NONE, ho_compile_format, 0 },
    { "if", APPLY, HO_ONE, ho_compile_in_logic, LOGIC(if_) },
    { "items", APPLY, HO_ONE, ho_compile_in_array, ARRAY(items) },
    { "maxContains", VALID, HO_NONE, ho_compile_count_in_array,
      ARRAY(max_contains) },
    { "maxItems", VALID, HO_NONE, ho_compile_count_in_array, ARRAY(max) },
    { "maxLength", VALID, HO_NONE, ho_compile_count_in_text, TEXT(max) },
    { "maxProperties", VALID, HO_NONE, ho_compile_count_in_object,
      OBJECT(max) },
    { "maximum", VALID, HO_NONE, ho_compile_number, NUMBER(maximum) },
    { "minContains", VALID, HO_NONE, ho_compile_count_in_array,
      ARRAY(min_contains) },
    { "minItems", VALID, HO_NONE, ho_compile_count_in_array, ARRAY(min) },
    { "minLength", VALID, HO_NONE, ho_compile_count_in_text, TEXT(min) },
    { "minProperties", VALID, HO_NONE, ho_compile_count_in_object,
      OBJECT(min) },
    { "minimum", VALID, HO_NONE, ho_compile_number, NUMBER(minimum) },
    { "multipleOf", VALID, HO_NONE, ho_compile_number, NUMBER(multiple_of) },
    { "not", APPLY, HO_ONE, ho_compile_in_logic, LOGIC(not_) },
    { "oneOf", APPLY, HO_LIST, ho_compile_list_in_logic, LOGIC(one_of) },
    { "pattern", VALID, HO_NONE, ho_compile_pattern, 0 },
    { "patternProperties", APPLY, HO_MAP, ho_compile_pattern_properties, 0 },
    { "prefixItems", APPLY, HO_LIST, ho_compile_list_in_array, ARRAY(prefix) },
    { "properties", APPLY, HO_MAP, ho_compile_properties, 0 },
    { "propertyNames", APPLY, HO_ONE, ho_compile_in_object,
      OBJECT(property_names) },
    { "required", VALID, HO_NONE, ho_compile_required, 0 },
    { "then", APPLY, HO_ONE, ho_compile_in_logic, LOGIC(then_) },
    { "type", VALID, HO_NONE, ho_compile_type, 0 },
    { "unevaluatedItems", REST, HO_ONE, ho_compile_in_array,
      ARRAY(unevaluated) },
    { "unevaluatedProperties", REST, HO_ONE, ho_compile_in_object,
      OBJECT(unevaluated) },
    { "uniqueItems", VALID, HO_NONE, ho_compile_unique, 0 },
};

static int compare(struct handoff_slice s, const char *name)
{
    const size_t len = strlen(name);
    const int order = memcmp(s.ptr, name, s.len < len ? s.len : len);

    return order ? order : (s.len > len) - (s.len < len);
}

static const struct keyword *find(struct handoff_slice name)
{
    size_t low = 0, high = sizeof keywords / sizeof *keywords;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = compare(name, keywords[middle].name);

        if (order == 0)
            return &keywords[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

enum ho_shape ho_keyword_shape(struct handoff_slice name)
{
    const struct keyword *k = find(name);

    return k ? k->shape : HO_NONE;
}

enum handoff_status ho_keywords_compile(struct ho_compiler *c,
                                        struct ho_node *n)
{
    const struct ho_datum *m = ho_first(n->datum);
    enum handoff_status status = HANDOFF_OK;

    for (uint32_t i = 0; i < n->datum->count && status == HANDOFF_OK; i++) {
        const struct keyword *k = find(m->key);

        if (k && k->compile && (n->resource->vocabularies & k->vocabulary))
            status = k->compile(c, n, m, k->field);
        m = ho_next(m);
    }
    return status;
}
