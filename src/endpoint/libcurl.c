/* libcurl.c - see endpoint/libcurl.h */
#include "endpoint/libcurl.h"

enum { KIND = 10000 }; /* an option's number is its kind's and its own */

static struct ho_libcurl call;

enum handoff_status ho_libcurl_open(struct handoff_error *err)
{
    static struct ho_library library = {
        .soname = HANDOFF_LIBCURL,
        .purpose = "requests over HTTP",
        .package = "libcurl4",
        .status = HANDOFF_ENDPOINT,
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    static const struct ho_symbol symbol[] = {
#define X(member, function) { #function, offsetof(struct ho_libcurl, member) },
        HO_LIBCURL_CALLS(X)
#undef X
    };

    return ho_library_open(&library, symbol, sizeof symbol / sizeof symbol[0],
                           &call, err);
}

const struct ho_libcurl *ho_libcurl(void)
{
    return &call;
}

static bool is_of(CURLoption option, int kind)
{
    return (int)option / KIND == kind / KIND;
}

bool ho_set_long(CURL *easy, CURLoption option, long value)
{
    return is_of(option, CURLOPTTYPE_LONG) &&
           call.easy_setopt(easy, option, value) == CURLE_OK;
}

bool ho_set_size(CURL *easy, CURLoption option, curl_off_t value)
{
    return is_of(option, CURLOPTTYPE_OFF_T) &&
           call.easy_setopt(easy, option, value) == CURLE_OK;
}

bool ho_set_text(CURL *easy, CURLoption option, const char *value)
{
    return is_of(option, CURLOPTTYPE_STRINGPOINT) &&
           call.easy_setopt(easy, option, value) == CURLE_OK;
}

bool ho_set_object(CURL *easy, CURLoption option, void *value)
{
    return is_of(option, CURLOPTTYPE_OBJECTPOINT) &&
           call.easy_setopt(easy, option, value) == CURLE_OK;
}

bool ho_set_sink(CURL *easy, CURLoption option, curl_write_callback value)
{
    return is_of(option, CURLOPTTYPE_FUNCTIONPOINT) &&
           call.easy_setopt(easy, option, value) == CURLE_OK;
}

static bool tells(CURLINFO info, int kind)
{
    return ((int)info & CURLINFO_TYPEMASK) == kind;
}

long ho_get_long(CURL *easy, CURLINFO info)
{
    long value = 0;

    if (tells(info, CURLINFO_LONG))
        call.easy_getinfo(easy, info, &value);
    return value;
}

curl_off_t ho_get_size(CURL *easy, CURLINFO info)
{
    curl_off_t value = 0;

    if (tells(info, CURLINFO_OFF_T))
        call.easy_getinfo(easy, info, &value);
    return value;
}

static char *text_of(CURL *easy, CURLINFO info)
{
    char *value = NULL;

    if (tells(info, CURLINFO_STRING))
        call.easy_getinfo(easy, info, &value);
    return value;
}

const char *ho_get_text(CURL *easy, CURLINFO info)
{
    return text_of(easy, info);
}

void *ho_get_private(CURL *easy)
{
    return text_of(easy, CURLINFO_PRIVATE);
}
