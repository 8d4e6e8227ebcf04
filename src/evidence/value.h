/* value.h - one reader for each type; evidence/read.h picks among them. */
#ifndef HANDOFF_EVIDENCE_VALUE_H
#define HANDOFF_EVIDENCE_VALUE_H

#include <handoff/evidence.h>

#include "base/buffer.h"
#include "evidence/phrase.h"

/* Words to be read as a field's value.  Under the field's own label more is
 * taken at its word than in free text. */
struct ho_reading {
    const struct handoff_field *field;
    struct handoff_slice words;
    const struct ho_passage *passage; /* the words, folded */
    bool in_text;
    int64_t day;            /* of the submission, since 1970 */
    struct ho_extent *core; /* or NULL; set to the first number or day that is
                             * found in the words, where it is one that counts
                             * for the field's type */
};

/* Bytes [from, to) of the words. */
struct ho_extent {
    size_t from, to;
};

static inline void ho_set_core(const struct ho_reading *r, size_t from,
                               size_t to)
{
    if (r->core)
        *r->core = (struct ho_extent){ from, to };
}

/* Each sets *typed and appends the canonical value to text; text may hold
 * anything where typed->read is AMBIGUOUS or NOTHING. */
void ho_value_integer(const struct ho_reading *r, struct handoff_typed *typed,
                      struct ho_buffer *text);
void ho_value_money(const struct ho_reading *r, struct handoff_typed *typed,
                    struct ho_buffer *text);
void ho_value_date(const struct ho_reading *r, struct handoff_typed *typed,
                   struct ho_buffer *text);
void ho_value_email(const struct ho_reading *r, struct handoff_typed *typed,
                    struct ho_buffer *text);
void ho_value_domain(const struct ho_reading *r, struct handoff_typed *typed,
                     struct ho_buffer *text);
void ho_value_phone(const struct ho_reading *r, struct handoff_typed *typed,
                    struct ho_buffer *text);
void ho_value_country(const struct ho_reading *r, struct handoff_typed *typed,
                      struct ho_buffer *text);
void ho_value_text(const struct ho_reading *r, struct handoff_typed *typed,
                   struct ho_buffer *text);
/* A job title, a company, a person. */
enum handoff_status ho_value_name(const struct ho_reading *r,
                                  struct handoff_typed *typed,
                                  struct ho_buffer *text,
                                  struct handoff_error *err);
enum handoff_status ho_value_choice(const struct ho_reading *r,
                                    struct handoff_typed *typed,
                                    struct ho_buffer *text,
                                    struct handoff_error *err);

enum ho_absence {
    HO_PRESENT,
    HO_NONE_WHOLE, /* nothing but a word for none: "none", "keine", "0 EUR" */
    HO_NONE_SAID,  /* "we have no budget" */
    HO_UNDECIDED   /* "not decided yet": nobody knows */
};

/* Do the words say that there is none? */
enum handoff_status ho_find_absence(const struct ho_reading *r,
                                    enum ho_absence *absence,
                                    struct handoff_error *err);

/* White space runs as one space, none at the ends, a long text cut. */
void ho_put_words(struct ho_buffer *out, struct handoff_slice words);
/* A number's canonical form, `unit` behind its figures. */
struct ho_number;
void ho_put_number(struct ho_buffer *out, const struct ho_number *n,
                   const char *unit);

#endif
