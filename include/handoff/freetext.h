/* freetext.h - does the source carry what a text says?
 *
 * For summaries, rationales, drafts and any pasted answer: every number,
 * amount, date, name and contact of the text, every protected claim (budget,
 * authority, urgency, ownership, account status) and every statement that a
 * stated-false or empty field of the source is true, is looked for in the
 * source.  What the source does not carry is a finding.
 *
 * Precision first: a finding refuses the text only where something speaks
 * against it (enum handoff_text_severity).  What is no claim about the lead is
 * left alone: list numbers, "one clarifying question", what is Unknown or to be
 * asked, our own next actions and proposed times.  A number may be worked out:
 * a sum, product, share, difference or mean, a year's worth of months, so much
 * per head, what is left of a whole, the time between two dates; a date, too:
 * a day later, after the notice, the end of a month.  Where the text says how,
 * that is no finding; where it does not, it is unconfirmed.  A number that
 * takes the place of another that the source has for the same thing is
 * refused, however it could be worked out. In a
 * letter, which begins with a greeting, times and durations are ours where the
 * sentence says "I", or does not say "you".  Words need not overlap, so text
 * and source may be in different languages; phrases are known in English,
 * German, French and Spanish, in part in Dutch, Italian and Portuguese.
 *
 * Beside these, words that say something of their own (agreed, finished,
 * prefers, cheaper, only, both, already, spring ...) are unconfirmed where the
 * source has no word that bears them out, said in the same way: not denied,
 * asked or still to come.  So is a right number of things that the source does
 * not name, without its "maybe", in a currency of the text's own, beside
 * another firm's name.
 *
 * A title, an ownership, what is decided or signed belong to the name beside
 * them in the source, or to its writer; said of another, they are refused.
 *
 * An amount, share or date that the source has must stand with words that the
 * source has beside it.  Where all that the source bears out stands beside
 * another of its amounts, shares or dates, and more, the value has changed
 * places: refused, or unconfirmed where only one word tells.
 *
 * Not seen: a sentence that turns the meaning in words that the source has,
 * too; what two people say, exchanged; counts and dates exchanged between
 * things that only another language tells apart.
 */
#ifndef HANDOFF_FREETEXT_H
#define HANDOFF_FREETEXT_H

#include <stdint.h>

#include <handoff/finding.h>
#include <handoff/slice.h>

/* name in the output, and what it covers */
#define HANDOFF_TEXT_KIND_MAP(X)                                     \
    X(NUMBER, "number", "a count, share or other number")            \
    X(MONEY, "money", "an amount, its currency, period and purpose") \
    X(DATE, "date", "a day, month, quarter, year, weekday or time")  \
    X(NAME, "name", "a person, company, product or place")           \
    X(CONTACT, "contact", "an e-mail address, host name or phone")   \
    X(PROTECTED, "protected",                                        \
      "budget, authority, urgency, ownership, account status")       \
    X(STATE, "state", "what the source denies, leaves empty or has no word for")

enum handoff_text_kind {
#define X(name, word, text) HANDOFF_TEXT_##name,
    HANDOFF_TEXT_KIND_MAP(X)
#undef X
};

/* What each verdict promises.
 *
 * Refused fails the text, and says that something speaks against it: a value
 * that the source neither has nor lets one work out, or counts otherwise; one
 * that it gives to another thing, purpose or period; an unknown name or
 * contact; a protected claim that it denies, says of somebody else or does not
 * carry.
 *
 * Unconfirmed fails no text, and says that the source does not state it and
 * does not speak against it: a number or day that its numbers or dates could
 * give, a number of a thing that it names otherwise, a word that may be no
 * name, a claim that it makes likely without making it, a word for which it
 * has none.  An honest text in other words than its source's may well have
 * some; whoever reads decides. */
#define HANDOFF_TEXT_SEVERITY_MAP(X)     \
    X(UNCONFIRMED, "unconfirmed",        \
      "may be so: the source neither "   \
      "states it nor speaks against it") \
    X(REFUSED, "refused", "the source does not carry it")

enum handoff_text_severity {
#define X(name, word, text) HANDOFF_TEXT_##name,
    HANDOFF_TEXT_SEVERITY_MAP(X)
#undef X
};

/* Bytes [start, end) of the text, on characters.  Findings are sorted; those
 * of kinds protected and state do not overlap each other, a number or name may
 * lie in one of them. */
struct handoff_text_finding {
    size_t start, end;
    enum handoff_text_kind kind;
    enum handoff_finding_code code;
    enum handoff_text_severity severity;
    const char *why; /* one sentence */
};

struct handoff_text_result {
    const struct handoff_text_finding *item; /* by start */
    size_t count;
    size_t refused; /* of them; 0: the text passes */
    size_t checked; /* facts and claims that were looked at */
};

/* Holds the vocabulary and the memory of one check; for one thread. */
struct handoff_text_checker;

HANDOFF_API enum handoff_status handoff_text_checker_new(
    struct handoff_text_checker **out, struct handoff_error *err);
HANDOFF_API void handoff_text_checker_free(struct handoff_text_checker *c);

/* Check one text.  A source that is one JSON object or array is read as
 * fields, `{"has_crm": false}` as the line "has crm: no"; any other source is
 * text, its "Label: value" lines are fields.  day: the day (since 1970) whose
 * year dates without a year may be given in the text; 0: any year.  *result is
 * valid until the next call.  Source and text are UTF-8 of at most 16 MiB
 * each.  Time: linear in both, but for sorting the source's numbers. */
HANDOFF_API enum handoff_status handoff_text_check(
    struct handoff_text_checker *c, struct handoff_slice source,
    struct handoff_slice text, int64_t day, struct handoff_text_result *result,
    struct handoff_error *err);

HANDOFF_API const char *handoff_text_kind_name(enum handoff_text_kind kind);
HANDOFF_API const char *handoff_text_severity_name(
    enum handoff_text_severity severity);

#endif
