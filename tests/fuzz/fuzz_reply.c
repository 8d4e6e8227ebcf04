/* fuzz_reply.c - a reply is refused with a reason, or read with its repairs
 * named and none of its claims lost.  Input: the reply. */
#include "base/arena.h"
#include "base/buffer.h"
#include "brief/repair.h"
#include "brief/said.h"
#include "fields/fields.h"
#include "fuzz/fuzz.h"
#include "fuzz/policy.h"

enum { BYTES = 1 << 24 };

static unsigned made(const struct ho_repairs *repairs)
{
    unsigned bits = 0;

    for (unsigned i = 0; i < HO_REPAIR_COUNT; i++)
        bits |= (unsigned)repairs->made[i] << i;
    return bits;
}

/* Nothing is mended exactly where the reply is one strict object. */
static void check_strict(struct handoff_slice reply, unsigned repairs,
                         const cJSON *root)
{
    cJSON *strict = NULL;

    ho_json_parse(reply, &strict, NULL);
    FUZZ_ASSERT((strict == NULL) == (repairs != 0));
    FUZZ_ASSERT(!strict || cJSON_Compare(strict, root, 1));
    cJSON_Delete(strict);
}

/* What models put around an object changes nothing but the list of repairs. */
static void check_around(const char *before, struct handoff_slice object,
                         const char *behind, enum ho_repair repair,
                         const cJSON *root)
{
    struct ho_repairs repairs;
    struct ho_buffer text;
    cJSON *again = NULL;

    ho_buffer_init(&text, BYTES);
    ho_buffer_text(&text, before);
    ho_buffer_add(&text, object);
    ho_buffer_text(&text, behind);
    FUZZ_ASSERT(ho_reply_parse(ho_buffer_slice(&text), &again, &repairs,
                               NULL) == HANDOFF_OK);
    FUZZ_ASSERT(made(&repairs) == 1u << repair);
    FUZZ_ASSERT(cJSON_Compare(again, root, 1));
    cJSON_Delete(again);
    ho_buffer_release(&text);
}

/* An object that lost its end is no object. */
static void check_cut(struct handoff_slice object)
{
    struct ho_repairs repairs;
    cJSON *root = NULL;

    FUZZ_ASSERT(ho_reply_parse(ho_part(object, 0, object.len - 1), &root,
                               &repairs, NULL) == HANDOFF_BAD_JSON);
}

static void check_written(const cJSON *root)
{
    struct ho_writer w;
    struct ho_buffer text;

    ho_buffer_init(&text, BYTES);
    ho_writer_init(&w, &text, 0);
    ho_write_json(&w, NULL, root);
    FUZZ_ASSERT(ho_buffer_status(&text, "it", NULL) == HANDOFF_OK);
    check_around("```json\n", ho_buffer_slice(&text), "\n```", HO_REPAIR_FENCE,
                 root);
    check_around("Here it is: ", ho_buffer_slice(&text), "\nAnything else?",
                 HO_REPAIR_PROSE, root);
    check_around("<think>{hm}</think>", ho_buffer_slice(&text), "\n",
                 HO_REPAIR_THINK, root);
    check_around("\xEF\xBB\xBF", ho_buffer_slice(&text), "", HO_REPAIR_MARK,
                 root);
    check_cut(ho_buffer_slice(&text));
    ho_buffer_release(&text);
}

/* Each item of a list, each member, and whatever stands in a list's place is
 * an entry, or is counted as left out: no list comes out empty by itself. */
static void check_said(const cJSON *root)
{
    struct ho_arena *arena = ho_arena_new(BYTES);
    struct ho_said_list said;
    size_t least = 0;
    const cJSON *item;

    FUZZ_ASSERT(arena);
    if (ho_said_read(arena, fuzz_fields(), root, &said, NULL) == HANDOFF_OK) {
        cJSON_ArrayForEach(item, root)
        {
            const bool list =
                strcmp(item->string, "inferred") == 0 ||
                (said.lists && (strcmp(item->string, "explicit") == 0 ||
                                strcmp(item->string, "unknown") == 0));

            if (list)
                least += (cJSON_IsArray(item) || cJSON_IsObject(item))
                             ? (size_t)cJSON_GetArraySize(item)
                             : !cJSON_IsNull(item);
            else if (strcmp(item->string, "lane") != 0 &&
                     strcmp(item->string, "action") != 0)
                least +=
                    !said.lists ||
                    handoff_field_find(fuzz_fields(), ho_slice(item->string)) !=
                        HANDOFF_NO_FIELD;
        }
        FUZZ_ASSERT(said.count + said.left_out >= least);
    }
    ho_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice reply = { (const char *)data, size };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_repairs repairs;
    cJSON *root = NULL;

    if (ho_reply_parse(reply, &root, &repairs, &err) != HANDOFF_OK) {
        FUZZ_ASSERT(err.status == HANDOFF_BAD_JSON && *err.message && !root);
        return 0;
    }
    FUZZ_ASSERT(cJSON_IsObject(root));
    check_strict(reply, made(&repairs), root);
    check_written(root);
    check_said(root);
    cJSON_Delete(root);
    return 0;
}
