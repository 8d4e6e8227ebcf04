/* hours.c - see playbook/hours.h */
#include "playbook/hours.h"

#include "base/clock.h"
#include "rules/policy.h"

enum { FROM_HOUR = 9, TO_HOUR = 17, HOUR = 3600 };

/* Monday to Friday, nine to five: nobody's desk is known to be open at other
 * times. */
static int64_t into_week(const struct handoff_policy *policy, const char *owner,
                         int64_t time)
{
    const int64_t clock = handoff_owner_clock(policy, owner, time);
    const int64_t day = ho_day_of(clock), second = clock - day * HO_DAY;
    const int64_t weekday = ((day + 3) % 7 + 7) % 7; /* Monday: 0 */
    const bool over = weekday > 4 || second >= TO_HOUR * HOUR;
    int64_t days = 0;

    if (!over)
        return second >= FROM_HOUR * HOUR ? time
                                          : time + FROM_HOUR * HOUR - second;
    do
        days++;
    while ((weekday + days) % 7 > 4);
    return time + days * HO_DAY + FROM_HOUR * HOUR - second;
}

int64_t ho_desk_open(const struct handoff_policy *policy, const char *owner,
                     int64_t time)
{
    return ho_policy_section(policy, "business_hours")
               ? handoff_owner_open(policy, owner, time)
               : into_week(policy, owner, time);
}
