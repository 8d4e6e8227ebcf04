/* bench_process.c - the program as its user meets it: start-up, a batch, and
 * a batch against the scripted endpoint with a fixed latency. */
#define _DEFAULT_SOURCE /* wait4, realpath */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <handoff/endpoint.h>

#include "bench.h"

enum { MOST_REQUESTS = 2000, JOBS = 64, LATENCY_MS = 200 };

struct spent {
    double wall, cpu; /* milliseconds */
    double peak;      /* MiB */
};

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static void become(const char *const *argv)
{
    const int null = open("/dev/null", O_RDWR);
    char *copy[24] = { NULL };

    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    for (size_t i = 0; argv[i] && i + 1 < sizeof copy / sizeof *copy; i++)
        copy[i] = strdup(argv[i]);
    execv(argv[0], copy);
    _exit(127);
}

static struct spent run(const char *const *argv)
{
    const double start = now_ms();
    struct rusage use;
    struct spent out;
    int status = 0;
    const pid_t child = fork();

    if (child == 0)
        become(argv);
    if (child < 0 || wait4(child, &status, 0, &use) < 0 || !WIFEXITED(status) ||
        WEXITSTATUS(status) > 1)
        bench_die(argv[1]);
    out.wall = now_ms() - start;
    out.cpu = milliseconds(use.ru_utime) + milliseconds(use.ru_stime);
    out.peak = (double)use.ru_maxrss / 1024;
    return out;
}

static void print(const char *prefix, const struct spent *spent, double floor)
{
    double wall[RUNS], cpu[RUNS], peak[RUNS];
    char name[80];

    for (int i = 0; i < RUNS; i++) {
        wall[i] = floor > 0 ? spent[i].wall / floor : spent[i].wall;
        cpu[i] = spent[i].cpu;
        peak[i] = spent[i].peak;
    }
    snprintf(name, sizeof name, "%s_wall%s", prefix,
             floor > 0 ? "_over_floor" : "");
    bench_print(name, floor > 0 ? "ratio" : "ms", wall);
    snprintf(name, sizeof name, "%s_cpu", prefix);
    bench_print(name, "ms", cpu);
    snprintf(name, sizeof name, "%s_peak", prefix);
    bench_print(name, "MiB", peak);
}

static void measure(const char *prefix, const char *const *argv, double floor)
{
    struct spent spent[RUNS];

    run(argv);
    for (int i = 0; i < RUNS; i++)
        spent[i] = run(argv);
    print(prefix, spent, floor);
}

static void write_leads(const char *path, int requests)
{
    FILE *out = fopen(path, "w");

    if (!out)
        bench_die(path);
    fputs("company,role,email,need\n", out);
    for (int i = 0; i < requests; i++)
        fprintf(out,
                "Company %d,VP Operations,p%d@company%d.example,\"We lose "
                "leads in handover %d; it is a manual mess.\"\n",
                i, i, i, i);
    fclose(out);
}

static void write_script(const char *path)
{
    FILE *out = fopen(path, "w");

    if (!out)
        bench_die(path);
    fprintf(out, "{\"latency_ms\": %d}\n", LATENCY_MS);
    fclose(out);
}

