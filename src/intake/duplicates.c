/* duplicates.c - who the lead is; see intake/input.h
 *
 * Two leads are of one person when they give the same e-mail address, or when
 * neither gives one and company, names, roles and messages are the same.
 * Company and messages alone, or company and name alone, are not compared: the
 * whole must match, because a false duplicate hides a lead.
 */
#include "intake/input.h"

#include "base/buffer.h"
#include "base/sha256.h"
#include "intake/plain.h"

enum {
    EMAIL_BYTES = 320, /* RFC 5321: 64 + 1 + 255 */
    COMPANY_BYTES = 1024
};

static const struct handoff_value *first(const struct ho_input *in,
                                         enum ho_who who)
{
    for (size_t i = 0; i < in->count; i++)
        if (in->is[i].who == who)
            return &in->value[i];
    return NULL;
}

/* "Jo Lind <jo@hillmarsh.example>" or the bare address. */
static struct handoff_slice address_in(struct handoff_slice text)
{
    const char *open = memchr(text.ptr, '<', text.len);
    const char *close;

    if (!open)
        return text;
    open++;
    close = memchr(open, '>', text.len - (size_t)(open - text.ptr));
    return close ? (struct handoff_slice){ open, (size_t)(close - open) }
                 : text;
}

static bool read_email(const struct ho_input *in, char out[EMAIL_BYTES + 1])
{
    const struct handoff_value *value = first(in, HO_WHO_EMAIL);

    return value &&
           ho_plain_address(address_in(value->text), out, EMAIL_BYTES + 1) &&
           strchr(out, '@') && !strpbrk(out, " ,;");
}

static void add_part(struct ho_buffer *b, struct handoff_slice text)
{
    ho_buffer_add(b, text);
    ho_buffer_byte(b, '\0'); /* so that "a", "bc" is not "ab", "c" */
}

static bool tells_apart(const struct ho_input *in, size_t index)
{
    return in->is[index].who == HO_WHO_PERSON ||
           in->value[index].source == HANDOFF_SOURCE_MESSAGE;
}

static bool tells_apart_any(const struct ho_input *in)
{
    for (size_t i = 0; i < in->count; i++)
        if (tells_apart(in, i))
            return true;
    return false;
}

/* All that is compared of a lead without e-mail, or nothing: a company alone
 * is not a person. */
static void gather(const struct ho_input *in, struct ho_buffer *b)
{
    const struct handoff_value *company = first(in, HO_WHO_COMPANY);
    char plain[COMPANY_BYTES];

    if (!company || !tells_apart_any(in) ||
        !ho_plain(company->text, HO_PLAIN_TEXT, plain, sizeof plain))
        return;
    add_part(b, ho_slice(plain));
    for (size_t i = 0; i < in->count; i++)
        if (tells_apart(in, i))
            add_part(b, in->value[i].text);
}

enum handoff_status ho_person(struct ho_input *in, const char **out,
                              struct handoff_error *err)
{
    char email[EMAIL_BYTES + 1], hash[HO_SHA256_HEX] = "";
    enum handoff_status status;
    struct ho_buffer b;

    *out = NULL;
    if (read_email(in, email)) {
        *out = ho_arena_format(in->arena, "email:%s", email);
        return HANDOFF_OK;
    }
    ho_buffer_init(&b, 2 * HANDOFF_INTAKE_RECORD);
    gather(in, &b);
    status = ho_buffer_status(&b, "the lead", err);
    if (status == HANDOFF_OK && b.len > 0)
        status = ho_sha256_hex(ho_buffer_slice(&b), hash, err);
    if (status == HANDOFF_OK && b.len > 0)
        *out = ho_arena_format(in->arena, "same:%s", hash);
    ho_buffer_release(&b);
    return status;
}
