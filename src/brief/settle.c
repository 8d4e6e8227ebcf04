/* settle.c - what stands under a field's own label is stated.
 *
 * The label says which field it is, so only the type is left to prove.  A
 * value that cannot be read as its type stays Unknown: "many" is no team size.
 */
#include "brief/build.h"

#include "evidence/read.h"
#include "intake/settled.h"

/* Only a name in parts is put together; all else is read where it stands. */
static enum handoff_status read_settled(struct ho_build *b, int field,
                                        const struct handoff_value *value,
                                        struct handoff_typed *typed)
{
    const struct handoff_field *declared = &b->brief->fields->item[field];
    struct ho_buffer all;
    enum handoff_status status;

    if (value->part == 0)
        return ho_read_value(declared, value->text, b->day, typed, &b->text,
                             b->err);
    ho_buffer_init(&all, HANDOFF_INTAKE_FILE);
    ho_settled_text(b->brief->lead, field, &all);
    status = ho_buffer_status(&all, "a name", b->err);
    if (status == HANDOFF_OK)
        status = ho_read_value(declared, ho_buffer_slice(&all), b->day, typed,
                               &b->text, b->err);
    ho_buffer_release(&all);
    return status;
}

static void cite_settled(struct ho_build *b, struct handoff_claim *claim)
{
    const struct handoff_value *part[HANDOFF_PARTS];
    const size_t count = handoff_lead_parts(b->brief->lead, claim->field, part);

    for (size_t i = 0; i < count; i++)
        ho_brief_cite(b, claim, part[i], 0, part[i]->text.len,
                      HANDOFF_MATCH_EXACT);
}

static enum handoff_status settle(struct ho_build *b,
                                  struct handoff_claim *claim,
                                  const struct handoff_value *value)
{
    struct handoff_typed typed;
    enum handoff_status status = read_settled(b, claim->field, value, &typed);

    if (status != HANDOFF_OK)
        return status;
    if (typed.read == HANDOFF_READ_AMBIGUOUS ||
        typed.read == HANDOFF_READ_NOTHING) {
        const bool ambiguous = typed.read == HANDOFF_READ_AMBIGUOUS;

        ho_brief_unknown(b, claim, ambiguous ? "ambiguous" : "rejected");
        ho_brief_find(b,
                      ambiguous ? HANDOFF_FINDING_AMBIGUOUS
                                : HANDOFF_FINDING_WRONG_TYPE,
                      claim->field, "explicit", "unknown", value->text,
                      "what stands under the form's own label");
        return HANDOFF_OK;
    }
    claim->class = HANDOFF_EXPLICIT;
    claim->typed = typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason = claim->question = "";
    cite_settled(b, claim);
    return HANDOFF_OK;
}

static bool is_letter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (unsigned char)c >= 0x80;
}

/* The next letter or digit, small; '\0' at the end. */
static char next_letter(struct handoff_slice s, size_t *at)
{
    while (*at < s.len) {
        const char c = s.ptr[(*at)++];
        const char low = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);

        if (is_letter(low))
            return low;
    }
    return '\0';
}

static bool is_same_label(struct handoff_slice a, struct handoff_slice b)
{
    size_t i = 0, k = 0;
    char x, y;

    do {
        x = next_letter(a, &i);
        y = next_letter(b, &k);
    } while (x == y && x != '\0');
    return x == y;
}

static bool is_one_of(struct handoff_slice text,
                      const struct handoff_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (is_same_label(text, ho_slice(words->item[i])))
            return true;
    return false;
}

bool ho_brief_is_label(const struct handoff_field *field,
                       struct handoff_slice label)
{
    return is_one_of(label, &field->labels);
}

/* Another value that the lead gave under a label of the same field. */
static enum handoff_status compare(struct ho_build *b,
                                   struct handoff_claim *claim,
                                   const struct handoff_value *value)
{
    const struct handoff_field *field = &b->brief->fields->item[claim->field];
    struct handoff_typed typed;
    bool agrees = true;
    enum handoff_status status =
        ho_read_value(field, value->text, b->day, &typed, &b->text, b->err);

    if (status == HANDOFF_OK &&
        (typed.read == HANDOFF_READ_VALUE || typed.read == HANDOFF_READ_NONE))
        status = ho_brief_agrees(b, claim, &typed, &agrees);
    if (status != HANDOFF_OK || agrees)
        return status;
    ho_brief_contradict(b, claim, value->text);
    ho_brief_cite(b, claim, value, 0, value->text.len, HANDOFF_MATCH_EXACT);
    return HANDOFF_OK;
}

/* Intake chose the header that names the lead; the others name whoever sent
 * the mail, be it a form program, and contradict nobody. */
static bool is_header(const struct handoff_value *value)
{
    static const char start[] = "header:";

    return strncmp(value->cite, start, sizeof start - 1) == 0;
}

