/* followup_hear.c - what a reply says; see playbook/followup.h */
#include "base/utf8.h"
#include "brief/repair.h"
#include "evidence/clause.h"
#include "evidence/phrase.h"
#include "playbook/followup.h"

enum {
    QUOTE_BYTES = 300,
    MODEL_SIGNALS = 12,
    HEARD_BYTES = 64 * 1024, /* what they have to say stands in front */
    LOOKS = 2000             /* at the sentences around phrases */
};

/* --- one place --------------------------------------------------------------
 */

const struct handoff_heard *ho_heard(const struct handoff_response *r,
                                     enum handoff_signal signal)
{
    for (size_t i = 0; i < r->heard_count; i++)
        if (r->heard[i].signal == signal)
            return &r->heard[i];
    return NULL;
}

static void add(struct ho_hearing *h, enum handoff_signal signal, size_t from,
                size_t to, bool by_model)
{
    const struct handoff_slice text = h->reply->text;
    struct handoff_response *r = h->response;
    struct handoff_heard *slot;

    while (from < to && (text.ptr[from] == ' ' || text.ptr[from] == '\n'))
        from++;
    while (to > from && (text.ptr[to - 1] == ' ' || text.ptr[to - 1] == '\n'))
        to--;
    slot = ho_arena_push(r->arena, &r->heard, &r->heard_count, sizeof *slot);
    if (slot)
        *slot = (struct handoff_heard){
            signal, ho_arena_copy(r->arena, ho_part(text, from, to)), from, to,
            by_model
        };
}

/* The clause around the phrase, unless it is a long one. */
static void add_around(struct ho_hearing *h, struct handoff_slice heard,
                       enum handoff_signal signal, size_t from, size_t to)
{
    const struct handoff_slice clause = handoff_clause(heard, from, to);
    const size_t start = (size_t)(clause.ptr - heard.ptr);

    if (clause.len > QUOTE_BYTES)
        add(h, signal, from, to, false);
    else
        add(h, signal, start, start + clause.len, false);
}

/* A question may be interest, and a "not" around a phrase takes it back. */
static enum handoff_status states(struct handoff_slice own,
                                  const struct ho_phrase_hit *hit, bool *yes,
                                  struct handoff_error *err)
{
    static const struct handoff_field asked = { .name = "reply",
                                                .type = HANDOFF_TYPE_ENUM,
                                                .by_question = true };
    const struct handoff_slice clause = handoff_clause(own, hit->from, hit->to);
    const size_t base = (size_t)(clause.ptr - own.ptr);
    const struct ho_phrase_hit cue = { true, hit->from - base, hit->to - base };
    enum ho_mood mood = HO_STATES;
    const enum handoff_status status =
        ho_find_mood(&asked, own, clause, &cue, &mood, err);

    *yes = mood != HO_FLIPS;
    return status;
}

/* --- phrases ----------------------------------------------------------------
 */

static enum handoff_status hear_phrase(struct ho_hearing *h,
                                       struct handoff_slice heard,
                                       const struct ho_passage *all,
                                       const struct handoff_words *words,
                                       size_t i, struct ho_phrase_hit *best,
                                       struct handoff_error *err)
{
    struct ho_phrase_hit hit = { .found = true };
    enum handoff_status status = HANDOFF_OK;
    size_t at = 0;

    while (status == HANDOFF_OK && hit.found && h->looks < LOOKS) {
        bool yes = false;

        status = ho_next_phrase(all, &at, words, i, &hit, err);
        if (status != HANDOFF_OK || !hit.found ||
            (best->found && hit.from >= best->from))
            break;
        h->looks++;
        status = states(heard, &hit, &yes, err);
        if (yes)
            *best = hit;
    }
    return status;
}

/* The first place at which one of the phrases holds. */
static enum handoff_status hear_signal(struct ho_hearing *h,
                                       struct handoff_slice heard,
                                       const struct ho_passage *all,
                                       enum handoff_signal signal,
                                       struct handoff_error *err)
{
    const struct handoff_words *words = &h->followup->words[signal];
    struct ho_phrase_hit best = { 0 };
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < words->count && status == HANDOFF_OK; i++)
        if (!ho_lacks_phrase(all, words, i))
            status = hear_phrase(h, heard, all, words, i, &best, err);
    if (status == HANDOFF_OK && best.found)
        add_around(h, heard, signal, best.from, best.to);
    return status;
}

/* The signals [first, last] in that text. */
static enum handoff_status hear_signals(struct ho_hearing *h,
                                        struct handoff_slice heard, int first,
                                        int last, struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    struct ho_starts starts;
    enum handoff_status status;

    heard = ho_utf8_cut(heard, HEARD_BYTES);
    status = ho_fold(heard, &folded, err);

    if (status == HANDOFF_OK) {
        const struct ho_passage all = ho_passage_of(&folded, &starts);

        ho_starts_find(ho_folded_slice(&folded), &starts);
        for (int s = first; s <= last && status == HANDOFF_OK; s++)
            status = hear_signal(h, heard, &all, (enum handoff_signal)s, err);
    }
    ho_folded_release(&folded);
    return status;
}

