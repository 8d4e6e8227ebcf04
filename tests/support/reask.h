/* reask.h - one batch, the product's own prompts, a scripted endpoint: what the
 * tests of asking again share.  Every function fails the running cmocka test
 * where it cannot do its work.
 */
#ifndef TEST_SUPPORT_REASK_H
#define TEST_SUPPORT_REASK_H

#include <handoff/pipeline.h>

#include "base/json.h"

struct server;

struct scene {
    struct handoff_policy *policy;
    struct handoff_batch *batch;
    struct handoff_prompt *prompt, *reask;
    struct server *server; /* NULL until scene_serve */
    size_t finished;       /* leads that progress has told of */
};

/* The leads of one input.  scene_end frees what the scene holds. */
struct scene scene_begin(const char *text);
void scene_end(struct scene *s);

/* Start the scripted endpoint (support/server.h has the format). */
void scene_serve(struct scene *s, const char *script);

/* Run the batch against the server, or without one the built-in extractor. */
struct handoff_run *scene_run(struct scene *s, unsigned reasks);

/* A reply of the first lead as JSON, every open field that it does not name
 * null; words that are no JSON stay as they are. */
cJSON *scene_reply(const struct scene *s, const char *text);

enum { SCENE_AGAIN = 4 };

/* `first` to the prompt; again[i] to the questions behind it, in order; NULL
 * for an error of the server.  To be freed. */
char *scene_script(const struct scene *s, const char *first,
                   const char *const again[SCENE_AGAIN]);

/* The body of the index-th request that arrived. */
cJSON *scene_request(const struct scene *s, size_t index);
/* Its last message, which is the user's. */
const char *request_text(const cJSON *request);
/* The keys that its schema asks for, "a,b". */
void request_keys(const cJSON *request, char *out, size_t size);

#endif
