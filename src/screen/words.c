/* words.c - see screen/words.h */
#include "screen/words.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "intake/plain.h"

enum { CHARACTER = 128 /* bytes of one character's plain form */ };

struct reader {
    struct ho_text *text;
    struct handoff_slice source;
    size_t at;
    size_t start;   /* of the open word, in the source */
    size_t begun;   /* and in the plain text */
    unsigned place; /* of the next word */
    bool quotes;    /* a quotation mark is open */
    size_t quoted;  /* since that word */
};

void ho_text_release(struct ho_text *text)
{
    free(text->plain);
    free(text->word);
    *text = (struct ho_text){ 0 };
}

uint32_t ho_word_hash(struct handoff_slice word)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < word.len; i++)
        hash = (hash ^ (unsigned char)word.ptr[i]) * 16777619u;
    return hash;
}

bool ho_text_is(const struct ho_text *text, size_t i, const char *const *words,
                size_t count)
{
    const struct handoff_slice plain = ho_text_plain(text, i);

    for (size_t k = 0; k < count; k++)
        if (ho_slice_is(plain, words[k]))
            return true;
    return false;
}

/* --- growing ---------------------------------------------------------------
 */

static void put(struct ho_text *t, const char *bytes, size_t len)
{
    if (t->room - t->len < len) {
        const size_t room = 2 * t->room + len + 1024;
        char *grown = realloc(t->plain, room);

        t->no_memory = t->no_memory || !grown;
        if (!grown)
            return;
        t->plain = grown;
        t->room = room;
    }
    memcpy(t->plain + t->len, bytes, len);
    t->len += len;
}

static struct ho_text_word *new_word(struct ho_text *t)
{
    if (t->count == t->words_room) {
        const size_t room = 2 * t->words_room + 128;
        struct ho_text_word *grown = realloc(t->word, room * sizeof *grown);

        t->no_memory = t->no_memory || !grown;
        if (!grown)
            return NULL;
        t->word = grown;
        t->words_room = room;
    }
    return &t->word[t->count++];
}

static void end_word(struct reader *r, size_t end)
{
    struct ho_text *t = r->text;
    struct ho_text_word *word;

    if (t->len == r->begun || !(word = new_word(t)))
        return;
    *word = (struct ho_text_word){ .from = r->start,
                                   .to = end,
                                   .at = r->begun,
                                   .len = t->len - r->begun,
                                   .place = r->place };
    word->place |= r->quotes ? HO_WORD_QUOTED : 0;
    word->hash = ho_word_hash(ho_text_plain(t, t->count - 1));
    r->begun = t->len;
    r->place = 0;
}

static void add(struct reader *r, const char *bytes, size_t len)
{
    if (r->text->len == r->begun)
        r->start = r->at;
    put(r->text, bytes, len);
}

/* --- characters ------------------------------------------------------------
 */

/* Cyrillic and Greek letters that pass for Latin ones. */
static char lookalike(int32_t code)
{
    static const struct {
        int32_t code;
        char letter;
    } table[] = { { 0x3B1, 'a' }, { 0x3B9, 'i' }, { 0x3BD, 'v' },
                  { 0x3BF, 'o' }, { 0x3C1, 'p' }, { 0x430, 'a' },
                  { 0x432, 'b' }, { 0x435, 'e' }, { 0x43A, 'k' },
                  { 0x43C, 'm' }, { 0x43D, 'h' }, { 0x43E, 'o' },
                  { 0x440, 'p' }, { 0x441, 'c' }, { 0x442, 't' },
                  { 0x443, 'y' }, { 0x445, 'x' }, { 0x455, 's' },
                  { 0x456, 'i' }, { 0x458, 'j' }, { 0x4BB, 'h' },
                  { 0x501, 'd' }, { 0x51B, 'q' }, { 0x51D, 'w' } };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].code == code)
            return table[i].letter;
    return '\0';
}

static bool is_mark(int32_t code)
{
    return code >= 0x300 && code < 0x370;
}

/* The plain form of a letter beyond ASCII, without its marks. */
static void add_letter(struct reader *r, size_t len)
{
    char plain[CHARACTER];
    struct handoff_slice s;
    size_t step;

    if (!ho_plain(ho_part(r->source, r->at, r->at + len), HO_PLAIN_TEXT, plain,
                  sizeof plain))
        return;
    s = ho_slice(plain);
    for (size_t i = 0; i < s.len; i += step) {
        const int32_t code = ho_utf8_decode(s, i, &step);
        const char latin = lookalike(code);

        if (latin)
            add(r, &latin, 1);
        else if (!is_mark(code) && ho_is_word(code))
            add(r, s.ptr + i, step);
    }
}

static bool is_apostrophe(int32_t code)
{
    return code == '\'' || code == '`' || code == 0xB4 || code == 0x2BC ||
           code == 0x2018 || code == 0x2019 || code == 0xFF07;
}

/* "l'adresse" is two words, "don't" is one. */
static bool is_elided(const struct reader *r)
{
    const struct ho_text *t = r->text;
    const size_t len = t->len - r->begun;
    const char *word = len > 0 ? t->plain + r->begun : "";

    return (len == 1 && strchr("ldmnsjtc", *word)) ||
           (len == 2 && memcmp(word, "qu", 2) == 0);
}

static bool is_hyphen(int32_t code)
{
    return code == '-' || (code >= 0x2010 && code <= 0x2012);
}

