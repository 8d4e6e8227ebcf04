/* phone.c - telephone numbers; see evidence/value.h */
#include "evidence/value.h"

#include "base/utf8.h"
#include "evidence/currency.h"
#include "evidence/date.h"
#include "evidence/match.h"

enum {
    LEAST = 6, /* the shortest number worth calling */
    MOST = 15, /* ITU-T E.164 */
    TEXT = MOST + 2
};

struct phone {
    char text[TEXT]; /* a plus where one is written, then digits */
    size_t digits;
    size_t end;
};

/* Bytes of what may stand between two digits of a number. */
static size_t sign_at(struct handoff_slice s, size_t at)
{
    static const char *const signs[] = {
        " - ", " / ", ") ", " (", "(0)", " (0)", "(0) ",     " (0) ",
        " ",   "-",   ".",  "/",  "(",   ")",    "\xC2\xA0", "\xE2\x80\x91",
        "–"
    };
    size_t best = 0;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t n = strlen(signs[i]);

        if (n > best && s.len - at > n &&
            memcmp(s.ptr + at, signs[i], n) == 0 &&
            (ho_is_digit(s, at + n) || s.ptr[at + n] == '('))
            best = n;
    }
    return best;
}

static void add_digits(struct handoff_slice s, size_t at, size_t n,
                       struct phone *p)
{
    for (size_t i = 0; i < n; i++, p->digits++)
        if (p->digits < MOST)
            p->text[strlen(p->text)] = s.ptr[at + i];
}

/* " / " parts two numbers where each of them is one. */
static bool starts_other(struct handoff_slice s, size_t at, size_t sign,
                         const struct phone *p)
{
    return sign == 3 && s.ptr[at + 1] == '/' && p->digits >= LEAST;
}

/* The digits from `at` on, whatever they are. */
static void read_run(struct handoff_slice s, size_t at, struct phone *p)
{
    *p = (struct phone){ .end = at };
    if (at < s.len && s.ptr[at] == '+')
        p->text[0] = s.ptr[at++];
    at += at < s.len && s.ptr[at] == '(';
    for (;;) {
        const size_t n = ho_digit_run(s, at);
        size_t sign;

        if (n == 0)
            return;
        add_digits(s, at, n, p);
        p->end = at += n;
        sign = at < s.len ? sign_at(s, at) : 0;
        if (sign == 0 || starts_other(s, at, sign, p))
            return;
        at += sign;
        while (at < s.len && (s.ptr[at] == '(' || s.ptr[at] == ' '))
            at++;
    }
}

/* An order's number, an amount or a day is none to call. */
static bool is_other(struct handoff_slice s, size_t at, const struct phone *p)
{
    static const struct ho_ending names[] = {
        HO_ENDING("#"),        HO_ENDING("id"),      HO_ENDING("order"),
        HO_ENDING("ticket"),   HO_ENDING("invoice"), HO_ENDING("no."),
        HO_ENDING("nr."),      HO_ENDING("ref"),     HO_ENDING("case"),
        HO_ENDING("rechnung"), HO_ENDING("auftrag"), HO_ENDING("kundennummer"),
        HO_ENDING("customer"), HO_ENDING("po"),      HO_ENDING("vat"),
        HO_ENDING("iban"),     HO_ENDING("hrb"),     HO_ENDING("plz"),
        HO_ENDING("zip"),      HO_ENDING("isbn"),    HO_ENDING("facture"),
        HO_ENDING("pedido"),
    };
    const size_t before = at - ho_blank_before(s, at);
    struct ho_currency currency;

    return ho_date_end(s, at) >= p->end ||
           ho_match_any_before(s, before, names, sizeof names / sizeof *names) >
               0 ||
           ho_currency_before(s, before, &currency) > 0 ||
           ho_currency_at(s, p->end + ho_blank(s, p->end), &currency) > 0;
}

static bool starts_run(struct handoff_slice s, size_t at)
{
    if (s.ptr[at] == '+' || s.ptr[at] == '(')
        return ho_is_digit(s, at + 1) ||
               (at + 1 < s.len && s.ptr[at] == '+' && s.ptr[at + 1] == '(');
    return ho_is_digit(s, at) && ho_word_boundary(s, at) &&
           (at == 0 || (s.ptr[at - 1] != ',' && s.ptr[at - 1] != '.' &&
                        s.ptr[at - 1] != '@'));
}

void ho_value_phone(const struct ho_reading *r, struct handoff_typed *typed,
                    struct ho_buffer *text)
{
    const struct handoff_slice s = r->words;
    struct phone p;
    size_t at = 0;

    typed->read = HANDOFF_READ_NOTHING;
    while (at < s.len) {
        if (!starts_run(s, at)) {
            at++;
            continue;
        }
        read_run(s, at, &p);
        if (p.digits >= LEAST && p.digits <= MOST &&
            ho_word_boundary(s, p.end) && !is_other(s, at, &p)) {
            if (text->len > 0 && !ho_slice_is(ho_buffer_slice(text), p.text)) {
                typed->read = HANDOFF_READ_AMBIGUOUS;
                return;
            }
            if (text->len == 0)
                ho_buffer_text(text, p.text);
            typed->read = HANDOFF_READ_VALUE;
        }
        at = p.end > at ? p.end : at + 1;
    }
}
