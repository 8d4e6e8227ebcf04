/* consent_words.h - words of boxes and of what is said of them, in the
 * languages of screening. */
#ifndef HANDOFF_SCREEN_CONSENT_WORDS_H
#define HANDOFF_SCREEN_CONSENT_WORDS_H

#include "screen/words.h"

bool ho_word_is_yes(const struct ho_text *text, size_t i);
bool ho_word_is_no(const struct ho_text *text, size_t i);

/* "I", "wir": who refuses. */
bool ho_word_is_self(const struct ho_text *text, size_t i);

/* "Consent", "Einwilligung (DSGVO)": what such a label asks for is not told. */
bool ho_names_consent(struct handoff_slice label);

/* "I agree to be contacted", "May we contact you?": about writing to the lead
 * at all, not about news, a channel or a day.  text: the question's words. */
bool ho_asks_for_contact(const struct ho_text *text,
                         struct handoff_slice question);

/* "... at any time": what the writer could do, and does not do. */
bool ho_tells_of_any_time(const struct ho_text *text);

#endif
