/* ladder.h - what a server takes, learnt from what it refuses.
 *
 * Every server of this kind understands model, messages and a limit of tokens;
 * the rest differs.  A request begins with the most that helps, and each
 * refusal (400, 404 or 422 that names a part of the request) takes one thing
 * away for all requests that follow: a format one rung down, a key renamed or
 * dropped.  There are MOVES such steps at most, so that it ends.
 *
 * A refusal tells what to leave out, never what would work instead: servers
 * name formats there that they do not have, and conceal some that they do.
 */
#ifndef HANDOFF_ENDPOINT_LADDER_H
#define HANDOFF_ENDPOINT_LADDER_H

#include "base/buffer.h"

enum ho_rung {
    HO_RUNG_STRICT, /* response_format json_schema, strict */
    HO_RUNG_SCHEMA, /* json_schema */
    HO_RUNG_OBJECT, /* json_object */
    HO_RUNG_TOOL,   /* one forced call of a function */
    HO_RUNG_TEXT,   /* the prompt alone asks for JSON */
    HO_RUNG_COUNT
};

enum ho_seed { HO_SEED, HO_SEED_RANDOM, HO_SEED_NONE, HO_SEED_COUNT };

struct ho_ladder {
    enum ho_rung rung;
    bool completion_tokens; /* max_completion_tokens for max_tokens */
    bool no_temperature;
    enum ho_seed seed; /* by which name, where one is sent at all */
    unsigned moves;    /* steps taken in this run: which state a try saw */
    bool renamed;      /* the limit's name changed already: once is enough */
};

/* What a refusal is about. */
enum ho_about {
    HO_ABOUT_NOTHING, /* that the ladder knows */
    HO_ABOUT_FORMAT,
    HO_ABOUT_TOKENS,
    HO_ABOUT_TEMPERATURE,
    HO_ABOUT_SEED
};

/* From the name of a parameter or the words of a message; NULL: none. */
enum ho_about ho_ladder_about(const char *words);

/* Learn from the refusal of a try that saw the state `moves`.  true: the
 * request that goes out now differs from the refused one, so ask again. */
bool ho_ladder_learn(struct ho_ladder *ladder, enum ho_about about,
                     unsigned moves);

/* As text, for people and to be kept: "json_schema strict, max_tokens,
 * temperature, seed". */
void ho_ladder_write(const struct ho_ladder *ladder, struct ho_buffer *out);
/* false: not such a text; the ladder stays as it is. */
bool ho_ladder_read(const char *text, struct ho_ladder *ladder);

#endif
