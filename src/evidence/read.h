/* read.h - one value out of words, by the field's type. */
#ifndef HANDOFF_EVIDENCE_READ_H
#define HANDOFF_EVIDENCE_READ_H

#include <handoff/evidence.h>

#include "base/buffer.h"

/* As handoff_read_value, into a buffer (cleared first). */
enum handoff_status ho_read_value(const struct handoff_field *field,
                                  struct handoff_slice words, int64_t day,
                                  struct handoff_typed *typed,
                                  struct ho_buffer *text,
                                  struct handoff_error *err);

/* The same out of free text, where less is taken at its word: an enum's bare
 * name states nothing beside phrases that do, an amount without currency is
 * none below a thousand ("set aside 2 hours"), "3 months" is no window. */
enum handoff_status ho_read_stated(const struct handoff_field *field,
                                   struct handoff_slice words, int64_t day,
                                   struct handoff_typed *typed,
                                   struct ho_buffer *text,
                                   struct handoff_error *err);

/* Either of the two, of words that are folded already. */
struct ho_reading;
enum handoff_status ho_read_words(const struct ho_reading *reading,
                                  struct handoff_typed *typed,
                                  struct ho_buffer *text,
                                  struct handoff_error *err);

/* Widen bytes [*from, *to) of the text, an amount, to the currency and the
 * period written beside it. */
void ho_widen_to_currency(struct handoff_slice text, size_t *from, size_t *to);

/* The phrases that state an enum's value in free text. */
struct handoff_words ho_stating(const struct handoff_enum_value *value);

/* Is the word a currency: "EUR", "dollars", "$"? */
bool ho_is_currency(struct handoff_slice word);

/* Which cells of an address exist in the text, for builtin and brief:
 * bytes [*from, *to) of the first e-mail address; false: none. */
bool ho_find_email(struct handoff_slice text, size_t *from, size_t *to);
/* The first host name, of a URL or bare; not out of an e-mail address, nor a
 * file's name. */
bool ho_find_host(struct handoff_slice text, size_t *from, size_t *to);

/* ISO alpha-2 of a country named in the text; NULL: none, or several. */
const char *ho_find_country(struct handoff_slice text);
/* The same; *several tells the two apart. */
const char *ho_find_countries(struct handoff_slice text, bool *several);

#endif
