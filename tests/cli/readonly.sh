# A workspace that nobody here may write: what reads works, what writes says so
# in one sentence, and no byte of the record is touched.
. "$CLI/lib.sh"

# Permissions bind root no more than air: it goes as nobody.
guest=
if [ "$(id -u)" -eq 0 ]; then
    guest="setpriv --reuid=65534 --regid=65534 --clear-groups --bounding-set=-all"
fi
$guest "$HANDOFF" --version >out 2>err || {
    echo "skipped: nobody else may run the program here"
    exit 77
}
inside() {
    (cd sales && exec $guest "$HANDOFF" "$@")
}
trap 'chmod -R u+w sales; stop_server' EXIT

must_exit 0 "$HANDOFF" init sales
cp "$FIXTURES/record/leads.csv" sales
cd sales || exit 1
"$HANDOFF" map leads.csv --as-of "$AS_OF" -q >/dev/null 2>&1 || fail "no record"
"$HANDOFF" draft leads.csv --as-of "$AS_OF" -q >/dev/null 2>&1 || fail "no drafts"
item=$("$HANDOFF" review list --format ndjson | sed -n 's/.*"item":"\(L-[^"]*\)".*/\1/p' | head -1)
cd ..
chmod -R a-w,a+rX sales
ls -la sales | grep -v '\.$' >before
cksum sales/* >>before

# Each reads as it would anywhere.
while read -r words; do
    set -f
    must_exit 0 inside $words
    [ -s out ] || fail "nothing is said: $words"
    set +f
done <<'W'
status
status --format html
log
log --lead L-0001
log sent
review list
review show policy
stale
verify
verify 1
replay 1 --policy policy.yaml
policy show
policy lint
policy test
policy diff policy.yaml policy.yaml
doctor
map leads.csv --no-record -q
summarize leads.csv --no-record -q
draft leads.csv --no-record -q
intake leads.csv
prompt playbook leads.csv
W
# Each says in one sentence that it cannot.
while read -r words; do
    set -f
    must_exit 3 inside $words
    set +f
    must_be_one_line err
    [ ! -s out ] || fail "said all the same: $words"
    grep -q "check who may\|Permission denied" err || fail "no reason: $words: $(cat err)"
done <<W
map leads.csv -q
summarize leads.csv -q
draft leads.csv -q
draft --lead L-0001 -q
reply leads.csv --lead L-0001 -q
review approve $item
review reject $item
review edit $item owner=Bo
export --crm csv -o box
suppress a@b.example
forget --lead L-0001
policy approve --as Ada
init new
status -o page.txt
map leads.csv --no-record -q -o map.txt
map leads.csv --no-record -q --save-replies kept
W

ls -la sales | grep -v '\.$' >after
cksum sales/* >>after
cmp -s before after || fail "something was touched: $(diff before after)"

# A run that was killed left its last leads in the journal: they are read, too.
chmod -R u+w sales
cat >script.json <<'J'
{"latency_ms": 5000}
J
start_server script.json
printf 'Email,Need\nq@b.example,a price please\n' >sales/slow.csv
cd sales || exit 1
"$HANDOFF" map slow.csv --endpoint "$url" --model m -o slow.txt >/dev/null 2>&1 &
slow=$!
sleep 0.7
kill -9 "$slow"
wait "$slow" 2>/dev/null
cd ..
stop_server
[ -s sales/handoff.db-wal ] || fail "the run left no journal"
chmod -R a-w,a+rX sales
cksum sales/* >before
must_exit 0 inside status
must_have out "it did not finish"
must_exit 0 inside log
must_have out "slow.csv"
must_exit 0 inside verify
must_have out "everything holds"
must_exit 3 inside suppress a@b.example
must_be_one_line err
cksum sales/* >after
cmp -s before after || fail "the journal was touched: $(diff before after)"
chmod -R u+w sales
cd sales || exit 1
must_exit 0 "$HANDOFF" map slow.csv --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" verify
cd ..
finish
