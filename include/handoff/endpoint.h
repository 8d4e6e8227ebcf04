/* endpoint.h - requests out, reply bytes in.
 *
 * One endpoint serves a run.  Requests are submitted and replies collected in
 * whatever order they finish; at most `jobs` are in flight.  A failed request
 * is a reply with a failure text, never an error of the run: a failed lead
 * never fails its batch.  There is no thread: requests move on inside
 * handoff_endpoint_next only, and time limits run on in between.
 *
 * Kinds, by name:
 *   http://... https://...  OpenAI-compatible; /chat/completions is appended
 *                           (unless it is there); http: only to localhost,
 *                           127.0.0.0/8 and [::1]; no user or password in it
 *   replay:DIR              replies saved with save_dir, by request hash
 *   builtin:extract         deterministic and offline; see below
 *
 * builtin:extract fills the reply shape from the lead itself: for each open
 * field the sentence or clause of the message (of its first 16 KiB) in which
 * one of the field's cues stands.  It quotes, it never paraphrases, and what it
 * says goes through the same checks as any model's reply.
 *
 * Over HTTP a try is repeated after 408, 409, 429, 5xx and lost connections,
 * at most `attempts` times, when the server's Retry-After (up to 120 s) or
 * else a growing pause has passed.  Redirects are not followed.  For https the
 * proxy settings of the environment hold.  libcurl is told to leave signals
 * alone, so a program that uses this should ignore SIGPIPE.
 */
#ifndef HANDOFF_ENDPOINT_H
#define HANDOFF_ENDPOINT_H

#include <handoff/clock.h>
#include <handoff/prompt.h>

struct handoff_endpoint;

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
    const struct handoff_fields *fields; /* for builtin:extract */
    const struct handoff_clock *clock;   /* NULL: the system's */
};

#define HANDOFF_ENDPOINT_DEFAULTS                                           \
    {                                                                       \
        .jobs = 4, .attempts = 4, .timeout_ms = 600000, .connect_ms = 10000 \
    }

/* options and the strings in it are copied; fields and clock are borrowed. */
HANDOFF_API enum handoff_status handoff_endpoint_new(
    const struct handoff_endpoint_options *options,
    struct handoff_endpoint **out, struct handoff_error *err);
HANDOFF_API void handoff_endpoint_free(struct handoff_endpoint *endpoint);

/* The URL or kind, without any credentials; for reports. */
HANDOFF_API const char *handoff_endpoint_name(
    const struct handoff_endpoint *endpoint);

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
    char *text;    /* ok: the assistant's content; owned by the reply */
    char *failure; /* not ok: one sentence; owned by the reply */
    unsigned attempts;
    long http_status; /* of the last try; 0 where there was none */
    int64_t prompt_tokens, completion_tokens; /* all tries; -1: not told */
    /* of messages and schema, written as JSON: not of URL, model and
     * max_tokens, so that a recorded reply fits whoever made it.  A run whose
     * replies shall be replayed uses a fixed fence in its messages. */
    char request_sha256[65];
};

/* Everything in the request is copied but lead, which is borrowed until the
 * reply was collected.  Messages that are not UTF-8 (BAD_TEXT) and a schema
 * that is not JSON (BAD_JSON) are errors. */
HANDOFF_API enum handoff_status handoff_endpoint_submit(
    struct handoff_endpoint *endpoint, const struct handoff_request *request,
    struct handoff_error *err);

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
