/* http_read.c - what a try brought; see endpoint/http.h */
#include "endpoint/http.h"

#include "endpoint/words.h"

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

/* What holds for every request as well. */
static bool is_distrust(CURLcode code)
{
    return code == CURLE_PEER_FAILED_VERIFICATION ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM ||
           code == CURLE_SSL_ISSUER_ERROR;
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
        return "mend the server's certificate, name the right host, or name "
               "your own authority's file (--ca-file)";
    case CURLE_SSL_CACERT_BADFILE:
        return "name a PEM file of certificates (--ca-file)";
    case CURLE_SSL_CONNECT_ERROR:
        return "check that the server speaks TLS 1.2 or newer and that its "
               "certificate is sound";
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
    const curl_off_t ready =
        ho_get_size(http->easy, CURLINFO_PRETRANSFER_TIME_T);

    if (code == CURLE_OPERATION_TIMEDOUT && ready == 0)
        ho_buffer_format(out, "no connection within %u ms",
                         s->connect_ms < http->timeout_ms ? s->connect_ms
                                                          : http->timeout_ms);
    else if (code == CURLE_OPERATION_TIMEDOUT)
        ho_buffer_format(out, "no whole answer within %u ms", http->timeout_ms);
    else if (code == CURLE_COULDNT_CONNECT || !http->error[0])
        ho_buffer_text(out, ho_libcurl()->easy_strerror(code));
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
    if (http->body.failed == HANDOFF_TOO_LARGE ||
        code == CURLE_FILESIZE_EXCEEDED)
        return ho_answer_problem(
            answer, err,
            "the answer is larger than %d MiB, the limit; check that the URL "
            "is an OpenAI-compatible API's",
            HO_HTTP_BODY >> 20);
    if (http->headers_too_large)
        return ho_answer_problem(
            answer, err,
            "the answer's headers are more than %d or larger than %d KiB, the "
            "limits; check the endpoint's URL",
            HO_HTTP_HEADERS, HO_HTTP_HEADER_BYTES >> 10);
    answer->retry = may_pass(code);
    answer->stop = is_distrust(code);
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
    const char *target = ho_get_text(http->easy, CURLINFO_REDIRECT_URL);
    struct ho_buffer origin, said;
    enum handoff_status status;

    answer->stop = true;
    ho_buffer_init(&origin, HO_HTTP_BODY);
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

    *http_status = ho_get_long(http->easy, CURLINFO_RESPONSE_CODE);
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
    /* OpenRouter: no credit left, but some to come at a time it names. */
    if (*http_status == 402 && !answer->final &&
        ho_retry_after_ms(&http->hint) != HO_RETRY_UNTOLD) {
        answer->retry = true;
        answer->stop = false;
    }
    return status;
}
