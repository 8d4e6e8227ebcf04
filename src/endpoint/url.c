/* url.c - see endpoint/url.h */
#include "endpoint/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#include "endpoint/libcurl.h"

static const char COMPLETIONS[] = "/chat/completions";

enum { URL_BYTES = 4096 };

/* NULL: absent, or no memory. */
static char *part(CURLU *url, CURLUPart what)
{
    char *text = NULL, *copy;

    if (ho_libcurl()->url_get(url, what, &text, 0) != CURLUE_OK)
        return NULL;
    copy = strdup(text);
    ho_libcurl()->free(text);
    return copy;
}

/* A name is loopback only where the resolver cannot say otherwise: libcurl
 * answers for "localhost" by itself. */
static bool is_loopback(const char *host)
{
    struct in_addr v4;
    char digits[INET6_ADDRSTRLEN];
    struct in6_addr v6;
    const size_t len = strlen(host);

    if (strcasecmp(host, "localhost") == 0)
        return true;
    if (inet_pton(AF_INET, host, &v4) == 1)
        return ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
    if (len < 3 || len >= sizeof digits || host[0] != '[')
        return false;
    memcpy(digits, host + 1, len - 2);
    digits[len - 2] = '\0';
    return inet_pton(AF_INET6, digits, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

static enum handoff_status parse(CURLU *url, const char *text,
                                 struct handoff_error *err)
{
    const CURLUcode code =
        ho_libcurl()->url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER);

    if (code == CURLUE_OK)
        return HANDOFF_OK;
    if (code == CURLUE_OUT_OF_MEMORY)
        return ho_no_memory(err);
    if (code == CURLUE_USER_NOT_ALLOWED)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "the endpoint's URL holds a user or password; take it "
                       "out and give the key on its own");
    return ho_fail(err, HANDOFF_ENDPOINT,
                   "the endpoint's URL cannot be read (%s); write it like "
                   "https://api.example/v1",
                   ho_libcurl()->url_strerror(code));
}

static enum handoff_status check_scheme(const char *scheme, bool *plain,
                                        struct handoff_error *err)
{
    *plain = strcmp(scheme, "http") == 0;
    if (*plain || strcmp(scheme, "https") == 0)
        return HANDOFF_OK;
    return ho_fail(err, HANDOFF_ENDPOINT,
                   "the endpoint's URL begins with %s:; use https:, or http: "
                   "for a server on this machine",
                   scheme);
}

static enum handoff_status check_host(const char *host, bool open,
                                      struct handoff_error *err)
{
    if (!open || is_loopback(host))
        return HANDOFF_OK;
    return ho_fail(
        err, HANDOFF_ENDPOINT,
        "http://%s would send leads and key unencrypted; use "
        "https: (http: is for localhost, 127.0.0.1 and [::1], or with "
        "--allow-http)",
        host);
}

/* path is the URL's, which always begins with a slash. */
static bool append_completions(CURLU *url, const char *path)
{
    struct ho_buffer b;
    struct handoff_slice p = ho_slice(path);
    const size_t suffix = sizeof COMPLETIONS - 1;
    bool done;

    while (p.len > 0 && p.ptr[p.len - 1] == '/')
        p.len--;
    if (p.len >= suffix &&
        memcmp(p.ptr + p.len - suffix, COMPLETIONS, suffix) == 0)
        p.len -= suffix;
    ho_buffer_init(&b, URL_BYTES + suffix);
    ho_buffer_add(&b, p);
    ho_buffer_text(&b, COMPLETIONS);
    done = !b.failed &&
           ho_libcurl()->url_set(url, CURLUPART_PATH, b.ptr, 0) == CURLUE_OK;
    ho_buffer_release(&b);
    return done;
}

static char *host_and_port(const char *host, const char *port)
{
    struct ho_buffer b;
    char *text = NULL;

    ho_buffer_init(&b, URL_BYTES);
    ho_buffer_format(&b, "%s%s%s", host, port ? ":" : "", port ? port : "");
    if (ho_buffer_take(&b, "the host", &text, NULL, NULL) != HANDOFF_OK)
        return NULL;
    return text;
}

/* The name is the URL as given but for query and fragment. */
static enum handoff_status compose(CURLU *url, const char *host,
                                   struct ho_url *out,
                                   struct handoff_error *err)
{
    char *port = part(url, CURLUPART_PORT);
    char *query = part(url, CURLUPART_QUERY);
    char *path = part(url, CURLUPART_PATH);
    bool done;

    ho_libcurl()->url_set(url, CURLUPART_FRAGMENT, NULL, 0);
    ho_libcurl()->url_set(url, CURLUPART_QUERY, NULL, 0);
    out->name = part(url, CURLUPART_URL);
    done = (!query || ho_libcurl()->url_set(url, CURLUPART_QUERY, query, 0) ==
                          CURLUE_OK) &&
           path && append_completions(url, path);
    out->request = done ? part(url, CURLUPART_URL) : NULL;
    out->host = host_and_port(host, port);
    free(port);
    free(query);
    free(path);
    return out->name && out->request && out->host ? HANDOFF_OK
                                                  : ho_no_memory(err);
}

enum handoff_status ho_url_read(const char *text, bool allow_http,
                                struct ho_url *out, struct handoff_error *err)
{
    struct ho_url made = { 0 };
    CURLU *url = NULL;
    char *scheme = NULL, *host = NULL;
    enum handoff_status status;

    if (strlen(text) > URL_BYTES)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "the endpoint's URL is longer than %d bytes; check it",
                       URL_BYTES);
    status = ho_libcurl_open(err);
    if (status != HANDOFF_OK)
        return status;
    url = ho_libcurl()->url();
    if (!url)
        return ho_no_memory(err);
    status = parse(url, text, err);
    if (status != HANDOFF_OK)
        goto out;
    scheme = part(url, CURLUPART_SCHEME);
    status =
        scheme ? check_scheme(scheme, &made.plain, err) : ho_no_memory(err);
    if (status != HANDOFF_OK)
        goto out;
    host = part(url, CURLUPART_HOST);
    status = host ? check_host(host, made.plain && !allow_http, err)
                  : ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = compose(url, host, &made, err);
    if (status == HANDOFF_OK)
        *out = made;
    else
        ho_url_release(&made);
out:
    free(scheme);
    free(host);
    ho_libcurl()->url_cleanup(url);
    return status;
}

void ho_url_release(struct ho_url *url)
{
    free(url->request);
    free(url->name);
    free(url->host);
    *url = (struct ho_url){ 0 };
}

void ho_url_origin(struct ho_buffer *out, const char *text)
{
    CURLU *url = ho_libcurl()->url();
    char *scheme = NULL, *host = NULL;

    if (url &&
        ho_libcurl()->url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK) {
        scheme = part(url, CURLUPART_SCHEME);
        host = part(url, CURLUPART_HOST);
    }
    if (scheme && host)
        ho_buffer_format(out, "%s://%s", scheme, host);
    else
        ho_buffer_text(out, "somewhere");
    free(scheme);
    free(host);
    ho_libcurl()->url_cleanup(url);
}
