/* endpoint.h - requests out, reply bytes in.
 *
 * One endpoint serves a run.  Requests are submitted and replies collected in
 * whatever order they finish; at most `jobs` are in flight.  A failed request
 * is a reply with a failure text, never an error of the run: a failed lead
 * never fails its batch.  There is no thread: requests move on inside
 * handoff_endpoint_next and _work only, and time limits run on in between.
 *
 * Kinds, by name:
 *   http://... https://...  OpenAI-compatible; /chat/completions is appended
 *                           (unless it is there); http: only to localhost,
 *                           127.0.0.0/8 and [::1] unless allow_http; no user
 *                           or password in it
 *   batch:FILE              results of a batch job (see batch_out), by
 *                           custom_id
 *   replay:DIR              replies saved with save_dir, by request hash
 *   builtin:extract         deterministic and offline; see below
 *
 * builtin:extract fills the reply shape from the lead itself: for each open
 * field the sentence or clause of the message (of its first 16 KiB) in which
 * one of the field's cues stands.  It quotes, it never paraphrases, and what it
 * says goes through the same checks as any model's reply.
 *
 * Over HTTP a try is repeated after 408, 409, 429, 5xx and lost connections,
 * at most `attempts` times and within lead_ms, when the server's Retry-After
 * (up to 120 s) or else a growing pause has passed.  The same 500 twice gets a
 * seed with its third try.  An answer that was cut off is asked for once more
 * with twice the tokens.  What a server refuses of a request's form is left
 * out from then on (see handoff_endpoint_ladder) and costs no attempt.
 * Overload halves the number of requests at once for a while.
 *
 * What no other request could pass either ends the run: a wrong key or model,
 * an empty account, a certificate that cannot be trusted, a redirect, a limit
 * that is reached, an interrupt.  Then what is under way is finished, what was
 * not sent fails at once, and handoff_endpoint_stopped says why.
 *
 * Redirects are not followed.  For https the proxy settings of the environment
 * hold.  libcurl is told to leave signals alone, so a program that uses this
 * should ignore SIGPIPE.
 */
#ifndef HANDOFF_ENDPOINT_H
#define HANDOFF_ENDPOINT_H

#include <handoff/clock.h>
#include <handoff/prompt.h>

struct handoff_endpoint;

/* Millionths of any currency for a million tokens. */
struct handoff_price {
    int64_t input, output;
};

struct handoff_endpoint_options {
    const char *url;      /* a kind from above; NULL: builtin:extract */
    const char *model;    /* required for http */
    const char *key;      /* bearer token; NULL or "" for none */
    const char *save_dir; /* write each ok reply there for replay:; made if
                           * missing (not its parents); NULL: no */
    unsigned jobs;        /* requests in flight, 1 to 256 */
    unsigned attempts;    /* tries a request, 1 to 10 */
    unsigned timeout_ms;  /* of one try, from start to last byte */
    unsigned connect_ms;
    unsigned lead_ms; /* of all tries for a request, waits included */
    const struct handoff_fields *fields; /* for builtin:extract */
    const struct handoff_clock *clock;   /* NULL: the system's */

    const char *key_header; /* NULL: "Authorization: Bearer KEY"; a name such
                             * as "api-key": that header with the key alone */
    const char *ca_file;    /* PEM file of the authorities to trust; NULL: the
                             * machine's */
    bool allow_http;        /* unencrypted, to any host */
    bool no_proxy;          /* whatever the environment says */
    uint64_t chance;        /* spreads the waits of programs that run at the
                             * same time; any number */

    int64_t max_requests;     /* tries of the run; 0: no limit */
    int64_t max_tokens_total; /* told or, where untold, estimated; 0 */
    int64_t max_cost;         /* millionths of the price's currency; 0 */
    const struct handoff_price *price; /* copied; NULL: unknown */

    bool plan;             /* nothing travels: requests are counted only */
    const char *batch_out; /* with plan: and written there as the JSON lines
                            * of OpenAI's Batch API; NULL: no */

    /* Asked now and then: true ends the run.  May be NULL. */
    bool (*interrupted)(void *user);
    void *user;
};

#define HANDOFF_ENDPOINT_DEFAULTS                                            \
    {                                                                        \
        .jobs = 4, .attempts = 4, .timeout_ms = 600000, .connect_ms = 10000, \
        .lead_ms = 1800000                                                   \
    }

/* options and the strings in it are copied; fields, clock and user are
 * borrowed. */
HANDOFF_API enum handoff_status handoff_endpoint_new(
    const struct handoff_endpoint_options *options,
    struct handoff_endpoint **out, struct handoff_error *err);
HANDOFF_API void handoff_endpoint_free(struct handoff_endpoint *endpoint);

/* The URL or kind, without any credentials; for reports. */
HANDOFF_API const char *handoff_endpoint_name(
    const struct handoff_endpoint *endpoint);

