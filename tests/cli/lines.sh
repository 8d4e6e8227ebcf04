# summarize --format ndjson: a line for each lead as soon as it is known, in
# the order of the input, wherever it goes to.
. "$CLI/lib.sh"

batch=$FIXTURES/batches/inbound-forms.csv
must_exit 0 "$HANDOFF" summarize "$batch" --as-of "$AS_OF" --format ndjson
must_equal "lines" "$(wc -l <out | tr -d ' ')" 22
must_equal "order" "$(sed 's/.*"file":"[^"]*","line":\([0-9]*\),.*/\1/' out |
    sort -n -c 2>&1)" ""
mv out lines

# The record needs the map as well, and prints the same.
must_exit 0 "$HANDOFF" init work
must_exit 0 sh -c 'cd work && "$0" summarize "$1" --as-of "$2" --format ndjson' \
    "$HANDOFF" "$batch" "$AS_OF"
must_equal "lines with a record" "$(wc -l <out | tr -d ' ')" 22
must_exit 0 sh -c 'cd work && "$0" verify' "$HANDOFF"

# Into a file: all of it or nothing.
must_exit 0 "$HANDOFF" summarize "$batch" --as-of "$AS_OF" --format ndjson \
    -o written
cmp -s lines written || fail "the file differs from standard output"
[ ! -e written.part ] || fail "a part is left"
must_exit 3 "$HANDOFF" summarize "$batch" --format ndjson -o no/such/folder
must_have err "no/such/folder: cannot be written"
if [ -c /dev/full ]; then
    must_exit 3 "$HANDOFF" summarize "$batch" --format ndjson -o /dev/full
    must_have err "/dev/full: cannot be written"
fi

# Who reads the first line gets it while the second lead is still asked, and
# whoever hangs up ends the run: nothing more is asked.
cat >script.json <<'J'
{"rules": [{"number": 1}], "default": {"delay_ms": 2000}}
J
start_server script.json
("$HANDOFF" summarize "$batch" --as-of "$AS_OF" --format ndjson --jobs 1 \
    --endpoint "$url" --model m 2>err
    echo $? >code) | head -n 1 >first
must_equal "lines read" "$(wc -l <first | tr -d ' ')" 1
must_equal "exit code of a run without a reader" "$(cat code)" 3
must_have err "standard output cannot be written"
finish
