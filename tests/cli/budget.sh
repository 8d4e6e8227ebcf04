# What a run may cost, and how it ends early: plans, batch files, limits, a
# wrong key, a signal; and where the key can be seen: nowhere.
. "$CLI/lib.sh"

awk 'BEGIN {
    print "id,company,role,email,need"
    for (i = 1; i <= 30; i++)
        printf "C-%02d,Company %d,VP Operations,p%d@company%d.example,\"We lose leads in handover %d, it is a manual mess\"\n", i, i, i, i, i
}' >leads.csv
run="--model m --as-of $AS_OF --format ndjson"

# A plan sends nothing; nobody listens there.
far="--endpoint http://127.0.0.1:9/v1"
must_exit 0 "$HANDOFF" summarize leads.csv $far $run --dry-run
must_have out "requests           30"
must_have out "cost               unknown"
must_have out "nothing was sent"

"$HANDOFF" init shop >/dev/null
cp leads.csv shop/
printf 'prices:\n  m: { input: 0.15, output: 0.60 }\n' >>shop/handoff.yaml
cd shop || exit 1
must_exit 0 "$HANDOFF" map leads.csv $far --model m --dry-run
must_have out "at the prices of handoff.yaml"
[ ! -e handoff.db ] || fail "a plan leaves a record"
must_exit 2 "$HANDOFF" map leads.csv $far --model m --max-cost lots
must_exit 3 "$HANDOFF" map leads.csv $far --model other --max-cost 1
must_have err "needs a price for the model other"

# A batch file out, its results in, in another order and one of them missing.
must_exit 0 "$HANDOFF" summarize leads.csv $far $run --batch-out batch.jsonl
must_equal "requests" "$(wc -l <batch.jsonl | tr -d ' ')" 30
must_equal "who may read it" "$(ls -l batch.jsonl | cut -c1-10)" "-rw-------"
sed -n 's/^{"custom_id":"\([0-9a-f]*\)".*/\1/p' batch.jsonl | sort -r |
    tail -n +2 | while read -r id; do
    printf '{"custom_id":"%s","response":{"status_code":200,"body":{"choices":[{"message":{"content":"{\\"pain\\":null}"}}]}},"error":null}\n' "$id"
done >results.jsonl
must_exit 0 "$HANDOFF" summarize leads.csv --batch-in results.jsonl $run --no-record
must_equal "briefs" "$(wc -l <out | tr -d ' ')" 30
must_equal "missing" "$(grep -c '"degraded":true' out)" 1
must_have out "has no result for this lead"
must_have batch.jsonl "p7@company7.example"

# What is in the record is not planned again, unless the run begins afresh.
must_exit 0 "$HANDOFF" summarize leads.csv --batch-in results.jsonl $run
must_exit 0 "$HANDOFF" summarize leads.csv $far $run --batch-out rest.jsonl
must_equal "requests that are left" "$(wc -l <rest.jsonl | tr -d ' ')" 1
must_have out "answered already   29"
must_exit 0 "$HANDOFF" summarize leads.csv $far $run --batch-out all.jsonl --fresh
cmp -s all.jsonl batch.jsonl || fail "a fresh plan is not the first one"
must_exit 0 "$HANDOFF" summarize leads.csv $far $run --batch-out all.jsonl --no-record
must_lack out "answered already"
# A file that holds only the rest is enough: the others are recalled.
sed -n 's/^{"custom_id":"\([0-9a-f]*\)".*/\1/p' rest.jsonl | while read -r id; do
    printf '{"custom_id":"%s","response":{"status_code":200,"body":{"choices":[{"message":{"content":"{\\"pain\\":null}"}}]}},"error":null}\n' "$id"
done >late.jsonl
must_exit 0 "$HANDOFF" summarize leads.csv --batch-in late.jsonl $run
must_equal "missing of a batch in two files" "$(grep -c '"degraded":true' out)" 0
rm handoff.db*
echo '{}' >../open.json
start_server ../open.json
must_exit 0 "$HANDOFF" summarize leads.csv --endpoint "$url" $run --reasks 0
must_exit 0 "$HANDOFF" summarize leads.csv --endpoint "$url" $run --dry-run
must_have out "requests           0"
must_have out "answered already   30"
must_exit 0 "$HANDOFF" summarize leads.csv --endpoint "$url" --model other \
    --as-of "$AS_OF" --dry-run
