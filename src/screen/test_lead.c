/* test_lead.c - a test of the form: the platform's own mark, a secret that is
 * not ours, and values that people type to try a form out.
 *
 * One odd value is no test: there are people called Tester, and companies
 * called Testing.  Two of them, or the words of a message, are.
 */
#include "screen/screen.h"

#include "intake/plain.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { PLAIN = 128, SIGNS = 2 };

static void state_marks(struct ho_screen *s)
{
    const struct handoff_origin *origin = &s->lead->origin;

    if (origin->test)
        ho_fact_of(s, HANDOFF_FACT_TEST_LEAD, "yes", "platform",
                   ho_arena_format(s->arena, "origin:%s", origin->test));
    for (size_t i = 0; i < origin->warnings; i++)
        /* "": there was no secret at all, of which no bytes tell */
        if (origin->warning[i].code == HANDOFF_WARNING_KEY_WRONG &&
            *origin->warning[i].path)
            ho_fact_of(s, HANDOFF_FACT_TEST_LEAD, "forged", "key",
                       ho_arena_format(s->arena, "origin:%s",
                                       origin->warning[i].path));
}

/* Meta fills every answer of a test lead like this. */
static bool is_dummy(struct handoff_slice text)
{
    static const char start[] = "<test lead: dummy data for ";
    const size_t len = sizeof start - 1;

    return text.len > len && ho_slice_is_nocase(ho_part(text, 0, len), start);
}

static bool is_word_of(const char *word, size_t len, const char *const *words,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(words[i]) == len && memcmp(words[i], word, len) == 0)
            return true;
    return false;
}

/* "Test Tester", "asdf": no other word, digits apart. */
static bool is_test_text(struct handoff_slice text)
{
    static const char *const words[] = {
        "test",     "tester",   "testing",   "tests",       "testlead",
        "testname", "testuser", "testfirma", "testcompany", "asdf",
        "asdfasdf", "asdfgh",   "qwerty",    "qwertz",      "foo",
        "foobar",   "bar",      "dummy",     "lead",        "company",
        "firma",    "user",     "prueba",    "teste",       "prova",
        "xxx",      "abc",      "lorem",     "ipsum"
    };
    char plain[PLAIN];
    bool any = false;

    if (!ho_plain(text, HO_PLAIN_NAME, plain, sizeof plain))
        return false;
    for (const char *p = plain; *p;) {
        size_t len = strcspn(p, " ");
        const size_t word = len;

        while (len > 0 && p[len - 1] >= '0' && p[len - 1] <= '9')
            len--;
        if (len > 0 && !is_word_of(p, len, words, COUNT(words)))
            return false;
        any =
            any || (len > 0 && strncmp(p, "lead", 4) != 0 &&
                    strncmp(p, "company", 7) != 0 &&
                    strncmp(p, "firma", 5) != 0 && strncmp(p, "user", 4) != 0);
        p += word + (p[word] == ' ');
    }
    return any;
}

static bool is_test_local(const char *address, size_t len)
{
    static const char *const words[] = {
        "test",  "tester", "testing", "asdf", "foo", "qwerty",   "testuser",
        "dummy", "a",      "aa",      "xxx",  "abc", "test.test"
    };
    const char *plus = memchr(address, '+', len);

    len = plus ? (size_t)(plus - address) : len;
    while (len > 0 && address[len - 1] >= '0' && address[len - 1] <= '9')
        len--;
    return is_word_of(address, len, words, COUNT(words));
}

/* Domains where a test address is nobody's. */
static bool is_test_domain(const char *domain)
{
    static const char *const domains[] = {
        "test.com", "test.de",     "test.net",    "test.org",    "meta.com",
        "fb.com",   "example.com", "example.net", "example.org", "asdf.com",
        "foo.com",  "bar.com",     "abc.com",     "email.com",   "domain.com",
        "a.com",    "aa.com",      "xxx.com",     "mail.test"
    };
    const char *last = strrchr(domain, '.');

    return is_word_of(domain, strlen(domain), domains, COUNT(domains)) ||
           (last &&
            (strcmp(last, ".test") == 0 || strcmp(last, ".invalid") == 0));
}

/* 5555555, 1234567: seven digits or more, all the same or counting up. */
static bool is_test_phone(struct handoff_slice text)
{
    size_t count = 0, same = 0, rising = 0;
    char before = '\0';

    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];

        if (c < '0' || c > '9')
            continue;
        same += c == before;
        rising += c == before + 1 || (before == '9' && c == '0');
        before = c;
        count++;
    }
    return count >= 7 && (same + 1 == count || rising + 1 == count);
}

struct signs {
    struct ho_screen *screen;
    const struct handoff_value *value[4];
    size_t from[4], to[4], count;
};

static void note(struct signs *signs, const struct handoff_value *value,
                 size_t from, size_t to)
{
    signs->value[signs->count] = value;
    signs->from[signs->count] = from;
    signs->to[signs->count++] = to;
}

static void note_if(struct signs *signs, enum handoff_type type,
                    bool (*is_test)(struct handoff_slice))
{
    const struct handoff_value *value = ho_settled_as(signs->screen, type);

    if (value && is_test(value->text))
        note(signs, value, 0, value->text.len);
}

static void state_values(struct ho_screen *s)
{
    struct signs signs = { .screen = s };
    const struct ho_address *a = ho_own_address(s);
    const char *at = a ? strrchr(a->text, '@') : NULL;
    bool sure = false;

    note_if(&signs, HANDOFF_TYPE_PERSON, is_test_text);
    note_if(&signs, HANDOFF_TYPE_COMPANY, is_test_text);
    note_if(&signs, HANDOFF_TYPE_PHONE, is_test_phone);
    if (at && is_test_local(a->text, (size_t)(at - a->text))) {
        sure = is_test_domain(at + 1);
        note(&signs, a->value, a->from, a->to);
    }
    for (size_t i = 0; i < signs.count && (sure || signs.count >= SIGNS); i++)
        ho_fact_in(s, HANDOFF_FACT_TEST_LEAD, "yes", "values", signs.value[i],
                   signs.from[i], signs.to[i]);
}

void ho_gate_test_lead(struct ho_screen *s)
{
    state_marks(s);
    if (s->lead->origin.test)
        return;
    for (size_t i = 0; i < s->lead->count; i++)
        if (is_dummy(s->lead->value[i].text)) {
            ho_fact_in(s, HANDOFF_FACT_TEST_LEAD, "yes", "platform",
                       &s->lead->value[i], 0, s->lead->value[i].text.len);
            return;
        }
    state_values(s);
}
