/* bench_reply.c - a whole reply as its user gets it: bytes, strict JSON,
 * schema, the proof of each claim and of the value that is said to be in it. */
#include <stdlib.h>
#include <string.h>

#include <handoff/evidence.h>
#include <handoff/policy.h>
#include <handoff/schema.h>

#include "base/builtin.h"
#include "base/json.h"
#include "bench.h"
#include "evidence/prove.h"
#include "schema/datum.h"

enum { BYTES = 1 << 20, VALUE_BYTES = 4096, DAY = 20514 /* 2026-03-02 */ };

static const struct {
    const char *field, *quote, *value;
    bool ok;
} claims[] = {
    { "person", "Maren Oakley", "Maren Oakley", true },
    { "role", "Director of Revenue Operations", NULL, true },
    { "company", "Tidewater Cold Storage", "Tidewater Cold Storage", true },
    { "country", "based in Ireland", "IE", true },
    { "employees", "about 640 employees", "640", true },
    { "team_size", "38 sales reps", "38", true },
    { "inbound_volume", "some 420 leads a month", "420", true },
    { "crm_platform", "Salesforce", "salesforce", true },
    { "current_tool", "we use a shared spreadsheet", NULL, true },
    { "pain", "nobody knows who owns a lead", NULL, true },
    { "pain", "Follow-up takes too long", NULL, true },
    { "use_case", "lead routing", NULL, true },
    { "budget",
      "budget of \xE2\x82\xAC"
      "45,000 a year",
      "45000 EUR a year", true },
    { "authority", "I decide", NULL, true },
    { "deadline", "live by 1 October", "2026-10-01", true },
    { "intent", "a demo", NULL, true },
    { "phone", "+353 1 496 0720", NULL, true },
    { "website", "www.tidewater-cold.example", NULL, true },
    { "budget",
      "a budget of \xE2\x82\xAC"
      "90,000",
      "90000 EUR", false },
    { "team_size", "120 seats", "120", false },
};

enum { CLAIMS = sizeof claims / sizeof *claims };

static const char why[] =
    "The lead says so in these words; they stand in the message, and nothing "
    "around them takes back what they say, or leaves it open, or tells it of "
    "somebody else.";

static const char message[] =
    "Hello,\n"
    "\n"
    "my name is Maren Oakley and I am the Director of Revenue "
    "Operations at our firm. I work for Tidewater Cold Storage, based "
    "in Ireland. We run eleven warehouses for chilled food between Cork "
    "and Rotterdam, and most of our requests come in through four "
    "different web forms that were built by three agencies over ten "
    "years.\n"
    "\n"
    "A few facts so that you can judge whether this makes sense. We "
    "have about 640 employees, most of them in the warehouses. There "
    "are 38 sales reps, who get some 420 leads a month; in the summer, "
    "when the fishing fleets land, it is a good deal more. Our CRM is "
    "Salesforce. Apart from that we use a shared spreadsheet, which two"
    " people in Galway keep up to date by hand every morning.\n"
    "\n"
    "What hurts: nobody knows who owns a lead. Follow-up takes too "
    "long, and by the time somebody picks up the phone the customer has"
    " rented space elsewhere. One of the reps put it like this: \xE2\x80\x9C"
    "the "
    "inbox is a place where requests go to retire\xE2\x80\x9D"
    ". We measured it over"
    " the winter. Of a hundred requests that came in on a Friday "
    "afternoon, sixty were still untouched on Tuesday, and eleven were "
    "answered twice by people who did not know of each other. That is "
    "embarrassing in a town as small as this one, where everybody in "
    "the trade knows everybody else.\n"
    "\n"
    "We have tried a few things already. First there was a rota, which "
    "fell apart as soon as the school holidays began. Then a student "
    "wrote us a script that forwarded each form to the next person on a"
    " list; it was clever, but it did not know who was on leave, and it"
    " forgot what it had done whenever the machine restarted. After "
    "that we hired a temp to sort the mail by region. She was very good"
    " at it and left after six weeks for a better job, which I cannot "
    "hold against her.\n"
    "\n"
    "So we are looking for lead routing that works while people sleep, "
    "knows our regions, and leaves a trace that I can follow later. It "
    "must not make things up. If a request does not say how much space "
    "is needed, I would rather see an empty field than a guess, because"
    " our people act on whatever stands there. I have read the page "
    "about your checks twice and liked that part best.\n"
    "\n"
    "On the commercial side: there is a budget of \xE2\x82\xAC"
    "45,000 a year set "
    "aside, which the board has approved. I decide. Procurement will "
    "send you a form about data protection, and our lawyers would like "
    "to see the contract in English and in German. We want to be live "
    "by 1 October, before the season for smoked salmon starts, as "
    "strange as that may sound.\n"
    "\n"
    "Could you please show us a demo? Mornings are best for us; two "
    "colleagues from dispatch would join, and perhaps somebody from IT."
    " It would help to see it with our own forms rather than with a toy"
    " example. I have attached three of them, with the names removed.\n"
    "\n"
    "You can reach me on +353 1 496 0720, or through the contact page "
    "of our website, which is www.tidewater-cold.example. I am "
    "travelling next week but read my mail in the evening. Whatever you"
    " send, please keep it short: the people who have to like this are "
    "standing on a loading dock with gloves on, and they will give it a"
    " minute at most before they go back to the pallets.\n"
    "\n"
    "One more thing about the regions, since it comes up with every "
    "vendor. We do not split them by county but by port, and the ports "
    "overlap: a customer in Limerick may belong to Foynes or to Cork, "
    "depending on what is stored and for how long. The reps know this "
    "by heart. A system would have to be told, and somebody would have "
    "to keep it told when a rep changes sides.\n"
    "\n"
    "What I would like to hear from you: how long it takes until the "
    "first form is connected, who on our side has to do what, and what "
    "happens to a request when your service is down for an hour. If "
    "there are customers of yours who rent out space of any kind, their"
    " story would interest me more than a slide. I know that these are "
    "three questions and that the third is unfair, but the people above"
    " me will ask it first.\n\n"
    "Thank you for reading this far, and best wishes from a rainy "
    "harbour,\n"
    "Maren\n";

