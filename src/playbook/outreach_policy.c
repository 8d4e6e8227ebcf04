/* outreach_policy.c - reading `outreach:`; see playbook/outreach.h */
#include "base/clock.h"
#include "fields/fields.h"
#include "playbook/outreach.h"
#include "rules/policy.h"

enum {
    TEXT_BYTES = 600, /* of a claim, a call, an opening */
    ITEMS = 40        /* of each list */
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static enum handoff_status read_text(const struct ho_yaml *node,
                                     const char *what, const char **out,
                                     struct handoff_error *err)
{
    if (node->kind != HO_YAML_SCALAR || !*node->text ||
        strlen(node->text) > TEXT_BYTES)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is a text of at most %d bytes", what,
                            TEXT_BYTES);
    *out = node->text;
    return HANDOFF_OK;
}

static enum handoff_status need_list(const struct ho_yaml *map, const char *key,
                                     const char *shape,
                                     const struct ho_yaml **out,
                                     struct handoff_error *err)
{
    const struct ho_yaml *list = ho_yaml_get(map, key);

    if (!list || list->count == 0 || list->count > ITEMS)
        return ho_yaml_fail(list ? list : map, HANDOFF_BAD_POLICY, err,
                            "outreach needs %s, 1 to %d of them: %s", key,
                            ITEMS, shape);
    *out = list;
    return HANDOFF_OK;
}

/* id: text */
static enum handoff_status read_phrasings(struct handoff_outreach *o,
                                          const struct ho_yaml *map,
                                          const char *key,
                                          struct ho_phrasings *out,
                                          struct handoff_error *err)
{
    const struct ho_yaml *list = NULL;
    enum handoff_status status =
        need_list(map, key, "id: \"the approved text\"", &list, err);

    for (const struct ho_yaml *c = list ? list->child : NULL;
         c && status == HANDOFF_OK; c = c->next) {
        struct ho_phrasing *item =
            ho_arena_push(o->arena, &out->item, &out->count, sizeof *item);

        if (!c->key)
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "%s are written as id: \"text\"", key);
        if (!item)
            return ho_arena_status(o->arena, "the outreach section", err);
        item->id = c->key;
        status = read_text(c, c->key, &item->text, err);
    }
    return status;
}

static enum handoff_status read_field(const struct handoff_outreach *o,
                                      const struct ho_yaml *node, int *out,
                                      struct handoff_error *err)
{
    *out = handoff_field_find(handoff_policy_fields(o->policy),
                              ho_slice(node->text));
    return *out == HANDOFF_NO_FIELD
               ? ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                              "outreach names \"%.80s\", which is no field",
                              node->text)
               : HANDOFF_OK;
}

/* email: {needs: email} */
static enum handoff_status read_channels(struct handoff_outreach *o,
                                         const struct ho_yaml *map,
                                         struct handoff_error *err)
{
    static const char *const keys[] = { "needs" };
    const struct ho_yaml *list = NULL;
    enum handoff_status status = need_list(
        map, "channels", "email: {needs: the field that it takes}", &list, err);

    for (const struct ho_yaml *c = list ? list->child : NULL;
         c && status == HANDOFF_OK; c = c->next) {
        const struct ho_yaml *needs = ho_yaml_get(c, "needs");
        struct ho_channel *item = ho_arena_push(
            o->arena, &o->channel, &o->channel_count, sizeof *item);

        if (!item)
            return ho_arena_status(o->arena, "the outreach section", err);
        item->id = c->key ? c->key : "";
        if (!needs || !c->key)
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "a channel is written as email: {needs: the "
                                "field that it takes}");
        status = ho_yaml_only(c, "a channel", keys, COUNT(keys),
                              HANDOFF_BAD_POLICY, err);
        if (status == HANDOFF_OK)
            status = read_field(o, needs, &item->needs, err);
    }
    return status;
}

static bool has_channel(const struct handoff_outreach *o, const char *id)
{
    for (size_t i = 0; i < o->channel_count; i++)
        if (strcmp(o->channel[i].id, id) == 0)
            return true;
    return false;
}

static enum handoff_status read_needs(struct handoff_outreach *o,
                                      const struct ho_yaml *list,
                                      struct ho_template_angle *angle,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (const struct ho_yaml *c = list ? list->child : NULL;
         c && status == HANDOFF_OK; c = c->next) {
        int *slot = ho_arena_push(o->arena, &angle->needs, &angle->need_count,
                                  sizeof *slot);

        if (slot)
            status = read_field(o, c, slot, err);
    }
    return status;
}

/* The ids that an angle names are there. */
static enum handoff_status check_angle(const struct handoff_outreach *o,
                                       const struct ho_yaml *node,
                                       const struct ho_template_angle *a,
                                       struct handoff_error *err)
{
    const struct {
        const char *what, *id;
        bool there;
    } parts[] = { { "promise", a->promise,
                    ho_phrasing(&o->claims, a->promise) != NULL },
                  { "cta", a->cta, ho_phrasing(&o->ctas, a->cta) != NULL },
                  { "channel", a->channel, has_channel(o, a->channel) } };

