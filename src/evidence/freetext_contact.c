/* freetext_contact.c - e-mail addresses, host names and telephone numbers */
#include "base/utf8.h"
#include "evidence/freetext.h"

enum { LOCAL_MAX = 64, HOST_MAX = 253, PATH_MAX_BYTES = 2048 };

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
           (unsigned char)c >= 0x80;
}

static bool is_local(char c)
{
    return is_alnum(c) || c == '.' || c == '_' || c == '%' || c == '+' ||
           c == '-' || c == '\'';
}

static bool is_host(char c)
{
    return is_alnum(c) || c == '.' || c == '-';
}

/* Without a scheme only these make a host of "word.word". */
static bool is_top_level(struct handoff_slice s)
{
    static const char *const known[] = {
        "com",    "org",     "net",     "io",       "co",   "de",  "fr",
        "es",     "uk",      "eu",      "ai",       "app",  "dev", "ch",
        "at",     "it",      "nl",      "be",       "pl",   "se",  "us",
        "ca",     "au",      "jp",      "cn",       "br",   "in",  "info",
        "biz",    "cloud",   "tech",    "shop",     "test", "ie",  "dk",
        "no",     "fi",      "pt",      "cz",       "gr",   "hu",  "ro",
        "ru",     "ua",      "mx",      "ar",       "cl",   "nz",  "za",
        "kr",     "sg",      "hk",      "tw",       "il",   "tr",  "edu",
        "gov",    "store",   "site",    "online",   "xyz",  "tv",  "ly",
        "agency", "example", "invalid", "localhost"
    };

    if (s.len > 1 && s.ptr[0] >= 'A' && s.ptr[0] <= 'Z' && s.ptr[1] >= 'a')
        return false; /* "the leads.It ..." */

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (ho_slice_is_nocase(s, known[i]))
            return true;
    return false;
}

static size_t last_label(struct handoff_slice host)
{
    size_t at = host.len;

    while (at > 0 && host.ptr[at - 1] != '.')
        at--;
    return at;
}

/* The host that begins at `at`, without a final dot; 0 for none. */
static size_t host_length(struct handoff_slice s, size_t at)
{
    size_t n = 0;

    while (at + n < s.len && n <= HOST_MAX && is_host(s.ptr[at + n]))
        n++;
    while (n > 0 && !is_alnum(s.ptr[at + n - 1]))
        n--;
    return n <= HOST_MAX && last_label(ho_part(s, at, at + n)) > 1 ? n : 0;
}

static uint32_t add_word(struct ho_vocabulary *words, struct handoff_slice s)
{
    char folded[HO_WORD_BYTES];

    return ho_word_add(
        words, (struct handoff_slice){ folded, ho_fold_word(s, folded) });
}

static size_t skip_www(struct handoff_slice s, size_t at)
{
    return s.len - at > 4 && ho_slice_is_nocase(ho_part(s, at, at + 4), "www.")
               ? at + 4
               : at;
}

/* Behind a path that starts at `at`, without the signs that end a sentence. */
static size_t path_end(struct handoff_slice s, size_t at)
{
    const size_t start = at;

    if (at >= s.len || !strchr("/?:#", s.ptr[at]) ||
        (s.ptr[at] == ':' &&
         !(at + 1 < s.len && s.ptr[at + 1] >= '0' && s.ptr[at + 1] <= '9')))
        return at;
    while (at < s.len && at - start < PATH_MAX_BYTES &&
           (unsigned char)s.ptr[at] > ' ' &&
           !strchr("<>\"'()[]{}|*`", s.ptr[at]))
        at++;
    while (at > start && strchr(".,;:!?/", s.ptr[at - 1]))
        at--;
    return at;
}

static size_t take_mail(struct handoff_slice s, size_t at, size_t sign,
                        struct ho_vocabulary *words, struct ho_token *t)
{
    const size_t host = host_length(s, sign + 1);

    if (host == 0 || sign == at || sign - at > LOCAL_MAX)
        return at;
    t->kind = HO_TOKEN_MAIL;
    t->word = add_word(words, ho_part(s, at, sign + 1 + host));
    t->value = add_word(words, ho_part(s, sign + 1, sign + 1 + host));
    return sign + 1 + host;
}

static size_t take_host(struct handoff_slice s, size_t at, bool sure,
                        struct ho_vocabulary *words, struct ho_token *t)
{
    const size_t start = skip_www(s, at), n = host_length(s, start);
    const struct handoff_slice host = ho_part(s, start, start + n);
    size_t end;

