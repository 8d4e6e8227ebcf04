# Drafts: a model's inventions do not survive, a person approves, nothing is
# sent; who opted out in the meantime is not written to.
. "$CLI/lib.sh"

cat >lead.txt <<'T'
Name: Ada Fox
Email: ada@hillmarsh.example
Company: Hillmarsh
Title: VP Sales Operations
Source: demo form
Message:
Our demo handoffs are inconsistent. May we see a demo?
T

cat >script.json <<'J'
{"rules": [
  {"match": "An earlier draft was refused", "content": {"angles": [
    {"channel": "email", "promise": "one_owner", "cta": "walk_through",
     "message": "You wrote that your demo handoffs are inconsistent."},
    {"channel": "email", "promise": "cited", "cta": "reply",
     "message": "You mentioned our call. You get 40% off."}]}},
  {"match": "You draft the opening of a first message", "content": {"angles": [
    {"channel": "email", "promise": "one_owner", "cta": "walk_through",
     "message": "As we discussed, your handoffs cost you 90,000 EUR a year."},
    {"channel": "email", "promise": "cheap", "cta": "reply",
     "message": "You have the budget for it."}]}}],
 "default": {"content": {"phone": null, "country": null, "website": null,
   "intent": "May we see a demo", "pain": "Our demo handoffs are inconsistent",
   "use_case": null, "team_size": null, "employees": null,
   "inbound_volume": null, "current_tool": null, "crm_platform": null,
   "budget": null, "authority": null, "deadline": null, "urgency": null,
   "audience": null, "opt_out": null, "test_lead": null,
   "inferred": [], "lane": null, "action": null}}}
J
start_server script.json

# Asked, refused, asked again; what is still missing is a template.
must_exit 0 "$HANDOFF" draft lead.txt --endpoint "$url" --model m \
    --as-of "$AS_OF" --format ndjson --save-replies saved
must_have err "drafts for 1 of 1 lead"
must_have out '"status":"proposed"'
must_have out '"angle":"model-1"'
must_have out '"angle":"pain_one_owner"'
must_have out '"code":"invented_familiarity"'
must_have out '"code":"not_offered"'
must_have out '"attempts":2'
tr '{' '\n' <out | grep '"message":' >messages
for planted in "90,000" "As we discussed" "40%" "our call" "the budget"; do
    must_lack messages "$planted"
done
must_equal "saved replies" "$(ls saved | wc -l | tr -d ' ')" 3
sed 's/"endpoint":"[^"]*"//' out >live
must_exit 0 "$HANDOFF" draft lead.txt --endpoint replay:saved --model m \
    --as-of "$AS_OF" --format ndjson -q
sed 's/"endpoint":"[^"]*"//' out >replayed
cmp -s live replayed || fail "the replayed draft differs"
stop_server

# An endpoint that is down leaves the templates; without one they serve.
mkdir empty
must_exit 0 "$HANDOFF" draft lead.txt --endpoint replay:empty --model m \
    --as-of "$AS_OF" -q
must_have out "No draft: undecided"
must_exit 0 "$HANDOFF" draft lead.txt --as-of "$AS_OF" -q
must_have out "pain_one_owner, by email"
must_have out "nothing is sent until a person approves"

# A workspace: the drafts wait in the queue, bound to what was shown.
must_exit 0 "$HANDOFF" init sales
cd sales || exit 1
must_exit 2 "$HANDOFF" draft --lead L-0001 ../lead.txt
must_exit 3 "$HANDOFF" draft --lead L-0001
must_exit 0 "$HANDOFF" draft ../lead.txt --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" review list --format ndjson
must_have out '"item":"draft-1@'
must_have out '"item":"draft-2@'
must_exit 0 "$HANDOFF" review show draft-1
must_have out 'You wrote: "Our demo handoffs are inconsistent".'
must_have out "Stop at"
name=$("$HANDOFF" review show draft-1 | head -1)
must_exit 2 "$HANDOFF" review approve draft-1
must_have err "say which version you saw: $name"
must_exit 2 "$HANDOFF" review approve draft-1@00000000
must_exit 2 "$HANDOFF" review show draft-99
must_exit 2 "$HANDOFF" review edit "$name" owner=Ada
must_have err "message=TEXT"

# An edited message is checked again.
must_exit 2 "$HANDOFF" review edit "$name" \
    message="As we discussed, you save 40% of your time."
must_have err "invented_familiarity"
must_exit 2 "$HANDOFF" review edit "$name" message="We have 300 customers."
must_have err "300"
must_exit 0 "$HANDOFF" review edit "$name" --as "Ada Quill" \
    message="Thank you for writing. You wrote that your demo handoffs are inconsistent."
must_have out "approved as edited"
must_exit 2 "$HANDOFF" review approve "$name"
must_exit 0 "$HANDOFF" log --lead L-0001
must_have out "draft-1 edited"
must_exit 0 "$HANDOFF" verify
must_exit 2 "$HANDOFF" review edit L-0001@00000000 message=x
must_have err "only a draft has a message"

# New drafts take the place of old ones.
must_exit 0 "$HANDOFF" draft --lead L-0001 --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" review list --format ndjson
must_lack out '"item":"draft-2@'
must_have out '"item":"draft-3@'
name=$("$HANDOFF" review show draft-3 | head -1)

# Suppressed in the meantime: neither approved nor drafted.
echo ada@hillmarsh.example >list
must_exit 0 "$HANDOFF" suppress list
must_exit 2 "$HANDOFF" review approve "$name"
must_have err "suppressed"
must_exit 0 "$HANDOFF" review reject "$name"
must_exit 0 "$HANDOFF" draft --lead L-0001 --as-of "$AS_OF" -q
must_have out "No draft: the address is suppressed"
must_exit 0 "$HANDOFF" forget ada@hillmarsh.example
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" review list --format ndjson
must_lack out "draft-"
! grep -qa "demo handoffs are inconsistent" handoff.db || fail "still there"
cd ..

# What left about the lead is told word for word: the brief's question, the
# draft's and the one after its refusal, with files and with --lead.
must_exit 0 "$HANDOFF" init asked
cd asked || exit 1
start_server ../script.json
must_exit 0 "$HANDOFF" draft ../lead.txt --endpoint "$url" --model m --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" log sent --lead L-0001 --format ndjson
must_equal "messages of a draft of a file" "$(grep -c . out)" 3
must_equal "told once each" "$(grep -c 'Our demo handoffs are inconsistent. May we' out)" 1
must_exit 0 "$HANDOFF" draft --lead L-0001 --endpoint "$url" --model m --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" log sent --lead L-0001 --format ndjson
must_equal "messages of a draft of the record" "$(grep -c . out)" 5
must_exit 0 "$HANDOFF" log --lead L-0001
must_have out "bytes to $url m"
must_exit 0 "$HANDOFF" draft --lead L-0001 --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" log sent --lead L-0001 --format ndjson
must_equal "nothing left without an endpoint" "$(grep -c . out)" 5
must_exit 0 "$HANDOFF" verify
stop_server
cd ..
finish
