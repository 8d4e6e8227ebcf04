/* test_workspace.c - settings and new workspaces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <handoff/policy.h>
#include <handoff/workspace.h>

#include "base/file.h"
#include "base/slice.h"

static char folder[64];

static int enter(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/handoff-test-XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state)
{
    static const char *const files[] = { "handoff.yaml", "policy.yaml",
                                         "policy.tests.yaml", ".gitignore",
                                         "key" };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(files[i]);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void write_file(const char *name, const char *text)
{
    assert_int_equal(ho_file_write(name, ho_slice(text), NULL), HANDOFF_OK);
}

static void test_without_file(void **state)
{
    struct handoff_settings s;

    (void)state;
    assert_int_equal(handoff_settings_read(".", &s, NULL), HANDOFF_OK);
    assert_null(s.policy);
    assert_null(s.endpoint);
    assert_int_equal(s.jobs, 0);
    handoff_settings_release(&s);
}

static void test_settings(void **state)
{
    struct handoff_settings s;

    (void)state;
    write_file("key", "  sk-secret \n");
    write_file("handoff.yaml",
               "policy: rules/p.yaml\nendpoint: http://127.0.0.1:1/v1\n"
               "model: m\nkey_file: key\njobs: 7\n");
    assert_int_equal(handoff_settings_read(".", &s, NULL), HANDOFF_OK);
    assert_string_equal(s.policy, "rules/p.yaml");
    assert_string_equal(s.endpoint, "http://127.0.0.1:1/v1");
    assert_string_equal(s.model, "m");
    assert_string_equal(s.key, "sk-secret");
    assert_int_equal(s.jobs, 7);
    handoff_settings_release(&s);
    assert_int_equal(handoff_settings_read(folder, &s, NULL), HANDOFF_OK);
    assert_true(strncmp(s.policy, folder, strlen(folder)) == 0);
    handoff_settings_release(&s);
}

static void test_bad_settings(void **state)
{
    static const struct {
        const char *text, *error;
    } rows[] = {
        { "modell: m\n", "./handoff.yaml:1:9: handoff.yaml has no key "
                         "\"modell\"; did you mean \"model\"?" },
        { "jobs: 0\n",
          "./handoff.yaml:1:7: jobs is a whole number from 1 to 256" },
        { "jobs: 4\njobs: 5\n",
          "./handoff.yaml:2:1: the key \"jobs\" stands twice; its first value "
          "is on line 1, so remove one of them" },
        { "endpoint: [x]\n", "./handoff.yaml:1:11: endpoint is one word or "
                             "text, no list or mapping" },
        { "key_file: nokey\n",
          "nokey: cannot be read: No such file or directory" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        struct handoff_settings s;
        char text[1024];
        const char *wanted = rows[i].error;

        write_file("handoff.yaml", rows[i].text);
        assert_int_not_equal(handoff_settings_read(".", &s, &err), HANDOFF_OK);
        handoff_error_text(&err, text, sizeof text);
        assert_string_equal(text, wanted + (wanted[0] == '.' ? 2 : 0));
    }
}

static void test_init(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_policy *policy = NULL;
    struct handoff_settings s;
    const char *written[8];
    size_t count = 0, len = 0;
    char *text = NULL;

    (void)state;
    assert_int_equal(handoff_workspace_init(".", written, 8, &count, &err), 0);
    assert_int_equal(count, 4);
    assert_int_equal(handoff_settings_read(".", &s, &err), HANDOFF_OK);
    assert_string_equal(s.policy, "policy.yaml");
    assert_int_equal(ho_file_read(s.policy, 1 << 20, &text, &len, &err), 0);
    assert_int_equal(handoff_policy_parse(s.policy,
                                          (struct handoff_slice){ text, len },
                                          &policy, &err),
                     HANDOFF_OK);
    handoff_policy_free(policy);
    free(text);
    handoff_settings_release(&s);
    assert_int_equal(handoff_workspace_init(".", written, 8, &count, &err),
                     HANDOFF_IO);
    assert_int_equal(count, 0);
}

static void test_own_texts(void **state)
{
    size_t count = 0;

    (void)state;
    for (const char *name = handoff_own_next("", NULL); name;
         name = handoff_own_next("", name)) {
        assert_true(handoff_own_text(name).len > 0);
        count++;
    }
    assert_true(count >= 4);
    assert_null(handoff_own_text("nothing").ptr);
    assert_null(handoff_own_next("nothing", NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_without_file, enter, leave),
        cmocka_unit_test_setup_teardown(test_settings, enter, leave),
        cmocka_unit_test_setup_teardown(test_bad_settings, enter, leave),
        cmocka_unit_test_setup_teardown(test_init, enter, leave),
        cmocka_unit_test(test_own_texts)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
