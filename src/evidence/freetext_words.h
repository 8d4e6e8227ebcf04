/* freetext_words.h - the vocabulary of the free-text check.
 *
 * Each word of source and text becomes a number, folded: without case and
 * accents.  The words of freetext_words.inc bring what they mean in English,
 * German, French and Spanish, those of freetext_more.inc in Dutch, Italian and
 * Portuguese; the words of one check are forgotten with it.
 */
#ifndef HANDOFF_EVIDENCE_FREETEXT_WORDS_H
#define HANDOFF_EVIDENCE_FREETEXT_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

enum {
    HO_WORD_BYTES = 200,      /* words that differ behind this are the same */
    HO_POOL_BYTES = 64 << 20, /* spellings of all words of one check */
    HO_PHRASE_WORDS = 7,      /* of the longest phrase */
    HO_BUCKETS = 1 << 12      /* a power of two */
};

/* It never settles on lists of such macros. */
/* clang-format off */
/* What a word does to a statement. */
#define HO_SENSES(X) \
    X(NEG) X(ASK) X(UNKNOWN) X(SAY) X(IF) X(HEDGE) X(PAST) X(WANT) X(SELF) \
    X(OTHER) X(ACT) X(BUT) X(BE) X(HAVE) X(BUDGET) X(APPROVED) X(DECIDER) \
    X(SIGN) X(FINAL_SAY) X(DECIDE) X(URGENT) X(IMMEDIATE) X(HIGH) X(RUSH) \
    X(OWNED) X(OWNER) X(ACCOUNT) X(CUSTOMER) X(EXISTING) X(OPEN) X(DEAL) \
    X(DEADLINE) X(EVENT) X(BY) X(READY) X(BUY) X(FINANCE) X(FUND) X(USE) \
    X(GIVE) X(AGREE) X(YES) X(NO) X(SPEND) X(QUOTE) X(REVENUE) X(RAISED) \
    X(ORDER) X(QUOTED) X(AVAILABLE) X(PROPOSE) X(MUST) X(CAN) X(URGENCY) \
    X(AMOUNT) X(AUTHORITY) X(AS) X(ALREADY) X(SINCE) X(STATUS) X(NEED) \
    X(CAUSE) X(THIRD)

/* What a word is: for numbers, dates and names. */
#define HO_CLASSES(X) \
    X(FUNC) X(COMMON) X(ROLE) X(ACRONYM) X(HONORIFIC) X(SUFFIX) X(ORG) \
    X(PARTICLE) X(PLACE) X(NAME_LABEL) X(REPORT) X(NUMBER) X(SCALE) X(UNIT) \
    X(MONTH) X(WEEKDAY) X(PER) X(PERIOD) X(CURRENCY) X(APPROX) X(AT_LEAST) \
    X(AT_MOST) X(STRICT) X(RHETORIC) X(STRUCT) X(RELATIVE) X(QUARTER) \
    X(PERCENT) X(ENGLISH) X(GERMAN) X(FRENCH) X(SPANISH) X(TIME_UNIT) \
    X(SLOT) X(TOTAL) X(GLUE) X(ORDINAL) X(ABBREVIATION) X(RANGE) X(CLOCK) \
    X(IN_TIME) X(OWN_LABEL) X(SELDOM) X(BETWEEN) X(OF) X(BEHIND) X(SIZE) \
    X(AND) X(SCORE) X(IDENTITY) X(DIFFERENCE) X(FRACTION) \
    X(ONE) X(OUT_OF) X(AVERAGE) X(WHERE) X(GREETING) X(YOU) X(HALF) X(OR) X(PAYER) \
    X(PORTUGUESE)
/* clang-format on */

enum ho_sense {
#define X(name) HO_SENSE_##name,
    HO_SENSES(X)
#undef X
        HO_SENSE_COUNT
};

enum ho_class {
#define X(name) HO_CLASS_##name,
    HO_CLASSES(X)
#undef X
        HO_CLASS_COUNT
};

#define HO_S(name) (UINT64_C(1) << HO_SENSE_##name)
#define HO_C(name) (UINT64_C(1) << HO_CLASS_##name)

