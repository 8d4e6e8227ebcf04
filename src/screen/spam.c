/* spam.c - signs of spam, counted.
 *
 * Each of them stands on honest leads, too: people send links, use throwaway
 * mail and type nonsense into the field for their name.  So a count is all
 * that is stated, and the default policy lets a person look.
 */
#include "screen/screen.h"

#include "screen/domain.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { LINKS = 3, TURNS = 3, NAME_LETTERS = 8 };

struct signs {
    struct ho_screen *screen;
    size_t count;
};

/* Their number is known at the end. */
static void note(struct signs *signs, const char *why,
                 const struct handoff_value *value, size_t from, size_t to)
{
    const size_t before = signs->screen->facts;

    ho_fact_in(signs->screen, HANDOFF_FACT_SPAM_SIGNALS, "", why, value, from,
               to);
    signs->count += signs->screen->facts - before;
}

static bool holds(struct handoff_slice text, const char *word, size_t *at)
{
    *at = ho_find(text, 0, ho_slice(word));
    return *at != SIZE_MAX;
}

static size_t count_links(struct handoff_slice text)
{
    size_t count = 0, at = 0;

    while ((at = ho_find(text, at, ho_slice("http"))) != SIZE_MAX) {
        const struct handoff_slice rest = ho_part(text, at, text.len);

        count += rest.len > 8 && (memcmp(rest.ptr, "http://", 7) == 0 ||
                                  memcmp(rest.ptr, "https://", 8) == 0);
        at += 4;
    }
    return count;
}

static void look_at_message(struct signs *signs,
                            const struct handoff_value *value)
{
    static const char *const markup[] = { "<a href", "[url=", "</a>" };
    static const char *const goods[] = { "viagra",          "cialis",
                                         "casino bonus",    "online casino",
                                         "double your btc", "onlyfans",
                                         "escort service",  "payday loan" };
    size_t at;

    if (count_links(value->text) >= LINKS)
        note(signs, "links", value, 0, value->text.len);
    for (size_t i = 0; i < COUNT(markup); i++)
        if (holds(value->text, markup[i], &at)) {
            note(signs, "markup", value, at, at + strlen(markup[i]));
            break;
        }
    for (size_t i = 0; i < COUNT(goods); i++)
        if (holds(value->text, goods[i], &at)) {
            note(signs, "goods", value, at, at + strlen(goods[i]));
            break;
        }
}

/* "JxKqWzRt": one word that goes up and down. */
static bool is_random(struct handoff_slice name)
{
    size_t turns = 0;

    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            return false;
        turns += i > 0 && c < 'a' && name.ptr[i - 1] >= 'a';
    }
    return name.len >= NAME_LETTERS && turns >= TURNS;
}

static void look_at_name(struct signs *signs)
{
    const struct handoff_value *name =
        ho_settled_as(signs->screen, HANDOFF_TYPE_PERSON);
    size_t at;

    if (!name)
        return;
    if (holds(name->text, "://", &at) || holds(name->text, "www.", &at))
        note(signs, "link in name", name, 0, name->text.len);
    if (is_random(name->text))
        note(signs, "random name", name, 0, name->text.len);
}

static void look_at_address(struct signs *signs)
{
    const struct ho_address *a = ho_own_address(signs->screen);
    const char *at = a ? strrchr(a->text, '@') : NULL;

    if (at && ho_domain_class(at + 1) == HO_DOMAIN_DISPOSABLE)
        note(signs, "throwaway address", a->value, a->from, a->to);
}

void ho_gate_spam(struct ho_screen *s)
{
    struct signs signs = { .screen = s };
    const char *count;

    for (size_t i = 0; i < s->lead->count; i++)
        if (s->lead->value[i].source == HANDOFF_SOURCE_MESSAGE)
            look_at_message(&signs, &s->lead->value[i]);
    look_at_name(&signs);
    look_at_address(&signs);
    if (signs.count == 0) {
        ho_fact_of(s, HANDOFF_FACT_SPAM_SIGNALS, "0", "none found", "screen");
        return;
    }
    count = ho_arena_format(s->arena, "%zu", signs.count);
    for (size_t i = 0; i < s->facts; i++)
        if (s->fact[i].kind == HANDOFF_FACT_SPAM_SIGNALS)
            s->fact[i].value = count;
}
