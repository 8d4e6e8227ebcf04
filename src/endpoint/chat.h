/* chat.h - OpenAI's chat/completions: what is sent, what comes back.
 *
 * Little is sent, because every server of that kind understands model,
 * messages, max_tokens, temperature and response_format, and many refuse or
 * misread the rest; endpoint/ladder.h says what of it.  Key order is fixed: the
 * same request is the same bytes, which is what prompt caches compare.
 */
#ifndef HANDOFF_ENDPOINT_CHAT_H
#define HANDOFF_ENDPOINT_CHAT_H

#include <handoff/endpoint.h>

#include "base/error.h"
#include "base/json.h"
#include "base/sha256.h"
#include "endpoint/ladder.h"

/* A request as it waits: {"messages":[...],"schema":...} in one piece, out of
 * which each try's body is made when its turn has come. */
struct ho_asked {
    char *text; /* NULL: nothing is kept */
    size_t len;
    size_t messages_end; /* the list of messages: [MESSAGES, messages_end) */
    bool has_schema;
    int max_tokens;
};

/* Take a request over.  Messages that are not UTF-8 and a schema that is not
 * JSON are errors. */
enum handoff_status ho_asked_make(const struct handoff_request *request,
                                  struct ho_asked *out,
                                  struct handoff_error *err);
void ho_asked_release(struct ho_asked *asked);

/* SHA-256 of messages and schema, written as JSON in that order.  URL, model
 * and max_tokens stay out of it, so that a recorded reply can be replayed
 * whoever made it. */
enum handoff_status ho_asked_hash(const struct ho_asked *asked,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err);

/* What differs from try to try. */
struct ho_turn {
    int max_tokens;
    int64_t seed; /* 0: none */
};

/* Append the request body.  Without a schema it has no response_format. */
void ho_chat_body(const struct ho_asked *asked, const char *model,
                  const struct ho_ladder *ladder, const struct ho_turn *turn,
                  struct ho_buffer *out);

/* What one try brought. */
struct ho_answer {
    char *text;    /* the assistant's content, or NULL */
    char *problem; /* why there is no text: "what is wrong; remedy" */
    bool retry;    /* the problem may go away by itself */
    bool final;    /* it will not, whatever the headers say */
    bool stop;     /* nor for any other request: the run ends */
    bool cut;      /* the limit of tokens ended it */
    enum ho_about about;
    int64_t prompt_tokens, completion_tokens; /* -1: not told */
};

void ho_answer_init(struct ho_answer *answer);
void ho_answer_release(struct ho_answer *answer);

/* Read an HTTP answer.  On HANDOFF_OK exactly one of text and problem is set.
 * The server's own words in a problem are cleaned and capped, and `secret`
 * (may be NULL) is taken out of them.  Sources of the error shapes: OpenAI,
 * llama-server, Ollama, vLLM, LM Studio, OpenRouter, Mistral, Gemini. */
enum handoff_status ho_chat_read(int64_t http_status, struct handoff_slice body,
                                 const char *secret, struct ho_answer *out,
                                 struct handoff_error *err);

/* The same for an answer that is no completion; root is NULL where the body is
 * no JSON. */
enum handoff_status ho_chat_error(int64_t http_status, const cJSON *root,
                                  struct handoff_slice body, const char *secret,
                                  struct ho_answer *out,
                                  struct handoff_error *err);
/* Does a 200 of that root hold an error in place of an answer? */
bool ho_chat_is_error(const cJSON *root);
/* A web page in place of an answer? */
bool ho_chat_is_page(struct handoff_slice body);

/* Set the problem of an answer, printf-like. */
enum handoff_status ho_answer_problem(struct ho_answer *answer,
                                      struct handoff_error *err,
                                      const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
