/* zone.c - see base/zone.h */
#include "base/zone.h"

#include "base/clock.h"

enum {
    HEADER = 44,         /* bytes before each of the two blocks */
    TYPE = 6,            /* of a type: offset, is daylight time, name */
    OFFSET_MAX = 93599,  /* 25:59:59, RFC 8536 3.2 */
    RULE_HOURS_MAX = 167 /* of a rule's time, RFC 8536 3.3.1 */
};

/* A day of each year, in one of the three forms of POSIX TZ. */
struct day_rule {
    enum { JULIAN, ZERO_BASED, MONTH_WEEK_DAY } form;
    int month, week, day; /* of the first two forms, day alone */
    int64_t time;         /* seconds behind local midnight */
};

/* What holds behind the table: standard time, and daylight time between two
 * days of the year. */
struct footer {
    bool present, has_daylight;
    int64_t standard, daylight;
    struct day_rule start, end;
};

struct ho_zone {
    size_t count;    /* transitions, rising */
    int64_t *at;     /* from here on ... */
    int64_t *offset; /* ... this holds; offset[count] before the first */
    struct footer footer;
};

/* --- the table ----------------------------------------------------------- */

struct counts {
    size_t utc, standard, leap, time, type, chars;
};

static int64_t big_endian(struct handoff_slice s, size_t at, size_t bytes)
{
    uint64_t value = (unsigned char)s.ptr[at] & 0x80 ? UINT64_MAX : 0;

    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | (unsigned char)s.ptr[at + i];
    return (int64_t)value;
}

static size_t block_size(const struct counts *n, size_t time_bytes)
{
    return n->time * (time_bytes + 1) + n->type * TYPE + n->chars +
           n->leap * (time_bytes + 4) + n->standard + n->utc;
}

/* The header at *at and whether its block lies within the file. */
static bool read_counts(struct handoff_slice s, size_t at, size_t time_bytes,
                        struct counts *n)
{
    size_t value[6];

    if (at > s.len || s.len - at < HEADER || memcmp(s.ptr + at, "TZif", 4) != 0)
        return false;
    for (size_t i = 0; i < 6; i++) {
        const int64_t count = big_endian(s, at + 20 + 4 * i, 4);

        if (count < 0 || count > HO_ZONE_BYTES)
            return false;
        value[i] = (size_t)count;
    }
    *n = (struct counts){ value[0], value[1], value[2],
                          value[3], value[4], value[5] };
    return s.len - at - HEADER >= block_size(n, time_bytes);
}

static bool read_table(struct ho_arena *arena, struct handoff_slice s,
                       const struct counts *n, struct ho_zone *zone)
{
    const size_t types = n->time * 9;

    zone->count = n->time;
    zone->at = ho_arena_alloc(arena, (n->time + 1) * sizeof *zone->at);
    zone->offset = ho_arena_alloc(arena, (n->time + 1) * sizeof *zone->offset);
    if (!zone->at || !zone->offset || n->type == 0 || n->leap > 0)
        return false;
    for (size_t i = 0; i <= n->time; i++) {
        const size_t type =
            i < n->time ? (unsigned char)s.ptr[n->time * 8 + i] : 0;

        if (type >= n->type)
            return false;
        zone->offset[i] = big_endian(s, types + type * TYPE, 4);
        if (zone->offset[i] > OFFSET_MAX || zone->offset[i] < -OFFSET_MAX)
            return false;
        if (i < n->time)
            zone->at[i] = big_endian(s, i * 8, 8);
        if (i > 0 && i < n->time && zone->at[i] <= zone->at[i - 1])
            return false;
    }
    return true;
}

/* --- the footer ---------------------------------------------------------- */

static bool take(struct handoff_slice *s, char c)
{
    if (s->len == 0 || s->ptr[0] != c)
        return false;
    *s = ho_part(*s, 1, s->len);
    return true;
}

