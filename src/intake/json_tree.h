/* json_tree.h - one JSON record with the place of everything in it.
 *
 * cJSON forgets where its values stood, and evidence cites places; so this
 * tree is built from what the strict scanner finds.
 */
#ifndef HANDOFF_INTAKE_JSON_TREE_H
#define HANDOFF_INTAKE_JSON_TREE_H

#include <stdint.h>

#include "base/json.h"
#include "intake/input.h"

struct ho_node {
    char kind;              /* its first byte: { [ " t f n - or a digit */
    bool used;              /* an adapter took it; see intake/source.h */
    uint32_t start, end;    /* quotes and brackets included */
    uint32_t key, key_end;  /* of a member, without quotes; else both 0 */
    uint32_t child, next;   /* 0: none, as node 0 is the root */
    uint32_t parent, index; /* the how manieth child of it, from 0 */
};

struct ho_tree {
    struct handoff_slice text;
    struct ho_node *node;
    size_t count, room;
    bool failed;           /* out of memory */
    uint32_t key, key_end; /* of the member whose value comes next */
    size_t depth;
    struct {
        uint32_t node, last, count; /* an open container, its last child */
    } open[HO_JSON_DEPTH];
};

/* text has at most HANDOFF_INTAKE_RECORD bytes.  Release after failure, too. */
enum handoff_status ho_tree_init(struct ho_tree *tree,
                                 struct handoff_slice text,
                                 struct handoff_error *err);
void ho_tree_release(struct ho_tree *tree);

/* NULL where there is none; node may be NULL. */
const struct ho_node *ho_tree_child(const struct ho_tree *tree,
                                    const struct ho_node *node);
const struct ho_node *ho_tree_next(const struct ho_tree *tree,
                                   const struct ho_node *node);
/* Member of an object. */
const struct ho_node *ho_tree_get(const struct ho_tree *tree,
                                  const struct ho_node *object,
                                  const char *key);

/* The key as written, escapes and all. */
struct handoff_slice ho_tree_key(const struct ho_tree *tree,
                                 const struct ho_node *node);
/* Text of a key or scalar, decoded in the arena where it holds escapes; a
 * number or boolean as written, null as "".  Empty when the arena fails. */
struct ho_piece ho_tree_key_text(const struct ho_tree *tree,
                                 const struct ho_node *node,
                                 struct ho_arena *arena);
struct ho_piece ho_tree_text(const struct ho_tree *tree,
                             const struct ho_node *node,
                             struct ho_arena *arena);

/* json_record.c: bytes [start, end) of the input, one record, become a lead or
 * are refused. */
enum handoff_status ho_read_json_record(struct ho_input *in, size_t start,
                                        size_t end, struct handoff_error *err);

#endif
