/* freetext_scan.c - bytes into words, numbers, contacts and signs */
#include <utf8proc.h>

#include "base/utf8.h"
#include "evidence/freetext.h"

struct scan {
    struct handoff_text_checker *c;
    struct ho_part_list *p;
    size_t at;
    size_t tried; /* no contact begins before this byte */
    char closing; /* of the bracket that is open, or 0 */
    bool gap;     /* white space before the next token */
};

static struct ho_token *push(struct scan *s, enum ho_token_kind kind,
                             size_t from, size_t to)
{
    struct ho_part_list *p = s->p;
    struct ho_token *t =
        ho_more(s->c, &p->token, &p->tokens, &p->token_room, sizeof *t);

    if (!t)
        return NULL;
    *t = (struct ho_token){ .kind = (uint8_t)kind,
                            .from = (uint32_t)from,
                            .to = (uint32_t)to,
                            .span = 1,
                            .shape = s->gap ? 0 : HO_SHAPE_GLUED };
    if (s->closing)
        t->shape |= HO_SHAPE_BRACKETED;
    s->gap = false;
    s->at = to;
    return t;
}

static void set_word(struct scan *s, struct ho_token *t, uint32_t word)
{
    const struct ho_word *w = ho_word_of_dative(&s->c->words, word);
    struct ho_part_list *p = s->p;

    t->word = word;
    t->sense = w->sense;
    t->class = w->class;
    t->unit = w->unit;
    t->value = w->value;
    p->english += (w->class & HO_C(ENGLISH)) != 0;
    p->german += (w->class & HO_C(GERMAN)) != 0;
    p->other += (w->class & (HO_C(FRENCH) | HO_C(SPANISH))) != 0;
}

/* What a plain byte is in a word. */
enum { OTHER, SMALL, CAPITAL, DIGIT };

static unsigned kind_of(char c)
{
    if (c >= 'a' && c <= 'z')
        return SMALL;
    if (c >= 'A' && c <= 'Z')
        return CAPITAL;
    return c >= '0' && c <= '9' ? DIGIT : OTHER;
}

static bool is_upper(int32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z';
    return utf8proc_category(code) == UTF8PROC_CATEGORY_LU ||
           utf8proc_category(code) == UTF8PROC_CATEGORY_LT;
}

static bool is_apostrophe(int32_t code)
{
    return code == '\'' || code == 0x2019;
}

/* "l'équipe", "d'ici", "qu'il": the article is a word of its own. */
static bool is_elided(struct handoff_slice word)
{
    static const char *const articles[] = { "l", "d", "n", "j", "m",
                                            "t", "s", "c", "qu" };

    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (ho_slice_is_nocase(word, articles[i]))
            return true;
    return false;
}

/* What the letters of a word look like. */
struct letters {
    bool first_upper, unspaced, digit, camel, any;
    size_t upper, lower;
};

static void add_letter(struct letters *l, int32_t code)
{
    const bool upper = is_upper(code), digit = code >= '0' && code <= '9';

    if (!l->any)
        l->first_upper = upper;
    l->any = true;
    l->camel = l->camel || (upper && l->lower > 0);
    l->upper += upper;
    l->lower += !upper && !digit;
    l->digit = l->digit || digit;
}

/* Behind the plain letters and digits at `at`: most words have no others. */
static size_t plain_end(struct handoff_slice s, size_t at, struct letters *l)
{
    for (; at < s.len; at++) {
        const char c = s.ptr[at];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9')))
            return at;
        add_letter(l, c);
    }
    return at;
}

/* May the apostrophe at `at` stand inside a word that began at `start`? */
static bool is_inner(struct handoff_slice s, size_t start, size_t at,
                     size_t len)
{
    size_t next;

    return at > start && at + len < s.len &&
           ho_is_word(ho_utf8_decode(s, at + len, &next)) &&
           !is_elided(ho_part(s, start, at));
}

