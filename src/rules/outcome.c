/* outcome.c - see rules/outcome.h */
#include "rules/outcome.h"

#include "rules/read.h"

static const char *const routes[] = {
#define X(name, word) word,
    HANDOFF_ROUTE_MAP(X)
#undef X
};

enum { ROUTES = sizeof routes / sizeof *routes };

const char *handoff_route_name(enum handoff_route route)
{
    return (size_t)route < ROUTES ? routes[route] : "";
}

int handoff_route_find(struct handoff_slice word)
{
    for (int i = 0; i < ROUTES; i++)
        if (ho_slice_is(word, routes[i]))
            return i;
    return -1;
}

static enum handoff_status read_route(struct handoff_policy *policy,
                                      const struct ho_yaml *node,
                                      struct handoff_outcome *out,
                                      struct handoff_error *err)
{
    const char *text, *near;
    enum handoff_status status = ho_need_text(node, "route", &text, err);
    int route;

    if (status != HANDOFF_OK)
        return status;
    route = handoff_route_find(ho_slice(text));
    near =
        ho_near(policy->arena, ho_slice(text), routes, ROUTES, sizeof *routes);
    if (route < 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "there is no route \"%.80s\"%s", text,
                            near[0] ? near
                                    : "; routes are pursue, nurture, enrich "
                                      "and skip");
    out->route = (enum handoff_route)route;
    return HANDOFF_OK;
}

static enum handoff_status unknown_owner(struct handoff_policy *policy,
                                         const struct ho_yaml *node,
                                         const char *id,
                                         struct handoff_error *err)
{
    const char *near = ho_near(policy->arena, ho_slice(id), policy->owner,
                               policy->owner_count, sizeof *policy->owner);

    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                        "there is no owner \"%.80s\"%s", id,
                        near[0] ? near : "; declare it under owners");
}

static enum handoff_status read_owner(struct handoff_policy *policy,
                                      const struct ho_yaml *then,
                                      struct handoff_outcome *out,
                                      struct handoff_error *err)
{
    const struct ho_yaml *node = ho_yaml_get(then, "owner");
    enum handoff_status status;

    out->owner = out->owner_name = "";
    if (!node && out->route == HANDOFF_ROUTE_PURSUE)
        return ho_yaml_fail(then, HANDOFF_BAD_POLICY, err,
                            "pursue without an owner reaches nobody; add "
                            "owner, one of those under owners");
    if (!node)
        return HANDOFF_OK;
    status = ho_need_text(node, "owner", &out->owner, err);
    if (status != HANDOFF_OK)
        return status;
    out->owner_name = ho_policy_owner_name(policy, out->owner);
    return out->owner_name ? HANDOFF_OK
                           : unknown_owner(policy, node, out->owner, err);
}

static enum handoff_status read_sla(const struct ho_yaml *node,
                                    struct handoff_outcome *out,
                                    struct handoff_error *err)
{
    const char *text;
    enum handoff_status status;

    if (!node)
        return HANDOFF_OK;
    status = ho_need_text(node, "sla", &text, err);
    if (status == HANDOFF_OK && !ho_read_duration(ho_slice(text), &out->sla))
        return ho_yaml_fail(
            node, HANDOFF_BAD_POLICY, err,
            "sla is a time such as 30m, 8h, 1d or 2w, of at most "
            "ten years, not \"%.80s\"",
            text);
    if (status == HANDOFF_OK)
        out->sla_unit = text[strlen(text) - 1];
    return status;
}

static enum handoff_status read_review(const struct ho_yaml *node,
                                       struct handoff_outcome *out,
                                       struct handoff_error *err)
{
    const char *text;
    enum handoff_status status;

    out->review = ho_route_review(out->route);
    if (!node)
        return HANDOFF_OK;
    status = ho_need_text(node, "review", &text, err);
    if (status != HANDOFF_OK)
        return status;
    out->review = strcmp(text, "yes") == 0;
    return out->review || strcmp(text, "no") == 0
               ? HANDOFF_OK
               : ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                              "review is yes or no, not \"%.80s\"", text);
}

/* What of `then:` may be left out: a rule is sure unless it says how sure. */
static enum handoff_status read_rest(struct handoff_policy *policy,
                                     const struct ho_yaml *then,
                                     struct handoff_outcome *out,
                                     struct handoff_error *err)
{
    const struct ho_yaml *confidence = ho_yaml_get(then, "confidence");
    enum handoff_status status = read_owner(policy, then, out, err);
    int64_t percent = 100;

    if (status == HANDOFF_OK)
        status = read_sla(ho_yaml_get(then, "sla"), out, err);
    if (status == HANDOFF_OK && confidence)
        status =
            ho_need_number(confidence, "confidence", 0, 100, &percent, err);
    out->confidence = (int)percent;
    return status == HANDOFF_OK
               ? read_review(ho_yaml_get(then, "review"), out, err)
               : status;
}

enum handoff_status ho_outcome_read(struct handoff_policy *policy,
                                    const struct ho_yaml *rule,
                                    const char *what, const char *name,
                                    struct handoff_outcome *out,
                                    struct handoff_error *err)
{
    static const char *const keys[] = { "route", "owner",      "reason",
                                        "sla",   "confidence", "review" };
    const struct ho_yaml *then, *node, *why = ho_yaml_get(rule, "why");
    enum handoff_status status = ho_need(rule, what, name, "then", &then, err);

    if (status == HANDOFF_OK)
        status = ho_yaml_only(then, "then", keys, sizeof keys / sizeof *keys,
                              HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = ho_need(then, "then", NULL, "route", &node, err);
    if (status == HANDOFF_OK)
        status = read_route(policy, node, out, err);
    if (status == HANDOFF_OK)
        status = ho_need(then, "then", NULL, "reason", &node, err);
    if (status == HANDOFF_OK)
        status = ho_need_word(node, "reason", &out->reason, err);
    if (status == HANDOFF_OK)
        status = read_rest(policy, then, out, err);
    out->why = "";
    if (status == HANDOFF_OK && why)
        status = ho_need_text(why, "why", &out->why, err);
    return status;
}

const char *ho_review_said(const struct handoff_outcome *outcome)
{
    if (outcome->review == ho_route_review(outcome->route))
        return "";
    return outcome->review ? "yes" : "no";
}

int ho_outcome_compare(unsigned decides_on, const struct handoff_outcome *a,
                       const struct handoff_outcome *b)
{
    int order = 0;

    if (decides_on & HO_ON_ROUTE)
        order = (a->route > b->route) - (a->route < b->route);
    if (!order && (decides_on & HO_ON_OWNER))
        order = strcmp(a->owner, b->owner);
    if (!order && (decides_on & HO_ON_REASON))
        order = strcmp(a->reason, b->reason);
    return order;
}

bool ho_rules_agree(const struct ho_rule *a, const struct ho_rule *b)
{
    const unsigned all = HO_ON_ROUTE | HO_ON_OWNER | HO_ON_REASON;

    return ho_outcome_same(all, &a->then, &b->then) &&
           a->then.sla == b->then.sla &&
           a->then.confidence == b->then.confidence &&
           a->then.review == b->then.review &&
           strcmp(a->exception, b->exception) == 0;
}