    for (size_t i = 0; i < COUNT(parts); i++)
        if (!parts[i].there)
            return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                                "the angle %s has the %s \"%.80s\", which "
                                "outreach does not list",
                                a->id, parts[i].what, parts[i].id);
    return HANDOFF_OK;
}

static enum handoff_status read_angle(struct handoff_outreach *o,
                                      const struct ho_yaml *node,
                                      struct handoff_error *err)
{
    static const char *const keys[] = { "id",      "promise", "cta",
                                        "channel", "opening", "needs" };
    struct ho_template_angle *a =
        ho_arena_push(o->arena, &o->angle, &o->angle_count, sizeof *a);
    enum handoff_status status = ho_yaml_only(
        node, "an angle", keys, COUNT(keys), HANDOFF_BAD_POLICY, err);
    const char **const text[] = { &a->id, &a->promise, &a->cta, &a->channel,
                                  &a->opening };

    for (size_t i = 0; a && i < COUNT(text) && status == HANDOFF_OK; i++) {
        const struct ho_yaml *part = ho_yaml_get(node, keys[i]);

        status = part ? read_text(part, keys[i], text[i], err)
                      : ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                                     "an angle has id, needs, promise, cta, "
                                     "channel and opening; this one lacks %s",
                                     keys[i]);
    }
    if (a && status == HANDOFF_OK)
        status = read_needs(o, ho_yaml_get(node, "needs"), a, err);
    return a && status == HANDOFF_OK ? check_angle(o, node, a, err) : status;
}

static enum handoff_status read_angles(struct handoff_outreach *o,
                                       const struct ho_yaml *map,
                                       struct handoff_error *err)
{
    const struct ho_yaml *list = NULL;
    enum handoff_status status =
        need_list(map, "angles",
                  "- {id, needs, promise, cta, channel, opening}", &list, err);

    for (const struct ho_yaml *c = list ? list->child : NULL;
         c && status == HANDOFF_OK; c = c->next)
        status = read_angle(o, c, err);
    return status;
}

static enum handoff_status read_rest(struct handoff_outreach *o,
                                     const struct ho_yaml *map,
                                     struct handoff_error *err)
{
    const struct ho_yaml *after = ho_yaml_get(map, "send_after");
    const struct ho_yaml *greeting = ho_yaml_get(map, "greeting");
    const struct ho_yaml *sender = ho_yaml_get(map, "sender");
    enum handoff_status status = ho_words_read(
        o->arena, ho_yaml_get(map, "never_say"), "never_say", &o->never, err);

    if (status == HANDOFF_OK)
        status = ho_words_read(o->arena, ho_yaml_get(map, "stop"), "stop",
                               &o->stop, err);
    o->greeting = o->sender = "";
    if (status == HANDOFF_OK && greeting)
        status = read_text(greeting, "greeting", &o->greeting, err);
    if (status == HANDOFF_OK && sender)
        status = read_text(sender, "sender", &o->sender, err);
    if (status == HANDOFF_OK && o->stop.count == 0)
        return ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                            "outreach needs stop: what ends writing, such as "
                            "[\"any reply\", \"an opt-out\"]");
    if (status == HANDOFF_OK && after &&
        !ho_read_duration(ho_slice(after->text), &o->send_after))
        return ho_yaml_fail(after, HANDOFF_BAD_POLICY, err,
                            "send_after is a time such as 2h");
    return status;
}

const char *ho_phrasing(const struct ho_phrasings *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->item[i].id, id) == 0)
            return list->item[i].text;
    return NULL;
}

enum handoff_status ho_outreach_read(struct handoff_outreach *o,
                                     struct handoff_error *err)
{
    static const char *const keys[] = { "channels", "claims",    "ctas",
                                        "angles",   "never_say", "stop",
                                        "greeting", "sender",    "send_after" };
    const struct ho_yaml *map = ho_policy_section(o->policy, "outreach");
    enum handoff_status status;

    if (!map)
        return ho_fail(err, HANDOFF_BAD_POLICY,
                       "the policy has no section outreach: with channels, "
                       "claims, ctas, angles and stop; see the policy "
                       "reference");
    status = ho_yaml_only(map, "outreach", keys, COUNT(keys),
                          HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = read_channels(o, map, err);
    if (status == HANDOFF_OK)
        status = read_phrasings(o, map, "claims", &o->claims, err);
    if (status == HANDOFF_OK)
        status = read_phrasings(o, map, "ctas", &o->ctas, err);
    if (status == HANDOFF_OK)
        status = read_rest(o, map, err);
    if (status == HANDOFF_OK)
        status = read_angles(o, map, err);
    return status == HANDOFF_OK
               ? ho_arena_status(o->arena, "the outreach section", err)
               : status;
}
