/* curl_slot.c - see endpoint/curl.h */
#include "endpoint/curl.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BODY_BYTES = 32 * 1024 * 1024,
    LEAST_MS = 1000, /* of a try, or that share of the lead's time */
    LEAST_SHARE = 20
};

enum handoff_status ho_slot_take(struct ho_curl *self, struct ho_slot *slot,
                                 struct ho_exchange *x,
                                 struct handoff_error *err)
{
    slot->x = x;
    slot->state = HO_SLOT_WAITING;
    slot->due_ns = ho_curl_now(self);
    slot->first_ns = INT64_MAX;
    slot->failures = 0;
    slot->doubled = false;
    slot->last[0] = '\0';
    slot->turn = (struct ho_turn){ .max_tokens = x->asked.max_tokens };
    slot->cost.prompt_tokens = ho_budget_estimate(x->asked.len);
    if (slot->http.easy)
        return HANDOFF_OK;
    ho_buffer_init(&slot->body, BODY_BYTES);
    return ho_http_open(&slot->http, &self->settings, slot, err);
}

/* --- the end of a request ------------------------------------------------- */

static void finish(struct ho_curl *self, struct ho_slot *slot)
{
    ho_transport_done(&self->base, slot->x);
    slot->x = NULL;
    slot->state = HO_SLOT_FREE;
}

/* more: what to add to the problem, "" for nothing. */
static enum handoff_status fail(struct ho_curl *self, struct ho_slot *slot,
                                const char *problem, const char *more,
                                struct handoff_error *err)
{
    struct ho_exchange *x = slot->x;
    const unsigned tries = x->reply.attempts;
    char tried[32] = "";

    if (tries > 1)
        snprintf(tried, sizeof tried, " (tried %u times)", tries);
    finish(self, slot);
    return ho_exchange_fail(x, err, "%s: %s%s%s", self->settings.url.host,
                            problem, more, tried);
}

/* The same problem would meet every other request. */
static enum handoff_status stop(struct ho_curl *self, struct ho_slot *slot,
                                const char *problem, const char *more,
                                struct handoff_error *err)
{
    enum handoff_status status = ho_transport_stop(
        &self->base, err, "%s: %s%s", self->settings.url.host, problem, more);

    return status == HANDOFF_OK ? fail(self, slot, problem, more, err) : status;
}

/* --- one try -------------------------------------------------------------- */

static int64_t deadline(const struct ho_curl *self, const struct ho_slot *slot)
{
    return slot->first_ns == INT64_MAX
               ? INT64_MAX
               : slot->first_ns + self->lead_ms * HO_NS_PER_MS;
}

static enum handoff_status compose(struct ho_curl *self, struct ho_slot *slot,
                                   struct handoff_error *err)
{
    ho_buffer_clear(&slot->body);
    ho_chat_body(&slot->x->asked, self->model, &self->ladder, &slot->turn,
                 &slot->body);
    slot->moves = self->ladder.moves;
    return ho_buffer_status(&slot->body, "the request to the endpoint", err);
}

/* Is there no time for another try?  One that cannot end in time may be paid
 * for all the same. */
static bool is_too_late(const struct ho_curl *self, const struct ho_slot *slot,
                        int64_t at)
{
    const int64_t share = self->lead_ms / LEAST_SHARE;
    const int64_t least = share < LEAST_MS ? share : LEAST_MS;

    return slot->first_ns != INT64_MAX &&
           at + least * HO_NS_PER_MS >= deadline(self, slot);
}

/* Milliseconds that the next try may take. */
static unsigned time_limit(const struct ho_curl *self,
                           const struct ho_slot *slot, int64_t now)
{
    const int64_t end = deadline(self, slot);
    int64_t left;

    if (end == INT64_MAX)
        return self->timeout_ms < self->lead_ms ? self->timeout_ms
                                                : self->lead_ms;
    left = (end - now) / HO_NS_PER_MS;
    return left < 1                           ? 1
           : left < (int64_t)self->timeout_ms ? (unsigned)left
                                              : self->timeout_ms;
}

