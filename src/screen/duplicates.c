/* duplicates.c - who stands in the batch already.
 *
 * In this order: the same id in the same export, the same address (intake has
 * compared those), the same number and family name.  The same company is told,
 * but is no duplicate.  Nothing is merged: the earlier lead is named, and a
 * person decides.
 */
#include "screen/screen.h"

#include <stdlib.h>

#include "intake/batch.h"
#include "intake/plain.h"
#include "screen/domain.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    KEYS_BYTES = 256 << 20, /* of all leads of a batch */
    DIGITS_MIN = 7,
    NAME_BYTES = 256,
    KEYS = 3
};

enum key { KEY_CRM, KEY_PHONE, KEY_ACCOUNT };

struct ho_people {
    struct handoff_batch *batch;
    struct ho_arena *arena;
    struct ho_index index[KEYS];
    struct ho_key *key; /* KEYS of each lead; text NULL: it has none */
};

/* --- keys ------------------------------------------------------------------
 */

/* An id says who it is within one system only; the header row tells which. */
const char *ho_crm_key(struct ho_arena *arena, const struct ho_draft *d)
{
    if (!d->wanted || strncmp(d->lead.kind, "csv", 3) != 0)
        return NULL;
    return ho_arena_format(arena, "%08x:%s", ho_word_hash(d->lead.frame),
                           d->wanted);
}

static bool read_digits(struct handoff_slice text, char *out, size_t room)
{
    size_t len = 0, from = 0;

    text = ho_trim(text);
    if (text.len > 0 && text.ptr[0] == '+')
        out[len++] = '+';
    else if (text.len > 2 && memcmp(text.ptr, "00", 2) == 0) {
        out[len++] = '+';
        from = 2;
    }
    for (size_t i = from; i < text.len && len + 1 < room; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            out[len++] = text.ptr[i];
    out[len] = '\0';
    return len >= DIGITS_MIN;
}

static bool is_family(const struct handoff_value *value)
{
    static const char *const labels[] = {
        "lastname",  "surname", "familyname", "nachname",  "apellido",
        "apellidos", "cognome", "achternaam", "sobrenome", "nomdefamille"
    };

    return ho_is_labelled(value->label, labels, COUNT(labels));
}

/* Its own field, or the last word of the name. */
static bool read_family(const struct ho_screen *s, char out[NAME_BYTES])
{
    const struct handoff_value *name = ho_settled_as(s, HANDOFF_TYPE_PERSON);
    const char *last;

    for (size_t i = 0; i < s->lead->count; i++)
        if (is_family(&s->lead->value[i]))
            return ho_plain(s->lead->value[i].text, HO_PLAIN_TEXT, out,
                            NAME_BYTES);
    if (!name || !ho_plain(name->text, HO_PLAIN_TEXT, out, NAME_BYTES))
        return false;
    last = strrchr(out, ' ');
    if (last)
        memmove(out, last + 1, strlen(last + 1) + 1);
    return *out != '\0';
}

const char *ho_phone_key(struct ho_arena *arena, const struct ho_screen *s)
{
    const struct handoff_value *phone = ho_settled_as(s, HANDOFF_TYPE_PHONE);
    char digits[64], family[NAME_BYTES];

    if (!phone || !read_digits(phone->text, digits, sizeof digits) ||
        !read_family(s, family))
        return NULL;
    return ho_arena_format(arena, "%s:%s", digits, family);
}

/* What anybody can have is nobody's account. */
static const char *account_key(struct ho_arena *arena,
                               const struct ho_screen *s)
{
    for (size_t i = 0; i < s->addresses; i++) {
        const char *at = strrchr(s->address[i].text, '@');
        const char *domain = at ? at + 1 : s->address[i].text;
        const char *registrable;

        if (ho_domain_look(domain, &registrable) == HO_DOMAIN_BUSINESS &&
            registrable)
            return ho_arena_text(arena, registrable);
    }
    return NULL;
}

/* Ids of one length are ordered by their bytes, a shorter one comes first. */
static bool is_lower(const char *a, const char *b)
{
    const size_t left = strlen(a), right = strlen(b);

    return left != right ? left < right : strcmp(a, b) < 0;
}

static const char *id_of(const struct ho_people *p, size_t index)
{
    return ho_batch_lead(p->batch, index)->id;
}

static bool enter(struct ho_people *p, enum key key, size_t index,
                  const char *text)
{
    struct ho_key *own = &p->key[index * KEYS + key], *first;

    *own = (struct ho_key){ text, index, 0 };
    if (!text)
        return true;
    first = ho_index_enter(&p->index[key], own);
    if (first && key == KEY_ACCOUNT &&
        is_lower(id_of(p, index), id_of(p, first->lead)))
        first->lead = index;
    return first != NULL;
}

static bool enter_lead(struct ho_people *p, struct ho_screen *s, size_t index)
{
    const struct ho_draft *draft = p->batch->draft[index];

    s->lead = &draft->lead;
    ho_find_addresses(s);
    return enter(p, KEY_CRM, index, ho_crm_key(p->arena, draft)) &&
           enter(p, KEY_PHONE, index, ho_phone_key(p->arena, s)) &&
           enter(p, KEY_ACCOUNT, index, account_key(p->arena, s));
}

enum handoff_status ho_people_new(struct ho_screen *s,
                                  struct handoff_batch *batch,
                                  struct ho_people **out,
                                  struct handoff_error *err)
{
    struct ho_people *p = calloc(1, sizeof *p);
    enum handoff_status status = HANDOFF_OK;

    if (!p)
        return ho_no_memory(err);
    p->batch = batch;
    p->arena = ho_arena_new(KEYS_BYTES);
    p->key = calloc(batch->count * KEYS + 1, sizeof *p->key);
    if (!p->arena || !p->key)
        status = ho_no_memory(err);
    for (size_t i = 0; i < batch->count && status == HANDOFF_OK; i++)
        if (!enter_lead(p, s, i))
            status = ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(p->arena, "the batch's people", err);
    if (status == HANDOFF_OK)
        *out = p;
    else
        ho_people_free(p);
    return status;
}

void ho_people_free(struct ho_people *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < KEYS; i++)
        ho_index_release(&p->index[i]);
    ho_arena_free(p->arena);
    free(p->key);
    free(p);
}

