# A workspace's record: what is kept, what is told of it, and who may write.
. "$CLI/lib.sh"

LEADS=$FIXTURES/record/leads.csv

# Outside of a workspace nothing is written, and nothing can be read.
must_exit 0 "$HANDOFF" map "$LEADS" --as-of "$AS_OF"
[ ! -e handoff.db ] || fail "a record outside of a workspace"
must_exit 3 "$HANDOFF" status
must_have err "nothing is recorded in this folder"

must_exit 0 "$HANDOFF" init sales
cd sales || exit 1
must_exit 0 "$HANDOFF" map "$LEADS" --as-of "$AS_OF" --no-record
[ ! -e handoff.db ] || fail "a record in spite of --no-record"
must_exit 0 "$HANDOFF" map "$LEADS" --as-of "$AS_OF"
must_equal "who may read the record" "$(ls -l handoff.db | cut -c1-10)" \
    "-rw-------"
must_exit 0 "$HANDOFF" summarize "$LEADS" --as-of "$AS_OF"
must_exit 0 "$HANDOFF" status --as-of 2026-11-01
must_have out "Leads by stage (3)"
must_have out "##"
must_have out "summarize of 3 leads"
must_exit 0 "$HANDOFF" status --as-of 2026-09-24 --format json
must_have out '"leads": 3'
must_have out '"waiting_for_review": '
must_exit 2 "$HANDOFF" status --format csv
must_exit 0 "$HANDOFF" status --as-of 2026-11-01 --format html -o status.html
must_have status.html "<svg"
must_have status.html "Content-Security-Policy"
must_have status.html "run finished"
must_lack status.html "http:"
must_lack status.html "<script"
must_exit 0 "$HANDOFF" doctor
must_have out "record     version"

# A name is kept over runs and files: the second sheet begins with L-0004.
printf 'Email,Need\nzoe@larkspur.example,Please show us a demo\n' >more.csv
must_exit 0 "$HANDOFF" map more.csv --as-of "$AS_OF"
must_have out "L-0004"
must_exit 0 "$HANDOFF" log --lead L-0004
must_have out "from more.csv, line 2"
must_exit 0 "$HANDOFF" log --format ndjson
must_have out '"kind":"decided"'
must_exit 2 "$HANDOFF" log --lead nobody
must_be_one_line err

# One queue; what was approved is what was shown.
must_exit 0 "$HANDOFF" review list --format ndjson
must_have out '"needs":"policy approval"'
must_have out 'stage move"'
item=$(sed -n 's/.*"item":"\(L-0001@[0-9a-f]*\)".*/\1/p' out)
must_exit 0 "$HANDOFF" review show L-0001
must_have out "$item"
must_have out "The lead says"
must_exit 2 "$HANDOFF" review approve L-0001
must_have err "say which version you saw: $item"
must_exit 0 "$HANDOFF" review approve "$item" --as "Ada Quill" --note agreed
must_exit 2 "$HANDOFF" review approve "$item" --as "Bo Lind"
must_exit 0 "$HANDOFF" log --lead L-0001
must_have out "Ada Quill"
must_have out "approved, agreed"
item=$("$HANDOFF" review list --format ndjson |
    sed -n 's/.*"item":"\(L-0002@[0-9a-f]*\)".*/\1/p')
must_exit 2 "$HANDOFF" review edit "$item" colour=red
must_exit 0 "$HANDOFF" review edit "$item" owner="Bo Lind" date=2026-10-01
must_exit 2 "$HANDOFF" review reject "$item" --as ""

must_exit 0 "$HANDOFF" verify
must_have out "everything holds"
must_have out "head "
must_exit 0 "$HANDOFF" verify 1
must_exit 3 "$HANDOFF" verify 99
must_exit 0 "$HANDOFF" verify --seals

# Another policy decides otherwise, and says what it would change.
sed 's/^name: .*/name: other/; s/R1-pain-with-date/R9-other/' policy.yaml >other.yaml
must_exit 0 "$HANDOFF" replay 1 --policy other.yaml
must_have out "R9-other"
must_exit 0 "$HANDOFF" replay 1
must_have out "Nothing would change"

