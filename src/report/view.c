/* view.c - see report/view.h */
#include "report/view.h"

#include <handoff/finding.h>

#include <inttypes.h>

#include "base/clock.h"

enum { SHORT_HASH = 12, MINUTE = 60, HOUR = 3600, MOST_LISTED = 100 };

/* --- words ------------------------------------------------------------ */

static void words(struct ho_buffer *out, const cJSON *value,
                  const cJSON *object)
{
    const size_t from = out->len;

    (void)object;
    if (!value->valuestring)
        return;
    ho_buffer_text(out, value->valuestring);
    if (out->len > from)
        ho_write_out(out->ptr + from);
}

static void list(struct ho_buffer *out, const cJSON *value, const cJSON *object)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, value)
    {
        if (item != value->child)
            ho_buffer_text(out, item->next ? ", " : " and ");
        words(out, item, object);
    }
}

/* A number of something: "1 day", "2 days". */
static void amount(struct ho_buffer *out, int64_t count, const char *what)
{
    ho_buffer_format(out, "%" PRId64 " %s%s", count, what,
                     count == 1 ? "" : "s");
}

static void duration(struct ho_buffer *out, const cJSON *value,
                     const cJSON *object)
{
    int64_t seconds;

    (void)object;
    if (!ho_json_integer(value, &seconds))
        return;
    if (seconds % HO_DAY == 0)
        amount(out, seconds / HO_DAY, "day");
    else if (seconds % HOUR == 0)
        amount(out, seconds / HOUR, "hour");
    else if (seconds % MINUTE == 0)
        amount(out, seconds / MINUTE, "minute");
    else
        amount(out, seconds, "second");
}

static void leads(struct ho_buffer *out, const cJSON *value,
                  const cJSON *object)
{
    int64_t count;

    (void)object;
    if (ho_json_integer(value, &count))
        amount(out, count, "lead");
}

static void due(struct ho_buffer *out, const cJSON *value, const cJSON *object)
{
    if (cJSON_IsTrue(ho_json_get(object, "due_now")))
        ho_buffer_text(out, "today");
    else if (cJSON_IsString(value))
        ho_buffer_text(out, value->valuestring);
}

static void decided_by(struct ho_buffer *out, const cJSON *value,
                       const cJSON *object)
{
    (void)object;
    if (cJSON_IsString(value))
        ho_buffer_text(out, strcmp(value->valuestring, "crm:route") == 0
                                ? "the CRM"
                                : value->valuestring);
}

static void name(struct ho_buffer *out, const cJSON *value, const cJSON *object)
{
    const char *id = ho_json_text(object, "lead");

    if (cJSON_IsString(value) && !(id && strcmp(id, value->valuestring) == 0))
        ho_buffer_text(out, value->valuestring);
}

static void short_hash(struct ho_buffer *out, const cJSON *value,
                       const cJSON *object)
{
    (void)object;
    if (cJSON_IsString(value))
        ho_buffer_format(out, "%.*s", SHORT_HASH, value->valuestring);
}

static void worst(struct ho_buffer *out, const cJSON *value,
                  const cJSON *object)
{
    (void)object;
    if (cJSON_IsString(value) && strcmp(value->valuestring, "none") != 0)
        ho_buffer_text(out, value->valuestring);
}

static void tone(struct ho_buffer *out, const cJSON *value, const cJSON *object)
{
    int64_t count;

    (void)object;
    if (ho_json_integer(value, &count) && count > 0)
        ho_buffer_text(out, "warn");
}

static int64_t small_count(const cJSON *object, const char *key)
{
    int64_t count = 0;

    ho_json_integer(ho_json_get(object, key), &count);
    return count < 0 ? 0 : count > INT32_MAX ? INT32_MAX : count;
}