static bool take_number(struct handoff_slice *s, int most, int *out)
{
    size_t digits = 0;

    for (*out = 0; digits < s->len && digits < 3 && s->ptr[digits] >= '0' &&
                   s->ptr[digits] <= '9';
         digits++)
        *out = *out * 10 + (s->ptr[digits] - '0');
    *s = ho_part(*s, digits, s->len);
    return digits > 0 && *out <= most;
}

/* "CET" or "<+03>" */
static bool take_name(struct handoff_slice *s)
{
    const bool quoted = take(s, '<');
    size_t len = 0;

    while (len < s->len &&
           (quoted ? s->ptr[len] != '>'
                   : (s->ptr[len] >= 'A' && s->ptr[len] <= 'Z') ||
                         (s->ptr[len] >= 'a' && s->ptr[len] <= 'z')))
        len++;
    *s = ho_part(*s, len, s->len);
    return len >= 3 && (!quoted || take(s, '>'));
}

/* "5", "-3:30", "2:00:00" as seconds. */
static bool take_time(struct handoff_slice *s, int hours_max, int64_t *out)
{
    const bool minus = take(s, '-');
    int h, m = 0, sec = 0;

    if (!minus)
        take(s, '+');
    if (!take_number(s, hours_max, &h) ||
        (take(s, ':') && (!take_number(s, 59, &m) ||
                          (take(s, ':') && !take_number(s, 59, &sec)))))
        return false;
    *out = h * 3600 + m * 60 + sec;
    if (minus)
        *out = -*out;
    return true;
}

/* ",M3.5.0/2", ",J60", ",59" */
static bool take_rule(struct handoff_slice *s, struct day_rule *rule)
{
    bool ok = take(s, ',');

    if (take(s, 'M')) {
        rule->form = MONTH_WEEK_DAY;
        ok = ok && take_number(s, 12, &rule->month) && rule->month > 0 &&
             take(s, '.') && take_number(s, 5, &rule->week) && rule->week > 0 &&
             take(s, '.') && take_number(s, 6, &rule->day);
    } else {
        rule->form = take(s, 'J') ? JULIAN : ZERO_BASED;
        ok = ok && take_number(s, 365, &rule->day) &&
             (rule->form == ZERO_BASED || rule->day > 0);
    }
    rule->time = 2 * 3600;
    return ok && (!take(s, '/') || take_time(s, RULE_HOURS_MAX, &rule->time));
}

/* POSIX writes offsets west of Greenwich. */
static bool read_footer(struct handoff_slice s, struct footer *f)
{
    if (s.len == 0)
        return true;
    f->present = true;
    if (!take_name(&s) || !take_time(&s, 24, &f->standard))
        return false;
    f->standard = -f->standard;
    if (s.len == 0)
        return true;
    f->has_daylight = true;
    f->daylight = f->standard + 3600;
    if (!take_name(&s))
        return false;
    if (s.len > 0 && s.ptr[0] != ',') {
        if (!take_time(&s, 24, &f->daylight))
            return false;
        f->daylight = -f->daylight;
    }
    return take_rule(&s, &f->start) && take_rule(&s, &f->end) && s.len == 0;
}

/* --- reading a file ------------------------------------------------------ */

/* Between the two newlines at the end. */
static bool find_footer(struct handoff_slice s, struct handoff_slice *out)
{
    if (s.len < 2 || s.ptr[0] != '\n' || s.ptr[s.len - 1] != '\n')
        return false;
    *out = ho_part(s, 1, s.len - 1);
    return memchr(out->ptr, '\n', out->len) == NULL;
}

static bool read_zone(struct ho_arena *arena, struct handoff_slice s,
                      struct ho_zone *zone)
{
    struct handoff_slice footer;
    struct counts n;
    size_t at;

