/* trail.c - see record/trail.h */
#include "record/trail.h"

#include <handoff/clock.h>

enum { WIDE = 100 /* of a bar */, DOT = 2, BIG_DOT = 5 };

static void write_run(struct ho_writer *w, const struct ho_query *q,
                      int64_t most)
{
    char time[HANDOFF_TIME_TEXT];

    ho_write_object(w, NULL);
    ho_write_integer(w, "run", ho_integer(q, 0));
    ho_write_text(w, "command", ho_text(q, 1));
    ho_write_integer(w, "count", ho_integer(q, 2));
    ho_write_integer(w, "bar", ho_integer(q, 2) * WIDE / (most > 0 ? most : 1));
    handoff_time_text(ho_integer(q, 3), time);
    ho_write_text(w, "started", time);
    ho_write_bool(w, "finished", !ho_is_null(q, 4));
    ho_write_end_object(w);
}

static enum handoff_status write_runs(struct handoff_record *record,
                                      struct ho_writer *w,
                                      struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT id, command, leads, started, finished,"
             " (SELECT max(leads) FROM run WHERE id + 12 > (SELECT max(id) FROM"
             " run)) FROM run ORDER BY id DESC LIMIT 12");
    ho_write_array(w, "runs");
    while (ho_step(&q))
        write_run(w, &q, ho_integer(&q, 5));
    ho_write_end_array(w);
    return ho_done(&q, err);
}

/* What a person did stands out. */
static bool is_by_hand(const char *kind)
{
    return strcmp(kind, ho_event_word(HO_EVENT_REVIEWED)) == 0 ||
           strcmp(kind, ho_event_word(HO_EVENT_APPROVAL)) == 0 ||
           strcmp(kind, ho_event_word(HO_EVENT_DRAFT_SAID)) == 0 ||
           strcmp(kind, ho_event_word(HO_EVENT_EXPORTED)) == 0 ||
           strcmp(kind, ho_event_word(HO_EVENT_SUPPRESSED)) == 0 ||
           strcmp(kind, ho_event_word(HO_EVENT_FORGOTTEN)) == 0;
}

enum handoff_status ho_trail_write(struct handoff_record *record,
                                   struct ho_writer *w,
                                   struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status = write_runs(record, w, err);

    ho_query(record->db, &q,
             "SELECT e.at, e.actor, e.kind, l.name, e.run FROM event e"
             " LEFT JOIN lead l ON l.id = e.lead ORDER BY e.id DESC LIMIT 24");
    ho_write_array(w, "trail");
    while (status == HANDOFF_OK && ho_step(&q)) {
        char time[HANDOFF_TIME_TEXT];

        ho_write_object(w, NULL);
        handoff_time_text(ho_integer(&q, 0), time);
        ho_write_text(w, "at", time);
        ho_write_text(w, "actor", ho_text(&q, 1));
        ho_write_text(w, "kind", ho_text(&q, 2));
        ho_write_text(w, "lead", ho_is_null(&q, 3) ? NULL : ho_text(&q, 3));
        if (ho_integer(&q, 4) > 0)
            ho_write_integer(w, "run", ho_integer(&q, 4));
        ho_write_integer(w, "radius",
                         is_by_hand(ho_text(&q, 2)) ? BIG_DOT : DOT);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    return status == HANDOFF_OK ? ho_done(&q, err) : status;
}
