/* test_endpoint_pace.c - the controllers alone: rate-limit headers, the ladder,
 * requests at once, budgets.  No network, no clock. */
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/slice.h"
#include "endpoint/budget.h"
#include "endpoint/ladder.h"
#include "endpoint/pace.h"
#include "endpoint/rate.h"

static const int64_t NOW = 1800000000;

static void rate_headers(void **state)
{
    static const struct {
        const char *remaining, *reset;
        int64_t pause_ms;
        const char *why;
    } row[] = {
        { "0", "1s", 1000, "OpenAI: a Go duration" },
        { "0", "6m0s", 360000, "two units" },
        { "0", "1h2m3.5s", 3723500, "three, and a fraction" },
        { "0", "12ms", 12, "milliseconds" },
        { "0", "7.4ms", 8, "rounded up" },
        { "0", "350us", 1, "under a millisecond" },
        { "0", "350\xC2\xB5s", 1, "the micro sign" },
        { "0", "5", 5000, "Azure: whole seconds" },
        { "0", "0.25", 250, "seconds with a fraction" },
        { "0", "1800000002", 2000, "seconds since 1970" },
        { "0", "1800000002500", 2500, "OpenRouter: milliseconds since 1970" },
        { "0", "2027-01-15T08:00:03Z", 3000, "Anthropic: a date" },
        { "0", "1799999999", -1, "a time in the past" },
        { "3", "1s", -1, "some are left" },
        { "-1", "-1", -1, "Azure: unknown" },
        { "0", "-1", -1, "no time" },
        { "", "", -1, "empty" },
        { "zero", "soon", -1, "words" },
        { "0", "1m garbage", -1, "a rest behind the duration" },
        { "0", "99999999999999999999h", 100000000000000, "no overflow" },
        { "0", "99999999999999999999", 99998200000000000,
          "nor here: years from now" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct ho_rate rate;
        int64_t was;

        ho_rate_init(&rate);
        ho_rate_header(&rate, ho_slice("X-RateLimit-Remaining-Requests"),
                       ho_slice(row[i].remaining), NOW);
        ho_rate_header(&rate, ho_slice("x-ratelimit-reset-requests"),
                       ho_slice(row[i].reset), NOW);
        was = ho_rate_pause_ms(&rate);
        if (row[i].pause_ms > 1000000000 ? was < 1000000000
                                         : was != row[i].pause_ms)
            fail_msg("%s: %lld", row[i].why, (long long)was);
    }
}

/* Requests and tokens are two limits; the longer pause counts. */
static void two_limits(void **state)
{
    struct ho_rate rate;

    (void)state;
    ho_rate_init(&rate);
    ho_rate_header(&rate, ho_slice("x-ratelimit-remaining-requests"),
                   ho_slice("0"), NOW);
    ho_rate_header(&rate, ho_slice("x-ratelimit-reset-requests"),
                   ho_slice("1s"), NOW);
    ho_rate_header(&rate, ho_slice("anthropic-ratelimit-tokens-reset"),
                   ho_slice("2s"), NOW);
    assert_int_equal(ho_rate_pause_ms(&rate), 1000);
    ho_rate_header(&rate, ho_slice("anthropic-ratelimit-tokens-remaining"),
                   ho_slice("0"), NOW);
    assert_int_equal(ho_rate_pause_ms(&rate), 2000);
    ho_rate_header(&rate, ho_slice("x-other-remaining"), ho_slice("7"), NOW);
    assert_int_equal(ho_rate_pause_ms(&rate), 2000);
}

static void what_a_refusal_names(void **state)
{
    static const struct {
        const char *words;
        enum ho_about about;
    } row[] = {
        { "max_tokens", HO_ABOUT_TOKENS },
        { "'max_completion_tokens' is unknown", HO_ABOUT_TOKENS },
        { "Unsupported value: 'temperature' does", HO_ABOUT_TEMPERATURE },
        { "Unknown name \"seed\": Cannot", HO_ABOUT_SEED },
        { "random_seed", HO_ABOUT_SEED },
        { "RESPONSE_FORMAT", HO_ABOUT_FORMAT },
        { "response_format.json_schema.schema", HO_ABOUT_FORMAT },
        { "no Structured Outputs here", HO_ABOUT_FORMAT },
        { "seeds and temperatures", HO_ABOUT_NOTHING },
        { "the model my_seed-oss is gone", HO_ABOUT_NOTHING },
        { "bad model", HO_ABOUT_NOTHING },
        { "", HO_ABOUT_NOTHING },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (ho_ladder_about(row[i].words) != row[i].about)
            fail_msg("%s", row[i].words);
}

/* Whatever a server refuses, in whatever order, it comes to an end. */
static void learning_ends(void **state)
{
    struct ho_ladder ladder = { 0 };
    unsigned steps = 0;
    bool moved = true;

    (void)state;
    while (moved) {
        moved = false;
        for (int about = HO_ABOUT_FORMAT; about <= HO_ABOUT_SEED; about++)
            if (ho_ladder_learn(&ladder, (enum ho_about)about, ladder.moves)) {
                moved = true;
                steps++;
            }
    }
    assert_int_equal(steps, 8);
    assert_int_equal(ladder.moves, 8);
    assert_int_equal(ladder.rung, HO_RUNG_TEXT);
    assert_false(ho_ladder_learn(&ladder, HO_ABOUT_NOTHING, 0));
    /* a try from before: others have learnt what it was refused for */
    assert_true(ho_ladder_learn(&ladder, HO_ABOUT_FORMAT, 3));
    assert_int_equal(ladder.moves, 8);
}

static void ladders_are_kept(void **state)
{
    static const char *const bad[] = {
        "",
        "json_schema",
        "json_schema strict, max_tokens, temperature",
        "json_schema strict, max_tokens, temperature, seed, more",
        "json, max_tokens, temperature, seed",
        "json_schema strict,max_tokens,temperature,seed",
    };
    struct ho_ladder ladder = { 0 };

    (void)state;
    for (int rung = 0; rung < HO_RUNG_COUNT; rung++)
        for (int seed = 0; seed < HO_SEED_COUNT; seed++)
            for (int flags = 0; flags < 4; flags++) {
                const struct ho_ladder made = {
                    .rung = (enum ho_rung)rung,
                    .seed = (enum ho_seed)seed,
                    .completion_tokens = flags & 1,
                    .no_temperature = flags & 2,
                };
                struct ho_buffer text;

                ho_buffer_init(&text, HANDOFF_LADDER - 1);
                ho_ladder_write(&made, &text);
                assert_int_equal(text.failed, HANDOFF_OK);
                assert_true(ho_ladder_read(text.ptr, &ladder));
                assert_int_equal(ladder.rung, made.rung);
                assert_int_equal(ladder.seed, made.seed);
                assert_int_equal(ladder.completion_tokens,
                                 made.completion_tokens);
                assert_int_equal(ladder.no_temperature, made.no_temperature);
                assert_int_equal(ladder.moves, made.moves);
                ho_buffer_release(&text);
            }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ho_ladder_read(bad[i], &ladder));
}

static void pace(void **state)
{
    struct ho_pace p;

    (void)state;
    ho_pace_init(&p, 8);
    for (int i = 0; i < 8; i++) {
        assert_true(ho_pace_open(&p, 0));
        ho_pace_begin(&p);
    }
    assert_false(ho_pace_open(&p, 0));
    for (int i = 0; i < 8; i++) /* one burst is one sign */
        ho_pace_end(&p, HO_PACE_OVERLOADED, 5, 10);
    assert_int_equal(p.limit, 4);
    for (int i = 0; i < 4; i++) {
        ho_pace_begin(&p);
        ho_pace_end(&p, HO_PACE_WON, 11, 12);
    }
    assert_int_equal(p.limit, 5);
    for (int i = 0; i < 9; i++) {
        ho_pace_begin(&p);
        ho_pace_end(&p, HO_PACE_OVERLOADED, 20 + i, 20 + i);
    }
    assert_int_equal(p.limit, 1); /* never none */
    for (int i = 0; i < 1000; i++) {
        ho_pace_begin(&p);
        ho_pace_end(&p, HO_PACE_WON, 50, 60);
    }
    assert_int_equal(p.limit, 8); /* never more than allowed */
    ho_pace_pause(&p, 100);
    ho_pace_pause(&p, 90); /* the later one holds */
    assert_false(ho_pace_open(&p, 99));
    assert_true(ho_pace_open(&p, 100));
}

static void budget(void **state)
{
    const struct handoff_price price = { .input = 1000000, .output = 2000000 };
    struct handoff_endpoint_options o = HANDOFF_ENDPOINT_DEFAULTS;
    const struct ho_budget_try t = { 100, 50 }, less = { 100, 10 };
    struct ho_budget b;
    const char *why = NULL;

    (void)state;
    o.max_tokens_total = 300;
    assert_int_equal(ho_budget_init(&b, &o, NULL), HANDOFF_OK);
    ho_budget_begin(&b, &t);
    assert_int_equal(ho_budget_ask(&b, &t, &why), HO_BUDGET_GO);
    ho_budget_begin(&b, &t);
    assert_int_equal(ho_budget_ask(&b, &t, &why), HO_BUDGET_WAIT);
    ho_budget_end(&b, &t, &less);
    ho_budget_end(&b, &t, &less); /* 220 used: 80 are left */
    assert_int_equal(ho_budget_ask(&b, &t, &why), HO_BUDGET_STOP);
    assert_non_null(strstr(why, "--max-tokens-total"));
    assert_int_equal(b.used.requests, 2);
    assert_int_equal(b.used.prompt_tokens, 200);

    o.max_tokens_total = 0;
    o.max_cost = 300;
    assert_int_equal(ho_budget_init(&b, &o, NULL), HANDOFF_ENDPOINT);
    o.price = &price;
    assert_int_equal(ho_budget_init(&b, &o, NULL), HANDOFF_OK);
    assert_int_equal(ho_budget_ask(&b, &t, &why), HO_BUDGET_GO); /* 200 */
    ho_budget_begin(&b, &t);
    ho_budget_end(&b, &t, &t);
    assert_int_equal(b.used.cost, 200);
    assert_int_equal(ho_budget_ask(&b, &t, &why), HO_BUDGET_STOP);
    assert_non_null(strstr(why, "--max-cost"));
}

/* Nothing wraps round. */
static void budget_of_giants(void **state)
{
    const struct handoff_price price = { INT64_MAX, INT64_MAX };
    struct handoff_endpoint_options o = HANDOFF_ENDPOINT_DEFAULTS;
    const struct ho_budget_try t = { INT64_MAX / 2, INT64_MAX / 2 };
    struct ho_budget b;
    const char *why = NULL;

    (void)state;
    o.max_cost = INT64_MAX;
    o.price = &price;
    assert_int_equal(ho_budget_init(&b, &o, NULL), HANDOFF_OK);
    for (int i = 0; i < 5; i++)
        ho_budget_count(&b, &t);
    assert_int_equal(b.used.prompt_tokens, INT64_MAX);
    assert_true(b.used.cost > 0);
    assert_int_not_equal(ho_budget_ask(&b, &t, &why), HO_BUDGET_WAIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rate_headers),
        cmocka_unit_test(two_limits),
        cmocka_unit_test(what_a_refusal_names),
        cmocka_unit_test(learning_ends),
        cmocka_unit_test(ladders_are_kept),
        cmocka_unit_test(pace),
        cmocka_unit_test(budget),
        cmocka_unit_test(budget_of_giants),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
