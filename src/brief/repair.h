/* repair.h - one strict JSON object out of what a model really answers.
 *
 * Only what leaves the meaning untouched is mended: a byte order mark, a
 * <think> block in front, a code fence or prose around one object, a comma
 * before a closing bracket.  Each repair is named.  A reply that is cut off,
 * that holds two objects or the same key twice, or whose text is unquoted is
 * refused: guessing there would invent.
 */
#ifndef HANDOFF_BRIEF_REPAIR_H
#define HANDOFF_BRIEF_REPAIR_H

#include "base/json.h"

#define HO_REPAIR_MAP(X)       \
    X(MARK, "byte_order_mark") \
    X(THINK, "think_block")    \
    X(FENCE, "code_fence")     \
    X(PROSE, "prose")          \
    X(COMMA, "trailing_comma")

enum ho_repair {
#define X(name, word) HO_REPAIR_##name,
    HO_REPAIR_MAP(X)
#undef X
        HO_REPAIR_COUNT
};

struct ho_repairs {
    bool made[HO_REPAIR_COUNT];
};

const char *ho_repair_name(enum ho_repair repair);

/* *out is the caller's (cJSON_Delete) and an object.  BAD_JSON: refused, and
 * the error says why. */
enum handoff_status ho_reply_parse(struct handoff_slice reply, cJSON **out,
                                   struct ho_repairs *repairs,
                                   struct handoff_error *err);

#endif
