/* suppression.c - a suppression list in memory: sorted hashes. */
#include <handoff/screen.h>

#include <stdlib.h>

#include "base/buffer.h"
#include "base/sha256.h"

enum {
    ENTRY_BYTES = 320, /* RFC 5321: 64 + 1 + 255 */
    ENTRIES = 1000000, /* 64 MB of hashes */
    DIGITS = HO_SHA256_HEX - 1
};

struct handoff_suppression_list {
    char (*hash)[DIGITS]; /* sorted */
    size_t count, room;
};

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_hash(struct handoff_slice entry)
{
    if (entry.len != DIGITS)
        return false;
    for (size_t i = 0; i < DIGITS; i++) {
        const char c = small(entry.ptr[i]);

        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return true;
}

static bool is_address_or_domain(struct handoff_slice entry)
{
    for (size_t i = 0; i < entry.len; i++)
        if ((unsigned char)entry.ptr[i] <= ' ' || entry.ptr[i] == ',')
            return false;
    return entry.len > 2 && entry.len <= ENTRY_BYTES &&
           memchr(entry.ptr, '.', entry.len);
}

static enum handoff_status hash_of(struct handoff_slice entry, char out[DIGITS],
                                   struct handoff_error *err)
{
    char text[ENTRY_BYTES], hex[HO_SHA256_HEX];
    enum handoff_status status;

    for (size_t i = 0; i < entry.len; i++)
        text[i] = small(entry.ptr[i]);
    if (is_hash(entry)) {
        memcpy(out, text, DIGITS);
        return HANDOFF_OK;
    }
    status = ho_sha256_hex((struct handoff_slice){ text, entry.len }, hex, err);
    if (status == HANDOFF_OK)
        memcpy(out, hex, DIGITS);
    return status;
}

static enum handoff_status make_room(struct handoff_suppression_list *list,
                                     struct handoff_error *err)
{
    const size_t room = list->room ? 2 * list->room : 64;
    void *grown;

    if (list->count < list->room)
        return HANDOFF_OK;
    if (list->count >= ENTRIES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "a suppression list holds at most %d entries; list "
                       "domains in place of their addresses",
                       ENTRIES);
    grown = realloc(list->hash, room * sizeof *list->hash);
    if (!grown)
        return ho_no_memory(err);
    list->hash = grown;
    list->room = room;
    return HANDOFF_OK;
}

static enum handoff_status add(struct handoff_suppression_list *list,
                               struct handoff_slice entry, size_t line,
                               struct handoff_error *err)
{
    enum handoff_status status;

    if (entry.len > 0 && entry.ptr[0] == '@')
        entry = ho_part(entry, 1, entry.len);
    if (!is_hash(entry) && !is_address_or_domain(entry))
        return ho_fail_at(err, HANDOFF_BAD_INPUT, line, 0,
                          "is no e-mail address, domain or SHA-256 hash; one "
                          "a line, # before a comment");
    status = make_room(list, err);
    if (status == HANDOFF_OK)
        status = hash_of(entry, list->hash[list->count], err);
    list->count += status == HANDOFF_OK;
    return status;
}

static int by_hash(const void *a, const void *b)
{
    return memcmp(a, b, DIGITS);
}

static enum handoff_status add_lines(struct handoff_suppression_list *list,
                                     struct handoff_slice text,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct handoff_slice line;

    for (size_t n = 1; status == HANDOFF_OK && ho_next_line(&text, &line);
         n++) {
        const char *comment = memchr(line.ptr, '#', line.len);

        if (comment)
            line.len = (size_t)(comment - line.ptr);
        line = ho_trim(line);
        if (line.len > 0)
            status = add(list, line, n, err);
    }
    if (list->count > 1)
        qsort(list->hash, list->count, sizeof *list->hash, by_hash);
    return status;
}

enum handoff_status handoff_suppression_read(
    struct handoff_slice text, struct handoff_suppression_list **out,
    struct handoff_error *err)
{
    struct handoff_suppression_list *list = calloc(1, sizeof *list);
    enum handoff_status status;

    if (!list)
        return ho_no_memory(err);
    status = text.len > HANDOFF_SUPPRESSION_BYTES
                 ? ho_fail(err, HANDOFF_TOO_LARGE,
                           "a suppression list has at most %d MiB; list "
                           "domains in place of their addresses",
                           HANDOFF_SUPPRESSION_BYTES >> 20)
                 : add_lines(list, text, err);
    if (status == HANDOFF_OK)
        *out = list;
    else
        handoff_suppression_free(list);
    return status;
}

void handoff_suppression_free(struct handoff_suppression_list *list)
{
    if (list)
        free(list->hash);
    free(list);
}

static enum handoff_status has(void *user, struct handoff_slice what, bool *yes,
                               struct handoff_error *err)
{
    const struct handoff_suppression_list *list = user;
    char hash[DIGITS];
    enum handoff_status status;

    *yes = false;
    if (list->count == 0 || what.len > ENTRY_BYTES)
        return HANDOFF_OK;
    status = hash_of(what, hash, err);
    *yes = status == HANDOFF_OK &&
           bsearch(hash, list->hash, list->count, sizeof *list->hash, by_hash);
    return status;
}

struct handoff_suppression handoff_suppression_of(
    struct handoff_suppression_list *list)
{
    return (struct handoff_suppression){ has, list };
}
