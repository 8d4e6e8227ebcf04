/* fold.h - text made comparable, with the way back to its bytes.
 *
 * White space runs become one space, zero-width and formatting characters
 * vanish, typographic quotes and dashes become the ASCII ones, full width
 * becomes half width, letters are case-folded and canonically decomposed
 * (NFC and NFD become the same).  Compatibility decompositions are left
 * alone: they would make "10²" into "102".
 */
#ifndef HANDOFF_BASE_FOLD_H
#define HANDOFF_BASE_FOLD_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct ho_folded {
    char *text;
    size_t len;
    uint32_t *from; /* source byte at which the character of folded byte i
                     * starts */
    uint32_t *to;   /* and where it ends */
    size_t room;
};

/* Fold valid UTF-8 of less than 4 GiB.  Release in any case. */
enum handoff_status ho_fold(struct handoff_slice source, struct ho_folded *out,
                            struct handoff_error *err);
void ho_folded_release(struct ho_folded *folded);

/* The first folded byte that comes from byte `at` of the source or behind it.
 */
size_t ho_folded_at(const struct ho_folded *folded, size_t at);

static inline struct handoff_slice ho_folded_slice(const struct ho_folded *f)
{
    return (struct handoff_slice){ f->text ? f->text : "", f->len };
}

#endif
