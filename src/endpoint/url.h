/* url.h - the endpoint's URL: checked once, before anything is sent. */
#ifndef HANDOFF_ENDPOINT_URL_H
#define HANDOFF_ENDPOINT_URL_H

#include <stdbool.h>

#include "base/buffer.h"

struct ho_url {
    char *request; /* what is asked: the URL with /chat/completions */
    char *name;    /* for reports: without query and fragment */
    char *host;    /* for sentences: "api.example" or "127.0.0.1:8080" */
    bool plain;    /* http, which is for this machine only */
};

/* Refused: other schemes, user or password in the URL, and, unless allow_http,
 * http to any host but localhost, 127.0.0.0/8 and [::1].  No message repeats
 * the URL, which may hold a password.  *out is the caller's: ho_url_release. */
enum handoff_status ho_url_read(const char *text, bool allow_http,
                                struct ho_url *out, struct handoff_error *err);
void ho_url_release(struct ho_url *url);

/* Append scheme and host of an absolute URL, "somewhere" if it is none. */
void ho_url_origin(struct ho_buffer *out, const char *text);

#endif
