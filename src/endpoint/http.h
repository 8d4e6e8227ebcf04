/* http.h - one libcurl handle: how it is set, and what a try brought. */
#ifndef HANDOFF_ENDPOINT_HTTP_H
#define HANDOFF_ENDPOINT_HTTP_H

#include "base/buffer.h"
#include "endpoint/chat.h"
#include "endpoint/libcurl.h"
#include "endpoint/rate.h"
#include "endpoint/retry.h"
#include "endpoint/url.h"

enum {
    HO_HTTP_BODY = 8 * 1024 * 1024,   /* a reply is some kilobytes */
    HO_HTTP_HEADER_BYTES = 64 * 1024, /* cookies and policies: 8 KiB */
    HO_HTTP_HEADERS = 200
};

/* What all handles of an endpoint share; outlives them. */
struct ho_http_settings {
    struct ho_url url;
    char *key;                  /* NULL for none */
    struct curl_slist *headers; /* the only place the key travels in */
    char *ca_file;              /* NULL: the machine's authorities */
    bool no_proxy;
    unsigned connect_ms;
    const struct handoff_clock *clock;
};

/* Copies what it keeps of the options; *out is released by the caller, also
 * after a failure. */
enum handoff_status ho_http_settings_init(
    struct ho_http_settings *out,
    const struct handoff_endpoint_options *options, struct handoff_error *err);
void ho_http_settings_release(struct ho_http_settings *settings);

struct ho_http {
    CURL *easy; /* NULL until opened; reused from request to request */
    const struct ho_http_settings *settings;
    struct ho_buffer body;
    struct ho_retry_hint hint;
    struct ho_rate rate;
    unsigned timeout_ms;               /* of this try */
    size_t header_count, header_bytes; /* of the newest status line */
    bool headers_too_large;
    char error[CURL_ERROR_SIZE]; /* libcurl's own words, "" for none */
};

/* The address of http must not change: callbacks hold it.  `user` is what
 * CURLINFO_PRIVATE will give. */
enum handoff_status ho_http_open(struct ho_http *http,
                                 const struct ho_http_settings *settings,
                                 void *user, struct handoff_error *err);
void ho_http_close(struct ho_http *http);

/* Make ready for a try.  body is borrowed until the try has ended. */
enum handoff_status ho_http_prepare(struct ho_http *http,
                                    struct handoff_slice body,
                                    unsigned timeout_ms,
                                    struct handoff_error *err);

/* Read what the try brought that ended with `code`. */
enum handoff_status ho_http_read(struct ho_http *http, CURLcode code,
                                 struct ho_answer *answer, long *http_status,
                                 struct handoff_error *err);

#endif
