/* address.c - the lead's own addresses: suppressed, thrown away, nobody's. */
#include "screen/screen.h"

#include "base/punycode.h"
#include "intake/plain.h"
#include "screen/domain.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- finding them ----------------------------------------------------------
 */

static bool is_address_byte(char c)
{
    return (unsigned char)c > ' ' && !strchr("<>,;()\"[]|", c);
}

/* "Jo <jo@acme.example>", "mailto:jo@acme.example.": the bytes around an @. */
static bool find_bytes(struct handoff_slice s, size_t at, size_t *from,
                       size_t *to)
{
    *from = *to = at;
    while (*from > 0 && is_address_byte(s.ptr[*from - 1]))
        --*from;
    while (*to < s.len && is_address_byte(s.ptr[*to]))
        ++*to;
    if (at - *from > 7 &&
        ho_slice_is_nocase(ho_part(s, *from, *from + 7), "mailto:"))
        *from += 7;
    while (*to > at + 1 && strchr(".!?:'", s.ptr[*to - 1]))
        --*to;
    return *from<at && * to> at + 1;
}

static bool make_plain(struct ho_address *a)
{
    const struct handoff_slice s = ho_part(a->value->text, a->from, a->to);
    unsigned char any = 0;

    if (s.len >= HO_ADDRESS_BYTES)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        any |= (unsigned char)s.ptr[i];
        a->raw[i] = (char)(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? s.ptr[i] + 32
                                                              : s.ptr[i]);
    }
    a->raw[s.len] = '\0';
    if (any >= 0x80)
        return ho_plain_address(s, a->text, HO_ADDRESS_BYTES);
    memcpy(a->text, a->raw, s.len + 1);
    return true;
}

static void add(struct ho_screen *s, const struct handoff_value *value,
                size_t from, size_t to, bool is_domain)
{
    struct ho_address *a = &s->address[s->addresses];

    if (s->addresses == HO_ADDRESSES)
        return;
    a->value = value;
    a->from = from;
    a->to = to;
    a->is_domain = is_domain;
    s->addresses += make_plain(a);
}

static void find_in(struct ho_screen *s, const struct handoff_value *value)
{
    size_t at = 0, from, to;
    const char *found;

    while (at < value->text.len &&
           (found = memchr(value->text.ptr + at, '@', value->text.len - at))) {
        at = (size_t)(found - value->text.ptr);
        if (find_bytes(value->text, at, &from, &to)) {
            add(s, value, from, to, false);
            at = to;
        } else {
            at++;
        }
    }
}

/* "https://www.acme.example/pricing" */
static void find_site(struct ho_screen *s, const struct handoff_value *value)
{
    const struct handoff_slice text = value->text;
    const size_t scheme = ho_find(text, 0, ho_slice("://"));
    size_t from = scheme == SIZE_MAX ? 0 : scheme + 3, to;

    if (text.len - from > 4 &&
        ho_slice_is_nocase(ho_part(text, from, from + 4), "www."))
        from += 4;
    for (to = from; to < text.len && is_address_byte(text.ptr[to]) &&
                    !strchr("/?#:@", text.ptr[to]);)
        to++;
    if (to > from)
        add(s, value, from, to, true);
}

const struct handoff_value *ho_settled_as(const struct ho_screen *s,
                                          enum handoff_type type)
{
    for (size_t i = 0; i < s->lead->count; i++) {
        const int field = s->lead->value[i].settles;

        if (field != HANDOFF_NO_FIELD && s->fields->item[field].type == type)
            return &s->lead->value[i];
    }
    return NULL;
}

/* What the CRM says of its own people, and what the lead writes in passing,
 * are not the lead's addresses. */
void ho_find_addresses(struct ho_screen *s)
{
    const struct handoff_value *own = ho_settled_as(s, HANDOFF_TYPE_EMAIL);
    const struct handoff_value *site = ho_settled_as(s, HANDOFF_TYPE_DOMAIN);

    s->addresses = 0;
    if (own)
        find_in(s, own);
    for (size_t i = 0; i < s->lead->count; i++) {
        const struct handoff_value *value = &s->lead->value[i];

        if (value->source == HANDOFF_SOURCE_FIELD && value != own)
            find_in(s, value);
    }
    if (site && site != own && site->source == HANDOFF_SOURCE_FIELD)
        find_site(s, site);
}

const struct ho_address *ho_own_address(const struct ho_screen *s)
{
    for (size_t i = 0; i < s->addresses; i++)
        if (!s->address[i].is_domain)
            return &s->address[i];
    return NULL;
}

/* --- suppression -----------------------------------------------------------
 */

/* Behind the @, or behind the next dot of a domain; empty where there is no
 * domain above. */
