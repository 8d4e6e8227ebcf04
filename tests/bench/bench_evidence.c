/* bench_evidence.c - many quotes against one text, and proofs of claims. */
#include "bench.h"

#include <stdio.h>

#include <handoff/evidence.h>

#include "base/arena.h"
#include "base/builtin.h"
#include "base/yaml.h"
#include "evidence/prove.h"
#include "fields/fields.h"

enum { BIG = 1 << 20, QUOTES = 200, LEAD = 4096 };

static struct ho_buffer big, lead;
static char quotes[QUOTES][80];
static struct ho_arena *arena;
static struct handoff_fields fields;

/* 1 MiB without repeated sentences; every fourth quote is invented. */
static void prepare_big(void)
{
    int shop = 0;

    ho_buffer_init(&big, 2 * (size_t)BIG);
    while (big.len < BIG)
        ho_buffer_format(&big,
                         "The manager of shop %d wrote that requests %d to %d "
                         "are \xE2\x80\x9Clost\xE2\x80\x9D at the counter.\n",
                         shop, shop * 3, shop * 3 + 2),
            shop++;
    for (int i = 0; i < QUOTES; i++) {
        const int at = i * (shop / QUOTES);

        snprintf(quotes[i], sizeof quotes[i],
                 i % 4 == 3 ? "shop %d never wrote that requests are lost"
                            : "shop %d WROTE  that requests %d to",
                 at, at * 3);
    }
    if (ho_buffer_status(&big, "the text", NULL) != HANDOFF_OK)
        bench_die("prepare_big");
}

static double find_quotes(void)
{
    const struct handoff_text text = { "message", ho_buffer_slice(&big) };
    struct ho_origin origin;
    int found = 0;

    if (ho_origin_open(&origin, &text, NULL) != HANDOFF_OK)
        bench_die("ho_origin_open");
    for (int i = 0; i < QUOTES; i++) {
        struct ho_places places;

        if (ho_origin_find(&origin, ho_slice(quotes[i]), &places, NULL) !=
            HANDOFF_OK)
            bench_die("ho_origin_find");
        found += places.count > 0;
    }
    ho_origin_release(&origin);
    if (found != QUOTES * 3 / 4)
        bench_die("find_quotes");
    return QUOTES;
}

static void release_big(void)
{
    ho_buffer_release(&big);
}

static const struct {
    const char *field, *quote;
} claims[] = {
    { "budget", "a budget of 20k EUR" },
    { "budget", "30,000 USD" },
    { "team_size", "24 sales reps" },
    { "employees", "310 employees" },
    { "inbound_volume", "250 leads a month" },
    { "deadline", "live by 1 October" },
    { "crm_platform", "We use HubSpot" },
    { "current_tool", "We use HubSpot and a shared inbox" },
    { "pain", "nobody knows who owns a lead" },
    { "pain", "follow-up takes too long" },
    { "intent", "see a demo" },
    { "authority", "I decide" },
    { "urgency", "need this immediately" },
    { "role", "VP Operations" },
    { "company", "Fenwick Marine" },
    { "person", "Ada Fox" },
    { "country", "based in Ireland" },
    { "phone", "+44 20 7946 0958" },
    { "use_case", "lead routing" },
    { "website", "www.fenwick.example" },
};

enum { CLAIMS = sizeof claims / sizeof *claims };

static void prepare_lead(void)
{
    static const char said[] =
        "Hello, my name is Ada Fox. I am the VP Operations and I work for "
        "Fenwick Marine, based in Ireland. We use HubSpot and a shared inbox. "
        "We have 310 employees and 24 sales reps, who get 250 leads a month. "
        "Today nobody knows who owns a lead and follow-up takes too long. "
        "There is a budget of 20k EUR set aside, and I decide. We must be "
        "live by 1 October. We would like to see a demo of lead routing. If "
        "you have questions, call me on +44 20 7946 0958; our website is "
        "www.fenwick.example. We need this immediately.\n";
    static const char filler[] =
        "The rest of the message tells of the harbour, of the season, and of "
        "how the team has grown over the years; none of it is about you.\n";
    const struct ho_yaml *root = NULL;

    arena = ho_arena_new(4 << 20);
    if (!arena ||
        ho_yaml_parse(arena, ho_builtin_text("policies/inbound.policy.yaml"),
                      &root, NULL) != HANDOFF_OK ||
        ho_fields_read(arena, root, &fields, NULL) != HANDOFF_OK)
        bench_die("prepare_lead");
    ho_buffer_init(&lead, 2 * (size_t)LEAD);
    ho_buffer_text(&lead, said);
    while (lead.len < LEAD)
        ho_buffer_text(&lead, filler);
}

static double prove_claims(void)
{
    const struct handoff_text text = { "message", ho_buffer_slice(&lead) };
    struct ho_origin origin;
    struct ho_buffer value;
    int proved = 0;

    ho_buffer_init(&value, LEAD);
    if (ho_origin_open(&origin, &text, NULL) != HANDOFF_OK)
        bench_die("ho_origin_open");
    for (int i = 0; i < CLAIMS; i++) {
        const int field =
            handoff_field_find(&fields, ho_slice(claims[i].field));
        const struct ho_claimed claim = { &fields, &fields.item[field],
                                          ho_slice(claims[i].quote), 20000 };
        struct ho_proof proof;

        if (ho_prove_in(&claim, &origin, &proof, &value, NULL) != HANDOFF_OK)
            bench_die("ho_prove_in");
        proved += proof.ok;
    }
    ho_origin_release(&origin);
    ho_buffer_release(&value);
    if (proved != CLAIMS - 1) /* the second one is invented */
        bench_die("prove_claims");
    return CLAIMS;
}

static void release_lead(void)
{
    ho_buffer_release(&lead);
    ho_arena_free(arena);
}

static const struct figure items[] = {
    { "find_200_quotes_in_1MiB", "quotes per CPU second", prepare_big,
      find_quotes, release_big },
    { "prove_20_claims_of_4KiB", "proofs per CPU second", prepare_lead,
      prove_claims, release_lead },
};

const struct figures bench_evidence = { items, sizeof items / sizeof *items };
