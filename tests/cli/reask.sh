# What fails its proof is asked again, a limited number of times, and the
# brief says so; a recorded run of it serves again.
. "$CLI/lib.sh"

cat >lead.txt <<'T'
Name: Ada Fox
Email: ada@hillmarsh.example
Message:
Our team of 12 reps loses leads. It is a manual mess.
T

# Every key of the schema null, but for an invented team size; to the question
# about that one, the honest words.
cat >script.json <<'J'
{"rules": [
  {"match": "An earlier answer", "times": 1,
   "content": {"team_size": "team of 12 reps"}},
  {"match": "An earlier answer",
   "content": {"team_size": "team of 90 reps"}}],
 "default": {"content": {"company": null, "phone": null, "role": null,
   "country": null, "website": null, "intent": null,
   "pain": "It is a manual mess", "use_case": null,
   "team_size": "team of 90 reps", "employees": null,
   "inbound_volume": null, "current_tool": null, "crm_platform": null,
   "budget": null, "authority": null, "deadline": null, "urgency": null,
   "audience": null, "opt_out": null, "test_lead": null,
   "inferred": [], "lane": null, "action": null}}}
J
start_server script.json

must_exit 0 "$HANDOFF" summarize lead.txt --endpoint "$url" --model m \
    --as-of "$AS_OF" --format ndjson --save-replies saved -q
must_have out '"value":"12"'
must_have out '"attempts":2'
must_have out '"reask_prompt":"prompts/reask.prompt@sha256:'
must_have out '"quote":"team of 90 reps"'
must_have out '"asked_again":true'
must_equal "saved replies" "$(ls saved | wc -l | tr -d ' ')" 2
sed 's/"endpoint":"[^"]*"//' out >live
must_exit 0 "$HANDOFF" summarize lead.txt --as-of "$AS_OF" --model m \
    --endpoint replay:saved --format ndjson -q
sed 's/"endpoint":"[^"]*"//' out >replayed
cmp -s live replayed || fail "the replayed brief differs"

# The script has no honest words left: the same words twice are the last word.
must_exit 0 "$HANDOFF" summarize lead.txt --endpoint "$url" --model m \
    --as-of "$AS_OF" --format ndjson --reasks 3 -q
must_have out '"attempts":2'
must_lack out '"value":"12"'
must_have out '"field":"team_size","reason":"rejected"'

must_exit 0 "$HANDOFF" summarize lead.txt --endpoint "$url" --model m \
    --as-of "$AS_OF" --format ndjson --reasks 0 -q
must_have out '"attempts":1'
must_have out '"reask_prompt":null'
must_lack out '"asked_again":true'

# What was asked again and healed is no risk to look at; what remains is.
must_exit 0 "$HANDOFF" map lead.txt --as-of "$AS_OF" --model m \
    --endpoint replay:saved --format json
must_lack out '"flag": "claim_refused"'
must_exit 0 "$HANDOFF" map lead.txt --as-of "$AS_OF" --model m \
    --endpoint "$url" --format json
must_have out '"flag": "claim_refused"'
stop_server

for bad in 4 -1 x ""; do
    must_exit 2 "$HANDOFF" summarize lead.txt --reasks "$bad"
    must_be_one_line err
done
must_exit 0 "$HANDOFF" prompt list
must_have out "reask"
finish