static const char *above(const char *what)
{
    const char *at = strrchr(what, '@');
    const char *dot = strchr(what, '.');

    if (at)
        return at + 1;
    return dot && strchr(dot + 1, '.') ? dot + 1 : "";
}

/* One form of an address; the part of it that is listed, or NULL. */
static enum handoff_status look_up(const struct ho_screen *s, const char *text,
                                   const char **listed)
{
    const struct handoff_suppression *list = s->how->suppression;
    enum handoff_status status = HANDOFF_OK;
    bool yes = false;

    *listed = NULL;
    for (; *text && !yes && status == HANDOFF_OK; text = above(text)) {
        status = list->has(list->user, ho_slice(text), &yes, s->err);
        if (status == HANDOFF_OK && yes)
            *listed = text;
    }
    return status;
}

static void state_listed(struct ho_screen *s, const struct ho_address *a,
                         const char *text, const char *listed)
{
    const bool whole = listed == text && !a->is_domain;
    const size_t len = strlen(listed);
    /* bytes that were made plain have no place of their own */
    const bool same = text == a->raw && len <= a->to - a->from;

    ho_fact_in(s, HANDOFF_FACT_SUPPRESSED, "yes", whole ? "address" : "domain",
               a->value, same ? a->to - len : a->from, a->to);
}

/* As it was typed, made plain, and its "xn--" labels in letters: a list may
 * hold any of these, or the hash of it. */
static enum handoff_status ask(struct ho_screen *s, const struct ho_address *a,
                               bool *is)
{
    char letters[HO_ADDRESS_BYTES];
    const char *const form[] = {
        a->raw, strcmp(a->raw, a->text) == 0 ? "" : a->text,
        ho_punycode_remove(a->text, letters, sizeof letters) ? letters : ""
    };
    enum handoff_status status = HANDOFF_OK;
    const char *listed = NULL;

    for (size_t i = 0; i < COUNT(form) && status == HANDOFF_OK && !listed;
         i++) {
        status = look_up(s, form[i], &listed);
        if (listed)
            state_listed(s, a, form[i], listed);
    }
    *is = listed != NULL;
    return status;
}

enum handoff_status ho_gate_suppression(struct ho_screen *s)
{
    enum handoff_status status = HANDOFF_OK;
    bool any = false, is;

    if (!s->how->suppression)
        return HANDOFF_OK;
    for (size_t i = 0; i < s->addresses && status == HANDOFF_OK; i++) {
        status = ask(s, &s->address[i], &is);
        any = any || is;
    }
    if (status == HANDOFF_OK && !any)
        ho_fact_of(s, HANDOFF_FACT_SUPPRESSED, "no", "list", "suppression");
    return status;
}

/* --- classes ---------------------------------------------------------------
 */

static bool is_role(const char *address)
{
    static const char *const roles[] = {
        "abuse",      "account",   "accounting", "accounts",    "admin",
        "admissions", "billing",   "bureau",     "buchhaltung", "commercial",
        "compras",    "contact",   "contacto",   "contato",     "contatti",
        "direction",  "einkauf",   "enquiries",  "enquiry",     "events",
        "finance",    "hello",     "help",       "helpdesk",    "hi",
        "hola",       "hr",        "info",       "infos",       "inquiries",
        "inquiry",    "it",        "jobs",       "kontakt",     "mail",
        "marketing",  "media",     "no-reply",   "noreply",     "office",
        "orders",     "post",      "postmaster", "press",       "procurement",
        "purchasing", "recepcion", "reception",  "sales",       "secretariat",
        "service",    "staff",     "support",    "team",        "ventas",
        "vendas",     "verkauf",   "verkoop",    "vertrieb",    "webmaster"
    };
    const struct handoff_slice local = { address, strcspn(address, "@+") };

    for (size_t i = 0; i < COUNT(roles); i++)
        if (ho_slice_is(local, roles[i]))
            return true;
    return false;
}

void ho_gate_address(struct ho_screen *s)
{
    const struct ho_address *a = ho_own_address(s);
    const char *at = a ? strrchr(a->text, '@') : NULL;
    size_t from;

    if (!at)
        return;
    from = a->to - strlen(at + 1);
    if (strlen(a->text) != a->to - a->from)
        from = a->from;
    ho_fact_in(s, HANDOFF_FACT_EMAIL_CLASS,
               ho_domain_class_name(ho_domain_class(at + 1)), "domain",
               a->value, from, a->to);
    ho_fact_in(s, HANDOFF_FACT_EMAIL_ROLE, is_role(a->text) ? "yes" : "no",
               "local part", a->value, a->from,
               from > a->from ? from - 1 : a->to);
}
