/* sha256.c - see base/sha256.h */
#include "base/sha256.h"

#include <openssl/evp.h>

enum handoff_status ho_sha256_hex(struct handoff_slice bytes,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    if (EVP_Digest(bytes.ptr, bytes.len, digest, &len, EVP_sha256(), NULL) != 1)
        return ho_no_memory(err);
    for (unsigned i = 0; i < len && i < 32; i++) {
        *out++ = digits[digest[i] >> 4];
        *out++ = digits[digest[i] & 0xF];
    }
    *out = '\0';
    return HANDOFF_OK;
}
