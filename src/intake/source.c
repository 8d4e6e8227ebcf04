/* source.c - which form program wrote this; see intake/source.h */
#include "intake/source.h"

/* A member "path" or "path:kind" that must be there; kind is the first byte of
 * its JSON, `*` for anything but null. */
enum { NEEDS = 3, ENVELOPES = 3 };

static const struct {
    const char *kind;
    ho_adapter *read;
    const char *need[NEEDS];
} sources[] = {
    { "typeform", ho_source_typeform, { "form_response:{" } },
    { "tally",
      ho_source_tally,
      { "eventType:\"", "data/fields:[", "data/formId" } },
    { "webflow", ho_source_webflow, { "triggerType:\"", "payload/data:{" } },
    { "webflow", ho_source_webflow_v1, { "data:{", "site", "_id" } },
    { "webflow", ho_source_webflow_v1, { "data:{", "site", "d" } },
    { "calendly",
      ho_source_calendly,
      { "event:\"", "payload/scheduled_event:{" } },
    { "google_ads", ho_source_google, { "user_column_data:[" } },
    { "meta", ho_source_meta_notice, { "value/leadgen_id" } },
    { "meta", ho_source_meta, { "field_data:[", "id" } },
    { "meta", ho_source_meta, { "field_data:[", "form_id" } },
    { "meta", ho_source_meta, { "field_data:[", "created_time" } },
    { "linkedin", ho_source_linkedin, { "formResponse/answers:[" } },
    { "linkedin", ho_source_linkedin, { "lead/formResponse/answers:[" } },
    { "linkedin",
      ho_source_linkedin_notice,
      { "leadGenFormResponse:\"", "leadAction:\"" } },
    { "netlify", ho_source_netlify, { "payload/ordered_human_fields:[" } },
    { "netlify", ho_source_netlify, { "payload/human_fields:{" } },
    { "netlify", ho_source_netlify, { "ordered_human_fields:[", "data:{" } },
    { "netlify", ho_source_netlify, { "human_fields:{", "data:{" } },
    { "jotform", ho_source_jotform, { "rawRequest", "formID" } },
    { "jotform", ho_source_jotform, { "rawRequest", "submissionID" } },
    { "jotform", ho_source_jotform_read, { "answers:{", "form_id" } },
    { "hubspot", ho_source_hubspot_read, { "conversionId:\"", "values:[" } },
    { "hubspot", ho_source_hubspot_record, { "properties:{", "vid" } },
    { "hubspot", ho_source_hubspot_record, { "properties:{", "is-contact" } },
    { "hubspot",
      ho_source_hubspot_form,
      { "fields/0/name:\"", "submittedAt" } },
    { "hubspot", ho_source_hubspot_form, { "fields/0/name:\"", "context:{" } },
    { "hubspot",
      ho_source_hubspot_form,
      { "fields/0/name:\"", "fields/0/objectTypeId" } },
};

enum { SOURCES = sizeof sources / sizeof *sources };

/* Payloads that carry several: each element is a lead of its own. */
static const char *const envelopes[] = { "entry", "changes", "data", "results",
                                         "elements" };

static bool has(const struct ho_tree *tree, const struct ho_node *root,
                const char *need)
{
    char path[64];
    const char *colon = strchr(need, ':');
    const size_t len = colon ? (size_t)(colon - need) : strlen(need);
    const struct ho_node *node;

    memcpy(path, need, len);
    path[len] = '\0';
    node = ho_at(tree, root, path);
    return node && node->kind != 'n' && (!colon || node->kind == colon[1]);
}

/* The first source from `from` on that the object can be of, or SOURCES. */
static size_t find_source(const struct ho_tree *tree,
                          const struct ho_node *root, size_t from)
{
    for (size_t i = from; i < SOURCES; i++) {
        size_t n = 0;

        while (n < NEEDS && sources[i].need[n] &&
               has(tree, root, sources[i].need[n]))
            n++;
        if (n == NEEDS || !sources[i].need[n])
            return i;
    }
    return SOURCES;
}

static void warn_of_others(struct ho_reading *r, const struct ho_node *root,
                           size_t found)
{
    size_t next = found;

    while ((next = find_source(r->tree, root, next + 1)) < SOURCES)
        if (strcmp(sources[next].kind, sources[found].kind) != 0)
            ho_warn(r, HANDOFF_WARNING_TWO_SOURCES, NULL);
}

/* Constant in time for keys of one length; the length tells nothing. */
static bool is_same_key(struct handoff_slice a, const char *key)
{
    unsigned char differ = a.len != strlen(key);

    for (size_t i = 0; i < a.len && key[i] != '\0'; i++)
        differ |= (unsigned char)(a.ptr[i] ^ key[i]);
    return differ == 0;
}

static bool is_word(const struct ho_node *node)
{
    return node->kind == 't' || node->kind == 'f' || node->kind == 'n';
}

/* What a secret is blanked with that is not ours: who reads the kept bytes
 * again has to find it wrong again, and has no key to compare. */
static char wrong_mark(const struct ho_node *node)
{
    return node->kind == '"' ? '!' : '9';
}

/* What is left is JSON still. */
static void blank(struct ho_input *in, const struct ho_node *node, bool wrong)
{
    const bool quoted = node->kind == '"';
    const size_t from = in->start + node->start + quoted;
    const char right = quoted ? '*' : '1';

    if (!is_word(node))
        memset(in->writable + from, wrong ? wrong_mark(node) : right,
               in->start + node->end - quoted - from);
}

