/* uri.c - see schema/uri.h */
#include "schema/uri.h"

static struct handoff_slice take_until(struct handoff_slice *rest,
                                       const char *ends)
{
    struct handoff_slice taken = { rest->ptr, 0 };

    while (taken.len < rest->len && (rest->ptr[taken.len] == '\0' ||
                                     !strchr(ends, rest->ptr[taken.len])))
        taken.len++;
    rest->ptr += taken.len;
    rest->len -= taken.len;
    return taken;
}

static bool begins(struct handoff_slice s, const char *text)
{
    const size_t len = strlen(text);

    return s.len >= len && memcmp(s.ptr, text, len) == 0;
}

static struct handoff_slice skip(struct handoff_slice s, size_t count)
{
    return ho_part(s, count, s.len);
}

struct ho_uri ho_uri_split(struct handoff_slice rest)
{
    struct handoff_slice all = rest;
    struct ho_uri u = { .scheme = take_until(&rest, ":/?#") };

    u.has_scheme = u.scheme.len > 0 && begins(rest, ":");
    rest = u.has_scheme ? skip(rest, 1) : all;
    u.has_authority = begins(rest, "//");
    if (u.has_authority) {
        rest = skip(rest, 2);
        u.authority = take_until(&rest, "/?#");
    }
    u.path = take_until(&rest, "?#");
    u.has_query = begins(rest, "?");
    if (u.has_query) {
        rest = skip(rest, 1);
        u.query = take_until(&rest, "#");
    }
    u.has_fragment = begins(rest, "#");
    if (u.has_fragment)
        u.fragment = skip(rest, 1);
    return u;
}

/* Text under construction; its maker gave it room enough. */
struct draft {
    char *ptr;
    size_t len;
};

static void add(struct draft *d, struct handoff_slice s)
{
    if (s.len > 0)
        memcpy(d->ptr + d->len, s.ptr, s.len);
    d->len += s.len;
}

/* Drop the last segment of what was written since `start`, and its slash. */
static void drop_segment(struct draft *d, size_t start)
{
    while (d->len > start && d->ptr[--d->len] != '/')
        ;
}

/* RFC 3986, section 5.2.4. */
static void add_without_dots(struct draft *d, struct handoff_slice in)
{
    const size_t start = d->len;

    while (in.len > 0) {
        if (begins(in, "../")) {
            in = skip(in, 3);
        } else if (begins(in, "./") || begins(in, "/./")) {
            in = skip(in, 2);
        } else if (begins(in, "/../") || ho_slice_is(in, "/..")) {
            in = in.len > 3 ? skip(in, 3) : ho_slice("/");
            drop_segment(d, start);
        } else if (ho_slice_is(in, "/.")) {
            in = ho_slice("/");
        } else if (ho_slice_is(in, ".") || ho_slice_is(in, "..")) {
            in.len = 0;
        } else {
            const size_t lead = in.ptr[0] == '/';
            struct handoff_slice rest = skip(in, lead);

            take_until(&rest, "/");
            add(d, ho_part(in, 0, in.len - rest.len));
            in = rest;
        }
    }
}

/* RFC 3986, section 5.2.3; scratch has room for both paths. */
static void add_merged(struct draft *d, const struct ho_uri *base,
                       struct handoff_slice path, char *scratch)
{
    struct draft merged = { scratch, 0 };
    size_t keep = base->path.len;

    while (keep > 0 && base->path.ptr[keep - 1] != '/')
        keep--;
    if (base->has_authority && base->path.len == 0)
        add(&merged, ho_slice("/"));
    add(&merged, ho_part(base->path, 0, keep));
    add(&merged, path);
    add_without_dots(d, (struct handoff_slice){ merged.ptr, merged.len });
}

static void add_authority(struct draft *d, const struct ho_uri *u)
{
    if (!u->has_authority)
        return;
    add(d, ho_slice("//"));
    add(d, u->authority);
}

static void add_query(struct draft *d, const struct ho_uri *u)
{
    if (!u->has_query)
        return;
    add(d, ho_slice("?"));
    add(d, u->query);
}

/* RFC 3986, section 5.2.2, without the fragment. */
static void add_target(struct draft *d, const struct ho_uri *base,
                       const struct ho_uri *ref, char *scratch)
{
    const struct ho_uri *scheme = ref->has_scheme ? ref : base;
    const bool own_place = ref->has_scheme || ref->has_authority;

    if (scheme->has_scheme) {
        add(d, scheme->scheme);
        add(d, ho_slice(":"));
    }
    add_authority(d, own_place ? ref : base);
    if (own_place || begins(ref->path, "/"))
        add_without_dots(d, ref->path);
    else if (ref->path.len > 0)
        add_merged(d, base, ref->path, scratch);
    else
        add(d, base->path);
    add_query(d, own_place || ref->path.len > 0 || ref->has_query ? ref : base);
}

const char *ho_uri_resolve(struct ho_arena *arena, const char *base,
                           struct handoff_slice reference)
{
    const struct ho_uri from = ho_uri_split(ho_slice(base));
    const struct ho_uri ref = ho_uri_split(reference);
    /* The target holds parts of both, and at most "://", "/" and "?". */
    const size_t room = strlen(base) + reference.len + sizeof "://?/";
    struct draft target = { ho_arena_alloc(arena, 2 * room), 0 };

    if (!target.ptr)
        return "";
    add_target(&target, &from, &ref, target.ptr + room);
    target.ptr[target.len] = '\0'; /* dots may have left more behind it */
    return target.ptr;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

size_t ho_uri_decode(struct handoff_slice s, char *out)
{
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '%' && i + 2 < s.len && hex_digit(s.ptr[i + 1]) >= 0 &&
            hex_digit(s.ptr[i + 2]) >= 0) {
            const int code =
                hex_digit(s.ptr[i + 1]) * 16 + hex_digit(s.ptr[i + 2]);

            out[len++] = (char)code;
            i += 2;
        } else {
            out[len++] = s.ptr[i];
        }
    }
    return len;
}
