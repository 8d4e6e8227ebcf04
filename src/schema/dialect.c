/* dialect.c - metaschemas and vocabularies; see schema/compile.h */
#include "base/builtin.h"
#include "schema/compile.h"

static const char draft[] = "https://json-schema.org/draft/2020-12/";

struct vocabulary {
    const char *name; /* behind the draft's URI */
    unsigned bit;
};

static const struct vocabulary vocabularies[] = {
    { "vocab/core", HO_VOCABULARY_CORE },
    { "vocab/applicator", HO_VOCABULARY_APPLICATOR },
    { "vocab/unevaluated", HO_VOCABULARY_UNEVALUATED },
    { "vocab/validation", HO_VOCABULARY_VALIDATION },
    { "vocab/format-assertion", HO_VOCABULARY_FORMAT },
    { "vocab/meta-data", 0 },
    { "vocab/format-annotation", 0 },
    { "vocab/content", 0 },
};

/* What stands behind the draft's URI; a NULL ptr for any other URI. */
static struct handoff_slice behind_draft(struct handoff_slice uri)
{
    const size_t len = strlen(draft);

    if (uri.len < len || memcmp(uri.ptr, draft, len) != 0)
        return (struct handoff_slice){ NULL, 0 };
    return ho_part(uri, len, uri.len);
}

static struct handoff_slice builtin_text(const char *uri)
{
    static const char *const names[] = {
        "schema",
        "meta/core",
        "meta/applicator",
        "meta/unevaluated",
        "meta/validation",
        "meta/meta-data",
        "meta/content",
        "meta/format-annotation",
        "meta/format-assertion",
    };
    static const char *const files[] = {
        "schemas/draft2020-12/schema.json",
        "schemas/draft2020-12/meta/core.json",
        "schemas/draft2020-12/meta/applicator.json",
        "schemas/draft2020-12/meta/unevaluated.json",
        "schemas/draft2020-12/meta/validation.json",
        "schemas/draft2020-12/meta/meta-data.json",
        "schemas/draft2020-12/meta/content.json",
        "schemas/draft2020-12/meta/format-annotation.json",
        "schemas/draft2020-12/meta/format-assertion.json",
    };
    const struct handoff_slice name = behind_draft(ho_slice(uri));

    for (size_t i = 0; name.ptr && i < sizeof names / sizeof *names; i++)
        if (ho_slice_is(name, names[i]))
            return ho_builtin_text(files[i]);
    return (struct handoff_slice){ NULL, 0 };
}

struct handoff_slice ho_schema_text(const struct ho_compiler *c,
                                    const char *uri)
{
    const struct handoff_schema_remotes *remotes = c->options->remotes;
    struct handoff_slice text = builtin_text(uri);

    if (!text.ptr && remotes)
        text = remotes->find(remotes->user, uri);
    return text;
}

static const struct vocabulary *find_vocabulary(struct handoff_slice uri)
{
    const struct handoff_slice name = behind_draft(uri);
    const size_t count = sizeof vocabularies / sizeof *vocabularies;

    for (size_t i = 0; name.ptr && i < count; i++)
        if (ho_slice_is(name, vocabularies[i].name))
            return &vocabularies[i];
    return NULL;
}

static enum handoff_status read_vocabularies(struct ho_compiler *c,
                                             const struct ho_source *source,
                                             const struct ho_datum *at,
                                             const struct ho_datum *meta,
                                             unsigned *bits)
{
    const struct ho_datum *map =
        ho_schema_member(meta, ho_slice("$vocabulary"));
    const struct ho_datum *m;

    *bits = HO_VOCABULARY_DEFAULT;
    if (!map || map->kind != HO_DATUM_OBJECT)
        return HANDOFF_OK;
    *bits = HO_VOCABULARY_CORE;
    m = ho_first(map);
    for (uint32_t i = 0; i < map->count; i++, m = ho_next(m)) {
        const struct vocabulary *known = find_vocabulary(m->key);

        if (known)
            *bits |= known->bit;
        else if (ho_is_true(m))
            return ho_source_fail(
                c, source, at,
                "requires the vocabulary \"%.*s\", which handoff does not "
                "know; use a metaschema without it",
                (int)m->key.len, m->key.ptr);
    }
    return HANDOFF_OK;
}

/* A metaschema that is not the draft's own. */
static enum handoff_status read_metaschema(struct ho_compiler *c,
                                           const struct ho_source *source,
                                           const struct ho_datum *at,
                                           const char *uri, unsigned *bits)
{
    const struct handoff_slice text = ho_schema_text(c, uri);
    struct ho_document doc = { 0 };
    enum handoff_status status;

    if (!text.ptr)
        return ho_source_fail(c, source, at,
                              "names the dialect \"%s\", which is not known; "
                              "handoff reads draft 2020-12 (%sschema)",
                              uri, draft);
    status = ho_document_read(&doc, text, "the metaschema", c->err);
    if (status != HANDOFF_OK)
        ho_error_file(c->err, uri);
    else
        status = read_vocabularies(c, source, at, doc.item, bits);
    ho_document_release(&doc);
    return status;
}

enum handoff_status ho_dialect_read(struct ho_compiler *c,
                                    const struct ho_source *source,
                                    const struct ho_datum *at,
                                    unsigned *vocabularies_out)
{
    struct handoff_slice uri = at->text;

    if (at->kind != HO_DATUM_STRING || uri.len == 0 ||
        memchr(uri.ptr, '\0', uri.len))
        return ho_source_fail(c, source, at, "must be a URI");
    if (uri.ptr[uri.len - 1] == '#')
        uri.len--;
    *vocabularies_out = HO_VOCABULARY_DEFAULT;
    if (behind_draft(uri).ptr && ho_slice_is(behind_draft(uri), "schema"))
        return HANDOFF_OK;
    return read_metaschema(c, source, at, ho_arena_copy(c->schema->arena, uri),
                           vocabularies_out);
}
