/* gather_words.c - writes word_sets.c when the program is built: what is known
 * of the declared words before any text is; see evidence/word_sets.h and
 * evidence/lexicon.h.
 *
 * usage: gather_words > word_sets.c
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evidence/date_span.h"
#include "evidence/lexicon.h"
#include "evidence/spelled.h"
#include "evidence/word_sets.h"

enum {
    PER_LINE = 3,
    ENTRIES = 8192, /* of one lexicon */
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

/* The phrases of one lexicon. */
struct list {
    struct entry {
        const char *phrase;
        size_t offset, start; /* of its first word */
        int kind, behind;
        size_t language;
    } item[ENTRIES];
    size_t count;
};

static void add_entry(struct list *list, struct entry entry)
{
    const char *word = entry.phrase + (*entry.phrase == '=') + entry.offset;

    if (list->count == ENTRIES)
        abort(); /* too few for the tables */
    entry.start = ho_start_of(word);
    list->item[list->count++] = entry;
}

static void add_phrases(struct list *list, const struct ho_language *l,
                        size_t language)
{
    for (const struct ho_phrases *g = l->phrase; g->count; g++)
        for (size_t i = 0; i < g->count; i++)
            add_entry(list, (struct entry){ .phrase = g->item[i],
                                            .kind = (int)g->kind,
                                            .behind = (int)l->behind,
                                            .language = language });
}

/* Those that are looked for at the words of a text: "[auto-reply]". */
static void add_searched(struct list *list, const struct ho_language *l)
{
    const struct ho_phrases *g = l->phrase;

    for (size_t i = 0; i < g->count; i++) {
        const char *word = g->item[i];

        while ((unsigned char)*word < 0x80 &&
               ho_start_letters[(unsigned char)*word] == 0)
            word++;
        add_entry(list, (struct entry){ .phrase = g->item[i],
                                        .offset = (size_t)(word - g->item[i]),
                                        .kind = (int)g->kind });
    }
}

static void put_head(const struct entry *e)
{
    const char *word = e->phrase + (*e->phrase == '=') + e->offset;
    size_t len = 0;

    while (len < HO_HEAD && word[len] && (unsigned char)word[len] < 0x80)
        len++;
    printf("{ ");
    for (size_t i = 0; i < HO_HEAD; i++)
        printf("%u, ", i < len ? (unsigned)(unsigned char)word[i] : 0u);
    printf("}, { ");
    for (size_t i = 0; i < HO_HEAD; i++)
        printf("%s, ", i < len ? "255" : "0");
    printf("}");
}

/* Bytes of a phrase of ASCII that the head holds and that ends in a letter or
 * digit; else 0. */
static size_t whole_of(const struct entry *e)
{
    const char *word = e->phrase + (*e->phrase == '=');
    const size_t len = strlen(word);

    if (e->offset > 0 || len >= HO_HEAD)
        return 0;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)word[i] >= 0x80)
            return 0;
    return ho_is_word(word[len - 1]) ? len : 0;
}

static void put_entry(const struct entry *e)
{
    printf("    { ");
    put_string(e->phrase);
    printf(", ");
    put_head(e);
    printf(", %zu, %zu, %d, %d, 1u << %zu },\n", e->offset, whole_of(e),
           e->kind, e->behind, e->language);
}

static void put_lexicon(const char *name, const struct list *list)
{
    size_t count[HO_STARTS + 1] = { 0 };

    printf("static const struct ho_lexeme %s_item[] = {\n", name);
    for (size_t slot = 0; slot < HO_STARTS; slot++)
        for (size_t i = 0; i < list->count; i++) {
            if (list->item[i].start != slot)
                continue;
            put_entry(&list->item[i]);
            count[slot + 1]++;
        }
    printf("};\n\nstatic const uint16_t %s_slot[HO_STARTS + 1] = {\n", name);
    for (size_t slot = 0; slot <= HO_STARTS; slot++) {
        count[slot] += slot > 0 ? count[slot - 1] : 0;
        printf("%zu,%c", count[slot], slot % 16 == 15 ? '\n' : ' ');
    }
    printf("\n};\n\nconst struct ho_lexicon %s = { %s_item, %s_slot };\n\n",
           name, name, name);
}

static void put_lexicons(void)
{
    static struct list clauses, common, orders, notices;

    for (size_t i = 0; i < HO_LANGUAGES; i++) {
        add_phrases(&clauses, ho_language(i), i);
        for (const char *const *word = ho_language(i)->common; *word; word++)
            add_entry(&common,
                      (struct entry){ .phrase = *word, .language = i });
    }
    add_searched(&orders, &ho_orders);
    add_searched(&notices, &ho_notices);
    put_lexicon("ho_clause_phrases", &clauses);
    put_lexicon("ho_common_words", &common);
    put_lexicon("ho_order_phrases", &orders);
    put_lexicon("ho_notice_phrases", &notices);
}

int main(void)
{
    puts("/* Written by cmake/gather_words.c; do not edit. */\n"
         "#include \"evidence/lexicon.h\"\n"
         "#include \"evidence/word_sets.h\"\n");
    put_figure_words();
    put_lexicons();
    return fflush(stdout) == 0 && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
