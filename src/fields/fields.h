/* fields.h - reading the field declarations of a policy file. */
#ifndef HANDOFF_FIELDS_FIELDS_H
#define HANDOFF_FIELDS_FIELDS_H

#include <handoff/fields.h>

#include "base/yaml.h"

/* Read `fields:`, `message_labels:` and `no_answer:` of a policy's root
 * mapping; everything lies in the arena.  Errors are BAD_POLICY at line and
 * column. */
enum handoff_status ho_fields_read(struct ho_arena *arena,
                                   const struct ho_yaml *root,
                                   struct handoff_fields *fields,
                                   struct handoff_error *err);

/* A sequence of scalars, or one scalar, as words; NULL node: none.
 * what names it in errors. */
enum handoff_status ho_words_read(struct ho_arena *arena,
                                  const struct ho_yaml *node, const char *what,
                                  struct handoff_words *words,
                                  struct handoff_error *err);

/* A phrase as it is looked for in folded text. */
struct handoff_folded_word {
    struct handoff_slice text;
    size_t offset; /* of its first word */
    size_t start;  /* how that begins, see base/starts.h; HO_STARTS: it has no
                    * word, or one that does not begin in ASCII */
};

/* Fold the words, once for all texts that they are looked for in. */
enum handoff_status ho_words_fold(struct ho_arena *arena,
                                  struct handoff_words *words,
                                  struct handoff_error *err);

/* A whole decimal number, optional minus; false: not one. */
bool ho_read_whole(struct handoff_slice text, int64_t *out);

/* `from_screen:` of a field whose type and values are read. */
enum handoff_status ho_fact_read(const struct ho_yaml *node,
                                 struct handoff_field *field,
                                 struct handoff_error *err);

#endif
