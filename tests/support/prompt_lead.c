/* prompt_lead.c - see support/prompt_lead.h */
#include "support/prompt_lead.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/json.h"
#include "support/cases.h"

static const char *const pain_cues[] = { "takes too long", "is broken" };
static const struct handoff_enum_value intents[] = {
    { "demo", { NULL, 0, NULL } },
    { "pricing", { NULL, 0, NULL } },
};

static const struct handoff_field fields_item[FIELDS] = {
    [ROLE] = { .name = "role",
               .type = HANDOFF_TYPE_JOB_TITLE,
               .describe = "position in the company",
               .infer_from = HANDOFF_NO_FIELD },
    [PAIN] = { .name = "pain",
               .type = HANDOFF_TYPE_TEXT,
               .describe = "what does not work today",
               .cues = { pain_cues, COUNT(pain_cues), NULL },
               .example = "our \"herb\" shelves are mislabelled",
               .infer_from = HANDOFF_NO_FIELD },
    [TEAM] = { .name = "team_size",
               .type = HANDOFF_TYPE_INTEGER,
               .describe = "people who would use it",
               .example = "nine gardeners share one list!",
               .infer_from = HANDOFF_NO_FIELD },
    [SENIORITY] = { .name = "seniority",
                    .type = HANDOFF_TYPE_ENUM,
                    .describe = "read from role",
                    .infer_from = ROLE },
    [ACCOUNT] = { .name = "account_status",
                  .type = HANDOFF_TYPE_TEXT,
                  .describe = "in the CRM",
                  .from_crm = true,
                  .ask = HANDOFF_ASK_CRM,
                  .infer_from = HANDOFF_NO_FIELD },
    [INTENT] = { .name = "intent",
                 .type = HANDOFF_TYPE_ENUM,
                 .describe = "what was asked for",
                 .value = intents,
                 .value_count = COUNT(intents),
                 .infer_from = HANDOFF_NO_FIELD },
    [SITE] = { .name = "website",
               .type = HANDOFF_TYPE_DOMAIN,
               .describe = "",
               .ask = HANDOFF_ASK_WEB,
               .infer_from = HANDOFF_NO_FIELD },
    [BATCH] = { .name = "repeats",
                .type = HANDOFF_TYPE_INTEGER,
                .describe = "",
                .ask = HANDOFF_ASK_BATCH,
                .infer_from = HANDOFF_NO_FIELD },
};

const struct handoff_fields prompt_fields = { .item = fields_item,
                                              .count = FIELDS };

static const struct handoff_value values[] = {
    { .label = "Title",
      .cite = "field:Title",
      .text = TEXT("VP Operations"),
      .source = HANDOFF_SOURCE_FIELD,
      .settles = ROLE },
    { .label = "Status",
      .cite = "crm:Status",
      .text = TEXT("prospect"),
      .source = HANDOFF_SOURCE_CRM,
      .settles = ACCOUNT },
    { .label = "Source",
      .cite = "field:Source",
      .text = TEXT("webinar"),
      .source = HANDOFF_SOURCE_FIELD,
      .settles = HANDOFF_NO_FIELD },
    { .label = "Notes",
      .cite = "crm:Notes",
      .text = TEXT("called in May"),
      .source = HANDOFF_SOURCE_CRM,
      .settles = HANDOFF_NO_FIELD },
    { .label = "",
      .cite = "message",
      .text = TEXT("Our inbound demo handoffs are inconsistent.\n\nCan we see "
                   "a demo?"),
      .source = HANDOFF_SOURCE_MESSAGE,
      .settles = HANDOFF_NO_FIELD },
};

const struct handoff_lead prompt_lead = {
    .id = "L-0001", .file = "-", .value = values, .count = COUNT(values)
};

struct handoff_lead message_lead(struct handoff_value *value, const char *text)
{
    *value = (struct handoff_value){ .label = "",
                                     .cite = "message",
                                     .text = ho_slice(text),
                                     .source = HANDOFF_SOURCE_MESSAGE,
                                     .settles = HANDOFF_NO_FIELD };
    return (struct handoff_lead){
        .id = "L-0002", .file = "-", .value = value, .count = 1
    };
}

char *data_of(const struct handoff_fields *f, const struct handoff_lead *l)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *json = NULL;

    if (handoff_prompt_data(f, l, FENCE, &json, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return json;
}

char *schema_of(const struct handoff_fields *f, const struct handoff_lead *l,
                int *max_tokens)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *json = NULL;

    if (handoff_reply_schema(f, l, &json, max_tokens, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return json;
}

void expect_text(const char *name, const char *got)
{
    char *expected = case_text(FIXTURES "/prompt/lead", name, NULL);

    assert_same_text(name, got, expected);
    free(expected);
}

void expect_json(const char *name, const char *got)
{
    struct ho_buffer text;
    struct ho_writer w;
    cJSON *json = NULL;

    assert_int_equal(ho_json_parse(ho_slice(got), &json, NULL), HANDOFF_OK);
    ho_buffer_init(&text, 1 << 16);
    ho_writer_init(&w, &text, 2);
    ho_write_json(&w, NULL, json);
    expect_text(name, text.ptr);
    ho_buffer_release(&text);
    cJSON_Delete(json);
}
