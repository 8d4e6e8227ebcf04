/* bench_screen.c - leads through the gates, on made-up leads. */
#include <stdio.h>

#include <handoff/policy.h>
#include <handoff/screen.h>

#include "base/buffer.h"
#include "base/builtin.h"
#include "bench.h"
#include "intake/batch.h"

enum { LEADS = 10000 };

static struct handoff_policy *policy;
static struct handoff_batch *batch;

static void need(bool is, const char *what)
{
    if (!is)
        bench_die(what);
}

/* Messages of the length that people write, none of which closes a lead. */
static void write_leads(struct ho_buffer *b)
{
    static const char *const messages[] = {
        "Our inbound demo handoffs are inconsistent, and urgent requests wait "
        "for days. We are 40 reps and would like to see how routing works "
        "before our planning meeting on 12 October. Please do not contact my "
        "references before that.",
        "Hallo, unsere Anfragen bleiben liegen und keiner weiß, wem ein Lead "
        "gehört. Könnten Sie uns ein Angebot für 25 Nutzer schicken? Wir "
        "möchten im Herbst entscheiden.",
        "Bonjour, nous perdons trop de temps à attribuer les leads à la main. "
        "Pourriez-vous nous montrer une démonstration la semaine prochaine ?",
        "pricing pls"
    };

    ho_buffer_text(b, "Record ID,Name,Email,Phone,Company,Message\n");
    for (int i = 0; i < LEADS; i++)
        ho_buffer_format(b,
                         "%d,Mira Aaltonen %d,mira%d@%s%d.example,"
                         "+358 40 55%05d,Northloom %d,\"%s\"\n",
                         100000 + i, i, i, i % 3 ? "northloom" : "mail.hill",
                         i % 4001, i, i % 977, messages[i % 4]);
}

static void prepare(void)
{
    struct ho_buffer csv;

    if (batch)
        return;
    ho_buffer_init(&csv, 64 << 20);
    write_leads(&csv);
    need(handoff_policy_parse("policy",
                              ho_builtin_text("policies/inbound.policy.yaml"),
                              &policy, NULL) == HANDOFF_OK &&
             handoff_batch_new(handoff_policy_fields(policy), &batch, NULL) ==
                 HANDOFF_OK &&
             handoff_batch_add(batch, "bench", ho_buffer_slice(&csv), NULL) ==
                 HANDOFF_OK,
         "leads to screen");
    ho_buffer_release(&csv);
}

static double screen(bool alone)
{
    const struct handoff_screening how = { .alone = alone };

    for (size_t i = 0; i < batch->count; i++)
        ho_batch_lead(batch, i)->screened = NULL;
    need(handoff_screen(batch, &how, NULL) == HANDOFF_OK, "screen");
    return (double)batch->count;
}

static double screen_batch(void)
{
    return screen(false);
}

static double screen_alone(void)
{
    return screen(true);
}

static void release(void)
{
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    batch = NULL;
    policy = NULL;
}

static const struct figure items[] = {
    { "screen", "leads per CPU second", prepare, screen_batch, NULL },
    { "screen_alone", "leads per CPU second", prepare, screen_alone, release },
};

const struct figures bench_screen = { items, sizeof items / sizeof *items };
