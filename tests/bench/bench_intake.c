/* bench_intake.c - tables and mails into leads, on made-up input. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <handoff/policy.h>
#include <handoff/screen.h>

#include "base/buffer.h"
#include "base/builtin.h"
#include "base/file.h"
#include "bench.h"

enum { CSV_BYTES = 100000000, MAILS = 10000, MAIL_BYTES = 4096 };

static struct handoff_policy *policy;
static struct ho_buffer mbox;
static char path[] = "/tmp/handoff-bench-XXXXXX";

static void need(bool is, const char *what)
{
    if (!is)
        bench_die(what);
}

static const struct handoff_fields *fields(void)
{
    if (!policy)
        need(handoff_policy_parse(
                 "policy", ho_builtin_text("policies/inbound.policy.yaml"),
                 &policy, NULL) == HANDOFF_OK,
             "policy");
    return handoff_policy_fields(policy);
}

static void keep_csv(void)
{
    char *text = NULL;
    size_t len = 0;

    need(ho_file_read(path, 2 * CSV_BYTES, &text, &len, NULL) == HANDOFF_OK,
         "temporary file");
    bench_keep("table.csv", text, len);
    free(text);
}

/* The columns and the length of rows of HubSpot's export of contacts. */
static void write_csv(void)
{
    const int fd = mkstemp(path);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
    long row = 0;

    need(out != NULL, "temporary file");
    fputs("Record ID,First Name,Last Name,Email,Phone Number,Contact owner,"
          "Lead Status,Lifecycle Stage,Create Date,Original Source,"
          "Associated Company,Message\r\n",
          out);
    while (ftell(out) < CSV_BYTES) {
        row++;
        fprintf(out,
                "%ld,Mira,Aaltonen,mira%ld@northloom%ld.example,"
                "+358 40 555 %04ld,Ana Duarte,New,Lead,2026-03-02 10:01,"
                "Organic Search,Northloom %ld Oy,\"Our inbound demo handoffs "
                "are inconsistent, and we need \"\"something better\"\" for "
                "our team of %ld before the planning meeting in October.\"\r\n",
                1000000 + row, row, row % 977, row % 10000, row % 977,
                10 + row % 90);
    }
    need(fclose(out) == 0, "temporary file");
    keep_csv();
}

static void prepare_csv(void)
{
    static bool written;

    fields();
    if (!written)
        write_csv();
    written = true;
}

static enum handoff_status count_lead(void *user,
                                      const struct handoff_lead *lead,
                                      struct handoff_error *err)
{
    size_t *bytes = user;

    (void)err;
    *bytes += lead->bytes.len + 2;
    return HANDOFF_OK;
}

static enum handoff_status no_refusal(void *user,
                                      const struct handoff_refused *refused,
                                      struct handoff_error *err)
{
    (void)user;
    (void)refused;
    (void)err;
    bench_die("a row was refused");
    return HANDOFF_BAD_INPUT;
}

static double stream(void)
{
    size_t bytes = 0;
    const struct handoff_lead_sink sink = { count_lead, no_refusal, &bytes };

    need(handoff_csv_each(fields(), NULL, path, &sink, NULL) == HANDOFF_OK,
         "stream");
    need(bytes > CSV_BYTES - 1000, "rows");
    return (double)bytes / 1e6;
}

/* The same, each row through the gates. */
static double screen_stream(void)
{
    size_t bytes = 0, full = 0;
    const struct handoff_lead_sink sink = { count_lead, no_refusal, &bytes };
    const struct handoff_screening how = { 0 };

    need(handoff_screen_each(fields(), NULL, path, &how, &sink, &full, NULL) ==
                 HANDOFF_OK &&
             full == 0,
         "screened stream");
    need(bytes > CSV_BYTES - 1000, "rows");
    return (double)bytes / 1e6;
}

static void release_csv(void)
{
    unlink(path);
}

static void write_mail(long number)
{
    const size_t start = mbox.len;

    ho_buffer_format(
        &mbox,
        "From jo%ld@hillmarsh.example Mon Mar  2 10:01:39 2026\n"
        "From: =?utf-8?Q?J=C3=B6_Lind?= <jo%ld@hillmarsh.example>\n"
        "To: sales@ours.example\nSubject: Pricing for %ld seats\n"
        "Date: Mon, 2 Mar 2026 11:01:39 +0100\nMIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=b\n\n"
        "--b\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\n",
        number, number, number % 90);
    while (mbox.len - start < MAIL_BYTES / 2)
        ho_buffer_text(&mbox, "We need something before our audit in=C2=A0"
                              "September, =E2=82=AC 5k.\n");
    ho_buffer_text(&mbox, "--b\nContent-Type: text/html\n\n");
    while (mbox.len - start < MAIL_BYTES)
        ho_buffer_text(&mbox, "<p>We need something before our audit.</p>\n");
    ho_buffer_text(&mbox, "--b--\n\n");
}

static void prepare_mail(void)
{
    fields();
    ho_buffer_init(&mbox, HANDOFF_INTAKE_FILE);
    for (long i = 0; i < MAILS; i++)
        write_mail(i);
    need(!mbox.failed, "mails");
}

static double mails(void)
{
    struct handoff_batch *batch = NULL;

    need(handoff_batch_new(fields(), &batch, NULL) == HANDOFF_OK, "batch");
    need(handoff_batch_add(batch, "bench", ho_buffer_slice(&mbox), NULL) ==
             HANDOFF_OK,
         "mails");
    need(handoff_batch_count(batch) == MAILS, "mails");
    handoff_batch_free(batch);
    return MAILS;
}

static void release_mail(void)
{
    ho_buffer_release(&mbox);
    handoff_policy_free(policy);
}

static const struct figure items[] = {
    { "intake_stream", "MB per CPU second", prepare_csv, stream, NULL },
    { "screen_stream", "MB per CPU second", prepare_csv, screen_stream,
      release_csv },
    { "intake_mail", "mails per CPU second", prepare_mail, mails,
      release_mail },
};

const struct figures bench_intake = { items, sizeof items / sizeof *items };
