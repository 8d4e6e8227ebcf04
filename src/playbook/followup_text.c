/* followup_text.c - what of a reply its writer wrote; see playbook/followup.h
 *
 * What counts for nothing is blanked, so that every byte keeps its place and
 * a phrase can be cited where it stands.
 */
#include "base/utf8.h"
#include "evidence/speech.h"
#include "intake/input.h"
#include "intake/mime.h"
#include "intake/quoted.h"
#include "playbook/followup.h"

static void blank(char *own, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (own[i] != '\n')
            own[i] = ' ';
}

/* Older mail, and everything under a mark that one is passed on. */
static void blank_older(char *own, struct handoff_slice text, size_t body)
{
    struct ho_quoted q;

    ho_quoted_init(&q, text, body);
    while (ho_quoted_next(&q))
        if (q.older)
            blank(own, q.start, q.end);
}

/* wide keeps the texts that programs put in. */
static enum handoff_status blank_regions(char *own, char *wide,
                                         struct handoff_slice text, size_t body,
                                         struct handoff_error *err)
{
    const struct handoff_slice part = ho_part(text, body, text.len);
    struct ho_folded folded = { 0 };
    struct ho_word_index index = { 0 };
    struct ho_regions regions = { 0 };
    enum handoff_status status = ho_fold(part, &folded, err);

    if (status == HANDOFF_OK)
        status = ho_word_index_make(ho_folded_slice(&folded), &index, err);
    if (status == HANDOFF_OK)
        status = ho_regions_find(part, &folded, &index, &regions, err);
    for (size_t i = 0; status == HANDOFF_OK && i < regions.count; i++) {
        const struct ho_region *r = &regions.item[i];

        if (r->kind != HO_REGION_OWN)
            blank(own, body + r->from, body + r->to);
        if (r->kind != HO_REGION_OWN && r->kind != HO_REGION_BOILERPLATE)
            blank(wide, body + r->from, body + r->to);
    }
    ho_regions_release(&regions);
    ho_word_index_release(&index);
    ho_folded_release(&folded);
    return status;
}

/* Behind the first empty line. */
static size_t body_of(struct handoff_slice text)
{
    const size_t at = ho_find(text, 0, ho_slice("\n\n"));

    return at == SIZE_MAX ? text.len : at + 2;
}

static struct handoff_slice subject_of(struct handoff_slice text)
{
    static const char key[] = "Subject: ";
    struct handoff_slice rest = text, line;

    while (ho_next_line(&rest, &line) && line.len > 0)
        if (line.len > sizeof key - 1 &&
            memcmp(line.ptr, key, sizeof key - 1) == 0)
            return ho_part(line, sizeof key - 1, line.len);
    return ho_part(text, 0, 0);
}

static enum handoff_status read_mail(struct ho_arena *arena,
                                     struct handoff_slice bytes,
                                     struct ho_reply_text *out, size_t *body,
                                     struct handoff_error *err)
{
    struct ho_buffer text;
    enum handoff_status status;

    ho_buffer_init(&text, HANDOFF_REPLY_BYTES);
    status = ho_mime_read(bytes, &text, &out->automatic, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&text, "the reply", err);
    if (status == HANDOFF_OK) {
        out->text.len = text.len;
        out->text.ptr = ho_arena_copy(arena, ho_buffer_slice(&text));
        *body = body_of(out->text);
        if (out->automatic)
            out->head = subject_of(out->text);
    }
    ho_buffer_release(&text);
    return status;
}

enum handoff_status ho_reply_text_read(struct ho_arena *arena,
                                       struct handoff_slice bytes,
                                       struct ho_reply_text *out,
                                       struct handoff_error *err)
{
    size_t body = 0;
    char *own, *wide;
    enum handoff_status status = HANDOFF_OK;

    *out = (struct ho_reply_text){ 0 };
    if (bytes.len > HANDOFF_REPLY_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the reply has %zu bytes, more than %d; cut it",
                       bytes.len, HANDOFF_REPLY_BYTES);
    if (ho_is_mail(&(struct ho_input){ .name = "", .bytes = bytes }))
        status = read_mail(arena, bytes, out, &body, err);
    else if ((status = ho_utf8_check(bytes, err)) == HANDOFF_OK)
        out->text =
            (struct handoff_slice){ ho_arena_copy(arena, bytes), bytes.len };
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the reply", err);
    if (status != HANDOFF_OK)
        return status;
    own = ho_arena_alloc(arena, out->text.len + 1);
    wide = ho_arena_alloc(arena, out->text.len + 1);
    if (!own || !wide)
        return ho_arena_status(arena, "the reply", err);
    memcpy(own, out->text.ptr, out->text.len);
    blank(own, 0, body);
    blank_older(own, out->text, body);
    memcpy(wide, own, out->text.len);
    status = blank_regions(own, wide, out->text, body, err);
    out->own = (struct handoff_slice){ own, out->text.len };
    out->wide = (struct handoff_slice){ wide, out->text.len };
    for (size_t i = 0; i < out->own.len; i++)
        out->older += own[i] != out->text.ptr[i];
    return status;
}
