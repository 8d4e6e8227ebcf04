# What the program writes is what its schemas say: every batch of the
# fixtures, checked by the program's own filter.
. "$CLI/lib.sh"

one_line() { tr -d '\n' <"$1"; }

must_fit() { # SCHEMA INSTANCE-FILE
    printf '{"id":"%s","schema":%s,"instance":%s}\n' "$2" \
        "$(one_line "$ROOT/schemas/$1")" "$(one_line "$2")" >line.ndjson
    must_exit 0 "$HANDOFF" check schema --assert-format \
        --map "https://handoff.example/schemas/=$ROOT/schemas" line.ndjson ||
        sed 's/^/    /' out | cut -c1-600 >&2
}

for batch in "$FIXTURES"/batches/*.csv "$FIXTURES"/batches/notifications/*.txt \
    "$FIXTURES"/batches/playbook-example/notification.txt; do
    must_exit 0 "$HANDOFF" map "$batch" --as-of "$AS_OF" --format json -q \
        -o map.json
    must_fit system-map.schema.json map.json
    must_exit 0 "$HANDOFF" summarize "$batch" --as-of "$AS_OF" \
        --format ndjson -q -o briefs.ndjson
    head -1 briefs.ndjson | sed 's/.*"brief"://; s/,"decision":.*/ /' >brief.json
    must_fit brief.schema.json brief.json
done

# A checked answer is the map and what was found.
for answer in clean-tables swapped-leads no-map; do
    "$HANDOFF" check map "$FIXTURES/answers/$answer/answer.md" \
        --batch "$FIXTURES/answers/leads.csv" --as-of "$AS_OF" --format json \
        -q -o map.json
    must_fit system-map.schema.json map.json
done

# Drafts, with and without angles, and what replies lead to.
must_exit 0 "$HANDOFF" draft "$FIXTURES/batches/inbound-forms.csv" \
    --as-of "$AS_OF" --format ndjson -q -o drafts.ndjson
grep '"status":"proposed"' drafts.ndjson | head -1 >draft.json
must_fit draft.schema.json draft.json
grep '"status":"none"' drafts.ndjson | head -1 >draft.json
must_fit draft.schema.json draft.json
for said in "Please unsubscribe me." "Sounds good, Tuesday works." "Too expensive." \
    "I am out of office until 5 October 2026." "Hm."; do
    echo "$said" >reply.txt
    must_exit 0 "$HANDOFF" reply reply.txt --lead L-0001 --as-of "$AS_OF" \
        --format ndjson -q -o response.json
    must_fit response.schema.json response.json
done
finish
