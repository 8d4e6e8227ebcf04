# Every command as its user meets it: help, init, prompt, check, doctor.
. "$CLI/lib.sh"

must_exit 0 "$HANDOFF" --version
must_have out "handoff 0."
must_exit 0 "$HANDOFF" --help
must_exit 2 "$HANDOFF"
must_exit 0 "$HANDOFF" init work
for file in handoff.yaml policy.yaml policy.tests.yaml .gitignore; do
    [ -s "work/$file" ] || fail "init wrote no $file"
done
must_exit 3 "$HANDOFF" init work
must_have err "exists already"
must_exit 0 sh -c 'cd work && "$0" doctor' "$HANDOFF"
must_have out "policy     inbound"
must_have out "endpoint   builtin:extract"

# The default policy passes its own tests, in a new workspace and without one;
# they ask for a mutation score of 90.
must_exit 0 sh -c 'cd work && "$0" policy test' "$HANDOFF"
must_have out "tests policy.tests.yaml"
must_have out ", at least 90 wanted"
must_lack out "; never "
must_exit 0 "$HANDOFF" policy test
must_exit 0 "$HANDOFF" policy test work/policy.yaml --mutate -o tests.txt
must_have tests.txt "tests work/policy.tests.yaml"
must_exit 0 "$HANDOFF" policy test "$ROOT/policies/inbound.policy.yaml"
must_have out "inbound.tests.yaml"
must_exit 0 "$HANDOFF" policy test --format json
must_have out '"score_reached": true'
must_exit 1 "$HANDOFF" policy test "$FIXTURES/rules/tests/fails/policy.yaml" \
    "$FIXTURES/rules/tests/fails/tests.yaml"
must_exit 1 "$HANDOFF" policy test --policy \
    "$FIXTURES/rules/tests/low-score/policy.yaml" \
    "$FIXTURES/rules/tests/low-score/policy.yaml" \
    "$FIXTURES/rules/tests/low-score/tests.yaml"
must_have out "too low"
must_exit 2 "$HANDOFF" policy test --format html
must_exit 2 "$HANDOFF" policy test a b c
must_exit 3 "$HANDOFF" policy test work/handoff.yaml
must_exit 3 "$HANDOFF" policy test work/policy.yaml nowhere.yaml
must_have err "nowhere.yaml"
: >empty.yaml
must_exit 3 "$HANDOFF" policy test work/policy.yaml empty.yaml
must_have err "empty.yaml: the file is empty"

must_exit 0 "$HANDOFF" prompt list
must_have out "playbook"
must_lack out "examp"
must_have out "summarize"
must_exit 0 "$HANDOFF" prompt show summarize
cmp -s out "$ROOT/prompts/summarize.prompt" || fail "prompt show differs"
must_exit 2 "$HANDOFF" prompt show nothing
must_exit 2 "$HANDOFF" prompt show
must_exit 2 "$HANDOFF" prompt
must_have err "prompt is followed by list show render"
printf '{"id":1,"template":"<{{a}}>","data":{"a":"<b>"}}\n' >render.ndjson
must_exit 0 "$HANDOFF" prompt render render.ndjson
must_equal "rendered" "$(cat out)" '{"id":1,"output":"<&lt;b&gt;>"}'
must_exit 0 "$HANDOFF" prompt render --escape none render.ndjson
must_equal "rendered" "$(cat out)" '{"id":1,"output":"<<b>>"}'

cat >quotes.ndjson <<'J'
{"id":1,"source":"We need 40 seats.","quote":"40 seats"}
{"id":2,"source":"We need 1,400 seats.","quote":"400 seats"}
{"id":"c","source":"The budget is 20k.","quote":"The budget is 20k","field":"budget","value":"20000"}
{"id":4,"source":"The budget is 20k.","quote":"The budget is 20k","field":"budget","value":"90000"}
not json
J
must_exit 1 "$HANDOFF" check quotes quotes.ndjson
must_equal "answers" "$(wc -l <out | tr -d ' ')" 5
must_have out '{"id":1,"verdict":"accepted","code":null,"start":8,"end":16}'
must_have out '{"id":2,"verdict":"rejected","code":"not_whole_words","start":0,"end":0}'
must_have out '{"id":null,"error":"byte 1: not strict JSON'
must_have out '{"id":"c","verdict":"accepted"'
must_have out '{"id":4,"verdict":"rejected","code":"value_not_in_quote"'
must_have out '{"id":null,"error":'

