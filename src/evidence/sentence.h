/* sentence.h - a sentence in words, marks and clauses; see
 * evidence/polarity.h for what is made of it.
 */
#ifndef HANDOFF_EVIDENCE_SENTENCE_H
#define HANDOFF_EVIDENCE_SENTENCE_H

#include "evidence/language.h"
#include "evidence/polarity.h"

enum {
    HO_TOKENS = 800, /* of a sentence */
    HO_MARKS = 120   /* of a sentence */
};

/* A word, or a sign that parts clauses. */
struct ho_token {
    size_t from, to; /* bytes of the sentence */
    unsigned shapes; /* bits of kinds below HO_KIND_SHAPES */
    unsigned part;   /* number of the clause it belongs to */
    unsigned piece;  /* the same, and each comma starts one */
    bool is_stop;
};

struct ho_mark {
    enum ho_kind kind;
    size_t first, last; /* tokens, last is one behind */
    enum ho_behind behind;
};

struct ho_sentence_parse {
    const struct ho_scene *scene;
    struct ho_token token[HO_TOKENS];
    size_t count;
    struct ho_mark mark[HO_MARKS];
    size_t marks;
    struct ho_range core, cue, span; /* of the scene, as tokens */
};

/* What does not fit is left out: then the core has no token, or marks are
 * HO_MARKS. */
void ho_parse_sentence(const struct ho_scene *scene,
                       struct ho_sentence_parse *parse);

/* Is token i of that shape? */
bool ho_has_shape(const struct ho_sentence_parse *parse, size_t i,
                  enum ho_kind shape);

/* Is there a clause of its own from token i to the next stop? */
bool ho_starts_clause(const struct ho_sentence_parse *parse, size_t i);

/* Does token i lie in the range? */
bool ho_is_within(size_t i, const struct ho_range *range);

bool ho_is_negation(enum ho_kind kind);

struct handoff_slice ho_token_text(const struct ho_sentence_parse *parse,
                                   size_t i);
/* The first byte of a token: of a stop, which one it is. */
char ho_token_byte(const struct ho_sentence_parse *parse, size_t i);

#endif
