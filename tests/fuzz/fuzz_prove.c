/* fuzz_prove.c - whatever stands in a text, a proof points into it, and says
 * either that it holds or why not.  Input: the number of the field as a
 * letter, the name of the text, a newline, the quote, a newline, the text. */
#include "evidence/prove.h"

#include "base/arena.h"
#include "base/utf8.h"
#include "fields/fields.h"
#include "fuzz/fuzz.h"
#include "fuzz/policy.h"

enum { NAME_BYTES = 60, VALUE_BYTES = 8192 };

static bool lies_in(struct handoff_slice part, struct handoff_slice whole)
{
    return part.len == 0 || (part.ptr >= whole.ptr &&
                             part.ptr + part.len <= whole.ptr + whole.len);
}

static void check(const struct ho_proof *proof, struct handoff_slice text)
{
    const struct handoff_found *f = &proof->found;

    FUZZ_ASSERT(!(proof->ok && proof->hinted));
    FUZZ_ASSERT((int)proof->code < HANDOFF_FINDING_COUNT);
    if (proof->ok || proof->hinted)
        FUZZ_ASSERT(f->match != HANDOFF_MATCH_NONE);
    if (f->match == HANDOFF_MATCH_NONE)
        return;
    FUZZ_ASSERT(f->from < f->to && f->to <= text.len);
    FUZZ_ASSERT(ho_utf8_valid(text, f->from) > 0);
    FUZZ_ASSERT(f->to == text.len || ho_utf8_valid(text, f->to) > 0);
    FUZZ_ASSERT(proof->places > 0 && proof->places <= HO_PLACES);
    FUZZ_ASSERT(proof->core_from <= proof->core_to &&
                proof->core_to <= text.len);
    FUZZ_ASSERT(lies_in(proof->clause, text));
    FUZZ_ASSERT(lies_in(proof->hint, text));
}

static void prove(const char *name, const struct handoff_field *field,
                  struct handoff_slice quote, struct handoff_slice text)
{
    const struct handoff_text named = { name, text };
    const struct ho_claimed claim = { fuzz_fields(), field, quote, 20000 };
    struct ho_origin origin;
    struct ho_buffer value;
    struct ho_proof proof;

    ho_buffer_init(&value, VALUE_BYTES);
    FUZZ_ASSERT(ho_origin_open(&origin, &named, NULL) == HANDOFF_OK);
    if (ho_prove_in(&claim, &origin, &proof, &value, NULL) == HANDOFF_OK)
        check(&proof, text);
    ho_origin_release(&origin);
    ho_buffer_release(&value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice all = { (const char *)data, size };
    const struct handoff_fields *fields = fuzz_fields();
    const size_t first = ho_find(all, 0, ho_slice("\n"));
    size_t second;
    char name[NAME_BYTES];

    if (first == SIZE_MAX || first == 0 || first > sizeof name ||
        ho_utf8_check(all, NULL) != HANDOFF_OK)
        return 0;
    second = ho_find(all, first + 1, ho_slice("\n"));
    if (second == SIZE_MAX)
        return 0;
    memcpy(name, all.ptr + 1, first - 1);
    name[first - 1] = '\0';
    prove(name, data[0] == '-' ? NULL : &fields->item[data[0] % fields->count],
          ho_part(all, first + 1, second), ho_part(all, second + 1, all.len));
    return 0;
}
