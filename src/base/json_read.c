/* json_read.c - see base/json_read.h */
#include "base/json_read.h"

#include <inttypes.h>

enum { POINTER_BYTES = 200 };

/* --- failing at a place -------------------------------------------------- */

static bool write_pointer(const cJSON *node, const cJSON *wanted,
                          struct ho_buffer *out)
{
    const size_t mark = out->len;
    size_t index = 0;

    if (node == wanted)
        return true;
    for (const cJSON *c = node->child; c; c = c->next, index++) {
        if (cJSON_IsArray(node))
            ho_buffer_format(out, "/%zu", index);
        else
            ho_buffer_format(out, "/%.40s", c->string);
        if (write_pointer(c, wanted, out))
            return true;
        out->len = mark;
    }
    return false;
}

/* what: one sentence behind the JSON pointer of the node. */
void ho_json_refuse(struct ho_json_reader *r, const cJSON *node,
                    const char *what)
{
    struct ho_buffer pointer;

    if (r->status != HANDOFF_OK)
        return;
    /* A text for which there was no room reads as none: that comes first. */
    r->status = ho_arena_status(r->arena, r->what, r->err);
    if (r->status != HANDOFF_OK)
        return;
    ho_buffer_init(&pointer, POINTER_BYTES);
    write_pointer(r->root, node, &pointer);
    r->status = ho_fail(r->err, HANDOFF_BAD_JSON, "%s: %s",
                        pointer.len > 0 ? pointer.ptr : r->what, what);
    ho_buffer_release(&pointer);
}

static const char *near(struct ho_json_reader *r, const char *word,
                        const char *const *words, size_t count)
{
    const char *found = ho_did_you_mean(ho_slice(word), words, count);

    return found ? ho_arena_format(r->arena, "; did you mean \"%s\"?", found)
                 : "";
}

/* --- values of a kind ---------------------------------------------------- */

/* An object of these keys, each once; the first `required` must be there. */
bool ho_json_object(struct ho_json_reader *r, const cJSON *node,
                    const char *const *keys, size_t required, size_t count)
{
    if (r->status == HANDOFF_OK && !cJSON_IsObject(node))
        ho_json_refuse(r, node, "must be an object");
    if (r->status != HANDOFF_OK)
        return false;
    for (size_t i = 0; i < required; i++)
        if (!ho_json_get(node, keys[i]))
            ho_json_refuse(
                r, node,
                ho_arena_format(r->arena, "lacks the key \"%s\"", keys[i]));
    for (const cJSON *c = node->child; c; c = c->next) {
        size_t i = 0;

        while (i < count && strcmp(c->string, keys[i]) != 0)
            i++;
        if (i == count)
            ho_json_refuse(r, c,
                           ho_arena_format(r->arena,
                                           "no such key is known here%s",
                                           near(r, c->string, keys, count)));
    }
    return r->status == HANDOFF_OK;
}

/* The items of an array; NULL where it is empty or none. */
const cJSON *ho_json_items(struct ho_json_reader *r, const cJSON *object,
                           const char *key)
{
    const cJSON *array = ho_json_get(object, key);

    if (r->status == HANDOFF_OK && !cJSON_IsArray(array))
        ho_json_refuse(r, array, "must be an array");
    return r->status == HANDOFF_OK ? array->child : NULL;
}

const char *ho_json_take_text(struct ho_json_reader *r, const cJSON *node)
{
    if (r->status == HANDOFF_OK && !cJSON_IsString(node))
        ho_json_refuse(r, node, "must be a text");
    return r->status == HANDOFF_OK ? ho_arena_text(r->arena, node->valuestring)
                                   : "";
}

const char *ho_json_text_of(struct ho_json_reader *r, const cJSON *object,
                            const char *key)
{
    return ho_json_take_text(r, ho_json_get(object, key));
}

/* null as `none`. */
const char *ho_json_take_text_or(struct ho_json_reader *r, const cJSON *node,
                                 const char *none)
{
    return cJSON_IsNull(node) ? none : ho_json_take_text(r, node);
}

bool ho_json_take_bool(struct ho_json_reader *r, const cJSON *object,
                       const char *key)
{
    const cJSON *node = ho_json_get(object, key);

    if (!cJSON_IsBool(node))
        ho_json_refuse(r, node, "must be true or false");
    return cJSON_IsTrue(node);
}

int64_t ho_json_take_whole(struct ho_json_reader *r, const cJSON *object,
                           const char *key, int64_t least, int64_t most)
{
    const cJSON *node = ho_json_get(object, key);
    int64_t number = 0;

    if (!ho_json_integer(node, &number) || number < least || number > most)
        ho_json_refuse(r, node,
                       ho_arena_format(r->arena,
                                       "must be a whole number from %" PRId64
                                       " to %" PRId64,
                                       least, most));
    return number;
}

/* Index of the word in the list. */
size_t ho_json_take_word(struct ho_json_reader *r, const cJSON *object,
                         const char *key, const char *const *words,
                         size_t count)
{
    const char *text = ho_json_text_of(r, object, key);
    size_t i = 0;

    while (i < count && strcmp(text, words[i]) != 0)
        i++;
    if (i < count)
        return i;
    ho_json_refuse(r, ho_json_get(object, key),
                   ho_arena_format(r->arena,
                                   "\"%.80s\" is none of the words for it%s",
                                   text, near(r, text, words, count)));
    return 0;
}