# Lists and time zones are kept with the policy: proof needs no file.
must_exit 0 "$HANDOFF" init kept
(
    cd kept && mkdir lists && echo larkspur.example >lists/partners.txt
    hash=$(sha256sum lists/partners.txt | cut -d ' ' -f 1)
    sed -i "s|^lists:|lists:\n  partners: {file: lists/partners.txt, sha256: $hash}|
        s|^timezone: UTC|timezone: Europe/Berlin|" policy.yaml
) || fail "no policy with files"
cd kept || exit 1
grep -q "^timezone: Europe/Berlin" policy.yaml || fail "no zone"
grep -q "partners: {file" policy.yaml || fail "no list"
must_exit 0 "$HANDOFF" map "$LEADS" --as-of "$AS_OF"
mv lists gone
must_exit 0 "$HANDOFF" verify
must_have out "everything holds"
must_exit 3 "$HANDOFF" replay 1
must_have err "lists/partners.txt"
grep -v 'partners: {file' policy.yaml >inline.yaml
must_exit 0 "$HANDOFF" replay 1 --policy inline.yaml
must_have out "Nothing would change"
cd ..

# Who is suppressed is known before anything is asked, and a run keeps what was
# known when it began.
must_exit 0 "$HANDOFF" init quiet
cd quiet || exit 1
must_exit 0 "$HANDOFF" map "$LEADS" --as-of "$AS_OF"
must_exit 0 "$HANDOFF" suppress ilse@kestrelfreight.example --as Ada
must_exit 0 "$HANDOFF" verify
must_have out "everything holds"
must_exit 0 "$HANDOFF" summarize "$LEADS" --as-of "$AS_OF" --format ndjson
must_equal "suppressed" "$(grep -c '"reason":"SUPPRESSED"' out)" 1
must_exit 0 "$HANDOFF" verify
must_have out "everything holds"
cd ..

# A run that is under way: others read, review, and are told to wait.
cat >script.json <<'J'
{"latency_ms": 1500}
J
start_server script.json
printf 'Email,Need\nq@b.example,a price please\n' >slow.csv
"$HANDOFF" map slow.csv --endpoint "$url" --model m -o slow.txt >/dev/null 2>&1 &
slow=$!
sleep 0.7
must_exit 0 "$HANDOFF" status
must_have out "it did not finish"
must_exit 3 "$HANDOFF" map "$LEADS"
must_have err "another handoff run (process $slow)"
must_be_one_line err
must_exit 0 "$HANDOFF" map "$LEADS" --no-record
policy=$("$HANDOFF" review list --format ndjson |
    sed -n 's/.*"item":"\(policy@[0-9a-f]*\)".*/\1/p')
must_exit 0 "$HANDOFF" review approve "$policy" --as "Ada Quill"
wait "$slow" || fail "the slow run failed"

# What left the machine is told word for word, redacted where it was.
must_exit 0 "$HANDOFF" log sent --format ndjson
must_have out '"text":"'
must_have out 'a price please'
must_have out '"redacted":false'
printf 'Name,Email,Need\nMara Quince,mara@quince.example,Mara Quince wants a demo\n' >hidden.csv
must_exit 0 "$HANDOFF" map hidden.csv --endpoint "$url" --model m --redact pii
lead=$("$HANDOFF" log --format ndjson | sed -n 's/.*"lead":"\([^"]*\)".*hidden.csv.*/\1/p')
must_exit 0 "$HANDOFF" log sent --lead "$lead" --format json
must_have out '"redacted": true'
must_lack out Quince
must_exit 0 "$HANDOFF" log sent --lead "$lead"
must_have out "redacted"
must_lack out mara@
must_exit 0 "$HANDOFF" verify
must_have out "everything holds"
must_exit 0 "$HANDOFF" doctor --endpoint "$url" --model m
must_have out "learnt     "
must_exit 0 "$HANDOFF" log --format ndjson
must_have out "m takes "

# Answered once: the second run needs no endpoint any more; --fresh asks.
stop_server
must_exit 0 "$HANDOFF" map slow.csv --endpoint "$url" --model m --format json
must_lack out '"flag": "no_reply"'
must_exit 0 "$HANDOFF" map slow.csv --endpoint "$url" --model m --fresh \
    --attempts 1 --format json
must_have out '"flag": "no_reply"'
must_exit 0 "$HANDOFF" verify

# A damaged record is named, and nothing overwrites it.
printf 'not a database at all, but long enough to have a header of one hundred bytes, which this text has by now' >handoff.db
rm -f handoff.db-wal handoff.db-shm
must_exit 3 "$HANDOFF" map more.csv
must_have err "no record of handoff"
must_be_one_line err
must_exit 3 "$HANDOFF" verify
must_equal "the file" "$(head -c 3 handoff.db)" not
cd ..
finish
