/* freetext_names.h - the names of the text in the source */
#ifndef HANDOFF_EVIDENCE_FREETEXT_NAMES_H
#define HANDOFF_EVIDENCE_FREETEXT_NAMES_H

#include "evidence/freetext.h"

/* freetext_name_index.c, freetext_names.c */
void ho_index_names(struct handoff_text_checker *c);
/* Other spellings of the source's names; once, when a name is in doubt. */
void ho_index_aliases(struct handoff_text_checker *c);
/* May the unknown name, tokens [first, last) of the text, be none, or one of
 * the source in another form?  german: one word of a German sentence.
 * (freetext_doubt.c) */
bool ho_may_be_no_name(struct handoff_text_checker *c, size_t first,
                       size_t last, bool german);
/* "Leipziger" of Leipzig */
bool ho_is_of_place(struct handoff_text_checker *c, uint32_t word);
/* "CdA" of "consiglio di amministrazione" in the source */
bool ho_is_acronym(struct handoff_text_checker *c, struct handoff_slice word);
/* Does the source have word b behind word a, as in one name? */
bool ho_stand_together(const struct handoff_text_checker *c, uint32_t a,
                       uint32_t b);
void ho_check_names(struct handoff_text_checker *c);
/* "the Growth plan", "Series B": names of common words.  (freetext_plan.c) */
void ho_check_plans(struct handoff_text_checker *c);
/* Scripts written without spaces: token i as a name, and whether the whole
 * part is written so. */
void ho_check_unspaced(struct handoff_text_checker *c, size_t i);
bool ho_is_mostly_unspaced(const struct ho_part_list *p);

/* freetext_mixed.c: "Dana Reyes" out of Dana Whitfield and Marco Reyes */
bool ho_is_mixed(const struct handoff_text_checker *c, uint32_t a, uint32_t b);
/* "Nina Torres" out of Nina Falk and a form that has Torres below Gabe, "Rosa
 * Larkin" of our Rosa and Fiona Larkin: never together in the source, one of
 * them with another, and nobody's sister */
bool ho_may_be_mixed(struct handoff_text_checker *c, uint32_t a, uint32_t b);

#endif
