/* mood.c - ho_find_mood: polarity for whoever has a clause and no source; see
 * evidence/phrase.h */
#include "evidence/clause.h"
#include "evidence/origin.h"
#include "evidence/phrase.h"
#include "evidence/polarity.h"

enum handoff_status ho_find_mood(const struct handoff_field *field,
                                 struct handoff_slice text,
                                 struct handoff_slice clause,
                                 const struct ho_phrase_hit *cue,
                                 enum ho_mood *mood, struct handoff_error *err)
{
    static const enum ho_mood moods[] = { HO_STATES, HO_HEDGES, HO_FLIPS };
    const size_t base = (size_t)(clause.ptr - text.ptr);
    const struct handoff_slice sentence =
        ho_sentence(text, base, base + clause.len);
    const size_t start = base - (size_t)(sentence.ptr - text.ptr);
    enum handoff_finding_code code;
    const struct handoff_text alone = { "", sentence };
    struct ho_origin o;
    enum handoff_status status = ho_origin_open(&o, &alone, err);

    if (status == HANDOFF_OK) {
        const struct ho_range at = { ho_folded_at(&o.folded, start + cue->from),
                                     ho_folded_at(&o.folded, start + cue->to) };
        const struct ho_scene scene = {
            .sentence = o.index.text,
            .asked = ho_is_asked(text, sentence),
            .languages = o.languages,
            .field = field,
            .core = at,
            .cue = at,
            .span = { 0, o.folded.len },
        };

        *mood = moods[ho_polarity(&scene, &code)];
    }
    ho_origin_release(&o);
    return status;
}
