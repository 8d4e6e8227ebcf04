/* outreach_words.c - words that claim nothing, and phrases that claim too
 * much; see playbook/outreach.h
 *
 * A message is written in a closed vocabulary: what is in none of these lists
 * has to stand in a fact of the lead or in an approved claim.  So the list of
 * plain words holds none that praises, promises, compares or counts.
 */
#include <stdlib.h>

#include "playbook/outreach.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* sorted */
static const char *const plain[] = {
    "a",         "about",      "after",      "afternoon", "again",    "agree",
    "along",     "also",       "am",         "an",        "and",      "are",
    "around",    "as",         "ask",        "asked",     "asking",   "at",
    "back",      "be",         "been",       "before",    "behind",   "below",
    "beside",    "besides",    "between",    "both",      "brief",    "briefly",
    "but",       "by",         "call",       "came",      "can",      "come",
    "comes",     "concrete",   "could",      "day",       "days",     "dear",
    "describe",  "described",  "describes",  "detail",    "details",  "did",
    "directly",  "do",         "does",       "each",      "either",   "email",
    "enquiry",   "evening",    "example",    "explain",   "follow",   "for",
    "form",      "from",       "further",    "get",       "gets",     "give",
    "glad",      "go",         "good",       "greetings", "had",      "happy",
    "has",       "have",       "having",     "hear",      "hello",    "here",
    "hi",        "how",        "i",          "i'd",       "i'll",     "i'm",
    "i've",      "idea",       "if",         "in",        "inquiry",  "into",
    "is",        "it",         "it's",       "its",       "just",     "kindly",
    "know",      "later",      "learn",      "let",       "let's",    "like",
    "line",      "ll",         "look",       "looking",   "looks",    "mail",
    "matter",    "may",        "maybe",      "me",        "meet",     "mention",
    "mentioned", "mentions",   "message",    "might",     "mind",     "mine",
    "minute",    "minutes",    "moment",     "morning",   "my",       "myself",
    "name",      "near",       "next",       "note",      "noted",    "of",
    "off",       "on",         "once",       "or",        "our",      "ours",
    "out",       "over",       "perhaps",    "person",    "phone",    "please",
    "point",     "put",        "question",   "questions", "quick",    "rather",
    "reach",     "read",       "reading",    "receive",   "received", "regard",
    "regarding", "regards",    "reply",      "request",   "said",     "same",
    "saw",       "say",        "says",       "see",       "seems",    "send",
    "sent",      "share",      "shared",     "short",     "should",   "show",
    "shows",     "side",       "simply",     "sincerely", "so",       "some",
    "something", "specific",   "still",      "such",      "suit",     "suits",
    "take",      "taken",      "takes",      "talk",      "tell",     "thank",
    "thanks",    "that",       "that's",     "the",       "their",    "them",
    "then",      "there",      "these",      "they",      "thing",    "things",
    "this",      "those",      "thought",    "through",   "time",     "times",
    "to",        "today",      "together",   "told",      "tomorrow", "topic",
    "under",     "understand", "understood", "until",     "up",       "upon",
    "us",        "via",        "view",       "walk",      "was",      "way",
    "we",        "we'd",       "we'll",      "we're",     "we've",    "week",
    "welcome",   "were",       "what",       "what's",    "when",     "where",
    "whether",   "which",      "while",      "who",       "whom",     "whose",
    "why",       "will",       "wish",       "with",      "within",   "words",
    "would",     "write",      "writes",     "writing",   "written",  "wrote",
    "yes",       "yet",        "you",        "you'd",     "you'll",   "you're",
    "you've",    "your",       "yours",      "yourself"
};

static const char *const telling[] = {
    "ask",      "asked",   "describe", "described", "describes",
    "enquiry",  "form",    "inquiry",  "mention",   "mentioned",
    "mentions", "message", "note",     "noted",     "request",
    "said",     "say",     "says",     "told",      "words",
    "write",    "writes",  "writing",  "written",   "wrote"
};

static const char *const us[] = { "our",  "ours",  "us",    "we",
                                  "we'd", "we'll", "we're", "we've" };

static const char *const turning[] = {
    "ain't",   "aren't",  "barely", "can't",     "cannot", "couldn't",
    "didn't",  "doesn't", "don't",  "hardly",    "hasn't", "haven't",
    "isn't",   "kein",    "keine",  "keinen",    "nein",   "neither",
    "never",   "nicht",   "nie",    "no",        "nobody", "non",
    "none",    "nor",     "not",    "nothing",   "ohne",   "pas",
    "rarely",  "sans",    "senza",  "shouldn't", "sin",    "wasn't",
    "weren't", "without", "won't",  "wouldn't"
};

