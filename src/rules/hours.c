/* hours.c - see rules/hours.h */
#include "rules/hours.h"

#include <stdio.h>
#include <stdlib.h>

#include <handoff/clock.h>

#include "base/clock.h"
#include "rules/read.h"

enum {
    WEEK = 7,
    ZONE_NAME_MAX = 64,
    ZONE_TABLE_BYTES = 256 * 1024,
    HOLIDAYS_MAX = 1000,
    SHORTEST_DAY = 3600 /* seconds: an SLA of years ends in some steps */
};

static const char *const day_names[WEEK] = { "sun", "mon", "tue", "wed",
                                             "thu", "fri", "sat" };

/* --- zones --- */

/* Letters, digits and "_-+", in parts between slashes. */
static bool is_zone_name(struct handoff_slice name)
{
    bool part = false; /* the current part has a letter */

    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (c == '/' ? !part
                     : !letter && (!part || !strchr("0123456789_-+", c)))
            return false;
        part = c != '/';
    }
    return part && name.len <= ZONE_NAME_MAX;
}

/* Names stand in the third column of zone.tab. */
static const char *near_zone(const struct handoff_policy *policy,
                             const char *name, struct handoff_slice table)
{
    const char **names = NULL, **slot, *near;
    struct handoff_slice line;
    size_t count = 0;

    while (ho_next_line(&table, &line)) {
        const char *tab = NULL;
        size_t at = 0;

        for (int column = 0; column < 2; column++) {
            tab = at < line.len ? memchr(line.ptr + at, '\t', line.len - at)
                                : NULL;
            at = tab ? (size_t)(tab - line.ptr) + 1 : line.len;
        }
        tab = at < line.len ? memchr(line.ptr + at, '\t', line.len - at) : NULL;
        if (at == line.len || line.ptr[0] == '#')
            continue;
        slot = ho_arena_push(policy->arena, &names, &count, sizeof *slot);
        if (slot)
            *slot = ho_arena_copy(
                policy->arena,
                ho_part(line, at, tab ? (size_t)(tab - line.ptr) : line.len));
    }
    near = ho_did_you_mean(ho_slice(name), names, count);
    return near ? ho_arena_format(policy->arena, "; did you mean \"%s\"?", near)
                : "; zones are called like Europe/Berlin or UTC";
}

static enum handoff_status no_zone(const struct handoff_policy *policy,
                                   const struct ho_yaml *node,
                                   struct handoff_error *err)
{
    const struct handoff_files *files = policy->files;
    struct handoff_error why = HANDOFF_ERROR_INIT;
    const char *near;
    char *table = NULL;
    size_t len = 0;

    if (!files)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the zone \"%.80s\" cannot be looked up, for this "
                            "policy was not read from a folder; write UTC",
                            node->text);
    if (files->read(files->user, HANDOFF_FILE_ZONE, "zone.tab",
                    ZONE_TABLE_BYTES, &table, &len, &why) != HANDOFF_OK)
        return why.status == HANDOFF_NO_MEMORY
                   ? ho_no_memory(err)
                   : ho_yaml_fail(
                         node, HANDOFF_BAD_POLICY, err,
                         "the zone \"%.80s\" cannot be looked up: this "
                         "machine has no time zone database; install "
                         "tzdata, or write UTC",
                         node->text);
    near = near_zone(policy, node->text, (struct handoff_slice){ table, len });
    free(table);
    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                        "there is no time zone \"%.80s\"%s", node->text, near);
}

static enum handoff_status parse_zone(const struct handoff_policy *policy,
                                      const struct ho_yaml *node,
                                      struct handoff_slice bytes,
                                      const struct ho_zone **zone,
                                      struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    const enum handoff_status status =
        ho_zone_parse(policy->arena, bytes, zone, &why);

    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    return status == HANDOFF_OK
               ? status
               : ho_yaml_fail(node, HANDOFF_BAD_POLICY, err, "\"%.80s\": %s",
                              node->text, why.message);
}

