/* fuzz_freetext.c - findings lie in the text, on characters, sorted; claims
 * do not cross; a text reports itself without an invented number or contact;
 * asked twice, a checker answers the same.  Input: the text, a
 * line with "\x1E" alone, the source (text or JSON). */
#include <stdio.h>

#include <handoff/freetext.h>

#include "base/slice.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

enum { DAY = 20720 /* 2026-09-24 */ };

static struct handoff_text_checker *checker;

static void check_span(struct handoff_slice text,
                       const struct handoff_text_finding *f)
{
    FUZZ_ASSERT(f->start < f->end && f->end <= text.len);
    FUZZ_ASSERT(ho_utf8_valid(text, f->start) > 0);
    FUZZ_ASSERT(f->end == text.len || ho_utf8_valid(text, f->end) > 0);
    FUZZ_ASSERT((int)f->code < HANDOFF_FINDING_COUNT);
    FUZZ_ASSERT(f->why && *f->why);
    FUZZ_ASSERT(ho_utf8_check(ho_slice(f->why), NULL) == HANDOFF_OK);
}

static void check_result(struct handoff_slice text,
                         const struct handoff_text_result *r)
{
    size_t covered = 0, refused = 0;

    for (size_t i = 0; i < r->count; i++)
        refused += r->item[i].severity == HANDOFF_TEXT_REFUSED;
    FUZZ_ASSERT(refused == r->refused);
    for (size_t i = 0; i < r->count; i++) {
        const struct handoff_text_finding *f = &r->item[i];

        check_span(text, f);
        FUZZ_ASSERT(i == 0 || r->item[i - 1].start <= f->start);
        if (f->kind < HANDOFF_TEXT_PROTECTED)
            continue;
        FUZZ_ASSERT(f->start >= covered);
        covered = f->end;
    }
}

static struct handoff_text_result check(struct handoff_slice source,
                                        struct handoff_slice text)
{
    struct handoff_text_result r = { 0 };

    FUZZ_ASSERT(handoff_text_check(checker, source, text, DAY, &r, NULL) ==
                HANDOFF_OK);
    check_result(text, &r);
    return r;
}

/* What the text says, the same words as source carry. */
static void check_itself(struct handoff_slice text)
{
    const struct handoff_text_result r = check(text, text);

    for (size_t i = 0; i < r.count; i++) {
        FUZZ_ASSERT(r.item[i].kind != HANDOFF_TEXT_NUMBER);
        FUZZ_ASSERT(r.item[i].kind != HANDOFF_TEXT_MONEY);
        FUZZ_ASSERT(r.item[i].kind != HANDOFF_TEXT_CONTACT);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice all = { (const char *)data, size };
    const size_t mark = ho_find(all, 0, ho_slice("\n\x1E\n"));
    struct handoff_slice text, source;
    size_t count;

    if (mark == SIZE_MAX || ho_utf8_check(all, NULL) != HANDOFF_OK)
        return 0;
    if (!checker)
        FUZZ_ASSERT(handoff_text_checker_new(&checker, NULL) == HANDOFF_OK);
    text = ho_part(all, 0, mark);
    source = ho_part(all, mark + 3, all.len);
    count = check(source, text).count;
    FUZZ_ASSERT(check(source, text).count == count);
    if (ho_trim(text).len == 0 || !strchr("{[", *ho_trim(text).ptr))
        check_itself(text);
    return 0;
}
