/* bench_bare.c - the least that any client does: as many POSTs of the same
 * size, on as many connections, by libcurl's own loop, and nothing made of the
 * answers. */
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "bench.h"

enum { BODY_BYTES = 12 * 1024, POLL_MS = 1000 };

static size_t drop(char *bytes, size_t size, size_t count, void *user)
{
    (void)bytes;
    (void)user;
    return size * count;
}

/* {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"..."}]} */
static const char *body_text(void)
{
    static const char head[] = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":"
                               "[{\"role\":\"user\",\"content\":\"";
    static const char tail[] = "\"}]}";
    static char body[BODY_BYTES + 1];

    memset(body, 'x', BODY_BYTES);
    memcpy(body, head, sizeof head - 1);
    memcpy(body + BODY_BYTES - (sizeof tail - 1), tail, sizeof tail);
    return body;
}

static CURL *open_easy(const char *url, struct curl_slist *headers)
{
    CURL *easy = curl_easy_init();

    if (!easy)
        bench_die("curl_easy_init");
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body_text());
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    return easy;
}

/* What is done is sent again, until all have been. */
static int take_done(CURLM *multi, int *left)
{
    int done = 0, queued;
    CURLMsg *message;

    while ((message = curl_multi_info_read(multi, &queued)) != NULL) {
        CURL *easy = message->easy_handle;

        if (message->data.result != CURLE_OK)
            bench_die("a bare request");
        curl_multi_remove_handle(multi, easy);
        done++;
        if (*left > 0)
            curl_multi_add_handle(multi, easy);
        else
            curl_easy_cleanup(easy);
        *left -= *left > 0;
    }
    return done;
}

void bench_bare(const char *url, int requests, int jobs)
{
    CURLM *multi = curl_multi_init();
    struct curl_slist *headers =
        curl_slist_append(NULL, "Content-Type: application/json");
    int left = requests, done = 0, running;

    if (!multi || !headers)
        bench_die("libcurl");
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)jobs);
    for (int i = 0; i < jobs && left > 0; i++, left--)
        curl_multi_add_handle(multi, open_easy(url, headers));
    while (done < requests) {
        if (curl_multi_perform(multi, &running) != CURLM_OK)
            bench_die("curl_multi_perform");
        done += take_done(multi, &left);
        if (done < requests)
            curl_multi_poll(multi, NULL, 0, POLL_MS, NULL);
    }
    curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
}
