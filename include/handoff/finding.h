/* finding.h - what a check has to say; the closed list of codes.
 *
 * A finding is a result, not an error.  It names the field, what the claim
 * was and what it is now; trust only ever goes down.
 */
#ifndef HANDOFF_FINDING_H
#define HANDOFF_FINDING_H

#include <stdbool.h>

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
    X(NEGATED, "negated", "The clause denies it.",                             \
      "Read the clause; ask the lead if the field matters.")                   \
    X(CONDITIONAL, "conditional", "The clause makes it depend on something.",  \
      "Ask whether the condition is met.")                                     \
    X(HYPOTHETICAL, "hypothetical", "The clause only imagines it.",            \
      "Ask whether it is so.")                                                 \
    X(HEDGED, "hedged", "The clause only hopes or guesses it.",                \
      "Ask whether it is settled.")                                            \
    X(QUESTION, "question", "The clause asks it and does not state it.",       \
      "Answer the question, and ask back.")                                    \
    X(PAST, "past", "The clause tells of the past.", "Ask how it is today.")   \
    X(OTHER_OWNER, "other_owner", "The clause speaks of someone else.",        \
      "Ask how it is with the lead.")                                          \
    X(REPORTED, "reported", "The clause repeats what someone else says.",      \
      "Ask the lead whether it is so.")                                        \
    X(QUOTED_REPLY, "quoted_reply",                                            \
      "The words stand in a mail that the lead quotes or forwards.",           \
      "Read what the lead wrote above it.")                                    \
    X(SIGNATURE, "signature", "The words stand in a signature.",               \
      "Ask, unless it is the sender's own contact.")                           \
    X(BOILERPLATE, "boilerplate",                                              \
      "The words belong to a form, a template or a footer.",                   \
      "Read what the lead wrote above it.")                                    \
    X(NOT_CHOSEN, "not_chosen", "The option was offered and not chosen.",      \
      "Look for the option that is ticked.")                                   \
    X(WRONG_LABEL, "wrong_label",                                              \
      "The words stand under the label of something else.",                    \
      "Use them for what their label says.")                                   \
    X(REUSED_SPAN, "reused_span",                                              \
      "The same words already prove another field, which they fit better.",    \
      "Ask if the field matters.")                                             \
    X(IN_INSTRUCTION, "in_instruction",                                        \
      "The sentence gives its reader orders, so it states nothing.",           \
      "Read the message yourself, then ask the lead.")                         \
    X(EXAMPLE_LEAK, "example_leak",                                            \
      "The quote is of the prompt's example and not of the lead.",             \
      "Treat the claim as invented; use another model if it happens often.")   \
    X(ORDER, "order_to_reader",                                                \
      "Behind orders to its reader the text proves no protected field.",       \
      "Read the message yourself, then ask the lead.")                         \
    X(INSTRUCTION, "instruction_in_lead",                                      \
      "The lead's text gives orders to whoever reads it.",                     \
      "Read the message yourself; no order in it was followed.")               \
    X(NOT_OPEN, "not_open",                                                    \
      "The reply claims a field that it was not asked for.",                   \
      "Nothing: the form or the CRM settles that field.")                      \
    X(PROTECTED, "protected",                                                  \
      "Budget, authority, urgency and ownership are never inferred.",          \
      "Ask the lead.")                                                         \
    X(NO_BASIS, "no_basis",                                                    \
      "The inference holds a value that its quote does not carry.",            \
      "Ignore it, or ask the lead.")                                           \
    X(CONTRADICTED, "contradicted",                                            \
      "The lead says two different things about this field.",                  \
      "Ask which one holds; both are cited.")                                  \
    X(MISSING_KEY, "missing_key",                                              \
      "The reply says nothing about a field that it was asked for.",           \
      "Read the lead, or ask; the reply may have been cut short.")             \
    X(MISSED_FACT, "missed_fact",                                              \
      "The lead states it plainly and the reply missed it; it is restored.",   \
      "Nothing; where it happens often, use another model.")                   \
    X(TOO_MANY, "too_many",                                                    \
      "The reply makes more claims than are read; the rest is left out.",      \
      "Nothing; where it happens often, use another model.")                   \
    X(REPLY_UNREADABLE, "reply_unreadable",                                    \
      "The reply is not the JSON that was asked for.",                         \
      "Run again, or use another model; the brief rests on the form alone.")   \
    X(SCREENED_OUT, "screened_out",                                            \
      "Screening found what closes the lead; no model was asked.",             \
      "Look at the rule and the words it cites; nothing else was read.")       \
    X(NO_REPLY, "no_reply", "The endpoint gave no reply for this lead.",       \
      "Run again when the endpoint answers; the lead is kept.")                \
    X(NUMBER_NOT_IN_SOURCE, "number_not_in_source",                            \
      "The source has no such number.", "Take the number out, or correct it.") \
    X(NUMBER_OF_OTHER_THING, "number_of_other_thing",                          \
      "The source has the number, but of another thing.",                      \
      "Correct the number or what it counts.")                                 \
    X(BOUND_DIFFERS, "bound_differs",                                          \
      "The source bounds the number in another way.",                          \
      "Give the bound or the range as the source has it.")                     \
    X(PERIOD_DIFFERS, "period_differs",                                        \
      "The source gives the number for another period, or for none.",          \
      "Give the period as the source has it.")                                 \
    X(AMOUNT_NOT_IN_SOURCE, "amount_not_in_source",                            \
      "The source has no such amount.", "Take the amount out, or correct it.") \
    X(AMOUNT_OF_OTHER_THING, "amount_of_other_thing",                          \
      "The source has the amount, but it is other money.",                     \
      "Say what the amount is, as the source does.")                           \
    X(CURRENCY_DIFFERS, "currency_differs",                                    \
      "The source has the amount in another currency.",                        \
      "Correct the currency.")                                                 \
    X(DATE_NOT_IN_SOURCE, "date_not_in_source",                                \
      "The source has no such date.", "Take the date out, or correct it.")     \
    X(DATE_OF_OTHER_THING, "date_of_other_thing",                              \
      "The source gives this date to another event.",                          \
      "Correct the date or the event.")                                        \
    X(EVENT_NOT_DEADLINE, "event_not_deadline",                                \
      "The source has an event, but states no deadline.",                      \
      "Name the event; ask whether anything is decided by then.")              \
    X(NAME_NOT_IN_SOURCE, "name_not_in_source",                                \
      "The source has no such name.", "Take the name out, or correct it.")     \
    X(NAME_ALTERED, "name_altered", "The source has almost this name.",        \
      "Write the name as the source does.")                                    \
    X(NAME_MIXED, "name_mixed", "The source has these names, but not as one.", \
      "Keep the names of different people or companies apart.")                \
    X(NAME_ONLY_IN_ADDRESS, "name_only_in_address",                            \
      "The name stands only inside an address of the source.",                 \
      "Ask for the name; an address does not state it.")                       \
    X(CONTACT_NOT_IN_SOURCE, "contact_not_in_source",                          \
      "The source has no such address or number.",                             \
      "Take the contact out, or correct it.")                                  \
    X(CLAIM_NOT_STATED, "claim_not_stated",                                    \
      "The source does not state this protected claim.",                       \
      "Call it Unknown, and ask the lead.")                                    \
    X(STATEMENT_NOT_IN_SOURCE, "statement_not_in_source",                      \
      "The source has no word for it.",                                        \
      "Read what the source says of it, and take it out if that is not it.")   \
    X(CLAIM_DENIED, "claim_denied", "The source denies it.",                   \
      "Say what the source says.")                                             \
    X(CLAIM_CONDITIONAL, "claim_conditional",                                  \
      "The source only hopes, asks, recalls or conditions it.",                \
      "Keep the condition, or call it Unknown.")                               \
    X(CLAIM_OF_OTHER, "claim_of_other",                                        \
      "The source states it of someone or something else.",                    \
      "Say of whom it is stated.")                                             \
    X(CLAIM_IN_ORDER, "claim_in_order",                                        \
      "The source states it in an order to its reader.",                       \
      "Read the message yourself, then ask the lead.")                         \
    X(STATED_FALSE, "stated_false", "A field of the source says no.",          \
      "Say what the field says.")                                              \
    X(FIELD_EMPTY, "field_empty", "The field of the source is empty.",         \
      "Call it Unknown, and ask the lead.")                                    \
    X(POLARITY_FLIPPED, "polarity_flipped", "The source says the opposite.",   \
      "Say what the source says.")

enum handoff_finding_code {
#define X(name, code, meaning, remedy) HANDOFF_FINDING_##name,
    HANDOFF_FINDING_MAP(X)
#undef X
        HANDOFF_FINDING_COUNT
};

struct handoff_finding {
    enum handoff_finding_code code;
    int field;          /* or HANDOFF_NO_FIELD */
    const char *was;    /* "explicit" or "inferred"; "" where no claim was;
                         * "unknown" of a missed fact */
    const char *now;    /* "inferred", "unknown" or ""; "explicit" of a missed
                         * fact */
    const char *quote;  /* what was claimed, as the reply had it; or "" */
    const char *detail; /* one sentence */
    bool asked_again;   /* the model was asked for that field once more */
};

HANDOFF_API const char *handoff_finding_name(enum handoff_finding_code code);
HANDOFF_API const char *handoff_finding_meaning(enum handoff_finding_code code);
HANDOFF_API const char *handoff_finding_remedy(enum handoff_finding_code code);

#endif
