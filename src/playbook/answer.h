/* answer.h - an answer while it is read: words, cells, leads. */
#ifndef HANDOFF_PLAYBOOK_ANSWER_H
#define HANDOFF_PLAYBOOK_ANSWER_H

#include <handoff/answer.h>
#include <handoff/freetext.h>

#include "base/json.h"
#include "playbook/playbook.h"

/* --- words (answer_words.c) ---------------------------------------------- */

struct ho_said_word {
    uint32_t from, to; /* bytes of the text */
    uint32_t at;       /* of norm */
};

/* A text in words: runs of letters and digits.  norm has them folded, a space
 * between: what a phrase is compared with. */
struct ho_said {
    struct handoff_slice text;
    const char *norm;
    size_t norm_len;
    const struct ho_said_word *word;
    size_t count;
};

enum handoff_status ho_said_make(struct ho_arena *arena,
                                 struct handoff_slice text, struct ho_said *out,
                                 struct handoff_error *err);
/* The words that a phrase takes up at word i; 0: it does not stand there.  The
 * phrase is written as norm is: "follow up". */
size_t ho_said_at(const struct ho_said *said, size_t i, const char *phrase);
/* The first word at or after `from` where it stands; count: nowhere. */
size_t ho_said_find(const struct ho_said *said, size_t from,
                    const char *phrase);
static inline bool ho_said_has(const struct ho_said *said, const char *phrase)
{
    return ho_said_find(said, 0, phrase) < said->count;
}
/* Is it all of the text? */
bool ho_said_is(const struct ho_said *said, const char *phrase);
/* Words [from, to) as norm has them. */
struct handoff_slice ho_said_norm(const struct ho_said *said, size_t from,
                                  size_t to);
/* What stands between the words before and at i. */
struct handoff_slice ho_said_gap(const struct ho_said *said, size_t i);
/* A part of the text, with its words; of words [from, to). */
struct handoff_slice ho_said_part(const struct ho_said *said, size_t from,
                                  size_t to);
/* The same with the quotation marks around it and the mark that ends it. */
struct handoff_slice ho_said_whole(const struct ho_said *said, size_t from,
                                   size_t to);
bool ho_gap_has(struct handoff_slice gap, const char *bytes);

/* --- labels (answer_labels.c) -------------------------------------------- */

enum ho_label {
    HO_LABEL_NONE,
    HO_LABEL_LEAD,
    HO_LABEL_WHO,
    HO_LABEL_STAGE,
    HO_LABEL_SITUATION,
    HO_LABEL_ROUTE,
    HO_LABEL_OWNER,
    HO_LABEL_NEXT,
    HO_LABEL_LAST,
    HO_LABEL_DATE,
    HO_LABEL_DECISION,
    HO_LABEL_OUTPUT,
    HO_LABEL_EVIDENCE,
    HO_LABEL_RISK,
    HO_LABEL_OURS /* score, priority, confidence: the answer's own */
};

/* The stages of the playbook, as norm has them. */
extern const char *const ho_stage_words[HANDOFF_STAGE_COUNT];

/* How a label is tied to its value: "Owner: x", "the owner is x", "owned by
 * x". */
enum ho_tie { HO_TIE_COLON, HO_TIE_IS, HO_TIE_NONE };

/* The label that begins at word i; *words: how many it has, tie included.
 * NONE: there is none. */
enum ho_label ho_said_label_at(const struct ho_said *said, size_t i,
                               size_t *words);
/* The label that all of the text is, as a column or key has it. */
enum ho_label ho_said_label(const struct ho_said *said);
/* The section that the text names; exact: it is only that name. */
enum handoff_section ho_section_of(const struct ho_said *said, bool exact);
/* One of HANDOFF_SITUATION_MAP that is named from word 0 on, or -1; *words: how
 * many name it. */
int ho_situation_at(const struct ho_said *said, size_t *words);
static inline int ho_situation_of(const struct ho_said *said)
{
    size_t words;

    return ho_situation_at(said, &words);
}

/* --- leads (answer_names.c) ---------------------------------------------- */

enum { HO_NO_LEAD = -1, HO_MANY_LEADS = -2 };

struct ho_names;
enum handoff_status ho_names_make(struct ho_arena *arena,
                                  const struct handoff_map *map,
                                  struct ho_names **out,
                                  struct handoff_error *err);

/* A lead that is named: words [word, word + words). */
struct ho_mention {
    int lead; /* place in the map; HO_MANY_LEADS: several have that name */
    bool is_id;
    bool bare; /* an id of digits alone: it may be a mere number */
    size_t word, words;
};

