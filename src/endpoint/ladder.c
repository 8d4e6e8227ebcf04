/* ladder.c - see endpoint/ladder.h */
#include "endpoint/ladder.h"

#include <ctype.h>

static const char *const rung_name[HO_RUNG_COUNT] = {
    "json_schema strict", "json_schema", "json_object",
    "forced tool",        "plain text",
};
static const char *const seed_name[HO_SEED_COUNT] = { "seed", "random_seed",
                                                      "no seed" };
static const char *const tokens_name[] = { "max_tokens",
                                           "max_completion_tokens" };
static const char *const temperature_name[] = { "temperature",
                                                "no temperature" };

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* As a whole word, in any case of its letters. */
static bool names(struct handoff_slice text, const char *word)
{
    const size_t len = strlen(word);

    for (size_t at = 0; at + len <= text.len; at++)
        if (ho_slice_is_nocase(ho_part(text, at, at + len), word) &&
            (at == 0 || !is_word(text.ptr[at - 1])) &&
            (at + len == text.len || !is_word(text.ptr[at + len])))
            return true;
    return false;
}

/* The narrowest first: a message on max_tokens may mention a schema, too. */
enum ho_about ho_ladder_about(const char *words)
{
    static const struct {
        const char *word;
        enum ho_about about;
    } row[] = {
        { "max_tokens", HO_ABOUT_TOKENS },
        { "max_completion_tokens", HO_ABOUT_TOKENS },
        { "temperature", HO_ABOUT_TEMPERATURE },
        { "random_seed", HO_ABOUT_SEED },
        { "seed", HO_ABOUT_SEED },
        { "response_format", HO_ABOUT_FORMAT },
        { "response_format.type", HO_ABOUT_FORMAT },
        { "response format", HO_ABOUT_FORMAT },
        { "json_schema", HO_ABOUT_FORMAT },
        { "json_object", HO_ABOUT_FORMAT },
        { "schema", HO_ABOUT_FORMAT },
        { "strict", HO_ABOUT_FORMAT },
        { "grammar", HO_ABOUT_FORMAT },
        { "generate parser", HO_ABOUT_FORMAT },
        { "structured output", HO_ABOUT_FORMAT },
        { "structured outputs", HO_ABOUT_FORMAT },
        { "tool_choice", HO_ABOUT_FORMAT },
        { "tools", HO_ABOUT_FORMAT },
        { "tool", HO_ABOUT_FORMAT },
        { "requested parameters", HO_ABOUT_FORMAT },
    };
    /* a server may quote the whole prompt; what counts stands in front */
    enum { LOOKED_AT = 4096 };
    struct handoff_slice text = ho_slice(words);

    if (text.len > LOOKED_AT)
        text.len = LOOKED_AT;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (names(text, row[i].word))
            return row[i].about;
    return HO_ABOUT_NOTHING;
}

static bool step(struct ho_ladder *l, enum ho_about about)
{
    const struct ho_ladder was = *l;

    switch (about) {
    case HO_ABOUT_FORMAT:
        if (l->rung < HO_RUNG_TEXT)
            l->rung++;
        return l->rung != was.rung;
    case HO_ABOUT_TOKENS:
        if (!l->renamed)
            l->completion_tokens = !l->completion_tokens;
        l->renamed = true;
        return l->completion_tokens != was.completion_tokens;
    case HO_ABOUT_TEMPERATURE:
        l->no_temperature = true;
        return !was.no_temperature;
    case HO_ABOUT_SEED:
        if (l->seed < HO_SEED_NONE)
            l->seed++;
        return l->seed != was.seed;
    default:
        return false;
    }
}

bool ho_ladder_learn(struct ho_ladder *ladder, enum ho_about about,
                     unsigned moves)
{
    if (about == HO_ABOUT_NOTHING)
        return false;
    if (moves != ladder->moves) /* others were refused meanwhile */
        return true;
    if (!step(ladder, about))
        return false;
    ladder->moves++;
    return true;
}

void ho_ladder_write(const struct ho_ladder *ladder, struct ho_buffer *out)
{
    ho_buffer_format(out, "%s, %s, %s, %s", rung_name[ladder->rung],
                     tokens_name[ladder->completion_tokens],
                     temperature_name[ladder->no_temperature],
                     seed_name[ladder->seed]);
}

/* Take the words up to the next ", "; which of the names they are, or -1. */
static int take_name(struct handoff_slice *text, const char *const *name,
                     size_t count)
{
    const size_t end = ho_find(*text, 0, ho_slice(", "));
    const struct handoff_slice word =
        ho_part(*text, 0, end < text->len ? end : text->len);

    *text = ho_part(*text, end < text->len ? end + 2 : text->len, text->len);
    for (size_t i = 0; i < count; i++)
        if (ho_slice_is(word, name[i]))
            return (int)i;
    return -1;
}

bool ho_ladder_read(const char *text, struct ho_ladder *ladder)
{
    struct handoff_slice rest = ho_slice(text);
    const int rung = take_name(&rest, rung_name, HO_RUNG_COUNT);
    const int tokens = take_name(&rest, tokens_name, 2);
    const int temperature = take_name(&rest, temperature_name, 2);
    const int seed = take_name(&rest, seed_name, HO_SEED_COUNT);

    if (rung < 0 || tokens < 0 || temperature < 0 || seed < 0 || rest.len > 0)
        return false;
    *ladder = (struct ho_ladder){ .rung = (enum ho_rung)rung,
                                  .completion_tokens = tokens == 1,
                                  .no_temperature = temperature == 1,
                                  .seed = (enum ho_seed)seed };
    return true;
}
