/* http.c - see endpoint/http.h */
#include "endpoint/http.h"

#include <stdlib.h>

#include "endpoint/words.h"

enum {
    BODY_BYTES = 8 * 1024 * 1024, /* a reply is some kilobytes */
    HEADER_BYTES = 64 * 1024,     /* a gateway's cookies and policies: 8 KiB */
    HEADERS = 200,
    KEY_BYTES = 4096
};

static enum handoff_status check_key(const char *key, struct handoff_error *err)
{
    if (strlen(key) > KEY_BYTES)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "the API key is longer than %d bytes; check it",
                       KEY_BYTES);
    for (const char *c = key; *c; c++)
        if (*c <= ' ' || *c >= 0x7F)
            return ho_fail(err, HANDOFF_ENDPOINT,
                           "the API key holds a space, a line break or a "
                           "character outside ASCII; check where it is kept");
    return HANDOFF_OK;
}

static bool add_header(struct curl_slist **list, const char *name,
                       const char *value)
{
    struct ho_buffer line;
    struct curl_slist *grown = NULL;

    ho_buffer_init(&line, KEY_BYTES + 64);
    ho_buffer_format(&line, "%s%s", name, value);
    if (!line.failed)
        grown = curl_slist_append(*list, line.ptr);
    ho_buffer_release(&line);
    if (grown)
        *list = grown;
    return grown != NULL;
}

enum handoff_status ho_http_settings_init(
    struct ho_http_settings *out,
    const struct handoff_endpoint_options *options, struct handoff_error *err)
{
    const bool has_key = options->key && options->key[0];
    enum handoff_status status;

    *out = (struct ho_http_settings){ .timeout_ms = options->timeout_ms,
                                      .connect_ms = options->connect_ms,
                                      .clock = options->clock };
    status = ho_url_read(options->url, &out->url, err);
    if (status == HANDOFF_OK && has_key)
        status = check_key(options->key, err);
    if (status != HANDOFF_OK)
        return status;
    if (has_key)
        out->key = strdup(options->key);
    /* An empty Expect: libcurl would ask for "100 Continue" before bodies
     * over 1 MiB and lose a second on servers that ignore the question. */
    if ((has_key && !out->key) ||
        !add_header(&out->headers, "Content-Type: ", "application/json") ||
        !add_header(&out->headers, "Accept: ", "application/json") ||
        !add_header(&out->headers, "Expect:", "") ||
        (has_key &&
         !add_header(&out->headers, "Authorization: Bearer ", out->key)))
        return ho_no_memory(err);
    return HANDOFF_OK;
}

void ho_http_settings_release(struct ho_http_settings *settings)
{
    ho_url_release(&settings->url);
    free(settings->key);
    curl_slist_free_all(settings->headers);
    *settings = (struct ho_http_settings){ 0 };
}

/* --- callbacks: returning less than was offered ends the try ------------ */

static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
    struct ho_http *http = user;

    /* libcurl 7.88 enforces MAXFILESIZE only where a length was announced,
     * so the ceiling is ours. */
    ho_buffer_add(&http->body, (struct handoff_slice){ bytes, size * count });
    return http->body.failed == HANDOFF_OK ? size * count : 0;
}

static void forget_headers(struct ho_http *http)
{
    http->header_count = 0;
    http->header_bytes = 0;
    ho_retry_hint_init(&http->hint);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *user)
{
    struct ho_http *http = user;
    const struct handoff_slice line = { bytes, size * count };
    const struct handoff_clock *clock = http->settings->clock;

    /* Each status line begins anew: "100 Continue" has headers too. */
    if (line.len >= 5 && memcmp(line.ptr, "HTTP/", 5) == 0)
        forget_headers(http);
    http->header_count++;
    http->header_bytes += line.len;
    http->headers_too_large =
        http->header_count > HEADERS || http->header_bytes > HEADER_BYTES;
    if (http->headers_too_large)
        return 0;
    ho_retry_header(&http->hint, line, clock->now(clock->user));
    return line.len;
}

/* --- settings ----------------------------------------------------------- */

