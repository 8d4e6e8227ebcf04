# Replies that were saved serve again without any endpoint, and the same
# input at the same time gives the same bytes.
. "$CLI/lib.sh"

batch=$FIXTURES/batches/inbound-forms.csv
for format in text json ndjson markdown html; do
    must_exit 0 "$HANDOFF" map "$batch" --as-of "$AS_OF" --format $format -q
    mv out first
    must_exit 0 "$HANDOFF" map "$batch" --as-of "$AS_OF" --format $format -q
    cmp -s first out || fail "two maps differ: $format"
done

example=$FIXTURES/batches/playbook-example/notification.txt
must_exit 0 "$HANDOFF" summarize "$example" --as-of "$AS_OF" --format ndjson \
    --save-replies saved -q
mv out live
must_equal "saved replies" "$(ls saved | wc -l | tr -d ' ')" 1
must_exit 0 "$HANDOFF" summarize "$example" --as-of "$AS_OF" --format ndjson \
    --endpoint replay:saved -q
sed 's/"endpoint":"[^"]*"//' live >a
sed 's/"endpoint":"[^"]*"//' out >b
cmp -s a b || fail "the replayed brief differs"

rm -r saved
must_exit 3 "$HANDOFF" summarize "$example" --endpoint replay:saved
must_be_one_line err
finish
