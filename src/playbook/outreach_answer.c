/* outreach_answer.c - a model's angles, checked; see playbook/outreach.h */
#include "brief/repair.h"
#include "playbook/outreach.h"

enum { OPENING_BYTES = 900 };

static void refuse(struct ho_arena *arena, struct handoff_refusals *refused,
                   unsigned answer, enum handoff_refusal_code code,
                   const char *what, const char *why)
{
    ho_add_refusal(arena, refused,
                   (struct handoff_refusal){ code, ho_arena_text(arena, what),
                                             why, answer });
}

/* --- what is chosen --------------------------------------------------------
 */

static const char *channel(const struct ho_offer *offer, const char *id)
{
    for (size_t i = 0; i < offer->channel_count; i++)
        if (strcmp(offer->channel[i].id, id) == 0 &&
            ho_channel_fits(&offer->channel[i], offer->brief))
            return offer->channel[i].id;
    return NULL;
}

/* The list's own id, which outlives the answer. */
static const char *phrasing(const struct ho_phrasings *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->item[i].id, id) == 0)
            return list->item[i].id;
    return NULL;
}

bool ho_read_choice(struct ho_arena *arena, const struct ho_offer *offer,
                    const cJSON *item, unsigned answer,
                    struct handoff_refusals *refused, struct ho_choice *out)
{
    static const char *const keys[] = { "channel", "promise", "cta" };
    const char *message = ho_json_text(item, "message");
    const char **const slot[] = { &out->channel, &out->promise, &out->cta };

    for (size_t i = 0; i < 3; i++) {
        const char *id = ho_json_text(item, keys[i]);

        *slot[i] = !id ? NULL
                   : i == 0
                       ? channel(offer, id)
                       : phrasing(i == 1 ? offer->claims : offer->ctas, id);
        if (*slot[i])
            continue;
        refuse(arena, refused, answer, HANDOFF_REFUSAL_NOT_OFFERED,
               id ? id : "",
               ho_arena_format(arena, "this %s is not one of those offered",
                               keys[i]));
        return false;
    }
    if (!message || !*message || strlen(message) > OPENING_BYTES) {
        refuse(arena, refused, answer, HANDOFF_REFUSAL_UNREADABLE, "",
               ho_arena_format(arena,
                               "an angle has a message of at most %d "
                               "bytes",
                               OPENING_BYTES));
        return false;
    }
    out->opening = ho_arena_text(arena, message);
    return true;
}

/* --- one angle -------------------------------------------------------------
 */

static bool is_told(const struct handoff_draft *draft, const char *message)
{
    for (size_t i = 0; i < draft->angle_count; i++)
        if (strcmp(draft->angle[i].message, message) == 0)
            return true;
    return false;
}

/* The facts whose words stand in the message, each once. */
static void list_facts(struct handoff_draft *draft, const bool *used,
                       struct handoff_angle *a)
{
    for (size_t i = 0; i < draft->palette->count; i++) {
        const struct ho_piece *p = &draft->palette->piece[i];
        int *slot;

        if (!used[i] || p->kind != HO_PIECE_FACT)
            continue;
        slot =
            ho_arena_push(draft->arena, &a->fact, &a->fact_count, sizeof *slot);
        if (slot)
            *slot = p->field;
    }
}

static void add_angle(struct handoff_draft *draft,
                      const struct handoff_outreach *o,
                      const struct ho_choice *choice, const char *message,
                      const bool *used, unsigned answer)
{
    struct handoff_angle angle = { .channel = choice->channel,
                                   .promise = choice->promise,
                                   .cta = choice->cta,
                                   .promise_text =
                                       ho_phrasing(&o->claims, choice->promise),
                                   .cta_text =
                                       ho_phrasing(&o->ctas, choice->cta),
                                   .message = message };
    struct handoff_angle *slot;

    list_facts(draft, used, &angle);
    if (angle.fact_count == 0) {
        refuse(draft->arena, &draft->refused, answer,
               HANDOFF_REFUSAL_UNAPPROVED, choice->opening,
               "it uses no fact of the lead");
        return;
    }
    angle.id =
        ho_arena_format(draft->arena, "model-%zu", draft->angle_count + 1);
    slot = ho_arena_push(draft->arena, &draft->angle, &draft->angle_count,
                         sizeof *slot);
    if (slot)
        *slot = angle;
}

static enum handoff_status take_angle(struct handoff_draft *draft,
                                      const struct handoff_outreach *o,
                                      const cJSON *item, unsigned number,
                                      struct handoff_error *err)
{
    const struct ho_offer offer = { draft->palette,  &o->claims,
                                    &o->ctas,        o->channel,
                                    draft->to.brief, o->channel_count };
    bool *used = ho_arena_alloc(draft->arena,
                                (draft->palette->count + 1) * sizeof *used);
    const size_t before = draft->refused.count;
    struct ho_choice choice;
    const char *message;
    enum handoff_status status;

    if (!used || !ho_read_choice(draft->arena, &offer, item, number,
                                 &draft->refused, &choice))
        return ho_arena_status(draft->arena, "a draft", err);
    status = ho_compose(draft->arena, o, draft->to.brief, choice.opening,
                        ho_phrasing(&o->claims, choice.promise),
                        ho_phrasing(&o->ctas, choice.cta), &message, err);
    if (status != HANDOFF_OK)
        return status;
    if (is_told(draft, message))
        return HANDOFF_OK;
    status = ho_message_check(o->checker, draft->palette, ho_slice(message),
                              number, draft->arena, &draft->refused, used, err);
    if (status == HANDOFF_OK && draft->refused.count == before)
        add_angle(draft, o, &choice, message, used, number);
    return status;
}

enum handoff_status ho_take_answer(struct handoff_draft *draft,
                                   const struct handoff_outreach *o,
                                   const char *text, unsigned number,
                                   struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    struct ho_repairs repairs;
    const cJSON *item, *list;
    cJSON *root = NULL;
    enum handoff_status status =
        ho_reply_parse(ho_slice(text), &root, &repairs, &why);
    size_t count = 0;

    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    list = ho_json_get(root, "angles");
    if (!cJSON_IsArray(list))
        refuse(draft->arena, &draft->refused, number,
               HANDOFF_REFUSAL_UNREADABLE, "",
               root ? "the answer has no list of angles"
                    : ho_arena_text(draft->arena, why.message));
    status = HANDOFF_OK;
    cJSON_ArrayForEach(item, list)
    {
        if (status == HANDOFF_OK && count++ < HANDOFF_ANGLES_MOST)
            status = take_angle(draft, o, item, number, err);
    }
    cJSON_Delete(root);
    return status;
}
