/* defuse.c - see prompt/defuse.h */
#include "prompt/defuse.h"

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
    "[gMASK]", /* GLM */
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

static bool begins(struct handoff_slice s, const char *token)
{
    const size_t len = strlen(token);

    return len > 0 && s.len >= len && memcmp(s.ptr, token, len) == 0;
}

static bool is_token(struct handoff_slice s, const char *fence)
{
    if (begins(s, fence))
        return true;
    if (s.ptr[0] != '<' && s.ptr[0] != '[')
        return false;
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (begins(s, tokens[i]))
            return true;
    return false;
}

void ho_defuse(struct ho_buffer *out, struct handoff_slice text,
               const char *fence)
{
    size_t start = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (!is_token(ho_part(text, i, text.len), fence))
            continue;
        ho_buffer_add(out, ho_part(text, start, i + 1));
        ho_buffer_byte(out, ' ');
        start = i + 1;
    }
    ho_buffer_add(out, ho_part(text, start, text.len));
}