/* Why the run has ended early, one sentence; NULL: it has not. */
HANDOFF_API const char *handoff_endpoint_stopped(
    const struct handoff_endpoint *endpoint);

struct handoff_usage {
    int64_t requests; /* tries, or planned requests */
    int64_t known;    /* of a plan: answered before, and not counted */
    int64_t prompt_tokens, completion_tokens; /* of failed tries, too */
    int64_t cost; /* millionths of the price's currency */
    bool priced;  /* there is a price: cost means something */
    bool guessed; /* part of it is an estimate: a server did not tell */
};

/* What the run has used, or, as a plan, what it would use at most.  Recalled
 * and replayed replies cost nothing. */
HANDOFF_API void handoff_endpoint_usage(const struct handoff_endpoint *endpoint,
                                        struct handoff_usage *out);

/* What of a request this server and model take, as learnt up to now: text such
 * as "json_schema strict, max_tokens, temperature, seed".  _learnt starts from
 * what an earlier run has learnt; false: no such text.  Other kinds than http
 * have none: "". */
enum { HANDOFF_LADDER = 128 };
HANDOFF_API void handoff_endpoint_ladder(
    const struct handoff_endpoint *endpoint, char out[HANDOFF_LADDER]);
HANDOFF_API bool handoff_endpoint_learnt(struct handoff_endpoint *endpoint,
                                         const char *ladder);

struct handoff_request {
    size_t tag; /* the caller's; comes back with the reply */
    const struct handoff_messages *messages;
    const char *schema; /* reply schema, JSON text; NULL: free text */
    int max_tokens;     /* above 0 */
    const struct handoff_lead *lead; /* for builtin:extract */
};

struct handoff_reply {
    size_t tag;
    bool ok;
    char *text;        /* ok: the assistant's content; owned by the reply */
    char *failure;     /* not ok: one sentence; owned by the reply */
    unsigned attempts; /* tries; 0: never sent */
    long http_status;  /* of the last try; 0 where there was none */
    unsigned took_ms;  /* the last try over HTTP, from its start to its end */
    int64_t prompt_tokens, completion_tokens; /* all tries; -1: not told */
    /* of messages and schema, written as JSON: not of URL, model and
     * max_tokens, so that a recorded reply fits whoever made it.  A run whose
     * replies shall be replayed uses a fixed fence in its messages. */
    char request_sha256[65];
};

/* A plan's batch file is complete from here on: written whole, or not at all.
 */
HANDOFF_API enum handoff_status handoff_endpoint_finish_plan(
    struct handoff_endpoint *endpoint, struct handoff_error *err);

/* Everything in the request is copied but lead, which is borrowed until the
 * reply was collected.  Messages that are not UTF-8 (BAD_TEXT) and a schema
 * that is not JSON (BAD_JSON) are errors. */
HANDOFF_API enum handoff_status handoff_endpoint_submit(
    struct handoff_endpoint *endpoint, const struct handoff_request *request,
    struct handoff_error *err);

/* Would another request keep the endpoint from running dry?  false: as many
 * wait as it can have under way, and more would only take room. */
HANDOFF_API bool handoff_endpoint_has_room(
    const struct handoff_endpoint *endpoint);
/* Let requests move on, without waiting: for a caller with work between. */
HANDOFF_API enum handoff_status handoff_endpoint_work(
    struct handoff_endpoint *endpoint, struct handoff_error *err);

/* What was answered before, and where new answers are kept. */
struct handoff_memory {
    /* *known: the reply is filled as an ok one (tag and request_sha256 are
     * there already), and the request does not travel. */
    enum handoff_status (*recall)(void *user, struct handoff_reply *reply,
                                  bool *known, struct handoff_error *err);
    /* Each reply that was not known, ok or not, before it is handed out.  A
     * failure ends the run; the reply stays with the endpoint. */
    enum handoff_status (*keep)(void *user, const struct handoff_reply *reply,
                                struct handoff_error *err);
    /* After those that came together: from here on they have to last. */
    enum handoff_status (*settle)(void *user, struct handoff_error *err);
    void *user;
};

/* memory is borrowed for the life of the endpoint. */
HANDOFF_API void handoff_endpoint_remember(struct handoff_endpoint *endpoint,
                                           const struct handoff_memory *memory);

/* Wait for the next finished reply.  *got is false when nothing is left.
 * The reply is the caller's: handoff_reply_release.  A status other than OK
 * means that the run cannot go on; where a reply could not be saved (IO), it
 * is not lost, and the next call tries to save and return it again. */
HANDOFF_API enum handoff_status handoff_endpoint_next(
    struct handoff_endpoint *endpoint, struct handoff_reply *reply, bool *got,
    struct handoff_error *err);
HANDOFF_API void handoff_reply_release(struct handoff_reply *reply);

#endif
