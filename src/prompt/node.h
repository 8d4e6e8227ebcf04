/* node.h - the tree of a parsed template; see prompt/template.h.
 *
 * Only mustache.c builds it; render.c and input.c read it.
 */
#ifndef HANDOFF_PROMPT_NODE_H
#define HANDOFF_PROMPT_NODE_H

#include <stdbool.h>

#include "base/arena.h"

enum ho_node_kind {
    HO_NODE_TEXT,
    HO_NODE_VALUE,    /* {{x}} {{{x}}} {{&x}} */
    HO_NODE_SECTION,  /* {{#x}} */
    HO_NODE_INVERTED, /* {{^x}} */
    HO_NODE_PARTIAL,  /* {{>x}} */
    HO_NODE_PARENT,   /* {{<x}} */
    HO_NODE_BLOCK     /* {{$x}} */
};

struct ho_node {
    enum ho_node_kind kind;
    bool line_start; /* TEXT: a line begins with its first byte */
    bool raw;        /* VALUE: not escaped */
    bool dynamic;    /* PARTIAL, PARENT: {{>*x}}, x names the partial */
    bool lone;       /* the tag had its line to itself */
    struct handoff_slice text;   /* TEXT: the bytes; else the name */
    struct handoff_slice indent; /* white space the tag's line begins with;
                                  * empty behind other text */
    size_t at;                   /* byte of the template it starts at */
    struct ho_node *child;
    struct ho_node *next;
    struct ho_node *line_before; /* parser: the node before on this line */
};

/* What a {{role "x"}} tag starts.  A template without role tags is one turn
 * whose role is NULL. */
struct ho_turn {
    const char *role; /* a static string; NULL before the first role tag */
    struct ho_node *first;
    struct ho_turn *next;
};

struct ho_template {
    struct ho_arena *arena;
    const char *name; /* for errors; "" for none */
    struct handoff_slice text;
    struct ho_turn *turn;
};

/* Is it a byte that may stand beside a tag alone on its line? */
static inline bool ho_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Bytes of a name that an error shows: with "%.*s". */
int ho_name_shown(struct handoff_slice name);

/* Fail at byte `at` of the template's text. */
enum handoff_status ho_template_fail(const struct ho_template *t, size_t at,
                                     struct handoff_error *err,
                                     const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