static size_t word_end(struct handoff_slice s, size_t at, struct letters *l)
{
    const size_t start = at;
    size_t len;

    for (;;) {
        int32_t code;
        bool unspaced;

        if (!l->unspaced)
            at = plain_end(s, at, l);
        if (at >= s.len)
            return at;
        code = ho_utf8_decode(s, at, &len);
        if (is_apostrophe(code) && !l->unspaced &&
            is_inner(s, start, at, len)) {
            at += len;
            continue;
        }
        if (!ho_is_word(code))
            return at;
        unspaced = code >= 0x0E00 && ho_is_unspaced(code);
        if (at == start)
            l->unspaced = unspaced;
        else if (unspaced != l->unspaced)
            return at;
        add_letter(l, code);
        at += len;
    }
}

static uint16_t shape_of(const struct letters *l)
{
    unsigned shape = l->first_upper ? HO_SHAPE_CAPITAL : 0;

    shape |= l->upper >= 2 && l->lower == 0 ? HO_SHAPE_UPPER : 0;
    shape |= l->camel ? HO_SHAPE_CAMEL : 0;
    shape |= l->digit ? HO_SHAPE_DIGIT : 0;
    shape |= l->unspaced ? HO_SHAPE_UNSPACED : 0;
    return (uint16_t)shape;
}

/* "Acme's" is Acme, unless the vocabulary has it whole ("it's"). */
static bool is_owner(struct handoff_slice folded)
{
    return folded.len > 2 && memcmp(folded.ptr + folded.len - 2, "'s", 2) == 0;
}

/* Skip the apostrophe behind an elided article. */
static void skip_elision(struct scan *s, struct handoff_slice word)
{
    const struct handoff_slice b = s->p->bytes;
    size_t len;

    if (s->at < b.len && word.len <= 2 &&
        is_apostrophe(ho_utf8_decode(b, s->at, &len)) && is_elided(word))
        s->at += len;
}

/* A word with letters beyond ASCII, or with an apostrophe. */
static void scan_rich_word(struct scan *s)
{
    struct letters l = { 0 };
    const size_t from = s->at, to = word_end(s->p->bytes, from, &l);
    const struct handoff_slice spelt = ho_part(s->p->bytes, from, to);
    char text[HO_WORD_BYTES];
    struct handoff_slice folded = { text, ho_fold_word(spelt, text) };
    struct ho_token *t = push(s, HO_TOKEN_WORD, from, to);
    uint32_t word = 0;

    if (!t)
        return;
    t->shape |= shape_of(&l);
    if (is_owner(folded)) {
        word = ho_word_find(&s->c->words, folded);
        if (word == 0 || word >= s->c->words.base) {
            t->shape |= HO_SHAPE_OWNING;
            folded.len -= 2;
            word = 0;
        }
    }
    set_word(s, t, word ? word : ho_word_add(&s->c->words, folded));
    skip_elision(s, spelt);
    s->p->has_unspaced = s->p->has_unspaced || l.unspaced;
}

/* Can what ends at `at` be the beginning of an address? */
static bool may_go_on(struct handoff_slice b, size_t at)
{
    const char c = at < b.len ? b.ptr[at] : '\0';
    const char next = at + 1 < b.len ? b.ptr[at + 1] : '\0';

    if (c == '.')
        return kind_of(next) != OTHER || (unsigned char)next >= 0x80;
    return c == '@' || c == '_' || c == '+' || c == '-' || c == '%' ||
           (c == ':' && (next == '/' || kind_of(next) != OTHER));
}

static bool scan_contact(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    struct ho_token got = { 0 }, *t;
    size_t end;

    if (s->at < s->tried)
        return false;
    end = ho_scan_contact(b, s->at, &s->c->words, &got, &s->tried);
    if (end == s->at)
        return false;
    t = push(s, got.kind, s->at, end);
    if (t) {
        t->word = got.word;
        t->value = got.value;
    }
    return true;
}

