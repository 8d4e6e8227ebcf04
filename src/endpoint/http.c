/* http.c - see endpoint/http.h */
#include "endpoint/http.h"

#include <stdlib.h>
#include <unistd.h>

enum {
    KEY_BYTES = 4096,
    NAME_BYTES = 64,        /* of a header for the key */
    KEPT_BYTES = 256 * 1024 /* of a slot's body from one try to the next */
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
        grown = ho_libcurl()->slist_append(*list, line.ptr);
    ho_buffer_release(&line);
    if (grown)
        *list = grown;
    return grown != NULL;
}

/* Letters, digits and hyphens: nothing that could end the header. */
static enum handoff_status check_header(const char *name,
                                        struct handoff_error *err)
{
    const size_t len = strlen(name);

    if (len > 0 && len <= NAME_BYTES &&
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                     "0123456789-") == len)
        return HANDOFF_OK;
    return ho_fail(err, HANDOFF_ENDPOINT,
                   "the header for the API key is no name of a header; use "
                   "one such as api-key");
}

/* Here, since libcurl would only tell at the first request. */
static enum handoff_status check_ca(const char *path, struct handoff_error *err)
{
    if (access(path, R_OK) == 0)
        return HANDOFF_OK;
    return ho_fail(err, HANDOFF_ENDPOINT,
                   "%s: the file of authorities cannot be read; name a PEM "
                   "file",
                   path);
}

static bool add_headers(struct ho_http_settings *s, const char *key_header)
{
    struct ho_buffer name;
    bool done;

    ho_buffer_init(&name, NAME_BYTES + sizeof "Authorization: Bearer ");
    if (key_header)
        ho_buffer_format(&name, "%s: ", key_header);
    else
        ho_buffer_text(&name, "Authorization: Bearer ");
    /* An empty Expect: libcurl would ask for "100 Continue" before bodies
     * over 1 MiB and lose a second on servers that ignore the question. */
    done = !name.failed &&
           add_header(&s->headers, "Content-Type: ", "application/json") &&
           add_header(&s->headers, "Accept: ", "application/json") &&
           add_header(&s->headers, "Expect:", "") &&
           (!s->key || add_header(&s->headers, name.ptr, s->key));
    ho_buffer_release(&name);
    return done;
}

enum handoff_status ho_http_settings_init(
    struct ho_http_settings *out,
    const struct handoff_endpoint_options *options, struct handoff_error *err)
{
    const bool has_key = options->key && options->key[0];
    enum handoff_status status;

    *out = (struct ho_http_settings){ .connect_ms = options->connect_ms,
                                      .no_proxy = options->no_proxy,
                                      .clock = options->clock };
    status = ho_url_read(options->url, options->allow_http, &out->url, err);
    if (status == HANDOFF_OK && has_key)
        status = check_key(options->key, err);
    if (status == HANDOFF_OK && options->key_header)
        status = check_header(options->key_header, err);
    if (status == HANDOFF_OK && options->ca_file)
        status = check_ca(options->ca_file, err);
    if (status != HANDOFF_OK)
        return status;
    out->key = has_key ? strdup(options->key) : NULL;
    out->ca_file = options->ca_file ? strdup(options->ca_file) : NULL;
    if ((has_key && !out->key) || (options->ca_file && !out->ca_file) ||
        !add_headers(out, options->key_header))
        return ho_no_memory(err);
    return HANDOFF_OK;
}

void ho_http_settings_release(struct ho_http_settings *settings)
{
    ho_url_release(&settings->url);
    free(settings->key);
    free(settings->ca_file);
    ho_libcurl()->slist_free_all(settings->headers);
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
    ho_rate_init(&http->rate);
}

static void read_header(struct ho_http *http, struct handoff_slice line,
                        int64_t now)
{
    const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
    struct handoff_slice name;

    ho_retry_header(&http->hint, line, now);
    if (!colon)
        return;
    name = ho_part(line, 0, (size_t)(colon - line.ptr));
    ho_rate_header(&http->rate, name,
                   ho_trim(ho_part(line, name.len + 1, line.len)), now);
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
    http->headers_too_large = http->header_count > HO_HTTP_HEADERS ||
                              http->header_bytes > HO_HTTP_HEADER_BYTES;
    if (http->headers_too_large)
        return 0;
    read_header(http, line, clock->now(clock->user));
    return line.len;
}

/* --- settings ----------------------------------------------------------- */

static bool set_transfer(CURL *easy, const struct ho_http_settings *s)
{
    bool ok = true;

    ok &= ho_set_text(easy, CURLOPT_URL, s->url.request);
    ok &= ho_set_object(easy, CURLOPT_HTTPHEADER, s->headers);
    ok &= ho_set_long(easy, CURLOPT_POST, 1);
    ok &= ho_set_text(easy, CURLOPT_USERAGENT, "handoff");
    /* HTTP/1.1: with HTTP/2 all requests ride one connection, and one GOAWAY
     * or reset hits them all; libcurl before 8.5 handles that badly. */
    ok &= ho_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    /* Signals belong to the program, not to a library. */
    ok &= ho_set_long(easy, CURLOPT_NOSIGNAL, 1);
    return ok;
}