/* What can be counted, and what can have a date. */
enum ho_unit {
    HO_UNIT_NONE,
    HO_UNIT_SEAT,
    HO_UNIT_USER,
    HO_UNIT_PEOPLE,
    HO_UNIT_EMPLOYEE,
    HO_UNIT_REP,
    HO_UNIT_AGENT,
    HO_UNIT_MANAGER,
    HO_UNIT_FOUNDER,
    HO_UNIT_ENGINEER,
    HO_UNIT_LEAD,
    HO_UNIT_REQUEST,
    HO_UNIT_FORM,
    HO_UNIT_DEAL,
    HO_UNIT_CUSTOMER,
    HO_UNIT_COMPANY,
    HO_UNIT_PLACE,
    HO_UNIT_OFFICE,
    HO_UNIT_STORE,
    HO_UNIT_WAREHOUSE,
    HO_UNIT_COUNTRY,
    HO_UNIT_REGION,
    HO_UNIT_TEAM,
    HO_UNIT_DEPARTMENT,
    HO_UNIT_VENDOR,
    HO_UNIT_TOOL,
    HO_UNIT_PRODUCT,
    HO_UNIT_PROJECT,
    HO_UNIT_ORDER,
    HO_UNIT_TICKET,
    HO_UNIT_CALL,
    HO_UNIT_MESSAGE,
    HO_UNIT_MEETING,
    HO_UNIT_DEMO,
    HO_UNIT_VEHICLE,
    HO_UNIT_RECORD,
    HO_UNIT_ACCOUNT,
    HO_UNIT_PATIENT,
    HO_UNIT_STUDENT,
    HO_UNIT_MINUTE,
    HO_UNIT_HOUR,
    HO_UNIT_DAY,
    HO_UNIT_WEEK,
    HO_UNIT_MONTH,
    HO_UNIT_QUARTER,
    HO_UNIT_YEAR,
    /* events, for dates */
    HO_UNIT_AUDIT,
    HO_UNIT_RENEWAL,
    HO_UNIT_CONTRACT,
    HO_UNIT_LAUNCH,
    HO_UNIT_REVIEW,
    HO_UNIT_TRIAL,
    HO_UNIT_KICKOFF,
    HO_UNIT_BOARD,
    HO_UNIT_CONFERENCE,
    HO_UNIT_DECISION,
    HO_UNIT_MIGRATION
};

/* What a word says of its own about the lead, beyond numbers, names and the
 * protected claims. */
/* clang-format off */
#define HO_SAYINGS(X) \
    X(AGREED) X(TRIPLES) X(DOUBLES) X(DONE) X(DEMANDS) X(PREFERS) X(BAD) X(GOOD) X(CHEAP) X(MET) \
    X(ONLY) X(ALL) X(RENTED) X(FREE) X(EXTRA) X(INCLUSIVE) X(ENDED) X(GROWS) \
    X(LOST) X(REPLACES) X(CHOOSES) X(BOARD) X(CONTRACT) X(BOTH) \
    X(ALREADY) X(PAYS) X(AVAILABLE) X(NEVER) X(ALWAYS) X(MOST) X(SUCCESS) \
    X(FAILED) X(CONFIRMED) X(SCHEDULED) X(BOUGHT) X(REJECTED) X(WORRIED) \
    /* from here on: times of the year */ \
    X(SPRING) X(SUMMER) X(AUTUMN) X(WINTER) X(EASTER) X(CHRISTMAS)
/* clang-format on */

enum ho_saying {
    HO_SAYING_NONE,
#define X(name) HO_SAYING_##name,
    HO_SAYINGS(X)
#undef X
        HO_SAYING_COUNT
};

/* What is due on a day or done with an amount, in whatever language. */
/* clang-format off */
#define HO_CONCEPTS(X) \
    X(START) X(END) X(OPEN) X(CHOICE) X(SIGN) X(SWITCH) X(OFFER) X(PAY) \
    X(TALK) X(FREE) X(DELIVER) X(MEET) X(TEST) X(FAIR) X(FESTIVAL) \
    X(RELEASE) X(DISCOUNT) X(TRAINING) X(BUDGET) X(SALES) X(STOCK) X(OFFICE) \
    X(PRODUCTION) X(OWNER) X(FOUNDER)
