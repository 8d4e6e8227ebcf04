/* language.h - the words that decide what a clause does to the words in it.
 *
 * One table a language, in language_<xx>.c.  A phrase is written folded and
 * without accents, and matches text with and without them; where an accent
 * makes another word, the phrase carries it as a combining mark ("wu\u0308rde")
 * or starts with '=' and then matches only text without accents ("=si").
 */
#ifndef HANDOFF_EVIDENCE_LANGUAGE_H
#define HANDOFF_EVIDENCE_LANGUAGE_H

#include "base/slice.h"

/* Kinds of phrases.  The first ones only shape the sentence. */
enum ho_kind {
    HO_KIND_FIRST,  /* the writer: "we", "our" */
    HO_KIND_THERE,  /* any other subject: "it", "they", "there" */
    HO_KIND_VERB,   /* a finite verb: a clause of its own */
    HO_KIND_AND,    /* joins; a new clause where one follows */
    HO_KIND_BUT,    /* starts a new clause */
    HO_KIND_WHO,    /* starts one that tells more of a noun */
    HO_KIND_THAT,   /* goes on with the clause before: "that", "dass" */
    HO_KIND_AUX,    /* makes a negator behind the words deny them: "is not" */
    HO_KIND_LIGHT,  /* may stand between a negator and what it denies */
    HO_KIND_KNOW,   /* "do not know why": what follows is so */
    HO_KIND_WITH,   /* "with 20k we would ..." */
    HO_KIND_FOR,    /* "a price for 60 seats?" states the seats */
    HO_KIND_OF,     /* whose it is: "the deadline of our client" */
    HO_KIND_JUST,   /* behind a comma: what is wanted instead */
    HO_KIND_PRICE,  /* "what would 60 seats cost?": see HO_KIND_FOR */
    HO_KIND_ASK,    /* opens a question that ends with a question mark */
    HO_KIND_SHAPES, /* --- from here on they do something to the words --- */

    HO_KIND_IDIOM = HO_KIND_SHAPES, /* holds such a word and does nothing */
    HO_KIND_NOT,                    /* denies the clause */
    HO_KIND_NO,                     /* denies the noun behind it */
    HO_KIND_GONE,                   /* it was cut, refused, cancelled */
    HO_KIND_WRONG,   /* somewhere in the sentence: that is mistaken */
    HO_KIND_DENY,    /* denies a whole statement: "it is not true that" */
    HO_KIND_IF,      /* on a condition */
    HO_KIND_WOULD,   /* imagined, what stands behind it */
    HO_KIND_WERE,    /* imagined, on either side: "would be" */
    HO_KIND_IMAGINE, /* imagined, the rest of the sentence */
    HO_KIND_MAYBE,   /* hedged, on either side */
    HO_KIND_HOPE,    /* hedged, what stands behind it */
    HO_KIND_TRYING,  /* no choice yet: "we evaluate HubSpot" */
    HO_KIND_CHANGE,  /* right before a count: "we lost 12 reps" */
    HO_KIND_WAS,     /* past, what stands behind it */
    HO_KIND_NOW,     /* past, and still so: "switched to" */
    HO_KIND_ONCE,    /* past, the whole sentence: "last year" */
    HO_KIND_THIRD,   /* people whom the writer deals with: "our clients" */
    HO_KIND_RIVAL,   /* somebody whose troubles are not the writer's */
    HO_KIND_SECOND,  /* the reader: "your" */
    HO_KIND_SERVE,   /* "we help", "we sell": what follows is of others */
    HO_KIND_SPEND,   /* money, but no budget: "pay", "revenue" */
    HO_KIND_SAYS,    /* somebody else's words follow */
    HO_KIND_WONDER,  /* asks without a question mark */
    HO_KIND_EXAMPLE, /* "e.g.", "placeholder" */
    HO_KIND_FINE,    /* "works fine", "was fixed" */
    HO_KIND_SINCE,   /* before a day: it is no end of anything */
    HO_KIND_WHICH,   /* behind a decision: only a part of it */
    HO_KIND_TRADE,   /* right behind: it is not theirs: "a Zoho consultant" */
    HO_KIND_AFTER,   /* mentions a thing instead of asking for it */
    HO_KIND_ORDER,   /* --- whole texts are searched for it: an order */
    HO_KIND_NOTICE,  /* a line of the mail system, the form or the law */
    HO_KIND_COUNT
};

struct ho_phrases {
    enum ho_kind kind;
    const char *const *item;
    size_t count;
};

#define HO_PHRASES(kind, ...)                                             \
    {                                                                     \
        kind, (const char *const[]){ __VA_ARGS__ },                       \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *) \
    }

/* How a negator denies words that stand before it. */
enum ho_behind {
    HO_BEHIND_AUX,    /* behind a verb: "20k is not approved" */
    HO_BEHIND_ALWAYS, /* "20k haben wir nicht" */
    HO_BEFORE_AUX     /* before a verb: "20k no esta aprobado" */
};

struct ho_language {
    const char *name;                /* ISO 639-1 */
    const char *const *common;       /* words that tell it from the others */
    const struct ho_phrases *phrase; /* count 0 ends it */
    enum ho_behind behind;
};

enum { HO_LANGUAGES = 7 };

extern const struct ho_language ho_english, ho_german, ho_french, ho_spanish,
    ho_italian, ho_portuguese, ho_dutch;

const struct ho_language *ho_language(size_t index);

/* What is looked for in whole texts, of all languages. */
extern const struct ho_language ho_orders, ho_notices;

/* Bytes of folded text from byte `at`, the start of a word, that are the
 * phrase, up to the end of a word; 0: they are not. */
size_t ho_phrase_at(struct handoff_slice folded, size_t at, const char *phrase);

#endif
