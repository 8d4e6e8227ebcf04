/* server.c - see server.h.
 *
 * libmicrohttpd gives each connection a thread, so a delay is a wait on the
 * condition that server_stop signals.
 */
#include "server.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include <microhttpd.h>

#include "script.h"

enum {
    BODY_BYTES = 64 * 1024 * 1024,
    HEADER_BYTES = 64 * 1024,
    POOL_BYTES = 256 * 1024 /* a connection: its headers both ways */
};

struct server {
    struct MHD_Daemon *daemon;
    struct script *script;
    char url[64];
    unsigned port;
    pthread_mutex_t lock; /* of all below, and of the script */
    pthread_cond_t stopped;
    bool stopping;
    size_t count, serving, most;
    struct server_request kept[SERVER_KEEPS];
};

/* One request while it is served. */
struct visit {
    struct ho_buffer headers, body;
};

/* A body that is sent piece by piece; freed with the response. */
struct sending {
    struct server *server;
    struct ho_buffer body;
    size_t cut; /* bytes after which to hang up */
    int64_t drip_ms;
};

/* false: the server stops. */
static bool pause_for(struct server *server, int64_t ms)
{
    struct timespec until;
    bool stopping;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += (time_t)(ms / 1000);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&server->lock);
    while (ms > 0 && !server->stopping &&
           pthread_cond_timedwait(&server->stopped, &server->lock, &until) !=
               ETIMEDOUT)
        ;
    stopping = server->stopping;
    pthread_mutex_unlock(&server->lock);
    return !stopping;
}

/* --- what arrives ------------------------------------------------------- */

static enum MHD_Result add_header(void *user, enum MHD_ValueKind kind,
                                  const char *key, const char *value)
{
    (void)kind;
    ho_buffer_format(user, "%s: %s\n", key, value ? value : "");
    return MHD_YES;
}

static struct visit *visit_new(struct MHD_Connection *connection)
{
    struct visit *visit = calloc(1, sizeof *visit);

    if (!visit)
        return NULL;
    ho_buffer_init(&visit->headers, HEADER_BYTES);
    ho_buffer_init(&visit->body, BODY_BYTES);
    ho_buffer_text(&visit->headers, "");
    ho_buffer_text(&visit->body, "");
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header,
                              &visit->headers);
    return visit;
}

static void end_visit(void *user, struct MHD_Connection *connection,
                      void **slot, enum MHD_RequestTerminationCode why)
{
    struct visit *visit = *slot;

    (void)user;
    (void)connection;
    (void)why;
    if (!visit)
        return;
    ho_buffer_release(&visit->headers);
    ho_buffer_release(&visit->body);
    free(visit);
    *slot = NULL;
}

static const cJSON *arrive(struct server *server, const char *path,
                           const struct visit *visit)
{
    const cJSON *action;
    size_t number;

    pthread_mutex_lock(&server->lock);
    number = server->count++;
    if (++server->serving > server->most)
        server->most = server->serving;
    if (number < SERVER_KEEPS) {
        server->kept[number].path = strdup(path);
        server->kept[number].headers = strdup(visit->headers.ptr);
        server->kept[number].body = strdup(visit->body.ptr);
    }
    action = script_choose(server->script, (int64_t)number + 1,
                           visit->headers.ptr, visit->body.ptr);
    pthread_mutex_unlock(&server->lock);
    return action;
}

/* Before the answer goes out: whoever has it may send the next request. */
static void leave(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    server->serving--;
    pthread_mutex_unlock(&server->lock);
}

/* --- what goes out ------------------------------------------------------ */

static ssize_t send_some(void *user, uint64_t at, char *out, size_t room)
{
    struct sending *sending = user;
    const struct handoff_slice body = ho_buffer_slice(&sending->body);
    size_t end = body.len;

    if (at >= sending->cut)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    if (end > sending->cut)
        end = sending->cut;
    if (at >= end)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (sending->drip_ms > 0) {
        if (!pause_for(sending->server, sending->drip_ms))
            return MHD_CONTENT_READER_END_WITH_ERROR;
        room = 1;
    }
    if (room > end - at)
        room = end - (size_t)at;
    memcpy(out, body.ptr + at, room);
    return (ssize_t)room;
}

static void free_sending(void *user)
{
    struct sending *sending = user;

    ho_buffer_release(&sending->body);
    free(sending);
}

static struct sending *compose(struct server *server, const cJSON *action,
                               const char *request)
{
    struct sending *sending = calloc(1, sizeof *sending);

    if (!sending)
        return NULL;
    sending->server = server;
    sending->cut = (size_t)script_number(action, "cut", INT64_MAX);
    sending->drip_ms = script_number(action, "drip_ms", 0);
    ho_buffer_init(&sending->body, BODY_BYTES);
    pthread_mutex_lock(&server->lock); /* cJSON is not for two threads */
    script_body(action, request, &sending->body);
    pthread_mutex_unlock(&server->lock);
    return sending;
}

static void add_headers(struct MHD_Response *response, const cJSON *action)
{
    const int64_t more = script_number(action, "many_headers", 0);
    const cJSON *headers = ho_json_get(action, "headers");
    const cJSON *header;
    char name[32];

    if (!ho_json_get(headers, "Content-Type"))
        MHD_add_response_header(response, "Content-Type", "application/json");
    cJSON_ArrayForEach(header, headers)
    {
        if (cJSON_IsString(header))
            MHD_add_response_header(response, header->string,
                                    header->valuestring);
    }
    for (int64_t i = 0; i < more; i++) {
        snprintf(name, sizeof name, "X-More-%lld", (long long)i);
        MHD_add_response_header(response, name, "1");
    }
}

