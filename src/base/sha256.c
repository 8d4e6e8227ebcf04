/* sha256.c - see base/sha256.h */
#include "base/sha256.h"

#include <pthread.h>

#include <openssl/evp.h>

static pthread_once_t looked_up = PTHREAD_ONCE_INIT;
static const EVP_MD *sha256;

/* EVP_sha256() is looked up by its name again at each use, which takes longer
 * than the hash of a short text. */
static void look_up(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!sha256)
        sha256 = EVP_sha256();
}

enum handoff_status ho_sha256_hex(struct handoff_slice bytes,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    pthread_once(&looked_up, look_up);
    if (EVP_Digest(bytes.ptr, bytes.len, digest, &len, sha256, NULL) != 1)
        return ho_no_memory(err);
    for (unsigned i = 0; i < len && i < 32; i++) {
        *out++ = digits[digest[i] >> 4];
        *out++ = digits[digest[i] & 0xF];
    }
    *out = '\0';
    return HANDOFF_OK;
}