/* What keeps leads and key where they belong. */
static bool set_safety(CURL *easy, const struct ho_http_settings *s)
{
    bool ok = true;

    /* A redirect would carry the lead to a host that nobody chose. */
    ok &= ho_set_long(easy, CURLOPT_FOLLOWLOCATION, 0);
    /* Never ask for credentials elsewhere: not in ~/.netrc either. */
    ok &= ho_set_long(easy, CURLOPT_NETRC, CURL_NETRC_IGNORED);
    ok &= ho_set_text(easy, CURLOPT_PROTOCOLS_STR,
                      s->url.plain ? "http" : "https");
    ok &= ho_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1);
    ok &= ho_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2);
    ok &= ho_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    /* A proxy sees plain http in full, and loopback needs none; https goes
     * through the proxy that the environment names, unseen by it. */
    if (s->url.plain || s->no_proxy)
        ok &= ho_set_text(easy, CURLOPT_PROXY, "");
    /* A private authority in place of the machine's; verified all the same. */
    if (s->ca_file)
        ok &= ho_set_text(easy, CURLOPT_CAINFO, s->ca_file);
    /* What is announced as too large is not even begun. */
    ok &= ho_set_size(easy, CURLOPT_MAXFILESIZE_LARGE, HO_HTTP_BODY);
    ok &= ho_set_long(easy, CURLOPT_HEADEROPT, CURLHEADER_SEPARATE);
    ok &= ho_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1);
    return ok;
}

static bool set_time(CURL *easy, const struct ho_http_settings *s)
{
    bool ok = true;

    ok &= ho_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, s->connect_ms);
    /* So that a NAT in between does not forget a connection that waits. */
    ok &= ho_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1);
    ok &= ho_set_long(easy, CURLOPT_TCP_KEEPIDLE, 30);
    ok &= ho_set_long(easy, CURLOPT_TCP_KEEPINTVL, 15);
    /* Under llama-server's keep-alive of 5 s: on a connection that the server
     * has just dropped libcurl sends the POST again without telling, and a
     * POST may cost money. */
    ok &= ho_set_long(easy, CURLOPT_MAXAGE_CONN, 4);
    /* Follow DNS changes within minutes. */
    ok &= ho_set_long(easy, CURLOPT_MAXLIFETIME_CONN, 300);
    return ok;
}

static bool set_callbacks(struct ho_http *http, void *user)
{
    CURL *easy = http->easy;
    bool ok = true;

    ok &= ho_set_sink(easy, CURLOPT_WRITEFUNCTION, take_body);
    ok &= ho_set_object(easy, CURLOPT_WRITEDATA, http);
    ok &= ho_set_sink(easy, CURLOPT_HEADERFUNCTION, take_header);
    ok &= ho_set_object(easy, CURLOPT_HEADERDATA, http);
    ok &= ho_set_object(easy, CURLOPT_ERRORBUFFER, http->error);
    ok &= ho_set_object(easy, CURLOPT_PRIVATE, user);
    return ok;
}

enum handoff_status ho_http_open(struct ho_http *http,
                                 const struct ho_http_settings *settings,
                                 void *user, struct handoff_error *err)
{
    *http = (struct ho_http){ .settings = settings };
    ho_buffer_init(&http->body, HO_HTTP_BODY);
    http->easy = ho_libcurl()->easy_init();
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
                   ho_libcurl()->version());
}

void ho_http_close(struct ho_http *http)
{
    ho_libcurl()->easy_cleanup(http->easy);
    http->easy = NULL;
    ho_buffer_release(&http->body);
}

/* The time limit is the whole try's, and there is no low-speed limit: a server
 * that does not stream sends nothing at all until the whole answer is there. */
enum handoff_status ho_http_prepare(struct ho_http *http,
                                    struct handoff_slice body,
                                    unsigned timeout_ms,
                                    struct handoff_error *err)
{
    if (http->body.room > KEPT_BYTES)
        ho_buffer_release(&http->body);
    ho_buffer_clear(&http->body);
    forget_headers(http);
    http->headers_too_large = false;
    http->error[0] = '\0';
    http->timeout_ms = timeout_ms;
    if (ho_set_long(http->easy, CURLOPT_TIMEOUT_MS, timeout_ms) &&
        ho_set_size(http->easy, CURLOPT_POSTFIELDSIZE_LARGE,
                    (curl_off_t)body.len) &&
        ho_set_text(http->easy, CURLOPT_POSTFIELDS, body.ptr))
        return HANDOFF_OK;
    return ho_no_memory(err);
}
