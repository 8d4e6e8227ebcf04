/* test_docs.c - the generated page of the docs is the code's own table.
 *
 * With HANDOFF_WRITE_DOCS=1 it writes the page instead of comparing it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/finding.h>

#include "base/file.h"
#include "support/cases.h"

static void print_codes(struct ho_buffer *out)
{
    ho_buffer_text(out,
                   "# Finding codes\n\n"
                   "A finding is what a check has to say: a result, not an "
                   "error. The list is closed; this page is generated from\n"
                   "`include/handoff/finding.h` (run the test `docs` with "
                   "`HANDOFF_WRITE_DOCS=1`).\n\n"
                   "| Code | What it means | What to do |\n|---|---|---|\n");
    for (int i = 0; i < HANDOFF_FINDING_COUNT; i++) {
        const enum handoff_finding_code code = (enum handoff_finding_code)i;

        ho_buffer_format(
            out, "| `%s` | %s | %s |\n", handoff_finding_name(code),
            handoff_finding_meaning(code), handoff_finding_remedy(code));
    }
}

static void test_finding_codes(void **state)
{
    static const char path[] = FIXTURES "/../docs/finding-codes.md";
    struct ho_buffer page;
    char *text;

    (void)state;
    ho_buffer_init(&page, 1 << 20);
    print_codes(&page);
    if (getenv("HANDOFF_WRITE_DOCS"))
        assert_int_equal(ho_file_write(path, ho_buffer_slice(&page), NULL),
                         HANDOFF_OK);
    text = case_text(FIXTURES "/../docs", "finding-codes.md", NULL);
    assert_same_text("docs/finding-codes.md", text, page.ptr);
    free(text);
    ho_buffer_release(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_finding_codes) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