/* clang-format on */

enum ho_concept {
#define X(name) HO_CONCEPT_##name,
    HO_CONCEPTS(X)
#undef X
        HO_CONCEPT_COUNT
};

/* Shared by the source's words of one check; 0 means none. */
struct ho_word {
    uint64_t hash, stem; /* stem: equal for most forms of one word */
    uint64_t sense, class;
    uint32_t text, len; /* bytes of the pool */
    int32_t value;
    uint64_t backs;    /* enum ho_saying it bears out in a source, bits */
    uint32_t concepts; /* enum ho_concept, bits */
    uint8_t saying;    /* enum ho_saying, 0: none */
    uint8_t unit;
    uint8_t flags;          /* enum ho_word_flag */
    uint32_t first, last;   /* source tokens, index + 1 */
    uint32_t count;         /* of source tokens */
    uint32_t before, after; /* a capitalised neighbour in the source */
    uint32_t check;         /* in which flags to after were set */
};

enum ho_word_flag {
    HO_WORD_CAPITAL = 1, /* the source writes it with a capital letter */
    HO_WORD_SMALL = 2,   /* the text writes it small somewhere */
    HO_WORD_NEAR = 4,    /* almost a name of the source */
    HO_WORD_LOOKED = 8,  /* NEAR is decided */
    HO_WORD_ALIAS = 16,  /* another spelling of a word of the source */
    HO_WORD_HEADS = 32,  /* the source counts it */
    HO_WORD_LISTED = 64, /* is in the checker's list of names */
    HO_WORD_LEADS = 128  /* phrases start with it */
};

struct ho_phrase {
    uint32_t word[HO_PHRASE_WORDS];
    uint64_t sense, class;
    uint32_t next; /* in the same bucket, index + 1 */
    int32_t value;
    uint8_t count, unit;
};

struct ho_vocabulary {
    struct ho_word *word; /* [0] is no word */
    size_t count, room, base;
    uint32_t *slot;
    size_t slots; /* a power of two */
    struct ho_phrase *phrase;
    size_t phrases, phrase_room;
    uint32_t bucket[HO_BUCKETS]; /* phrases by their first two words */
    struct ho_buffer pool;
    size_t pool_base;
    uint64_t seed;
    uint32_t check; /* counts them */
    enum handoff_status failed;
};

enum handoff_status ho_vocabulary_init(struct ho_vocabulary *v,
                                       struct handoff_error *err);
void ho_vocabulary_release(struct ho_vocabulary *v);
/* Forget the words of the last check. */
void ho_vocabulary_reset(struct ho_vocabulary *v);

/* The number of a word given in folded bytes; 0 after a failure (sticky). */
uint32_t ho_word_add(struct ho_vocabulary *v, struct handoff_slice folded);
/* The same without adding; 0: never seen. */
uint32_t ho_word_find(struct ho_vocabulary *v, struct handoff_slice folded);
/* Fold a word into out[HO_WORD_BYTES]; its length. */
size_t ho_fold_word(struct handoff_slice word, char *out);
struct handoff_slice ho_word_text(const struct ho_vocabulary *v, uint32_t word);

/* The word whose meaning it has: itself, but for the dative of a unit. */
const struct ho_word *ho_word_of_dative(struct ho_vocabulary *v, uint32_t word);

static inline size_t ho_bucket(uint32_t first, uint32_t second)
{
    return (first * UINT32_C(2654435761) + second * UINT32_C(40503)) >> 8 &
           (HO_BUCKETS - 1);
}

/* A set of pairs of words. */
struct ho_pairs {
    uint64_t *key; /* 0: free */
    size_t room, count;
};

/* false: out of memory. */
bool ho_pairs_add(struct ho_pairs *p, uint32_t a, uint32_t b);
bool ho_pairs_have(const struct ho_pairs *p, uint32_t a, uint32_t b);
void ho_pairs_clear(struct ho_pairs *p);
void ho_pairs_release(struct ho_pairs *p);

#endif
