/* bench_freetext.c - the free-text check: text and source together, one
 * checker for all runs. */
#include "bench.h"

#include <handoff/freetext.h>

#include "base/buffer.h"

enum { SOURCE = 4096, BIG = 200 * 1024, DAY = 20720 };

static struct ho_buffer source, text;
static struct handoff_text_checker *checker;

static const char lead[] =
    "New submission: Contact sales\nReceived: 2026-10-02\n"
    "Name: Ingrid Solberg\nTitle: Head of Revenue Operations\n"
    "Company: Fjordlight Software AS\nWebsite: fjordlight.example\n"
    "Email: ingrid.solberg@fjordlight.example\nPhone: +47 55 50 01 42\n"
    "Employees: 180\nBudget approved: no\n\nMessage:\nHello,\n\nwe have 35 "
    "account executives and 12 SDRs who work out of Oslo and Bergen. Roughly "
    "1,900 inbound requests a month come in through the website, and 15% of "
    "them are lost because nobody knows who owns them. We use Pipedrive "
    "today and pay 2,400 EUR a month for it; the contract ends on 31 "
    "January 2027. I would love to see a demo in the week of 19 October, "
    "and there is a board meeting on 3 November. My CFO, Henrik Dahl, will "
    "have the final say on spending.\n\nBest regards\nIngrid\n\n";
static const char summary[] =
    "Ingrid Solberg, Head of Revenue Operations at Fjordlight Software, asks "
    "for a demo in the week of 19 October. Fjordlight has 180 employees, 35 "
    "account executives and 12 SDRs in Oslo and Bergen. About 1,900 inbound "
    "requests a month come in, and 15% of them are lost.\n\n"
    "- Tool: Pipedrive, 2,400 EUR a month, contract until 31 January 2027\n"
    "- Event: board meeting on 3 November\n"
    "- Budget: not approved\n- Authority: CFO Henrik Dahl has the final say\n"
    "- Unknown: deadline, account status\n\n"
    "She does not say how the requests are routed today, and why nobody owns "
    "them. Whether the board meeting on 3 November is a decision or a "
    "checkpoint is open, so ask for it before anything is promised. The "
    "Pipedrive contract ends on 31 January 2027; a switch before that would "
    "be paid twice. Reply to ingrid.solberg@fjordlight.example, propose two "
    "times for the demo, and keep Henrik Dahl in the loop for the spending "
    "part of the conversation. Nothing is known about urgency.\n";

static void release(void)
{
    handoff_text_checker_free(checker);
    checker = NULL;
    ho_buffer_release(&source);
    ho_buffer_release(&text);
}

/* What surrounds the facts of a long lead: prose with numbers of its own. */
static void fill(size_t bytes)
{
    static const char *const about[] = { "the harbour",    "our season",
                                         "a new branch",   "the old server",
                                         "the trade fair", "a supplier",
                                         "the night shift" };
    unsigned n = 1;

    release();
    ho_buffer_init(&source, 2 * (size_t)BIG);
    ho_buffer_text(&source, lead);
    for (; source.len < bytes; n++)
        ho_buffer_format(&source,
                         "In note %u of the thread somebody wrote about %s: "
                         "it took %u visits, file %u of the archive has the "
                         "rest, and colleague Tess%u answered the same day.\n",
                         n, about[n % 7], n * 7 % 91 + 2, n * 13, n);
    ho_buffer_init(&text, SOURCE);
    ho_buffer_text(&text, summary);
    if (ho_buffer_status(&source, "the source", NULL) != HANDOFF_OK ||
        ho_buffer_status(&text, "the text", NULL) != HANDOFF_OK ||
        handoff_text_checker_new(&checker, NULL) != HANDOFF_OK)
        bench_die("bench_freetext");
}

static void prepare_lead(void)
{
    fill(SOURCE);
}

static void prepare_big(void)
{
    fill(BIG);
}

static double check(void)
{
    struct handoff_text_result r;

    if (handoff_text_check(checker, ho_buffer_slice(&source),
                           ho_buffer_slice(&text), DAY, &r,
                           NULL) != HANDOFF_OK ||
        r.count > 0)
        bench_die("free_text_check");
    return (double)(source.len + text.len) / 1e6;
}

static const struct figure items[] = {
    { "free_text_check", "MB per CPU second", prepare_lead, check, NULL },
    { "free_text_check_of_200KiB", "MB per CPU second", prepare_big, check,
      release },
};

const struct figures bench_freetext = { items, sizeof items / sizeof *items };