static uint16_t plain_shape(const size_t count[], unsigned first, bool camel)
{
    unsigned shape = first == CAPITAL ? HO_SHAPE_CAPITAL : 0;

    if (count[CAPITAL] >= 2 && count[SMALL] == 0)
        shape |= HO_SHAPE_UPPER;
    if (count[DIGIT] > 0)
        shape |= HO_SHAPE_DIGIT;
    return (uint16_t)(shape | (camel ? HO_SHAPE_CAMEL : 0u));
}

/* Most words are plain letters; one pass folds and looks at them. */
static void scan_word(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    size_t count[4] = { 0 }, end = s->at;
    char text[HO_WORD_BYTES];
    unsigned kind = OTHER;
    bool camel = false;
    struct ho_token *t;

    for (; end < b.len && end - s->at < HO_WORD_BYTES; end++) {
        kind = kind_of(b.ptr[end]);
        if (kind == OTHER)
            break;
        camel = camel || (kind == CAPITAL && count[SMALL] > 0);
        count[kind]++;
        text[end - s->at] =
            kind == CAPITAL ? (char)(b.ptr[end] | 32) : b.ptr[end];
    }
    if (may_go_on(b, end) && scan_contact(s))
        return;
    if (end == s->at || kind != OTHER ||
        (end < b.len &&
         (b.ptr[end] == '\'' || (unsigned char)b.ptr[end] >= 0x80))) {
        scan_rich_word(s);
        return;
    }
    t = push(s, HO_TOKEN_WORD, s->at, end);
    if (!t)
        return;
    t->shape |= plain_shape(count, kind_of(b.ptr[t->from]), camel);
    set_word(s, t,
             ho_word_add(&s->c->words,
                         (struct handoff_slice){ text, end - t->from }));
}

static void scan_bracket(struct scan *s, char c)
{
    const struct handoff_slice b = s->p->bytes;

    if (c == '[')
        s->closing = ']';
    else if (c == '{')
        s->closing = '}';
    else if (c == '<' && s->at < b.len && (b.ptr[s->at] | 32) >= 'a' &&
             (b.ptr[s->at] | 32) <= 'z')
        s->closing = '>';
    else if (c == s->closing)
        s->closing = 0;
}

/* "[x]" and "[ ]" say yes and no; the box is one word. */
static bool scan_box(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    const size_t at = s->at;
    struct ho_token *t;

    if (b.len - at < 3 || b.ptr[at] != '[' || b.ptr[at + 2] != ']' ||
        !(b.ptr[at + 1] == ' ' || (b.ptr[at + 1] | 32) == 'x'))
        return false;
    t = push(s, HO_TOKEN_WORD, at, at + 3);
    if (t)
        set_word(s, t,
                 ho_word_find(&s->c->words,
                              ho_slice(b.ptr[at + 1] == ' ' ? "\xE2\x98\x90"
                                                            : "\xE2\x9C\x93")));
    return true;
}

static void scan_sign(struct scan *s)
{
    const size_t from = s->at;
    size_t len;
    const int32_t code = ho_utf8_decode(s->p->bytes, from, &len);
    const char sign = ho_plain_sign(code);
    uint32_t word = 0;
    struct ho_token *t;

    if (scan_box(s))
        return;
    if (code >= 0x80 || code == '$' || code == '%' || code == '~' ||
        code == '<' || code == '>')
        word =
            ho_word_find(&s->c->words, ho_part(s->p->bytes, from, from + len));
    if (sign == 0 && !word) {
        s->at += len;
        s->gap = true;
        return;
    }
    t = push(s, HO_TOKEN_SIGN, from, from + len);
    if (!t)
        return;
    t->sign = sign;
    set_word(s, t, word);
    if (!sign)
        t->kind = HO_TOKEN_WORD; /* a currency, a tick */
    scan_bracket(s, sign);
}

