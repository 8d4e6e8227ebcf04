/* html_style.c - see intake/html_style.h */
#include "intake/html_style.h"

#include <strings.h>

#include "base/slice.h"

enum { ANCESTORS = 32 }; /* asked for their background */

static struct handoff_slice attribute(const xmlNode *element, const char *name)
{
    for (const xmlAttr *a = element->properties; a; a = a->next)
        if (strcasecmp((const char *)a->name, name) == 0)
            return ho_slice(a->children && a->children->content
                                ? (const char *)a->children->content
                                : "");
    return (struct handoff_slice){ 0 };
}

static bool next_declaration(struct handoff_slice *rest,
                             struct handoff_slice *name,
                             struct handoff_slice *value)
{
    while (rest->len > 0) {
        const char *semicolon = memchr(rest->ptr, ';', rest->len);
        const size_t len =
            semicolon ? (size_t)(semicolon - rest->ptr) : rest->len;
        const struct handoff_slice one = ho_part(*rest, 0, len);
        const char *colon = len > 0 ? memchr(one.ptr, ':', len) : NULL;

        *rest = ho_part(*rest, len + (semicolon != NULL), rest->len);
        if (!colon)
            continue;
        *name = ho_trim(ho_part(one, 0, (size_t)(colon - one.ptr)));
        *value = ho_trim(ho_part(one, (size_t)(colon - one.ptr) + 1, len));
        return true;
    }
    return false;
}

static bool begins(struct handoff_slice value, const char *word)
{
    const size_t len = strlen(word);

    return value.len >= len && strncasecmp(value.ptr, word, len) == 0 &&
           (value.len == len || strchr(" !;", value.ptr[len]));
}

/* 0, 0px, 0.0em, 0% ... */
static bool is_zero(struct handoff_slice value)
{
    size_t i = 0;

    while (i < value.len && (value.ptr[i] == '0' || value.ptr[i] == '.'))
        i++;
    return i > 0 &&
           (i == value.len || value.ptr[i] < '0' || value.ptr[i] > '9');
}

static bool is_white(struct handoff_slice value)
{
    static const char *const names[] = { "white", "#fff", "#ffffff",
                                         "rgb(255,255,255)",
                                         "rgb(255, 255, 255)" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins(value, names[i]))
            return true;
    return false;
}

static bool hides(struct handoff_slice name, struct handoff_slice value)
{
    static const char *const sizes[] = { "font-size", "max-height", "height",
                                         "opacity" };

    if (ho_slice_is_nocase(name, "display"))
        return begins(value, "none");
    if (ho_slice_is_nocase(name, "visibility"))
        return begins(value, "hidden") || begins(value, "collapse");
    if (ho_slice_is_nocase(name, "mso-hide"))
        return begins(value, "all");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (ho_slice_is_nocase(name, sizes[i]))
            return is_zero(value);
    return false;
}

/* The background an element states: 1 white, 0 another, -1 none. */
static int background(const xmlNode *element)
{
    struct handoff_slice rest = attribute(element, "style"), name, value;
    const struct handoff_slice bgcolor = attribute(element, "bgcolor");
    int found = bgcolor.ptr ? is_white(bgcolor) : -1;

    while (next_declaration(&rest, &name, &value))
        if (ho_slice_is_nocase(name, "background-color") ||
            ho_slice_is_nocase(name, "background"))
            found = is_white(value);
    return found;
}

static bool is_on_white(const xmlNode *element)
{
    for (size_t i = 0; i < ANCESTORS; i++, element = element->parent) {
        int is;

        if (!element || element->type != XML_ELEMENT_NODE)
            return false;
        is = background(element);
        if (is >= 0)
            return is == 1;
    }
    return false;
}

bool ho_html_is_hidden(const xmlNode *element)
{
    struct handoff_slice rest, name, value;
    bool white = is_white(attribute(element, "color"));

    if (!element->properties)
        return false;
    if (attribute(element, "hidden").ptr)
        return true;
    rest = attribute(element, "style");
    while (next_declaration(&rest, &name, &value)) {
        if (hides(name, value))
            return true;
        if (ho_slice_is_nocase(name, "color"))
            white = is_white(value);
    }
    return white && is_on_white(element);
}
