/* lead_fields.h - a small policy's fields, for tests of the intake. */
#ifndef TEST_SUPPORT_LEAD_FIELDS_H
#define TEST_SUPPORT_LEAD_FIELDS_H

#include <handoff/fields.h>

#define WORDS(...)                                              \
    {                                                           \
        .item = (const char *const[]){ __VA_ARGS__ },           \
        .count = sizeof((const char *const[]){ __VA_ARGS__ }) / \
                 sizeof(const char *)                           \
    }

enum {
    FIELD_COMPANY,
    FIELD_ROLE,
    FIELD_EMAIL,
    FIELD_PERSON,
    FIELD_PAIN,
    FIELD_TEAM_SIZE,
    FIELD_BUDGET,
    FIELD_ACCOUNT_OWNER,
    FIELD_COUNT
};

static const struct handoff_field lead_field[FIELD_COUNT] = {
    [FIELD_COMPANY] = { .name = "company",
                        .type = HANDOFF_TYPE_COMPANY,
                        .labels = WORDS("Company", "Company name",
                                        "Organisation", "Firma", "会社名") },
    [FIELD_ROLE] = { .name = "role",
                     .type = HANDOFF_TYPE_JOB_TITLE,
                     .labels =
                         WORDS("Role", "Job title", "Title", "Fonction") },
    [FIELD_EMAIL] = { .name = "email",
                      .type = HANDOFF_TYPE_EMAIL,
                      .labels = WORDS("Email", "Work e-mail", "Courriel") },
    [FIELD_PERSON] = { .name = "person",
                       .type = HANDOFF_TYPE_PERSON,
                       .labels = WORDS("Name", "Full name") },
    [FIELD_PAIN] = { .name = "pain",
                     .type = HANDOFF_TYPE_TEXT,
                     .labels = WORDS("Main problem", "Pain point",
                                     "What is not working, today?") },
    [FIELD_TEAM_SIZE] = { .name = "team_size",
                          .type = HANDOFF_TYPE_INTEGER,
                          .labels = WORDS("Team size", "Number of seats") },
    [FIELD_BUDGET] = { .name = "budget",
                       .type = HANDOFF_TYPE_MONEY,
                       .labels = WORDS("Budget") },
    [FIELD_ACCOUNT_OWNER] = { .name = "account_owner",
                              .type = HANDOFF_TYPE_PERSON,
                              .from_crm = true,
                              .labels = WORDS("Account owner", "Owner") },
};

static const struct handoff_fields lead_fields = {
    .item = lead_field,
    .count = FIELD_COUNT,
    .message_labels = WORDS("Message", "Message Body", "Comments", "Need",
                            "Notes", "How can we help?", "Nachricht"),
    .no_answer = WORDS("Select...", "n/a", "-", "none given", "not sure"),
};

#endif
