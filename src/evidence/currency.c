/* currency.c - see evidence/currency.h */
#include "evidence/currency.h"

#include "base/utf8.h"
#include "evidence/match.h"

enum { CODE = 3 };

struct sign {
    const char *text;
    const char *code;
    unsigned char len;
    char last;
    bool loose;
};

#define SIGN(text, code, loose)                                        \
    {                                                                  \
        text, code, sizeof(text) - 1, (text)[sizeof(text) - 2u], loose \
    }

/* "$" alone is what most who write it mean, and a code beside it corrects it.
 * Signs and words of several countries name no currency.  In the order of their
 * first bytes, by which they are found. */
static const struct sign signs[] = {
    SIGN("$", "USD", true),
    SIGN("$us", "USD", false),
    SIGN("$ us", "USD", false),
    SIGN("$ca", "CAD", false),
    SIGN("$ ca", "CAD", false),
    SIGN("au$", "AUD", false),
    SIGN("a$", "AUD", false),
    SIGN("american dollars", "USD", false),
    SIGN("australian dollars", "AUD", false),
    SIGN("british pounds", "GBP", false),
    SIGN("ca$", "CAD", false),
    SIGN("c$", "CAD", false),
    SIGN("can$", "CAD", false),
    SIGN("cad$", "CAD", false),
    SIGN("canadian dollars", "CAD", false),
    SIGN("dollar", "USD", true),
    SIGN("dollars", "USD", true),
    SIGN("dólares", "USD", true),
    SIGN("dollars us", "USD", false),
    SIGN("dollars canadiens", "CAD", false),
    SIGN("euro", "EUR", false),
    SIGN("euros", "EUR", false),
    SIGN("franken", "CHF", false),
    SIGN("francs suisses", "CHF", false),
    SIGN("francs", "", false),
    SIGN("hk$", "HKD", false),
    SIGN("hong kong dollars", "HKD", false),
    SIGN("kr", "", false),
    SIGN("kr.", "", false),
    SIGN("kronor", "SEK", false),
    SIGN("kroner", "", false),
    SIGN("kronen", "", false),
    SIGN("mx$", "MXN", false),
    SIGN("nz$", "NZD", false),
    SIGN("nt$", "TWD", false),
    SIGN("new zealand dollars", "NZD", false),
    SIGN("pounds", "GBP", false),
    SIGN("pound sterling", "GBP", false),
    SIGN("pounds sterling", "GBP", false),
    SIGN("pfund", "GBP", false),
    SIGN("pesos", "", false),
    SIGN("r$", "BRL", false),
    SIGN("rs", "", false),
    SIGN("rs.", "", false),
    SIGN("reais", "BRL", false),
    SIGN("rupees", "", false),
    SIGN("s$", "SGD", false),
    SIGN("sg$", "SGD", false),
    SIGN("sfr", "CHF", false),
    SIGN("sfr.", "CHF", false),
    SIGN("singapore dollars", "SGD", false),
    SIGN("swiss francs", "CHF", false),
    SIGN("schweizer franken", "CHF", false),
    SIGN("us$", "USD", false),
    SIGN("u.s. $", "USD", false),
    SIGN("us dollars", "USD", false),
    SIGN("us-dollar", "USD", false),
    SIGN("us dollar", "USD", false),
    SIGN("yen", "JPY", false),
    SIGN("zł", "PLN", false),
    SIGN("zloty", "PLN", false),
    SIGN("złoty", "PLN", false),
    SIGN("£", "GBP", false),
    SIGN("¥", "", false),
    SIGN("€", "EUR", false),
    SIGN("₹", "INR", false),
    SIGN("₽", "RUB", false),
    SIGN("₺", "TRY", false),
    SIGN("₩", "KRW", false),
    SIGN("₪", "ILS", false),
};

enum { SIGNS = sizeof signs / sizeof *signs };

/* ISO 4217, the active codes.  The first COMMON ones are also taken in small
 * letters: they are no words of any language. */
static const char codes[][CODE + 1] = {
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD", "NZD",
    "SGD", "HKD", "JPY", "INR", "BRL", "MXN", "CZK", "HUF", "AED", "AFN", "AMD",
    "ANG", "AOA", "ARS", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF",
    "BMD", "BND", "BOB", "BSD", "BTN", "BWP", "BYN", "BZD", "CDF", "CLP", "CNY",
    "COP", "CRC", "CUP", "CVE", "DJF", "DOP", "DZD", "EGP", "ERN", "ETB", "FJD",
    "FKP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HNL", "HTG", "IDR",
    "ILS", "IQD", "IRR", "ISK", "JMD", "JOD", "KES", "KGS", "KHR", "KMF", "KPW",
    "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD",
    "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MYR",
    "MZN", "NAD", "NGN", "NIO", "NPR", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR",
    "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SHP",
    "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT",
    "TND", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "UYU", "UZS", "VED", "VES",
    "VND", "VUV", "WST", "XAF", "XCD", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWL"
};

