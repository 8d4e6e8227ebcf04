/* screen.c - the gates, in their order; see <handoff/screen.h> */
#include "screen/screen.h"

#include <stdlib.h>

#include "intake/batch.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- facts -----------------------------------------------------------------
 */

static void add_fact(struct ho_screen *s, struct handoff_fact fact)
{
    if (s->facts < HO_FACTS)
        s->fact[s->facts++] = fact;
}

void ho_fact_in(struct ho_screen *s, enum handoff_fact_kind kind,
                const char *value, const char *why,
                const struct handoff_value *source, size_t from, size_t to)
{
    add_fact(s, (struct handoff_fact){ .kind = kind,
                                       .value = value,
                                       .why = why,
                                       .source = source,
                                       .from = from,
                                       .to = to,
                                       .cite = source->cite });
}

void ho_fact_of(struct ho_screen *s, enum handoff_fact_kind kind,
                const char *value, const char *why, const char *cite)
{
    add_fact(s, (struct handoff_fact){
                    .kind = kind, .value = value, .why = why, .cite = cite });
}

bool ho_has_fact(const struct ho_screen *s, enum handoff_fact_kind kind)
{
    for (size_t i = 0; i < s->facts; i++)
        if (s->fact[i].kind == kind)
            return true;
    return false;
}

/* --- what was written ------------------------------------------------------
 */

/* By ASCII letters alone, which is all that the labels here are made of. */
static bool is_label(const char *label, const char *key)
{
    for (; *label; label++) {
        const char c =
            (char)(*label >= 'A' && *label <= 'Z' ? *label + 32 : *label);

        if (c < 'a' || c > 'z')
            continue;
        if (c != *key++)
            return false;
    }
    return *key == '\0';
}

bool ho_is_labelled(const char *label, const char *const *labels, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_label(label, labels[i]))
            return true;
    return false;
}

static bool is_subject(const struct handoff_value *value)
{
    static const char *const labels[] = { "subject",  "betreff", "objet",
                                          "asunto",   "assunto", "oggetto",
                                          "onderwerp" };

    return value->source == HANDOFF_SOURCE_FIELD &&
           ho_is_labelled(value->label, labels, COUNT(labels));
}

/* Who asks for a demo buys, whatever they sell and whomever they hire. */
static bool is_buying(const struct ho_text *text)
{
    static const char *const words[] = { "demo",   "trial",    "pricing",
                                         "prices", "seats",    "licences",
                                         "quote",  "licenses", "onboarding" };

    for (size_t i = 0; i < text->count; i++)
        for (size_t k = 0; k < COUNT(words); k++)
            if (ho_slice_is(ho_text_plain(text, i), words[k]))
                return true;
    return false;
}

static void find_phrase(struct ho_screen *s, const struct handoff_value *value,
                        enum handoff_fact_kind kind)
{
    struct ho_phrase_found found;

    if (!ho_phrases_find(s->phrases, &s->text, kind, &found))
        return;
    if (kind == HANDOFF_FACT_AUDIENCE && is_buying(&s->text) &&
        strcmp(found.value, "support") != 0)
        return;
    ho_fact_in(s, kind, found.value, found.language, value,
               s->text.word[found.first].from, s->text.word[found.last].to);
}

enum handoff_status ho_gate_phrases(struct ho_screen *s)
{
    static const enum handoff_fact_kind kinds[] = { HANDOFF_FACT_TEST_LEAD,
                                                    HANDOFF_FACT_OPT_OUT,
                                                    HANDOFF_FACT_AUDIENCE };
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < s->lead->count && status == HANDOFF_OK; i++) {
        const struct handoff_value *value = &s->lead->value[i];

        if (value->source != HANDOFF_SOURCE_MESSAGE && !is_subject(value))
            continue;
        status = ho_text_read(&s->text, value->text, s->err);
        for (size_t k = 0; k < COUNT(kinds) && status == HANDOFF_OK; k++)
            find_phrase(s, value, kinds[k]);
    }
    return status;
}