static const char *const reporting[] = { "asked",     "describe", "described",
                                         "describes", "mention",  "mentioned",
                                         "mentions",  "noted",    "said",
                                         "say",       "says",     "told",
                                         "wrote" };

static const char *const permitting[] = { "can", "could", "may", "might" };

static int compare(const void *key, const void *item)
{
    const struct handoff_slice *word = key;
    const char *text = *(const char *const *)item;
    const size_t len = strlen(text);
    const int order =
        memcmp(word->ptr, text, word->len < len ? word->len : len);

    return order != 0 ? order : (word->len > len) - (word->len < len);
}

static bool has(const char *const *list, size_t count,
                struct handoff_slice word)
{
    return bsearch(&word, list, count, sizeof *list, compare) != NULL;
}

bool ho_is_plain_word(struct handoff_slice word)
{
    return has(plain, COUNT(plain), word);
}

bool ho_tells(struct handoff_slice word)
{
    return has(telling, COUNT(telling), word);
}

bool ho_reports(struct handoff_slice word)
{
    return has(reporting, COUNT(reporting), word);
}

bool ho_permits(struct handoff_slice word)
{
    return has(permitting, COUNT(permitting), word);
}

bool ho_is_us(struct handoff_slice word)
{
    return has(us, COUNT(us), word);
}

bool ho_turns(struct handoff_slice word)
{
    return has(turning, COUNT(turning), word);
}

static const char *const familiar_phrases[] = {
    "as we discussed", "as discussed",    "as we agreed",    "as agreed",
    "as promised",     "as mentioned on", "our call",        "our conversation",
    "our chat",        "our last",        "our previous",    "our meeting",
    "our discussion",  "last time we",    "when we spoke",   "when we met",
    "we spoke",        "we talked",       "we met",          "we have met",
    "good talking",    "great talking",   "nice talking",    "good speaking",
    "great speaking",  "nice speaking",   "good to see you", "great to see you",
    "great meeting",   "nice meeting",    "good meeting",    "following up",
    "follow up on",    "circling back",   "checking back",   "per our",
    "our mutual",      "mutual friend",   "mutual contact",  "you told me on",
    "you and i",       "old friend",      "wie besprochen",  "wie vereinbart",
    "comme convenu",   "como hablamos",   "como acordamos"
};
const struct handoff_words ho_familiar = { .item = familiar_phrases,
                                           .count = COUNT(familiar_phrases) };

static const char *const pressing_phrases[] = { "act now",
                                                "act fast",
                                                "act today",
                                                "last chance",
                                                "limited time",
                                                "limited offer",
                                                "limited places",
                                                "limited spots",
                                                "today only",
                                                "only today",
                                                "only this week",
                                                "offer ends",
                                                "offer expires",
                                                "expires",
                                                "hurry",
                                                "before it is too late",
                                                "before it's too late",
                                                "too late",
                                                "don't miss",
                                                "do not miss",
                                                "miss out",
                                                "running out",
                                                "spots left",
                                                "places left",
                                                "seats left",
                                                "urgent",
                                                "urgently",
                                                "urgency",
                                                "asap",
                                                "as soon as possible",
                                                "right away",
                                                "immediately",
                                                "without delay",
                                                "time is short",
                                                "while you can",
                                                "cannot wait",
                                                "can't wait",
                                                "final reminder",
                                                "last call",
                                                "deadline is near",
                                                "every day you wait",
                                                "dringend",
                                                "sofort",
                                                "vite",
                                                "urgente" };
const struct handoff_words ho_pressing = { .item = pressing_phrases,
                                           .count = COUNT(pressing_phrases) };

static const char *const buying_phrases[] = { "budget",
                                              "budgets",
                                              "budgeted",
                                              "funds",
                                              "funding",
                                              "funded",
                                              "afford",
                                              "affordable for you",
                                              "can spend",
                                              "willing to spend",
                                              "your spend",
                                              "money",
                                              "invest",
                                              "investment",
                                              "decision maker",
                                              "decision-maker",
                                              "decision makers",
                                              "you decide",
                                              "you can decide",
                                              "your decision",
                                              "you sign",
                                              "sign off",
                                              "sign-off",
                                              "signing authority",
                                              "authority",
                                              "authorised",
                                              "authorized",
                                              "approve",
                                              "approved",
                                              "approval",
                                              "purchasing power",
                                              "buying power",
                                              "in charge of buying",
                                              "you own the decision",
                                              "your boss",
                                              "your management" };
const struct handoff_words ho_buying = { .item = buying_phrases,
                                         .count = COUNT(buying_phrases) };
