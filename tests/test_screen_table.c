/* test_screen_table.c - a table screened row by row: a row a case.
 *
 * `lines` are a table, `duplicates` what is told of its rows, by line.  But for
 * how the earlier row is named, and for `account`, the facts are those of the
 * same table as a batch.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <handoff/screen.h>

#include "base/buffer.h"
#include "screen/seen.h"
#include "support/cases.h"
#include "support/product.h"

enum { TEXT_BYTES = 1 << 20, LINE_BYTES = 100 };

static struct handoff_policy *policy;

struct told {
    const struct handoff_batch *batch; /* or NULL */
    size_t leads, refused, stop_at;
    struct ho_buffer duplicates;
};

/* "line 3" for the batch's lead of that id. */
static void name_line(const struct handoff_batch *batch, const char *id,
                      char out[LINE_BYTES])
{
    for (size_t i = 0; i < handoff_batch_count(batch); i++)
        if (strcmp(handoff_batch_lead(batch, i)->id, id) == 0)
            snprintf(out, LINE_BYTES, "line %zu",
                     handoff_batch_lead(batch, i)->line);
}

static void check_fact(const struct handoff_batch *batch,
                       const struct handoff_fact *fact,
                       const struct handoff_fact *whole)
{
    char line[LINE_BYTES] = "";

    assert_int_equal(fact->kind, whole->kind);
    assert_string_equal(fact->why, whole->why);
    assert_int_equal(fact->from, whole->from);
    assert_int_equal(fact->to, whole->to);
    assert_int_equal(fact->source != NULL, whole->source != NULL);
    if (fact->kind == HANDOFF_FACT_DUPLICATE)
        name_line(batch, whole->value, line);
    assert_string_equal(fact->value, *line ? line : whole->value);
}

static void check_facts(const struct handoff_batch *batch,
                        const struct handoff_lead *lead, size_t index)
{
    const struct handoff_screened *whole =
        handoff_batch_lead(batch, index)->screened;
    size_t n = 0;

    for (size_t i = 0; i < whole->count; i++) {
        if (whole->fact[i].kind == HANDOFF_FACT_ACCOUNT)
            continue;
        assert_true(n < lead->screened->count);
        check_fact(batch, &lead->screened->fact[n++], &whole->fact[i]);
    }
    assert_int_equal(n, lead->screened->count);
}

static enum handoff_status on_lead(void *user, const struct handoff_lead *lead,
                                   struct handoff_error *err)
{
    struct told *told = user;

    (void)err;
    assert_non_null(lead->screened);
    if (told->batch)
        check_facts(told->batch, lead, told->leads);
    for (size_t i = 0; i < lead->screened->count; i++) {
        const struct handoff_fact *fact = &lead->screened->fact[i];

        if (fact->kind != HANDOFF_FACT_DUPLICATE)
            continue;
        assert_string_equal(fact->value, lead->duplicate_of);
        ho_buffer_format(&told->duplicates, "%s%zu: %s, %s",
                         told->duplicates.len > 0 ? "; " : "", lead->line,
                         fact->value, fact->why);
    }
    return ++told->leads == told->stop_at ? HANDOFF_BAD_INPUT : HANDOFF_OK;
}

static enum handoff_status on_refused(void *user,
                                      const struct handoff_refused *refused,
                                      struct handoff_error *err)
{
    struct told *told = user;

    (void)refused;
    (void)err;
    told->refused++;
    return HANDOFF_OK;
}

static enum handoff_status screen(struct handoff_slice text,
                                  const struct handoff_screening *how,
                                  struct told *told, struct handoff_error *err)
{
    const struct handoff_lead_sink sink = { on_lead, on_refused, told };
    char path[] = "/tmp/handoff-test-XXXXXX";
    const int fd = mkstemp(path);
    enum handoff_status status;
    size_t full = SIZE_MAX;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.ptr, text.len), (ssize_t)text.len);
    close(fd);
    status = handoff_screen_each(handoff_policy_fields(policy), NULL, path, how,
                                 &sink, &full, err);
    assert_int_equal(full, status == HANDOFF_OK ? 0 : SIZE_MAX);
    unlink(path);
    return status;
}

static void run_row(const cJSON *row)
{
    const struct handoff_screening how = { 0 };
    const cJSON *line;
    struct ho_buffer text;
    struct told told = { 0 };
    struct handoff_batch *batch;

    ho_buffer_init(&text, TEXT_BYTES);
    ho_buffer_init(&told.duplicates, TEXT_BYTES);
    cJSON_ArrayForEach(line, cJSON_GetObjectItem(row, "lines"))
        ho_buffer_format(&text, "%s\n", line->valuestring);
    batch = product_batch(policy, "table", text.ptr, text.len);
    assert_int_equal(handoff_screen(batch, &how, NULL), HANDOFF_OK);
    told.batch = batch;
    assert_int_equal(screen(ho_buffer_slice(&text), &how, &told, NULL),
                     HANDOFF_OK);
    assert_int_equal(told.leads, handoff_batch_count(batch));
    ho_buffer_byte(&told.duplicates, '\0');
    assert_same_text(row_text(row, "why", ""), told.duplicates.ptr,
                     row_text(row, "duplicates", ""));
    handoff_batch_free(batch);
    ho_buffer_release(&told.duplicates);
    ho_buffer_release(&text);
}

