/* labels.c - see intake/labels.h */
#include "intake/labels.h"

#include <stdlib.h>

#include "intake/plain.h"

enum {
    KEY_BYTES = 512,               /* a longer label is none that we know */
    ANSWER_BYTES = 256,            /* a longer text is an answer */
    TABLE_BYTES = 16 * 1024 * 1024 /* all known labels */
};

struct entry {
    const char *key;
    struct ho_meaning is;
};

struct ho_labels {
    struct ho_arena *arena;
    const struct handoff_fields *fields;
    struct entry *known; /* sorted by key, one entry a key */
    size_t count;
    const char **no_answer; /* folded, sorted */
    size_t no_answers;
    uint8_t begins[128][16]; /* bit b of [a]: one of them begins with a, b */
};

static const struct ho_meaning NOTHING = { .field = HANDOFF_NO_FIELD,
                                           .crm = -1 };

static const char *const playbook_columns[] = {
    "source", "company", "role", "need", "notes"
}; /* the other eight are HANDOFF_CRM_MAP's */

static const char *const wanting_columns[] = { "summary", "need", "notes" };

static const char *const crm_columns[] = {
#define X(name, label) label,
    HANDOFF_CRM_MAP(X)
#undef X
};

/* Names of the same things in CRM exports: HubSpot's, Salesforce's, Zoho's and
 * Pipedrive's column labels. */
static const struct {
    const char *label;
    enum handoff_crm crm;
} crm_alias[] = {
    { "lead summary", HANDOFF_CRM_SUMMARY },
    { "routing decision", HANDOFF_CRM_ROUTE },
    { "enrichment", HANDOFF_CRM_ENRICHMENT },
    { "qualification", HANDOFF_CRM_QUALIFICATION },
    { "outreach", HANDOFF_CRM_OUTREACH },
    { "follow-up", HANDOFF_CRM_FOLLOW_UP },
    { "next activity date", HANDOFF_CRM_FOLLOW_UP },
    { "next action date", HANDOFF_CRM_FOLLOW_UP },
    { "lead status", HANDOFF_CRM_STAGE },
    { "lifecycle stage", HANDOFF_CRM_STAGE },
    { "deal stage", HANDOFF_CRM_STAGE },
    { "stage", HANDOFF_CRM_STAGE },
    { "contact owner", HANDOFF_CRM_OWNER },
    { "lead owner", HANDOFF_CRM_OWNER },
    { "deal owner", HANDOFF_CRM_OWNER },
    { "company owner", HANDOFF_CRM_OWNER },
    { "account owner", HANDOFF_CRM_OWNER },
    { "record owner", HANDOFF_CRM_OWNER },
};

static const char *const id_labels[] = { "id", "lead id", "record id" };

static const char *const received_labels[] = {
    "received",   "received at",  "submitted",   "submitted at",
    "created at", "created time", "create date", "created date",
    "created",    "timestamp",    "date"
}; /* surest first */

