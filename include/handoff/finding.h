/* finding.h - what a check has to say; the closed list of codes.
 *
 * A finding is a result, not an error.  It names the field, what the claim
 * was and what it is now; trust only ever goes down.
 */
#ifndef HANDOFF_FINDING_H
#define HANDOFF_FINDING_H

#include <handoff/error.h>

/* code, what it means, what to do */
#define HANDOFF_FINDING_MAP(X)                                                 \
    X(QUOTE_NOT_FOUND, "quote_not_found",                                      \
      "The quote does not stand in the lead, exactly or after folding.",       \
      "Treat the claim as invented; ask the lead.")                            \
    X(NOT_WHOLE_WORDS, "not_whole_words",                                      \
      "The quote starts or ends inside a word or number of the lead.",         \
      "Treat the claim as invented; ask the lead.")                            \
    X(TOO_SHORT, "too_short", "The quote is too short to prove anything.",     \
      "Look for the fact in the lead yourself, or ask.")                       \
    X(WRONG_TYPE, "wrong_type",                                                \
      "The quote holds no value of the field's type.",                         \
      "Read the quote; ask for the value if it matters.")                      \
    X(AMBIGUOUS, "ambiguous", "The quote can be read as more than one value.", \
      "Ask which one is meant.")                                               \
    X(VALUE_NOT_IN_QUOTE, "value_not_in_quote",                                \
      "The claimed value is not the one that the quote holds.",                \
      "Treat the value as invented.")                                          \
    X(NO_CUE, "no_cue",                                                        \
      "Nothing in the quote says that it is about this field.",                \
      "Read the quote; ask if the field matters.")                             \
    X(HINT_ONLY, "hint_only",                                                  \
      "The quote suggests the field but does not state it.",                   \
      "Ask the clarifying question before acting on it.")                      \
    X(NOT_STATED, "not_stated",                                                \
      "The clause denies it, asks it, recalls it or tells it of others.",      \
      "Read the clause; ask the lead if the field matters.")                   \
    X(ORDER, "order_to_reader",                                                \
      "The text gives its reader orders, so it proves no protected field.",    \
      "Read the message yourself, then ask the lead.")                         \
    X(NOT_OPEN, "not_open",                                                    \
      "The reply claims a field that it was not asked for.",                   \
      "Nothing: the form or the CRM settles that field.")                      \
    X(PROTECTED, "protected",                                                  \
      "Budget, authority, urgency and ownership are never inferred.",          \
      "Ask the lead.")                                                         \
    X(NO_BASIS, "no_basis",                                                    \
      "The inference holds a value that its quote does not carry.",            \
      "Ignore it, or ask the lead.")                                           \
    X(REPLY_UNREADABLE, "reply_unreadable",                                    \
      "The reply is not the JSON that was asked for.",                         \
      "Run again, or use another model; the brief rests on the form alone.")   \
    X(NO_REPLY, "no_reply", "The endpoint gave no reply for this lead.",       \
      "Run again when the endpoint answers; the lead is kept.")

enum handoff_finding_code {
#define X(name, code, meaning, remedy) HANDOFF_FINDING_##name,
    HANDOFF_FINDING_MAP(X)
#undef X
        HANDOFF_FINDING_COUNT
};

struct handoff_finding {
    enum handoff_finding_code code;
    int field;          /* or HANDOFF_NO_FIELD */
    const char *was;    /* "explicit" or "inferred"; "" where no claim was */
    const char *now;    /* "inferred", "unknown" or "" */
    const char *quote;  /* what was claimed, as the reply had it; or "" */
    const char *detail; /* one sentence */
};

HANDOFF_API const char *handoff_finding_name(enum handoff_finding_code code);
HANDOFF_API const char *handoff_finding_meaning(enum handoff_finding_code code);
HANDOFF_API const char *handoff_finding_remedy(enum handoff_finding_code code);

#endif