/* Only the first value of a field settles it; here are the others. */
static bool is_second(const struct ho_build *b,
                      const struct handoff_value *value, int field)
{
    const struct handoff_fields *fields = b->brief->fields;

    return value->source == HANDOFF_SOURCE_FIELD &&
           value->settles == HANDOFF_NO_FIELD && !is_header(value) &&
           ho_brief_is_label(&fields->item[field], ho_slice(value->label)) &&
           !is_one_of(value->text, &fields->no_answer);
}

/* Two labels of one field that say different things.  What the CRM says is
 * taken at its word: it contradicts nobody. */
static enum handoff_status compare_labels(struct ho_build *b,
                                          const struct handoff_value *first)
{
    const struct handoff_lead *lead = b->brief->lead;
    struct handoff_claim *claim = &b->claim[first->settles];
    enum handoff_status status = HANDOFF_OK;

    if (first->source != HANDOFF_SOURCE_FIELD)
        return HANDOFF_OK;
    for (size_t i = 0; i < lead->count && status == HANDOFF_OK; i++)
        if (is_second(b, &lead->value[i], first->settles) &&
            (claim->class == HANDOFF_EXPLICIT || ho_is_contradicted(claim)))
            status = compare(b, claim, &lead->value[i]);
    return status;
}

static void set_value(struct handoff_claim *claim, int64_t number,
                      const char *text)
{
    claim->class = HANDOFF_EXPLICIT;
    claim->typed = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                           .has_number = true,
                                           .low = number,
                                           .high = number };
    claim->value = text;
    claim->reason = claim->question = "";
}

/* Evidence that is none of the lead's words. */
static bool cite_other(struct ho_build *b, struct handoff_claim *claim,
                       const char *cite)
{
    struct handoff_evidence *e = ho_arena_push(
        b->arena, &claim->evidence, &claim->evidence_count, sizeof *e);

    if (!e)
        return false; /* the arena remembers */
    e->cite = cite;
    e->quote = "";
    e->match = HANDOFF_MATCH_EXACT;
    return true;
}

/* The batch itself tells whether the same person stands in it twice. */
static void settle_duplicate(struct ho_build *b, struct handoff_claim *claim)
{
    const struct handoff_field *field = &b->brief->fields->item[claim->field];
    const char *earlier = b->brief->lead->duplicate_of;
    const int value =
        handoff_enum_find(field, ho_slice(earlier ? "yes" : "no"));
    const char *cite =
        earlier ? ho_arena_format(b->arena, "batch:%s", earlier) : "batch";

    if (field->type == HANDOFF_TYPE_ENUM && value >= 0 &&
        cite_other(b, claim, cite))
        set_value(claim, value, field->value[value].name);
}

/* --- what screening states ------------------------------------------------ */

static void set_fact(struct ho_build *b, struct handoff_claim *claim,
                     const struct handoff_fact *fact)
{
    const struct handoff_field *field = &b->brief->fields->item[claim->field];
    int64_t number = 0;

    if (field->type == HANDOFF_TYPE_ENUM)
        number = handoff_enum_find(field, ho_slice(fact->value));
    else
        for (const char *p = fact->value; *p; p++)
            number = number * 10 + (*p - '0') * HANDOFF_SCALE;
    set_value(claim, number, ho_arena_text(b->arena, fact->value));
}

/* The first fact of its kind is the value, and all that agree are evidence. */
static void settle_fact(struct ho_build *b, struct handoff_claim *claim)
{
    const struct handoff_screened *s = b->brief->lead->screened;
    const enum handoff_fact_kind kind =
        b->brief->fields->item[claim->field].from_screen;

    for (size_t i = 0; s && i < s->count; i++) {
        const struct handoff_fact *fact = &s->fact[i];

        if (fact->kind != kind)
            continue;
        if (claim->class != HANDOFF_EXPLICIT)
            set_fact(b, claim, fact);
        if (strcmp(claim->value, fact->value) != 0)
            continue;
        if (fact->source)
            ho_brief_cite(b, claim, fact->source, fact->from, fact->to,
                          HANDOFF_MATCH_EXACT);
        else
            cite_other(b, claim, ho_arena_text(b->arena, fact->cite));
    }
}

static enum handoff_status settle_field(struct ho_build *b, size_t i)
{
    const struct handoff_field *field = &b->brief->fields->item[i];
    const struct handoff_value *value =
        handoff_lead_settled(b->brief->lead, (int)i);
    enum handoff_status status;

    /* a form's own field does not talk screening out of what it found */
    if (field->from_screen)
        settle_fact(b, &b->claim[i]);
    if (b->claim[i].class == HANDOFF_EXPLICIT)
        return HANDOFF_OK;
    if (!value && field->ask == HANDOFF_ASK_BATCH && !field->from_screen)
        settle_duplicate(b, &b->claim[i]);
    if (!value)
        return HANDOFF_OK;
    status = settle(b, &b->claim[i], value);
    return status == HANDOFF_OK ? compare_labels(b, value) : status;
}

enum handoff_status ho_brief_settle(struct ho_build *b)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < b->brief->fields->count && status == HANDOFF_OK; i++)
        status = settle_field(b, i);
    return status;
}
