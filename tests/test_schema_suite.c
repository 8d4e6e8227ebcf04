/* test_schema_suite.c - the official JSON-Schema-Test-Suite, draft 2020-12.
 *
 * scripts/suites puts it where SUITES points; without it this is skipped.
 */
#include <handoff/schema.h>

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "schema/datum.h"

enum {
    PATH_BYTES = 1024,
    FILE_BYTES = 4 * 1024 * 1024,
    REMOTES = 100,
    REQUIRED = 1257 /* of the oldest suite in use; newer ones have more */
};

static const char tests_folder[] = SUITES "/json-schema/tests/draft2020-12";

/* What stands at http://localhost:1234/ for the suite is its folder remotes/;
 * nothing listens there. */
struct remotes {
    struct {
        char *uri, *text;
        size_t len;
    } item[REMOTES];
    size_t count;
};

static struct handoff_slice keep_remote(struct remotes *r, const char *uri,
                                        char *text, size_t len)
{
    const size_t size = strlen(uri) + 1;

    assert_true(r->count < REMOTES);
    r->item[r->count].uri = malloc(size);
    assert_non_null(r->item[r->count].uri);
    memcpy(r->item[r->count].uri, uri, size);
    r->item[r->count].text = text;
    r->item[r->count].len = len;
    r->count++;
    return (struct handoff_slice){ text, len };
}

static struct handoff_slice find_remote(void *user, const char *uri)
{
    static const char host[] = "http://localhost:1234/";
    struct remotes *r = user;
    char path[PATH_BYTES], *text;
    size_t len;

    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->item[i].uri, uri) == 0)
            return (struct handoff_slice){ r->item[i].text, r->item[i].len };
    if (strncmp(uri, host, sizeof host - 1) != 0)
        return (struct handoff_slice){ NULL, 0 };
    snprintf(path, sizeof path, "%s/json-schema/remotes/%s", SUITES,
             uri + sizeof host - 1);
    if (ho_file_read(path, FILE_BYTES, &text, &len, NULL) != HANDOFF_OK)
        return (struct handoff_slice){ NULL, 0 };
    return keep_remote(r, uri, text, len);
}

static void release_remotes(struct remotes *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->item[i].uri);
        free(r->item[i].text);
    }
    r->count = 0;
}

struct run {
    struct remotes remotes;
    bool assert_format;
    bool (*left_out)(const struct ho_datum *group, const struct ho_datum *test);
    size_t passed, total;
};

static struct handoff_slice text_of(const struct ho_document *doc,
                                    const struct ho_datum *d)
{
    return ho_part(doc->text, d->at, d->end);
}

static const struct ho_datum *get(const struct ho_datum *d, const char *key)
{
    const struct ho_datum *m = ho_schema_member(d, ho_slice(key));

    assert_non_null(m);
    return m;
}

static void complain(const char *path, const struct ho_datum *group,
                     const struct ho_datum *test, const char *why)
{
    const struct handoff_slice a = get(group, "description")->text;
    const struct handoff_slice b =
        test ? get(test, "description")->text : (struct handoff_slice){ "", 0 };

    print_error("%s: %.*s / %.*s: %s\n", path, (int)a.len, a.ptr, (int)b.len,
                b.ptr, why);
}

/* A problem that nobody could act on fails the test, too. */
static bool is_complete(const struct handoff_schema_result *r)
{
    if (r->valid != (r->count == 0))
        return false;
    for (size_t i = 0; i < r->count; i++)
        if (r->item[i].message[0] == '\0' ||
            (r->item[i].instance[0] != '/' && r->item[i].instance[0] != '\0'))
            return false;
    return true;
}

