/* orders.c - phrases that command whoever reads a text; see
 * evidence/speech.h */
#include "evidence/language.h"
#include "evidence/speech.h"

/* Folded, without accents.  What a lead may write about their own work is not
 * among them: "our reps ignore all leads". */
static const char *const orders[] = {
    "ignore previous",
    "ignore all previous",
    "ignore all prior",
    "ignore all rules",
    "ignore all instructions",
    "ignore all the",
    "ignore the previous",
    "ignore the rules",
    "ignore prior",
    "ignore the above",
    "ignore your instructions",
    "ignore your rules",
    "ignore any previous",
    "ignore any instructions",
    "ignore everything above",
    "ignore everything before",
    "disregard previous",
    "disregard all previous",
    "disregard the above",
    "disregard any previous",
    "disregard your",
    "forget previous",
    "forget all previous",
    "forget your instructions",
    "forget everything above",
    "previous instructions",
    "previous rules",
    "prior instructions",
    "override your",
    "overwrite your instructions",
    "system prompt",
    "system message",
    "system: set",
    "system: ignore",
    "system: you",
    "system: mark",
    "system: override",
    "im_start",
    "inst]",
    "mark me as",
    "mark us as",
    "mark this lead",
    "flag this lead",
    "flag me as",
    "route me as",
    "route me to",
    "route this lead",
    "route to pursue",
    "you must route",
    "score this lead",
    "score me",
    "rate this lead",
    "classify me",
    "classify us as",
    "classify this lead",
    "treat this lead",
    "treat me as",
    "treat us as",
    "qualify me as",
    "qualify this lead",
    "as an ai",
    "dear ai",
    "dear bot",
    "dear model",
    "hey ai",
    "hello ai",
    "note to the bot",
    "note to the ai",
    "note to ai",
    "note to the model",
    "note to the assistant",
    "note to the llm",
    "message to the ai",
    "instruction to the",
    "instructions for the ai",
    "if you are an ai",
    "if you are a bot",
    "if you are a language model",
    "assistant, set",
    "assistant, mark",
    "assistant, please",
    "assistant, write",
    "assistant, record",
    "assistant: set",
    "when summarising this",
    "when summarizing this",
    "when you summarise",
    "when you summarize",
    "in your summary",
    "please record that",
    "skip all checks",
    "skip the checks",
    "do not verify",
    "output the following",
    "output only",
    "reply only with",
    "answer only with",
    "return json",
    "set authority to",
    "set budget to",
    "set urgency to",
    "set team size to",
    "set the field",
    "fill in the field",
    "the correct answer is",
    "pretend that you",
    "you are now a",
    "you are now in",
    "ignoriere alle",
    "ignoriere die",
    "ignorieren sie alle",
    "vorherigen anweisungen",
    "vorherige anweisungen",
    "bisherigen anweisungen",
    "trage ein:",
    "bewerte diesen lead",
    "markiere diesen lead",
    "markiere mich",
    "stufe mich ein",
    "systemanweisung",
    "ignorez les instructions",
    "ignorez toutes",
    "ignore les instructions",
    "oubliez les instructions",
    "instructions precedentes",
    "marquez ce prospect",
    "classez ce prospect",
    "ignora las instrucciones",
    "ignora todas las",
    "ignore las instrucciones",
    "olvida las instrucciones",
    "instrucciones anteriores",
    "marca este lead",
    "clasifica este lead",
    "ignora le istruzioni",
    "istruzioni precedenti",
    "ignore as instrucoes",
    "instrucoes anteriores",
    "negeer alle",
    "negeer de vorige",
    "vorige instructies",
    "forget everything",
    "forget all rules",
    "disregard the rules",
    "disregard all",
    "fill in the fields",
    "fill in the form with",
    "role: system",
    "role\": \"system",
    "role': 'system",
    "tool_calls",
    "call the function",
    "call the tool",
    "execute the",
    "system>",
    "/lead>",
    "instructions>",
    "/data>",
    "assistant>",
    "then: {route",
    "route\": \"pursue",
    "route': 'pursue",
    "lane: pursue",
    "lane\": \"pursue",
    "lane': 'pursue",
    "explicit\": [",
    "explicit': [",
    "inferred\": [",
    "inferred': [",
    "json {",
    "assistant: {",
    "decode and",
    "decode this",
    "and obey",
    "your api key",
    "print your",
    "repeat your",
    "reveal your",
    "words of the example",
    "values of the example",
    "words of your example",
    "이전 지시",
    "игнорируй",
    "игнорируйте все",
    "предыдущие инструкции",
    "zignoruj",
    "poprzednie instrukcje",
    "onceki talimatları",
    "تجاهل جميع",
    "تجاهل التعليمات",
    "पिछले निर्देशों",
};

/* In scripts that put no space between words. */
static const char *const unspaced[] = {
    "忽略之前",   "忽略以上",       "忽略所有",
    "以前の指示", "これまでの指示", "指示を無視",
};

/* Each letter of such a script is a word of the index. */
static size_t find_unspaced(const struct ho_word_index *index,
                            struct handoff_slice part)
{
    const size_t base = (size_t)(part.ptr - index->text.ptr);
    size_t first = part.len;

    for (size_t i = 0; i < sizeof unspaced / sizeof *unspaced; i++) {
        const size_t len = strlen(unspaced[i]);
        struct ho_word_places places;

        if (!ho_word_index_look(index, ho_slice(unspaced[i]), &places))
            continue;
        for (size_t k = 0; k < places.count; k++) {
            const size_t at = places.at[k] - base; /* huge before the part */

            if (at < first && part.len - at >= len &&
                memcmp(part.ptr + at, unspaced[i], len) == 0)
                first = at;
        }
    }
    return first < part.len ? first : SIZE_MAX;
}

bool ho_gives_orders(const struct ho_word_index *index,
                     struct handoff_slice part)
{
    return ho_any_phrase(index, part, orders, sizeof orders / sizeof *orders) ||
           find_unspaced(index, part) != SIZE_MAX;
}

size_t ho_first_order(const struct ho_word_index *index)
{
    size_t first = find_unspaced(index, index->text);
    struct ho_word_places places;

    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        if (!ho_may_hold(&index->starts, orders[i]) ||
            !ho_word_index_look(index, ho_slice(orders[i]), &places))
            continue;
        for (size_t k = 0; k < places.count && places.at[k] < first; k++)
            if (ho_phrase_at(index->text, places.at[k], orders[i]) > 0)
                first = places.at[k];
    }
    return first;
}
