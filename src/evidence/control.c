/* control.c - see evidence/control.h */
#include "evidence/control.h"

#include <stdbool.h>

/* How control tokens begin.  A beginning is enough: broken there, the rest is
 * plain text.  Sources: the chat templates of the model families named. */
static const char *const tokens[] = {
    "<|",            /* ChatML, Llama 3, Phi, GLM, gpt-oss */
    "<\xEF\xBD\x9C", /* DeepSeek: full-width bar */
    "<<SYS>>",       /* Llama 2 */
    "<</SYS>>",
    "[INST]", /* Llama 2, Mistral */
    "[/INST]",
    "[SYSTEM_PROMPT]", /* Mistral */
    "[/SYSTEM_PROMPT]",
    "[AVAILABLE_TOOLS]",
    "[/AVAILABLE_TOOLS]",
    "[TOOL_CALLS]",
    "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]",
    "[IMG",
    "[THINK]", /* Magistral */
    "[/THINK]",
    "[|",        /* EXAONE */
    "[gMASK]",   /* GLM */
    "<longcat_", /* LongCat */
    "</longcat_",
    "[UNUSED_TOKEN", /* InternLM */
    "]~",            /* MiniMax */
    "[e~[",
    "<turn|",     /* Gemma 4 */
    "<seed:",     /* Seed */
    "<reserved_", /* Baichuan */
    "<SPECIAL_",  /* Mistral, Nemotron */
    "<mask:",     /* ERNIE */
    "<sep>",
    "<cls>",
    "<tools>",
    "</tools>",
    "<image_soft_token>",
    "<sop>",
    "<s>", /* begin, end, padding of many */
    "</s>",
    "<bos>",
    "<eos>",
    "<pad>",
    "<unk>",
    "<start_of_turn>", /* Gemma */
    "<end_of_turn>",
    "<end_of_utterance>",
    "<extra_id_", /* Nemotron */
    "<think>",    /* reasoning models */
    "</think>",
    "<tool_call>", /* Qwen, Hermes */
    "</tool_call>",
    "<tool_response>",
    "</tool_response>",
};

size_t ho_control_token(struct handoff_slice s)
{
    if (s.len == 0 || (s.ptr[0] != '<' && s.ptr[0] != '[' && s.ptr[0] != ']'))
        return 0;
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        const size_t len = strlen(tokens[i]);

        if (s.len >= len && memcmp(s.ptr, tokens[i], len) == 0)
            return len;
    }
    return 0;
}

/* The prompt's own fence, with whatever word behind it. */
static bool is_fence(struct handoff_slice text, size_t at)
{
    static const char *const fences[] = { "BEGIN LEAD ", "END LEAD " };

    if ((text.ptr[at] != 'B' && text.ptr[at] != 'E') ||
        (at > 0 && text.ptr[at - 1] != '\n'))
        return false;
    for (size_t i = 0; i < sizeof fences / sizeof *fences; i++)
        if (text.len - at >= strlen(fences[i]) &&
            memcmp(text.ptr + at, fences[i], strlen(fences[i])) == 0)
            return true;
    return false;
}

/* Where the next one may begin: at such a byte, or at the start of a line. */
static size_t next_place(struct handoff_slice text, size_t at)
{
    static const struct ho_stops stops = { "<[]\n", false };

    return text.ptr[at] == '\n' ? at + 1 : ho_find_stop(text, at + 1, &stops);
}

size_t ho_control_at(struct handoff_slice text)
{
    for (size_t at = 0; at < text.len; at = next_place(text, at))
        if (ho_control_token(ho_part(text, at, text.len)) > 0 ||
            is_fence(text, at))
            return at;
    return SIZE_MAX;
}
