/* test_intake_mail.c - what a file in a folder cannot show: maildirs, large
 * mails, kept mails read again, tables read row by row. */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "support/cases.h"
#include "support/lead_fields.h"

static const char head[] = "From: Jo Lind <jo@hillmarsh.example>\n"
                           "Subject: Seats\nMIME-Version: 1.0\n";

static struct handoff_batch *new_batch(void)
{
    struct handoff_batch *batch = NULL;

    assert_int_equal(handoff_batch_new(&lead_fields, &batch, NULL), HANDOFF_OK);
    return batch;
}

static bool has_warning(const struct handoff_lead *lead,
                        enum handoff_warning_code code)
{
    for (size_t i = 0; i < lead->origin.warnings; i++)
        if (lead->origin.warning[i].code == code)
            return true;
    return false;
}

static void test_maildir(void **state)
{
    struct handoff_batch *batch = new_batch();

    (void)state;
    assert_int_equal(handoff_batch_read(batch, FIXTURES "/maildir", NULL),
                     HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 2);
    assert_non_null(
        strstr(handoff_batch_lead(batch, 0)->file, "/new/1001.a.mx"));
    assert_non_null(
        strstr(handoff_batch_lead(batch, 1)->file, "/cur/1000.b.mx:2,S"));
    assert_int_equal(handoff_batch_refused_count(batch), 3);
    assert_non_null(strstr(handoff_batch_refused(batch, 0)->reason, "flag T"));
    assert_non_null(strstr(handoff_batch_refused(batch, 1)->reason, "flag D"));
    assert_non_null(strstr(handoff_batch_refused(batch, 2)->reason, "empty"));
    handoff_batch_free(batch);
}

static void test_a_folder_without_mails(void **state)
{
    struct handoff_batch *batch = new_batch();

    (void)state;
    assert_int_not_equal(handoff_batch_read(batch, FIXTURES "/intake", NULL),
                         HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 0);
    handoff_batch_free(batch);
}

/* A mail of that type with `bytes` bytes of text between `front` and `back`:
 * what of it is the lead's, and whether a warning says that its end is not. */