/* Of all claims those that are Explicit, and those that are no Unknown. */
static void write_share(struct ho_buffer *out, const cJSON *health,
                        int64_t part)
{
    const int64_t all = small_count(health, "explicit") +
                        small_count(health, "inferred") +
                        small_count(health, "unknown");

    ho_buffer_format(out, "%" PRId64, all > 0 ? 100 * part / all : 0);
}

static void stated_share(struct ho_buffer *out, const cJSON *value,
                         const cJSON *object)
{
    if (cJSON_IsNumber(value))
        write_share(out, object, small_count(object, "explicit"));
}

static void known_share(struct ho_buffer *out, const cJSON *value,
                        const cJSON *object)
{
    if (cJSON_IsNumber(value))
        write_share(out, object,
                    small_count(object, "explicit") +
                        small_count(object, "inferred"));
}

static void points(struct ho_buffer *out, const cJSON *value,
                   const cJSON *object)
{
    int64_t weight, factor;

    if (ho_json_integer(value, &weight) && weight >= 0 && weight <= INT32_MAX &&
        ho_json_integer(ho_json_get(object, "value"), &factor) && factor >= 0 &&
        factor <= INT32_MAX)
        ho_buffer_format(out, "%" PRId64, weight * factor);
}

/* Names as they are, unlike words. */
static void names(struct ho_buffer *out, const cJSON *value,
                  const cJSON *object)
{
    const cJSON *item;

    (void)object;
    cJSON_ArrayForEach(item, value)
    {
        ho_buffer_text(out, item == value->child ? "" : ", ");
        ho_buffer_text(out, cJSON_IsString(item) ? item->valuestring : "");
    }
}

/* "27,648 worlds" */
/* 20,736,000 */
static void grouped(struct ho_buffer *out, const cJSON *value,
                    const cJSON *object)
{
    int64_t count, unit = 1;

    (void)object;
    if (!ho_json_integer(value, &count) || count < 0)
        return;
    while (unit <= count / 1000)
        unit *= 1000;
    ho_buffer_format(out, "%" PRId64, count / unit);
    for (unit /= 1000; unit > 0; unit /= 1000)
        ho_buffer_format(out, ",%03" PRId64, count / unit % 1000);
}

static void worlds(struct ho_buffer *out, const cJSON *value,
                   const cJSON *object)
{
    int64_t count;

    if (!ho_json_integer(value, &count) || count < 0)
        return;
    if (cJSON_IsTrue(ho_json_get(object, "worlds_more")))
        ho_buffer_text(out, "more than ");
    grouped(out, value, object);
    ho_buffer_text(out, count == 1 ? " world" : " worlds");
}

static int finding_of(const cJSON *value)
{
    for (int i = 0; cJSON_IsString(value) && i < HANDOFF_FINDING_COUNT; i++)
        if (strcmp(handoff_finding_name((enum handoff_finding_code)i),
                   value->valuestring) == 0)
            return i;
    return -1;
}

static void meaning(struct ho_buffer *out, const cJSON *value,
                    const cJSON *object)
{
    const int code = finding_of(value);

    (void)object;
    if (code >= 0)
        ho_buffer_text(
            out, handoff_finding_meaning((enum handoff_finding_code)code));
}

static void remedy(struct ho_buffer *out, const cJSON *value,
                   const cJSON *object)
{
    const int code = finding_of(value);

    (void)object;
    if (code >= 0)
        ho_buffer_text(out,
                       handoff_finding_remedy((enum handoff_finding_code)code));
}

/* A decision's: of a rule in a table it is a word. */
static void review(struct ho_buffer *out, const cJSON *value,
                   const cJSON *object)
{
    (void)object;
    if (cJSON_IsBool(value))
        ho_buffer_text(out, cJSON_IsTrue(value) ? "A person approves it first"
                                                : "Approval-free by policy");
}

static void any(struct ho_buffer *out, const cJSON *value, const cJSON *object)
{
    (void)object;
    if (cJSON_IsArray(value) && value->child)
        ho_buffer_text(out, "yes");
}

