/* pack.c - see record/pack.h */
#include "record/pack.h"

#include <stdlib.h>

#define ZLIB_CONST
#include <zlib.h>

enum {
    LEVEL = 1, /* a lead is text: more effort saves little */
    LEAST_BITS = 10,
    LESS_MEMORY = 7, /* zlib's own: 8 with a window of 15 bits */
    LARGEST = 64 << 20
};

/* deflate clears tables as large as its window before the first byte, which is
 * most of its work on a short text: the window is no longer than that. */
static int window_for(size_t len)
{
    int bits = LEAST_BITS;

    while (bits < MAX_WBITS && len >> bits > 0)
        bits++;
    return bits;
}

/* *len: of what was written; 0 where it is not shorter than the bytes. */
static enum handoff_status deflate_into(struct handoff_slice bytes,
                                        char *packed, size_t *len,
                                        struct handoff_error *err)
{
    const int bits = window_for(bytes.len);
    z_stream z = { 0 };

    if (deflateInit2(&z, LEVEL, Z_DEFLATED, bits, bits - LESS_MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return ho_no_memory(err);
    z.next_in = (const Bytef *)bytes.ptr;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)packed;
    z.avail_out = (uInt)bytes.len - 1;
    *len = deflate(&z, Z_FINISH) == Z_STREAM_END ? z.total_out : 0;
    deflateEnd(&z);
    return HANDOFF_OK;
}

enum handoff_status ho_pack(struct handoff_slice bytes, char **owned,
                            struct handoff_slice *out,
                            struct handoff_error *err)
{
    enum handoff_status status;
    size_t len = 0;
    char *packed;

    *owned = NULL;
    *out = bytes;
    if (bytes.len <= HO_PACK_FROM || bytes.len > LARGEST)
        return HANDOFF_OK;
    packed = malloc(bytes.len);
    if (!packed)
        return ho_no_memory(err);
    status = deflate_into(bytes, packed, &len, err);
    if (status == HANDOFF_OK && len > 0) {
        *owned = packed;
        *out = (struct handoff_slice){ packed, len };
        return HANDOFF_OK;
    }
    free(packed);
    return status;
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
                       "stored bytes claim to be larger than any input; run "
                       "handoff verify, and put a backup in its place");
    text = malloc(size + 1);
    if (!text)
        return ho_no_memory(err);
    code =
        uncompress((Bytef *)text, &len, (const Bytef *)stored.ptr, stored.len);
    if (code != Z_OK || len != size) {
        free(text);
        return code == Z_MEM_ERROR
                   ? ho_no_memory(err)
                   : ho_fail(err, HANDOFF_RECORD,
                             "stored bytes cannot be unpacked; run handoff "
                             "verify, and put a backup in its place");
    }
    text[size] = '\0';
    *owned = text;
    *out = (struct handoff_slice){ text, size };
    return HANDOFF_OK;
}