static const struct {
    const char *label;
    enum ho_who who;
} who_label[] = {
    { "email", HO_WHO_EMAIL },          { "email address", HO_WHO_EMAIL },
    { "work email", HO_WHO_EMAIL },     { "business email", HO_WHO_EMAIL },
    { "company", HO_WHO_COMPANY },      { "company name", HO_WHO_COMPANY },
    { "organization", HO_WHO_COMPANY }, { "organisation", HO_WHO_COMPANY },
    { "role", HO_WHO_PERSON },          { "job title", HO_WHO_PERSON },
    { "title", HO_WHO_PERSON },         { "name", HO_WHO_PERSON },
    { "full name", HO_WHO_PERSON },     { "first name", HO_WHO_PERSON },
    { "last name", HO_WHO_PERSON },
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int compare_entries(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;

    return strcmp(left->key, right->key);
}

static int compare_texts(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;

    return strcmp(*left, *right);
}

/* Combine what two lists say of one label; the order does not matter. */
static void merge(struct ho_meaning *a, const struct ho_meaning *b)
{
    if (a->field == b->field && b->part > 0)
        a->part = b->part; /* "Nom" is a name, and the last one by "Prénom" */
    if (a->field == HANDOFF_NO_FIELD ||
        (b->field != HANDOFF_NO_FIELD && b->field < a->field)) {
        a->field = b->field; /* the first field declared */
        a->part = b->part;
    }
    if (a->crm < 0 || b->crm_column)
        a->crm = b->crm;
    if (a->received == 0)
        a->received = b->received;
    if (a->who == HO_WHO_NONE)
        a->who = b->who;
    a->crm_column |= b->crm_column;
    a->message |= b->message;
    a->playbook |= b->playbook;
    a->wants |= b->wants;
    a->id |= b->id;
}

static void know(struct ho_labels *l, const char *label, struct ho_meaning is)
{
    char key[KEY_BYTES];
    struct entry *entry;

    if (!ho_plain(ho_slice(label), HO_PLAIN_KEY, key, sizeof key) || !key[0])
        return;
    entry = ho_arena_push(l->arena, &l->known, &l->count, sizeof *entry);
    if (entry)
        *entry = (struct entry){ ho_arena_text(l->arena, key), is };
}

static void know_all(struct ho_labels *l, const char *const *label,
                     size_t count, struct ho_meaning is)
{
    for (size_t i = 0; i < count; i++)
        know(l, label[i], is);
}

static enum ho_who who_of(enum handoff_type type)
{
    switch (type) {
    case HANDOFF_TYPE_EMAIL:
        return HO_WHO_EMAIL;
    case HANDOFF_TYPE_COMPANY:
        return HO_WHO_COMPANY;
    case HANDOFF_TYPE_PERSON:
    case HANDOFF_TYPE_JOB_TITLE:
        return HO_WHO_PERSON;
    default:
        return HO_WHO_NONE;
    }
}

static void know_policy(struct ho_labels *l)
{
    struct ho_meaning is = NOTHING;

    for (size_t i = 0; i < l->fields->count; i++) {
        const struct handoff_field *field = &l->fields->item[i];

        is.field = (int)i;
        is.who = who_of(field->type);
        know_all(l, field->labels.item, field->labels.count, is);
        for (is.part = 1; is.part <= field->part_count; is.part++)
            know_all(l, field->part[is.part - 1].item,
                     field->part[is.part - 1].count, is);
        is.part = 0;
    }
    is = NOTHING;
    is.message = true;
    know_all(l, l->fields->message_labels.item, l->fields->message_labels.count,
             is);
}

static void know_crm(struct ho_labels *l)
{
    struct ho_meaning is = NOTHING;

    for (size_t i = 0; i < COUNT(crm_alias); i++) {
        is.crm = (int)crm_alias[i].crm;
        know(l, crm_alias[i].label, is);
    }
    is.crm_column = is.playbook = true;
    for (size_t i = 0; i < COUNT(crm_columns); i++) {
        is.crm = (int)i;
        know(l, crm_columns[i], is);
    }
}

static void know_our_own(struct ho_labels *l)
{
    struct ho_meaning is = NOTHING;

    for (size_t i = 0; i < COUNT(received_labels); i++) {
        is.received = (int)i + 1;
        know(l, received_labels[i], is);
    }
    is = NOTHING;
    for (size_t i = 0; i < COUNT(who_label); i++) {
        is.who = who_label[i].who;
        know(l, who_label[i].label, is);
    }
    is = NOTHING;
    is.id = true;
    know_all(l, id_labels, COUNT(id_labels), is);
    is = NOTHING;
    is.playbook = true;
    know_all(l, playbook_columns, COUNT(playbook_columns), is);
    is = NOTHING;
    is.wants = true;
    know_all(l, wanting_columns, COUNT(wanting_columns), is);
}

static void sort_and_merge(struct ho_labels *l)
{
    size_t last = 0;

    qsort(l->known, l->count, sizeof *l->known, compare_entries);
    for (size_t i = 1; i < l->count; i++) {
        if (strcmp(l->known[last].key, l->known[i].key) == 0)
            merge(&l->known[last].is, &l->known[i].is);
        else
            l->known[++last] = l->known[i];
    }
    l->count = last + 1;
}

/* The two bytes that most texts are told from the list by; a NUL is the end of
 * a text of one.  Bytes that may fold to something else are not told. */
static void begins_with(struct ho_labels *l, char first, char second)
{
    const unsigned char a = (unsigned char)first & 0x7F,
                        b = (unsigned char)second & 0x7F;

    l->begins[a][b / 8] |= (uint8_t)(1 << b % 8);
}

static bool is_plain_byte(unsigned char c)
{
    return c > ' ' && c < 0x7F;
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static bool may_be_no_answer(const struct ho_labels *l,
                             struct handoff_slice text)
{
    const unsigned char a = text.len > 0 ? lower(text.ptr[0]) : ' ';
    const unsigned char b = text.len > 1 ? lower(text.ptr[1]) : ' ';

    return !is_plain_byte(a) || !is_plain_byte(b) ||
           (l->begins[a][b / 8] >> b % 8 & 1) != 0;
}

static void know_no_answers(struct ho_labels *l)
{
    const struct handoff_words *words = &l->fields->no_answer;
    char text[ANSWER_BYTES];

    for (size_t i = 0; i < words->count; i++) {
        const char **slot;

        if (!ho_plain(ho_slice(words->item[i]), HO_PLAIN_TEXT, text,
                      sizeof text))
            continue;
        slot = ho_arena_push(l->arena, &l->no_answer, &l->no_answers,
                             sizeof *slot);
        if (slot)
            *slot = ho_arena_text(l->arena, text);
        begins_with(l, text[0], text[1]);
    }
    if (l->no_answers > 0)
        qsort(l->no_answer, l->no_answers, sizeof *l->no_answer, compare_texts);
}

enum handoff_status ho_labels_new(const struct handoff_fields *fields,
                                  struct ho_labels **out,
                                  struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(TABLE_BYTES);
    struct ho_labels *l = arena ? ho_arena_alloc(arena, sizeof *l) : NULL;
    enum handoff_status status;

    if (!l) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    *l = (struct ho_labels){ .arena = arena, .fields = fields };
    know_policy(l);
    know_crm(l);
    know_our_own(l);
    know_no_answers(l);
    status = ho_arena_status(arena, "the table of labels", err);
    if (status != HANDOFF_OK) {
        ho_arena_free(arena);
        return status;
    }
    sort_and_merge(l);
    *out = l;
    return HANDOFF_OK;
}

void ho_labels_free(struct ho_labels *labels)
{
    if (labels)
        ho_arena_free(labels->arena);
}

const struct ho_meaning *ho_labels_find(const struct ho_labels *labels,
                                        struct handoff_slice label)
{
    char key[KEY_BYTES];
    const struct entry wanted = { .key = key };
    const struct entry *found;

    if (!ho_plain(label, HO_PLAIN_KEY, key, sizeof key))
        return NULL;
    found = bsearch(&wanted, labels->known, labels->count, sizeof wanted,
                    compare_entries);
    return found ? &found->is : NULL;
}

static enum handoff_source settle(const struct handoff_fields *fields,
                                  struct ho_meaning *is)
{
    const bool from_crm =
        is->field != HANDOFF_NO_FIELD && fields->item[is->field].from_crm;

    if (is->crm_column) {
        is->field = from_crm ? is->field : HANDOFF_NO_FIELD;
        return HANDOFF_SOURCE_CRM;
    }
    if (is->message) {
        is->field = HANDOFF_NO_FIELD;
        is->crm = -1;
        return HANDOFF_SOURCE_MESSAGE;
    }
    if (is->field != HANDOFF_NO_FIELD && !from_crm) {
        is->crm = -1;
        return HANDOFF_SOURCE_FIELD;
    }
    return from_crm || is->crm >= 0 ? HANDOFF_SOURCE_CRM : HANDOFF_SOURCE_FIELD;
}

struct ho_label ho_labels_read_as(const struct ho_labels *labels,
                                  struct ho_arena *arena,
                                  struct handoff_slice label,
                                  struct handoff_slice as, bool crm)
{
    static const char *const kind[] = { [HANDOFF_SOURCE_FIELD] = "field",
                                        [HANDOFF_SOURCE_MESSAGE] = "message",
                                        [HANDOFF_SOURCE_CRM] = "crm" };
    const struct ho_meaning *found = ho_labels_find(labels, as);
    struct ho_label out = { .is = found ? *found : NOTHING };

    out.text = ho_arena_copy(arena, ho_trim(label));
    out.source = settle(labels->fields, &out.is);
    if (crm && out.source != HANDOFF_SOURCE_CRM) {
        out.source = HANDOFF_SOURCE_CRM;
        out.is.field = HANDOFF_NO_FIELD;
    }
    out.cite = ho_arena_format(arena, "%s:%s", kind[out.source], out.text);
    return out;
}

struct ho_label ho_labels_read(const struct ho_labels *labels,
                               struct ho_arena *arena,
                               struct handoff_slice label)
{
    return ho_labels_read_as(labels, arena, label, label, false);
}

bool ho_labels_is_answer(const struct ho_labels *labels,
                         struct handoff_slice text)
{
    char folded[ANSWER_BYTES];
    const char *const key = folded;

    if (labels->no_answers == 0 || !may_be_no_answer(labels, text) ||
        !ho_plain(text, HO_PLAIN_TEXT, folded, sizeof folded))
        return true;
    return bsearch(&key, labels->no_answer, labels->no_answers,
                   sizeof *labels->no_answer, compare_texts) == NULL;
}