static void scan_line_end(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    const size_t from = s->at;
    size_t lines = 0, at = from;
    struct ho_token *t;

    while (at < b.len && strchr(" \t\r\n", b.ptr[at]) && b.ptr[at])
        lines += b.ptr[at++] == '\n';
    s->closing = 0;
    t = push(s, HO_TOKEN_LINE, from, from + 1);
    if (t)
        t->sign = lines > 1 ? 'P' : 'L';
    s->at = at;
    s->gap = true;
}

static bool is_space(struct handoff_slice b, size_t at, size_t *len)
{
    const unsigned char c = (unsigned char)b.ptr[at];
    int32_t code;

    *len = 1;
    if (c < 0x80)
        return c <= ' ' || c == 0x7F;
    if (c != 0xC2 && c != 0xE2 && c != 0xE3 && c != 0xEF)
        return false;
    code = ho_utf8_decode(b, at, len);
    return code == 0xA0 || code == 0xAD || (code >= 0x2000 && code <= 0x200F) ||
           code == 0x2028 || code == 0x2029 || code == 0x202F ||
           code == 0x3000 || code == 0xFEFF;
}

static bool is_digit(struct handoff_slice b, size_t at)
{
    return at < b.len && b.ptr[at] >= '0' && b.ptr[at] <= '9';
}

/* What begins with a digit, or like a telephone number. */
static bool scan_number(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    const char c = b.ptr[s->at];
    struct ho_token got = { 0 }, *t;
    size_t end;

    if (!is_digit(b, s->at) &&
        !((c == '+' || c == '(') &&
          (is_digit(b, s->at + 1) ||
           (c == '(' && s->at + 1 < b.len && b.ptr[s->at + 1] == '+'))))
        return false;
    end = ho_scan_digits(b, s->at, &s->c->words, &got);
    if (end == s->at)
        return false;
    t = push(s, got.kind, s->at, end);
    if (!t)
        return true;
    t->value = got.value;
    t->word = got.word;
    t->sign = got.sign;
    t->shape |= got.shape;
    return true;
}

/* "-" and "_" inside a word part it without a sign: "decision-maker". */
static bool skip_joint(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    const char c = b.ptr[s->at];
    size_t len;

    if ((c != '-' && c != '_') || s->gap || s->at == 0 || s->at + 1 >= b.len ||
        s->p->tokens == 0 ||
        s->p->token[s->p->tokens - 1].kind != HO_TOKEN_WORD ||
        !ho_is_word(ho_utf8_decode(b, s->at + 1, &len)) ||
        !ho_is_word(ho_utf8_decode(b, ho_utf8_before(b, s->at), &len)))
        return false;
    s->gap = c == '_';
    s->at++;
    return true;
}

/* A digit may begin an address, too: "3m.example". */
static bool scan_digit(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    size_t end = s->at;

    while (end < b.len && kind_of(b.ptr[end]) != OTHER)
        end++;
    return (may_go_on(b, end) && scan_contact(s)) || scan_number(s);
}

static void scan_one(struct scan *s)
{
    const struct handoff_slice b = s->p->bytes;
    const char c = b.ptr[s->at];
    size_t len;

    switch (kind_of(c)) {
    case SMALL:
    case CAPITAL:
        scan_word(s);
        return;
    case DIGIT:
        if (scan_digit(s))
            return;
        break;
    default:
        break;
    }
    if (c == '\n') {
        scan_line_end(s);
    } else if (is_space(b, s->at, &len)) {
        s->at += len;
        s->gap = true;
    } else if (skip_joint(s) || scan_number(s)) {
        return;
    } else if (ho_is_word(ho_utf8_decode(b, s->at, &len))) {
        scan_word(s);
    } else {
        scan_sign(s);
    }
}

void ho_scan(struct handoff_text_checker *c, struct ho_part_list *p)
{
    struct scan s = { .c = c, .p = p, .gap = true };

    while (s.at < p->bytes.len && c->failed == HANDOFF_OK)
        scan_one(&s);
    ho_find_phrases(c, p);
}
