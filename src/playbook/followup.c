/* followup.c - a reply and the step that follows; see <handoff/followup.h> */
#include "playbook/followup.h"
#include "base/builtin.h"
#include "base/clock.h"
#include "evidence/date.h"
#include "evidence/read.h"
#include "playbook/hours.h"
#include "rules/policy.h"

enum {
    SECTION_BYTES = 4 << 20,
    RESPONSE_BYTES = 32 << 20,
    JSON_BYTES = 64 << 20,
    AWAY_DAYS = 400 /* a later day of return is a misreading */
};

static const bool is_objection[] = {
#define X(name, word, objection) objection,
    HANDOFF_SIGNAL_MAP(X)
#undef X
};

/* --- the rule ---------------------------------------------------------------
 */

static bool fits(const struct ho_follow_rule *rule,
                 const struct handoff_response *r)
{
    for (size_t i = 0; i < rule->when_count; i++)
        if (!ho_heard(r, (enum handoff_signal)rule->when[i]))
            return false;
    return true;
}

/* No policy can weaken it. */
static const struct ho_follow_rule opt_out = {
    .id = "opt-out",
    .step = HANDOFF_STEP_STOP,
    .reason = "OPTED_OUT",
    .action = "suppress the address; nobody writes to them again",
    .path = ""
};

/* Enough was sent: what would go on ends. */
static const struct ho_follow_rule exhausted = {
    .id = "touches_at_most",
    .step = HANDOFF_STEP_STOP,
    .reason = "TOUCHES_EXHAUSTED",
    .action = "close it; as many messages as the policy allows were sent",
    .path = ""
};

static const struct ho_follow_rule *choose(const struct handoff_followup *f,
                                           const struct handoff_response *r)
{
    size_t i = 0;

    if (ho_heard(r, HANDOFF_SIGNAL_OPT_OUT))
        return &opt_out;
    while (i + 1 < f->rule_count && !fits(&f->rule[i], r))
        i++;
    if (i + 1 == f->rule_count && f->touches_at_most > 0 &&
        r->in.touches >= f->touches_at_most)
        return &exhausted; /* nothing that was said asks for more */
    return &f->rule[i];
}

/* --- dates ------------------------------------------------------------------
 */

/* The day of a text, if there is just one and it is yet to come. */
static int64_t day_in(struct handoff_slice text, int64_t today)
{
    struct ho_dates dates;

    ho_find_dates(text, today, &dates);
    return dates.count == 1 && !dates.ambiguous && dates.day >= today &&
                   dates.day <= today + AWAY_DAYS
               ? dates.day
               : 0;
}

/* Beside the signal, else the one that the reply names at all. */
static int64_t day_back(const struct handoff_response *r, int64_t today)
{
    const struct handoff_heard *heard = ho_heard(r, HANDOFF_SIGNAL_AWAY);
    int64_t day = 0;

    if (!heard)
        heard = ho_heard(r, HANDOFF_SIGNAL_TIMING);
    if (heard)
        day = day_in(ho_slice(heard->quote), today);
    return heard && day == 0 ? day_in(ho_slice(r->own_words), today) : day;
}

/* The day after: they have to come back first. */
static void set_touch(const struct handoff_followup *f,
                      const struct ho_follow_rule *rule,
                      struct handoff_response *r)
{
    const int64_t today = ho_day_of(r->in.as_of);
    int64_t day = 0, touch = r->in.as_of + rule->after;
    char text[HANDOFF_TIME_TEXT];

    if (rule->until_return)
        day = day_back(r, today);
    if (day > 0) {
        handoff_date_text(day * HO_DAY, text);
        r->back = ho_arena_text(r->arena, text);
        touch = (day + 1) * HO_DAY;
    }
    if (rule->step == HANDOFF_STEP_STOP)
        return;
    touch = ho_desk_open(f->policy, "", touch);
    handoff_date_text(handoff_owner_clock(f->policy, "", touch), text);
    r->next_touch = ho_arena_text(r->arena, text);
}

/* An address that the clause names instead. */
static void set_contact(struct handoff_response *r)
{
    const struct handoff_heard *heard = ho_heard(r, HANDOFF_SIGNAL_REFERRAL);
    size_t from, to;

    if (heard && ho_find_email(ho_slice(heard->quote), &from, &to))
        r->contact =
            ho_arena_copy(r->arena, ho_part(ho_slice(heard->quote), from, to));
}

void ho_follow(const struct handoff_followup *f, struct handoff_response *r)
{
    const struct ho_follow_rule *rule = choose(f, r);

    for (size_t i = 0; i < r->heard_count && !r->objection; i++)
        if (is_objection[r->heard[i].signal])
            r->objection = &r->heard[i];
    r->step = rule->step;
    r->rule = ho_arena_text(r->arena, rule->id);
    r->reason = ho_arena_text(r->arena, rule->reason);
    r->action = ho_arena_text(r->arena, rule->action);
    r->path = ho_arena_text(r->arena, rule->path);
    r->contact = r->back = r->next_touch = "";
    set_touch(f, rule, r);
    set_contact(r);
}

