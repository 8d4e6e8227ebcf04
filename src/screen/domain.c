/* domain.c - see screen/domain.h */
#include "screen/domain.h"

#include <libpsl.h>

#include "base/builtin.h"

/* Where the line that holds byte `at` starts. */
static size_t line_start(struct handoff_slice list, size_t at)
{
    while (at > 0 && list.ptr[at - 1] != '\n')
        at--;
    return at;
}

static int compare(struct handoff_slice a, struct handoff_slice b)
{
    const size_t len = a.len < b.len ? a.len : b.len;
    const int order = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;

    return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool ho_list_has(struct handoff_slice list, struct handoff_slice entry)
{
    size_t low = 0, high = list.len;

    while (low < high) {
        const size_t start = line_start(list, low + (high - low) / 2);
        const char *newline = memchr(list.ptr + start, '\n', list.len - start);
        const size_t end = newline ? (size_t)(newline - list.ptr) : list.len;
        const int order = compare(ho_part(list, start, end), entry);

        if (order == 0)
            return true;
        if (order < 0)
            low = end + 1;
        else
            high = start;
    }
    return false;
}

const char *ho_domain_class_name(enum ho_domain_class c)
{
    static const char *const names[] = { "business", "free", "relay",
                                         "disposable" };

    return names[c];
}

/* Lists hold domains as they are registered; mail may come from below. */
static bool is_listed(const char *list, const char *domain,
                      const char *registrable)
{
    const struct handoff_slice text = ho_builtin_text(list);

    return ho_list_has(text, ho_slice(domain)) ||
           (registrable && registrable != domain &&
            ho_list_has(text, ho_slice(registrable)));
}

enum ho_domain_class ho_domain_look(const char *domain,
                                    const char **registrable)
{
    const char *const own = psl_registrable_domain(psl_builtin(), domain);

    *registrable = own;
    if (is_listed("lists/relay.txt", domain, own))
        return HO_DOMAIN_RELAY;
    if (is_listed("lists/disposable.txt", domain, own))
        return HO_DOMAIN_DISPOSABLE;
    return is_listed("lists/free.txt", domain, own) ? HO_DOMAIN_FREE
                                                    : HO_DOMAIN_BUSINESS;
}

enum ho_domain_class ho_domain_class(const char *domain)
{
    const char *registrable;

    return ho_domain_look(domain, &registrable);
}
