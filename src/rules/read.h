/* read.h - reading steps that every part of the policy file shares.
 *
 * Errors are HANDOFF_BAD_POLICY at the node's line and column.
 */
#ifndef HANDOFF_RULES_READ_H
#define HANDOFF_RULES_READ_H

#include "rules/model.h"

/* The value of a mandatory key.  what: the mapping, as in "the rule \"R1\""
 * for `what` "the rule" and name "R1"; name may be NULL. */
enum handoff_status ho_need(const struct ho_yaml *map, const char *what,
                            const char *name, const char *key,
                            const struct ho_yaml **out,
                            struct handoff_error *err);

/* The text of a scalar that is not empty. */
enum handoff_status ho_need_text(const struct ho_yaml *node, const char *what,
                                 const char **out, struct handoff_error *err);

/* Letters, digits, "-" and "_", at most HANDOFF_REASON_MAX bytes. */
enum handoff_status ho_need_word(const struct ho_yaml *node, const char *what,
                                 const char **out, struct handoff_error *err);

/* A whole number in [low, high]. */
enum handoff_status ho_need_number(const struct ho_yaml *node, const char *what,
                                   int64_t low, int64_t high, int64_t *out,
                                   struct handoff_error *err);

/* "; did you mean "x"?", or "" where no name is near.  items: an array of
 * `count` objects of `size` bytes, each starting with its name. */
const char *ho_near(struct ho_arena *arena, struct handoff_slice word,
                    const void *items, size_t count, size_t size);

/* Find a declared field by name. */
enum handoff_status ho_need_field(const struct handoff_policy *policy,
                                  const struct ho_yaml *node, const char *name,
                                  int *field, struct handoff_error *err);

/* A file that the policy names, through policy->files, which is there; its
 * bytes lie in the arena, and the policy remembers them.  NO_MEMORY or why it
 * cannot be read. */
enum handoff_status ho_policy_file(struct handoff_policy *policy,
                                   enum handoff_file_kind kind,
                                   const char *name, size_t limit,
                                   struct handoff_slice *bytes,
                                   struct handoff_error *why);

enum { HO_PIN_KEYS = 2 };
extern const char *const ho_pin_keys[HO_PIN_KEYS];

/* The bytes of {file: ..., sha256: ...}, in the arena, if they have that hash;
 * pin->name says of what.  The file's name is relative to the policy's folder
 * and leads nowhere else. */
enum handoff_status ho_pinned_file(struct handoff_policy *policy,
                                   const struct ho_yaml *node, size_t limit,
                                   struct ho_pin *pin,
                                   struct handoff_slice *bytes,
                                   struct handoff_error *err);

#endif