/* The longest name at word i; words 0: none. */
struct ho_mention ho_names_at(const struct ho_names *names,
                              const struct ho_said *said, size_t i);
/* The first mention at or after word i that is surely one; words 0: none. */
struct ho_mention ho_names_next(const struct ho_names *names,
                                const struct ho_said *said, size_t i);
/* Made like the batch's ids, and none of them: "L-0099"; the words it has. */
size_t ho_names_alien(const struct ho_names *names, const struct ho_said *said,
                      size_t i);

/* --- cells ----------------------------------------------------------------
 */

/* One statement. */
struct ho_cell {
    enum handoff_section section;
    int lead;
    int situation; /* that it stands under, or -1 */
    enum ho_label label;
    const char *label_text; /* as it was written; "" for none */
    struct ho_said said;
    size_t line;
    bool refused; /* the rules have refused all of it */
};

struct ho_answer {
    struct ho_arena *arena;
    const struct handoff_map *map;
    struct ho_names *names;
    int64_t as_of;
    const char *today;
    struct ho_said *owner; /* all owners that the policy or the map names */
    size_t owners;
    struct ho_cell *cell;
    size_t cells;
    unsigned sections; /* a bit each that is there */
    unsigned *seen;    /* of each lead: a bit each section that names it */
    bool *spoken;      /* of each lead: named anywhere */
    struct handoff_answer_finding *found;
    size_t founds;
    size_t group[HANDOFF_ANSWER_GROUPS];
    enum handoff_status failed; /* of what cannot return it */
};

/* Where the reader is. */
struct ho_place {
    enum handoff_section section;
    int lead, situation;
    enum ho_label label;
    const char *label_text;
    size_t line;
};

/* A statement at a place: split at labels, leads and ends of sentences
 * (answer_place.c). */
enum handoff_status ho_answer_put(struct ho_answer *a,
                                  const struct ho_place *at,
                                  struct handoff_slice text,
                                  struct handoff_error *err);
/* The lead that begins the text, words 0 of none; mixed ones are found. */
struct ho_mention ho_answer_leading(struct ho_answer *a,
                                    const struct ho_place *at,
                                    const struct ho_said *said);
void ho_answer_see(struct ho_answer *a, int lead, enum handoff_section section);

/* No lead of the batch is called that. */
void ho_answer_stranger(struct ho_answer *a, const struct ho_place *at,
                        struct handoff_slice name);

enum { HO_TABLE_COLUMNS = 24 }; /* more are left out */

struct ho_column {
    enum ho_label label;
    const char *text;
};

struct ho_table {
    struct ho_column column[HO_TABLE_COLUMNS];
    size_t columns;
    bool has_lead; /* a column names the leads */
};

/* Lines of a table, its bars included (answer_table.c). */
enum handoff_status ho_table_header(struct ho_answer *a, struct ho_table *t,
                                    struct handoff_slice line,
                                    struct handoff_error *err);
enum handoff_status ho_table_row(struct ho_answer *a, const struct ho_table *t,
                                 const struct ho_place *at,
                                 struct handoff_slice line,
                                 struct handoff_error *err);

/* Markdown and prose (answer_read.c), JSON (answer_json.c); json false: it is
 * none. */
enum handoff_status ho_answer_read(struct ho_answer *a,
                                   struct handoff_slice text,
                                   struct handoff_error *err);
enum handoff_status ho_answer_read_json(struct ho_answer *a,
                                        struct handoff_slice text, bool *json,
                                        struct handoff_error *err);

/* --- checks --------------------------------------------------------------- */

/* text: in the answer's arena, or static. */
void ho_answer_found(struct ho_answer *a, enum handoff_answer_code code,
                     const struct ho_place *at, const char *said,
                     const char *want, const char *why);
struct ho_place ho_cell_place(const struct ho_cell *cell);
const char *ho_cell_text(struct ho_answer *a, const struct ho_cell *cell);

/* Stage, situation, route, owner, action, date (answer_rules.c). */
enum handoff_status ho_answer_check_rules(struct ho_answer *a,
                                          struct handoff_error *err);
/* Is any of the situation's forbidden actions told to be done?  "" or the
 * words (answer_action.c). */
struct handoff_slice ho_forbidden_action(const struct ho_said *said,
                                         enum handoff_situation situation);
/* The free-text check and quotes (answer_claims.c). */
enum handoff_status ho_answer_check_claims(struct ho_answer *a,
                                           struct handoff_error *err);
/* Sections, leads, fields (answer_missing.c). */
enum handoff_status ho_answer_check_missing(struct ho_answer *a,
                                            struct handoff_error *err);

#endif
