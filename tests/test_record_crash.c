/* test_record_crash.c - the program is killed at random moments: what was
 * answered is not asked again, and what is recorded holds. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/cases.h"
#include "support/recorded.h"
#include "support/server.h"

enum {
    KILLS = 200, /* of runs; and of reviews a tenth more */
    REVIEW_KILLS = 20,
    EXPORT_KILLS = 40,
    EXPORT_LEADS = 60,
    EXPORT_US = 60000,
    LEADS = 8,
    JOBS = 2,
    ATTEMPTS = 12, /* kills of one workspace, at most */
    RUN_US = 60000,
    REVIEW_US = 8000
};

static const char script[] = "{\"latency_ms\": 6}";

static uint32_t next_random(void)
{
    static uint32_t seed = 20261123;

    seed = seed * 1664525u + 1013904223u;
    return seed >> 8;
}

/* In the workspace; without words and input. */
static pid_t start(const char *const *argv)
{
    const pid_t child = fork();
    int null;

    assert_true(child >= 0);
    if (child > 0)
        return child;
    null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

/* true: it was killed; false: it had ended before, with that code. */
static bool kill_after(pid_t child, long us, int *code)
{
    const struct timespec pause = { 0, us * 1000 };
    int status = 0;

    nanosleep(&pause, NULL);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return WIFSIGNALED(status);
}

static int finish(pid_t child)
{
    int status = 0;

    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void write_text(const char *name, const char *text)
{
    FILE *out = fopen(name, "w");

    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

/* The workspace is the current folder. */
static void make_workspace(int round)
{
    char csv[4096];
    int len = snprintf(csv, sizeof csv, "Email,Company,Role,Source,Need\n");

    recorded_remove("handoff.db");
    for (int i = 0; i < LEADS; i++)
        len += snprintf(csv + len, sizeof csv - (size_t)len,
                        "p%d@b.example,Company %d of %d,VP Operations,Demo "
                        "request,We lose leads by 30 October\n",
                        i, i, round);
    write_text("leads.csv", csv);
    write_text("handoff.yaml", "jobs: 2\n");
}

static int64_t number(const char *sql)
{
    struct handoff_record *record =
        recorded_open("handoff.db", HANDOFF_RECORD_READ);
    const int64_t out = recorded_number(record, sql);

    handoff_record_close(record);
    return out;
}

static void assert_whole(void)
{
    struct handoff_record *record =
        recorded_open("handoff.db", HANDOFF_RECORD_READ);
    char first[600];

    assert_int_equal(recorded_number(record, "SELECT count(*) FROM lead"),
                     LEADS);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM brief"),
                     LEADS);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM decision"),
                     LEADS);
    assert_int_equal(
        recorded_number(record, "SELECT count(DISTINCT lead) FROM decision"),
        LEADS);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM reply"),
                     LEADS);
    if (recorded_problems(record, false, first, sizeof first) > 0)
        fail_msg("%s", first);
    handoff_record_close(record);
}

static const char *program(void)
{
    const char *path = getenv("HANDOFF");

    if (!path)
        fail_msg("HANDOFF names the program; ctest sets it");
    return path;
}

/* Kill until it gets through, or often enough; then let it. */
static int crash_run(struct server *server, int round)
{
    const char *const argv[] = {
        program(),          "map",     "leads.csv", "--endpoint",
        server_url(server), "--model", "m",         "--as-of",
        "2026-09-24",       "-o",      "map.txt",   NULL
    };
    const size_t before = server_count(server);
    int kills = 0, code = -1;

    make_workspace(round);
    while (kills < ATTEMPTS &&
           kill_after(start(argv), (long)(next_random() % RUN_US), &code))
        kills++;
    if (code != 0)
        assert_int_equal(finish(start(argv)), 0);
    assert_whole();
    /* each kill costs what was in flight at that moment, and no more */
    if (server_count(server) - before > (size_t)(LEADS + kills * JOBS))
        fail_msg("%zu requests for %d leads, %d kills and %d jobs",
                 server_count(server) - before, LEADS, kills, JOBS);
    return kills;
}

static void test_killed_runs(void **state)
{
    struct server *server = NULL;
    int kills = 0;

    (void)state;
    assert_int_equal(
        server_start((struct handoff_slice){ script, sizeof script - 1 },
                     &server, NULL),
        HANDOFF_OK);
    for (int round = 0; kills < KILLS; round++)
        kills += crash_run(server, round);
    print_message("%d kills\n", kills);
    server_stop(server);
}

/* --- reviews
 * ------------------------------------------------------------------ */

