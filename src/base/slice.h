/* slice.h - working with struct handoff_slice. */
#ifndef HANDOFF_BASE_SLICE_H
#define HANDOFF_BASE_SLICE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <handoff/slice.h>

static inline struct handoff_slice ho_slice(const char *text)
{
    return (struct handoff_slice){ text, text ? strlen(text) : 0 };
}

static inline struct handoff_slice ho_part(struct handoff_slice s, size_t start,
                                           size_t end)
{
    /* no arithmetic on a null pointer, not even for nothing */
    return (struct handoff_slice){ start ? s.ptr + start : s.ptr, end - start };
}

/* The first of eight bytes is the lowest, wherever this runs.  In one
 * expression, of which compilers make one load. */
#define HO_BYTE(i) ((uint64_t)(unsigned char)at[i] << (8 * (i)))
static inline uint64_t ho_eight_bytes(const char at[8])
{
    return HO_BYTE(0) | HO_BYTE(1) | HO_BYTE(2) | HO_BYTE(3) | HO_BYTE(4) |
           HO_BYTE(5) | HO_BYTE(6) | HO_BYTE(7);
}
#undef HO_BYTE

/* Of eight bytes, those that are not ASCII, a control, a quote or a backslash
 * have their high bit set.  What is below the subtrahend, or reaches 0x80,
 * leaves it so; a borrow can only come from a lower byte that did: that there
 * is one, and the first one, is right. */
static inline uint64_t ho_odd_bytes(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;

    return (w | (w - ones * ' ') | (w + ones) | ((w ^ ones * '"') - ones) |
            ((w ^ ones * '\\') - ones)) &
           high;
}

/* Byte equality. */
bool ho_slice_is(struct handoff_slice s, const char *text);
/* Equality under ASCII case only: for keywords, never for evidence. */
bool ho_slice_is_nocase(struct handoff_slice s, const char *text);
/* Without ASCII white space at both ends. */
struct handoff_slice ho_trim(struct handoff_slice s);
/* The next line from *rest without its end ("\n" or "\r\n"); false at the end.
 * *rest moves behind the line. */
bool ho_next_line(struct handoff_slice *rest, struct handoff_slice *line);

/* Offset of the first `needle` in s at or after byte `from`, in linear time;
 * SIZE_MAX where there is none.  An empty needle is nowhere. */
size_t ho_find(struct handoff_slice s, size_t from,
               struct handoff_slice needle);

/* Up to five bytes to stop at; NUL is always one of them where they are
 * fewer.  wide: and what is not of ASCII. */
struct ho_stops {
    char byte[5];
    bool wide;
};

static inline bool ho_is_stop(const struct ho_stops *stops, char c)
{
    for (size_t i = 0; i < sizeof stops->byte; i++)
        if (stops->byte[i] == c)
            return true;
    return stops->wide && (unsigned char)c >= 0x80;
}

/* The first of them at or after byte `at`; s.len where there is none. */
static inline size_t ho_find_stop(struct handoff_slice s, size_t at,
                                  const struct ho_stops *stops)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;

    for (uint64_t w, hits; s.len - at >= sizeof w; at += sizeof w) {
        memcpy(&w, s.ptr + at, sizeof w); /* eight at a time */
        hits = stops->wide ? w : 0;
        for (size_t i = 0; i < sizeof stops->byte; i++)
            hits |= (w ^ ones * (unsigned char)stops->byte[i]) - ones;
        if ((hits & high) == 0)
            continue; /* none is one of them; else one of them may be */
        for (size_t i = 0; i < sizeof w; i++)
            if (ho_is_stop(stops, s.ptr[at + i]))
                return at + i;
    }
    while (at < s.len && !ho_is_stop(stops, s.ptr[at]))
        at++;
    return at;
}

/* A declared name as people write it, in place: underscores as spaces, and the
 * word crm in capitals. */
void ho_write_out(char *name);

/* Of `count` words the one a person most likely meant by `word` (edit
 * distance at most 2 and at most a third of the length), or NULL. */
const char *ho_did_you_mean(struct handoff_slice word, const char *const *words,
                            size_t count);

#endif
