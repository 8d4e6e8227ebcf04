/* layout.c - see record/layout.h and docs/crm-export.md. */
#include "record/layout.h"

#include <stdio.h>

#include "record/cell.h"

enum {
    SHORT = 255,     /* titles, names, companies */
    FIRST_NAME = 40, /* Salesforce's own */
    LAST_NAME = 80,
    NOTE = 1000, /* a note is read, not searched */
    LONG = 32000
};

enum part {
    PART_RECORD_ID,
    PART_EMAIL,
    PART_PHONE,
    PART_FIRST,
    PART_LAST,
    PART_LAST_NEEDED,
    PART_COMPANY,
    PART_COMPANY_NEEDED,
    PART_OWNER,
    PART_STATUS,
    PART_NAME,
    PART_ROUTE,
    PART_LAST_ACTION,
    PART_LAST_DATE,
    PART_NEXT_ACTION,
    PART_DUE,
    PART_NOTE,
    PART_RISK,
    PART_STORY,    /* note, risk and next action */
    PART_PRIORITY, /* HubSpot's */
    PART_PERSON,
    PART_FIXED /* what stands behind the column */
};

struct column {
    const char *header;
    enum part part;
    size_t most; /* characters */
    const char *fixed;
};

#define CONTACT_COLUMNS                                   \
    { "Record ID", PART_RECORD_ID, 0, NULL },             \
        { "Email", PART_EMAIL, 0, NULL },                 \
        { "First Name", PART_FIRST, SHORT, NULL },        \
        { "Last Name", PART_LAST, SHORT, NULL },          \
        { "Company name", PART_COMPANY, SHORT, NULL },    \
        { "Contact owner", PART_OWNER, SHORT, NULL },     \
        { "Lead Status", PART_STATUS, SHORT, NULL },      \
        { "Lead intake ID", PART_NAME, SHORT, NULL },     \
        { "Routing decision", PART_ROUTE, SHORT, NULL },  \
        { "Last action", PART_LAST_ACTION, SHORT, NULL }, \
        { "Last action date", PART_LAST_DATE, 0, NULL },  \
        { "Next action", PART_NEXT_ACTION, SHORT, NULL }, \
        { "Next action date", PART_DUE, 0, NULL },        \
        { "Evidence note", PART_NOTE, NOTE, NULL },       \
    {                                                     \
        "Open risk", PART_RISK, NOTE, NULL                \
    }

static const struct column contacts[] = { CONTACT_COLUMNS };
static const struct column csv_contacts[] = {
    CONTACT_COLUMNS, { "Phone", PART_PHONE, 0, NULL }
};
static const struct column tasks[] = {
    { "Task title", PART_NEXT_ACTION, SHORT, NULL },
    { "Task notes", PART_STORY, LONG, NULL },
    { "Due date", PART_DUE, 0, NULL },
    { "Assigned to", PART_OWNER, SHORT, NULL },
    { "Priority", PART_PRIORITY, 0, NULL },
    { "Task status", PART_FIXED, 0, "NOT_STARTED" },
    { "Associated contact email", PART_EMAIL, 0, NULL },
    { "Lead intake ID", PART_NAME, SHORT, NULL }
};
static const struct column notes[] = {
    { "Note body", PART_STORY, LONG, NULL },
    { "Activity date", PART_LAST_DATE, 0, NULL },
    { "Associated contact email", PART_EMAIL, 0, NULL },
    { "Lead intake ID", PART_NAME, SHORT, NULL }
};

/* A column with a dot names a row by its external id. */
static const struct column sf_leads[] = {
    { "Lead_Intake_ID__c", PART_NAME, SHORT, NULL },
    { "LastName", PART_LAST_NEEDED, LAST_NAME, NULL },
    { "Company", PART_COMPANY_NEEDED, SHORT, NULL },
    { "Email", PART_EMAIL, 0, NULL },
    { "Status", PART_STATUS, SHORT, NULL },
    { "Description", PART_STORY, LONG, NULL },
    { "FirstName", PART_FIRST, FIRST_NAME, NULL },
    { "OwnerId", PART_OWNER, SHORT, NULL }
};
static const struct column sf_tasks[] = {
    { "Subject", PART_NEXT_ACTION, SHORT, NULL },
    { "ActivityDate", PART_DUE, 0, NULL },
    { "Status", PART_FIXED, 0, "Not Started" },
    { "Priority", PART_FIXED, 0, "Normal" },
    { "Description", PART_STORY, LONG, NULL },
    { "Lead:Who.Lead_Intake_ID__c", PART_NAME, SHORT, NULL },
    { "OwnerId", PART_OWNER, SHORT, NULL }
};
static const struct column sf_notes[] = {
    { "Title", PART_FIXED, 0, "Lead brief" },
    { "Body", PART_STORY, LONG, NULL },
    { "Lead:Parent.Lead_Intake_ID__c", PART_NAME, SHORT, NULL }
};

static const struct column pd_leads[] = {
    { "title", PART_PERSON, SHORT, NULL },
    { "person_name", PART_PERSON, SHORT, NULL },
    { "person_email", PART_EMAIL, 0, NULL },
    { "organization_name", PART_COMPANY, SHORT, NULL },
    { "owner_id", PART_OWNER, SHORT, NULL },
    { "label_ids", PART_STATUS, SHORT, NULL },
    { "origin_id", PART_NAME, SHORT, NULL }
};
static const struct column pd_tasks[] = {
    { "subject", PART_NEXT_ACTION, SHORT, NULL },
    { "type", PART_FIXED, 0, "task" },
    { "due_date", PART_DUE, 0, NULL },
    { "owner_id", PART_OWNER, SHORT, NULL },
    { "note", PART_STORY, LONG, NULL },
    { "done", PART_FIXED, 0, "0" },
    { "person_email", PART_EMAIL, 0, NULL },
    { "origin_id", PART_NAME, SHORT, NULL }
};
static const struct column pd_notes[] = {
    { "content", PART_STORY, LONG, NULL },
    { "person_email", PART_EMAIL, 0, NULL },
    { "origin_id", PART_NAME, SHORT, NULL }
};

