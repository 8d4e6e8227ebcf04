# The copy-ready prompt out and its answer back: prompt playbook, check map,
# map --via-prompt.
. "$CLI/lib.sh"

leads=$FIXTURES/answers/leads.csv

# One text with rules, batch and ids; the same batch gives the same bytes.
must_exit 0 "$HANDOFF" prompt playbook "$leads" --as-of "$AS_OF"
must_have out "## next-action selector"
must_have out "lead L-0004"
must_have out "S2-opted-out: if opt out is yes: skip"
mv out first
must_exit 0 "$HANDOFF" prompt playbook "$leads" --as-of "$AS_OF" -o second
cmp -s first second || fail "the same batch gives another prompt"

# Rules of one's own; a batch that is no live one is told.
echo "Everybody is pursued." >rules.txt
head -2 "$leads" >one.csv
must_exit 0 "$HANDOFF" prompt playbook one.csv --rules rules.txt --as-of "$AS_OF"
must_have out "Everybody is pursued."
must_lack out "S2-opted-out"
must_have err "the playbook means 5 to 25 leads"
must_exit 3 "$HANDOFF" prompt playbook "$leads" --rules no-such.txt
printf ' \n' >empty.txt
must_exit 3 "$HANDOFF" prompt playbook "$leads" --rules empty.txt
must_have err "the file of --rules is empty"
must_exit 2 "$HANDOFF" map "$leads" --rules rules.txt
must_have err "prose for --via-prompt"

# A clean answer, one with faults, as text and JSON; from standard input.
clean=$FIXTURES/answers/clean-tables/answer.md
wrong=$FIXTURES/answers/swapped-leads/answer.md
must_exit 0 "$HANDOFF" check map "$clean" --batch "$leads" --as-of "$AS_OF"
must_have out "Nothing was invented"
must_have out "Sales system map"
must_exit 1 "$HANDOFF" check map "$wrong" --batch "$leads" --as-of "$AS_OF"
must_have out "stage map, L-0001: wrong route"
must_have out "Right is: pursue"
must_have err "6 against the rules"
must_exit 1 sh -c '"$0" check map --batch "$1" --as-of "$2" --format json <"$3"' \
    "$HANDOFF" "$leads" "$AS_OF" "$wrong"
must_have out '"problem": "wrong_owner"'
must_have out '"stage_map"'

must_exit 2 "$HANDOFF" check map "$clean"
must_have err "--batch FILE"
must_exit 2 "$HANDOFF" check map "$clean" --batch "$leads" --format html
must_exit 3 "$HANDOFF" check map no-such.md --batch "$leads"
head -c 1048577 /dev/zero | tr '\0' 'a' >large.md
must_exit 3 "$HANDOFF" check map large.md --batch "$leads"

# The same over an endpoint: asked once, checked, kept for replay.
must_exit 0 "$HANDOFF" map "$leads" --via-prompt --dry-run --as-of "$AS_OF"
cmp -s first out || fail "--dry-run shows another prompt"
must_exit 2 "$HANDOFF" map "$leads" --via-prompt
must_have err "--endpoint URL"
must_exit 2 "$HANDOFF" map "$leads" --via-prompt --format html
must_exit 2 "$HANDOFF" map "$leads" --via-prompt --redact pii
must_exit 2 "$HANDOFF" summarize "$leads" --via-prompt
cat >script.json <<'J'
{"default": {"content": "## stage map\n\n| Lead | Owner |\n|---|---|\n| L-0001 | Maria Delgado |\n"}}
J
start_server script.json
must_exit 1 "$HANDOFF" map "$leads" --via-prompt --endpoint "$url" --model m \
    --as-of "$AS_OF" --save-replies kept
must_have out "invented owner"
must_have out "Sales system map"
stop_server
must_exit 1 "$HANDOFF" map "$leads" --via-prompt --endpoint replay:kept \
    --as-of "$AS_OF" --format json
must_have out '"problem": "invented_owner"'

# A workspace's record tells what left it: this it could not tell.
must_exit 0 "$HANDOFF" init work -q
cd work || exit 1
must_exit 2 "$HANDOFF" map "$leads" --via-prompt --endpoint replay:../kept
must_have err "add --no-record"
must_exit 1 "$HANDOFF" map "$leads" --via-prompt --endpoint replay:../kept \
    --as-of "$AS_OF" --no-record
must_have out "invented owner"
finish