/* --- one lead --------------------------------------------------------------
 */

/* In the order of the gates; within a gate as it was found. */
static void sort_facts(struct ho_screen *s)
{
    for (size_t i = 1; i < s->facts; i++) {
        const struct handoff_fact fact = s->fact[i];
        size_t k = i;

        for (; k > 0 && s->fact[k - 1].kind > fact.kind; k--)
            s->fact[k] = s->fact[k - 1];
        s->fact[k] = fact;
    }
}

static enum handoff_status keep_facts(struct ho_screen *s,
                                      struct handoff_lead *lead)
{
    struct handoff_screened *kept = ho_arena_alloc(s->arena, sizeof *kept);
    struct handoff_fact *fact =
        ho_arena_alloc(s->arena, s->facts * sizeof *fact);
    const enum handoff_status status =
        ho_arena_status(s->arena, "the facts of screening", s->err);

    if (status != HANDOFF_OK)
        return status;
    sort_facts(s);
    memcpy(fact, s->fact, s->facts * sizeof *fact);
    *kept = (struct handoff_screened){ fact, s->facts };
    lead->screened = kept;
    return HANDOFF_OK;
}

enum handoff_status ho_screen_begin(struct ho_screen *s,
                                    const struct handoff_lead *lead)
{
    enum handoff_status status;

    s->lead = lead;
    s->facts = 0;
    ho_find_addresses(s);
    status = ho_gate_suppression(s);
    if (status != HANDOFF_OK)
        return status;
    ho_gate_test_lead(s);
    status = ho_gate_consent(s);
    if (status == HANDOFF_OK)
        status = ho_gate_phrases(s);
    if (status == HANDOFF_OK)
        ho_gate_spam(s);
    return status;
}

enum handoff_status ho_screen_end(struct ho_screen *s,
                                  struct handoff_lead *lead)
{
    ho_gate_address(s);
    return keep_facts(s, lead);
}

static enum handoff_status screen_lead(struct ho_screen *s,
                                       struct ho_people *people,
                                       struct handoff_lead *lead, size_t index)
{
    const enum handoff_status status = ho_screen_begin(s, lead);

    if (status != HANDOFF_OK)
        return status;
    if (people)
        ho_gate_duplicates(s, people, index);
    return ho_screen_end(s, lead);
}

static enum handoff_status screen_all(struct ho_screen *s,
                                      struct handoff_batch *batch)
{
    struct ho_people *people = NULL;
    enum handoff_status status = HANDOFF_OK;

    if (!s->how->alone)
        status = ho_people_new(s, batch, &people, s->err);
    for (size_t i = 0; i < batch->count && status == HANDOFF_OK; i++)
        if (!ho_batch_lead(batch, i)->screened)
            status = screen_lead(s, people, ho_batch_lead(batch, i), i);
    ho_people_free(people);
    return status;
}

enum handoff_status ho_screen_batch(struct handoff_batch *batch,
                                    struct ho_phrases *phrases,
                                    const struct handoff_screening *how,
                                    struct handoff_error *err)
{
    struct ho_screen s = { .fields = batch->fields,
                           .how = how,
                           .arena = ho_batch_arena(batch),
                           .phrases = phrases,
                           .err = err };
    const enum handoff_status status =
        batch->count > 0 ? screen_all(&s, batch) : HANDOFF_OK;

    ho_text_release(&s.text);
    return status;
}

enum handoff_status handoff_screen(struct handoff_batch *batch,
                                   const struct handoff_screening *how,
                                   struct handoff_error *err)
{
    struct ho_phrases *phrases = NULL;
    enum handoff_status status;

    if (batch->count == 0)
        return HANDOFF_OK;
    status = ho_phrases_new(&phrases, err);
    if (status == HANDOFF_OK)
        status = ho_screen_batch(batch, phrases, how, err);
    ho_phrases_free(phrases);
    return status;
}