static bool set_transfer(CURL *easy, const struct ho_http_settings *s)
{
    bool ok = true;

    ok &= !curl_easy_setopt(easy, CURLOPT_URL, s->url.request);
    ok &= !curl_easy_setopt(easy, CURLOPT_HTTPHEADER, s->headers);
    ok &= !curl_easy_setopt(easy, CURLOPT_POST, 1L);
    ok &= !curl_easy_setopt(easy, CURLOPT_USERAGENT, "handoff");
    /* HTTP/1.1: with HTTP/2 all requests ride one connection, and one GOAWAY
     * or reset hits them all; libcurl before 8.5 handles that badly. */
    ok &= !curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                            (long)CURL_HTTP_VERSION_1_1);
    /* Signals belong to the program, not to a library. */
    ok &= !curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    return ok;
}

/* What keeps leads and key where they belong. */
static bool set_safety(CURL *easy, const struct ho_http_settings *s)
{
    bool ok = true;

    /* A redirect would carry the lead to a host that nobody chose. */
    ok &= !curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    ok &= !curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                            s->url.plain ? "http" : "https");
    ok &= !curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    ok &= !curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    ok &= !curl_easy_setopt(easy, CURLOPT_SSLVERSION,
                            (long)CURL_SSLVERSION_TLSv1_2);
    /* A proxy sees plain http in full, and loopback needs none; https goes
     * through the proxy that the environment names, unseen by it. */
    if (s->url.plain)
        ok &= !curl_easy_setopt(easy, CURLOPT_PROXY, "");
    ok &= !curl_easy_setopt(easy, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
    ok &= !curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    return ok;
}

static bool set_time(CURL *easy, const struct ho_http_settings *s)
{
    bool ok = true;

    ok &=
        !curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)s->connect_ms);
    /* No low-speed limit: a server that does not stream sends nothing at all
     * until the whole answer is there. */
    ok &= !curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)s->timeout_ms);
    /* So that a NAT in between does not forget a connection that waits. */
    ok &= !curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    ok &= !curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, 30L);
    ok &= !curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, 15L);
    /* Under llama-server's keep-alive of 5 s: on a connection that the server
     * has just dropped libcurl sends the POST again without telling, and a
     * POST may cost money. */
    ok &= !curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, 4L);
    /* Follow DNS changes within minutes. */
    ok &= !curl_easy_setopt(easy, CURLOPT_MAXLIFETIME_CONN, 300L);
    return ok;
}

static bool set_callbacks(struct ho_http *http, void *user)
{
    CURL *easy = http->easy;
    bool ok = true;

    ok &= !curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    ok &= !curl_easy_setopt(easy, CURLOPT_WRITEDATA, http);
    ok &= !curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
    ok &= !curl_easy_setopt(easy, CURLOPT_HEADERDATA, http);
    ok &= !curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, http->error);
    ok &= !curl_easy_setopt(easy, CURLOPT_PRIVATE, user);
    return ok;
}

enum handoff_status ho_http_open(struct ho_http *http,
                                 const struct ho_http_settings *settings,
                                 void *user, struct handoff_error *err)
{
    *http = (struct ho_http){ .settings = settings };
    ho_buffer_init(&http->body, BODY_BYTES);
    http->easy = curl_easy_init();
    if (!http->easy)
        return ho_no_memory(err);
    if (set_transfer(http->easy, settings) &&
        set_safety(http->easy, settings) && set_time(http->easy, settings) &&
        set_callbacks(http, user))
        return HANDOFF_OK;
    ho_http_close(http);
    return ho_fail(err, HANDOFF_ENDPOINT,
                   "this machine's libcurl (%s) cannot be set up; install "
                   "7.85 or newer with TLS",
                   curl_version());
}

void ho_http_close(struct ho_http *http)
{
    curl_easy_cleanup(http->easy);
    http->easy = NULL;
    ho_buffer_release(&http->body);
}

enum handoff_status ho_http_prepare(struct ho_http *http, const char *body,
                                    size_t len, struct handoff_error *err)
{
    ho_buffer_clear(&http->body);
    forget_headers(http);
    http->headers_too_large = false;
    http->error[0] = '\0';
    if (curl_easy_setopt(http->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)len) ||
        curl_easy_setopt(http->easy, CURLOPT_POSTFIELDS, body))
        return ho_no_memory(err);
    return HANDOFF_OK;
}

/* --- what a try brought ------------------------------------------------- */

static bool may_pass(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
    case CURLE_SSL_CONNECT_ERROR:
        return true;
    default:
        return false;
    }
}

