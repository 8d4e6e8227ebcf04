/* csv_source.c - see intake/csv_source.h
 *
 * Exports follow the view they are made from, so a source is told by the few
 * columns that only it has.  What a CRM knows of a person (rating, amount,
 * stage) is its own word; opt-outs are kept verbatim as consent.
 */
#include "intake/csv_source.h"

#include <string.h>

enum { NEEDS = 3 };

/* At least so many of the names, which `|` parts. */
struct need {
    const char *any;
    size_t least;
};

#define VALUE   HO_COLUMN_VALUE
#define CRM     HO_COLUMN_CRM
#define META    HO_COLUMN_META
#define HIDDEN  HO_COLUMN_HIDDEN
#define CONSENT HO_COLUMN_CONSENT

static const struct ho_csv_column hubspot_contacts[] = {
    { "associatedcompanyids", META, NULL, NULL },
    { "associateddealids", META, NULL, NULL },
    { "associateddeals", CRM, NULL, NULL },
    { "becamealeaddate", CRM, NULL, NULL },
    { "hubspotscore", CRM, NULL, NULL },
    { "lastactivitydate", CRM, NULL, NULL },
    { "lastcontacted", CRM, NULL, NULL },
    { "marketingcontactstatus", CONSENT, NULL, NULL },
    { "unsubscribedfromallemail", CONSENT, NULL, NULL },
    { "legalbasisforprocessingcontactsdata", CONSENT, NULL, NULL },
    { "originalsourcedrilldown1", HIDDEN, NULL, NULL },
    { "originalsourcedrilldown2", HIDDEN, NULL, NULL },
};

static const struct ho_csv_column hubspot_deals[] = {
    { "amount", CRM, NULL, NULL },
    { "associatedcompanyids", META, NULL, NULL },
    { "associatedcontactids", META, NULL, NULL },
    { "associatedcontact", VALUE, "name", NULL },
    { "closedate", CRM, NULL, NULL },
    { "dealdescription", VALUE, "description", NULL },
    { "dealname", CRM, NULL, NULL },
    { "dealprobability", CRM, NULL, NULL },
    { "dealtype", CRM, NULL, NULL },
    { "lastactivitydate", CRM, NULL, NULL },
    { "pipeline", CRM, NULL, NULL },
};

/* Report labels and API names fold to the same, but for those of `as`. */
static const struct ho_csv_column salesforce[] = {
    { "companyaccount", VALUE, "company", NULL },
    { "status", CRM, "lead status", NULL },
    { "ownerid", CRM, "lead owner", NULL },
    { "annualrevenue", CRM, NULL, NULL },
    { "converted", CRM, NULL, NULL },
    { "isconverted", CRM, NULL, NULL },
    { "industry", CRM, NULL, NULL },
    { "lastactivity", CRM, NULL, NULL },
    { "lastactivitydate", CRM, NULL, NULL },
    { "rating", CRM, NULL, NULL },
    { "donotcall", CONSENT, NULL, NULL },
    { "emailoptout", CONSENT, NULL, NULL },
    { "hasoptedoutofemail", CONSENT, NULL, NULL },
    { "hasoptedoutoffax", CONSENT, NULL, NULL },
    { "lastmodifieddate", META, NULL, NULL },
    { "recordtypeid", META, NULL, NULL },
    { "systemmodstamp", META, NULL, NULL },
};

static const struct ho_csv_column pipedrive[] = {
    { "contactperson", VALUE, "name", NULL },
    { "leadcontactperson", VALUE, "name", NULL },
    { "dealcontactperson", VALUE, "name", NULL },
    { "personname", VALUE, "name", NULL },
    { "personjobtitle", VALUE, "job title", NULL },
    { "personemail", VALUE, "email", NULL },
    { "personemailwork", VALUE, "email", NULL },
    { "personemailhome", VALUE, "email", NULL },
    { "personemailother", VALUE, "email", NULL },
    { "personphone", VALUE, "phone", NULL },
    { "personphonework", VALUE, "phone", NULL },
    { "personphonemobile", VALUE, "phone", NULL },
    { "personphonehome", VALUE, "phone", NULL },
    { "personmarketingstatus", CONSENT, NULL, NULL },
    { "dealorganization", VALUE, "company", NULL },
    { "leadorganization", VALUE, "company", NULL },
    { "organizationname", VALUE, "company", NULL },
    { "personorganization", VALUE, "company", NULL },
    { "leadnote", VALUE, "notes", NULL },
    { "notecontent", VALUE, "notes", NULL },
    { "leadsourcechannel", VALUE, "source channel", NULL },
    { "leadsourcechannelid", META, NULL, NULL },
    { "leadpipedrivesystemid", VALUE, "id", NULL },
    { "dealpipedrivesystemid", VALUE, "id", NULL },
    { "personpipedrivesystemid", VALUE, "id", NULL },
    { "leadleadcreated", VALUE, "created", NULL },
    { "leadcreated", VALUE, "created", NULL },
    { "dealdealcreated", VALUE, "created", NULL },
    { "personpersoncreated", VALUE, "created", NULL },
    { "dealowner", CRM, "deal owner", NULL },
    { "personowner", CRM, "lead owner", NULL },
    { "dealexpectedclosedate", CRM, NULL, NULL },
    { "dealpipeline", CRM, NULL, NULL },
    { "dealprobability", CRM, NULL, NULL },
    { "dealstatus", CRM, NULL, NULL },
    { "dealtitle", CRM, NULL, NULL },
    { "dealvalue", CRM, NULL, NULL },
    { "leadexpectedclosedate", CRM, NULL, NULL },
    { "leadlabels", CRM, NULL, NULL },
    { "leadtitle", CRM, NULL, NULL },
    { "leadvalue", CRM, NULL, NULL },
};

