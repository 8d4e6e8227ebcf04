# Who approves is the policy's to say: `review` from the file to the CRM.
. "$CLI/lib.sh"

must_exit 0 "$HANDOFF" init sales
cd sales || exit 1
cat >leads.csv <<'CSV'
Name,Email,Company,Role,Intent,Employees,Need
Mara Quince,mara@quincefreight.example,Quince Freight,VP Operations,demo,400,Our inbound demo handoffs are inconsistent. Please show us a demo.
Bo Lind,bo@lindhaus.example,Lindhaus,Clerk,demo,200,Please show us a demo.
CSV
must_exit 0 "$HANDOFF" map leads.csv --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" policy approve --as Ada
must_exit 0 "$HANDOFF" status --format json
must_have out '"waiting_for_review": 2'

# The change is seen before it counts: by diff, replay, lint, show and test.
sed 's/\(SIZE_AND_ASK.*confidence: 75\)}/\1, review: no}/; s/^version: .*/version: free-1/' policy.yaml >free.yaml
must_exit 0 "$HANDOFF" policy diff policy.yaml free.yaml
must_have out "review no"
must_exit 0 "$HANDOFF" replay 1 --policy free.yaml --format ndjson
must_have out '"lead":"L-0002"'
must_have out '"was_needs":"pursue","now_needs":""'
must_lack out '"lead":"L-0001"'
must_exit 0 "$HANDOFF" policy lint free.yaml
must_have out "L111"
must_exit 0 "$HANDOFF" policy show free.yaml --format csv
must_have out '"SIZE_AND_ASK","86400","75","","no"'
printf 'tests_for: inbound\nas_of: %s\ncases:\n  - {name: let go, brief: {intent: demo, employees: 200, pain: none}, expect: {rule: R5-size, review: yes}}\n' "$AS_OF" >said.yaml
must_exit 1 "$HANDOFF" policy test free.yaml said.yaml
must_have out "review: expected yes, got no"
sed 's/confidence: 75}/confidence: 75, review: never}/' policy.yaml >wrong.yaml
must_exit 3 "$HANDOFF" map leads.csv --policy wrong.yaml --no-record
must_have err 'review is yes or no, not "never"'

# Nobody stands behind it yet: it waits as its policy does.
cp free.yaml policy.yaml
must_exit 0 "$HANDOFF" map leads.csv --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" review list
must_have out "policy@"
must_have out "L-0001@"
must_lack out "L-0002@"
must_exit 0 "$HANDOFF" export --crm csv -o box
must_have out "0 contacts, 0 new tasks, 0 new notes, 2 leads withheld"
must_have box/export-0001-csv/manifest.json '"why": "policy_not_approved"'
must_have box/export-0001-csv/manifest.json '"why": "not_approved"'
must_have box/export-0001-csv/manifest.json '"approval_free": []'

# A person does, and it leaves; the manifest says by which rule.
must_exit 0 "$HANDOFF" policy approve --as Ada
must_exit 0 "$HANDOFF" export --crm csv -o box
must_have out "1 contacts, 0 new tasks, 1 new notes, 1 leads withheld"
must_have box/export-0002-csv/contacts_upsert.csv "bo@lindhaus.example"
must_lack box/export-0002-csv/contacts_upsert.csv "mara@quincefreight.example"
must_have box/export-0002-csv/manifest.json '"rule": "R5-size"'
must_have box/export-0002-csv/manifest.json '"why": "approval-free by policy"'
must_exit 0 "$HANDOFF" status --format json
must_have out '"waiting_for_review": 1'
must_exit 0 "$HANDOFF" summarize leads.csv --as-of "$AS_OF" --format ndjson -q --no-record
mv out briefs.ndjson
must_exit 0 "$HANDOFF" policy explain briefs.ndjson
must_have out "Approval-free by policy."
must_exit 0 "$HANDOFF" verify
must_have out "everything holds"
cd ..
finish
