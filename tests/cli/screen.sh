# Screening in the whole program: what the policy's screen closes is asked of no
# model, and stands on the map with its reason, its words and what to do.
. "$CLI/lib.sh"

HANDOFF_GOOGLE_KEY=ours
export HANDOFF_GOOGLE_KEY
leads="$FIXTURES/batches/one-of-each.ndjson"

# one lead of each kind: the map, to the byte
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --quiet "$leads"
cmp -s out "$FIXTURES/screen-map.txt" ||
    fail "the map is not that of fixtures/screen-map.txt: $(diff out "$FIXTURES/screen-map.txt" | head -5)"

# what was closed costs no request: 15 leads, 10 of them closed
must_exit 0 "$HANDOFF" map --dry-run --endpoint http://127.0.0.1:9/v1 --model m \
    --as-of "$AS_OF" "$leads"
must_have out 'requests           5'

# its brief says so, and calls nothing unmentioned that nobody looked for
head -5 "$leads" | tail -1 >one.json
must_exit 0 "$HANDOFF" summarize --as-of "$AS_OF" --format ndjson one.json
must_have out '"code":"screened_out"'
must_have out '"field":"pain","reason":"not_asked"'
must_have out '"quote":"nehmen Sie mich aus dem Verteiler"'
must_have out '"rule":"S2-opted-out"'
must_have out '"attempts":0'

# intake tells the facts, with their words
must_exit 0 "$HANDOFF" intake one.json
must_have out '"fact":"opt_out","value":"yes","why":"de","source":"message","quote":"nehmen Sie mich aus dem Verteiler"'
must_exit 0 "$HANDOFF" intake --explain one.json
must_have out 'screen   opt_out is yes, told by de'

# in a workspace it is kept, and what is kept holds
mkdir ws && cd ws
must_exit 0 "$HANDOFF" init .
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" "$leads"
must_exit 0 "$HANDOFF" verify

finish