static const char shape[] =
    "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\","
    "\"type\":\"object\",\"required\":[\"explicit\",\"unknown\"],"
    "\"additionalProperties\":false,\"properties\":{"
    "\"explicit\":{\"type\":\"array\",\"maxItems\":60,\"items\":{"
    "\"type\":\"object\",\"required\":[\"field\",\"quote\",\"value\",\"why\"],"
    "\"additionalProperties\":false,\"properties\":{"
    "\"field\":{\"type\":\"string\",\"pattern\":\"^[a-z_]{2,40}$\"},"
    "\"quote\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":400},"
    "\"value\":{\"type\":[\"string\",\"null\"],\"maxLength\":400},"
    "\"why\":{\"type\":\"string\",\"maxLength\":400}}}},"
    "\"unknown\":{\"type\":\"array\",\"uniqueItems\":true,"
    "\"items\":{\"type\":\"string\"}}}}";

static struct handoff_policy *policy;
static struct handoff_schema *schema;
static struct ho_buffer reply;

static void write_reply(struct ho_writer *w)
{
    ho_write_object(w, NULL);
    ho_write_array(w, "explicit");
    for (int i = 0; i < CLAIMS; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "field", claims[i].field);
        ho_write_text(w, "quote", claims[i].quote);
        if (claims[i].value)
            ho_write_text(w, "value", claims[i].value);
        else
            ho_write_null(w, "value");
        ho_write_text(w, "why", why);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    ho_write_array(w, "unknown");
    ho_write_text(w, NULL, "urgency");
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void prepare(void)
{
    struct ho_writer w;

    ho_buffer_init(&reply, BYTES);
    ho_writer_init(&w, &reply, 0);
    write_reply(&w);
    if (ho_buffer_status(&reply, "the reply", NULL) != HANDOFF_OK ||
        handoff_policy_parse("policy",
                             ho_builtin_text("policies/inbound.policy.yaml"),
                             &policy, NULL) != HANDOFF_OK ||
        handoff_schema_compile(ho_slice(shape), NULL, &schema, NULL) !=
            HANDOFF_OK)
        bench_die("check_reply: prepare");
}

static void check_shape(const struct ho_document *doc)
{
    struct handoff_schema_result r;

    if (ho_document_check(doc, schema, &r, NULL) != HANDOFF_OK || !r.valid)
        bench_die("check_reply: schema");
    handoff_schema_result_release(&r);
}

/* Does the value that the reply gives read as the one that was proved? */
static bool says(const struct handoff_field *field, struct handoff_slice value,
                 const struct ho_buffer *proved)
{
    struct handoff_typed typed;
    char *text = NULL;
    bool same;

    if (handoff_read_value(field, value, DAY, &typed, &text, NULL) !=
        HANDOFF_OK)
        bench_die("check_reply: value");
    same = ho_slice_is_nocase(ho_buffer_slice(proved), text);
    free(text);
    return same;
}

static const struct ho_datum *member(const struct ho_datum *object,
                                     const char *key)
{
    return ho_schema_member(object, ho_slice(key));
}

static bool holds(const struct ho_origin *origin, const struct ho_datum *claim,
                  struct ho_buffer *text)
{
    const struct handoff_fields *fields = handoff_policy_fields(policy);
    const struct ho_datum *value = member(claim, "value");
    const int field = handoff_field_find(fields, member(claim, "field")->text);
    const struct ho_claimed claimed = { fields, &fields->item[field],
                                        member(claim, "quote")->text, DAY };
    struct ho_proof proof;

    if (ho_prove_in(&claimed, origin, &proof, text, NULL) != HANDOFF_OK)
        bench_die("check_reply: proof");
    return proof.ok && (value->kind == HO_DATUM_NULL ||
                        says(claimed.field, value->text, text));
}

static void check_claims(const struct ho_datum *root)
{
    const struct handoff_text lead = { "message", ho_slice(message) };
    const struct ho_datum *const list = member(root, "explicit");
    const struct ho_datum *claim = ho_first(list);
    struct ho_origin origin;
    struct ho_buffer text;

    ho_buffer_init(&text, VALUE_BYTES);
    if (list->count != CLAIMS)
        bench_die("check_reply: claims");
    if (ho_origin_open(&origin, &lead, NULL) != HANDOFF_OK)
        bench_die("check_reply: lead");
    for (int i = 0; i < CLAIMS; i++, claim = ho_next(claim))
        if (holds(&origin, claim, &text) != claims[i].ok)
            bench_die(claims[i].quote);
    ho_origin_release(&origin);
    ho_buffer_release(&text);
}

static double check_reply(void)
{
    struct ho_document doc = { 0 };

    if (ho_document_read(&doc, ho_buffer_slice(&reply), "the reply", NULL) !=
        HANDOFF_OK)
        bench_die("check_reply: parse");
    check_shape(&doc);
    check_claims(doc.item);
    ho_document_release(&doc);
    return 1;
}

static void release(void)
{
    ho_buffer_release(&reply);
    handoff_schema_free(schema);
    handoff_policy_free(policy);
}

static const struct figure items[] = {
    { "check_reply_20_claims", "replies per CPU second", prepare, check_reply,
      release },
};

const struct figures bench_reply = { items, sizeof items / sizeof *items };
