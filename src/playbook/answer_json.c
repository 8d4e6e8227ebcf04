/* answer_json.c - an answer that is JSON, in whatever shape: keys are labels,
 * an object that names a lead is about it; see playbook/answer.h */
#include "playbook/answer.h"

enum { SECTION_DEPTH = 3 }; /* levels at which a key may name a section */

static enum handoff_status walk(struct ho_answer *a, struct ho_place at,
                                const cJSON *node, unsigned depth,
                                struct handoff_error *err);

/* A leaf as text, in the arena; empty for null and containers. */
static struct handoff_slice text_of(struct ho_answer *a, const cJSON *node)
{
    if (cJSON_IsString(node))
        return ho_slice(node->valuestring);
    if (cJSON_IsNumber(node)) {
        int64_t value;

        if (ho_json_integer(node, &value))
            return ho_slice(
                ho_arena_format(a->arena, "%lld", (long long)value));
        return ho_slice(ho_arena_format(a->arena, "%g", node->valuedouble));
    }
    if (cJSON_IsBool(node))
        return ho_slice(cJSON_IsTrue(node) ? "yes" : "no");
    return (struct handoff_slice){ "", 0 };
}

static enum handoff_status said_of(struct ho_answer *a, const cJSON *node,
                                   struct ho_said *said,
                                   struct handoff_error *err)
{
    return ho_said_make(a->arena, text_of(a, node), said, err);
}

static enum ho_label label_of(struct ho_answer *a, const char *key,
                              struct ho_said *said, struct handoff_error *err)
{
    char *words = ho_arena_alloc(a->arena, 2 * strlen(key) + 1);
    size_t len = 0;

    for (const char *c = key; words && *c; c++) { /* nextAction */
        if (c > key && *c >= 'A' && *c <= 'Z' && c[-1] >= 'a' && c[-1] <= 'z')
            words[len++] = ' ';
        words[len++] = *c == '_' ? ' ' : *c;
    }
    if (!words)
        return HO_LABEL_NONE;
    if (a->failed == HANDOFF_OK)
        a->failed = ho_said_make(a->arena, (struct handoff_slice){ words, len },
                                 said, err);
    return a->failed == HANDOFF_OK ? ho_said_label(said) : HO_LABEL_NONE;
}

/* The lead that members such as "lead" and "company" name. */
static enum handoff_status find_lead(struct ho_answer *a, struct ho_place *at,
                                     const cJSON *object, unsigned *naming,
                                     struct handoff_error *err)
{
    struct ho_buffer all;
    struct ho_said said;
    struct ho_mention m;
    enum handoff_status status;
    const cJSON *item;
    const char *text;

    *naming = 0;
    ho_buffer_init(&all, HANDOFF_ANSWER_BYTES);
    cJSON_ArrayForEach(item, object)
    {
        const enum ho_label label = label_of(a, item->string, &said, err);
        const struct handoff_slice value = text_of(a, item);

        if ((label != HO_LABEL_LEAD && label != HO_LABEL_WHO) || value.len == 0)
            continue;
        ++*naming;
        ho_buffer_text(&all, all.len > 0 ? ", " : "");
        ho_buffer_add(&all, value);
    }
    status = ho_buffer_status(&all, "the answer", err);
    text = ho_arena_copy(a->arena, ho_buffer_slice(&all));
    ho_buffer_release(&all);
    if (status == HANDOFF_OK)
        status = ho_said_make(a->arena, ho_slice(text), &said, err);
    if (status != HANDOFF_OK || said.count == 0)
        return status;
    m = ho_answer_leading(a, at, &said);
    at->lead = m.words > 0 ? m.lead : HO_MANY_LEADS;
    if (m.words > 0)
        return HANDOFF_OK;
    *naming = 0;
    ho_answer_stranger(a, at, ho_slice(text));
    return HANDOFF_OK;
}

