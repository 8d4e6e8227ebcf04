/* crm.c - see workspace/crm.h */
#include "workspace/crm.h"

#include <handoff/policy.h>

enum { WORD_BYTES = 32, VALUE_BYTES = 255, ROUTES = 4 };

static const char *const targets[] = {
#define X(name, word) word,
    HANDOFF_CRM_TARGET_MAP(X)
#undef X
};

static const char *const routes[] = {
#define X(name, word) word,
    HANDOFF_ROUTE_MAP(X)
#undef X
};

/* --- what is said where nothing is set --------------------------------------
 *
 * A skip closes a record only where the lead itself named the reason. */

static const struct handoff_crm_pair hubspot[] = {
    { "pursue", "OPEN" },
    { "nurture", "NEW" },
    { "enrich", "NEW" },
    { "skip", "" },
    { "NOT_NOW", "BAD_TIMING" },
    { "WRONG_AUDIENCE", "UNQUALIFIED" },
    { "COMPETITOR", "UNQUALIFIED" },
};

static const struct handoff_crm_pair salesforce[] = {
    { "pursue", "Open - Not Contacted" },
    { "nurture", "Open - Not Contacted" },
    { "enrich", "Open - Not Contacted" },
    { "skip", "" },
    { "WRONG_AUDIENCE", "Closed - Not Converted" },
    { "COMPETITOR", "Closed - Not Converted" },
};

static const struct handoff_crm_pair pipedrive[] = {
    { "pursue", "Pursue" },
    { "nurture", "Nurture" },
    { "enrich", "Needs info" },
    { "skip", "Skip" },
};

static const struct handoff_crm_pair csv[] = {
    { "pursue", "pursue" },
    { "nurture", "nurture" },
    { "enrich", "enrich" },
    { "skip", "skip" },
};

static const struct handoff_crm_pair withhold[] = { { "SUPPRESSED", "" },
                                                    { "OPTED_OUT", "" },
                                                    { "TEST_LEAD", "" } };

#define PAIRS(table)                        \
    {                                       \
        table, sizeof table / sizeof *table \
    }

void ho_crm_defaults(struct handoff_crm_settings *out)
{
    static const struct handoff_crm_settings own = {
        .status = { [HANDOFF_CRM_TARGET_HUBSPOT] = PAIRS(hubspot),
                    [HANDOFF_CRM_TARGET_SALESFORCE] = PAIRS(salesforce),
                    [HANDOFF_CRM_TARGET_PIPEDRIVE] = PAIRS(pipedrive),
                    [HANDOFF_CRM_TARGET_CSV] = PAIRS(csv) },
        .withhold = PAIRS(withhold)
    };

    *out = own;
}

int handoff_crm_target_find(const char *word)
{
    for (int i = 0; i < HANDOFF_CRM_TARGETS; i++)
        if (strcmp(targets[i], word) == 0)
            return i;
    return -1;
}

const char *handoff_crm_target_name(enum handoff_crm_target t)
{
    return targets[t];
}

const char *handoff_crm_value(const struct handoff_crm_pairs *pairs,
                              const char *key)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (strcmp(pairs->pair[i].key, key) == 0)
            return pairs->pair[i].value;
    return NULL;
}

/* --- values that would claim what nobody did --------------------------------
 */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The next run of letters, in lower case; false at the end. */
static bool next_word(const char **at, char out[WORD_BYTES])
{
    size_t len = 0;

    while (**at && !is_letter(**at))
        ++*at;
    for (; is_letter(**at); ++*at)
        if (len + 1 < WORD_BYTES)
            out[len++] = (char)(**at | 0x20);
    out[len] = '\0';
    return len > 0;
}

/* "Working - Contacted", "CONNECTED", "OPEN_DEAL"; not "Open - Not
 * Contacted". */
static bool claims_contact(const char *value)
{
    static const char *const claims[] = {
        "attempted",  "connected",   "contacted",
        "conversion", "converted",   "customer",
        "deal",       "evangelist",  "marketingqualifiedlead",
        "mql",        "opportunity", "process",
        "progress",   "qualified",   "salesqualifiedlead",
        "sql",        "working",
    };
    char word[WORD_BYTES];
    bool negated = false;

    while (next_word(&value, word)) {
        for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
            if (!negated && strcmp(word, claims[i]) == 0)
                return true;
        negated = strcmp(word, "not") == 0;
    }
    return false;
}

