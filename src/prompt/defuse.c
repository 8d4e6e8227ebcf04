/* defuse.c - see prompt/defuse.h */
#include "prompt/defuse.h"

#include <stdbool.h>

#include "evidence/control.h"

static bool is_token(struct handoff_slice s, struct handoff_slice fence)
{
    return ho_control_token(s) > 0 ||
           (fence.len > 0 && s.len >= fence.len &&
            memcmp(s.ptr, fence.ptr, fence.len) == 0);
}

void ho_defuse(struct ho_buffer *out, struct handoff_slice text,
               const char *fence)
{
    size_t start = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (!is_token(ho_part(text, i, text.len), ho_slice(fence)))
            continue;
        ho_buffer_add(out, ho_part(text, start, i + 1));
        ho_buffer_byte(out, ' ');
        start = i + 1;
    }
    ho_buffer_add(out, ho_part(text, start, text.len));
}
