/* tls.h - certificates for a server of a test, made when it runs: no key lies
 * in the source tree, and none of them grows old. */
#ifndef TEST_SUPPORT_TLS_H
#define TEST_SUPPORT_TLS_H

struct tls_authority;

/* Every function fails the running cmocka test where it cannot do its work. */
struct tls_authority *tls_authority_new(const char *name);
void tls_authority_free(struct tls_authority *authority);
/* Its certificate as PEM. */
const char *tls_authority_pem(const struct tls_authority *authority);

/* PEM texts. */
struct tls_server {
    char *certificate, *key;
};

/* name as OpenSSL writes alternative names ("IP:127.0.0.1"); valid from and to
 * so many days from now. */
struct tls_server tls_issue(const struct tls_authority *authority,
                            const char *name, int from, int to);
void tls_server_release(struct tls_server *server);

#endif
