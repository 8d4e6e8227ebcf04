/* freetext_likely.h - numbers that are right, or nearly so, and yet in doubt */
#ifndef HANDOFF_EVIDENCE_FREETEXT_LIKELY_H
#define HANDOFF_EVIDENCE_FREETEXT_LIKELY_H

#include "evidence/freetext.h"

/* A number that the source has, but of other things, with a "maybe", without a
 * currency.  (freetext_counted.c) */
void ho_check_counted(struct handoff_text_checker *c, const struct ho_fact *f,
                      const struct ho_fact *about);
bool ho_drops_doubt(const struct handoff_text_checker *c,
                    const struct ho_fact *f, const struct ho_fact *s);
/* Does a value that the source has stand with the words of another of its
 * values, and with none of its own?  A finding if so.  (freetext_attach.c) */
void ho_check_company(struct handoff_text_checker *c, const struct ho_fact *f);
/* Is it our own date for what the source gives another one?  It may be meant
 * so, and is told. */
void ho_check_own_date(struct handoff_text_checker *c, const struct ho_fact *f);
/* freetext_likely.c: is the source's number more likely the text's, said in
 * another way, than another: of a thing that is named otherwise, for a period
 * or purpose that the source does not say, a sum, "under 600 W lamps"? */
bool ho_may_be_thing(struct handoff_text_checker *c, const struct ho_fact *f,
                     const struct ho_fact *s);
bool ho_is_period_likely(const struct handoff_text_checker *c,
                         const struct ho_fact *f, const struct ho_fact *about);
bool ho_may_be_role(const struct ho_fact *f, const struct ho_fact *s);
bool ho_may_be_total(const struct handoff_text_checker *c,
                     const struct ho_fact *f);
bool ho_may_be_rise(const struct handoff_text_checker *c,
                    const struct ho_fact *f);
/* Does the text say that it has worked the number out, and could it?
 * (freetext_worked.c) */
bool ho_may_be_worked(struct handoff_text_checker *c, const struct ho_fact *f);
bool ho_may_be_few(const struct handoff_text_checker *c,
                   const struct ho_fact *f);
bool ho_may_be_foreign(const struct handoff_text_checker *c,
                       const struct ho_fact *f);
bool ho_may_be_place(const struct handoff_text_checker *c,
                     const struct ho_fact *f, const struct ho_fact *s);

#endif
