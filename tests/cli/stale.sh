# The weekly review: what has come to rest, each with what clears it.
. "$CLI/lib.sh"

must_exit 3 "$HANDOFF" stale
must_exit 0 "$HANDOFF" init sales
cd sales || exit 1

cat >leads.csv <<'T'
Name,Email,Company,Role,Source,Need,Employees
Ada Fox,ada@hillmarsh.example,Hillmarsh,VP Sales Operations,demo form,Our demo handoffs are inconsistent. May we see a demo?,
Bo Lind,bo@fern.example,Fern,Manager,demo form,We would like to learn more.,80
Cy Marsh,cy@quarry.example,Quarry,Head of Sales,demo form,Please unsubscribe me.,80
T
must_exit 0 "$HANDOFF" map leads.csv --as-of 2026-09-24T09:00:00Z -q

# On the day itself nothing rests.
must_exit 0 "$HANDOFF" stale --as-of 2026-09-24T10:00:00Z
must_have out "Nothing has come to rest."

# The term is past, then the date, then the risk is old; who opted out is
# closed and never listed.
must_exit 0 "$HANDOFF" stale --as-of 2026-09-26T10:00:00Z --format ndjson
must_have out '"lead":"L-0001","problem":"sla_missed","since":"2026-09-25"'
must_have out '"lead":"L-0001","problem":"date_past","since":"2026-09-24"'
must_lack out 'old_risk'
must_lack out 'L-0003'
must_exit 0 "$HANDOFF" stale --as-of 2026-10-02T10:00:00Z --format ndjson
must_have out '"lead":"L-0001","problem":"old_risk","since":"2026-09-24"'
must_have out 'find out: budget Unknown'
must_have out '"lead":"L-0002","problem":"date_past"'
must_exit 0 "$HANDOFF" stale --as-of 2026-10-02T10:00:00Z --days 30 --format ndjson
must_lack out 'old_risk'
must_exit 0 "$HANDOFF" stale --as-of 2026-10-02T10:00:00Z --limit 1
must_have err "1 of 2 leads"
must_exit 2 "$HANDOFF" stale --days -1
must_exit 2 "$HANDOFF" stale --days x
must_exit 2 "$HANDOFF" stale --format html

# A reply moves the date and meets the term; one that stops ends it.
printf 'I am out of office until 30 November 2026.\n' >away
must_exit 0 "$HANDOFF" reply away --lead L-0001 --as-of 2026-09-25 -q
must_exit 0 "$HANDOFF" stale --as-of 2026-10-02T10:00:00Z --format ndjson --days 30
must_lack out '"lead":"L-0001"'
must_exit 0 "$HANDOFF" stale --as-of 2026-12-03T10:00:00Z --format ndjson
must_have out '"lead":"L-0001","problem":"date_past","since":"2026-12-01"'
printf 'Not interested.\n' >no
must_exit 0 "$HANDOFF" reply no --lead L-0001 --as-of 2026-12-03 -q
must_exit 0 "$HANDOFF" stale --as-of 2026-12-03T10:00:00Z --format ndjson
must_lack out '"lead":"L-0001"'
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" forget ada@hillmarsh.example
must_exit 0 "$HANDOFF" verify
finish
