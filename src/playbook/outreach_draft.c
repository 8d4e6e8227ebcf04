/* outreach_draft.c - a draft out of answers and templates; see
 * <handoff/outreach.h> */
#include "evidence/phrase.h"
#include "playbook/hours.h"
#include "playbook/outreach.h"
#include "rules/policy.h"

enum { DRAFT_BYTES = 8 << 20, SECTION_BYTES = 1 << 20 };

static const char *const refusals[] = {
#define X(name, word, text) word,
    HANDOFF_REFUSAL_MAP(X)
#undef X
};

const char *handoff_refusal_name(enum handoff_refusal_code code)
{
    return refusals[code];
}

/* --- who gets none ---------------------------------------------------------
 */

bool ho_channel_fits(const struct ho_channel *channel,
                     const struct handoff_brief *brief)
{
    return !brief || brief->claim[channel->needs].class == HANDOFF_EXPLICIT;
}

static bool has_channel(const struct handoff_outreach *o,
                        const struct handoff_brief *brief, const char *id)
{
    for (size_t i = 0; i < o->channel_count; i++)
        if ((!id || strcmp(o->channel[i].id, id) == 0) &&
            ho_channel_fits(&o->channel[i], brief))
            return true;
    return false;
}

const char *ho_no_draft(struct ho_arena *arena,
                        const struct handoff_outreach *o,
                        const struct handoff_recipient *to,
                        const struct handoff_qualification *q)
{
    const struct handoff_decision *d = to->decision;

    if (to->blocked)
        return to->blocked;
    if (d->undecided)
        return "undecided: a missing fact could still change the route; "
               "enrich first";
    if (d->by_otherwise)
        return "no rule covers the lead: a person chooses its route first";
    if (d->outcome.route != HANDOFF_ROUTE_PURSUE)
        return ho_arena_format(arena, "%s by rule %s, %s%s%s",
                               handoff_route_name(d->outcome.route), d->rule,
                               d->outcome.reason, *d->outcome.why ? ": " : "",
                               d->outcome.why);
    if (q->fit != HANDOFF_FIT_ACTIVE_NOW)
        return ho_arena_format(arena, "qualification says %s by %s: %s",
                               handoff_fit_name(q->fit), q->rule, q->why);
    return has_channel(o, to->brief, NULL)
               ? NULL
               : "no channel of the policy can be used: its field is Unknown";
}

/* --- when ------------------------------------------------------------------
 */

int64_t ho_send_at(const struct handoff_outreach *o,
                   const struct handoff_recipient *to)
{
    return ho_desk_open(o->policy, to->decision->outcome.owner,
                        to->as_of + o->send_after);
}

/* --- words -----------------------------------------------------------------
 */

/* What {{name}} stands for; NULL where it is no fact. */
static const char *value_of(const struct handoff_brief *brief,
                            struct handoff_slice name)
{
    const int field = handoff_field_find(brief->fields, ho_trim(name));
    const struct handoff_claim *c;

    if (field == HANDOFF_NO_FIELD)
        return NULL;
    c = &brief->claim[field];
    if (c->class == HANDOFF_EXPLICIT &&
        brief->fields->item[field].type == HANDOFF_TYPE_PERSON)
        return c->value;
    return ho_is_fact(brief, field) ? c->evidence[0].quote : NULL;
}

const char *ho_fill(struct ho_arena *arena, const struct handoff_brief *brief,
                    const char *text)
{
    const char *out = "", *open;

    while ((open = strstr(text, "{{")) != NULL) {
        const char *close = strstr(open, "}}");
        const char *value =
            close ? value_of(brief,
                             (struct handoff_slice){
                                 open + 2, (size_t)(close - open - 2) })
                  : NULL;

        if (!value)
            return NULL;
        out = ho_arena_format(arena, "%s%.*s%s", out, (int)(open - text), text,
                              value);
        text = close + 2;
    }
    return ho_arena_format(arena, "%s%s", out, text);
}

/* Add a part that does not stand in the text already, after an empty line. */
static enum handoff_status join(struct ho_arena *arena, const char **text,
                                const char *part, struct handoff_error *err)
{
    const struct handoff_words one = { .item = &part, .count = 1 };
    struct ho_phrase_hit hit = { 0 };
    enum handoff_status status = HANDOFF_OK;

    if (!part || !*part)
        return HANDOFF_OK;
    status = ho_find_phrase(ho_slice(*text), &one, &hit, err);
    if (status == HANDOFF_OK && !hit.found)
        *text = ho_arena_format(arena, "%s\n\n%s", *text, part);
    return status;
}

