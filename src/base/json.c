/* json.c - parse behind the scanner, getters; see base/json.h */
#include "base/json.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Where the numbers stand that a double cannot hold, in document order. */
struct literals {
    struct handoff_slice text;
    struct handoff_slice *item;
    size_t count, room;
    bool failed;
};

enum { EXACT_DIGITS = 15 }; /* any decimal of 15 digits survives a double */

static bool is_number(char c)
{
    return c == '-' || (c >= '0' && c <= '9');
}

static bool is_long_integer(struct handoff_slice s)
{
    if (s.len <= EXACT_DIGITS)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_number(s.ptr[i]))
            return false;
    return true;
}

/* Keep a slot for each number, so that the walk below can count along. */
static void keep_literal(void *user, size_t start, size_t end)
{
    struct literals *l = user;
    const struct handoff_slice s = ho_part(l->text, start, end);

    if (!is_number(s.ptr[0]) || l->failed)
        return;
    if (l->count == l->room) {
        const size_t room = l->room ? 2 * l->room : 32;
        void *grown = realloc(l->item, room * sizeof *l->item);

        l->failed = grown == NULL;
        if (l->failed)
            return;
        l->item = grown;
        l->room = room;
    }
    l->item[l->count++] = s;
}

/* cJSON frees a number's valuestring with the node, and never prints it. */
static void attach(cJSON *number, struct handoff_slice literal, bool *failed)
{
    char *copy;

    if (!is_long_integer(literal))
        return;
    copy = cJSON_malloc(literal.len + 1);
    *failed = *failed || copy == NULL;
    if (!copy)
        return;
    memcpy(copy, literal.ptr, literal.len);
    copy[literal.len] = '\0';
    number->valuestring = copy;
}

static void attach_all(cJSON *node, struct literals *l, size_t *next)
{
    for (; node; node = node->next) {
        if (cJSON_IsNumber(node))
            attach(node, l->item[(*next)++], &l->failed);
        attach_all(node->child, l, next);
    }
}

enum handoff_status ho_json_parse(struct handoff_slice text, cJSON **out,
                                  struct handoff_error *err)
{
    struct literals literals = { .text = text };
    const struct ho_json_observer observer = { keep_literal, &literals };
    enum handoff_status status = ho_json_scan(text, &observer, err);
    cJSON *root = NULL;
    size_t next = 0;

    if (status != HANDOFF_OK)
        goto out;
    if (!literals.failed)
        root = cJSON_ParseWithLength(text.ptr, text.len);
    if (root)
        attach_all(root, &literals, &next);
    if (!root || literals.failed) { /* the scanner passed it: only memory */
        cJSON_Delete(root);
        status = ho_no_memory(err);
        goto out;
    }
    *out = root;
out:
    free(literals.item);
    return status;
}

const cJSON *ho_json_get(const cJSON *object, const char *key)
{
    return cJSON_IsObject(object)
               ? cJSON_GetObjectItemCaseSensitive(object, key)
               : NULL;
}

const char *ho_json_text(const cJSON *object, const char *key)
{
    const cJSON *item = ho_json_get(object, key);

    return cJSON_IsString(item) ? item->valuestring : NULL;
}

const char *ho_json_number_text(const cJSON *number)
{
    return cJSON_IsNumber(number) ? number->valuestring : NULL;
}

static bool read_int64(const char *text, int64_t *out)
{
    long long value;

    errno = 0;
    value = strtoll(text, NULL, 10);
    if (errno != 0)
        return false;
    *out = value;
    return true;
}

bool ho_json_integer(const cJSON *number, int64_t *out)
{
    const double limit = 9007199254740992.0; /* 2^53 */
    const char *text = ho_json_number_text(number);
    double value;

    if (!cJSON_IsNumber(number))
        return false;
    if (text)
        return read_int64(text, out);
    value = number->valuedouble;
    if (value != floor(value) || value > limit || value < -limit)
        return false;
    *out = (int64_t)value;
    return true;
}
