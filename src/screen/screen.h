/* screen.h - one lead on its way through the gates. */
#ifndef HANDOFF_SCREEN_SCREEN_H
#define HANDOFF_SCREEN_SCREEN_H

#include <handoff/screen.h>

#include "base/arena.h"
#include "screen/phrases.h"
#include "screen/words.h"

enum {
    HO_FACTS = 24,         /* of one lead; a further one is left out */
    HO_ADDRESSES = 8,      /* of one lead that are looked at */
    HO_ADDRESS_BYTES = 321 /* RFC 5321: 64 + 1 + 255, and the NUL */
};

/* An e-mail address, or a web site's domain, in the lead's own fields. */
struct ho_address {
    const struct handoff_value *value;
    size_t from, to;             /* bytes of its text */
    char raw[HO_ADDRESS_BYTES];  /* in small ASCII letters */
    char text[HO_ADDRESS_BYTES]; /* and width, case and invisible characters
                                  * made plain; a domain beyond ASCII as "xn--"
                                  */
    bool is_domain;              /* no part before an @ */
};

struct ho_screen {
    const struct handoff_fields *fields;
    const struct handoff_screening *how;
    struct ho_phrases *phrases;
    struct ho_text text; /* scratch: words of one value */
    struct ho_arena *arena;
    const struct handoff_lead *lead;
    struct ho_address address[HO_ADDRESSES];
    size_t addresses;
    struct handoff_fact fact[HO_FACTS];
    size_t facts;
    struct handoff_error *err;
};

/* --- gates, in their order; each adds what it has to state --- */

enum handoff_status ho_gate_suppression(struct ho_screen *s);
void ho_gate_test_lead(struct ho_screen *s);
/* An opt-out that a column, a box or a text of consent states. */
enum handoff_status ho_gate_consent(struct ho_screen *s);
/* Phrases of any gate that stand in the lead's words. */
enum handoff_status ho_gate_phrases(struct ho_screen *s);
void ho_gate_spam(struct ho_screen *s);
void ho_gate_address(struct ho_screen *s);

/* --- helpers --- */

/* Bytes [from, to) of a value state it.  value and why are static, or lie in
 * the arena. */
void ho_fact_in(struct ho_screen *s, enum handoff_fact_kind kind,
                const char *value, const char *why,
                const struct handoff_value *source, size_t from, size_t to);
/* What stands in no value of the lead states it. */
void ho_fact_of(struct ho_screen *s, enum handoff_fact_kind kind,
                const char *value, const char *why, const char *cite);
bool ho_has_fact(const struct ho_screen *s, enum handoff_fact_kind kind);

/* Is the label one of these, which are small ASCII letters only?  Case, marks,
 * spaces and digits make no difference. */
bool ho_is_labelled(const char *label, const char *const *labels, size_t count);

/* The addresses of the lead's fields, that of the e-mail field first. */
void ho_find_addresses(struct ho_screen *s);
/* The first that is no bare domain, or NULL. */
const struct ho_address *ho_own_address(const struct ho_screen *s);

/* The first value that settles a field of that type, or NULL. */
const struct handoff_value *ho_settled_as(const struct ho_screen *s,
                                          enum handoff_type type);

/* screen.c: the gates that look at one lead alone go before and behind that
 * of duplicates; at the end the lead has its facts, in the arena. */
enum handoff_status ho_screen_begin(struct ho_screen *s,
                                    const struct handoff_lead *lead);
enum handoff_status ho_screen_end(struct ho_screen *s,
                                  struct handoff_lead *lead);

/* duplicates.c: texts that name somebody; NULL where the lead does not tell. */
struct ho_draft;
const char *ho_crm_key(struct ho_arena *arena, const struct ho_draft *draft);
const char *ho_phone_key(struct ho_arena *arena, const struct ho_screen *s);
/* Whose duplicate it is, of the lead that intake found and those with the same
 * CRM id or number; NULL: there is none.  Names it in the lead, too. */
void ho_state_duplicate(struct ho_screen *s, struct ho_draft *draft,
                        const char *crm, const char *phone);

/* Who stands in the batch already.  s is scratch. */
struct ho_people;
enum handoff_status ho_people_new(struct ho_screen *s,
                                  struct handoff_batch *batch,
                                  struct ho_people **out,
                                  struct handoff_error *err);
void ho_people_free(struct ho_people *people);
/* Names the earlier lead in the lead itself, too. */
void ho_gate_duplicates(struct ho_screen *s, struct ho_people *people,
                        size_t index);

#endif
