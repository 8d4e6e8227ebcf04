/* freetext.h - the inside of the free-text check; see <handoff/freetext.h>.
 *
 * Source and text go through the same steps, once each: words, numbers and
 * contacts (scan), sentences and labels (sentence), numbers, amounts and dates
 * with what they belong to (facts), protected claims with their mood (claims).
 * Then what the text has is looked up among what the source has.
 */
#ifndef HANDOFF_EVIDENCE_FREETEXT_H
#define HANDOFF_EVIDENCE_FREETEXT_H

#include <stdbool.h>
#include <stdint.h>

#include <handoff/freetext.h>

#include "base/buffer.h"
#include "base/json.h"
#include "evidence/freetext_words.h"

enum {
    HO_ADDRESSES = 64, /* of the source, to look for a name in */
    HO_LOOKS = 256,    /* candidates looked at per fact: bounds hostile input */
    HO_SIDE = 4,       /* words kept on each side of a number */
    HO_DOUBTS = 4096,  /* second looks of one check: bounds hostile input */
    HO_READING = 128   /* second looks that reading the source is worth */
};

enum ho_token_kind {
    HO_TOKEN_WORD,
    HO_TOKEN_NUMBER, /* value: fixed-point 10^4 */
    HO_TOKEN_DATE,   /* written in digits; value: year, month, day */
    HO_TOKEN_CLOCK,  /* value: minutes of the day */
    HO_TOKEN_MAIL,   /* word: the address; value: the word of its host */
    HO_TOKEN_HOST,   /* word: host and path; value: the word of the host */
    HO_TOKEN_PHONE,  /* word: the last digits */
    HO_TOKEN_SIGN,
    HO_TOKEN_LINE /* line end; a blank line follows where sign is 'P' */
};

enum ho_shape {
    HO_SHAPE_CAPITAL = 1,      /* begins with a capital letter */
    HO_SHAPE_UPPER = 2,        /* two letters and more, all capitals */
    HO_SHAPE_CAMEL = 4,        /* a capital behind a small letter */
    HO_SHAPE_GLUED = 8,        /* no space before it */
    HO_SHAPE_INITIAL = 16,     /* begins a sentence, cell, value or quotation */
    HO_SHAPE_OWNING = 32,      /* had an 's */
    HO_SHAPE_UNSPACED = 64,    /* Han, kana, Thai ... */
    HO_SHAPE_DIGIT = 128,      /* a word with digits in it */
    HO_SHAPE_ORDINAL = 256,    /* a number with "th", "." ... */
    HO_SHAPE_GROUPED = 512,    /* a number with separators or a scale */
    HO_SHAPE_TWO_WAYS = 1024,  /* a date like 03/04/2026 */
    HO_SHAPE_BRACKETED = 2048, /* within [ ], { } or < >: a place to fill */
    HO_SHAPE_LETTERS = 4096    /* a word with small and non-Latin letters */
};

struct ho_token {
    uint64_t sense, class;
    int64_t value;
    uint32_t from, to; /* bytes */
    uint32_t word;     /* in the vocabulary; 0: none */
    uint32_t next;     /* same word further on, index + 1 */
    uint16_t shape;
    uint8_t kind, unit;
    char sign;
    uint8_t span; /* tokens of the longest phrase or amount that starts here */
};

enum ho_sentence_flag {
    HO_SENTENCE_ASKS = 1,     /* ends in a question mark */
    HO_SENTENCE_TITLE = 2,    /* a heading, or written like one */
    HO_SENTENCE_LABELLED = 4, /* tokens [first, value - 1) are a label */
    HO_SENTENCE_OPEN = 8,     /* under "Unknown", "Questions" ... */
    HO_SENTENCE_OWN = 16,     /* our own action or proposal */
    HO_SENTENCE_GERMAN = 32,
    HO_SENTENCE_ORDERS = 64, /* gives its reader orders */
    HO_SENTENCE_LINE = 128,  /* begins a line */
    HO_SENTENCE_HEADS = 256, /* a heading of what follows */
    HO_SENTENCE_YES = 512,   /* a question answered with yes */
    HO_SENTENCE_NO = 1024    /* answered with no */
};

struct ho_sentence {
    uint32_t first, last; /* tokens [first, last) */
    uint32_t value;       /* first token behind the label; first: no label */
    uint16_t flags;
};

