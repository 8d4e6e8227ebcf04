/* fuzz_screen.c - words and phrases: each word lies where it is said to lie,
 * none twice, and no text makes the gates fail or leave it. */
#include <string.h>

#include <handoff/screen.h>

#include "base/punycode.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "screen/consent_words.h"
#include "screen/domain.h"
#include "screen/phrases.h"

static void check_words(const struct ho_text *text, struct handoff_slice s)
{
    size_t before = 0;

    for (size_t i = 0; i < text->count; i++) {
        const struct ho_text_word *word = &text->word[i];

        FUZZ_ASSERT(before <= word->from && word->from < word->to);
        FUZZ_ASSERT(word->to <= s.len);
        FUZZ_ASSERT(word->len > 0 && word->at + word->len <= text->len);
        before = word->to;
    }
}

static void check_phrases(const struct ho_text *text)
{
    struct ho_phrases *phrases = NULL;
    struct ho_phrase_found found;

    FUZZ_ASSERT(ho_phrases_new(&phrases, NULL) == HANDOFF_OK);
    for (int kind = HANDOFF_FACT_SUPPRESSED; kind < HANDOFF_FACT_COUNT; kind++)
        if (ho_phrases_find(phrases, text, (enum handoff_fact_kind)kind,
                            &found)) {
            FUZZ_ASSERT(found.fact == (enum handoff_fact_kind)kind);
            FUZZ_ASSERT(found.first <= found.last && found.last < text->count);
        }
    ho_phrases_free(phrases);
}

/* No word is both answers; without words nothing is asked. */
static void check_consent(const struct ho_text *text, struct handoff_slice s)
{
    if (text->count == 0)
        FUZZ_ASSERT(!ho_asks_for_contact(text, s) &&
                    !ho_tells_of_any_time(text));
    for (size_t i = 0; i < text->count; i++)
        FUZZ_ASSERT(!ho_word_is_yes(text, i) || !ho_word_is_no(text, i));
}

/* What became "xn--" is what it was when it is turned back. */
static void check_punycode(const char *domain)
{
    char ascii[2048], letters[2048];

    if (!ho_punycode_add(domain, ascii, sizeof ascii) || strstr(domain, "xn--"))
        return;
    FUZZ_ASSERT(ho_punycode_remove(ascii, letters, sizeof letters));
    FUZZ_ASSERT(strcmp(domain, letters) == 0);
}

static void check_domain(struct handoff_slice s)
{
    char domain[256], letters[2048];

    if (s.len == 0 || s.len >= sizeof domain)
        return;
    memcpy(domain, s.ptr, s.len);
    domain[s.len] = '\0';
    FUZZ_ASSERT(ho_domain_class(domain) <= HO_DOMAIN_DISPOSABLE);
    check_punycode(domain);
    if (ho_punycode_remove(domain, letters, sizeof letters))
        FUZZ_ASSERT(ho_utf8_check(ho_slice(letters), NULL) == HANDOFF_OK);
}

/* A list is read or refused, and what was read answers. */
static void check_list(struct handoff_slice s)
{
    struct handoff_suppression_list *list = NULL;
    struct handoff_suppression suppression;
    bool yes = false;

    if (handoff_suppression_read(s, &list, NULL) != HANDOFF_OK)
        return;
    suppression = handoff_suppression_of(list);
    FUZZ_ASSERT(suppression.has(suppression.user, s, &yes, NULL) == HANDOFF_OK);
    handoff_suppression_free(list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice s = { (const char *)data, size };
    struct ho_text text = { 0 };

    check_list(s);
    if (ho_utf8_check(s, NULL) != HANDOFF_OK || memchr(data, '\0', size))
        return 0;
    FUZZ_ASSERT(ho_text_read(&text, s, NULL) == HANDOFF_OK);
    check_words(&text, s);
    check_phrases(&text);
    check_consent(&text, s);
    check_domain(s);
    ho_text_release(&text);
    return 0;
}