static enum handoff_status read_zone(struct handoff_policy *policy,
                                     const struct ho_yaml *node,
                                     const struct ho_zone **zone,
                                     struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    struct handoff_slice bytes = { NULL, 0 };
    const char *name = "";
    enum handoff_status status = ho_need_text(node, "a time zone", &name, err);

    if (status != HANDOFF_OK)
        return status;
    *zone = NULL;
    if (strcmp(name, "UTC") == 0)
        return HANDOFF_OK;
    if (!policy->files || !is_zone_name(ho_slice(name)) ||
        ho_policy_file(policy, HANDOFF_FILE_ZONE, name, HO_ZONE_BYTES, &bytes,
                       &why) != HANDOFF_OK)
        return why.status == HANDOFF_NO_MEMORY ? ho_no_memory(err)
                                               : no_zone(policy, node, err);
    return parse_zone(policy, node, bytes, zone, err);
}

/* --- hours --- */

static int find_day(struct handoff_slice text)
{
    for (int i = 0; i < WEEK; i++)
        if (ho_slice_is(text, day_names[i]))
            return i;
    return -1;
}

/* "mon" or "mon-fri", which may run over the weekend. */
static bool add_days(struct handoff_slice text, unsigned *days)
{
    const bool range = text.len == 7 && text.ptr[3] == '-';
    const int first = find_day(range ? ho_part(text, 0, 3) : text);
    const int last = range ? find_day(ho_part(text, 4, 7)) : first;

    if (first < 0 || last < 0)
        return false;
    for (int i = first;; i = (i + 1) % WEEK) {
        *days |= 1U << i;
        if (i == last)
            return true;
    }
}

static enum handoff_status read_days(const struct ho_yaml *node, unsigned *days,
                                     struct handoff_error *err)
{
    const bool list = node->kind == HO_YAML_SEQUENCE;

    *days = 0;
    for (const struct ho_yaml *c = list ? node->child : node; c;
         c = list ? c->next : NULL)
        if (c->kind != HO_YAML_SCALAR || !add_days(ho_slice(c->text), days))
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "days are sun, mon, tue, wed, thu, fri and "
                                "sat: mon-fri, or a list of them");
    if (*days == 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "no day is open; name one, or remove the hours");
    return HANDOFF_OK;
}

static bool read_two(struct handoff_slice text, int *out)
{
    if (text.len != 2 || text.ptr[0] < '0' || text.ptr[0] > '9' ||
        text.ptr[1] < '0' || text.ptr[1] > '9')
        return false;
    *out = (text.ptr[0] - '0') * 10 + (text.ptr[1] - '0');
    return true;
}

/* "09:00"; "24:00" is the end of the day. */
static enum handoff_status read_time(const struct ho_yaml *map, const char *key,
                                     int *out, struct handoff_error *err)
{
    const struct ho_yaml *node = NULL;
    struct handoff_slice s;
    int hour, minute;
    enum handoff_status status =
        ho_need(map, "business hours", NULL, key, &node, err);

    if (status != HANDOFF_OK)
        return status;
    s = ho_slice(node->text);
    if (s.len != 5 || s.ptr[2] != ':' || !read_two(ho_part(s, 0, 2), &hour) ||
        !read_two(ho_part(s, 3, 5), &minute) || hour > 24 || minute > 59 ||
        (hour == 24 && minute > 0))
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is a time of day such as 09:00, at most 24:00, "
                            "not \"%.80s\"",
                            key, node->text);
    *out = hour * 3600 + minute * 60;
    return HANDOFF_OK;
}

static enum handoff_status read_hours(const struct ho_yaml *map,
                                      struct ho_clock *clock,
                                      struct handoff_error *err)
{
    static const char *const keys[] = { "days", "from", "to" };
    const struct ho_yaml *days = NULL;
    enum handoff_status status =
        ho_yaml_only(map, "business hours", keys, 3, HANDOFF_BAD_POLICY, err);

