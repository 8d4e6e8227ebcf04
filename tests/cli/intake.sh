# handoff intake: submissions with their places; secrets in no output; what
# cannot be read keeps nothing else from being read.
. "$CLI/lib.sh"
unset HANDOFF_GOOGLE_KEY
SOURCES=$FIXTURES/sources

must_exit 0 "$HANDOFF" intake "$SOURCES/typeform/input.json"
must_be_one_line out
must_have out '"source":"typeform","event":"submission","form_id":"kD4p"'
must_have out '"path":"/form_response/answers/0/email"'

# the shared secret: verified, and gone from every output
secret=s3cret-key
google=$SOURCES/google-ads/input.json
must_have "$google" "$secret"
for format in intake "intake --explain" "map --format json" summarize; do
    must_exit 0 env HANDOFF_GOOGLE_KEY=$secret "$HANDOFF" $format "$google"
    must_lack out "$secret"
    must_lack out key_wrong
done
must_exit 0 env HANDOFF_GOOGLE_KEY=another "$HANDOFF" intake "$google"
must_have out '"code":"key_wrong"'
must_lack out "$secret"

# ids only: the lead's words have to be fetched, so it is enriched
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --format json \
    "$SOURCES/meta-webhook/input.json"
must_have out '"route": "enrich"'
must_lack out '"route": "pursue", "count": 2'
must_exit 0 "$HANDOFF" intake --explain "$SOURCES/meta-webhook/input.json"
must_have out 'incomplete: '

# a file that cannot be read, a record that is refused: the rest is printed
printf '{"form_response":{"token"' >cut.json
must_exit 3 "$HANDOFF" intake cut.json missing.json "$google"
must_have err 'cut.json:1'
must_have err 'missing.json'
must_have out '"source":"google_ads"'
must_exit 1 "$HANDOFF" intake "$SOURCES/mixed/input.ndjson"
must_have err 'row refused'
must_equal leads "$(wc -l <out | tr -d ' ')" 3

# nothing of a payload steers the terminal
printf '{"message":"a\\u001b[2Jb\\u009b1m"}' |
    must_exit 0 "$HANDOFF" intake --explain
! LC_ALL=C grep -q "$(printf '[\033\233]')" out || fail "control characters"
must_have out 'message = a [2Jb 1m'

must_exit 1 "$HANDOFF" intake -o result.ndjson "$SOURCES/array/input.json"
must_equal written "$(wc -l <result.ndjson | tr -d ' ')" 3
finish