must_have out "requests           30"
stop_server
rm handoff.db*
must_exit 0 "$HANDOFF" summarize leads.csv $far $run --redact pii --batch-out red.jsonl
must_lack red.jsonl "p7@company7.example"
must_exit 2 "$HANDOFF" summarize leads.csv --batch-out x.jsonl --endpoint builtin:extract
must_exit 2 "$HANDOFF" summarize leads.csv --batch-in results.jsonl --dry-run
cd ..

# A limit that is reached: what was answered is printed, and the rest says so.
echo '{"latency_ms": 30}' >script.json
start_server script.json
must_exit 3 "$HANDOFF" summarize leads.csv --endpoint "$url" $run \
    --reasks 0 --max-requests 12
must_equal "briefs" "$(wc -l <out | tr -d ' ')" 30
must_equal "unasked" "$(grep -c '"degraded":true' out)" 18
must_have err "the run ended early"
must_have err "--max-requests"
stop_server

# A wrong key ends the run at once, and is seen nowhere.
cat >script.json <<'J'
{"rules": [{"header": "Bearer sk-right-0123456789"}],
 "default": {"status": 401, "body": {"error": {"message":
  "Incorrect API key provided: sk-wrong-0123456789"}}}}
J
start_server script.json
HANDOFF_API_KEY=sk-wrong-0123456789
export HANDOFF_API_KEY
must_exit 3 "$HANDOFF" map leads.csv --endpoint "$url" --model m --as-of "$AS_OF"
must_have err "HTTP 401"
must_have err "[key]"
must_lack err "sk-wrong"
must_lack out "sk-wrong"
must_exit 3 sh -c 'cd shop && "$0" map leads.csv --endpoint "$1" --model m' "$HANDOFF" "$url"
for file in shop/handoff.db*; do
    must_lack "$file" "sk-wrong"
done
must_exit 1 "$HANDOFF" doctor --endpoint "$url" --model m
must_lack out "sk-wrong"
HANDOFF_API_KEY=sk-right-0123456789
must_exit 0 "$HANDOFF" doctor --endpoint "$url" --model m
must_have out "takes      json_schema strict, max_tokens, temperature, seed"
unset HANDOFF_API_KEY
stop_server

# doctor shows what a server does not take.
cat >script.json <<'J'
{"rules": [{"match": "response_format", "status": 400, "body":
  {"error": "'response_format.type' must be 'json_schema' or 'text'"}}]}
J
start_server script.json
must_exit 0 "$HANDOFF" doctor --endpoint "$url" --model m
must_have out "takes      forced tool, max_tokens"
stop_server

# A signal: what is in flight is finished and kept, and the next run goes on.
echo '{"latency_ms": 300}' >script.json
start_server script.json
cd shop || exit 1
rm -f handoff.db*
"$HANDOFF" summarize leads.csv --endpoint "$url" $run --jobs 3 --reasks 0 \
    >../out 2>../err &
pid=$!
sleep 1
kill -TERM $pid
wait $pid
must_equal "exit after the signal" $? 3
cd ..
must_have err "interrupted. Run the same command again"
unasked=$(grep -c '"degraded":true' out)
[ "$unasked" -gt 5 ] && [ "$unasked" -lt 30 ] || fail "$unasked were not asked"
must_exit 0 sh -c 'cd shop && exec "$0" "$@"' "$HANDOFF" summarize leads.csv \
    --endpoint "$url" $run --jobs 16 --reasks 0 --max-requests "$unasked"
must_equal "unasked after all" "$(grep -c '"degraded":true' out)" 0
stop_server

# Unencrypted to elsewhere only by flag; an authority that is no file.
must_exit 3 "$HANDOFF" doctor --endpoint http://llm.example/v1 --model m
must_have err "unencrypted"
must_exit 3 "$HANDOFF" doctor --endpoint https://llm.example/v1 --model m \
    --ca-file no-such.pem
must_have err "no-such.pem"
finish