enum ho_fact_kind {
    HO_FACT_NUMBER,
    HO_FACT_MONEY,
    HO_FACT_SHARE,
    HO_FACT_YEAR,
    HO_FACT_DAY,     /* low: month * 100 + day; year beside it */
    HO_FACT_MONTH,   /* low: month * 100 */
    HO_FACT_QUARTER, /* low: 1 to 4, halves 5 and 6 */
    HO_FACT_WEEKDAY, /* low: 1 (Monday) to 7 */
    HO_FACT_RELATIVE,
    HO_FACT_CLOCK,
    HO_FACT_KINDS
};

/* Facts that may be compared are sorted together. */
enum ho_key_group {
    HO_KEY_QUANTITY,
    HO_KEY_DAY,
    HO_KEY_QUARTER,
    HO_KEY_WEEKDAY,
    HO_KEY_RELATIVE,
    HO_KEY_CLOCK
};

struct ho_key {
    int64_t low; /* or the other end of a range, the other way of a date */
    uint32_t fact;
    uint32_t group;
};

enum ho_bound {
    HO_BOUND_NONE,
    HO_BOUND_ABOUT,
    HO_BOUND_AT_LEAST,
    HO_BOUND_OVER,
    HO_BOUND_AT_MOST,
    HO_BOUND_UNDER
};

struct ho_fact {
    int64_t low, high;    /* numbers fixed-point 10^4 */
    uint32_t first, last; /* tokens */
    uint32_t sentence;
    uint32_t after[HO_SIDE], before[HO_SIDE]; /* words; 0 ends the list */
    uint32_t where; /* "18 in sales": the word behind "in"; 0: none */
    uint32_t year;  /* of a day or month; 0: none */
    uint8_t kind, bound, currency, period;
    uint8_t unit;  /* of the thing counted, 0: not known */
    uint8_t role;  /* of an amount, an HO_SENSE_ or 0 */
    uint8_t event; /* of a date, a unit or 0 */
    bool two_ways, spelt, scaled;
    bool loose; /* the period stands before it, and may be of another thing */
};

enum ho_topic {
    HO_TOPIC_BUDGET,
    HO_TOPIC_APPROVED,
    HO_TOPIC_AUTHORITY,
    HO_TOPIC_URGENT,
    HO_TOPIC_OWNED,
    HO_TOPIC_CUSTOMER,
    HO_TOPIC_DEAL,
    HO_TOPIC_DEADLINE,
    HO_TOPIC_READY,
    HO_TOPICS
};

enum ho_mood_bit {
    HO_MOOD_DENIED = 1,
    HO_MOOD_OPEN = 2,      /* unknown, asked, to be confirmed */
    HO_MOOD_CONDITION = 4, /* if, once; a hope; the past */
    HO_MOOD_OTHER = 8,     /* of somebody else */
    HO_MOOD_ORDER = 16,    /* in a text that gives its reader orders */
    HO_MOOD_FALSE = 32     /* a field that says no */
};

struct ho_claim {
    uint32_t first, last; /* tokens */
    uint32_t sentence;
    uint32_t who;  /* word of the person it is about, 0: the lead */
    uint32_t what; /* word it qualifies ("urgent requests"), 0: none */
    uint8_t topic, mood;
};

/* One of the two texts, taken apart. */
struct ho_part_list {
    struct handoff_slice bytes;
    struct ho_token *token;
    struct ho_sentence *sentence;
    struct ho_fact *fact;
    struct ho_claim *claim;
    size_t tokens, sentences, facts, claims;
    size_t token_room, sentence_room, fact_room, claim_room;
    bool is_source, is_german, is_english, has_cyrillic, has_unspaced;
    bool has_orders;               /* it tries to command its reader */
    bool is_letter;                /* it begins with a greeting */
    size_t english, german, other; /* words of these languages */
};

/* A field that the source leaves empty or answers with no or yes: the words of
 * its label without "has", "is", "your". */
struct ho_field {
    uint64_t stem; /* of word[0], what the fields are sorted by */
    uint32_t word[HO_SIDE];
    uint32_t sentence;
    uint8_t words;
    bool yes;       /* answered so */
    bool empty;     /* else answered with no */
    bool predicate; /* "budget approved", "is active": says it by itself */
};