    if (status == HANDOFF_OK)
        status = ho_need(map, "business hours", NULL, "days", &days, err);
    if (status == HANDOFF_OK)
        status = read_days(days, &clock->days, err);
    if (status == HANDOFF_OK)
        status = read_time(map, "from", &clock->from, err);
    if (status == HANDOFF_OK)
        status = read_time(map, "to", &clock->to, err);
    if (status == HANDOFF_OK && clock->to - clock->from < SHORTEST_DAY)
        return ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                            "business hours end an hour after they start, or "
                            "later, on the same day");
    return status;
}

enum handoff_status ho_clock_read(struct handoff_policy *policy,
                                  const struct ho_yaml *map,
                                  struct ho_clock *clock,
                                  struct handoff_error *err)
{
    const struct ho_yaml *zone = ho_yaml_get(map, "zone");
    const struct ho_yaml *hours = ho_yaml_get(map, "hours");
    enum handoff_status status =
        zone ? read_zone(policy, zone, &clock->zone, err) : HANDOFF_OK;

    return status == HANDOFF_OK && hours ? read_hours(hours, clock, err)
                                         : status;
}

/* --- the policy's own --- */

static int compare_days(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static enum handoff_status read_holidays(struct handoff_policy *policy,
                                         struct handoff_error *err)
{
    const struct ho_yaml *list = ho_yaml_get(policy->root, "holidays");

    if (list && (list->kind != HO_YAML_SEQUENCE || list->count > HOLIDAYS_MAX))
        return ho_yaml_fail(list, HANDOFF_BAD_POLICY, err,
                            "holidays is a list of at most %d dates, "
                            "[2026-12-25, ...]",
                            HOLIDAYS_MAX);
    for (const struct ho_yaml *c = list ? list->child : NULL; c; c = c->next) {
        int64_t *day, time;

        if (strlen(c->text) != 10 ||
            !handoff_time_parse(ho_slice(c->text), &time))
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "a holiday is a date such as 2026-12-25, not "
                                "\"%.80s\"",
                                c->text);
        day = ho_arena_push(policy->arena, &policy->holiday,
                            &policy->holiday_count, sizeof *day);
        if (!day)
            return ho_arena_status(policy->arena, "the policy", err);
        *day = ho_day_of(time);
    }
    if (policy->holiday_count > 0)
        qsort(policy->holiday, policy->holiday_count, sizeof *policy->holiday,
              compare_days);
    return HANDOFF_OK;
}

enum handoff_status ho_hours_read(struct handoff_policy *policy,
                                  struct handoff_error *err)
{
    const struct ho_yaml *zone = ho_yaml_get(policy->root, "timezone");
    const struct ho_yaml *hours = ho_yaml_get(policy->root, "business_hours");
    enum handoff_status status =
        zone ? read_zone(policy, zone, &policy->clock.zone, err) : HANDOFF_OK;

    if (status == HANDOFF_OK && hours)
        status = read_hours(hours, &policy->clock, err);
    return status == HANDOFF_OK ? read_holidays(policy, err) : status;
}

const struct ho_clock *ho_clock_of(const struct handoff_policy *policy,
                                   const char *owner)
{
    for (size_t i = 0; i < policy->owner_count; i++)
        if (strcmp(policy->owner[i].id, owner) == 0)
            return &policy->owner[i].clock;
    return &policy->clock;
}

/* --- counting --- */

static bool is_open_day(const struct handoff_policy *policy,
                        const struct ho_clock *clock, int64_t day)
{
    const int64_t weekday = ((day + 4) % WEEK + WEEK) % WEEK;

    return (clock->days >> weekday & 1) &&
           (policy->holiday_count == 0 ||
            !bsearch(&day, policy->holiday, policy->holiday_count,
                     sizeof *policy->holiday, compare_days));
}

/* The first open day from `day` on; there is one in each week, but for the
 * holidays, of which there are finitely many. */
static int64_t next_open_day(const struct handoff_policy *policy,
                             const struct ho_clock *clock, int64_t day)
{
    while (!is_open_day(policy, clock, day))
        day++;
    return day;
}

