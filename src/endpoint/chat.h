/* chat.h - OpenAI's chat/completions: what is sent, what comes back.
 *
 * Little is sent, because every server of that kind understands model,
 * messages, max_tokens, temperature and response_format, and many refuse or
 * misread the rest.  Key order is fixed: the same request is the same bytes,
 * which is what prompt caches compare.
 */
#ifndef HANDOFF_ENDPOINT_CHAT_H
#define HANDOFF_ENDPOINT_CHAT_H

#include <handoff/endpoint.h>

#include "base/error.h"
#include "base/sha256.h"

/* The request body; *body is the caller's to free.  Messages that are not
 * UTF-8 and a schema that is not JSON are errors.  Without a schema (NULL)
 * the body has no response_format. */
enum handoff_status ho_chat_body(const struct handoff_request *request,
                                 const char *model, char **body, size_t *len,
                                 struct handoff_error *err);

/* SHA-256 of messages and schema, written as JSON in that order.  URL, model
 * and max_tokens stay out of it, so that a recorded reply can be replayed
 * whoever made it. */
enum handoff_status ho_chat_hash(const struct handoff_request *request,
                                 char out[HO_SHA256_HEX],
                                 struct handoff_error *err);

/* What one try brought. */
struct ho_answer {
    char *text;    /* the assistant's content, or NULL */
    char *problem; /* why there is no text: "what is wrong; remedy" */
    bool retry;    /* the problem may go away by itself */
    bool final;    /* it will not, whatever the headers say */
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

/* Set the problem of an answer, printf-like. */
enum handoff_status ho_answer_problem(struct ho_answer *answer,
                                      struct handoff_error *err,
                                      const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