/* What a "not" denies: the words behind it. */
struct ho_denial {
    uint64_t stem; /* of word[0] */
    uint32_t word[HO_SIDE];
    uint32_t first, last; /* tokens, the "not" included */
    uint8_t words;
    bool have; /* "no CRM": that there is one */
};

struct handoff_text_checker {
    struct ho_vocabulary words;
    struct ho_part_list source, text;
    struct ho_pairs pairs;  /* characters that stand together in the source,
                             * of scripts without spaces */
    struct ho_field *field; /* of the source, empty or answered with no */
    size_t fields, field_room;
    struct ho_denial *denial; /* of the source */
    size_t denials, denial_room;
    struct ho_key *key; /* the source's facts, sorted */
    size_t keys, key_room;
    uint64_t years[3]; /* that the source names, a bit each from 1950 */
    uint64_t counted;  /* units that the source counts, bits */
    uint32_t lists;    /* lengths of the source's lists of names, bits */
    uint32_t *names;   /* capitalised words of the source */
    size_t names_count, names_room;
    uint32_t address[HO_ADDRESSES]; /* words of its addresses and hosts */
    size_t addresses;
    struct handoff_text_finding *finding;
    size_t *why; /* where its sentence starts in whys */
    size_t findings, finding_room, why_room;
    struct ho_buffer flat; /* a JSON source as lines */
    struct ho_buffer whys;
    size_t checked, near_looks, reckoned, acronyms, doubts, pairings;
    bool halves;     /* the source says "half", "double" */
    bool budgets;    /* it has the word */
    bool portuguese; /* it has words of that language */
    bool pays;       /* it says "our invoice", "we renewed" */
    bool has_aliases;
    int64_t day;
    enum handoff_status failed;
};

/* Room for one more object in an array; NULL sets `failed`.  (freetext.c) */
void *ho_more(struct handoff_text_checker *c, void *items, size_t *count,
              size_t *room, size_t size);

/* A JSON value as "label: value" lines.  (freetext_source.c) */
void ho_source_lines(const cJSON *value, struct ho_buffer *out);

/* freetext_scan.c: bytes into tokens */
void ho_scan(struct handoff_text_checker *c, struct ho_part_list *p);
/* The plain form of a sign; 0 for none. */
char ho_plain_sign(int32_t code);
/* Mark the tokens that make phrases of the vocabulary. */
void ho_find_phrases(struct handoff_text_checker *c, struct ho_part_list *p);

/* freetext_digits.c: what begins with a digit or '+' at byte `at`; returns
 * where it ends, or `at`.  The token has kind, value, shape and sign. */
size_t ho_scan_digits(struct handoff_slice s, size_t at,
                      struct ho_vocabulary *words, struct ho_token *t);

/* freetext_contact.c: an e-mail address or host at byte `at`; returns where it
 * ends, or `at`.  *tried: up to where nothing needs to be tried again. */
size_t ho_scan_contact(struct handoff_slice s, size_t at,
                       struct ho_vocabulary *words, struct ho_token *t,
                       size_t *tried);
void ho_check_contacts(struct handoff_text_checker *c);

/* freetext_sentence.c: tokens into sentences */
void ho_find_sentences(struct handoff_text_checker *c, struct ho_part_list *p);

/* freetext_facts.c, freetext_dates.c, freetext_units.c */
void ho_find_facts(struct handoff_text_checker *c, struct ho_part_list *p);
/* An amount's currency and period in fields beside its own.
 * (freetext_sibling.c) */
void ho_read_siblings(struct ho_part_list *p);
/* A date that starts at token i of the sentence: adds its facts and returns
 * the token behind it, or i. */
size_t ho_find_date(struct handoff_text_checker *c, struct ho_part_list *p,
                    size_t sentence, size_t i);
/* What the number counts: fills units, sides, period and role. */
void ho_find_unit(const struct handoff_text_checker *c,
                  const struct ho_part_list *p, struct ho_fact *f);
/* Whose money an amount is.  (freetext_role.c) */
void ho_find_role(const struct ho_part_list *p, struct ho_fact *f);
bool ho_same_thing(const struct handoff_text_checker *c,
                   const struct ho_fact *a, const struct ho_fact *b);
/* "the 2012 truck" of a source that has "electric, 2012" */
bool ho_is_year_of_make(const struct ho_fact *f);
bool ho_units_agree(uint8_t a, uint8_t b);
/* A share in words at token i, before token `last`: fills low and high, and
 * returns the token behind it, or i.  (freetext_fraction.c) */
