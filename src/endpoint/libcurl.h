/* libcurl.h - libcurl, opened at the first request; see base/library.h */
#ifndef HANDOFF_ENDPOINT_LIBCURL_H
#define HANDOFF_ENDPOINT_LIBCURL_H

#include <stdbool.h>

#include <curl/curl.h>

#include "base/library.h"

#define HO_LIBCURL_CALLS(X)                          \
    X(global_init, curl_global_init)                 \
    X(global_cleanup, curl_global_cleanup)           \
    X(version, curl_version)                         \
    X(getdate, curl_getdate)                         \
    X(free, curl_free)                               \
    X(slist_append, curl_slist_append)               \
    X(slist_free_all, curl_slist_free_all)           \
    X(easy_init, curl_easy_init)                     \
    X(easy_cleanup, curl_easy_cleanup)               \
    X(easy_setopt, curl_easy_setopt)                 \
    X(easy_getinfo, curl_easy_getinfo)               \
    X(easy_strerror, curl_easy_strerror)             \
    X(multi_init, curl_multi_init)                   \
    X(multi_cleanup, curl_multi_cleanup)             \
    X(multi_setopt, curl_multi_setopt)               \
    X(multi_add_handle, curl_multi_add_handle)       \
    X(multi_remove_handle, curl_multi_remove_handle) \
    X(multi_info_read, curl_multi_info_read)         \
    X(multi_socket_action, curl_multi_socket_action) \
    X(multi_strerror, curl_multi_strerror)           \
    X(url, curl_url)                                 \
    X(url_cleanup, curl_url_cleanup)                 \
    X(url_get, curl_url_get)                         \
    X(url_set, curl_url_set)                         \
    X(url_strerror, curl_url_strerror)

struct ho_libcurl {
    HO_LIBCURL_CALLS(HO_LIBRARY_MEMBER)
};

/* Before anything below.  ENDPOINT with the remedy where it cannot be had. */
enum handoff_status ho_libcurl_open(struct handoff_error *err);

const struct ho_libcurl *ho_libcurl(void);

/* easy_setopt reads any value as what the option holds.  These take one type
 * each, and refuse an option of another; false: refused. */
bool ho_set_long(CURL *easy, CURLoption option, long value);
bool ho_set_size(CURL *easy, CURLoption option, curl_off_t value);
bool ho_set_text(CURL *easy, CURLoption option, const char *value);
bool ho_set_object(CURL *easy, CURLoption option, void *value);
bool ho_set_sink(CURL *easy, CURLoption option, curl_write_callback value);

/* What the transfer tells; 0 or NULL where it does not, or tells another
 * type. */
long ho_get_long(CURL *easy, CURLINFO info);
curl_off_t ho_get_size(CURL *easy, CURLINFO info);
const char *ho_get_text(CURL *easy, CURLINFO info);
void *ho_get_private(CURL *easy); /* CURLOPT_PRIVATE */

#endif
