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

# a table that no batch holds: each row is screened, in either encoding, to
# either output; the refused row is told
awk 'BEGIN {
    print "Name,Email,Message"
    for (i = 1; i <= 20100; i++)
        print "Jo " i ",jo" i "@hillmarsh.example,forty seats"
    print "Li,li@fernhollow.example,remove me from your list"
    print "a,b,c,d,e"
    print "Jo,JO7@hillmarsh.example,ten seats"
}' >large.csv
must_exit 1 "$HANDOFF" intake large.csv
must_equal rows "$(wc -l <out | tr -d ' ')" 20102
must_equal screened "$(grep -c '"fact":"email_class"' out)" 20102
must_have out '"fact":"opt_out","value":"yes","why":"en"'
must_have out '"fact":"duplicate","value":"line 8","why":"email","source":"batch:line 8"'
must_have out '"duplicate_of":"line 8"'
must_have err 'large.csv:20103: row refused'
mv out rows.ndjson
must_exit 1 "$HANDOFF" intake -o result.ndjson large.csv "$SOURCES/typeform/input.json"
must_equal "rows behind the others" "$(tail -n +2 result.ndjson | cmp - rows.ndjson 2>&1)" ""
iconv -f UTF-8 -t UTF-16LE large.csv | { printf '\377\376' && cat; } >wide.csv
must_exit 1 "$HANDOFF" intake wide.csv
sed 's/wide\.csv/large.csv/' out | cmp -s - rows.ndjson || fail "UTF-16 is read otherwise"
must_exit 1 "$HANDOFF" intake --explain large.csv
must_have out 'repeats  line 8'

# what cannot be read row by row, and what a run cannot hold, says what to do
must_exit 3 "$HANDOFF" intake - <large.csv
must_have err 'name the file, for a table to be read row by row'
must_exit 3 "$HANDOFF" summarize large.csv
must_have err 'large.csv:20002: a batch holds at most 20000 leads'
must_be_one_line err
must_have err 'a table so that each part has its header, or screen it whole with handoff intake'
must_lack out lead
dd if=/dev/zero of=zeros.ndjson bs=1 count=1 seek=67108864 2>/dev/null
must_exit 3 "$HANDOFF" intake zeros.ndjson
must_have err 'only tables are read row by row; split it'
must_exit 3 "$HANDOFF" intake -o /nowhere/result.ndjson large.csv
must_have err 'cannot be written'
finish