size_t ho_read_fraction(const struct ho_part_list *p, size_t i, size_t last,
                        struct ho_fact *f);
/* The word of the thing counted, 0 for none. */
uint32_t ho_fact_head(const struct handoff_text_checker *c,
                      const struct ho_fact *f);

/* freetext_keys.c */
void ho_index_facts(struct handoff_text_checker *c);
enum ho_key_group ho_key_group_of(uint8_t kind);
/* The word that labels a number: "Lead id: 12", "Score 72"; NULL for none. */
const struct ho_token *ho_fact_label(const struct ho_part_list *p,
                                     const struct ho_fact *f);
/* Is the source's number an id or a score, which counts nothing? */
bool ho_is_identity(const struct handoff_text_checker *c,
                    const struct ho_fact *f);

/* freetext_match.c, freetext_days.c, freetext_exempt.c: facts of the text
 * against those of the source */
void ho_check_facts(struct handoff_text_checker *c);
/* Are the two, but for value, bound and period, of the same thing? */
bool ho_same_fact(const struct handoff_text_checker *c,
                  const struct ho_fact *text, const struct ho_fact *source);
/* freetext_kinds.c */
bool ho_kinds_agree(const struct handoff_text_checker *c,
                    const struct ho_fact *text, const struct ho_fact *source);
bool ho_currencies_agree(uint8_t a, uint8_t b);
bool ho_roles_agree(const struct ho_fact *text, const struct ho_fact *source);
static inline bool ho_is_above(uint8_t bound)
{
    return bound == HO_BOUND_AT_LEAST || bound == HO_BOUND_OVER;
}
static inline bool ho_is_below(uint8_t bound)
{
    return bound == HO_BOUND_AT_MOST || bound == HO_BOUND_UNDER;
}
/* Does the source give the number to another name than the text does, and to
 * that name another number?  (freetext_owner.c) */
bool ho_is_of_other_name(struct handoff_text_checker *c,
                         const struct ho_fact *text,
                         const struct ho_fact *source);
/* The name nearest to the number in its clause; 0 for none. */
uint32_t ho_owner_of(const struct ho_part_list *p, const struct ho_fact *f);
/* Is it wanted in one, and so today in the other?  (freetext_goal.c) */
bool ho_is_of_other_time(struct handoff_text_checker *c,
                         const struct ho_fact *text,
                         const struct ho_fact *source);
/* Does the text work the number out of others?  (freetext_derive.c) */
bool ho_is_derived(const struct handoff_text_checker *c,
                   const struct ho_fact *f);
/* How long a unit of time is; 0 for what is none.  (freetext_derive.c) */
int64_t ho_minutes_of(uint8_t unit);
/* Does the source say the number in another way?  (freetext_implied.c) */
bool ho_is_implied(struct handoff_text_checker *c, const struct ho_fact *f);
/* Could numbers of the source give it, though the text does not say how?
 * (freetext_reckon.c) */
bool ho_may_be_reckoned(struct handoff_text_checker *c,
                        const struct ho_fact *f);
/* The range of keys with that group and low in [low, high]; HO_LOOKS at
 * most. */
struct ho_found_keys {
    const struct ho_key *key;
    size_t count;
};
struct ho_found_keys ho_find_keys(const struct handoff_text_checker *c,
                                  enum ho_key_group group, int64_t low,
                                  int64_t high);
/* Could it follow from dates of the source?  (freetext_calendar.c) */
bool ho_may_be_dated(struct handoff_text_checker *c, const struct ho_fact *f);
/* Is it the time between two dates of the source? */
bool ho_may_be_span(struct handoff_text_checker *c, const struct ho_fact *f);
void ho_check_date(struct handoff_text_checker *c, const struct ho_fact *f);
/* "Mon", "Wed" with a capital letter in the source */
bool ho_has_short_weekday(struct handoff_text_checker *c, int64_t weekday);
/* "the 25th" without a month */
void ho_check_day_numbers(struct handoff_text_checker *c);
bool ho_has_year(const struct handoff_text_checker *c, uint32_t year);
/* Does the source say "next year", and mean this one? */
bool ho_is_next_year(const struct handoff_text_checker *c, uint32_t year);
/* Is the number no statement about the lead: "one question", "step 2"? */
bool ho_is_exempt(const struct handoff_text_checker *c,
                  const struct ho_fact *f);

