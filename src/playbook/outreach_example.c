/* outreach_example.c - the prompt's worked example is checked like a real
 * answer before anything is asked: an example that breaks the rules teaches
 * to break them.  See playbook/outreach.h */
#include "base/builtin.h"
#include "playbook/outreach.h"

enum { ARENA_BYTES = 1 << 20, SOURCE_BYTES = 64 * 1024 };

struct example {
    struct ho_arena *arena;
    struct ho_phrasings claims, ctas;
    struct ho_channel channel;
    struct ho_palette palette;
};

static void add_piece(struct example *x, enum ho_piece_kind kind,
                      const char *id, const char *text)
{
    struct ho_piece *p = ho_arena_push(x->arena, &x->palette.piece,
                                       &x->palette.count, sizeof *p);

    if (p)
        *p = (struct ho_piece){ kind, HANDOFF_NO_FIELD, id, text ? text : "" };
}

static void add_phrasings(struct example *x, const cJSON *list,
                          enum ho_piece_kind kind, struct ho_phrasings *out)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        struct ho_phrasing *slot =
            ho_arena_push(x->arena, &out->item, &out->count, sizeof *slot);

        if (slot)
            *slot = (struct ho_phrasing){ ho_json_text(item, "id"),
                                          ho_json_text(item, "text") };
        add_piece(x, kind, "", ho_json_text(item, "text"));
    }
}

static void add_all(struct example *x, const cJSON *root)
{
    const cJSON *item;

    add_phrasings(x, ho_json_get(root, "claims"), HO_PIECE_CLAIM, &x->claims);
    add_phrasings(x, ho_json_get(root, "ctas"), HO_PIECE_SAYING, &x->ctas);
    cJSON_ArrayForEach(item, ho_json_get(root, "facts"))
    {
        add_piece(x, HO_PIECE_FACT, ho_json_text(item, "id"),
                  ho_json_text(item, "quote"));
    }
    cJSON_ArrayForEach(item, ho_json_get(root, "questions"))
    {
        add_piece(x, HO_PIECE_QUESTION, "", item->valuestring);
    }
    x->channel.id = "email";
}

static enum handoff_status write_source(struct example *x,
                                        struct handoff_error *err)
{
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, SOURCE_BYTES);
    for (size_t i = 0; i < x->palette.count; i++)
        ho_buffer_format(&b, "%s\n", x->palette.piece[i].text);
    status = ho_buffer_status(&b, "the example", err);
    x->palette.source = ho_slice(ho_arena_copy(x->arena, ho_buffer_slice(&b)));
    ho_buffer_release(&b);
    return status;
}

static enum handoff_status check_angle(const struct handoff_outreach *o,
                                       struct example *x, const cJSON *item,
                                       struct handoff_refusals *refused,
                                       struct handoff_error *err)
{
    const struct ho_offer offer = { &x->palette, &x->claims, &x->ctas,
                                    &x->channel, NULL,       1 };
    struct ho_choice choice;

    return ho_read_choice(x->arena, &offer, item, 1, refused, &choice)
               ? ho_message_check(o->checker, &x->palette,
                                  ho_slice(choice.opening), 1, x->arena,
                                  refused, NULL, err)
               : HANDOFF_OK;
}

static enum handoff_status check(const struct handoff_outreach *o,
                                 struct example *x, const cJSON *root,
                                 struct handoff_error *err)
{
    struct handoff_refusals refused = { 0 };
    const cJSON *item;
    enum handoff_status status;

    add_all(x, root);
    status = write_source(x, err);
    cJSON_ArrayForEach(item, ho_json_get(ho_json_get(root, "reply"), "angles"))
    {
        if (status == HANDOFF_OK)
            status = check_angle(o, x, item, &refused, err);
    }
    if (status == HANDOFF_OK)
        status = ho_arena_status(x->arena, "the example", err);
    if (status == HANDOFF_OK && refused.count > 0)
        return ho_fail(err, HANDOFF_BAD_TEMPLATE,
                       "the example of outreach.prompt breaks its own rules: "
                       "\"%.120s\", %.200s",
                       refused.item[0].sentence, refused.item[0].why);
    return status;
}

enum handoff_status ho_outreach_example_check(const struct handoff_outreach *o,
                                              struct handoff_slice text,
                                              struct handoff_error *err)
{
    struct example x = { .arena = ho_arena_new(ARENA_BYTES) };
    cJSON *root = NULL;
    enum handoff_status status =
        x.arena ? ho_json_parse(text, &root, err) : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = check(o, &x, root, err);
    cJSON_Delete(root);
    ho_arena_free(x.arena);
    return status;
}

enum handoff_status ho_outreach_example(const struct handoff_outreach *o,
                                        struct handoff_error *err)
{
    return ho_outreach_example_check(
        o, ho_builtin_text("prompts/outreach.example.json"), err);
}
