/* test_screen_memory.c - every allocation of screening fails once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <handoff/screen.h>

#include "support/alloc_fail.h"
#include "support/product.h"

static struct handoff_policy *policy;

static const char leads[] =
    "Record ID,Name,Email,Phone,Message\n"
    "1,Jo Lind,jo@hillmarsh.example,+44 20 7946 0000,remove me from your list\n"
    "2,Ann Lind,ann@hillmarsh.example,0044 20 79460000,Désinscrivez-moi\n"
    "2,Test,test@test.com,1234567,I am a journalist. http://a http://b\n";

static char table[] = "/tmp/handoff-test-XXXXXX";

static enum handoff_status screen(struct handoff_error *err)
{
    struct handoff_batch *batch = NULL;
    const struct handoff_screening how = { 0 };
    enum handoff_status status =
        handoff_batch_new(handoff_policy_fields(policy), &batch, err);

    if (status != HANDOFF_OK)
        return status;
    status = handoff_batch_add(
        batch, "-", (struct handoff_slice){ leads, sizeof leads - 1 }, err);
    if (status == HANDOFF_OK)
        status = handoff_screen(batch, &how, err);
    for (size_t i = 0; status == HANDOFF_OK && i < 3; i++)
        assert_non_null(handoff_batch_lead(batch, i)->screened);
    handoff_batch_free(batch);
    return status;
}

static enum handoff_status no_more(void *user, const struct handoff_lead *lead,
                                   struct handoff_error *err)
{
    (void)user;
    (void)err;
    assert_non_null(lead->screened);
    return HANDOFF_OK;
}

static enum handoff_status screen_table(struct handoff_error *err)
{
    const struct handoff_lead_sink sink = { no_more, NULL, NULL };
    const struct handoff_screening how = { 0 };
    size_t full;

    return handoff_screen_each(handoff_policy_fields(policy), NULL, table, &how,
                               &sink, &full, err);
}

static enum handoff_status read_list(struct handoff_error *err)
{
    struct handoff_suppression_list *list = NULL;
    static const char line[] = "jo@acme.example\n";
    char text[100 * sizeof line];
    enum handoff_status status;

    for (size_t i = 0; i < 100; i++)
        memcpy(text + i * (sizeof line - 1), line, sizeof line);
    status = handoff_suppression_read(
        (struct handoff_slice){ text, strlen(text) }, &list, err);
    handoff_suppression_free(list);
    return status;
}

static void test_screen(void **state)
{
    (void)state;
    fail_each_allocation(screen);
}

static void test_table(void **state)
{
    (void)state;
    fail_each_allocation(screen_table);
}

static void test_list(void **state)
{
    (void)state;
    fail_each_allocation(read_list);
}

static int load(void **state)
{
    int fd;

    (void)state;
    policy = product_policy();
    fd = mkstemp(table);
    if (fd < 0 || write(fd, leads, sizeof leads - 1) != sizeof leads - 1)
        return -1;
    return close(fd);
}

static int unload(void **state)
{
    (void)state;
    handoff_policy_free(policy);
    return unlink(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screen),
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_list),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
