/* gather_words.c - writes word_sets.c when the program is built: what is known
 * of the declared words before any text is; see evidence/word_sets.h and
 * evidence/lexicon.h.
 *
 * usage: gather_words > word_sets.c
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "evidence/date_span.h"
#include "evidence/lexicon.h"
#include "evidence/spelled.h"
#include "evidence/word_sets.h"

enum {
    PER_LINE = 3,
    WORD_BYTES = 64 /* of a declared word */
};

/* --- sets ----------------------------------------------------------------- */

/* "KW42" is no other word than "KW 42". */
static void add_word(struct ho_starts *set, const char *word)
{
    char followed[WORD_BYTES];

    ho_starts_add(set, ho_slice(word), 0);
    for (char digit = '0'; digit <= '9'; digit++) {
        snprintf(followed, sizeof followed, "%s%c", word, digit);
        ho_starts_add(set, ho_slice(followed), 0);
    }
}

static void add_table(struct ho_starts *set, const struct ho_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        add_word(set, ho_table_words(table, i));
}

static void put_set(const char *name, const struct ho_starts *set)
{
    printf("const struct ho_starts %s = { {", name);
    for (size_t i = 0; i < sizeof set->has / sizeof *set->has; i++)
        printf("%sUINT64_C(0x%016" PRIx64 "),", i % PER_LINE ? " " : "\n    ",
               set->has[i]);
    puts("\n} };\n");
}

static void put_figure_words(void)
{
    struct ho_starts set = { { 0 } };
    const struct ho_table *table;

    add_table(&set, &ho_month_table);
    add_table(&set, &ho_period_table);
    add_table(&set, &ho_week_table);
    for (size_t i = 0; (table = ho_spelled_table(i)); i++)
        add_table(&set, table);
    put_set("ho_figure_words", &set);
}

/* --- lexicon ---------------------------------------------------------------
 */

static void put_string(const char *s)
{
    putchar('"');
    for (; *s; s++)
        if ((unsigned char)*s >= 0x80 || *s == '"' || *s == '\\')
            printf("\\%03o", (unsigned)(unsigned char)*s);
        else
            putchar(*s);
    putchar('"');
}

static void put_head(const char *phrase)
{
    unsigned char head[HO_HEAD] = { 0 };
    size_t len = 0;

    phrase += *phrase == '=';
    for (; len < HO_HEAD && phrase[len] && (unsigned char)phrase[len] < 0x80;
         len++)
        head[len] = (unsigned char)phrase[len];
    printf("{ ");
    for (size_t i = 0; i < HO_HEAD; i++)
        printf("%u, ", head[i]);
    printf("}, { ");
    for (size_t i = 0; i < HO_HEAD; i++)
        printf("%s, ", i < len ? "255" : "0");
    printf("}");
}

static void put_lexeme(size_t language, const struct ho_phrases *group,
                       const char *phrase)
{
    printf("    { ");
    put_string(phrase);
    printf(", ");
    put_head(phrase);
    printf(", %d, %d, 1u << %zu },\n", (int)group->kind,
           (int)ho_language(language)->behind, language);
}

/* Those of one slot, in the order of the tables. */
static size_t put_slot(size_t slot)
{
    size_t count = 0;

    for (size_t i = 0; i < HO_LANGUAGES; i++)
        for (const struct ho_phrases *g = ho_language(i)->phrase; g->count; g++)
            for (size_t k = 0; k < g->count; k++) {
                const char *phrase = g->item[k];

                if (ho_start_of(phrase + (*phrase == '=')) != slot)
                    continue;
                put_lexeme(i, g, phrase);
                count++;
            }
    return count;
}

static void put_lexicon(void)
{
    static size_t count[HO_STARTS];
    size_t sum = 0;

    puts("const struct ho_lexeme ho_lexemes[] = {");
    for (size_t slot = 0; slot < HO_STARTS; slot++)
        count[slot] = put_slot(slot);
    puts("};\n\nconst uint16_t ho_lexeme_slots[HO_STARTS + 1] = {");
    for (size_t slot = 0; slot < HO_STARTS; slot++) {
        printf("%zu,%c", sum, slot % 16 == 15 ? '\n' : ' ');
        sum += count[slot];
    }
    printf("%zu\n};\n", sum);
}

int main(void)
{
    puts("/* Written by cmake/gather_words.c; do not edit. */\n"
         "#include \"evidence/lexicon.h\"\n"
         "#include \"evidence/word_sets.h\"\n");
    put_figure_words();
    put_lexicon();
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