# Only a line of blanks is none: one of NULs is answered.
printf ' \t\r\n\0\n\n\001\n' >nuls.ndjson
must_exit 1 "$HANDOFF" check quotes nuls.ndjson
must_equal "answers" "$(wc -l <out | tr -d ' ')" 2

cat >text.ndjson <<'J'
{"id":1,"source":"We need 40 seats.","text":"They need 40 seats."}
not json
{"id":2,"source":{"has_crm":false},"text":"Größe unklar. Has a CRM."}
{"id":3,"source":"Meeting on 12 October.","text":"Meeting on 12 October 2026."}
J
must_exit 1 "$HANDOFF" check text text.ndjson
must_equal "answers" "$(wc -l <out | tr -d ' ')" 4
must_equal "first" "$(sed -n 1p out)" '{"id":1,"findings":[],"verdict":"passed","checked":1}'
must_have out '{"id":null,"error":'
must_have out '{"id":2,"findings":[{"start":22,"end":25,"text":"CRM","severity":"refused","kind":"state","code":"stated_false",'
must_have out '{"id":3,"findings":[],'
must_exit 0 sh -c 'sed -n 1p text.ndjson | "$0" check text' "$HANDOFF"
must_exit 1 sh -c 'sed -n 4p text.ndjson | "$0" check text --as-of 2022-01-01' "$HANDOFF"
must_have out '"code":"date_not_in_source"'
printf '%s\n' '{"source":"One offer was 18k EUR, the other 24k EUR.","text":"The offers are 6k EUR apart."}' >text.ndjson
must_exit 0 "$HANDOFF" check text text.ndjson
must_have out '"severity":"unconfirmed","kind":"money","code":"amount_not_in_source"'
must_have out '"verdict":"passed"'
must_exit 2 "$HANDOFF" check text --as-of soon text.ndjson
must_exit 2 "$HANDOFF" check prose text.ndjson

mkdir remotes
printf '{"type":"integer"}' >remotes/int.json
cat >schema.ndjson <<'J'
{"id":1,"schema":{"type":"object","required":["a"]},"instance":{"a":1}}
{"id":2,"schema":{"type":"object","required":["a"]},"instance":{}}
{"id":3,"schema":{"$ref":"https://acme.example/s/int.json"},"instance":"x"}
J
must_exit 1 "$HANDOFF" check schema --map https://acme.example/s/=remotes schema.ndjson
must_have out '{"id":1,"valid":true,"errors":[]}'
must_have out '{"id":2,"valid":false,"errors":[{"instance":"","keyword":"/required"'
must_have out '{"id":3,"valid":false'

# Standard input, and output to a file.
must_exit 0 sh -c '"$0" summarize --as-of 2026-09-24 -q -o brief.txt <"$1"' \
    "$HANDOFF" "$FIXTURES/batches/playbook-example/notification.txt"
[ -s brief.txt ] || fail "-o wrote nothing"
[ ! -s out ] || fail "-o also wrote to standard output"

# A key never shows, not even in the answer of a server that knows it.
printf '{"default":{"status":401,"body":{"error":{"message":"bad key"}}}}' >no.json
start_server no.json
must_exit 1 env HANDOFF_API_KEY=sk-very-secret "$HANDOFF" doctor \
    --endpoint "$url" --model m --attempts 1
must_have out "bad key"
must_have out "HANDOFF_API_KEY"
must_lack out "very-secret"
must_lack err "very-secret"
finish