struct columns {
    const struct column *column;
    size_t count;
};

#define COLUMNS(table)                      \
    {                                       \
        table, sizeof table / sizeof *table \
    }

static const struct columns layouts[HANDOFF_CRM_TARGETS][HO_FILES] = {
    [HANDOFF_CRM_TARGET_HUBSPOT] = { COLUMNS(contacts), COLUMNS(tasks),
                                     COLUMNS(notes) },
    [HANDOFF_CRM_TARGET_SALESFORCE] = { COLUMNS(sf_leads), COLUMNS(sf_tasks),
                                        COLUMNS(sf_notes) },
    [HANDOFF_CRM_TARGET_PIPEDRIVE] = { COLUMNS(pd_leads), COLUMNS(pd_tasks),
                                       COLUMNS(pd_notes) },
    [HANDOFF_CRM_TARGET_CSV] = { COLUMNS(csv_contacts), COLUMNS(tasks),
                                 COLUMNS(notes) },
};

const char *ho_file_name(enum ho_file file)
{
    static const char *const names[] = { "contacts_upsert.csv", "tasks_new.csv",
                                         "notes_new.csv" };

    return names[file];
}

void ho_layout_header(struct ho_buffer *out, enum handoff_crm_target target,
                      enum ho_file file)
{
    const struct columns *layout = &layouts[target][file];

    for (size_t i = 0; i < layout->count; i++)
        ho_cell(out, ho_slice(layout->column[i].header));
    ho_cell_end(out);
}

/* --- cells
 * -------------------------------------------------------------------- */

static const char *needed(const char *text)
{
    return *text ? text : "[not provided]";
}

static const char *priority(const struct ho_update *u)
{
    if (strcmp(u->route, "pursue") == 0)
        return "HIGH";
    return strcmp(u->route, "enrich") == 0 ? "MEDIUM" : "LOW";
}

static bool is_phone(const char *text)
{
    return *text && text[strspn(text, "+0123456789 ()./-")] == '\0' &&
           strpbrk(text, "0123456789");
}

static void add_story(struct ho_buffer *out, const struct ho_update *u,
                      size_t most)
{
    struct ho_buffer b;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_format(&b, "%s\n", *u->note ? u->note : "No evidence yet");
    if (*u->risk)
        ho_buffer_format(&b, "Open risk: %s\n", u->risk);
    ho_buffer_format(&b, "Route: %s (%s)\nNext action: %s", u->route, u->reason,
                     u->next_action);
    if (b.failed)
        out->failed = b.failed;
    else
        ho_cell_free(out, b.ptr, most);
    ho_buffer_release(&b);
}

static void add_person(struct ho_buffer *out, const struct ho_update *u,
                       size_t most)
{
    struct ho_buffer b;

    if (!*u->last) {
        ho_cell_free(out, *u->company ? u->company : u->email, most);
        return;
    }
    ho_buffer_init(&b, 1 << 20);
    ho_buffer_format(&b, "%s%s%s", u->first, *u->first ? " " : "", u->last);
    if (b.failed)
        out->failed = b.failed;
    else
        ho_cell_free(out, b.ptr, most);
    ho_buffer_release(&b);
}

/* Text from outside, by part; NULL: the part is none. */
static const char *outside(const struct ho_update *u, enum part part)
{
    switch (part) {
    case PART_FIRST:
        return u->first;
    case PART_LAST:
        return u->last;
    case PART_LAST_NEEDED:
        return needed(u->last);
    case PART_COMPANY:
        return u->company;
    case PART_COMPANY_NEEDED:
        return needed(u->company);
    case PART_NAME:
        return u->name;
    case PART_LAST_ACTION:
        return u->last_action;
    case PART_NEXT_ACTION:
        return u->next_action;
    case PART_NOTE:
        return u->note;
    case PART_RISK:
        return u->risk;
    default:
        return NULL;
    }
}

static const char *checked(const struct ho_update *u, const struct column *c)
{
    switch (c->part) {
    case PART_RECORD_ID:
        return u->record_id;
    case PART_EMAIL:
        return u->email;
    case PART_OWNER:
        return u->owner;
    case PART_STATUS:
        return u->status;
    case PART_ROUTE:
        return u->route;
    case PART_LAST_DATE:
        return u->last_date;
    case PART_DUE:
        return u->due;
    case PART_PRIORITY:
        return priority(u);
    case PART_FIXED:
        return c->fixed;
    default:
        return "";
    }
}

static void add_cell(struct ho_buffer *out, const struct ho_update *u,
                     const struct column *c)
{
    const char *text = outside(u, c->part);

    if (text)
        ho_cell_free(out, text, c->most);
    else if (c->part == PART_STORY)
        add_story(out, u, c->most);
    else if (c->part == PART_PERSON)
        add_person(out, u, c->most);
    else if (c->part == PART_PHONE && is_phone(u->phone))
        ho_cell(out, ho_slice(u->phone));
    else if (c->part == PART_PHONE)
        ho_cell_free(out, u->phone, SHORT);
    else
        ho_cell(out, ho_slice(checked(u, c)));
}

void ho_layout_row(struct ho_buffer *out, enum handoff_crm_target target,
                   enum ho_file file, const struct ho_update *update)
{
    const struct columns *layout = &layouts[target][file];

    for (size_t i = 0; i < layout->count; i++)
        add_cell(out, update, &layout->column[i]);
    ho_cell_end(out);
}
