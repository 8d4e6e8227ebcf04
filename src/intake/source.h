/* source.h - one adapter per form program.
 *
 * source.c recognises a payload by its members, through one table, and calls
 * the adapter.  An adapter takes what it knows out of the tree: answers become
 * values of the lead, the rest stands beside them (see handoff_aside).  What
 * no adapter takes is kept as `rest`, so nothing can fall between the chairs.
 *
 * Adapters do not trust types: each call below does nothing with NULL or with
 * a node of the wrong kind, which then stays for `rest`.
 */
#ifndef HANDOFF_INTAKE_SOURCE_H
#define HANDOFF_INTAKE_SOURCE_H

#include "intake/json_tree.h"

struct ho_reading {
    struct ho_input *in;
    struct ho_tree *tree;
    /* Where the tree's text stands in the record: not at its start where the
     * JSON is a string of other JSON, or a part of a form. */
    struct ho_piece outer;
    const char *outer_path;
    bool html;                   /* its strings are escaped for HTML */
    size_t lookups;              /* spent, see ho_lookup */
    const struct ho_node *asked; /* the question that comes next */
};

/* The member at "a/b/0", or NULL. */
const struct ho_node *ho_at(const struct ho_tree *tree,
                            const struct ho_node *node, const char *path);
bool ho_is_scalar(const struct ho_node *node);
bool ho_same_text(const struct ho_tree *tree, const struct ho_node *a,
                  const struct ho_node *b);

/* Decoded, and placed in the record; empty for NULL and for containers. */
struct ho_piece ho_node_piece(struct ho_reading *r, const struct ho_node *node);
struct handoff_slice ho_node_text(struct ho_reading *r,
                                  const struct ho_node *node);
bool ho_node_is(struct ho_reading *r, const struct ho_node *node,
                const char *text);
/* JSON pointer, behind the outer path. */
const char *ho_node_path(struct ho_reading *r, const struct ho_node *node);

/* Counts a search that hostile input could make slow: false once a payload
 * has had its share. */
bool ho_lookup(struct ho_reading *r);

/* An answer under its question: a value for each scalar below node.  message:
 * the form asks for free text here. */
void ho_answer(struct ho_reading *r, struct handoff_slice label,
               const struct ho_node *node, bool message);
/* The same, when the text alone is from the payload. */
void ho_answer_piece(struct ho_reading *r, const struct ho_label *label,
                     const struct ho_node *node, struct ho_piece piece);
/* The question's text for the ho_answer that comes next; warns and falls back
 * on other's where it is missing. */
struct handoff_slice ho_question(struct ho_reading *r,
                                 const struct ho_node *question,
                                 const struct ho_node *other);

/* Each scalar below node, beside the lead's words. */
void ho_beside(struct ho_reading *r, enum handoff_aside_kind kind,
               const struct ho_node *node);
/* One scalar as `meta` that also is *out: a form's id, its name. */
void ho_meta(struct ho_reading *r, const char **out,
             const struct ho_node *node);
void ho_submitted(struct ho_reading *r, const struct ho_node *node);
/* The platform says it is a test: node is true or "true". */
void ho_test_mark(struct ho_reading *r, const struct ho_node *node);
/* Taken, and said elsewhere. */
void ho_take(struct ho_reading *r, const struct ho_node *node);
void ho_warn(struct ho_reading *r, enum handoff_warning_code code,
             const struct ho_node *node);
/* Ids only; the lead's words have to be fetched. */
void ho_notice(struct ho_reading *r);

/* Read a string that holds JSON with `read`; false: it holds none. */
bool ho_read_inner(struct ho_reading *r, struct ho_piece text, const char *path,
                   bool html,
                   void (*read)(struct ho_reading *inner,
                                const struct ho_node *root));

/* The adapters. */
typedef void ho_adapter(struct ho_reading *r, const struct ho_node *root);
ho_adapter ho_source_typeform, ho_source_hubspot_form, ho_source_hubspot_record,
    ho_source_hubspot_read, ho_source_jotform, ho_source_jotform_raw,
    ho_source_jotform_read, ho_source_tally, ho_source_webflow,
    ho_source_webflow_v1, ho_source_meta_notice, ho_source_meta,
    ho_source_google, ho_source_linkedin, ho_source_linkedin_notice,
    ho_source_netlify, ho_source_calendly;

/* What Meta's own testing tool fills in. */
bool ho_meta_is_test(struct handoff_slice text);

/* json_record.c: every scalar under its key. */
void ho_read_generic(struct ho_input *in, const struct ho_tree *tree);

/* What an adapter leaves becomes `rest`, and what is missing a warning. */
void ho_keep_rest(struct ho_reading *r);
void ho_finish_reading(struct ho_input *in);

#endif
