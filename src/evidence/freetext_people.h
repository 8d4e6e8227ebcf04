/* freetext_people.h - who it is that a text speaks of */
#ifndef HANDOFF_EVIDENCE_FREETEXT_PEOPLE_H
#define HANDOFF_EVIDENCE_FREETEXT_PEOPLE_H

#include "evidence/freetext.h"

/* A word that names somebody, and says nothing else. */
static inline bool ho_is_named(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->word && !ho_is_known(t) &&
           (t->shape & HO_SHAPE_CAPITAL);
}

/* Where the name that begins at token i ends; i: none begins there. */
static inline size_t ho_name_end(const struct ho_part_list *p,
                                 const struct ho_sentence *s, size_t i)
{
    while (i < s->last && ho_is_named(&p->token[i]))
        i++;
    return i;
}

/* Is the word, folded, one of those, which are parted by '|'? */
static inline bool ho_is_word_of(const struct handoff_text_checker *c,
                                 const struct ho_token *t, const char *words)
{
    return ho_is_word_token(t) &&
           ho_is_among(words, ho_word_text(&c->words, t->word));
}

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
/* Does a field name the writer?  (freetext_title.c) */
bool ho_has_writer(const struct handoff_text_checker *c);
/* freetext_title.c: is another called the owner, the finance director? */
void ho_check_titles(struct handoff_text_checker *c);
/* freetext_post.c: is somebody said to head what the source does not name? */
void ho_check_posts(struct handoff_text_checker *c);

#endif