/* true, false and null are nobody's secret. */
static bool is_wrong_key(const struct ho_reading *r, const struct ho_node *node)
{
    const struct handoff_slice key =
        ho_tree_text(r->tree, node, r->in->arena).text;
    size_t i = 0;

    if (is_word(node))
        return true;
    if (r->in->google_key)
        return !is_same_key(key, r->in->google_key);
    while (i < key.len && key.ptr[i] == wrong_mark(node))
        i++;
    return i > 0 && i == key.len;
}

/* Blank the secret in the bytes themselves: they are kept and shown. */
static void remove_keys(struct ho_reading *r)
{
    struct ho_input *in = r->in;

    for (size_t i = 1; i < r->tree->count; i++) {
        struct ho_node *node = &r->tree->node[i];
        struct handoff_slice key;
        bool wrong;

        if (node->key == 0 || !ho_is_scalar(node))
            continue;
        key = ho_tree_key_text(r->tree, node, in->arena).text;
        if (!ho_slice_is(key, "google_key"))
            continue;
        wrong = is_wrong_key(r, node);
        if (wrong)
            ho_warn(r, HANDOFF_WARNING_KEY_WRONG, node);
        ho_warn(r, HANDOFF_WARNING_KEY_REMOVED, node);
        node->used = true;
        blank(in, node, wrong);
    }
}

void ho_keep_rest(struct ho_reading *r)
{
    for (size_t i = 0; i < r->tree->count; i++)
        if (!r->tree->node[i].used && ho_is_scalar(&r->tree->node[i]))
            ho_beside(r, HANDOFF_ASIDE_REST, &r->tree->node[i]);
}

void ho_finish_reading(struct ho_input *in)
{
    if (in->count == 0 && !in->origin.incomplete) {
        in->origin.incomplete = true;
        ho_record_warn(in, HANDOFF_WARNING_NO_ANSWER, "");
    }
    if (in->origin.submission_id[0] == '\0')
        ho_record_warn(in, HANDOFF_WARNING_NO_SUBMISSION_ID, "");
}

static void read_object(struct ho_reading *r, const struct ho_node *root)
{
    const size_t found = find_source(r->tree, root, 0);

    remove_keys(r);
    if (found == SOURCES) {
        r->in->origin.kind = "json";
        ho_warn(r, HANDOFF_WARNING_UNKNOWN_SOURCE, NULL);
        ho_read_generic(r->in, r->tree);
        ho_keep_rest(r);
        return;
    }
    r->in->origin.kind = sources[found].kind;
    warn_of_others(r, root, found);
    sources[found].read(r, root);
    ho_keep_rest(r);
    ho_finish_reading(r->in);
}

/* The array of an envelope whose elements are of a known source, or NULL. */
static const struct ho_node *find_envelope(const struct ho_tree *tree,
                                           const struct ho_node *root,
                                           unsigned levels)
{
    if (levels == 0 || root->kind != '{' ||
        find_source(tree, root, 0) < SOURCES)
        return NULL;
    for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; i++) {
        const struct ho_node *list = ho_tree_get(tree, root, envelopes[i]);
        const struct ho_node *first =
            list && list->kind == '[' ? ho_tree_child(tree, list) : NULL;

        if (first && first->kind == '{' &&
            (find_source(tree, first, 0) < SOURCES ||
             find_envelope(tree, first, levels - 1)))
            return list;
    }
    return NULL;
}

static enum handoff_status read_list(struct ho_input *in, size_t base,
                                     const struct ho_tree *tree,
                                     const struct ho_node *list,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (const struct ho_node *item = ho_tree_child(tree, list);
         item && status == HANDOFF_OK; item = ho_tree_next(tree, item))
        status =
            ho_read_json_record(in, base + item->start, base + item->end, err);
    return status;
}

static enum handoff_status read_record(struct ho_input *in,
                                       struct ho_tree *tree, size_t start,
                                       struct handoff_error *err)
{
    const struct ho_node *list = find_envelope(tree, tree->node, ENVELOPES);
    struct ho_reading r = { .in = in, .tree = tree, .outer_path = "" };

    if (list)
        return read_list(in, start, tree, list, err);
    read_object(&r, tree->node);
    return ho_record_end(in, err);
}

enum handoff_status ho_read_json_record(struct ho_input *in, size_t start,
                                        size_t end, struct handoff_error *err)
{
    const struct handoff_slice text = ho_part(in->bytes, start, end);
    struct handoff_error why = HANDOFF_ERROR_INIT;
    struct ho_tree tree = { 0 };
    enum handoff_status status;

    ho_record_begin(in, start, end);
    if (text.len > HANDOFF_INTAKE_RECORD)
        return ho_record_end(in, err);
    status = ho_tree_init(&tree, text, &why);
    if (status == HANDOFF_BAD_JSON)
        status = ho_refuse(in, start, err, "%s (column %zu); mend the record",
                           why.message, why.column);
    else if (status != HANDOFF_OK)
        status = ho_no_memory(err);
    else if (tree.node[0].kind != '{')
        status = ho_refuse(in, start, err,
                           "the record is no JSON object; put the lead's "
                           "values into { } with their names");
    else
        status = read_record(in, &tree, start, err);
    ho_tree_release(&tree);
    return status;
}
