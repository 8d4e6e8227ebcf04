/* tls.c - see support/tls.h */
#include "support/tls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

enum { DAY_SECONDS = 24 * 60 * 60, AUTHORITY_DAYS = 30 };

struct tls_authority {
    X509 *certificate;
    EVP_PKEY *key;
    char *pem;
};

static void add_extension(X509 *certificate, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

    assert_non_null(extension);
    assert_int_equal(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

static void set_name(X509 *certificate, const char *name)
{
    assert_int_equal(X509_NAME_add_entry_by_txt(
                         X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                         (const unsigned char *)name, -1, -1, 0),
                     1);
}

/* Without issuer and signature. */
static X509 *draft(EVP_PKEY *key, const char *name, int from, int to)
{
    static long serial;
    X509 *out = X509_new();

    assert_non_null(out);
    assert_int_equal(X509_set_version(out, X509_VERSION_3), 1);
    ASN1_INTEGER_set(X509_get_serialNumber(out), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(out), (long)from * DAY_SECONDS);
    X509_gmtime_adj(X509_getm_notAfter(out), (long)to * DAY_SECONDS);
    set_name(out, name);
    assert_int_equal(X509_set_pubkey(out, key), 1);
    return out;
}

static void sign(X509 *certificate, const X509 *issuer, EVP_PKEY *key)
{
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    assert_int_not_equal(X509_sign(certificate, key, EVP_sha256()), 0);
}

/* What was written to it as text; the memory goes. */
static char *text_of(BIO *bio)
{
    char *bytes = NULL;
    const long len = BIO_get_mem_data(bio, &bytes);
    char *out = calloc(1, (size_t)len + 1);

    assert_non_null(out);
    memcpy(out, bytes, (size_t)len);
    BIO_free(bio);
    return out;
}

static char *certificate_pem(X509 *certificate)
{
    BIO *bio = BIO_new(BIO_s_mem());

    assert_int_equal(PEM_write_bio_X509(bio, certificate), 1);
    return text_of(bio);
}

static char *key_pem(EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());

    assert_int_equal(
        PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL), 1);
    return text_of(bio);
}

struct tls_authority *tls_authority_new(const char *name)
{
    struct tls_authority *out = calloc(1, sizeof *out);

    assert_non_null(out);
    out->key = EVP_EC_gen("P-256");
    assert_non_null(out->key);
    out->certificate = draft(out->key, name, -1, AUTHORITY_DAYS);
    add_extension(out->certificate, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(out->certificate, NID_key_usage, "critical,keyCertSign");
    sign(out->certificate, out->certificate, out->key);
    out->pem = certificate_pem(out->certificate);
    return out;
}

void tls_authority_free(struct tls_authority *authority)
{
    X509_free(authority->certificate);
    EVP_PKEY_free(authority->key);
    free(authority->pem);
    free(authority);
}

const char *tls_authority_pem(const struct tls_authority *authority)
{
    return authority->pem;
}

struct tls_server tls_issue(const struct tls_authority *authority,
                            const char *name, int from, int to)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = draft(key, "Test server", from, to);
    struct tls_server out;

    add_extension(certificate, NID_subject_alt_name, name);
    sign(certificate, authority->certificate, authority->key);
    out.certificate = certificate_pem(certificate);
    out.key = key_pem(key);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return out;
}

void tls_server_release(struct tls_server *server)
{
    free(server->certificate);
    free(server->key);
}