/* The greeting comes before what it is not a part of. */
static enum handoff_status greet(struct ho_arena *arena, const char *greeting,
                                 const char **text, struct handoff_error *err)
{
    const char *with = *text;
    const enum handoff_status status = join(arena, &with, greeting, err);

    if (status == HANDOFF_OK && with != *text)
        *text = ho_arena_format(arena, "%s\n\n%s", greeting, *text);
    return status;
}

enum handoff_status ho_compose(struct ho_arena *arena,
                               const struct handoff_outreach *o,
                               const struct handoff_brief *brief,
                               const char *opening, const char *promise,
                               const char *cta, const char **out,
                               struct handoff_error *err)
{
    const char *const parts[] = { promise, cta, o->sender };
    const char *text = opening;
    enum handoff_status status =
        greet(arena, ho_fill(arena, brief, o->greeting), &text, err);

    for (size_t i = 0; i < 3 && status == HANDOFF_OK; i++)
        status = join(arena, &text, parts[i], err);
    *out = text;
    return status;
}

/* --- templates -------------------------------------------------------------
 */

static bool can_use(const struct handoff_draft *draft,
                    const struct handoff_outreach *o,
                    const struct ho_template_angle *t)
{
    for (size_t i = 0; i < draft->angle_count; i++)
        if (strcmp(draft->angle[i].id, t->id) == 0)
            return false;
    for (size_t i = 0; i < t->need_count; i++)
        if (!ho_is_fact(draft->to.brief, t->needs[i]))
            return false;
    return has_channel(o, draft->to.brief, t->channel);
}

/* An angle of the policy passes the same check as a model's: what the lead
 * wrote may hold anything. */
static enum handoff_status add_template(struct handoff_draft *draft,
                                        const struct handoff_outreach *o,
                                        const struct ho_template_angle *t,
                                        struct handoff_error *err)
{
    const char *promise = ho_phrasing(&o->claims, t->promise);
    const char *cta = ho_phrasing(&o->ctas, t->cta);
    const char *opening = ho_fill(draft->arena, draft->to.brief, t->opening);
    struct handoff_refusals refused = { 0 };
    struct handoff_angle *a;
    const char *message;
    enum handoff_status status;

    if (!opening)
        return ho_arena_status(draft->arena, "a draft", err);
    status = ho_compose(draft->arena, o, draft->to.brief, opening, promise, cta,
                        &message, err);
    if (status == HANDOFF_OK)
        status = ho_message_check(o->checker, draft->palette, ho_slice(message),
                                  0, draft->arena, &refused, NULL, err);
    for (size_t i = 0; i < refused.count; i++)
        ho_add_refusal(draft->arena, &draft->refused, refused.item[i]);
    if (status != HANDOFF_OK || refused.count > 0)
        return status;
    a = ho_arena_push(draft->arena, &draft->angle, &draft->angle_count,
                      sizeof *a);
    if (a)
        *a = (struct handoff_angle){ .id = t->id,
                                     .is_template = true,
                                     .channel = t->channel,
                                     .promise = t->promise,
                                     .cta = t->cta,
                                     .promise_text = promise,
                                     .cta_text = cta,
                                     .message = message,
                                     .fact = t->needs,
                                     .fact_count = t->need_count };
    return HANDOFF_OK;
}

static enum handoff_status fill_up(struct handoff_draft *draft,
                                   const struct handoff_outreach *o,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < o->angle_count && status == HANDOFF_OK &&
                       draft->angle_count < HANDOFF_ANGLES;
         i++)
        if (can_use(draft, o, &o->angle[i]))
            status = add_template(draft, o, &o->angle[i], err);
    if (draft->angle_count < HANDOFF_ANGLES)
        draft->none = "fewer than two angles hold for what is known of the "
                      "lead; the refusals say why";
    return status;
}

/* --- the draft -------------------------------------------------------------
 */

static enum handoff_status write_draft(struct handoff_draft *draft,
                                       const struct handoff_outreach *o,
                                       const struct handoff_answer *answer,
                                       size_t count, struct handoff_error *err)
{
    struct ho_palette *palette = ho_arena_alloc(draft->arena, sizeof *palette);
    enum handoff_status status =
        palette
            ? ho_palette_make(draft->arena, o, draft->to.brief,
                              &draft->qualified, draft->to.as_of, palette, err)
            : ho_arena_status(draft->arena, "a draft", err);

    draft->palette = palette;
    for (size_t i = 0; i < count && status == HANDOFF_OK; i++)
        if (answer[i].text)
            status = ho_take_answer(draft, o, answer[i].text, (unsigned)(i + 1),
                                    err);
    return status == HANDOFF_OK ? fill_up(draft, o, err) : status;
}

static void begin(struct handoff_draft *draft, const struct handoff_outreach *o,
                  const struct handoff_recipient *to)
{
    draft->to = *to;
    draft->policy = o->policy;
    draft->stop = o->stop;
    draft->send_at = ho_send_at(o, to);
    ho_qualify(
        draft->arena, &o->book,
        &(struct ho_stand){ o->policy, to->brief, to->decision, to->as_of },
        &draft->qualified);
    draft->none = ho_no_draft(draft->arena, o, to, &draft->qualified);
}