static enum handoff_status begin_try(struct ho_curl *self, struct ho_slot *slot,
                                     int64_t now, struct handoff_error *err)
{
    enum handoff_status status = compose(self, slot, err);
    CURLMcode code;

    if (status == HANDOFF_OK)
        status = ho_http_prepare(&slot->http, ho_buffer_slice(&slot->body),
                                 time_limit(self, slot, now), err);
    if (status != HANDOFF_OK)
        return status;
    code = ho_libcurl()->multi_add_handle(self->multi, slot->http.easy);
    if (code != CURLM_OK)
        return ho_curl_failed(self, code, err);
    slot->state = HO_SLOT_RUNNING;
    slot->began_ns = now;
    if (slot->first_ns == INT64_MAX)
        slot->first_ns = now;
    slot->x->reply.attempts++;
    ho_pace_begin(&self->pace);
    ho_budget_begin(&self->base.budget, &slot->cost);
    return HANDOFF_OK;
}

enum handoff_status ho_slot_move(struct ho_curl *self, struct ho_slot *slot,
                                 int64_t now, struct handoff_error *err)
{
    const char *why = NULL;
    enum ho_budget_word word;

    if (self->base.stopped)
        return fail(self, slot, "not sent, since the run was ended", "", err);
    if (is_too_late(self, slot, now))
        return fail(self, slot, "the time for this lead is used up",
                    "; raise it (--lead-time) or run again later", err);
    if (slot->due_ns > now || !ho_pace_open(&self->pace, now))
        return HANDOFF_OK;
    slot->cost.completion_tokens = slot->turn.max_tokens;
    word = ho_budget_ask(&self->base.budget, &slot->cost, &why);
    if (word == HO_BUDGET_STOP)
        return stop(self, slot, why, "", err);
    return word == HO_BUDGET_GO ? begin_try(self, slot, now, err) : HANDOFF_OK;
}

/* --- the end of a try ----------------------------------------------------- */

static enum handoff_status wait_for(struct ho_slot *slot, int64_t due_ns)
{
    slot->due_ns = due_ns;
    slot->state = HO_SLOT_WAITING;
    return HANDOFF_OK;
}

/* Milliseconds that the server asks to wait, UNTOLD where it does not. */
static int64_t asked_wait(const struct ho_slot *slot)
{
    const int64_t after = ho_retry_after_ms(&slot->http.hint);

    return after != HO_RETRY_UNTOLD ? after
                                    : ho_rate_pause_ms(&slot->http.rate);
}

/* Wait as the server asks, or else as we see fit. */
static enum handoff_status try_again(struct ho_curl *self, struct ho_slot *slot,
                                     const char *problem,
                                     struct handoff_error *err)
{
    const struct handoff_reply *reply = &slot->x->reply;
    int64_t wait_ms = asked_wait(slot);
    const bool asked = wait_ms != HO_RETRY_UNTOLD;
    const int64_t now = ho_curl_now(self);
    char more[96];

    if (wait_ms > HO_RETRY_CAP_MS) {
        snprintf(more, sizeof more,
                 "; it asks to wait %" PRId64
                 " s, which is too long for this run",
                 wait_ms / 1000);
        return stop(self, slot, problem, more, err);
    }
    if (!asked)
        wait_ms = ho_retry_backoff_ms(reply->tag ^ (size_t)self->chance,
                                      slot->failures);
    if (is_too_late(self, slot, now + wait_ms * HO_NS_PER_MS))
        return fail(self, slot, problem,
                    "; the time for this lead ends before the next try", err);
    if (asked && (reply->http_status == 429 || reply->http_status == 503))
        ho_pace_pause(&self->pace, now + wait_ms * HO_NS_PER_MS);
    return wait_for(slot, now + wait_ms * HO_NS_PER_MS);
}

/* llama-server fails the same way again and again where its own output breaks
 * its parser: the third try needs another chance.  false: it cannot have one.
 */
static bool may_differ(struct ho_curl *self, struct ho_slot *slot,
                       enum handoff_status *status, struct handoff_error *err)
{
    char hash[HO_SHA256_HEX];

    if (slot->x->reply.http_status != 500) {
        slot->last[0] = '\0';
        return true;
    }
    *status = ho_sha256_hex(ho_buffer_slice(&slot->http.body), hash, err);
    if (*status != HANDOFF_OK)
        return false;
    if (strcmp(hash, slot->last) == 0) {
        if (self->ladder.seed == HO_SEED_NONE)
            return false;
        slot->turn.seed = (int64_t)slot->failures;
    }
    memcpy(slot->last, hash, sizeof hash);
    return true;
}

/* Room for once more with twice the tokens? */
static bool may_double(struct ho_curl *self, struct ho_slot *slot)
{
    if (slot->doubled || slot->turn.max_tokens > INT_MAX / 2 ||
        slot->failures >= self->attempts)
        return false;
    slot->doubled = true;
    slot->turn.max_tokens *= 2;
    return true;
}