    if (s.len > HO_ZONE_BYTES || !read_counts(s, 0, 4, &n) || s.ptr[4] < '2')
        return false;
    at = HEADER + block_size(&n, 4);
    if (!read_counts(s, at, 8, &n))
        return false;
    at += HEADER;
    return read_table(arena, ho_part(s, at, s.len), &n, zone) &&
           find_footer(ho_part(s, at + block_size(&n, 8), s.len), &footer) &&
           read_footer(footer, &zone->footer);
}

enum handoff_status ho_zone_parse(struct ho_arena *arena,
                                  struct handoff_slice bytes,
                                  const struct ho_zone **out,
                                  struct handoff_error *err)
{
    struct ho_zone *zone = ho_arena_alloc(arena, sizeof *zone);
    const bool ok = zone && read_zone(arena, bytes, zone);
    const enum handoff_status status =
        ho_arena_status(arena, "a time zone", err);

    if (status != HANDOFF_OK)
        return status;
    if (!ok)
        return ho_fail(err, HANDOFF_BAD_TEXT,
                       "this is no time zone file that handoff reads (TZif, "
                       "version 2 and later, without leap seconds); install "
                       "tzdata, or name another zone");
    *out = zone;
    return HANDOFF_OK;
}

/* --- asking it ----------------------------------------------------------- */

/* Days since 1970 of the rule's day in a year. */
static int64_t rule_day(const struct day_rule *rule, int64_t year)
{
    const int64_t first = ho_days_from_date(year, 1, 1);
    int64_t day, next;

    if (rule->form == ZERO_BASED)
        return first + rule->day;
    if (rule->form == JULIAN) /* 29 February is never counted */
        return first + rule->day - 1 +
               (rule->day >= 60 && ho_date_exists(year, 2, 29));
    day = ho_days_from_date(year, rule->month, 1);
    next = rule->month < 12 ? ho_days_from_date(year, rule->month + 1, 1)
                            : ho_days_from_date(year + 1, 1, 1);
    day += (rule->day - (day + 4) % 7 + 7) % 7 + 7 * (rule->week - 1);
    return day >= next ? day - 7 : day; /* week 5 is the last one */
}

static int64_t rule_time(const struct day_rule *rule, int64_t year,
                         int64_t offset)
{
    return rule_day(rule, year) * HO_DAY + rule->time - offset;
}

/* Daylight time of a year may end in the next one. */
static int64_t footer_offset(const struct footer *f, int64_t time)
{
    int64_t year;
    int month, day;

    if (!f->has_daylight)
        return f->standard;
    ho_date_from_days(ho_day_of(time), &year, &month, &day);
    for (int64_t y = year - 1; y <= year + 1; y++) {
        const int64_t start = rule_time(&f->start, y, f->standard);
        int64_t end = rule_time(&f->end, y, f->daylight);

        if (end <= start)
            end = rule_time(&f->end, y + 1, f->daylight);
        if (time >= start && time < end)
            return f->daylight;
    }
    return f->standard;
}

int64_t ho_zone_offset(const struct ho_zone *zone, int64_t time)
{
    size_t from = 0, until;

    if (!zone)
        return 0;
    until = zone->count;
    while (from < until) {
        const size_t middle = from + (until - from) / 2;

        if (zone->at[middle] <= time)
            from = middle + 1;
        else
            until = middle;
    }
    if (from == zone->count && zone->footer.present)
        return footer_offset(&zone->footer, time);
    return zone->offset[from == 0 ? zone->count : from - 1];
}

int64_t ho_zone_time(const struct ho_zone *zone, int64_t local)
{
    const int64_t before = local - ho_zone_offset(zone, local - HO_DAY);
    const int64_t after = local - ho_zone_offset(zone, local + HO_DAY);
    const int64_t first = before < after ? before : after;
    const int64_t last = before < after ? after : before;

    if (first + ho_zone_offset(zone, first) == local)
        return first;
    return last + ho_zone_offset(zone, last) == local ? last : before;
}