enum handoff_status handoff_draft_make(struct handoff_outreach *o,
                                       const struct handoff_recipient *to,
                                       const struct handoff_answer *answer,
                                       size_t count,
                                       const struct handoff_made_by *made_by,
                                       struct handoff_draft **out,
                                       struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(DRAFT_BYTES);
    struct handoff_draft *draft =
        arena ? ho_arena_alloc(arena, sizeof *draft) : NULL;
    enum handoff_status status = HANDOFF_OK;

    if (!draft) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    draft->arena = arena;
    begin(draft, o, to);
    draft->made_by = *made_by;
    draft->made_by.endpoint = ho_arena_text(arena, made_by->endpoint);
    draft->made_by.model = ho_arena_text(arena, made_by->model);
    draft->made_by.prompt = ho_arena_text(arena, made_by->prompt);
    if (!draft->none)
        status = write_draft(draft, o, answer, count, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "a draft", err);
    if (status == HANDOFF_OK)
        *out = draft;
    else
        ho_arena_free(arena);
    return status;
}

void handoff_draft_free(struct handoff_draft *draft)
{
    if (draft)
        ho_arena_free(draft->arena);
}

/* --- an edited message ------------------------------------------------------
 */

static enum handoff_status check_edited(
    struct handoff_outreach *o, const struct handoff_brief *brief,
    const struct handoff_decision *d, int64_t as_of,
    struct handoff_slice message, struct ho_arena *arena,
    struct handoff_refusals *refused, struct handoff_error *err)
{
    const struct ho_stand at = { o->policy, brief, d, as_of };
    struct handoff_qualification q;
    struct ho_palette palette;
    enum handoff_status status;

    ho_qualify(arena, &o->book, &at, &q);
    status = ho_palette_make(arena, o, brief, &q, as_of, &palette, err);
    return status == HANDOFF_OK
               ? ho_message_check(o->checker, &palette, message, 0, arena,
                                  refused, NULL, err)
               : status;
}

static enum handoff_status tell(const struct handoff_refusals *refused,
                                char **why, struct handoff_error *err)
{
    const struct handoff_refusal *r = refused->item;
    struct ho_buffer b;
    enum handoff_status status = HANDOFF_OK;

    *why = NULL;
    ho_buffer_init(&b, HANDOFF_MESSAGE_BYTES * 4);
    if (refused->count > 0) {
        ho_buffer_format(&b, "\"%s\" is refused (%s): %s", r->sentence,
                         refusals[r->code], r->why);
        status = ho_buffer_take(&b, "a refusal", why, NULL, err);
    }
    ho_buffer_release(&b);
    return status;
}

enum handoff_status handoff_message_check(struct handoff_outreach *o,
                                          const struct handoff_brief *brief,
                                          int64_t as_of,
                                          struct handoff_slice message,
                                          char **why, struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(DRAFT_BYTES);
    struct handoff_decision *decision = NULL;
    struct handoff_refusals refused = { 0 };
    enum handoff_status status =
        arena ? handoff_policy_decide(o->policy, brief, as_of, &decision, err)
              : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = check_edited(o, brief, decision, as_of, message, arena,
                              &refused, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the message's check", err);
    if (status == HANDOFF_OK)
        status = tell(&refused, why, err);
    handoff_decision_free(decision);
    ho_arena_free(arena);
    return status;
}

/* --- the section ------------------------------------------------------------
 */

enum handoff_status handoff_outreach_new(const struct handoff_policy *policy,
                                         struct handoff_outreach **out,
                                         struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(SECTION_BYTES);
    struct handoff_outreach *o =
        arena ? ho_arena_alloc(arena, sizeof *o) : NULL;
    enum handoff_status status;

    if (!o) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    o->policy = policy;
    o->arena = arena;
    status = ho_playbook_read(arena, policy, &o->book, err);
    if (status == HANDOFF_OK)
        status = ho_outreach_read(o, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, ho_policy_source(policy));
    if (status == HANDOFF_OK)
        status = handoff_text_checker_new(&o->checker, err);
    if (status == HANDOFF_OK)
        status = ho_outreach_example(o, err);
    if (status == HANDOFF_OK)
        *out = o;
    else
        handoff_outreach_free(o);
    return status;
}

void handoff_outreach_free(struct handoff_outreach *o)
{
    if (!o)
        return;
    handoff_text_checker_free(o->checker);
    ho_arena_free(o->arena);
}

const struct handoff_fields *handoff_outreach_fields(
    const struct handoff_outreach *o)
{
    return handoff_policy_fields(o->policy);
}
