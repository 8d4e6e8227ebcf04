/* pack.c - see record/pack.h */
#include "record/pack.h"

#include <stdlib.h>

#include <zlib.h>

enum {
    LEVEL = 1, /* a lead is text: more effort saves little */
    LARGEST = 64 << 20
};

enum handoff_status ho_pack(struct handoff_slice bytes, char **owned,
                            struct handoff_slice *out,
                            struct handoff_error *err)
{
    uLongf len = compressBound(bytes.len);
    char *packed;

    *owned = NULL;
    *out = bytes;
    if (bytes.len <= HO_PACK_FROM)
        return HANDOFF_OK;
    packed = malloc(len);
    if (!packed || compress2((Bytef *)packed, &len, (const Bytef *)bytes.ptr,
                             bytes.len, LEVEL) != Z_OK) {
        free(packed);
        return ho_no_memory(err);
    }
    if (len >= bytes.len) {
        free(packed);
        return HANDOFF_OK;
    }
    *owned = packed;
    *out = (struct handoff_slice){ packed, len };
    return HANDOFF_OK;
}

enum handoff_status ho_unpack(struct handoff_slice stored, size_t size,
                              char **owned, struct handoff_slice *out,
                              struct handoff_error *err)
{
    uLongf len = size;
    char *text;
    int code;

    *owned = NULL;
    *out = stored;
    if (stored.len == size)
        return HANDOFF_OK;
    if (size > LARGEST)
        return ho_fail(err, HANDOFF_RECORD,
                       "stored bytes claim to be larger than any input");
    text = malloc(size + 1);
    if (!text)
        return ho_no_memory(err);
    code =
        uncompress((Bytef *)text, &len, (const Bytef *)stored.ptr, stored.len);
    if (code != Z_OK || len != size) {
        free(text);
        return code == Z_MEM_ERROR ? ho_no_memory(err)
                                   : ho_fail(err, HANDOFF_RECORD,
                                             "stored bytes cannot be unpacked");
    }
    text[size] = '\0';
    *owned = text;
    *out = (struct handoff_slice){ text, size };
    return HANDOFF_OK;
}
