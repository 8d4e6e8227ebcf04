/* fields.h - the policy's field declarations, which drive everything.
 *
 * A field is declared once, under `fields:` in the policy file: its type, how
 * forms label it, which phrases of a message state it, what to ask when it is
 * Unknown.  Prompt text, reply schema, proofs, rules and enrichment follow
 * from the declaration; adding a field needs no code.
 */
#ifndef HANDOFF_FIELDS_H
#define HANDOFF_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <handoff/error.h>
#include <handoff/slice.h>

/* name in the policy file, and what its values look like */
#define HANDOFF_TYPE_MAP(X)                                   \
    X(ENUM, "enum", "one of the declared values")             \
    X(INTEGER, "integer", "a whole number")                   \
    X(MONEY, "money", "an amount, its currency where stated") \
    X(DATE, "date", "a day, or the event that has one")       \
    X(TEXT, "text", "the lead's own words")                   \
    X(JOB_TITLE, "job_title", "a position in a company")      \
    X(COMPANY, "company", "the name of an organisation")      \
    X(PERSON, "person", "the name of a person")               \
    X(DOMAIN, "domain", "a host name")                        \
    X(EMAIL, "email", "an e-mail address")                    \
    X(PHONE, "phone", "a telephone number")                   \
    X(COUNTRY, "country", "a country, ISO 3166-1 alpha-2")

enum handoff_type {
#define X(name, word, text) HANDOFF_TYPE_##name,
    HANDOFF_TYPE_MAP(X)
#undef X
};

/* Who or what can supply a missing value (`ask:` in the policy).  What can be
 * looked up is enriched; what only the lead can say is asked, and stays
 * Unknown until it is supplied. */
#define HANDOFF_ASK_MAP(X)                                   \
    X(LEAD, "lead", "the lead says it")                      \
    X(CRM, "crm", "the CRM record holds it")                 \
    X(WEB, "web", "a public page or a data vendor shows it") \
    X(BATCH, "batch", "handoff works it out from the batch itself")

enum handoff_ask {
#define X(name, word, text) HANDOFF_ASK_##name,
    HANDOFF_ASK_MAP(X)
#undef X
};

/* What screening can state, in the order of its gates, and the values that an
 * enum with `from_screen:` declares for it.  "number" is of an integer field;
 * "" is told by other ways than a field of its own. */
#define HANDOFF_FACT_MAP(X)                                            \
    X(SUPPRESSED, "suppressed", "yes no")                              \
    X(TEST_LEAD, "test_lead", "yes forged")                            \
    X(OPT_OUT, "opt_out", "yes")                                       \
    X(AUDIENCE, "audience", "support job_seeker vendor student press") \
    X(SPAM_SIGNALS, "spam_signals", "number")                          \
    X(DUPLICATE, "duplicate", "")                                      \
    X(ACCOUNT, "account", "")                                          \
    X(EMAIL_CLASS, "email_class", "business free relay disposable")    \
    X(EMAIL_ROLE, "email_role", "yes no")

enum handoff_fact_kind {
    HANDOFF_FACT_NONE,
#define X(name, word, values) HANDOFF_FACT_##name,
    HANDOFF_FACT_MAP(X)
#undef X
        HANDOFF_FACT_COUNT
};

/* What a field can change, the playbook's reasons to enrich
 * (`needed_for:`); a bit each. */
#define HANDOFF_NEED_MAP(X)              \
    X(ROUTE, 1, "route")                 \
    X(OWNER, 2, "owner")                 \
    X(QUALIFICATION, 4, "qualification") \
    X(REPLY, 8, "reply")                 \
    X(SUPPRESSION, 16, "suppression")    \
    X(DUPLICATE, 32, "duplicate")        \
    X(SKIP, 64, "skip")

enum handoff_need {
#define X(name, bit, word) HANDOFF_NEED_##name = bit,
    HANDOFF_NEED_MAP(X)
#undef X
};

struct handoff_words {
    const char *const *item; /* each NUL-terminated UTF-8 */
    size_t count;
    /* The same, ready to be looked for; NULL: that was not prepared. */
    const struct handoff_folded_word *folded;
};

struct handoff_enum_value {
    const char *name;
    /* item[0] is the name itself, with spaces for its underscores.  It states
     * the value under the field's own label; in free text only the phrases
     * behind it do, where there are any: "now" is no urgency there. */
    struct handoff_words cues;
};

enum { HANDOFF_NO_FIELD = -1 };

enum { HANDOFF_PARTS = 3 }; /* of a name, at most: first, middle, last */

/* Numbers of money and integer fields are fixed-point int64, scale 10^4. */
enum { HANDOFF_SCALE = 10000 };

struct handoff_field {
    const char *name;
    enum handoff_type type;
    const char *unit;            /* "people", "USD"; "" for none */
    const char *describe;        /* for the prompt and the reader */
    struct handoff_words labels; /* form labels that settle it */
    /* Person only: labels of forms that ask for it in parts, in the order in
     * which the parts make the name.  One alone settles it, too. */
    struct handoff_words part[HANDOFF_PARTS];
    size_t part_count;
    struct handoff_words cues;  /* phrases that state it in free text */
    struct handoff_words hints; /* phrases that only suggest it: Inferred */
    const struct handoff_enum_value *value; /* enum only */
    size_t value_count;
    const char *question; /* what to ask when Unknown */
    const char *clarify;  /* what to ask when only a hint was found; may hold
                           * {{quote}}; "" for none */
    const char *example;  /* words for the prompt's worked example, or NULL */
    int64_t cost;         /* price of finding out, 1 and up */
    enum handoff_ask ask;
    unsigned needed_for; /* enum handoff_need bits */
    bool is_protected;   /* never inferred to a value */
    bool from_crm;       /* only CRM or batch values state it */
    bool when_stated;    /* a brief lists it only where it is stated: what is
                          * never asked for is no gap */
    bool by_question;    /* a question states it, too: "may we see a demo?" */
    bool keeps_negation; /* a "not" in its clause is a part of it: "we cannot
                          * see who owns a lead"; only one that stands right
                          * before the cue denies */
    bool wanted;         /* states what the lead asks for; what they have
                          * already, or mention, is none */
    enum handoff_fact_kind from_screen; /* what screening states comes before
                                         * what the form or a message says */
    int infer_from; /* field whose text this enum is read from, or
                     * HANDOFF_NO_FIELD */
    int infer_else; /* value where that field says nothing else, or -1 */
    size_t line;    /* in the policy file */
};

struct handoff_fields {
    const struct handoff_field *item; /* in declaration order */
    size_t count;
    struct handoff_words message_labels; /* form labels of free-text blocks */
    struct handoff_words no_answer;      /* "Select...", "n/a": not an answer */
};

HANDOFF_API const char *handoff_type_name(enum handoff_type type);
HANDOFF_API const char *handoff_ask_name(enum handoff_ask ask);
HANDOFF_API const char *handoff_fact_name(enum handoff_fact_kind fact);

/* Index of the field of that name, or HANDOFF_NO_FIELD. */
HANDOFF_API int handoff_field_find(const struct handoff_fields *fields,
                                   struct handoff_slice name);
/* Index of the enum value of that name, or -1. */
HANDOFF_API int handoff_enum_find(const struct handoff_field *field,
                                  struct handoff_slice name);

#endif
