/* outreach.h - the policy's outreach section, and what a message may say. */
#ifndef HANDOFF_PLAYBOOK_OUTREACH_H
#define HANDOFF_PLAYBOOK_OUTREACH_H

#include <handoff/freetext.h>
#include <handoff/outreach.h>

#include "base/json.h"
#include "playbook/playbook.h"

/* An id and its approved text. */
struct ho_phrasing {
    const char *id, *text;
};

struct ho_phrasings {
    const struct ho_phrasing *item;
    size_t count;
};

struct ho_channel {
    const char *id;
    int needs; /* the field that must be known */
};

struct ho_template_angle {
    const char *id, *promise, *cta, *channel, *opening;
    const int *needs;
    size_t need_count;
};

struct handoff_outreach {
    const struct handoff_policy *policy;
    struct ho_playbook book;
    struct handoff_text_checker *checker;
    const struct ho_channel *channel;
    size_t channel_count;
    struct ho_phrasings claims, ctas;
    struct handoff_words never, stop;
    const char *greeting, *sender;
    int64_t send_after;
    const struct ho_template_angle *angle;
    size_t angle_count;
    struct ho_arena *arena;
};

/* Fill all but policy and arena. */
enum handoff_status ho_outreach_read(struct handoff_outreach *o,
                                     struct handoff_error *err);

/* The text of that id, or NULL. */
const char *ho_phrasing(const struct ho_phrasings *list, const char *id);

/* --- what a message may be made of --- */

enum ho_piece_kind {
    HO_PIECE_FACT,    /* the lead's words: told as theirs */
    HO_PIECE_NAME,    /* whom we write to */
    HO_PIECE_CLAIM,   /* what we may promise */
    HO_PIECE_SAYING,  /* ours, and no claim: calls, greeting, sender */
    HO_PIECE_QUESTION /* of the policy */
};

struct ho_piece {
    enum ho_piece_kind kind;
    int field;      /* of facts; else HANDOFF_NO_FIELD */
    const char *id; /* of a fact: its field's name; else "" */
    const char *text;
};

struct ho_palette {
    const struct ho_piece *piece;
    size_t count;
    struct handoff_words never;
    struct handoff_slice source; /* all of it, for the free-text check */
    int64_t day;
};

/* The facts that may be used: known, not protected, no contact data and
 * nothing that screens.  Everything lies in the arena. */
enum handoff_status ho_palette_make(struct ho_arena *arena,
                                    const struct handoff_outreach *o,
                                    const struct handoff_brief *brief,
                                    const struct handoff_qualification *q,
                                    int64_t as_of, struct ho_palette *out,
                                    struct handoff_error *err);
bool ho_is_fact(const struct handoff_brief *brief, int field);

void ho_add_refusal(struct ho_arena *arena, struct handoff_refusals *list,
                    struct handoff_refusal refusal);

/* Each sentence that does not hold is added, with its first reason.  used has
 * room for a flag a piece: which of them stand in the message; or NULL. */
enum handoff_status ho_message_check(struct handoff_text_checker *checker,
                                     const struct ho_palette *palette,
                                     struct handoff_slice message,
                                     unsigned answer, struct ho_arena *arena,
                                     struct handoff_refusals *refusals,
                                     bool *used, struct handoff_error *err);

/* --- words --- */

/* A word that claims nothing: "you", "wrote", "useful".  Lower case. */
bool ho_is_plain_word(struct handoff_slice word);
/* Says that the words beside it are the lead's: "wrote", "mentioned". */
bool ho_tells(struct handoff_slice word);
/* Says that somebody said something: "wrote", and not "your note". */
bool ho_reports(struct handoff_slice word);
/* "can", "may": behind "you" it claims nothing. */
bool ho_permits(struct handoff_slice word);
/* "we", "our": it speaks of us. */
bool ho_is_us(struct handoff_slice word);
/* "not", "never", "cannot": it turns what it stands in. */
bool ho_turns(struct handoff_slice word);
extern const struct handoff_words ho_familiar, ho_pressing, ho_buying;

