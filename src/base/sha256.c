/* sha256.c - see base/sha256.h */
#include "base/sha256.h"

#include <pthread.h>
#include <stdbool.h>

#include <openssl/evp.h>

static pthread_once_t looked_up = PTHREAD_ONCE_INIT;
static pthread_key_t hasher_of_thread;
static const EVP_MD *sha256;
static bool keeps_hashers;

static void free_hasher(void *hasher)
{
    EVP_MD_CTX_free(hasher);
}

/* EVP_sha256() is looked up by its name again at each use, and a hasher is
 * made anew by each EVP_Digest(): both take longer than the hash of a short
 * text. */
static void look_up(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!sha256)
        sha256 = EVP_sha256();
    keeps_hashers = pthread_key_create(&hasher_of_thread, free_hasher) == 0;
}

/* The thread's own, which ends with it; or NULL. */
static EVP_MD_CTX *hasher(void)
{
    EVP_MD_CTX *own;

    if (!keeps_hashers)
        return NULL;
    own = pthread_getspecific(hasher_of_thread);
    if (own)
        return own;
    own = EVP_MD_CTX_new();
    if (own && pthread_setspecific(hasher_of_thread, own) == 0)
        return own;
    EVP_MD_CTX_free(own);
    return NULL;
}

static bool digest(struct handoff_slice bytes, unsigned char *out,
                   unsigned *len)
{
    EVP_MD_CTX *const ctx = hasher();

    if (!ctx)
        return EVP_Digest(bytes.ptr, bytes.len, out, len, sha256, NULL) == 1;
    return EVP_DigestInit_ex2(ctx, sha256, NULL) == 1 &&
           EVP_DigestUpdate(ctx, bytes.ptr, bytes.len) == 1 &&
           EVP_DigestFinal_ex(ctx, out, len) == 1;
}

enum handoff_status ho_sha256_hex(struct handoff_slice bytes,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    pthread_once(&looked_up, look_up);
    if (!digest(bytes, hash, &len))
        return ho_no_memory(err);
    for (unsigned i = 0; i < len && i < 32; i++) {
        *out++ = digits[hash[i] >> 4];
        *out++ = digits[hash[i] & 0xF];
    }
    *out = '\0';
    return HANDOFF_OK;
}
