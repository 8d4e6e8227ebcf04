/* pace.c - see endpoint/pace.h */
#include "endpoint/pace.h"

void ho_pace_init(struct ho_pace *pace, unsigned most)
{
    *pace = (struct ho_pace){ .most = most,
                              .limit = most,
                              .pause_until_ns = INT64_MIN,
                              .halved_ns = INT64_MIN };
}

bool ho_pace_open(const struct ho_pace *pace, int64_t now_ns)
{
    return pace->running < pace->limit && now_ns >= pace->pause_until_ns;
}

void ho_pace_begin(struct ho_pace *pace)
{
    pace->running++;
}

void ho_pace_end(struct ho_pace *pace, enum ho_pace_sign sign, int64_t began_ns,
                 int64_t now_ns)
{
    pace->running--;
    if (sign == HO_PACE_OVERLOADED && began_ns > pace->halved_ns) {
        pace->limit = pace->limit > 1 ? pace->limit / 2 : 1;
        pace->halved_ns = now_ns;
        pace->wins = 0;
    } else if (sign == HO_PACE_WON && pace->limit < pace->most &&
               ++pace->wins >= pace->limit) {
        pace->limit++;
        pace->wins = 0;
    }
}

void ho_pace_pause(struct ho_pace *pace, int64_t until_ns)
{
    if (until_ns > pace->pause_until_ns)
        pace->pause_until_ns = until_ns;
}
