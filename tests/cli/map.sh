# The map as a person reads it: 25 leads in all stages, to the byte; batches
# that are smaller and larger than it is meant for; what the record adds.
# HANDOFF_WRITE_MAPS=1 writes the golden file anew: read what changed, and
# fixtures/batches/README.md beside it.
. "$CLI/lib.sh"

live="$FIXTURES/batches/live-25.csv"
golden="$FIXTURES/batches/live-25.map.txt"

must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet "$live"
[ -z "${HANDOFF_WRITE_MAPS:-}" ] || cp out "$golden"
cmp -s out "$golden" ||
    fail "the map is not that of live-25.map.txt: $(diff out "$golden" | head -5)"
must_lack out 'Note:'
must_lack out 'Page '

# the walk-through has a line for each lead, and says where it stands as the
# map does
"$HANDOFF" map --as-of "$AS_OF" --quiet --format json "$live" >live.json
sed -n '/^## live-25/,/^## crm/p' "$FIXTURES/batches/README.md" |
    grep '^| L-00' | sed 's/ *| */|/g' >told
n=0
while IFS='|' read -r _ lead stage route owner _; do
    n=$((n + 1))
    [ "$route" = "-" ] && route=null || route="\"$route\""
    [ "$owner" = "nobody" ] && owner=
    grep -m1 -A7 "\"lead\": \"${lead%% *}\"" live.json >row
    must_have row "\"who\": \"${lead#* }\""
    must_have row "\"stage\": \"$stage\""
    must_have row "\"route\": $route"
    must_have row "\"owner\": \"$owner\""
done <told
must_equal "leads of the walk-through" "$n" 25

# fewer than the map is meant for
head -4 "$live" >few.csv
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet few.csv
must_have out 'Note: fewer than 5 leads; the map is meant for 5 to 25 at a time.'
must_lack out 'Page '
head -6 "$live" >five.csv
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet five.csv
must_lack out 'Note:'

# more: 60 leads, page by page, none lost and none twice, by falling priority
{
    echo "Submitted,Email,Company,Role,Need,Company size"
    i=0
    while [ $i -lt 60 ]; do
        i=$((i + 1))
        echo "2026-09-2$((i % 4))T10:00:00Z,p$i@firm$i.example,Firm $i,Head of Sales,Leads get missed. May we see a demo?,$((i * 3))"
    done
} >sixty.csv
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet sixty.csv
must_have out 'Page 1 of 3, by priority: leads 1 to 25. Another one: --page N; all of them: --page all.'
must_have out 'Note: more than 25 leads'
must_have out '  Leads                    60'
for page in 1 2 3; do
    must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet sixty.csv --page $page
    must_have out "Page $page of 3"
    sed -n '/^stage map/,/^Priority:/p' out | grep '^L-00' >>paged
    sed -n '/^first three/,$p' out >first.$page
    sed -n '/^CRM updates/,/^risks/p' out | grep -c '^L-00' >>updates
done
cmp -s first.1 first.3 || fail "the first three actions are the whole batch's"
must_equal "updates a page" "$(echo $(cat updates))" "25 25 10"
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet sixty.csv --page all
must_lack out 'Page '
sed -n '/^stage map/,/^Priority:/p' out | grep '^L-00' >all
must_equal "leads of all pages" "$(wc -l <paged | tr -d ' ')" 60
must_equal "leads, each once" "$(cut -c1-6 paged | sort -u | wc -l | tr -d ' ')" 60
must_equal "order" "$(cut -c1-6 paged)" "$(cut -c1-6 all)"
awk '{ if (NR > 1 && $NF + 0 > last) exit 1; last = $NF + 0 }' all ||
    fail "the pages do not go by falling priority"

# what programs read holds all, unless it is asked for a page
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet sixty.csv --format json
must_have out '"page": null'
must_equal "leads of the JSON" "$(grep -c '"sum":' out)" 60
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet sixty.csv --format json --page 3
must_have out '"number": 3'
must_equal "leads of its last page" "$(grep -c '"sum":' out)" 10
must_exit 2 "$HANDOFF" map --as-of "$AS_OF" sixty.csv --page 4
must_have err '--page is a whole number from 1 to 3'
must_exit 2 "$HANDOFF" map --as-of "$AS_OF" sixty.csv --page none

# what the record knows of drafts and replies stands beside the next action
must_exit 0 "$HANDOFF" init sales
cd sales || exit 1
example="$FIXTURES/batches/playbook-example/notification.txt"
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$example"
must_lack out 'Drafts:'
must_lack out 'Last reply:'
must_exit 0 "$HANDOFF" draft --as-of "$AS_OF" -q "$example"
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$example"
must_have out '    Drafts: draft-1 waits for review, draft-2 waits for review'
"$HANDOFF" review list >list
must_exit 0 "$HANDOFF" review approve "$(grep -o 'draft-1@[0-9a-f]*' list)" --as Ada
must_exit 0 "$HANDOFF" review reject "$(grep -o 'draft-2@[0-9a-f]*' list)" --as Ada
printf 'Not now, reach out again in a few months.\n' >later.txt
must_exit 0 "$HANDOFF" reply later.txt --lead L-0001 --as-of "$AS_OF" --as Ada
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$example"
must_have out '    Drafts: draft-1 approved, draft-2 rejected'
must_have out '    Last reply: 2026-09-24, pause, reason code NOT_NOW; next touch on '
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$example" --format json
must_have out '"drafts": "draft-1 approved, draft-2 rejected"'
must_have out '"last_response": "2026-09-24, pause'
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$example" --no-record
must_lack out 'Drafts:'
# it changes nothing: what was decided is decided again, byte for byte
must_exit 0 "$HANDOFF" verify
# another lead of the batch has none of it
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$FIXTURES/batches/live-25.csv" "$example"
must_equal "leads with drafts" "$(grep -c '^    Drafts:' out)" 1
# a draft that rests on a decision which is no more is out of date
must_exit 0 "$HANDOFF" draft --as-of "$AS_OF" -q "$FIXTURES/batches/notifications/01-demo-request.txt"
sed '/id: R1-pain-with-date/,/why:/s/confidence: 90/confidence: 80/' policy.yaml >new.yaml
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q --policy new.yaml "$FIXTURES/batches/notifications/01-demo-request.txt"
must_have out '    Drafts: draft-3 out of date, draft-4 out of date'
finish