/* --- opt-out ----------------------------------------------------------------
 */

/* In the languages of the screen, whatever the policy says. */
static enum handoff_status hear_opt_out(struct ho_hearing *h,
                                        struct handoff_error *err)
{
    struct ho_phrase_found found;
    struct ho_text text = { 0 };
    enum handoff_status status = ho_text_read(&text, h->reply->own, err);

    if (status == HANDOFF_OK && ho_phrases_find(h->followup->phrases, &text,
                                                HANDOFF_FACT_OPT_OUT, &found))
        add_around(h, h->reply->own, HANDOFF_SIGNAL_OPT_OUT,
                   text.word[found.first].from, text.word[found.last].to);
    ho_text_release(&text);
    return status;
}

/* The subject of an automatic mail says what it is. */
static enum handoff_status hear_subject(struct ho_hearing *h,
                                        enum handoff_signal signal,
                                        struct handoff_error *err)
{
    const struct handoff_slice head = h->reply->head;
    struct ho_phrase_hit hit = { 0 };
    enum handoff_status status = HANDOFF_OK;

    if (head.len > 0 && !ho_heard(h->response, signal))
        status = ho_find_phrase(head, &h->followup->words[signal], &hit, err);
    if (status == HANDOFF_OK && hit.found) {
        const size_t from = (size_t)(head.ptr - h->reply->text.ptr);

        add(h, signal, from + hit.from, from + hit.to, false);
    }
    return status;
}

enum handoff_status ho_hear(struct ho_hearing *h, struct handoff_error *err)
{
    enum handoff_status status = hear_opt_out(h, err);

    if (status == HANDOFF_OK)
        status = hear_signals(h, h->reply->wide, HANDOFF_SIGNAL_BOUNCE,
                              HANDOFF_SIGNAL_AWAY, err);
    if (status == HANDOFF_OK)
        status = hear_signals(h, h->reply->own, HANDOFF_SIGNAL_WRONG_PERSON,
                              HANDOFF_SIGNALS - 1, err);
    if (status == HANDOFF_OK)
        status = hear_subject(h, HANDOFF_SIGNAL_BOUNCE, err);
    if (status == HANDOFF_OK)
        status = hear_subject(h, HANDOFF_SIGNAL_AWAY, err);
    return status;
}

bool ho_is_settled(const struct handoff_response *r)
{
    return r->automatic || ho_heard(r, HANDOFF_SIGNAL_OPT_OUT) ||
           ho_heard(r, HANDOFF_SIGNAL_BOUNCE);
}

/* --- a model ----------------------------------------------------------------
 */

/* It points, in the writer's own words; an opt-out and a bounce are not its to
 * see, and what code has heard stands. */
static enum handoff_status hear_item(struct ho_hearing *h, const cJSON *item,
                                     struct handoff_error *err)
{
    const char *word = ho_json_text(item, "signal");
    const char *quote = ho_json_text(item, "quote");
    const int signal = word ? ho_signal_find(word) : -1;
    struct handoff_found found = { 0 };
    bool cut = false, yes = false;
    enum handoff_status status = HANDOFF_OK;

    if (signal <= HANDOFF_SIGNAL_BOUNCE || !quote || !*quote)
        h->response->refused++;
    if (signal <= HANDOFF_SIGNAL_BOUNCE || !quote || !*quote ||
        ho_heard(h->response, (enum handoff_signal)signal))
        return HANDOFF_OK;
    status = handoff_locate(h->reply->own, ho_slice(quote), &found, &cut, err);
    if (status == HANDOFF_OK && found.match != HANDOFF_MATCH_NONE)
        status = states(h->reply->own,
                        &(struct ho_phrase_hit){ true, found.from, found.to },
                        &yes, err);
    if (status == HANDOFF_OK && yes)
        add(h, (enum handoff_signal)signal, found.from, found.to, true);
    else
        h->response->refused++;
    return status;
}

enum handoff_status ho_hear_model(struct ho_hearing *h, const char *answer,
                                  struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    struct ho_repairs repairs;
    const cJSON *item;
    cJSON *root = NULL;
    int count = 0;
    enum handoff_status status =
        ho_reply_parse(ho_slice(answer), &root, &repairs, &why);

    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    h->response->refused += root == NULL;
    status = HANDOFF_OK;
    cJSON_ArrayForEach(item, ho_json_get(root, "signals"))
    {
        if (status == HANDOFF_OK && count++ < MODEL_SIGNALS)
            status = hear_item(h, item, err);
    }
    cJSON_Delete(root);
    return status;
}