enum { HO_WORD_ROOM = 64 };

struct ho_word {
    char text[HO_WORD_ROOM]; /* lower case; "" where it is longer */
    size_t from, to;         /* bytes of the text */
};

/* The word at or behind *at, which moves behind it. */
bool ho_next_word_of(struct handoff_slice text, size_t *at, struct ho_word *w);

/* --- the lead's words in their order --- */

/* Bytes of a fact that a sentence tells; to 0: none. */
struct ho_told {
    size_t from, to;
};

/* A word of the same fact has to come behind the last, and none is begun
 * twice, so that nothing is put together anew. */
struct ho_retelling {
    const struct ho_palette *palette;
    bool *used;           /* a flag a piece */
    struct ho_told *told; /* one a piece */
    size_t piece;         /* palette->count: none yet */
    size_t behind;
};

/* Is it the next word of a fact? */
bool ho_retells(struct ho_retelling *r, struct handoff_slice word);
/* A "not" of the clauses that are told which the sentence leaves out, as a
 * reason; or NULL. */
const char *ho_lost_turn(const struct ho_retelling *r, struct ho_arena *arena,
                         struct handoff_slice sentence);

/* --- the draft --- */

/* Why the lead gets no draft; NULL: it does. */
const char *ho_no_draft(struct ho_arena *arena,
                        const struct handoff_outreach *o,
                        const struct handoff_recipient *to,
                        const struct handoff_qualification *q);
int64_t ho_send_at(const struct handoff_outreach *o,
                   const struct handoff_recipient *to);
/* Greeting, opening, promise, call and sender, each once. */
enum handoff_status ho_compose(struct ho_arena *arena,
                               const struct handoff_outreach *o,
                               const struct handoff_brief *brief,
                               const char *opening, const char *promise,
                               const char *cta, const char **out,
                               struct handoff_error *err);
/* `text` with {{name}} replaced by what the lead said; NULL where a field is
 * no fact. */
const char *ho_fill(struct ho_arena *arena, const struct handoff_brief *brief,
                    const char *text);

/* What an answer may choose from. */
struct ho_offer {
    const struct ho_palette *palette;
    const struct ho_phrasings *claims, *ctas;
    const struct ho_channel *channel;  /* of those can be used: */
    const struct handoff_brief *brief; /* NULL: all */
    size_t channel_count;
};

struct ho_choice {
    const char *channel, *promise, *cta, *opening;
};

/* Read angle `item` of an answer; false: refused. */
bool ho_read_choice(struct ho_arena *arena, const struct ho_offer *offer,
                    const cJSON *item, unsigned answer,
                    struct handoff_refusals *refused, struct ho_choice *out);

/* The answer's angles that hold are added to the draft, what is refused to
 * its refusals. */
enum handoff_status ho_take_answer(struct handoff_draft *draft,
                                   const struct handoff_outreach *o,
                                   const char *text, unsigned number,
                                   struct handoff_error *err);
bool ho_channel_fits(const struct ho_channel *channel,
                     const struct handoff_brief *brief);

/* --- the request --- */

/* The data and reply schema of prompts/outreach.prompt; the caller frees.
 * again: what is refused of the last answer stands in it. */
enum handoff_status ho_outreach_data(const struct handoff_outreach *o,
                                     const struct handoff_draft *draft,
                                     unsigned again, char **json,
                                     struct handoff_error *err);
enum handoff_status ho_outreach_schema(const struct handoff_outreach *o,
                                       const struct handoff_draft *draft,
                                       char **json, struct handoff_error *err);
/* The prompt's worked example must pass its own check; any text that is one. */
enum handoff_status ho_outreach_example_check(const struct handoff_outreach *o,
                                              struct handoff_slice text,
                                              struct handoff_error *err);
enum handoff_status ho_outreach_example(const struct handoff_outreach *o,
                                        struct handoff_error *err);

#endif
