/* agree.c - see brief/agree.h */
#include "brief/agree.h"

#include <stdlib.h>

#include "evidence/phrase.h"

/* Types whose value is part of the lead's own words. */
static bool is_words(enum handoff_type type)
{
    return type == HANDOFF_TYPE_TEXT || type == HANDOFF_TYPE_JOB_TITLE ||
           type == HANDOFF_TYPE_COMPANY || type == HANDOFF_TYPE_PERSON;
}

static enum handoff_status holds(struct handoff_slice text, const char *words,
                                 bool *yes, struct handoff_error *err)
{
    const struct handoff_words phrase = { &words, 1, NULL };
    struct ho_phrase_hit hit = { 0 };
    enum handoff_status status = ho_find_phrase(text, &phrase, &hit, err);

    *yes = hit.found;
    return status;
}

/* "USD" of "20000 USD"; empty where the amount names none. */
static struct handoff_slice currency(struct handoff_slice amount)
{
    size_t at = amount.len;

    while (at > 0 && amount.ptr[at - 1] >= 'A' && amount.ptr[at - 1] <= 'Z')
        at--;
    return ho_part(amount, at, amount.len);
}

static bool is_same_currency(struct handoff_slice a, struct handoff_slice b)
{
    const struct handoff_slice x = currency(a), y = currency(b);

    return x.len == 0 || y.len == 0 ||
           (x.len == y.len && memcmp(x.ptr, y.ptr, x.len) == 0);
}

static bool is_same_text(struct handoff_slice a, struct handoff_slice b)
{
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        const char x = a.ptr[i], y = b.ptr[i];
        const char low = (char)(x >= 'A' && x <= 'Z' ? x + 32 : x);

        if (low != (y >= 'A' && y <= 'Z' ? y + 32 : y))
            return false;
    }
    return a.len == b.len;
}

static bool is_read(const struct ho_reading *r)
{
    return r->typed.read == HANDOFF_READ_VALUE ||
           r->typed.read == HANDOFF_READ_NONE;
}

static bool is_same(const struct ho_reading *a, const struct ho_reading *b)
{
    if (!is_read(a) || a->typed.read != b->typed.read)
        return false;
    if (a->typed.has_number && b->typed.has_number)
        return a->typed.low == b->typed.low && a->typed.high == b->typed.high &&
               is_same_currency(a->text, b->text);
    return is_same_text(a->text, b->text);
}

enum handoff_status ho_value_is_read(const struct handoff_field *field,
                                     const struct ho_reading *read,
                                     const char *claimed, int64_t day,
                                     bool *yes, struct handoff_error *err)
{
    struct ho_reading other = { 0 };
    char *text = NULL;
    enum handoff_status status;

    if (is_words(field->type) && read->typed.read == HANDOFF_READ_VALUE)
        return holds(read->text, claimed, yes, err);
    status = handoff_read_value(field, ho_slice(claimed), day, &other.typed,
                                &text, err);
    other.text = ho_slice(text);
    if (status == HANDOFF_OK)
        *yes = is_same(read, &other);
    free(text);
    return status;
}

/* The longer holds the shorter: "Acme" and "Acme Inc." */
static enum handoff_status is_longer_form(const struct ho_reading *a,
                                          const struct ho_reading *b, bool *yes,
                                          struct handoff_error *err)
{
    const bool a_is_long = a->text.len > b->text.len;
    const struct handoff_slice text = a_is_long ? a->text : b->text;
    const struct handoff_slice part = a_is_long ? b->text : a->text;
    struct handoff_found found;
    bool cut = false;
    enum handoff_status status = handoff_locate(text, part, &found, &cut, err);

    if (status == HANDOFF_OK)
        *yes = found.match != HANDOFF_MATCH_NONE;
    return status;
}

enum handoff_status ho_readings_agree(const struct handoff_field *field,
                                      const struct ho_reading *a,
                                      const struct ho_reading *b, bool *yes,
                                      struct handoff_error *err)
{
    *yes = a->typed.read == b->typed.read;
    if (!*yes || a->typed.read != HANDOFF_READ_VALUE ||
        field->type == HANDOFF_TYPE_TEXT)
        return HANDOFF_OK;
    if (is_words(field->type))
        return is_longer_form(a, b, yes, err);
    if (a->typed.has_number && b->typed.has_number)
        *yes = a->typed.low <= b->typed.high && b->typed.low <= a->typed.high &&
               is_same_currency(a->text, b->text);
    else if (a->typed.has_number == b->typed.has_number)
        *yes =
            field->type == HANDOFF_TYPE_DATE || is_same_text(a->text, b->text);
    return HANDOFF_OK;
}
