/* freetext_people.h - who it is that a text speaks of */
#ifndef HANDOFF_EVIDENCE_FREETEXT_PEOPLE_H
#define HANDOFF_EVIDENCE_FREETEXT_PEOPLE_H

#include "evidence/freetext.h"

/* freetext_subject.c: is it said of somebody else? */
void ho_check_subjects(struct handoff_text_checker *c);
/* freetext_decider.c: is another said to decide? */
void ho_check_deciders(struct handoff_text_checker *c);
/* Where the name, tokens [first, last) of the text, ends that the source has:
 * behind the first name where the other one is of somebody else. */
size_t ho_own_name(const struct handoff_text_checker *c, size_t first,
                   size_t last);
/* May the named one be the writer of the source? */
bool ho_may_write(const struct handoff_text_checker *c, size_t first,
                  size_t last);
/* freetext_title.c: is another called the owner, the finance director? */
void ho_check_titles(struct handoff_text_checker *c);

/* freetext_mixed.c: "Dana Reyes" out of Dana Whitfield and Marco Reyes */
bool ho_is_mixed(const struct handoff_text_checker *c, uint32_t a, uint32_t b);
/* "Nina Torres" out of Nina Falk and a form that has Torres below Gabe, "Rosa
 * Larkin" of our Rosa and Fiona Larkin: never together in the source, one of
 * them with another, and nobody's sister */
bool ho_may_be_mixed(struct handoff_text_checker *c, uint32_t a, uint32_t b);
#endif
