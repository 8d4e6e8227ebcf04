/* test_pipeline_without.c - a machine without libcurl, GMime and libxml2:
 * whatever does not need them works, and the rest says what to install.  Its
 * own copies of the three tables name libraries that nobody has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/endpoint.h>
#include <handoff/lead.h>

#include "base/buffer.h"
#include "endpoint/retry.h"
#include "intake/html.h"
#include "support/lead_fields.h"

static enum handoff_status add(const char *text, size_t *count,
                               struct handoff_error *err)
{
    struct handoff_batch *batch = NULL;
    enum handoff_status status;

    assert_int_equal(handoff_batch_new(&lead_fields, &batch, err), HANDOFF_OK);
    status = handoff_batch_add(batch, "in", ho_slice(text), err);
    *count = handoff_batch_count(batch);
    handoff_batch_free(batch);
    return status;
}

static void leads_without_mail(void **state)
{
    static const char *const text[] = {
        "{\"message\": \"Forty seats, please.\"}",
        "email,message\njo@hillmarsh.example,Forty seats.\n",
        "Name: Jo Lind\nMessage: Forty seats, please.\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        size_t count = 0;

        if (add(text[i], &count, &err) != HANDOFF_OK || count != 1)
            fail_msg("%s: %s", text[i], err.message);
    }
}

static void expect(const struct handoff_error *err, const char *purpose,
                   const char *soname, const char *package)
{
    if (strstr(err->message, purpose) != err->message ||
        !strstr(err->message, soname) || !strstr(err->message, package))
        fail_msg("\"%s\" does not name %s, %s, %s", err->message, purpose,
                 soname, package);
}

static void mails(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t count = 9;

    (void)state;
    assert_int_equal(add("From: Jo Lind <jo@hillmarsh.example>\n"
                         "To: sales@northwind.example\nSubject: Seats\n"
                         "Date: Mon, 2 Mar 2026 10:00:00 +0000\n"
                         "MIME-Version: 1.0\n\nForty seats, please.\n",
                         &count, &err),
                     HANDOFF_IO);
    assert_int_equal(count, 0);
    expect(&err, "mails need a library that cannot be opened", "no-gmime.so.0",
           "; install the package libgmime-3.0-0");
}

static void html(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_html found;
    struct ho_buffer out;

    (void)state;
    ho_buffer_init(&out, 1000);
    assert_int_equal(ho_html_text(ho_slice("<p>x"), &out, &found, &err),
                     HANDOFF_IO);
    assert_int_equal(out.len, 0);
    expect(&err, "mails in HTML need a library", "no-libxml.so.0",
           "; install the package libxml2");
    ho_buffer_release(&out);
}

static void requests(void **state)
{
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_endpoint *endpoint = NULL;
    struct ho_retry_hint hint;

    (void)state;
    options.url = "https://api.example/v1";
    options.model = "m";
    assert_int_equal(handoff_endpoint_new(&options, &endpoint, &err),
                     HANDOFF_ENDPOINT);
    assert_null(endpoint);
    expect(&err, "requests over HTTP need a library", "no-libcurl.so.0",
           "; install the package libcurl4");
    ho_retry_hint_init(&hint);
    ho_retry_header(&hint,
                    ho_slice("Retry-After: Wed, 21 Oct 2015 07:28:09 GMT"), 1);
    assert_int_equal(ho_retry_after_ms(&hint), HO_RETRY_UNTOLD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leads_without_mail),
        cmocka_unit_test(mails),
        cmocka_unit_test(html),
        cmocka_unit_test(requests),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
