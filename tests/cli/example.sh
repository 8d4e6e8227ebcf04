# The playbook's own example through all stages.  What stands in single quotes
# are the playbook's words, from its example output, wherever it gives words.
. "$CLI/lib.sh"

example="$FIXTURES/batches/playbook-example/notification.txt"

# as one line, so that the layout's line breaks do not matter
flat() { # FILE
    tr -s ' \n' ' ' <"$1" >"$1.flat"
}

must_say() { # FILE TEXT
    flat "$1"
    must_have "$1.flat" "$2"
}

# lead summary: who, what, and what is Unknown
must_exit 0 "$HANDOFF" summarize --as-of "$AS_OF" -q "$example"
must_say out '"VP Operations" [field:Title]'
must_say out '"Our inbound demo handoffs are inconsistent and urgent requests need faster ..." [message]'
must_say out 'Unknown budget, intent, team size, employees, inbound volume, CRM platform, authority and urgency'
must_say out 'Next reply today and enrich account status [rule R1-pain-with-date]'
# routing: the rule fired from inbound source, stated pain, senior role, date
must_say out 'Inbound source, stated workflow pain, senior operations or sales role, and a date.'
for fact in 'source is inbound, explicit' 'faster routing, explicit' \
    'seniority is vp, inferred' 'department is operations, inferred' \
    'deadline is 2026-10-12, inferred'; do
    must_say out "$fact"
done
# enrichment: Unknown until supplied or evidenced
for field in budget authority 'inbound volume' 'CRM platform'; do
    must_say out " $field not mentioned"
done

# the same on the map
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$example"
cp out map.txt
must_say map.txt 'pursue route is clear: 1 lead'
must_say map.txt 'L-0001 Brightwater qualification pursue R1-pain-with-date'
must_say map.txt 'Look up: website and account status'
must_say map.txt 'Fit: active now [rule Q3-now]'
must_say map.txt 'Ask about inbound volume: Roughly how many inbound requests do you handle in a month?'
must_say map.txt 'Ask about deadline: Is the planning meeting on 12 October a decision deadline or an internal checkpoint?'
must_equal "questions" "$(grep -c 'Ask about' map.txt)" 2
# CRM truth, word for word
sed -n '/^CRM updates required/,/^risks/p' map.txt >truth
must_say truth 'Stage routed Owner inbound sales operations queue Last action lead brief created Next action reply today and enrich account status Date 2026-09-24'
must_say truth 'Open risk budget Unknown'
must_lack truth 'Still missing'

must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q --format json "$example"
for words in '"stage": "routed"' '"owner": "inbound sales operations queue"' \
    '"last_action": "lead brief created"' \
    '"next_action": "reply today and enrich account status"' \
    '"open_risk": "budget Unknown"' '"missing": ""' '"route": "pursue"' \
    '"converts_to": "owner action"'; do
    must_have out "$words"
done
must_say out '"enrich": [ "website", "account_status" ]'

# what a person may write: two angles, nothing about what is Unknown
must_exit 0 "$HANDOFF" draft --as-of "$AS_OF" -q "$example"
must_equal "angles" "$(grep -c ', by email$' out)" 2
must_say out 'Open risk budget Unknown'
must_say out 'Ask Roughly how many inbound requests do you handle in a month? Ask Is the planning meeting on 12 October a decision deadline or an internal checkpoint?'
must_lack out 'your budget'

# the record says the same to the person who approves it, and to the CRM
must_exit 0 "$HANDOFF" init sales
cd sales || exit 1
printf 'crm:\n  owners: {inbound sales operations queue: queue@ours.example}\n' >>handoff.yaml
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" -q "$example"
must_exit 0 "$HANDOFF" review list
item=$(grep -o 'L-0001@[0-9a-f]*' out)
must_exit 0 "$HANDOFF" review show "$item"
must_say out 'Stage routed Owner inbound sales operations queue Last action lead brief created Next action reply today and enrich account status'
must_say out 'Open risk budget Unknown'
must_exit 0 "$HANDOFF" export --crm csv -o box
must_have out "0 contacts" # a person owns pursuit
must_exit 0 "$HANDOFF" review approve "$item" --as Ada
must_exit 0 "$HANDOFF" export --crm csv -o box
must_have out "1 contacts, 1 new tasks, 1 new notes"
must_have box/export-0002-csv/contacts_upsert.csv \
    ',pursue,lead brief created,2026-09-24,reply today and enrich account status,2026-09-24,'
must_have box/export-0002-csv/contacts_upsert.csv 'rule R1-pain-with-date",budget Unknown,'
must_have box/export-0002-csv/tasks_new.csv 'reply today and enrich account status'
must_have box/export-0002-csv/tasks_new.csv 'queue@ours.example'
must_exit 0 "$HANDOFF" verify
finish