/* "e-mail" is one word. */
static bool is_e_mail(const struct reader *r, size_t behind)
{
    const struct ho_text *t = r->text;

    return t->len - r->begun == 1 && t->plain[r->begun] == 'e' &&
           r->source.len - behind >= 4 &&
           (r->source.ptr[behind] | 0x20) == 'm' &&
           (r->source.ptr[behind + 1] | 0x20) == 'a';
}

static bool is_quote(int32_t code)
{
    return code == '"' || code == 0xAB || code == 0xBB ||
           (code >= 0x201C && code <= 0x201F) || code == 0x2039 ||
           code == 0x203A || code == 0xFF02;
}

static bool ends_sentence(const struct reader *r, int32_t code, size_t behind)
{
    const bool open = behind >= r->source.len ||
                      (unsigned char)r->source.ptr[behind] <= ' ' ||
                      strchr("\"'.!?)", r->source.ptr[behind]);

    return ((code == '.' || code == ':') && open) || code == '!' ||
           code == '?' || code == ';' || code == 0x2026 || code == 0x3002 ||
           code == '|' || code == 0x2022 || code == 0xB7;
}

static void note_link(struct reader *r)
{
    const struct handoff_slice rest = ho_part(r->source, r->at, r->source.len);

    if ((rest.len > 7 && (memcmp(rest.ptr, "http://", 7) == 0 ||
                          memcmp(rest.ptr, "https:/", 7) == 0)) ||
        (rest.len > 4 && memcmp(rest.ptr, "www.", 4) == 0 &&
         (r->at == 0 || r->source.ptr[r->at - 1] != '/')))
        r->text->links++;
}

static void read_ascii(struct reader *r, char c)
{
    if (c == 'h' || c == 'w')
        note_link(r);
    c = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    add(r, &c, 1);
}

/* 27" is a length. */
static bool is_inch(const struct reader *r, int32_t code)
{
    return code == '"' && !r->quotes && r->at > 0 &&
           r->source.ptr[r->at - 1] >= '0' && r->source.ptr[r->at - 1] <= '9';
}

static void turn_quotes(struct reader *r)
{
    r->quotes = !r->quotes;
    r->quoted = r->text->count;
}

/* A mark that nobody closes quotes nothing. */
static void end_paragraph(struct reader *r)
{
    for (size_t i = r->quoted; r->quotes && i < r->text->count; i++)
        r->text->word[i].place &= ~(unsigned)HO_WORD_QUOTED;
    r->quotes = false;
    r->place |= HO_WORD_SENTENCE;
}

/* What is no part of a word, of `len` bytes. */
static void read_mark(struct reader *r, int32_t code, size_t len)
{
    const size_t behind = r->at + len;

    if (is_apostrophe(code)) {
        if (is_elided(r))
            end_word(r, behind);
        return;
    }
    if (is_hyphen(code) && is_e_mail(r, behind))
        return;
    end_word(r, r->at);
    if (is_quote(code) && !is_inch(r, code))
        turn_quotes(r);
    if (ends_sentence(r, code, behind))
        r->place |= HO_WORD_SENTENCE;
    else if (code > ' ' && !is_hyphen(code) && !is_quote(code))
        r->place |= HO_WORD_CLAUSE;
}

static bool is_invisible(int32_t code)
{
    return code == 0xAD || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2064) || code == 0xFEFF ||
           (code >= 0xFE00 && code <= 0xFE0F) || is_mark(code);
}

static void read_character(struct reader *r)
{
    size_t len;
    const int32_t code = ho_utf8_decode(r->source, r->at, &len);

    if (code < 0x80 && ho_is_word(code))
        read_ascii(r, (char)code);
    else if (is_invisible(code))
        ;
    else if (code >= 0x80 && ho_is_word(code))
        add_letter(r, len);
    else
        read_mark(r, code, len);
    r->at += len;
}

/* --- lines -----------------------------------------------------------------
 */

/* A line that begins at r->at; false: nothing behind it is the writer's. */
static bool begin_line(struct reader *r, size_t *end)
{
    const char *newline =
        memchr(r->source.ptr + r->at, '\n', r->source.len - r->at);
    const struct handoff_slice line =
        ho_part(r->source, r->at,
                newline ? (size_t)(newline - r->source.ptr) : r->source.len);
    const enum ho_line kind = ho_line_kind(r->source, r->at);

    *end = r->at + line.len;
    r->place |= HO_WORD_CLAUSE;
    if (ho_trim(line).len == 0)
        end_paragraph(r);
    if (kind == HO_LINE_QUOTED)
        r->at = *end;
    return kind != HO_LINE_REST_QUOTED;
}

enum handoff_status ho_text_read(struct ho_text *text,
                                 struct handoff_slice source,
                                 struct handoff_error *err)
{
    struct reader r = { .text = text,
                        .source = source,
                        .place = HO_WORD_SENTENCE };
    size_t end;

    text->len = text->count = text->links = 0;
    text->no_memory = false;
    while (r.at < source.len && begin_line(&r, &end)) {
        while (r.at < end && !text->no_memory)
            read_character(&r);
        end_word(&r, r.at);
        r.at = end + 1;
    }
    end_paragraph(&r);
    return text->no_memory ? ho_no_memory(err) : HANDOFF_OK;
}