/* The try brought a problem. */
static enum handoff_status settle(struct ho_curl *self, struct ho_slot *slot,
                                  const struct ho_answer *answer,
                                  struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (answer->final || self->base.stopped)
        return answer->stop ? stop(self, slot, answer->problem, "", err)
                            : fail(self, slot, answer->problem, "", err);
    if (ho_ladder_learn(&self->ladder, answer->about, slot->moves))
        return wait_for(slot, ho_curl_now(self));
    slot->failures++;
    if (answer->cut && may_double(self, slot))
        return wait_for(slot, ho_curl_now(self));
    if (answer->stop && !answer->retry)
        return stop(self, slot, answer->problem, "", err);
    if (answer->retry && slot->failures < self->attempts &&
        may_differ(self, slot, &status, err))
        return try_again(self, slot, answer->problem, err);
    return status == HANDOFF_OK ? fail(self, slot, answer->problem, "", err)
                                : status;
}

/* Sum over tries; -1 as long as no try told. */
static void add_tokens(int64_t *sum, int64_t more)
{
    if (more >= 0)
        *sum = (*sum < 0 ? 0 : *sum) + more;
}

/* What the try is counted with: what was told, or else, where an answer came or
 * was on its way, the worst case. */
static void account(struct ho_curl *self, const struct ho_slot *slot,
                    CURLcode code, const struct ho_answer *answer)
{
    const long status = slot->x->reply.http_status;
    const bool likely = status == 200 || code == CURLE_OPERATION_TIMEDOUT;
    struct ho_budget_try told = { 0 };

    if (likely)
        told = slot->cost;
    if (answer->prompt_tokens >= 0)
        told.prompt_tokens = answer->prompt_tokens;
    if (answer->completion_tokens >= 0)
        told.completion_tokens = answer->completion_tokens;
    if (likely && (answer->prompt_tokens < 0 || answer->completion_tokens < 0))
        self->base.budget.used.guessed = true;
    ho_budget_end(&self->base.budget, &slot->cost, &told);
}

static void learn_pace(struct ho_curl *self, const struct ho_slot *slot,
                       CURLcode code, const struct ho_answer *answer)
{
    const long status = slot->x->reply.http_status;
    const int64_t now = ho_curl_now(self);
    const int64_t pause = ho_rate_pause_ms(&slot->http.rate);
    const bool overloaded =
        status == 429 || status == 503 || code == CURLE_OPERATION_TIMEDOUT;

    ho_pace_end(&self->pace,
                overloaded     ? HO_PACE_OVERLOADED
                : answer->text ? HO_PACE_WON
                               : HO_PACE_OTHER,
                slot->began_ns, now);
    if (pause > 0 && pause <= HO_RETRY_CAP_MS)
        ho_pace_pause(&self->pace, now + pause * HO_NS_PER_MS);
}

enum handoff_status ho_slot_end_try(struct ho_curl *self, struct ho_slot *slot,
                                    CURLcode code, struct handoff_error *err)
{
    struct handoff_reply *reply = &slot->x->reply;
    struct ho_answer answer;
    enum handoff_status status;

    ho_answer_init(&answer);
    reply->took_ms =
        (unsigned)((ho_curl_now(self) - slot->began_ns) / HO_NS_PER_MS);
    status = ho_http_read(&slot->http, code, &answer, &reply->http_status, err);
    learn_pace(self, slot, code, &answer);
    account(self, slot, code, &answer);
    if (status != HANDOFF_OK)
        goto out;
    add_tokens(&reply->prompt_tokens, answer.prompt_tokens);
    add_tokens(&reply->completion_tokens, answer.completion_tokens);
    if (answer.text) {
        reply->text = answer.text;
        answer.text = NULL;
        reply->ok = true;
        finish(self, slot);
    } else {
        status = settle(self, slot, &answer, err);
    }
out:
    ho_answer_release(&answer);
    return status;
}

int64_t ho_slot_wakes(const struct ho_curl *self, const struct ho_slot *slot)
{
    const int64_t end = deadline(self, slot);
    int64_t due = slot->due_ns;

    if (due < self->pace.pause_until_ns)
        due = self->pace.pause_until_ns;
    if (self->pace.running > 0 && due <= ho_curl_now(self))
        due = INT64_MAX; /* held up by the pace or the budget */
    return due < end ? due : end;
}