/* --- reading
 * ------------------------------------------------------------------ */

static bool is_reason(const char *key)
{
    if (*key < 'A' || *key > 'Z')
        return false;
    while ((*key >= 'A' && *key <= 'Z') || (*key >= '0' && *key <= '9') ||
           *key == '_')
        key++;
    return *key == '\0';
}

static enum handoff_status check_key(const struct ho_yaml *node,
                                     struct handoff_error *err)
{
    const char *near;

    for (size_t i = 0; i < ROUTES; i++)
        if (strcmp(node->key, routes[i]) == 0)
            return HANDOFF_OK;
    if (is_reason(node->key))
        return HANDOFF_OK;
    near = ho_did_you_mean(ho_slice(node->key), routes, ROUTES);
    return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                        "\"%.80s\" is neither a route nor a reason code%s%s%s",
                        node->key, near ? "; did you mean \"" : "",
                        near ? near : "", near ? "\"?" : "");
}

static enum handoff_status check_listed(struct ho_arena *arena,
                                        const struct ho_yaml *node,
                                        const struct ho_yaml *values,
                                        struct handoff_error *err)
{
    const char **known = ho_arena_alloc(
        arena, (values->count ? values->count : 1) * sizeof *known);
    const char *near;
    size_t count = 0;

    if (!known)
        return ho_arena_status(arena, "handoff.yaml", err);
    for (const struct ho_yaml *v = values->child; v; v = v->next) {
        if (strcmp(v->text, node->text) == 0)
            return HANDOFF_OK;
        known[count++] = v->text;
    }
    near = ho_did_you_mean(ho_slice(node->text), known, count);
    return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                        "\"%.80s\" is not in `values`%s%s%s", node->text,
                        near ? "; did you mean \"" : "", near ? near : "",
                        near ? "\"?" : "");
}

static enum handoff_status check_value(struct ho_arena *arena,
                                       const struct ho_yaml *node,
                                       const struct ho_yaml *values,
                                       struct handoff_error *err)
{
    if (node->kind != HO_YAML_SCALAR || strlen(node->text) > VALUE_BYTES)
        return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                            "a value is one text of at most %d bytes",
                            VALUE_BYTES);
    if (claims_contact(node->text))
        return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                            "\"%.80s\" says that somebody was contacted, "
                            "worked on or converted; only a person may say "
                            "that, choose a value that does not",
                            node->text);
    return *node->text && values ? check_listed(arena, node, values, err)
                                 : HANDOFF_OK;
}

static enum handoff_status push(struct ho_arena *arena,
                                struct handoff_crm_pair **pairs, size_t *count,
                                const char *key, const char *value,
                                struct handoff_error *err)
{
    struct handoff_crm_pair *pair =
        ho_arena_push(arena, pairs, count, sizeof *pair);

    if (!pair)
        return ho_arena_status(arena, "handoff.yaml", err);
    *pair = (struct handoff_crm_pair){ key, value };
    return HANDOFF_OK;
}

static enum handoff_status read_status(struct ho_arena *arena,
                                       const struct ho_yaml *map,
                                       const struct ho_yaml *values,
                                       struct handoff_crm_pairs *out,
                                       struct handoff_error *err)
{
    struct handoff_crm_pair *pairs = NULL;
    size_t count = 0;
    enum handoff_status status = HANDOFF_OK;

    if (map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, HANDOFF_BAD_YAML, err,
                            "status maps routes and reason codes to the CRM's "
                            "values");
    for (const struct ho_yaml *c = map->child; c && status == HANDOFF_OK;
         c = c->next) {
        status = check_key(c, err);
        if (status == HANDOFF_OK)
            status = check_value(arena, c, values, err);
        if (status == HANDOFF_OK)
            status = push(arena, &pairs, &count, c->key, c->text, err);
    }
    if (status == HANDOFF_OK)
        *out = (struct handoff_crm_pairs){ pairs, count };
    return status;
}

/* The defaults are held against the list as well. */
static enum handoff_status check_defaults(const struct ho_yaml *node,
                                          const struct ho_yaml *values,
                                          const struct handoff_crm_pairs *pairs,
                                          struct handoff_error *err)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const char *value = pairs->pair[i].value;
        const struct ho_yaml *v = values->child;

        while (v && strcmp(v->text, value) != 0)
            v = v->next;
        if (!v && *value)
            return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                                "%s becomes \"%s\", which is not in `values`; "
                                "add `status` with your own words",
                                pairs->pair[i].key, value);
    }
    return HANDOFF_OK;
}