/* --- the response -----------------------------------------------------------
 */

static enum handoff_status read_it(struct handoff_followup *f,
                                   const struct handoff_came_back *in,
                                   struct handoff_response *r,
                                   struct handoff_error *err)
{
    struct ho_reply_text reply;
    struct ho_hearing h = { .followup = f, .reply = &reply, .response = r };
    enum handoff_status status =
        ho_reply_text_read(r->arena, in->bytes, &reply, err);

    if (status != HANDOFF_OK)
        return status;
    r->text = reply.text.ptr;
    r->own_words = reply.own.ptr;
    r->older = reply.older;
    r->own = reply.text.len - reply.older;
    r->automatic = reply.automatic;
    status = ho_hear(&h, err);
    if (status == HANDOFF_OK && in->answer && !ho_is_settled(r))
        status = ho_hear_model(&h, in->answer, err);
    if (status == HANDOFF_OK)
        ho_follow(f, r);
    return status == HANDOFF_OK ? ho_arena_status(r->arena, "the reply", err)
                                : status;
}

enum handoff_status handoff_response_make(struct handoff_followup *f,
                                          const struct handoff_came_back *in,
                                          struct handoff_response **out,
                                          struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(RESPONSE_BYTES);
    struct handoff_response *r =
        arena ? ho_arena_alloc(arena, sizeof *r) : NULL;
    enum handoff_status status;

    if (!r) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    r->arena = arena;
    r->in = (struct handoff_came_back){ .lead = ho_arena_text(arena, in->lead),
                                        .as_of = in->as_of,
                                        .touches = in->touches };
    status = read_it(f, in, r, err);
    if (status == HANDOFF_OK)
        *out = r;
    else
        ho_arena_free(arena);
    return status;
}

void handoff_response_free(struct handoff_response *r)
{
    if (r)
        ho_arena_free(r->arena);
}

/* --- JSON -------------------------------------------------------------------
 */

static void write_heard(struct ho_writer *w, const char *key,
                        const struct handoff_heard *heard)
{
    if (!heard) {
        ho_write_null(w, key);
        return;
    }
    ho_write_object(w, key);
    ho_write_text(w, "signal", ho_signal_name(heard->signal));
    ho_write_text(w, "quote", heard->quote);
    ho_write_integer(w, "start", (int64_t)heard->start);
    ho_write_integer(w, "end", (int64_t)heard->end);
    ho_write_text(w, "found_by", heard->by_model ? "model" : "code");
    ho_write_end_object(w);
}

static const char *or_null(const char *text)
{
    return *text ? text : NULL;
}

enum handoff_status handoff_response_json(const struct handoff_response *r,
                                          char **json,
                                          struct handoff_error *err)
{
    const bool stops = r->step == HANDOFF_STEP_STOP;
    struct ho_buffer b;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&b, JSON_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "lead", r->in.lead);
    ho_write_text(&w, "step", handoff_step_name(r->step));
    ho_write_text(&w, "rule", r->rule);
    ho_write_text(&w, "reason", r->reason);
    ho_write_text(&w, "next_action", r->action);
    ho_write_text(&w, "next_touch", or_null(r->next_touch));
    ho_write_text(&w, "stop_reason", stops ? r->reason : NULL);
    ho_write_text(&w, "meeting_path", or_null(r->path));
    ho_write_text(&w, "back_on", or_null(r->back));
    ho_write_text(&w, "contact", or_null(r->contact));
    ho_write_text(&w, "automatic", r->automatic);
    write_heard(&w, "objection", r->objection);
    ho_write_array(&w, "summary");
    for (size_t i = 0; i < r->heard_count; i++)
        write_heard(&w, NULL, &r->heard[i]);
    ho_write_end_array(&w);
    ho_write_integer(&w, "own_bytes", (int64_t)r->own);
    ho_write_integer(&w, "older_bytes", (int64_t)r->older);
    ho_write_integer(&w, "refused", (int64_t)r->refused);
    ho_write_end_object(&w);
    status = ho_buffer_take(&b, "a response", json, NULL, err);
    ho_buffer_release(&b);
    return status;
}

/* --- the section -------------------------------------------------------------
 */

enum handoff_status handoff_followup_new(const struct handoff_policy *policy,
                                         struct handoff_followup **out,
                                         struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(SECTION_BYTES);
    struct handoff_followup *f =
        arena ? ho_arena_alloc(arena, sizeof *f) : NULL;
    enum handoff_status status;

    if (!f) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    f->policy = policy;
    f->arena = arena;
    status = ho_followup_read(f, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, ho_policy_source(policy));
    if (status == HANDOFF_OK)
        status = ho_phrases_new(&f->phrases, err);
    if (status == HANDOFF_OK)
        status = ho_reply_example_check(
            ho_builtin_text("prompts/reply.example.json"), err);
    if (status == HANDOFF_OK)
        *out = f;
    else
        handoff_followup_free(f);
    return status;
}

void handoff_followup_free(struct handoff_followup *f)
{
    if (!f)
        return;
    ho_phrases_free(f->phrases);
    ho_arena_free(f->arena);
}