static bool next_item(char item[64])
{
    struct handoff_record *record =
        recorded_open("handoff.db", HANDOFF_RECORD_READ);
    char *text = NULL, *found;
    size_t len;

    assert_int_equal(handoff_review_list(record, 1, HANDOFF_FORMAT_NDJSON,
                                         &text, &len, NULL),
                     HANDOFF_OK);
    found = strstr(text, "\"item\":\"");
    if (found)
        snprintf(item, 64, "%.*s", (int)strcspn(found + 8, "\""), found + 8);
    free(text);
    handoff_record_close(record);
    return found != NULL;
}

/* What was said stands there once; what was not waits still. */
static void test_killed_reviews(void **state)
{
    const char *const map[] = { program(), "map",     "leads.csv",  "-o",
                                "map.txt", "--as-of", "2026-09-24", NULL };
    char item[64];
    int kills = 0, code, rounds = 0;

    (void)state;
    make_workspace(0);
    assert_int_equal(finish(start(map)), 0);
    while (kills < REVIEW_KILLS && rounds++ < 10 * REVIEW_KILLS) {
        const char *const argv[] = { program(), "review", "approve", item,
                                     NULL };

        if (!next_item(item)) { /* all is said: the next runs wait again */
            make_workspace(rounds);
            assert_int_equal(finish(start(map)), 0);
            continue;
        }
        kills +=
            kill_after(start(argv), (long)(next_random() % REVIEW_US), &code);
        assert_int_equal(number("SELECT count(*) - count(DISTINCT "
                                "coalesce(decision, -policy)) FROM review"),
                         0);
    }
    assert_true(kills >= REVIEW_KILLS);
    assert_whole();
}

/* --- exports
 * ------------------------------------------------------------------ */

static void make_exports(void)
{
    const char *const map[] = { program(), "map",     "leads.csv",  "-o",
                                "map.txt", "--as-of", "2026-09-24", NULL };
    char csv[EXPORT_LEADS * 120];
    int len = snprintf(csv, sizeof csv, "Email,Company,Role,Need\n");

    recorded_remove("handoff.db");
    assert_int_equal(system("rm -rf out"), 0);
    for (int i = 0; i < EXPORT_LEADS; i++)
        len +=
            snprintf(csv + len, sizeof csv - (size_t)len,
                     "p%d@b.example,Company %d,Founder,We lose leads\n", i, i);
    write_text("leads.csv", csv);
    write_text("handoff.yaml", "crm:\n  owners:\n    research desk: r@o.example"
                               "\n    routing review desk: q@o.example\n");
    assert_int_equal(finish(start(map)), 0);
}

/* Lines that begin tasks of all exports that are there, each once. */
static void assert_tasks_once(int wanted)
{
    char text[32] = "";
    FILE *in =
        popen("cat out/export-*-hubspot/tasks_new.csv 2>/dev/null |"
              " grep -o 'p[0-9]*@b.example,L-[0-9]*' | sort | uniq -c |"
              " awk '{n++; if ($1 != 1) bad++} END {print n + 0, bad + 0}'",
              "r");
    char expected[32];

    assert_non_null(in);
    assert_non_null(fgets(text, sizeof text, in));
    pclose(in);
    snprintf(expected, sizeof expected, "%d 0\n", wanted);
    assert_string_equal(text, expected);
}

/* Whatever moment it dies at, the tasks of all exports together hold each
 * lead's once, and a folder that is there is whole. */
static void test_killed_exports(void **state)
{
    const char *const argv[] = { program(), "export", "--crm", "hubspot",
                                 "-o",      "out",    NULL };
    int kills = 0, code = 0;

    (void)state;
    for (int round = 0; kills < EXPORT_KILLS && round < 20; round++) {
        struct handoff_record *record;
        char first[600];

        make_exports();
        for (int i = 0; i < ATTEMPTS; i++)
            kills += kill_after(start(argv), (long)(next_random() % EXPORT_US),
                                &code);
        assert_int_equal(finish(start(argv)), 0);
        assert_tasks_once(EXPORT_LEADS);
        assert_int_equal(system("for d in out/export-*-hubspot; do [ -s "
                                "$d/manifest.json ] || exit 1; done"),
                         0);
        record = recorded_open("handoff.db", HANDOFF_RECORD_READ);
        if (recorded_problems(record, false, first, sizeof first) > 0)
            fail_msg("%s", first);
        handoff_record_close(record);
    }
    print_message("%d kills\n", kills);
    assert_true(kills >= EXPORT_KILLS);
}

static int enter(void **state)
{
    (void)state;
    if (mkdir("crash", 0777) != 0 && access("crash", F_OK) != 0)
        return -1;
    return chdir("crash");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_killed_runs),
                                        cmocka_unit_test(test_killed_reviews),
                                        cmocka_unit_test(test_killed_exports) };

    return cmocka_run_group_tests(tests, enter, NULL);
}