enum { COMMON = 19, CODES = sizeof codes / sizeof *codes };

static const struct ho_table sign_table = HO_TABLE(signs);

static bool is_letter(struct handoff_slice s, size_t at)
{
    return at < s.len && ((s.ptr[at] | 32) >= 'a' && (s.ptr[at] | 32) <= 'z');
}

static const char *find_code(struct handoff_slice s)
{
    for (size_t i = 0; i < CODE; i++)
        if (!is_letter(s, i))
            return NULL;
    for (size_t i = 0; i < COMMON; i++)
        if (codes[i][0] == (s.ptr[0] & ~32) && ho_slice_is_nocase(s, codes[i]))
            return codes[i];
    for (size_t i = COMMON; i < CODES; i++)
        if (memcmp(s.ptr, codes[i], CODE) == 0)
            return codes[i];
    return NULL;
}

/* "EUR" in "EUR5000" and "5000EUR", not in "EUROPE"; a sign anywhere. */
static bool ends_there(struct handoff_slice s, size_t end)
{
    return ho_word_boundary(s, end) || !is_letter(s, end - 1) ||
           ho_is_digit(s, end);
}

/* "EUR" in "50kEUR", "$" in "50k$", not in "R$" and "TEUR": a letter before
 * it must belong to a number. */
static bool starts_there(struct handoff_slice s, size_t at)
{
    if (at == 0 || !is_letter(s, at - 1))
        return at == 0 || !is_letter(s, at) || ho_word_boundary(s, at) ||
               ho_is_digit(s, at - 1);
    return at >= 2 && ho_is_digit(s, at - 2);
}

size_t ho_currency_at(struct handoff_slice s, size_t at,
                      struct ho_currency *out)
{
    const struct ho_rows rows = ho_rows_at(s, at, &sign_table);
    size_t best = 0;
    const char *code;

    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = ho_match(s, at, signs[i].text);

        if (n <= best || !ends_there(s, at + n))
            continue;
        best = n;
        *out = (struct ho_currency){ signs[i].code, signs[i].loose };
    }
    if (best >= CODE || at > s.len || s.len - at < CODE ||
        !ends_there(s, at + CODE))
        return best;
    code = find_code(ho_part(s, at, at + CODE));
    if (!code)
        return best;
    *out = (struct ho_currency){ code, false };
    return CODE;
}

size_t ho_currency_before(struct handoff_slice s, size_t end,
                          struct ho_currency *out)
{
    size_t best = 0;
    const char *code;

    if (end == 0 || strchr(" 0123456789\n", s.ptr[end - 1]) ||
        !ends_there(s, end))
        return 0;
    for (size_t i = 0; i < SIGNS; i++) {
        size_t n;

        if (!ho_may_match(s.ptr[end - 1], signs[i].last))
            continue;
        n = ho_match_back(s, end, signs[i].text, signs[i].len);
        if (n <= best || !starts_there(s, end - n))
            continue;
        best = n;
        *out = (struct ho_currency){ signs[i].code, signs[i].loose };
    }
    if (best >= CODE || end < CODE || !starts_there(s, end - CODE))
        return best;
    code = find_code(ho_part(s, end - CODE, end));
    if (!code)
        return best;
    *out = (struct ho_currency){ code, false };
    return CODE;
}

static bool is_dollar(const struct ho_currency *c)
{
    static const char *const dollars[] = { "USD", "CAD", "AUD", "NZD",
                                           "SGD", "HKD", "TWD", "MXN" };

    for (size_t i = 0; i < sizeof dollars / sizeof *dollars; i++)
        if (strcmp(c->code, dollars[i]) == 0)
            return true;
    return false;
}

bool ho_currency_join(const struct ho_currency *a, const struct ho_currency *b,
                      struct ho_currency *out)
{
    if (strcmp(a->code, b->code) == 0 || *b->code == '\0')
        *out = *a;
    else if (*a->code == '\0' || (a->loose && is_dollar(b)))
        *out = *b;
    else if (b->loose && is_dollar(a))
        *out = *a;
    else
        return false;
    return true;
}