static const struct ho_csv_column zoho[] = {
    { "owner", CRM, "lead owner", NULL },
    { "leadownerid", META, NULL, NULL },
    { "annualrevenue", CRM, NULL, NULL },
    { "industry", CRM, NULL, NULL },
    { "rating", CRM, NULL, NULL },
    { "lastactivitytime", CRM, NULL, NULL },
    { "emailoptout", CONSENT, NULL, NULL },
    { "unsubscribedmode", CONSENT, NULL, NULL },
    { "modifiedby", META, NULL, NULL },
    { "modifiedtime", META, NULL, NULL },
    { "createdby", META, NULL, NULL },
    { "layout", META, NULL, NULL },
};

static const struct ho_csv_column meta[] = {
    { "id", HO_COLUMN_SUBMISSION, NULL, "l:" },
    { "createdtime", HO_COLUMN_TIME, NULL, NULL },
    { "adid", HIDDEN, NULL, "ag:" },
    { "adname", HIDDEN, NULL, NULL },
    { "adsetid", HIDDEN, NULL, "as:" },
    { "adsetname", HIDDEN, NULL, NULL },
    { "campaignid", HIDDEN, NULL, "c:" },
    { "campaignname", HIDDEN, NULL, NULL },
    { "formid", HO_COLUMN_FORM_ID, NULL, "f:" },
    { "formname", HO_COLUMN_FORM_NAME, NULL, NULL },
    { "isorganic", HIDDEN, NULL, NULL },
    { "platform", META, NULL, NULL },
    { "leadstatus", META, NULL, NULL },
    { "phonenumber", VALUE, NULL, "p:" },
};

#define COLUMNS(table) (table), sizeof(table) / sizeof *(table)

static const struct {
    struct need need[NEEDS];
    struct ho_csv_source source;
} sources[] = {
    { { { "recordid|dealid", 1 }, { "dealname", 1 } },
      { "hubspot", "deal", COLUMNS(hubspot_deals), false } },
    { { { "recordid|contactid", 1 },
        { "firstname|lastname|email", 2 },
        { "contactowner|lifecyclestage|createdate|originalsource", 1 } },
      { "hubspot", "contact", COLUMNS(hubspot_contacts), false } },
    { { { "leadtitle", 1 },
        { "leadowner|leadlabels|leadpipedrivesystemid|leadsourcechannel|"
          "contactperson|leadcontactperson|leadleadcreated",
          1 } },
      { "pipedrive", "lead", COLUMNS(pipedrive), false } },
    { { { "dealtitle", 1 },
        { "dealstage|dealowner|dealvalue|dealpipedrivesystemid", 1 } },
      { "pipedrive", "deal", COLUMNS(pipedrive), false } },
    { { { "personname", 1 },
        { "personemail|personemailwork|personowner|personorganization|"
          "personpipedrivesystemid",
          1 } },
      { "pipedrive", "contact", COLUMNS(pipedrive), false } },
    { { { "createdtime", 1 },
        { "id|adid|adsetid|campaignid|formid|phonenumber", 3 } },
      { "meta", "submission", COLUMNS(meta), true } },
    { { { "companyaccount", 1 },
        { "leadowner|leadstatus|leadsource|emailoptout", 1 } },
      { "salesforce", "lead", COLUMNS(salesforce), false } },
    { { { "lastname", 1 },
        { "ownerid|hasoptedoutofemail|isconverted|systemmodstamp", 1 },
        { "company|email|leadsource|status", 2 } },
      { "salesforce", "lead", COLUMNS(salesforce), false } },
    { { { "leadowner|owner", 1 },
        { "lastname", 1 },
        { "leadsource|leadstatus", 1 } },
      { "zoho", "lead", COLUMNS(zoho), false } },
    { { { "source|summary|company|role|need|route|enrichmentstatus|"
          "qualificationstatus|outreachstatus|followupdate|crmstage|owner|"
          "notes",
          8 } },
      { "playbook", "lead", NULL, 0, false } },
};

static const struct ho_csv_source any = { "csv", "submission", NULL, 0, false };

static bool is_one_of(const char *name, const char *any_of)
{
    const size_t len = strlen(name);

    for (const char *at = any_of; len > 0 && at;) {
        const char *end = strchr(at, '|');

        if ((end ? (size_t)(end - at) : strlen(at)) == len &&
            memcmp(at, name, len) == 0)
            return true;
        at = end ? end + 1 : NULL;
    }
    return false;
}

static bool is_met(const struct need *need, const char *const *name,
                   size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += is_one_of(name[i], need->any);
    return found >= need->least;
}

const struct ho_csv_source *ho_csv_source_find(const char *const *name,
                                               size_t count)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        size_t n = 0;

        while (n < NEEDS && sources[i].need[n].any &&
               is_met(&sources[i].need[n], name, count))
            n++;
        if (n == NEEDS || !sources[i].need[n].any)
            return &sources[i].source;
    }
    return &any;
}

struct ho_csv_column ho_csv_source_column(const struct ho_csv_source *source,
                                          const char *name)
{
    for (size_t i = 0; i < source->count; i++)
        if (strcmp(source->column[i].name, name) == 0)
            return source->column[i];
    return (struct ho_csv_column){ .role = HO_COLUMN_VALUE };
}
