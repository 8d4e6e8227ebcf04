/* test_intake_mutations.c - every payload of fixtures/sources with one member
 * missing, of another type or escaped for HTML, and every payload twice:
 * what is left is a lead that keeps the laws, or is refused with a reason. */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "intake/json_tree.h"
#include "support/cases.h"
#include "support/lead_check.h"
#include "support/lead_fields.h"

/* What comes in the place of a member's value. */
static const char *const instead[] = {
    "null",
    "7",
    "true",
    "\"\"",
    "[]",
    "{}",
    "{\"a\":[\"x\"]}",
    "\"Tom &amp; J&#252;rgen &lt;b&gt;\"",
    "\"b-999\"",
    "15550000000",
};

/* A member has so many of them, its neighbour the next ones. */
enum { KINDS = sizeof instead / sizeof *instead, EACH = 3 };

static const char other_key[] = "zz";

static size_t payloads, mutated;

static struct handoff_batch *read_batch(const char *name,
                                        struct handoff_slice text)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_batch *batch = NULL;
    enum handoff_status status;
    size_t seen;

    assert_int_equal(handoff_batch_new(&lead_fields, &batch, NULL), HANDOFF_OK);
    status = handoff_batch_add(batch, "-", text, &err);
    seen = handoff_batch_count(batch) + handoff_batch_refused_count(batch);
    if (status == HANDOFF_OK ? seen == 0 : err.message[0] == '\0')
        fail_msg("%s: nothing is said of %.*s", name, (int)text.len, text.ptr);
    return batch;
}

static void check(const char *name, struct handoff_slice text)
{
    struct handoff_batch *batch = read_batch(name, text);

    lead_laws(name, batch, &lead_fields, NULL);
    handoff_batch_free(batch);
    mutated++;
}

/* Other bytes in the place of [start, end). */
static void replace(const char *name, struct handoff_slice text, size_t start,
                    size_t end, const char *by)
{
    struct ho_buffer b;

    ho_buffer_init(&b, HANDOFF_INTAKE_FILE);
    ho_buffer_add(&b, ho_part(text, 0, start));
    ho_buffer_text(&b, by);
    ho_buffer_add(&b, ho_part(text, end, text.len));
    assert_int_equal(b.failed, HANDOFF_OK);
    check(name, ho_buffer_slice(&b));
    ho_buffer_release(&b);
}

/* The same delivery again is known again: by its key, and as a replay where the
 * source names the submission. */
static void check_twice(const char *name, struct handoff_slice text)
{
    struct handoff_batch *batch = read_batch(name, text);
    const size_t once = handoff_batch_count(batch);

    assert_int_equal(handoff_batch_add(batch, "again", text, NULL), HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 2 * once);
    for (size_t i = 0; i < once; i++) {
        const struct handoff_lead *first = handoff_batch_lead(batch, i),
                                  *again = handoff_batch_lead(batch, i + once);

        assert_string_equal(first->origin.key, again->origin.key);
        assert_int_equal(again->origin.replay_of != NULL,
                         first->origin.submission_id[0] != '\0');
    }
    handoff_batch_free(batch);
}

static void mutate(const char *name, struct handoff_slice text)
{
    struct ho_tree tree = { 0 };

    if (ho_tree_init(&tree, text, NULL) != HANDOFF_OK) {
        ho_tree_release(&tree);
        return; /* broken already */
    }
    payloads++;
    for (size_t i = 1; i < tree.count; i++) {
        const struct ho_node *node = &tree.node[i];

        for (size_t k = 0; k < EACH; k++)
            replace(name, text, node->start, node->end,
                    instead[(i * EACH + k) % KINDS]);
        if (node->key != 0)
            replace(name, text, node->key, node->key, other_key);
    }
    ho_tree_release(&tree);
    check_twice(name, text);
}

static void run_case(const char *directory, const char *name)
{
    struct handoff_slice rest, line;
    size_t len = 0;
    char *text = case_file(directory, "input.json", &len);

    if (text) {
        mutate(name, ho_trim((struct handoff_slice){ text, len }));
        free(text);
        return;
    }
    text = case_file(directory, "input.ndjson", &len);
    rest = (struct handoff_slice){ text, text ? len : 0 };
    while (ho_next_line(&rest, &line))
        mutate(name, ho_trim(line));
    free(text);
}

static void test_mutations(void **state)
{
    (void)state;
    each_case("sources", run_case);
    assert_true(payloads > 40);
    assert_true(mutated > 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mutations) };

    return cmocka_run_group_tests(tests, lead_schema_compile, lead_schema_free);
}
