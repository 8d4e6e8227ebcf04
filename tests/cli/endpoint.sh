# A live batch against a real server: 25 leads at eight at a time, a 429 that
# passes, a lead that always fails, and a reply that invents.
. "$CLI/lib.sh"

awk 'BEGIN {
    print "id,company,role,email,need"
    for (i = 1; i <= 25; i++)
        printf "C-%02d,Company %d,VP Operations,p%d@company%d.example,\"We lose leads in handover %d, it is a manual mess\"\n", i, i, i, i, i
}' >leads.csv

cat >script.json <<'J'
{"latency_ms": 20, "rules": [
  {"match": "handover 7,", "times": 1, "status": 429,
   "headers": {"Retry-After": "0"}, "body": {"error": {"message": "slow down"}}},
  {"match": "handover 13,", "status": 500,
   "body": {"error": {"message": "broken on purpose"}}},
  {"match": "handover 3,", "content": {"pain": "we have a budget of 90000 USD",
   "inferred": [], "lane": "pursue", "action": null}},
  {"match": "handover 4,", "content": {"pain": "We lose leads in handover 4, it is a manual mess",
   "inferred": [], "lane": null, "action": null}}]}
J
start_server script.json

must_exit 0 "$HANDOFF" summarize leads.csv --endpoint "$url" --model m \
    --jobs 8 --attempts 2 --as-of "$AS_OF" --format ndjson
must_equal "briefs" "$(wc -l <out | tr -d ' ')" 25
must_equal "degraded briefs" "$(grep -c '"degraded":true' out)" 1
grep '"lead":"C-13"' out >failed.json
must_have failed.json '"degraded":true'
must_have failed.json '"code":"no_reply"'
must_have failed.json 'broken on purpose'
grep '"lead":"C-07"' out >retried.json
must_have retried.json '"degraded":false'
must_have retried.json '"attempts":2'
grep '"lead":"C-03"' out >invented.json
must_have invented.json '"code":"quote_not_found"'
must_lack invented.json '"value":"we have a budget'
grep '"lead":"C-04"' out >honest.json
must_have honest.json '"value":"We lose leads in handover 4, it is a manual mess"'
must_have err "1 without a usable reply"

must_exit 0 "$HANDOFF" map leads.csv --endpoint "$url" --model m --jobs 8 \
    --attempts 1 --as-of "$AS_OF" --format json
must_have out '"flag": "no_reply"'
must_have out '"situation": "raw lead, no brief"'
stop_server

# Nobody listens any more: every lead is kept, and says why.
must_exit 0 "$HANDOFF" summarize leads.csv --endpoint "$url" --model m \
    --attempts 1 --as-of "$AS_OF" --format ndjson
must_equal "degraded briefs" "$(grep -c '"degraded":true' out)" 25

must_exit 3 "$HANDOFF" map leads.csv --endpoint http://acme.example/v1 --model m
must_be_one_line err
must_exit 3 "$HANDOFF" map leads.csv --endpoint "$url"
must_be_one_line err
finish
