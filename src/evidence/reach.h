/* reach.h - how far each kind of mark reaches in its sentence. */
#ifndef HANDOFF_EVIDENCE_REACH_H
#define HANDOFF_EVIDENCE_REACH_H

#include "evidence/sentence.h"

/* Does the mark reach the core? */
bool ho_reaches(const struct ho_sentence_parse *parse,
                const struct ho_mark *mark);

/* Is token i in the core's clause? */
bool ho_same_part(const struct ho_sentence_parse *parse, size_t i);
/* The same, and no comma between. */
bool ho_same_piece(const struct ho_sentence_parse *parse, size_t i);
/* Does the mark stand before the core? */
bool ho_is_left(const struct ho_sentence_parse *parse,
                const struct ho_mark *mark);

#endif
