/* libxml.c - see intake/libxml.h */
#include "intake/libxml.h"

static struct ho_libxml call;

enum handoff_status ho_libxml_open(struct handoff_error *err)
{
    static struct ho_library library = {
        .soname = HANDOFF_LIBXML,
        .purpose = "mails in HTML",
        .package = "libxml2",
        .status = HANDOFF_IO,
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    static const struct ho_symbol symbol[] = {
#define X(member, function) { #function, offsetof(struct ho_libxml, member) },
        HO_LIBXML_CALLS(X)
#undef X
    };

    return ho_library_open(&library, symbol, sizeof symbol / sizeof symbol[0],
                           &call, err);
}

const struct ho_libxml *ho_libxml(void)
{
    return &call;
}