static void judge_test(struct run *run, const char *path,
                       const struct ho_document *doc,
                       const struct handoff_schema *schema,
                       const struct ho_datum *group,
                       const struct ho_datum *test)
{
    struct handoff_schema_result result = { 0 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const bool valid = ho_is_true(get(test, "valid"));

    if (run->left_out && run->left_out(group, test))
        return;
    run->total++;
    if (handoff_schema_check(schema, text_of(doc, get(test, "data")), &result,
                             &err) != HANDOFF_OK)
        complain(path, group, test, err.message);
    else if (result.valid != valid)
        complain(path, group, test, valid ? "refused" : "let through");
    else if (!is_complete(&result))
        complain(path, group, test, "problems that say nothing");
    else
        run->passed++;
    handoff_schema_result_release(&result);
}

static void judge_group(struct run *run, const char *path,
                        const struct ho_document *doc,
                        const struct ho_datum *group)
{
    const struct handoff_schema_remotes remotes = { find_remote,
                                                    &run->remotes };
    const struct handoff_schema_options options = { .assert_format =
                                                        run->assert_format,
                                                    .remotes = &remotes };
    const struct ho_datum *tests = get(group, "tests");
    const struct ho_datum *test = ho_first(tests);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema *schema = NULL;

    if (handoff_schema_compile(text_of(doc, get(group, "schema")), &options,
                               &schema, &err) != HANDOFF_OK) {
        complain(path, group, NULL, err.message);
        run->total += tests->count;
        return;
    }
    for (uint32_t i = 0; i < tests->count; i++, test = ho_next(test))
        judge_test(run, path, doc, schema, group, test);
    handoff_schema_free(schema);
}

static void run_file(struct run *run, const char *path)
{
    struct ho_document doc = { 0 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const struct ho_datum *group;
    char *text = NULL;
    size_t len = 0;

    assert_int_equal(ho_file_read(path, FILE_BYTES, &text, &len, &err),
                     HANDOFF_OK);
    assert_int_equal(ho_document_read(&doc, (struct handoff_slice){ text, len },
                                      "the suite", &err),
                     HANDOFF_OK);
    group = ho_first(doc.item);
    for (uint32_t i = 0; i < doc.item->count; i++, group = ho_next(group))
        judge_group(run, path, &doc, group);
    ho_document_release(&doc);
    free(text);
}

static int is_json(const struct dirent *entry)
{
    const size_t len = strlen(entry->d_name);

    return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

static void run_folder(struct run *run, const char *folder)
{
    struct dirent **entry = NULL;
    const int count = scandir(folder, &entry, is_json, alphasort);
    char path[PATH_BYTES];

    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, entry[i]->d_name);
        run_file(run, path);
        free(entry[i]);
    }
    free(entry);
    release_remotes(&run->remotes);
}

static void skip_without_suite(void)
{
    DIR *folder = opendir(tests_folder);

    if (!folder) {
        print_message("skipped: no suite in %s; run scripts/suites\n", SUITES);
        skip();
        return;
    }
    closedir(folder);
}

static void required_tests(void **state)
{
    struct run run = { 0 };

    (void)state;
    skip_without_suite();
    run_folder(&run, tests_folder);
    print_message("%zu of %zu required\n", run.passed, run.total);
    assert_int_equal(run.passed, run.total);
    assert_true(run.total >= REQUIRED);
}

/* Formats annotate unless asked to assert: the same tests, none refused. */
static bool is_format_test_of_string(const struct ho_datum *group,
                                     const struct ho_datum *test)
{
    (void)group;
    return !ho_is_true(get(test, "valid"));
}

static void formats_annotate(void **state)
{
    struct run run = { .left_out = is_format_test_of_string };

    (void)state;
    skip_without_suite();
    run_folder(&run, SUITES "/json-schema/tests/draft2020-12/optional/format");
    assert_int_equal(run.passed, run.total);
    assert_true(run.total > 0);
}

/* schema/format.h names these gaps. */
static bool is_format_gap(const struct ho_datum *group,
                          const struct ho_datum *test)
{
    const struct ho_datum *schema = get(group, "schema");
    const struct ho_datum *format =
        ho_schema_member(schema, ho_slice("format"));
    const struct handoff_slice data = get(test, "data")->text;

    if (!format || ho_slice_is(format->text, "idn-hostname"))
        return true;
    return ho_slice_is(format->text, "hostname") && data.len > 4 &&
           (memcmp(data.ptr, "xn--", 4) == 0 ||
            memcmp(data.ptr, "XN--", 4) == 0);
}

static void formats_assert(void **state)
{
    struct run run = { .assert_format = true, .left_out = is_format_gap };

    (void)state;
    skip_without_suite();
    run_folder(&run, SUITES "/json-schema/tests/draft2020-12/optional/format");
    print_message("%zu of %zu of formats\n", run.passed, run.total);
    assert_int_equal(run.passed, run.total);
    assert_true(run.total > 300);
}

static void optional_tests(void **state)
{
    static const char *const files[] = {
        "anchor",
        "bignum",
        "dynamicRef",
        "ecmascript-regex",
        "float-overflow",
        "format-assertion",
        "id",
        "no-schema",
        "non-bmp-regex",
        "refOfUnknownKeyword",
        "unknownKeyword",
    };
    struct run run = { 0 };
    char path[PATH_BYTES];

    (void)state;
    skip_without_suite();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *there;

        snprintf(path, sizeof path, "%s/optional/%s.json", tests_folder,
                 files[i]);
        there = fopen(path, "r"); /* older suites lack some */
        if (!there)
            continue;
        fclose(there);
        run_file(&run, path);
    }
    release_remotes(&run.remotes);
    print_message("%zu of %zu optional\n", run.passed, run.total);
    assert_int_equal(run.passed, run.total);
    assert_true(run.total > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(required_tests),
        cmocka_unit_test(optional_tests),
        cmocka_unit_test(formats_assert),
        cmocka_unit_test(formats_annotate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