/* --- finding ---------------------------------------------------------------
 */

/* The lead that stands first under this one's key; its own index where it
 * has none, or is the first itself. */
static size_t first_of(struct ho_people *p, enum key key, size_t index)
{
    struct ho_key *own = &p->key[index * KEYS + key];
    const struct ho_key *first =
        own->text ? ho_index_enter(&p->index[key], own) : NULL;

    return first ? first->lead : index;
}

static void state(struct ho_screen *s, enum handoff_fact_kind kind,
                  const char *id, const char *why)
{
    ho_fact_of(s, kind, id, why, ho_arena_format(s->arena, "batch:%s", id));
}

static const char *why_intake(const struct ho_draft *draft)
{
    if (draft->lead.origin.replay_of)
        return "same submission";
    return draft->person.text && strncmp(draft->person.text, "email:", 6) == 0
               ? "email"
               : "content";
}

void ho_state_duplicate(struct ho_screen *s, struct ho_draft *draft,
                        const char *crm, const char *phone)
{
    struct handoff_lead *lead = &draft->lead;
    const char *why = lead->duplicate_of ? why_intake(draft) : NULL;

    if (crm && !lead->origin.replay_of) {
        lead->duplicate_of = crm;
        why = "crm id";
    } else if (phone && !why) {
        lead->duplicate_of = phone;
        why = "phone and last name";
    }
    if (why)
        state(s, HANDOFF_FACT_DUPLICATE, lead->duplicate_of, why);
}

void ho_gate_duplicates(struct ho_screen *s, struct ho_people *people,
                        size_t index)
{
    const size_t crm = first_of(people, KEY_CRM, index);
    const size_t phone = first_of(people, KEY_PHONE, index);
    const size_t account = first_of(people, KEY_ACCOUNT, index);

    ho_state_duplicate(s, people->batch->draft[index],
                       crm < index ? id_of(people, crm) : NULL,
                       phone < index ? id_of(people, phone) : NULL);
    if (account != index)
        state(s, HANDOFF_FACT_ACCOUNT, id_of(people, account),
              "registrable domain");
}