static void many(struct ho_buffer *out, const cJSON *value, const cJSON *object)
{
    int64_t count;

    (void)object;
    if (ho_json_integer(value, &count) && count > 1)
        ho_buffer_text(out, "yes");
}

static const struct rule {
    const char *key, *added;
    void (*write)(struct ho_buffer *out, const cJSON *value,
                  const cJSON *object);
} rules[] = { { "field", "field_words", words },
              { "signal", "signal_words", words },
              { "factor", "factor_words", words },
              { "reason", "reason_words", words },
              { "flag", "flag_words", words },
              { "code", "code_words", words },
              { "kind", "kind_words", words },
              { "code", "meaning", meaning },
              { "code", "remedy", remedy },
              { "exception", "exception_words", words },
              { "review", "review_words", review },
              { "problem", "problem_words", words },
              { "enrich", "enrich_words", list },
              { "assumed", "assumed_words", list },
              { "repairs", "repairs_words", list },
              { "idle", "idle_words", list },
              { "changes", "has_changes", any },
              { "fit", "fit_words", words },
              { "sla_seconds", "sla_words", duration },
              { "count", "leads_words", leads },
              { "due", "due_words", due },
              { "route_from", "decided_by", decided_by },
              { "most_blocked_stage", "worst", worst },
              { "who", "name", name },
              { "sha256", "short", short_hash },
              { "weight", "points", points },
              { "overdue", "overdue_tone", tone },
              { "late", "late_tone", tone },
              { "of", "many", many },
              { "without_owner", "without_owner_tone", tone },
              { "degraded", "degraded_tone", tone },
              { "refused_claims", "refused_claims_tone", tone },
              { "refused_rows", "refused_rows_tone", tone },
              { "explicit", "explicit_share", stated_share },
              { "inferred", "known_share", known_share },
              { "stage_map", "has_stage_map", any },
              { "blocked_decisions", "has_blocked_decisions", any },
              { "crm_updates", "has_crm_updates", any },
              { "risks", "has_risks", any },
              { "refused_rows", "has_refused_rows", any },
              { "leads", "has_leads", any },
              { "first_three", "has_first_three", any },
              { "findings", "has_findings", any },
              { "summary", "has_summary", any },
              { "refused", "has_refused", any },
              { "allowed", "has_allowed", any },
              { "regions", "has_regions", any },
              { "groups", "has_groups", any },
              { "explicit", "has_explicit", any },
              { "inferred", "has_inferred", any },
              { "unknown", "has_unknown", any },
              { "questions", "has_questions", any },
              { "ask", "ask_words", names },
              { "assumed", "assumed_names", names },
              { "never_decided", "never_words", names },
              { "worlds", "worlds_words", worlds },
              { "cells", "cells_words", grouped },
              { "failed", "failed_tone", tone },
              { "violated", "violated_tone", tone },
              { "resting", "rests_on_tone", tone },
              { "equivalent", "equivalent_tone", tone },
              { "not_both", "has_not_both", any },
              { "properties", "has_properties", any },
              { "cases", "has_cases", any },
              { "survivors", "has_survivors", any } };

/* --- the walk --------------------------------------------------------- */

static bool add_bars(cJSON *rows)
{
    int64_t most = 1, count, share;
    cJSON *row;

    cJSON_ArrayForEach(row, rows)
    {
        if (ho_json_integer(ho_json_get(row, "count"), &count) && count > most)
            most = count;
    }
    cJSON_ArrayForEach(row, rows)
    {
        count = 0;
        if (!cJSON_IsObject(row))
            continue;
        ho_json_integer(ho_json_get(row, "count"), &count);
        share = count > 0 ? count * 100 / most : 0; /* whole percents */
        if (!cJSON_AddNumberToObject(row, "bar", (double)share) ||
            !cJSON_AddBoolToObject(row, "more", row->next != NULL))
            return false;
    }
    return true;
}