static const char *remedy(CURLcode code)
{
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return "raise the time limit or ask for fewer at once";
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
        return "check the endpoint's URL and that the server runs";
    case CURLE_PEER_FAILED_VERIFICATION:
        return "mend the server's certificate, or name the right host";
    case CURLE_SSL_CONNECT_ERROR:
        return "check that the server speaks TLS 1.2 or newer";
    default:
        return "look at the server's log or try again later";
    }
}

/* Our own words where libcurl's hold a stopwatch: the same failure should read
 * the same in every run. */
static void describe(const struct ho_http *http, CURLcode code,
                     struct ho_buffer *out)
{
    const struct ho_http_settings *s = http->settings;
    curl_off_t ready = 0;

    curl_easy_getinfo(http->easy, CURLINFO_PRETRANSFER_TIME_T, &ready);
    if (code == CURLE_OPERATION_TIMEDOUT && ready == 0)
        ho_buffer_format(out, "no connection within %u ms",
                         s->connect_ms < s->timeout_ms ? s->connect_ms
                                                       : s->timeout_ms);
    else if (code == CURLE_OPERATION_TIMEDOUT)
        ho_buffer_format(out, "no whole answer within %u ms", s->timeout_ms);
    else if (code == CURLE_COULDNT_CONNECT || !http->error[0])
        ho_buffer_text(out, curl_easy_strerror(code));
    else
        ho_words(out, ho_slice(http->error), s->key);
}

static enum handoff_status read_failure(const struct ho_http *http,
                                        CURLcode code, struct ho_answer *answer,
                                        struct handoff_error *err)
{
    struct ho_buffer said;
    enum handoff_status status;

    if (code == CURLE_OUT_OF_MEMORY || http->body.failed == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    if (http->body.failed == HANDOFF_TOO_LARGE)
        return ho_answer_problem(
            answer, err,
            "the answer is larger than %d MiB, the limit; check that the URL "
            "is an OpenAI-compatible API's",
            BODY_BYTES >> 20);
    if (http->headers_too_large)
        return ho_answer_problem(
            answer, err,
            "the answer's headers are more than %d or larger than %d KiB, the "
            "limits; check the endpoint's URL",
            HEADERS, HEADER_BYTES >> 10);
    answer->retry = may_pass(code);
    ho_buffer_init(&said, CURL_ERROR_SIZE * 2);
    describe(http, code, &said);
    status = ho_buffer_status(&said, "libcurl's error", err);
    if (status == HANDOFF_OK)
        status =
            ho_answer_problem(answer, err, "%s; %s", said.ptr, remedy(code));
    ho_buffer_release(&said);
    return status;
}

static enum handoff_status read_redirect(const struct ho_http *http,
                                         long http_status,
                                         struct ho_answer *answer,
                                         struct handoff_error *err)
{
    const char *target = NULL;
    struct ho_buffer origin, said;
    enum handoff_status status;

    curl_easy_getinfo(http->easy, CURLINFO_REDIRECT_URL, &target);
    ho_buffer_init(&origin, BODY_BYTES);
    ho_buffer_init(&said, 2 * HO_WORDS);
    ho_url_origin(&origin, target ? target : "");
    ho_words(&said, ho_buffer_slice(&origin), http->settings->key);
    status = ho_buffer_status(&said, "the redirect", err);
    if (status == HANDOFF_OK)
        status = ho_answer_problem(
            answer, err,
            "HTTP %ld sends the request on to %s, which is not followed, "
            "since leads and key would go there; set the URL to it if you "
            "trust it",
            http_status, said.ptr);
    ho_buffer_release(&origin);
    ho_buffer_release(&said);
    return status;
}

enum handoff_status ho_http_read(struct ho_http *http, CURLcode code,
                                 struct ho_answer *answer, long *http_status,
                                 struct handoff_error *err)
{
    enum handoff_status status;

    *http_status = 0;
    curl_easy_getinfo(http->easy, CURLINFO_RESPONSE_CODE, http_status);
    if (code != CURLE_OK)
        return read_failure(http, code, answer, err);
    if (*http_status >= 300 && *http_status <= 399)
        return read_redirect(http, *http_status, answer, err);
    status = ho_chat_read(*http_status, ho_buffer_slice(&http->body),
                          http->settings->key, answer, err);
    /* The server knows best whether its refusal will pass. */
    if (*http_status != 200 && !answer->final &&
        http->hint.again != HO_RETRY_UNTOLD)
        answer->retry = http->hint.again == 1;
    return status;
}
