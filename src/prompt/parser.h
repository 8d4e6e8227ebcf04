/* parser.h - the parser's state, shared by mustache.c (the scan), tags.c (what
 * each tag does) and lines.c (text, and tags alone on a line). */
#ifndef HANDOFF_PROMPT_PARSER_H
#define HANDOFF_PROMPT_PARSER_H

#include "prompt/node.h"
#include "prompt/template.h"

struct ho_level {
    struct ho_node *node; /* the open section; NULL outside of all */
    struct ho_node **tail;
};

/* The line being read, up to the current byte. */
struct ho_line {
    size_t start;
    bool blank;        /* white space and tags that print nothing so far */
    bool only_inherit; /* its tags are parents and blocks, */
    bool has_parent;   /* and one of them is a parent */
    size_t tags;
    struct handoff_slice indent; /* its first white space; set by a tag */
    struct ho_node *last;        /* chain through line_before */
};

struct ho_parser {
    struct ho_template *t;
    struct ho_turn *turn;
    bool roles;
    size_t at;
    struct handoff_slice open, close; /* the delimiters in force */
    struct ho_line line;
    struct ho_level level[HO_TEMPLATE_NESTING + 1];
    size_t depth;
    struct handoff_error *err;
};

/* One tag between its delimiters. */
struct ho_tag {
    size_t start;              /* of its opening delimiter */
    char sigil;                /* 0 for a plain {{x}} */
    struct handoff_slice text; /* behind the sigil, trimmed */
};

/* --- lines.c --------------------------------------------------------- */

/* Append a node to the open section; NULL when out of memory. */
struct ho_node *ho_parser_node(struct ho_parser *p, enum ho_node_kind kind,
                               size_t at, struct handoff_slice text);
/* Append text[from, to). */
void ho_parser_text(struct ho_parser *p, size_t from, size_t to);
/* A line starts at that byte. */
void ho_parser_line(struct ho_parser *p, size_t start);
/* A line ends.  True when its tags had it to themselves: then its white space
 * is gone.  One tag can; several only where they open and close a parent,
 * because the text between those is not printed. */
bool ho_parser_end_line(struct ho_parser *p);
/* A tag opens or closes a node of that kind (TEXT: it leaves none).  At the
 * very start of a line the line begins all the same, for a partial's
 * indentation. */
void ho_parser_note(struct ho_parser *p, size_t start, enum ho_node_kind kind);

/* --- tags.c ---------------------------------------------------------- */

enum handoff_status ho_parser_tag(struct ho_parser *p,
                                  const struct ho_tag *tag);
enum handoff_status ho_parser_status(struct ho_parser *p);

#endif
