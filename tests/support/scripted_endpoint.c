/* scripted_endpoint.c - the scripted endpoint as a program.
 *
 *   scripted_endpoint [--seconds N] SCRIPT.json
 *
 * Prints its port as the first line of stdout.  Ends by itself after N
 * seconds (60; at most 600), on SIGTERM or SIGINT, and when its standard
 * input, if that is a pipe, is closed: so it cannot outlive the test that
 * started it.  The script's format is in server.h.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "server.h"

enum { SCRIPT_BYTES = 16 * 1024 * 1024, SECONDS = 60, MOST_SECONDS = 600 };

static volatile sig_atomic_t told_to_end;

static void end(int signal_number)
{
    (void)signal_number;
    told_to_end = 1;
}

/* A background job of a shell has /dev/null there, which is always at its
 * end: only a pipe tells anything. */
static bool watches_input(void)
{
    struct stat info;

    return fstat(STDIN_FILENO, &info) == 0 && S_ISFIFO(info.st_mode);
}

static bool input_ended(void)
{
    char chunk[256];

    return read(STDIN_FILENO, chunk, sizeof chunk) <= 0;
}

static void wait_for_end(long seconds, const sigset_t *open)
{
    const time_t until = time(NULL) + seconds;
    const bool watch = watches_input();

    while (!told_to_end && time(NULL) < until) {
        const struct timespec one = { .tv_sec = 1 };
        fd_set in;
        int ready;

        FD_ZERO(&in);
        if (watch)
            FD_SET(STDIN_FILENO, &in);
        ready =
            pselect(watch ? STDIN_FILENO + 1 : 0, &in, NULL, NULL, &one, open);
        if (ready > 0 && input_ended())
            return;
    }
}

/* Signals arrive only inside pselect, so none falls between check and wait;
 * the server's threads inherit the block. */
static void catch_signals(sigset_t *open)
{
    const struct sigaction action = { .sa_handler = end };
    sigset_t blocked;

    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    sigprocmask(SIG_BLOCK, &blocked, open);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static int run(const char *path, long seconds)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct server *server = NULL;
    char *script = NULL;
    char text[1024];
    size_t len = 0;
    sigset_t open;
    enum handoff_status status =
        ho_file_read(path, SCRIPT_BYTES, &script, &len, &err);

    catch_signals(&open);
    if (status == HANDOFF_OK)
        status =
            server_start((struct handoff_slice){ script, len }, &server, &err);
    free(script);
    if (status != HANDOFF_OK) {
        handoff_error_text(&err, text, sizeof text);
        fprintf(stderr, "scripted_endpoint: %s\n", text);
        return 3;
    }
    printf("%u\n", server_port(server));
    fflush(stdout);
    wait_for_end(seconds, &open);
    server_stop(server);
    return 0;
}

int main(int argc, char **argv)
{
    long seconds = SECONDS;
    const bool has_seconds = argc == 4 && strcmp(argv[1], "--seconds") == 0;

    if (has_seconds)
        seconds = strtol(argv[2], NULL, 10);
    if ((argc != 2 && !has_seconds) || seconds < 1 || seconds > MOST_SECONDS) {
        fprintf(stderr,
                "usage: scripted_endpoint [--seconds 1..%d] SCRIPT.json\n",
                MOST_SECONDS);
        return 2;
    }
    return run(argv[argc - 1], seconds);
}