/* Ends with us: its standard input is a pipe whose end we hold. */
static pid_t start_server(const char *program, const char *script, int *port)
{
    int in[2], out[2];
    FILE *answer;
    pid_t child;

    if (pipe(in) != 0 || pipe(out) != 0)
        bench_die("pipe");
    child = fork();
    if (child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        execl(program, program, "--seconds", "300", script, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    answer = fdopen(out[0], "r");
    if (child < 0 || !answer || fscanf(answer, "%d", port) != 1)
        bench_die(program);
    fclose(answer);
    return child;
}

static double bare_ms(const char *url, int requests)
{
    const double start = now_ms();
    char path[96];

    snprintf(path, sizeof path, "%s/chat/completions", url);
    bench_bare(path, requests, JOBS);
    return now_ms() - start;
}

/* By turns with libcurl's own loop, so that a busy machine is busy for both. */
static void measure_batch(const char *handoff, const char *url,
                          const char *leads, int requests)
{
    const double floor = (double)((requests + JOBS - 1) / JOBS) * LATENCY_MS;
    char jobs[16], name[40], over_bare[64];
    const char *const argv[] = { handoff,      "summarize",  leads,
                                 "--endpoint", url,          "--model",
                                 "m",          "--jobs",     jobs,
                                 "--as-of",    "2026-09-24", "--format",
                                 "ndjson",     NULL };
    struct spent spent[RUNS];
    double bare[RUNS], ratio[RUNS];

    write_leads(leads, requests);
    snprintf(jobs, sizeof jobs, "%d", JOBS);
    snprintf(name, sizeof name, "endpoint_%d_at_%d_jobs", requests, JOBS);
    run(argv);
    for (int i = 0; i < RUNS; i++) {
        bare[i] = bare_ms(url, requests);
        spent[i] = run(argv);
        ratio[i] = spent[i].wall / bare[i];
        bare[i] /= floor;
    }
    print(name, spent, floor);
    snprintf(over_bare, sizeof over_bare, "%s_wall_over_bare_libcurl", name);
    bench_print(over_bare, "ratio", ratio);
    snprintf(over_bare, sizeof over_bare, "%s_bare_libcurl_over_floor", name);
    bench_print(over_bare, "ratio", bare);
    unlink(leads);
}

static int by_time(const void *a, const void *b)
{
    const unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

    return (x > y) - (x < y);
}

/* Of what 99 in a hundred requests take at most: the client alone. */
static double slowest(const char *url, int requests)
{
    static unsigned took[MOST_REQUESTS];
    struct handoff_endpoint_options o = HANDOFF_ENDPOINT_DEFAULTS;
    struct handoff_message message = { "user", "How long does it take?" };
    const struct handoff_messages messages = { &message, 1 };
    struct handoff_request request = { .messages = &messages, .max_tokens = 9 };
    struct handoff_endpoint *endpoint = NULL;
    struct handoff_reply reply;
    bool got = true;
    int count = 0;

    o.url = url;
    o.model = "m";
    o.jobs = JOBS;
    if (handoff_endpoint_new(&o, &endpoint, NULL) != HANDOFF_OK)
        bench_die(url);
    for (int i = 0; i < requests; i++)
        if (handoff_endpoint_submit(endpoint, &request, NULL) != HANDOFF_OK)
            bench_die("submit");
    while (handoff_endpoint_next(endpoint, &reply, &got, NULL) == HANDOFF_OK &&
           got) {
        took[count++] = reply.took_ms;
        handoff_reply_release(&reply);
    }
    handoff_endpoint_free(endpoint);
    qsort(took, (size_t)count, sizeof *took, by_time);
    return (double)took[count * 99 / 100];
}

static void measure_slowest(const char *url, int requests)
{
    double value[RUNS];
    char name[40];

    for (int i = 0; i < RUNS; i++)
        value[i] = slowest(url, requests);
    snprintf(name, sizeof name, "endpoint_%d_at_%d_jobs_p99", requests, JOBS);
    bench_print(name, "ms", value);
}

static void measure_endpoint(const char *handoff, const char *scripted)
{
    char folder[] = "/tmp/handoff-bench-XXXXXX";
    char leads[64], script[64], url[64];
    int port = 0;
    pid_t server;

    if (!mkdtemp(folder))
        bench_die("mkdtemp");
    snprintf(leads, sizeof leads, "%s/leads.csv", folder);
    snprintf(script, sizeof script, "%s/script.json", folder);
    write_script(script);
    server = start_server(scripted, script, &port);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/v1", port);
    measure_batch(handoff, url, leads, 500);
    measure_slowest(url, 500);
    measure_batch(handoff, url, leads, MOST_REQUESTS);
    kill(server, SIGTERM);
    waitpid(server, NULL, 0);
    unlink(script);
    rmdir(folder);
}

/* --- what the record adds ---------------------------------------------------
 */

/* The same run with and without the record, in turn, each into a fresh one:
 * the machine's other work meets both. */
static void measure_added(const char *name, const char *const *argv,
                          const char *const *without)
{
    double wall[RUNS], cpu[RUNS];
    char full[80];

    run(without);
    for (int i = 0; i < RUNS; i++) {
        const struct spent plain = run(without);
        struct spent kept;

        unlink("handoff.db");
        kept = run(argv);
        wall[i] = 100 * (kept.wall / plain.wall - 1);
        cpu[i] = 100 * (kept.cpu / plain.cpu - 1);
    }
    unlink("handoff.db");
    snprintf(full, sizeof full, "%s_wall", name);
    bench_print(full, "percent", wall);
    snprintf(full, sizeof full, "%s_cpu", name);
    bench_print(full, "percent", cpu);
}

static void measure_record(const char *handoff, const char *url)
{
    const char *base[] = { handoff,      "summarize", "leads.csv", "--as-of",
                           "2026-09-24", "--format",  "json",      "--endpoint",
                           url,          "--model",   "m",         "--jobs",
                           "64",         NULL,        NULL };
    const char *without[15];

    memcpy(without, base, sizeof base);
    without[13] = "--no-record";
    measure_added("record_adds_endpoint", base, without);
    base[7] = NULL;
    without[7] = "--no-record";
    without[8] = NULL;
    measure_added("record_adds_offline", base, without);
}

/* A workspace of its own, which is the working folder meanwhile. */
static void measure_records(const char *handoff, const char *scripted)
{
    static const char *const files[] = { "handoff.yaml",      "policy.yaml",
                                         "policy.tests.yaml", ".gitignore",
                                         "leads.csv",         "script.json",
                                         "handoff.db-run" };
    char folder[] = "/tmp/handoff-bench-XXXXXX", url[64];
    char *program = realpath(handoff, NULL), *server = realpath(scripted, NULL);
    char *home = realpath(".", NULL);
    int port = 0;
    pid_t pid;

    if (!program || !server || !home || !mkdtemp(folder) || chdir(folder) != 0)
        bench_die("a workspace");
    run((const char *const[]){ program, "init", NULL });
    write_leads("leads.csv", MOST_REQUESTS);
    write_script("script.json");
    pid = start_server(server, "script.json", &port);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/v1", port);
    measure_record(program, url);
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    if (chdir(home) != 0 || rmdir(folder) != 0)
        bench_die("the workspace's end");
    free(home);
    free(server);
    free(program);
}

/* The rows of a name are measured together: a longer name asks for all. */
static bool wanted(const char *name, const char *only)
{
    const size_t given = strlen(only), own = strlen(name);

    return strncmp(name, only, given < own ? given : own) == 0;
}

void bench_process(const char *only, const char *handoff, const char *scripted)
{
    if (wanted("startup", only))
        measure("startup", (const char *const[]){ handoff, "--version", NULL },
                0);
    if (wanted("map_22_leads", only))
        measure("map_22_leads",
                (const char *const[]){ handoff, "map",
                                       FIXTURES "/batches/inbound-forms.csv",
                                       "--as-of", "2026-09-24", NULL },
                0);
    if (wanted("endpoint", only))
        measure_endpoint(handoff, scripted);
    if (wanted("record_adds", only))
        measure_records(handoff, scripted);
}