static enum MHD_Result answer(struct server *server,
                              struct MHD_Connection *connection,
                              const cJSON *action, const char *request)
{
    const unsigned status = (unsigned)script_number(action, "status", 200);
    struct sending *sending = compose(server, action, request);
    struct MHD_Response *response;
    enum MHD_Result result;

    leave(server);
    if (!sending)
        return MHD_NO;
    response = MHD_create_response_from_callback(
        sending->body.len, 4096, send_some, sending, free_sending);
    if (!response) {
        free_sending(sending);
        return MHD_NO;
    }
    add_headers(response, action);
    result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* Dissolving a TCP connection sends RST at once; a close would send FIN. */
static void reset(struct MHD_Connection *connection)
{
    const struct sockaddr nowhere = { .sa_family = AF_UNSPEC };
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (info)
        connect(info->connect_fd, &nowhere, sizeof nowhere);
}

static enum MHD_Result serve(struct server *server,
                             struct MHD_Connection *connection,
                             const char *path, const struct visit *visit)
{
    const cJSON *action = arrive(server, path, visit);
    const bool goes_on =
        pause_for(server, script_delay_ms(server->script, action));

    if (goes_on && !script_flag(action, "close") &&
        !script_flag(action, "reset"))
        return answer(server, connection, action, visit->body.ptr);
    leave(server);
    if (script_flag(action, "reset"))
        reset(connection);
    return MHD_NO;
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection,
                              const char *path, const char *method,
                              const char *version, const char *data,
                              size_t *len, void **slot)
{
    struct visit *visit = *slot;

    (void)method;
    (void)version;
    if (!visit) {
        *slot = visit_new(connection);
        return *slot ? MHD_YES : MHD_NO;
    }
    if (*len > 0) {
        ho_buffer_add(&visit->body, (struct handoff_slice){ data, *len });
        *len = 0;
        return visit->body.failed ? MHD_NO : MHD_YES;
    }
    return serve(user, connection, path, visit);
}

/* --- life --------------------------------------------------------------- */

/* certificate NULL: without TLS. */
static struct MHD_Daemon *start(struct server *server, const char *certificate,
                                const char *key)
{
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_addr.s_addr =
                                             htonl(INADDR_LOOPBACK) };
    struct MHD_OptionItem tls[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)certificate },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key },
        { MHD_OPTION_END, 0, NULL },
    };

    return MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
            (certificate ? MHD_USE_TLS : 0),
        0, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVER_CONNECTIONS,
        MHD_OPTION_NOTIFY_COMPLETED, end_visit, NULL,
        MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)POOL_BYTES, certificate ? MHD_OPTION_ARRAY : MHD_OPTION_END,
        tls, MHD_OPTION_END);
}

static enum handoff_status listen_on(struct server *server,
                                     const char *certificate, const char *key,
                                     struct handoff_error *err)
{
    const union MHD_DaemonInfo *info = NULL;

    server->daemon = start(server, certificate, key);
    if (server->daemon)
        info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (!info)
        return ho_fail(err, HANDOFF_IO,
                       "the scripted endpoint cannot listen on 127.0.0.1: %s",
                       strerror(errno));
    server->port = info->port;
    snprintf(server->url, sizeof server->url, "http%s://127.0.0.1:%u/v1",
             certificate ? "s" : "", server->port);
    return HANDOFF_OK;
}

enum handoff_status server_start_tls(struct handoff_slice script,
                                     const char *certificate, const char *key,
                                     struct server **out,
                                     struct handoff_error *err)
{
    struct server *server = calloc(1, sizeof *server);
    enum handoff_status status;

    if (!server)
        return ho_no_memory(err);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->stopped, NULL);
    status = script_parse(script, &server->script, err);
    if (status == HANDOFF_OK)
        status = listen_on(server, certificate, key, err);
    if (status == HANDOFF_OK)
        *out = server;
    else
        server_stop(server);
    return status;
}

enum handoff_status server_start(struct handoff_slice script,
                                 struct server **out, struct handoff_error *err)
{
    return server_start_tls(script, NULL, NULL, out, err);
}

void server_stop(struct server *server)
{
    if (!server)
        return;
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->stopped);
    pthread_mutex_unlock(&server->lock);
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    for (size_t i = 0; i < SERVER_KEEPS; i++) {
        free(server->kept[i].path);
        free(server->kept[i].headers);
        free(server->kept[i].body);
    }
    script_free(server->script);
    pthread_cond_destroy(&server->stopped);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

const char *server_url(const struct server *server)
{
    return server->url;
}

unsigned server_port(const struct server *server)
{
    return server->port;
}

size_t server_count(struct server *server)
{
    size_t count;

    pthread_mutex_lock(&server->lock);
    count = server->count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

size_t server_most_at_once(struct server *server)
{
    size_t most;

    pthread_mutex_lock(&server->lock);
    most = server->most;
    pthread_mutex_unlock(&server->lock);
    return most;
}

const struct server_request *server_request(struct server *server, size_t index)
{
    return index < SERVER_KEEPS && index < server_count(server)
               ? &server->kept[index]
               : NULL;
}
