/* server.h - an OpenAI-compatible endpoint that does what a script says.
 *
 * It listens on a free port of 127.0.0.1, answers POST .../chat/completions,
 * and does so on threads of its own until server_stop.  The script is a JSON
 * object:
 *
 *   {"latency_ms": 0,            before every answer
 *    "rules": [RULE, ...],       the first that fits a request serves it
 *    "default": ACTION}          otherwise; absent: {"content": "auto"}
 *
 * A RULE is an ACTION with conditions (all must hold; none: always):
 *
 *   "match": "text"    stands in the request body
 *   "header": "text"   stands in the request's headers ("Name: value" lines)
 *   "number": 3        the third request that arrives
 *   "percent": 5       so many of a hundred requests, drawn by their number
 *   "times": 1         serves that many requests, then never again
 *
 * An ACTION:
 *
 *   "status": 429              default 200
 *   "headers": {"Retry-After": "0"}
 *   "delay_ms": 50             on top of the latency
 *   "body": "..." or JSON      the body as it stands, or else:
 *   "content": "..." or JSON   becomes choices[0].message.content; "auto"
 *                              answers each required key of the request's
 *                              schema with null (an array with [], another
 *                              type with its first or empty value)
 *   "finish_reason": "stop"
 *   "refusal": "..."           message.refusal
 *   "usage": JSON              default: a quarter of the bytes; null: none
 *   "close": true              hang up without an answer
 *   "reset": true              the same with a TCP reset
 *   "cut": 10                  hang up after that many bytes of the body
 *   "drip_ms": 20              send the body byte by byte, that far apart
 *   "huge": 9000000            that many bytes "x" as the body
 *   "many_headers": 300        that many headers more
 *
 * An unknown key is an error.  What arrived is kept for assertions.
 */
#ifndef HANDOFF_TESTS_SERVER_H
#define HANDOFF_TESTS_SERVER_H

#include <stddef.h>

#include <handoff/error.h>
#include <handoff/slice.h>

struct server;

enum {
    SERVER_KEEPS = 1024, /* requests kept for assertions; all are counted */
    SERVER_CONNECTIONS = 300
};

enum handoff_status server_start(struct handoff_slice script,
                                 struct server **out,
                                 struct handoff_error *err);
/* The same over TLS, with a certificate and its key as PEM. */
enum handoff_status server_start_tls(struct handoff_slice script,
                                     const char *certificate, const char *key,
                                     struct server **out,
                                     struct handoff_error *err);
/* Ends delays and drips at once; NULL-safe. */
void server_stop(struct server *server);

/* "http://127.0.0.1:PORT/v1", or https */
const char *server_url(const struct server *server);
unsigned server_port(const struct server *server);

/* Requests that arrived, and the most that were being served at one time. */
size_t server_count(struct server *server);
size_t server_most_at_once(struct server *server);

struct server_request {
    char *path;
    char *headers; /* "Name: value\n" each, in order of arrival */
    char *body;
};

/* Request `index` in order of arrival, below SERVER_KEEPS; valid until
 * server_stop.  NULL: no such request. */
const struct server_request *server_request(struct server *server,
                                            size_t index);

#endif