static enum handoff_status read_target(struct ho_arena *arena,
                                       const struct ho_yaml *node,
                                       struct handoff_crm_pairs *out,
                                       struct handoff_error *err)
{
    static const char *const keys[] = { "status", "values" };
    const struct ho_yaml *status_map = ho_yaml_get(node, "status");
    const struct ho_yaml *values = ho_yaml_get(node, "values");
    enum handoff_status status =
        ho_yaml_only(node, "a CRM", keys, 2, HANDOFF_BAD_YAML, err);

    if (status == HANDOFF_OK && values && values->kind != HO_YAML_SEQUENCE)
        status = ho_yaml_fail(values, HANDOFF_BAD_YAML, err,
                              "values is the list of what your CRM accepts");
    if (status == HANDOFF_OK && status_map)
        return read_status(arena, status_map, values, out, err);
    return status == HANDOFF_OK && values
               ? check_defaults(node, values, out, err)
               : status;
}

static enum handoff_status read_owners(struct ho_arena *arena,
                                       const struct ho_yaml *map,
                                       struct handoff_crm_pairs *out,
                                       struct handoff_error *err)
{
    struct handoff_crm_pair *pairs = NULL;
    size_t count = 0;
    enum handoff_status status = HANDOFF_OK;

    if (map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, HANDOFF_BAD_YAML, err,
                            "owners maps names of the policy to users of the "
                            "CRM");
    for (const struct ho_yaml *c = map->child; c && status == HANDOFF_OK;
         c = c->next) {
        if (c->kind != HO_YAML_SCALAR || !*c->text)
            return ho_yaml_fail(c, HANDOFF_BAD_YAML, err,
                                "an owner is a user of the CRM: their e-mail "
                                "address or id");
        status = push(arena, &pairs, &count, c->key, c->text, err);
    }
    if (status == HANDOFF_OK)
        *out = (struct handoff_crm_pairs){ pairs, count };
    return status;
}

static enum handoff_status read_withhold(struct ho_arena *arena,
                                         const struct ho_yaml *list,
                                         struct handoff_crm_pairs *out,
                                         struct handoff_error *err)
{
    struct handoff_crm_pair *pairs = NULL;
    size_t count = 0;
    enum handoff_status status = HANDOFF_OK;

    if (list->kind != HO_YAML_SEQUENCE)
        return ho_yaml_fail(list, HANDOFF_BAD_YAML, err,
                            "withhold is a list of reason codes");
    for (size_t i = 0; i < out->count; i++)
        if (status == HANDOFF_OK)
            status = push(arena, &pairs, &count, out->pair[i].key, "", err);
    for (const struct ho_yaml *c = list->child; c && status == HANDOFF_OK;
         c = c->next) {
        if (c->kind != HO_YAML_SCALAR || !is_reason(c->text))
            return ho_yaml_fail(c, HANDOFF_BAD_YAML, err,
                                "a reason code is written like OPTED_OUT");
        status = push(arena, &pairs, &count, c->text, "", err);
    }
    if (status == HANDOFF_OK)
        *out = (struct handoff_crm_pairs){ pairs, count };
    return status;
}

enum handoff_status ho_crm_read(struct ho_arena *arena,
                                const struct ho_yaml *node,
                                struct handoff_crm_settings *out,
                                struct handoff_error *err)
{
    static const char *const keys[] = { "hubspot", "salesforce", "pipedrive",
                                        "csv",     "owners",     "withhold" };
    const struct ho_yaml *part;
    enum handoff_status status = HANDOFF_OK;

    if (!node)
        return HANDOFF_OK;
    status = ho_yaml_only(node, "crm", keys, sizeof keys / sizeof *keys,
                          HANDOFF_BAD_YAML, err);
    for (size_t i = 0; i < HANDOFF_CRM_TARGETS && status == HANDOFF_OK; i++) {
        part = ho_yaml_get(node, targets[i]);
        if (part)
            status = read_target(arena, part, &out->status[i], err);
    }
    part = ho_yaml_get(node, "owners");
    if (status == HANDOFF_OK && part)
        status = read_owners(arena, part, &out->owner, err);
    part = ho_yaml_get(node, "withhold");
    if (status == HANDOFF_OK && part)
        status = read_withhold(arena, part, &out->withhold, err);
    return status;
}