/* freetext_spelling.c: is a, spelt almost like b, more likely a slip than
 * another word? */
bool ho_is_near(struct handoff_slice a, struct handoff_slice b);
/* "Müller", which may be written Mueller: no "Sanz", which is not Sáenz. */
bool ho_has_umlaut(struct handoff_slice s);
/* "Schmidt" and "Schmidts", with umlauts "Mueller" and "Müller": one name. */
bool ho_is_variant(struct handoff_slice a, struct handoff_slice b, bool umlaut);
/* "logistics" and "logística": most letters of the shorter, from the first */
bool ho_are_cognates(struct handoff_slice a, struct handoff_slice b);
/* What languages call the place of that name, parted by '|'; "" for what is no
 * place that is known to have several names. */
const char *ho_place_names(struct handoff_slice s);
bool ho_is_among(const char *names, struct handoff_slice s);
/* Do the letters stand in the word, in this order: "sw" of "software"? */
bool ho_abbreviates(struct handoff_slice letters, struct handoff_slice word);

/* freetext_mood.c: what the sentence does to tokens [first, last) of it,
 * enum ho_mood_bit */
unsigned ho_mood_of(const struct ho_part_list *p, const struct ho_sentence *s,
                    size_t first, size_t last);
/* Does the word stand in the sentence? */
bool ho_has_word(const struct ho_part_list *p, const struct ho_sentence *s,
                 uint32_t word);
/* The person whom the source or text says it of, 0 for the lead. */
uint32_t ho_who(const struct ho_part_list *p, const struct ho_sentence *s,
                size_t first, size_t last);

/* freetext_claims.c, freetext_support.c, freetext_state.c, freetext_flip.c */
void ho_find_claims(struct handoff_text_checker *c, struct ho_part_list *p);
void ho_check_claims(struct handoff_text_checker *c);
void ho_check_fields(struct handoff_text_checker *c);
void ho_check_flips(struct handoff_text_checker *c);
/* Does something else bear out the claim, of which the source is silent or
 * says otherwise?  (freetext_excuse.c) */
bool ho_is_excused(struct handoff_text_checker *c, const struct ho_claim *claim,
                   bool silent);
/* Does the source, which does not state the claim, make it likely? */
bool ho_may_be_so(struct handoff_text_checker *c, const struct ho_claim *claim);
/* Do tokens [first, last) of the text stand in the source, as a whole
 * clause? */
bool ho_is_verbatim(const struct handoff_text_checker *c, size_t first,
                    size_t last);
/* The sentence of the source that holds its token i. */
const struct ho_sentence *ho_source_sentence(
    const struct handoff_text_checker *c, size_t i);

/* freetext_said.c: has the source a word for what the text says? */
void ho_check_said(struct handoff_text_checker *c);

/* freetext.c: a finding at tokens [first, last) of the text; about: tokens of
 * the source to show, or none where about_last is 0. */
void ho_text_find(struct handoff_text_checker *c,
                  enum handoff_text_severity severity,
                  enum handoff_text_kind kind, enum handoff_finding_code code,
                  size_t first, size_t last, size_t about_first,
                  size_t about_last);
static inline void ho_text_refuse(struct handoff_text_checker *c,
                                  enum handoff_text_kind kind,
                                  enum handoff_finding_code code, size_t first,
                                  size_t last, size_t about_first,
                                  size_t about_last)
{
    ho_text_find(c, HANDOFF_TEXT_REFUSED, kind, code, first, last, about_first,
                 about_last);
}

/* Is there room for one more second look? */
static inline bool ho_may_look(struct handoff_text_checker *c, size_t worth)
{
    c->doubts += worth;
    return c->doubts <= HO_DOUBTS;
}

static inline struct handoff_slice ho_token_slice(const struct ho_part_list *p,
                                                  size_t i)
{
    const struct ho_token *t = &p->token[i];

    return ho_part(p->bytes, t->from, t->to);
}

static inline bool ho_is_sign(const struct ho_token *t, char sign)
{
    return t->kind == HO_TOKEN_SIGN && t->sign == sign;
}

/* Does the vocabulary say what it is, so that it names nobody? */
static inline bool ho_is_known(const struct ho_token *t)
{
    return (t->sense | t->class) != 0;
}

static inline bool ho_is_word_token(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_WORD;
}

#endif
