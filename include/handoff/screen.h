/* screen.h - what is known of a lead before any model sees it.
 *
 * Screening states facts, each with the words it rests on: that the address is
 * suppressed, that it is a test, that the writer wants no more mail, that they
 * are no buyer, that the same person wrote before.  It decides nothing: fields
 * with `from_screen:` take the facts up, and the policy's `screen:` table says
 * what follows.  A lead which that table skips is not sent to a model.
 *
 * Free mail, short text, bad grammar and an unknown company are no facts
 * against anybody.  docs/screening.md names every gate and what it needs.
 */
#ifndef HANDOFF_SCREEN_H
#define HANDOFF_SCREEN_H

#include <handoff/lead.h>

/* Who is never written to.  It is kept elsewhere (the record, a file), and
 * asked here. */
struct handoff_suppression {
    /* Is exactly this on the list: an e-mail address, or a domain, in small
     * ASCII letters?  Asked of an address first, then of its domain and of
     * each domain above it, until the answer is yes; then of the same with a
     * domain beyond ASCII in its other form, in letters or as "xn--". */
    enum handoff_status (*has)(void *user, struct handoff_slice what, bool *yes,
                               struct handoff_error *err);
    void *user;
};

struct handoff_screening {
    const struct handoff_suppression *suppression; /* NULL: nobody is asked, and
                                                    * `suppressed` is Unknown */
    /* Leads that were kept, read again one by one: what the batch tells of
     * them was kept, too, and is not looked for. */
    bool alone;
};

/* State the facts of each lead that has none yet; call it again when more
 * leads were added.  They live as long as the batch.  On failure (of memory,
 * or of the suppression) no further lead has facts. */
HANDOFF_API enum handoff_status handoff_screen(
    struct handoff_batch *batch, const struct handoff_screening *how,
    struct handoff_error *err);

/* Keys of the rows of one table that are remembered for duplicates.  A row has
 * one for each of: its submission, its e-mail address (else its content), its
 * id in the CRM, its number with its family name.  Each takes up 16 bytes in a
 * table of hashes that is doubled as it fills up, to 64 MiB (96 while it is
 * doubled the last time). */
enum { HANDOFF_SCREEN_KEYS = 3 << 20 };

/* handoff_csv_each (<handoff/lead.h>), with the facts of each lead: a CSV of
 * any length is screened in constant memory.  Facts are those of a batch, but
 * for two: duplicates are looked for within this table, and the earlier row is
 * named by its line, "line 17"; `account` is not stated.
 *
 * *full: 0; or, where keys were more than HANDOFF_SCREEN_KEYS, the line of the
 * first row that was not remembered.  That one and those behind it are compared
 * with the rows before it only. */
HANDOFF_API enum handoff_status handoff_screen_each(
    const struct handoff_fields *fields, const struct handoff_columns *columns,
    const char *path, const struct handoff_screening *how,
    const struct handoff_lead_sink *sink, size_t *full,
    struct handoff_error *err);

/* A suppression list in memory: addresses, domains and SHA-256 hashes of
 * either (64 hex digits, of the small letters), one a line, # before a
 * comment.  Only hashes are kept of it. */
struct handoff_suppression_list;
enum { HANDOFF_SUPPRESSION_BYTES = 64 << 20 }; /* of one list */

/* BAD_INPUT: a line is none of these. */
HANDOFF_API enum handoff_status handoff_suppression_read(
    struct handoff_slice text, struct handoff_suppression_list **out,
    struct handoff_error *err);
HANDOFF_API void handoff_suppression_free(
    struct handoff_suppression_list *list);
/* Borrows the list. */
HANDOFF_API struct handoff_suppression handoff_suppression_of(
    struct handoff_suppression_list *list);

#endif