/* The first open moment at or after a local time, as a local time. */
static int64_t open_local(const struct handoff_policy *policy,
                          const struct ho_clock *clock, int64_t local)
{
    int64_t day = ho_day_of(local), second = local - day * HO_DAY;

    if (second >= clock->to) {
        day++;
        second = clock->from;
    }
    if (!is_open_day(policy, clock, day)) {
        day = next_open_day(policy, clock, day);
        second = clock->from;
    }
    return day * HO_DAY + (second > clock->from ? second : clock->from);
}

static int64_t local_of(const struct ho_clock *clock, int64_t time)
{
    return time + ho_zone_offset(clock->zone, time);
}

int64_t ho_clock_open(const struct handoff_policy *policy,
                      const struct ho_clock *clock, int64_t time)
{
    const int64_t local = local_of(clock, time);
    const int64_t open = clock->days ? open_local(policy, clock, local) : local;

    return open == local ? time : ho_zone_time(clock->zone, open);
}

/* `seconds` of open time behind an open moment.  Hours are as long as they
 * really are: the day on which clocks change has one more or less. */
static int64_t add_open(const struct handoff_policy *policy,
                        const struct ho_clock *clock, int64_t time,
                        int64_t seconds)
{
    int64_t day = ho_day_of(local_of(clock, time));

    for (;;) {
        const int64_t end = ho_zone_time(clock->zone, day * HO_DAY + clock->to);

        if (seconds <= end - time)
            return time + seconds;
        seconds -= end - time;
        day = next_open_day(policy, clock, day + 1);
        time = ho_zone_time(clock->zone, day * HO_DAY + clock->from);
    }
}

/* The same time of day, `days` business days on. */
static int64_t add_days_open(const struct handoff_policy *policy,
                             const struct ho_clock *clock, int64_t time,
                             int64_t days)
{
    const int64_t local = local_of(clock, time);
    int64_t day = ho_day_of(local);
    const int64_t second = local - day * HO_DAY;

    while (days-- > 0)
        day = next_open_day(policy, clock, day + 1);
    return ho_zone_time(clock->zone, day * HO_DAY + second);
}

int64_t ho_clock_due(const struct handoff_policy *policy,
                     const struct ho_clock *clock, int64_t time, int64_t sla,
                     char unit)
{
    if (clock->days == 0)
        return time + sla;
    time = ho_clock_open(policy, clock, time);
    if (unit == 'd')
        return add_days_open(policy, clock, time, sla / HO_DAY);
    if (unit == 'w')
        return ho_clock_open(
            policy, clock,
            ho_zone_time(clock->zone, local_of(clock, time) + sla));
    return add_open(policy, clock, time, sla);
}

bool handoff_outcome_due(const struct handoff_policy *policy,
                         const struct handoff_outcome *out, int64_t from,
                         int64_t *due)
{
    if (out->sla == 0)
        return false;
    *due = ho_clock_due(policy, ho_clock_of(policy, out->owner), from, out->sla,
                        out->sla_unit);
    return true;
}

int64_t handoff_owner_clock(const struct handoff_policy *policy,
                            const char *owner, int64_t time)
{
    return local_of(ho_clock_of(policy, owner), time);
}

int64_t handoff_owner_open(const struct handoff_policy *policy,
                           const char *owner, int64_t time)
{
    return ho_clock_open(policy, ho_clock_of(policy, owner), time);
}

void handoff_owner_time_text(const struct handoff_policy *policy,
                             const char *owner, int64_t time,
                             char out[HANDOFF_LOCAL_TEXT])
{
    const struct ho_clock *clock = ho_clock_of(policy, owner);
    const int64_t ahead = ho_zone_offset(clock->zone, time);
    const int minutes = (int)(ahead / 60);
    char local[HANDOFF_TIME_TEXT];

    if (ahead == 0 || ahead % 60 != 0) { /* RFC 3339 has no seconds there */
        handoff_time_text(time, local);
        snprintf(out, HANDOFF_LOCAL_TEXT, "%s", local);
        return;
    }
    handoff_time_text(time + ahead, local);
    snprintf(out, HANDOFF_LOCAL_TEXT, "%.19s%c%02d:%02d", local,
             minutes < 0 ? '-' : '+', abs(minutes) / 60, abs(minutes) % 60);
}