static void test_rows(void **state)
{
    (void)state;
    each_row("screen_table.json", run_row);
}

static const char twice[] = "Name,Email,Message\n"
                            "Jo,jo@hillmarsh.example,Forty seats\n"
                            "Jo,jo@hillmarsh.example,Ten seats\n";

/* Who was screened before is not compared again. */
static void test_alone(void **state)
{
    const struct handoff_screening how = { .alone = true };
    struct told told = { 0 };

    (void)state;
    ho_buffer_init(&told.duplicates, TEXT_BYTES);
    assert_int_equal(screen(ho_slice(twice), &how, &told, NULL), HANDOFF_OK);
    assert_int_equal(told.leads, 2);
    assert_int_equal(told.duplicates.len, 0);
    ho_buffer_release(&told.duplicates);
}

static void test_suppression(void **state)
{
    struct handoff_suppression_list *list = NULL;
    struct handoff_suppression suppression;
    const struct handoff_screening how = { .suppression = &suppression };
    struct told told = { 0 };
    struct handoff_batch *batch =
        product_batch(policy, "table", twice, sizeof twice - 1);

    (void)state;
    assert_int_equal(
        handoff_suppression_read(ho_slice("hillmarsh.example\n"), &list, NULL),
        HANDOFF_OK);
    suppression = handoff_suppression_of(list);
    assert_int_equal(handoff_screen(batch, &how, NULL), HANDOFF_OK);
    ho_buffer_init(&told.duplicates, TEXT_BYTES);
    told.batch = batch;
    assert_int_equal(screen(ho_slice(twice), &how, &told, NULL), HANDOFF_OK);
    assert_int_equal(told.leads, 2);
    ho_buffer_release(&told.duplicates);
    handoff_suppression_free(list);
    handoff_batch_free(batch);
}

static enum handoff_status broken(void *user, struct handoff_slice what,
                                  bool *yes, struct handoff_error *err)
{
    (void)user;
    (void)what;
    (void)yes;
    err->status = HANDOFF_IO;
    return HANDOFF_IO;
}

/* No row is handed over that was not screened. */
static void test_failures(void **state)
{
    const struct handoff_suppression suppression = { broken, NULL };
    const struct handoff_screening asks = { .suppression = &suppression };
    const struct handoff_screening how = { 0 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct told told = { 0 };
    size_t full = SIZE_MAX;

    (void)state;
    assert_int_equal(screen(ho_slice(twice), &asks, &told, &err), HANDOFF_IO);
    assert_int_equal(told.leads, 0);
    told.stop_at = 1;
    assert_int_equal(screen(ho_slice(twice), &how, &told, &err),
                     HANDOFF_BAD_INPUT);
    assert_int_equal(told.leads, 1);
    assert_int_equal(screen(ho_slice("Hello there\n"), &how, &told, &err),
                     HANDOFF_BAD_INPUT);
    assert_int_equal(handoff_screen_each(handoff_policy_fields(policy), NULL,
                                         "/nowhere/at.all", &how, NULL, &full,
                                         &err),
                     HANDOFF_IO);
    assert_int_equal(full, SIZE_MAX);
}

/* The ceiling: what came before it is known for good, what comes behind is
 * known to nobody. */
static void test_full(void **state)
{
    struct ho_seen *seen = ho_seen_new();
    char key[LINE_BYTES];
    size_t first = 0;

    (void)state;
    assert_non_null(seen);
    for (size_t i = 1; i <= HANDOFF_SCREEN_KEYS; i++) {
        snprintf(key, sizeof key, "person:%zu", i);
        assert_int_equal(ho_seen_enter(seen, key, i, &first, NULL), HANDOFF_OK);
        assert_int_equal(first, 0);
    }
    assert_int_equal(ho_seen_full(seen), 0);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            ho_seen_enter(seen, "one more", 4000000 + i, &first, NULL),
            HANDOFF_OK);
        assert_int_equal(first, 0);
        assert_int_equal(ho_seen_full(seen), 4000000);
    }
    for (size_t i = 1; i <= HANDOFF_SCREEN_KEYS; i += 1000) {
        snprintf(key, sizeof key, "person:%zu", i);
        assert_int_equal(ho_seen_enter(seen, key, 5000000, &first, NULL),
                         HANDOFF_OK);
        assert_int_equal(first, i);
    }
    ho_seen_free(seen);
}

static int load(void **state)
{
    (void)state;
    policy = product_policy();
    return 0;
}

static int unload(void **state)
{
    (void)state;
    handoff_policy_free(policy);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),        cmocka_unit_test(test_alone),
        cmocka_unit_test(test_suppression), cmocka_unit_test(test_failures),
        cmocka_unit_test(test_full),
    };

    return cmocka_run_group_tests_name("screen table", tests, load, unload);
}
