# policy explain: briefs in, in each form that summarize writes them; every
# rule out. Policies with lists in files and zones are read off the disk.
. "$CLI/lib.sh"

batch=$FIXTURES/batches/inbound-forms.csv
example=$FIXTURES/batches/playbook-example/notification.txt
explain() {
    "$HANDOFF" policy explain --as-of "$AS_OF" "$@"
}

"$HANDOFF" summarize "$example" --as-of "$AS_OF" --format ndjson -q >one
"$HANDOFF" summarize "$batch" --as-of "$AS_OF" --format ndjson -q >lines
"$HANDOFF" summarize "$batch" --as-of "$AS_OF" --format json -q >array

# One brief: what decides, from what, what would change it, each rule.
must_exit 0 explain one
must_have out "Rule R1-pain-with-date"
must_have out "Because pain is Our inbound demo handoffs"
must_have out "Assumed without knowing: urgency"
must_have out "What would change it"
must_have out "Not worth asking, for no answer changes it: intent, employees, budget"
must_have out "S1-suppressed"
must_have out '[field:Email]'
must_have out "Z-no-rule"
mv out from_file
must_exit 0 explain - <one
cmp -s out from_file || fail "standard input and file differ"

# Several briefs, on lines (in the batch's order) or in an array (by priority),
# say the same.
must_exit 0 explain lines --format ndjson
must_equal "explanations" "$(wc -l <out | tr -d ' ')" "$(wc -l <lines | tr -d ' ')"
sort out >from_lines
must_exit 0 explain array --format ndjson
sort out >from_array
cmp -s from_array from_lines || fail "lines and array differ"
must_exit 0 explain array --format json
must_have out '"idle": ['
must_exit 0 explain lines lines -o both
must_equal "undecided and stopped text" "$(grep -c '^The rules, from the top' both)" \
    $((2 * $(wc -l <lines)))
must_have both "UNDECIDED: enrich"
must_have both "What would settle it"
must_exit 0 explain --format ndjson </dev/null
[ -s out ] && fail "nothing in, something out"

# What cannot be read is named by file and line.
head -2 lines >bad
echo '{"lead": 1}' >>bad
must_exit 3 explain bad
must_have err "bad:3: "
must_have err "lacks the key"
printf '{"lead"\n' >cut
must_exit 3 explain cut
must_have err "cut:2:1: not strict JSON"
echo 'lead' >word
must_exit 3 explain word
must_have err "word:1: a brief was expected"
must_exit 2 explain one --format html
must_have err "text, json or ndjson"

# A policy beside its list, with a zone of the machine.
mkdir -p p/lists
printf 'brightwaterfreight.example # asked\n' >p/lists/stop.txt
sum=$(sha256sum p/lists/stop.txt | cut -d' ' -f1)
sed -e 's|^timezone: UTC.*|timezone: Europe/Berlin|' \
    -e "s|^  suppression: .*|  suppression: {file: lists/stop.txt, sha256: $sum}|" \
    "$ROOT/policies/inbound.policy.yaml" >p/policy.yaml
must_exit 0 explain one --policy p/policy.yaml
must_have out "Rule S1-suppressed"
must_exit 0 explain one --policy p/policy.yaml --format json
must_have out "\"sha256\": \"$sum\""
echo other.example >>p/lists/stop.txt
must_exit 3 explain one --policy p/policy.yaml
must_have err "p/policy.yaml:"
must_have err "$sum"
must_have err "$(sha256sum p/lists/stop.txt | cut -d' ' -f1)"
echo secret.example >outside.txt
rm p/lists/stop.txt
ln -s ../../outside.txt p/lists/stop.txt
must_exit 3 explain one --policy p/policy.yaml
must_have err "a link to elsewhere"
sed -e 's|Europe/Berlin|Europe/Berln|' -e 's|^  suppression: .*|  suppression: [a.example]|' \
    p/policy.yaml >p/zone.yaml
must_exit 3 explain one --policy p/zone.yaml
must_have err 'did you mean "Europe/Berlin"?'

# Today's work waits until the owner's desk opens.
sed -e 's|^timezone: UTC.*|timezone: Europe/Berlin|' \
    -e 's|^# business_hours|business_hours|' -e 's|^# holidays.*|holidays: [2026-09-28]|' \
    "$ROOT/policies/inbound.policy.yaml" >p/hours.yaml
must_exit 0 "$HANDOFF" map "$example" --policy p/hours.yaml -q --as-of 2026-09-24T09:00:00Z
must_have out "reply today"
must_exit 0 "$HANDOFF" map "$example" --policy p/hours.yaml -q --as-of 2026-09-26T09:00:00Z
must_have out "reply by 2026-09-29"
must_exit 0 "$HANDOFF" map "$example" --policy p/hours.yaml -q --format json --as-of 2026-09-25T16:00:00Z
must_have out '"due": "2026-09-30T09:00:00+02:00"'

finish