/* What the key says of its value. */
static void enter(struct ho_answer *a, struct ho_place *at,
                  const struct ho_said *key, enum ho_label label,
                  unsigned depth)
{
    const enum handoff_section section = depth <= SECTION_DEPTH
                                             ? ho_section_of(key, depth > 1)
                                             : HANDOFF_SECTION_COUNT;
    const struct ho_mention m = key->count > 0
                                    ? ho_answer_leading(a, at, key)
                                    : (struct ho_mention){ .lead = HO_NO_LEAD };

    if (section < HANDOFF_SECTION_COUNT && at->lead == HO_NO_LEAD) {
        a->sections |= 1U << section;
        at->section = section;
        return;
    }
    if (m.words > 0 && m.words == key->count) {
        at->lead = m.lead;
        return;
    }
    at->label = label;
    at->label_text = ho_arena_copy(a->arena, key->text);
}

static enum handoff_status walk_object(struct ho_answer *a, struct ho_place at,
                                       const cJSON *object, unsigned depth,
                                       struct handoff_error *err)
{
    unsigned naming = 0;
    enum handoff_status status = find_lead(a, &at, object, &naming, err);
    const cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        struct ho_place inner = at;
        struct ho_said key = { 0 };
        const enum ho_label label = label_of(a, item->string, &key, err);

        if (status != HANDOFF_OK)
            break;
        status = ho_arena_status(a->arena, "the answer", err);
        if (status == HANDOFF_OK && label == HO_LABEL_SITUATION) {
            struct ho_said value;

            status = said_of(a, item, &value, err);
            if (status == HANDOFF_OK)
                at.situation = ho_situation_of(&value);
        }
        if (naming > 0 && (label == HO_LABEL_LEAD || label == HO_LABEL_WHO))
            continue;
        enter(a, &inner, &key, label, depth);
        if (status == HANDOFF_OK)
            status = walk(a, inner, item, depth + 1, err);
    }
    return status;
}

static enum handoff_status walk(struct ho_answer *a, struct ho_place at,
                                const cJSON *node, unsigned depth,
                                struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    const cJSON *item;

    if (cJSON_IsObject(node))
        return walk_object(a, at, node, depth, err);
    if (!cJSON_IsArray(node))
        return ho_answer_put(a, &at, text_of(a, node), err);
    cJSON_ArrayForEach(item, node)
    {
        if (status == HANDOFF_OK)
            status = walk(a, at, item, depth, err);
    }
    return status;
}

/* Out of a code fence that is all of the answer. */
static struct handoff_slice unfenced(struct handoff_slice text)
{
    const struct handoff_slice s = ho_trim(text);
    const char *line;

    if (s.len < 8 || memcmp(s.ptr, "```", 3) != 0 ||
        memcmp(s.ptr + s.len - 3, "```", 3) != 0)
        return s;
    line = memchr(s.ptr, '\n', s.len);
    return line ? ho_trim(ho_part(s, (size_t)(line - s.ptr), s.len - 3)) : s;
}

enum handoff_status ho_answer_read_json(struct ho_answer *a,
                                        struct handoff_slice text, bool *json,
                                        struct handoff_error *err)
{
    const struct handoff_slice s = unfenced(text);
    const struct ho_place at = { .section = HANDOFF_SECTION_COUNT,
                                 .lead = HO_NO_LEAD,
                                 .situation = -1,
                                 .label_text = "" };
    cJSON *root = NULL;
    enum handoff_status status;

    *json = false;
    if (s.len == 0 || !strchr("{[", s.ptr[0]))
        return HANDOFF_OK;
    status = ho_json_parse(s, &root, NULL);
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    if (status != HANDOFF_OK)
        return HANDOFF_OK; /* it begins like JSON, and is text */
    *json = true;
    status = walk(a, at, root, 1, err);
    cJSON_Delete(root);
    return status == HANDOFF_OK ? a->failed : status;
}
