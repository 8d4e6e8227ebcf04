/* keyword.h - what each keyword puts into a node.
 *
 * Every function has the same shape: d is the keyword's value, field the
 * offset of what it fills in its group of rules.  A value that the keyword
 * cannot have is BAD_SCHEMA.
 */
#ifndef HANDOFF_SCHEMA_KEYWORD_H
#define HANDOFF_SCHEMA_KEYWORD_H

#include "schema/compile.h"

typedef enum handoff_status ho_compile_keyword(struct ho_compiler *c,
                                               struct ho_node *n,
                                               const struct ho_datum *d,
                                               size_t field);

/* assertion.c */
ho_compile_keyword ho_compile_type, ho_compile_const, ho_compile_enum;
ho_compile_keyword ho_compile_number, ho_compile_pattern, ho_compile_format;
ho_compile_keyword ho_compile_count_in_text, ho_compile_count_in_array;
ho_compile_keyword ho_compile_count_in_object, ho_compile_unique;

/* applicator.c */
ho_compile_keyword ho_compile_reference, ho_compile_map;
ho_compile_keyword ho_compile_in_logic, ho_compile_list_in_logic;
ho_compile_keyword ho_compile_in_array, ho_compile_list_in_array;

/* object.c */
ho_compile_keyword ho_compile_in_object, ho_compile_properties;
ho_compile_keyword ho_compile_pattern_properties, ho_compile_required;
ho_compile_keyword ho_compile_dependent_required;
ho_compile_keyword ho_compile_dependent_schemas;

/* The group of rules a keyword fills, made when first asked for; NULL when
 * the arena failed. */
struct ho_array_rules *ho_array_rules(struct ho_compiler *c, struct ho_node *n);
struct ho_object_rules *ho_object_rules(struct ho_compiler *c,
                                        struct ho_node *n);

/* A whole number of 0 or more. */
enum handoff_status ho_read_count(struct ho_compiler *c,
                                  const struct ho_node *n,
                                  const struct ho_datum *d, size_t *out);
/* A pattern, kept by the schema. */
enum handoff_status ho_read_pattern(struct ho_compiler *c,
                                    const struct ho_node *n,
                                    const struct ho_datum *at,
                                    struct handoff_slice pattern,
                                    const struct ho_regex **out);
/* The value must be an object; `what` says of what. */
enum handoff_status ho_expect_object(struct ho_compiler *c,
                                     const struct ho_node *n,
                                     const struct ho_datum *d,
                                     const char *what);

#endif
