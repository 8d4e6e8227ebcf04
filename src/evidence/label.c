/* label.c - see evidence/label.h */
#include "evidence/label.h"

#include <ctype.h>

#include "base/utf8.h"

enum {
    LABEL_BYTES = 48, /* of a label within a text */
    LABEL_WORDS = 6
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_letter(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* The next letter or digit of *p, small; '\0' at the end. */
static char next_letter(const char **p, const char *end)
{
    while (*p < end && !is_letter(**p))
        ++*p;
    return *p < end ? lower(*(*p)++) : '\0';
}

/* By letters and digits only: "Job Title" is "job_title". */
static bool same_label(struct handoff_slice a, const char *b)
{
    const char *p = a.ptr, *const end = a.ptr + a.len;
    char x, y;

    do {
        x = next_letter(&p, end);
        while (*b && !is_letter(*b))
            b++;
        y = lower(*b);
        b += *b != '\0';
    } while (x == y && x != '\0');
    return x == y;
}

static bool is_label(struct handoff_slice label,
                     const struct handoff_words *labels)
{
    const char *p = label.ptr;
    const char first = next_letter(&p, label.ptr + label.len);

    for (size_t i = 0; i < labels->count; i++) {
        const char *item = labels->item[i];

        if (is_letter(*item) && lower(*item) != first)
            continue; /* as most */
        if (same_label(label, item))
            return true;
    }
    return false;
}

/* "name" in any letter case settles `person`, and so does the name of the
 * field itself. */
static bool is_label_of(struct handoff_slice label,
                        const struct handoff_field *field)
{
    return is_label(label, &field->labels) || same_label(label, field->name);
}

/* What stands under the label of free text may be about anything. */
static bool is_free_text(const struct handoff_field *field)
{
    return field->type == HANDOFF_TYPE_TEXT ||
           (field->type == HANDOFF_TYPE_ENUM && field->by_question);
}

static enum ho_label other_label(const struct handoff_fields *fields,
                                 const struct handoff_field *field,
                                 struct handoff_slice label)
{
    for (size_t i = 0; i < fields->count; i++)
        if (&fields->item[i] != field && is_label_of(label, &fields->item[i]))
            return is_free_text(&fields->item[i]) ? HO_LABEL_NONE
                                                  : HO_LABEL_OTHER;
    return HO_LABEL_UNKNOWN;
}

/* Without the signs and spaces at its end, of whatever width. */
static struct handoff_slice trim_signs(struct handoff_slice label)
{
    size_t len;

    label = ho_trim(label);
    while (label.len > 0) {
        const size_t last = ho_utf8_before(label, label.len);

        if (ho_is_word(ho_utf8_decode(label, last, &len)))
            break;
        label.len = last;
    }
    return label;
}

/* "Your job title" is "job title". */
static struct handoff_slice skip_your(struct handoff_slice label)
{
    static const char your[] = "your ";
    const size_t n = sizeof your - 1;

    return label.len > n && ho_slice_is_nocase(ho_part(label, 0, n), your)
               ? ho_part(label, n, label.len)
               : label;
}

enum ho_label ho_label_of(const struct handoff_fields *fields,
                          const struct handoff_field *field,
                          struct handoff_slice label)
{
    label = skip_your(trim_signs(label));
    if (label.len == 0 || (fields && is_label(label, &fields->message_labels)))
        return HO_LABEL_NONE;
    if (is_label_of(label, field))
        return HO_LABEL_OWN;
    return fields ? other_label(fields, field, label) : HO_LABEL_UNKNOWN;
}

static bool looks_like_label(struct handoff_slice s)
{
    size_t words = 1;

    if (s.len == 0 || s.len > LABEL_BYTES ||
        !(isalpha((unsigned char)s.ptr[0]) || (unsigned char)s.ptr[0] >= 0x80))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (strchr(".!,;<>@{}=\"?", s.ptr[i]))
            return false;
        words += s.ptr[i] == ' ';
    }
    return words <= LABEL_WORDS;
}

static struct handoff_slice skip_bullet(struct handoff_slice s)
{
    while (s.len > 0 && strchr(" \t*->|", s.ptr[0]))
        s = ho_part(s, 1, s.len);
    return s;
}

struct handoff_slice ho_label_before(struct handoff_slice line, size_t end)
{
    const size_t colon = ho_find(line, 0, ho_slice(":"));
    struct handoff_slice label = { "", 0 };

    if (colon == SIZE_MAX || colon >= end ||
        (colon + 1 < line.len && line.ptr[colon + 1] == '/'))
        return label;
    label = ho_trim(skip_bullet(ho_part(line, 0, colon)));
    if (!looks_like_label(label))
        label.len = 0;
    return label;
}
