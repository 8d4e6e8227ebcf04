/* gmime.c - see intake/gmime.h */
#include "intake/gmime.h"

static struct ho_gmime call;
static pthread_once_t started = PTHREAD_ONCE_INIT;
static GMimeParserOptions *lenient;

/* GMime keeps tables for the life of the process; they are made once and left,
 * because another user of GMime in it may still want them. */
static void start(void)
{
    static const char *fallback[] = { "utf-8", "windows-1252", NULL };

    call.init();
    lenient = call.parser_options_new();
    call.parser_options_set_fallback_charsets(lenient, fallback);
}

enum handoff_status ho_gmime_open(struct handoff_error *err)
{
    static struct ho_library library = {
        .soname = HANDOFF_GMIME,
        .purpose = "mails",
        .package = "libgmime-3.0-0",
        .status = HANDOFF_IO,
        .lock = PTHREAD_MUTEX_INITIALIZER,
    };
    static const struct ho_symbol symbol[] = {
#define X(member, function) { #function, offsetof(struct ho_gmime, member) },
        HO_GMIME_CALLS(X)
#undef X
    };
    const enum handoff_status status = ho_library_open(
        &library, symbol, sizeof symbol / sizeof symbol[0], &call, err);

    if (status == HANDOFF_OK)
        pthread_once(&started, start);
    return status;
}

const struct ho_gmime *ho_gmime(void)
{
    return &call;
}

GMimeParserOptions *ho_gmime_options(void)
{
    return lenient;
}