static void read_large(const char *type, const char *front, size_t bytes,
                       const char *back, size_t least, bool cut)
{
    struct handoff_batch *batch = new_batch();
    const struct handoff_lead *lead;
    struct ho_buffer mail;

    ho_buffer_init(&mail, HANDOFF_INTAKE_FILE);
    ho_buffer_format(&mail, "%sContent-Type: %s\n\n%s", head, type, front);
    while (mail.len < bytes)
        ho_buffer_text(&mail, "We need forty seats before our audit.\n");
    ho_buffer_text(&mail, back);
    assert_int_equal(mail.failed, HANDOFF_OK);
    assert_int_equal(
        handoff_batch_add(batch, "-", ho_buffer_slice(&mail), NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 1);
    lead = handoff_batch_lead(batch, 0);
    assert_in_range(lead->bytes.len, least, HANDOFF_INTAKE_RECORD);
    assert_int_equal(has_warning(lead, HANDOFF_WARNING_TEXT_CUT), cut);
    assert_true(cut || strstr(lead->bytes.ptr, "behind it"));
    ho_buffer_release(&mail);
    handoff_batch_free(batch);
}

static void test_large_mails(void **state)
{
    static const char attached[] =
        "--b\nContent-Type: text/plain\n\nSee the file, behind it.\n"
        "--b\nContent-Type: text/plain\n"
        "Content-Disposition: attachment; filename=a.txt\n\n";

    (void)state;
    read_large("text/plain", "", 10 << 20, "", 1000 * 1000, true);
    read_large("text/html", "<p>", 11 << 20, "", 1000 * 1000, true);
    read_large("text/html", "<p>", 17 << 20, "behind it", 1000 * 1000, true);
    read_large("text/html", "<p>a</p><style>", 11 << 20, "</style>behind it", 1,
               false);
    read_large("text/html", "<p>a</p><script>", 11 << 20, "</script>behind it",
               1, false);
    read_large("text/html", "<p>a</p><!--", 11 << 20, "-->behind it", 1, false);
    read_large("text/html", "<p hidden>", 11 << 20, "</p>behind it", 1, false);
    read_large("text/html", "<p title='", 11 << 20, "'>behind it</p>", 1,
               false);
    read_large("multipart/mixed; boundary=b", attached, 10 << 20, "", 1, false);
}

/* Tags within tags, as deep as they come. */
static void test_deep_html(void **state)
{
    struct handoff_batch *batch = new_batch();
    const struct handoff_lead *lead;
    struct ho_buffer mail;

    (void)state;
    ho_buffer_init(&mail, HANDOFF_INTAKE_FILE);
    ho_buffer_format(&mail, "%sContent-Type: text/html\n\n<p>Seats</p>", head);
    for (size_t i = 0; i < 50000; i++)
        ho_buffer_text(&mail, "<table><tr><td>");
    ho_buffer_text(&mail, "deep");
    assert_int_equal(
        handoff_batch_add(batch, "-", ho_buffer_slice(&mail), NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 1);
    lead = handoff_batch_lead(batch, 0);
    assert_true(lead->origin.warnings > 0 ||
                strstr(lead->bytes.ptr, "deep") != NULL);
    ho_buffer_release(&mail);
    handoff_batch_free(batch);
}

static void same_lead(const struct handoff_lead *a,
                      const struct handoff_lead *b)
{
    assert_string_equal(a->id, b->id);
    assert_string_equal(a->sha256, b->sha256);
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->origin.warnings, b->origin.warnings);
    for (size_t i = 0; i < a->count; i++) {
        assert_string_equal(a->value[i].cite, b->value[i].cite);
        assert_string_equal(a->value[i].path, b->value[i].path);
        assert_int_equal(a->value[i].settles, b->value[i].settles);
        assert_int_equal(a->value[i].start, b->value[i].start);
    }
}

static void restore(const char *directory, const char *name)
{
    size_t len = 0;
    char *input = case_file(directory, "input.eml", &len);
    struct handoff_batch *batch, *again;

    (void)name;
    if (!input || len < 10) {
        free(input);
        return;
    }
    batch = new_batch();
    again = new_batch();
    assert_int_equal(handoff_batch_add(batch, "a.eml",
                                       (struct handoff_slice){ input, len },
                                       NULL),
                     HANDOFF_OK);
    for (size_t i = 0; i < handoff_batch_count(batch); i++) {
        const struct handoff_lead *lead = handoff_batch_lead(batch, i);
        const struct handoff_kept_lead kept = { lead->kind, lead->id,
                                                lead->file, lead->duplicate_of,
                                                lead->line, lead->frame,
                                                lead->bytes };

        assert_int_equal(handoff_batch_restore(again, &kept, NULL), HANDOFF_OK);
        same_lead(lead, handoff_batch_lead(again, i));
    }
    handoff_batch_free(again);
    handoff_batch_free(batch);
    free(input);
}

static void test_kept_mails(void **state)
{
    (void)state;
    each_case("intake", restore);
}

/* --- tables, row by row ----------------------------------------------------
 */

struct seen {
    const struct handoff_batch *batch; /* or NULL */
    size_t leads, refused, stop_at;
    size_t last_line;
};

static enum handoff_status on_lead(void *user, const struct handoff_lead *lead,
                                   struct handoff_error *err)
{
    struct seen *seen = user;

    (void)err;
    if (seen->batch) {
        const struct handoff_lead *whole =
            handoff_batch_lead(seen->batch, seen->leads);

        assert_string_equal(lead->sha256, whole->sha256);
        assert_int_equal(lead->line, whole->line);
        assert_int_equal(lead->count, whole->count);
        assert_int_equal(lead->frame.len, whole->frame.len);
        assert_memory_equal(lead->frame.ptr, whole->frame.ptr,
                            whole->frame.len);
    }
    seen->last_line = lead->line;
    return ++seen->leads == seen->stop_at ? HANDOFF_BAD_INPUT : HANDOFF_OK;
}

static enum handoff_status on_refused(void *user,
                                      const struct handoff_refused *refused,
                                      struct handoff_error *err)
{
    struct seen *seen = user;

    (void)err;
    assert_true(refused->line > 0);
    seen->refused++;
    return HANDOFF_OK;
}

static enum handoff_status each(const struct ho_buffer *csv, struct seen *seen)
{
    const struct handoff_lead_sink sink = { on_lead, on_refused, seen };
    char path[] = "/tmp/handoff-test-XXXXXX";
    const int fd = mkstemp(path);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    enum handoff_status status;

    assert_non_null(out);
    assert_int_equal(fwrite(csv->ptr, 1, csv->len, out), csv->len);
    assert_int_equal(fclose(out), 0);
    status = handoff_csv_each(&lead_fields, NULL, path, &sink, NULL);
    unlink(path);
    return status;
}

static void fill_csv(struct ho_buffer *csv, size_t rows)
{
    ho_buffer_init(csv, HANDOFF_INTAKE_FILE);
    ho_buffer_text(csv, "\xEF\xBB\xBFName,Email,Message\r\n");
    for (size_t i = 0; i < rows; i++)
        ho_buffer_format(csv,
                         "Jo,jo%zu@hillmarsh.example,\"We need %zu\r\n\"\"good"
                         "\"\" seats, and %0*d more of them.\"\r\n%s",
                         i, i, (int)(i % 997) + 1, 7,
                         i % 5000 == 17 ? "a,b,c,d,e\r\n\r\n" : "");
}

static void test_rows(void **state)
{
    struct handoff_batch *batch = new_batch();
    struct seen seen = { .batch = batch };
    struct ho_buffer csv;

    (void)state;
    fill_csv(&csv, 18000); /* 10 MB: more than one window */
    assert_true(csv.len > 9 << 20);
    assert_int_equal(handoff_batch_add(batch, "-", ho_buffer_slice(&csv), NULL),
                     HANDOFF_OK);
    assert_int_equal(each(&csv, &seen), HANDOFF_OK);
    assert_int_equal(seen.leads, 18000);
    assert_int_equal(seen.leads, handoff_batch_count(batch));
    assert_int_equal(seen.refused, handoff_batch_refused_count(batch));
    seen = (struct seen){ .stop_at = 5 };
    assert_int_equal(each(&csv, &seen), HANDOFF_BAD_INPUT);
    assert_int_equal(seen.leads, 5);
    ho_buffer_release(&csv);
    handoff_batch_free(batch);
}

/* A quote that is never closed, and a row without an end. */
static void test_rows_without_end(void **state)
{
    struct seen seen = { 0 };
    struct ho_buffer csv;

    (void)state;
    fill_csv(&csv, 3);
    ho_buffer_text(&csv, "Li,\"li@fernhollow.example,open\r\n");
    while (csv.len < 6 << 20)
        ho_buffer_text(&csv, "Mo,mo@fernhollow.example,forty seats\r\n");
    assert_int_equal(each(&csv, &seen), HANDOFF_OK);
    assert_int_equal(seen.refused, 1);
    assert_true(seen.leads > 100000);
    ho_buffer_release(&csv);
    seen = (struct seen){ 0 };
    fill_csv(&csv, 3);
    while (csv.len < 6 << 20)
        ho_buffer_text(&csv, "and so on ");
    ho_buffer_text(&csv, "\r\nMo,mo@fernhollow.example,forty seats\r\n");
    assert_int_equal(each(&csv, &seen), HANDOFF_OK);
    assert_true(seen.refused > 0);
    assert_int_equal(seen.leads, 4);
    ho_buffer_release(&csv);
}

static void test_rows_of_another_kind(void **state)
{
    struct seen seen = { 0 };
    struct ho_buffer text;

    (void)state;
    ho_buffer_init(&text, 1000);
    ho_buffer_text(&text, "Name: Jo\nMessage: forty seats\n");
    assert_int_equal(each(&text, &seen), HANDOFF_BAD_INPUT);
    ho_buffer_clear(&text);
    ho_buffer_text(&text, "\xFF\xFEN");
    assert_int_equal(each(&text, &seen), HANDOFF_BAD_TEXT);
    assert_int_equal(
        handoff_csv_each(&lead_fields, NULL, "/nowhere/at.all", NULL, NULL),
        HANDOFF_IO);
    ho_buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_maildir),
        cmocka_unit_test(test_a_folder_without_mails),
        cmocka_unit_test(test_large_mails),
        cmocka_unit_test(test_deep_html),
        cmocka_unit_test(test_kept_mails),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_rows_without_end),
        cmocka_unit_test(test_rows_of_another_kind),
    };

    return cmocka_run_group_tests_name("intake mail", tests, NULL, NULL);
}