    if (n == 0 || (!sure && start == at &&
                   !is_top_level(ho_part(host, last_label(host), n))))
        return at;
    end = path_end(s, start + n);
    t->kind = HO_TOKEN_HOST;
    t->word = add_word(words, ho_part(s, start, end));
    t->value = add_word(words, host);
    return end;
}

static size_t scheme_length(struct handoff_slice s, size_t at)
{
    static const char *const schemes[] = { "https://", "http://", "mailto:" };

    if ((s.ptr[at] | 32) != 'h' && (s.ptr[at] | 32) != 'm')
        return 0;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const size_t n = strlen(schemes[i]);

        if (s.len - at > n &&
            ho_slice_is_nocase(ho_part(s, at, at + n), schemes[i]))
            return n;
    }
    return 0;
}

size_t ho_scan_contact(struct handoff_slice s, size_t at,
                       struct ho_vocabulary *words, struct ho_token *t,
                       size_t *tried)
{
    const size_t start = at + (is_alnum(s.ptr[at]) ? scheme_length(s, at) : 0);
    size_t end = start, found;
    bool dotted = false;

    if (!is_alnum(s.ptr[at]))
        return at;
    while (end < s.len && is_local(s.ptr[end]))
        dotted = s.ptr[end++] == '.' || dotted;
    *tried = end;
    if (end < s.len && s.ptr[end] == '@') {
        found = take_mail(s, start, end, words, t);
        return found > start ? found : at;
    }
    if (!dotted)
        return at;
    found = take_host(s, start, start > at, words, t);
    return found > start ? found : at;
}

/* --- what the text has against what the source has ----------------------- */

/* Digits of a telephone number, the last first. */
static size_t digits_back(struct handoff_slice s, char *out, size_t max)
{
    size_t n = 0;

    for (size_t i = s.len; i > 0 && n < max; i--)
        if (s.ptr[i - 1] >= '0' && s.ptr[i - 1] <= '9')
            out[n++] = s.ptr[i - 1];
    while (n > 0 && out[n - 1] == '0') /* trunk and country prefixes */
        n--;
    return n;
}

/* The shorter one ends the longer one: "0171 ..." and "+49 171 ...". */
static bool same_phone(const struct handoff_text_checker *c,
                       const struct ho_token *a, size_t b)
{
    char x[24], y[24];
    const size_t n =
        digits_back(ho_part(c->text.bytes, a->from, a->to), x, sizeof x);
    const size_t m = digits_back(ho_token_slice(&c->source, b), y, sizeof y);

    return memcmp(x, y, n < m ? n : m) == 0;
}

static bool has_phone(const struct handoff_text_checker *c,
                      const struct ho_token *t)
{
    uint32_t at = c->words.word[t->word].first;

    for (size_t looks = 0; at && looks < HO_LOOKS; looks++) {
        if (c->source.token[at - 1].kind == HO_TOKEN_PHONE &&
            same_phone(c, t, at - 1))
            return true;
        at = c->source.token[at - 1].next;
    }
    return false;
}

static bool has_contact(const struct handoff_text_checker *c,
                        const struct ho_token *t)
{
    if (t->kind == HO_TOKEN_PHONE)
        return has_phone(c, t);
    if (c->words.word[t->word].first)
        return true;
    /* a bare host, where the source has an address or a page there */
    return t->kind == HO_TOKEN_HOST && (int64_t)t->word == t->value &&
           (c->words.word[t->word].flags & HO_WORD_ALIAS);
}

/* Hosts of the source's addresses and pages count as stated hosts. */
static void mark_hosts(struct handoff_text_checker *c)
{
    for (size_t i = 0; i < c->source.tokens; i++) {
        const struct ho_token *t = &c->source.token[i];

        if (t->kind == HO_TOKEN_MAIL || t->kind == HO_TOKEN_HOST)
            c->words.word[t->value].flags |= HO_WORD_ALIAS;
    }
}

void ho_check_contacts(struct handoff_text_checker *c)
{
    mark_hosts(c);
    for (size_t i = 0; i < c->text.tokens; i++) {
        const struct ho_token *t = &c->text.token[i];

        if (t->kind != HO_TOKEN_MAIL && t->kind != HO_TOKEN_HOST &&
            t->kind != HO_TOKEN_PHONE)
            continue;
        c->checked++;
        if (!has_contact(c, t))
            ho_text_refuse(c, HANDOFF_TEXT_CONTACT,
                           HANDOFF_FINDING_CONTACT_NOT_IN_SOURCE, i, i + 1, 0,
                           0);
    }
}
