/* source_linkedin.c - LinkedIn's Lead Sync.
 *
 * A response holds question ids; the questions and options are in the form,
 * which whoever fetches both sends along: {"lead": ..., "form": ...}, or as
 * `form` in the response.
 */
#include "intake/source.h"

/* LinkedIn's texts are {"localized": {"en_US": "..."}}; the first one. */
static const struct ho_node *localized(struct ho_reading *r,
                                       const struct ho_node *text)
{
    const struct ho_node *list = ho_tree_get(r->tree, text, "localized");

    return list ? ho_tree_child(r->tree, list) : text;
}

/* The element whose member `name` is the id. */
static const struct ho_node *find(struct ho_reading *r,
                                  const struct ho_node *list, const char *name,
                                  const struct ho_node *id)
{
    const struct ho_node *item = NULL;

    if (ho_lookup(r))
        item = ho_tree_child(r->tree, list);
    while (item && !ho_same_text(r->tree, ho_tree_get(r->tree, item, name), id))
        item = ho_tree_next(r->tree, item);
    return item;
}

static const struct ho_node *question_text(struct ho_reading *r,
                                           const struct ho_node *question)
{
    const struct ho_node *text =
        localized(r, ho_tree_get(r->tree, question, "question"));

    if (ho_node_text(r, text).len == 0)
        text = ho_tree_get(r->tree, question, "name");
    return text;
}

static void read_choices(struct ho_reading *r, struct handoff_slice label,
                         const struct ho_node *question,
                         const struct ho_node *chosen)
{
    const struct ho_node *options =
        ho_at(r->tree, question,
              "questionDetails/multipleChoiceQuestionDetails/options");

    for (chosen = ho_tree_child(r->tree, chosen); chosen;
         chosen = ho_tree_next(r->tree, chosen)) {
        const struct ho_node *option = find(r, options, "id", chosen);
        const struct ho_node *text =
            localized(r, ho_tree_get(r->tree, option, "text"));

        if (ho_node_text(r, text).len > 0)
            ho_answer(r, label, text, false);
        else
            ho_warn(r, HANDOFF_WARNING_UNKNOWN_OPTION, chosen);
    }
}

static void read_answer(struct ho_reading *r, const struct ho_node *answer,
                        const struct ho_node *questions)
{
    const struct ho_node *id = ho_tree_get(r->tree, answer, "questionId");
    const struct ho_node *question = find(r, questions, "questionId", id);
    const struct ho_node *text =
        ho_at(r->tree, answer, "answerDetails/textQuestionAnswer/answer");
    const struct ho_node *options =
        ho_at(r->tree, answer, "answerDetails/multipleChoiceAnswer/options");
    struct handoff_slice label;

    if (!ho_is_scalar(text) && !options) {
        ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, answer);
        return;
    }
    label = ho_question(r, question_text(r, question), id);
    if (ho_is_scalar(text))
        ho_answer(r, label, text, false);
    else
        read_choices(r, label, question, options);
}

void ho_source_linkedin(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *lead = ho_at(r->tree, root, "lead");
    const struct ho_node *form = ho_at(r->tree, root, "form");
    const struct ho_node *questions, *answer;

    if (!lead)
        lead = root;
    if (!form)
        form = ho_at(r->tree, lead, "form");
    questions = ho_at(r->tree, form, "content/questions");
    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, lead, "id"));
    ho_meta(r, &r->in->origin.form_id,
            ho_at(r->tree, lead, "versionedLeadGenFormUrn"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, form, "name"));
    ho_submitted(r, ho_at(r->tree, lead, "submittedAt"));
    ho_meta(r, NULL, ho_at(r->tree, lead, "leadType"));
    ho_test_mark(r, ho_at(r->tree, lead, "testLead"));
    answer =
        ho_tree_child(r->tree, ho_at(r->tree, lead, "formResponse/answers"));
    for (; answer; answer = ho_tree_next(r->tree, answer))
        read_answer(r, answer, questions);
    ho_beside(r, HANDOFF_ASIDE_CONSENT,
              ho_at(r->tree, lead, "formResponse/consentResponses"));
    ho_beside(r, HANDOFF_ASIDE_CONSENT,
              ho_at(r->tree, form, "content/legalInfo"));
    ho_beside(r, HANDOFF_ASIDE_HIDDEN, ho_at(r->tree, lead, "leadMetadata"));
}

void ho_source_linkedin_notice(struct ho_reading *r, const struct ho_node *root)
{
    ho_notice(r);
    ho_meta(r, &r->in->origin.submission_id,
            ho_at(r->tree, root, "leadGenFormResponse"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, root, "leadGenForm"));
    ho_submitted(r, ho_at(r->tree, root, "occurredAt"));
}