static bool add_one(cJSON *object, const struct rule *rule, const cJSON *value,
                    struct ho_buffer *scratch)
{
    ho_buffer_clear(scratch);
    rule->write(scratch, value, object);
    return scratch->failed == HANDOFF_OK &&
           cJSON_AddStringToObject(object, rule->added,
                                   scratch->len > 0 ? scratch->ptr : "");
}

/* Of what may be thousands the first are told, and how many more there are. */
static bool cut(cJSON *object, cJSON *member)
{
    static const struct {
        const char *key, *added;
    } lists[] = { { "survivors", "more_survivors" },
                  { "not_both", "more_not_both" } };
    int more = cJSON_GetArraySize(member) - MOST_LISTED;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (more <= 0 || strcmp(lists[i].key, member->string) != 0)
            continue;
        if (!cJSON_AddNumberToObject(object, lists[i].added, more))
            return false;
        while (more-- > 0)
            cJSON_DeleteItemFromArray(member, MOST_LISTED);
    }
    return true;
}

static bool add_member(cJSON *object, cJSON *member, struct ho_buffer *scratch)
{
    if (!cut(object, member))
        return false;
    if (strncmp(member->string, "by_", 3) == 0 && cJSON_IsArray(member) &&
        !add_bars(member))
        return false;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].key, member->string) == 0 &&
            !add_one(object, &rules[i], member, scratch))
            return false;
    return true;
}

/* No added name is one of the rules': the walk ends. */
static bool add_all(cJSON *item, struct ho_buffer *scratch)
{
    for (cJSON *child = item->child; child; child = child->next) {
        if (cJSON_IsObject(item) && !add_member(item, child, scratch))
            return false;
        if (!add_all(child, scratch))
            return false;
    }
    return true;
}

enum handoff_status ho_view_words(cJSON *map, struct handoff_error *err)
{
    struct ho_buffer scratch;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&scratch, SIZE_MAX);
    if (!add_all(map, &scratch))
        status = ho_no_memory(err);
    ho_buffer_release(&scratch);
    return status;
}

/* --- joins ------------------------------------------------------------ */

static bool add_anchor(cJSON *row, size_t number)
{
    return !cJSON_IsObject(row) ||
           cJSON_AddNumberToObject(row, "anchor", (double)number) != NULL;
}

/* Not cJSON_AddItemReferenceToObject, which leaks where memory ends. */
static bool add_row(cJSON *lead, const char *key, const cJSON *row)
{
    cJSON *same = row ? cJSON_CreateObjectReference(row->child) : NULL;

    if (!row || (same && cJSON_AddItemToObject(lead, key, same)))
        return true;
    cJSON_Delete(same);
    return false;
}

static bool add_flags(const struct ho_row *row, size_t number)
{
    cJSON *flags = cJSON_AddArrayToObject(row->lead, "flags");
    cJSON *risk = row->risk;

    if (!flags)
        return false;
    for (size_t i = 0; i < row->risks; i++, risk = risk->next)
        if (!add_anchor(risk, number) ||
            !cJSON_AddItemReferenceToArray(flags, risk))
            return false;
    return true;
}

enum handoff_status ho_view_join(const struct ho_row *row, size_t number,
                                 struct handoff_error *err)
{
    cJSON *const sections[] = { row->lead, row->stage, row->blocked,
                                row->crm,  row->first, row->action };

    if (!cJSON_IsObject(row->lead))
        return HANDOFF_OK;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (!add_anchor(sections[i], number))
            return ho_no_memory(err);
    if (row->first && !cJSON_AddTrueToObject(row->lead, "open"))
        return ho_no_memory(err);
    if (!add_row(row->lead, "stage_row", row->stage) ||
        !add_row(row->lead, "next", row->action) ||
        !add_row(row->lead, "crm", row->crm) || !add_flags(row, number))
        return ho_no_memory(err);
    return HANDOFF_OK;
}
