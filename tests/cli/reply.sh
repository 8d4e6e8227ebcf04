# Replies: what they mean, what is kept of them, and who is never written to
# again.
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
printf 'Sounds good. Tuesday at 3 pm works for me.\n\nOn Thu, 24 Sep 2026, Sales wrote:\n> Please unsubscribe me\n' >yes.txt
printf 'Please stop emailing me.\n' >no.txt
printf 'No thanks.\n' >nothanks.txt
printf '> Sounds good.\n' >quoted.txt
cat >away.txt <<'T'
From: Ada Fox <ada@hillmarsh.example>
To: sales@ours.example
Subject: Automatic reply: your message
Date: Thu, 24 Sep 2026 10:00:00 +0000
Auto-Submitted: auto-replied

I am out of office until 1 October 2026.
T

must_exit 2 "$HANDOFF" reply yes.txt
must_be_one_line err
must_exit 2 "$HANDOFF" reply --lead L-0001
must_exit 3 "$HANDOFF" reply missing.txt --lead L-0001
printf '\n \n' >empty.txt
must_exit 3 "$HANDOFF" reply empty.txt --lead L-0001
must_have err "no words of its writer"
must_exit 3 "$HANDOFF" reply quoted.txt --lead L-0001
must_have err "no words of its writer"

# Without a workspace: said, and not kept.
must_exit 0 "$HANDOFF" reply yes.txt --lead L-0001 --as-of "$AS_OF"
must_have out "L-0001: book"
must_have out "by rule F9-book"
must_have out "Sounds good"
must_have out "[reply 0-11]"
must_lack out "opt out"
must_exit 0 "$HANDOFF" reply - --lead L-0001 --as-of "$AS_OF" --format ndjson <no.txt
must_have out '"step":"stop"'
must_have out '"stop_reason":"OPTED_OUT"'

# A model points at what no phrase finds; an opt-out never reaches it.
cat >script.json <<'J'
{"default": {"content": {"signals": [
  {"signal": "price", "quote": "above what we had in mind"},
  {"signal": "interested", "quote": "we love it"}]}}}
J
printf 'Hmm, that is above what we had in mind.\n' >hmm.txt
start_server script.json
must_exit 0 "$HANDOFF" reply hmm.txt --lead L-0001 --endpoint "$url" --model m \
    --as-of "$AS_OF" --format ndjson --save-replies saved
must_have out '"rule":"F8-price"'
must_have out '"found_by":"model"'
must_have out '"refused":1'
must_exit 0 "$HANDOFF" reply no.txt --lead L-0001 --endpoint "$url" --model m \
    --as-of "$AS_OF" --format ndjson --save-replies none
must_have out '"rule":"opt-out"'
[ ! -d none ] || must_equal "asked about an opt-out" "$(ls none | wc -l | tr -d ' ')" 0
stop_server

# A workspace keeps it: the log tells it, drafts stop, the address is
# suppressed, and forgetting takes all of it.
must_exit 0 "$HANDOFF" init sales
cd sales || exit 1
must_exit 0 "$HANDOFF" draft ../lead.txt --as-of "$AS_OF" -q
must_exit 2 "$HANDOFF" reply ../no.txt --lead L-0099
must_exit 0 "$HANDOFF" reply ../yes.txt --lead L-0001 --as-of "$AS_OF" --as Bo
must_exit 0 "$HANDOFF" log --lead L-0001
must_have out "book: WANTS_MEETING"
must_exit 0 "$HANDOFF" log sent
must_have out "Nothing left this machine."
start_server ../script.json
must_exit 0 "$HANDOFF" reply ../hmm.txt --lead L-0001 --as-of "$AS_OF" --endpoint "$url" --model m
must_exit 2 "$HANDOFF" reply ../hmm.txt --lead L-0099 --as-of "$AS_OF" --endpoint "$url" --model m
stop_server
must_exit 0 "$HANDOFF" log sent --format ndjson
must_equal "replies that left" "$(grep -c . out)" 1
must_have out "above what we had in mind"
must_have out '"lead":"L-0001"'
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" draft --lead L-0001 --as-of "$AS_OF" -q
must_lack out "No draft"
must_exit 0 "$HANDOFF" map ../lead.txt --as-of "$AS_OF" -q
must_have out "Do: reply today"

# Who said no is asked nothing: no export before the next map, which closes the
# lead for the reply's reason, and still does when it is proved again.
must_exit 0 "$HANDOFF" reply ../nothanks.txt --lead L-0001 --as-of "$AS_OF"
must_have out "NOT_INTERESTED"
must_exit 0 "$HANDOFF" export --crm csv -o crm
must_have crm/export-0001-csv/manifest.json '"why": "stopped_by_reply"'
must_exit 0 "$HANDOFF" map ../lead.txt --as-of "$AS_OF" -q
must_have out "close with the reason, reason code NOT_INTERESTED"
must_have out 'not interested "No thanks" [reply of 2026-09-24]; rule F6-no'
must_lack out "Do: reply today"
must_exit 0 "$HANDOFF" review list
must_lack out "pursue"
must_exit 0 "$HANDOFF" verify

# An automatic answer does not take that back; a person does.
must_exit 0 "$HANDOFF" reply ../away.txt --lead L-0001 --as-of "$AS_OF"
must_have out "by rule F3-away"
must_exit 0 "$HANDOFF" map ../lead.txt --as-of "$AS_OF" -q
must_have out "close with the reason, reason code NOT_INTERESTED"
must_exit 0 "$HANDOFF" draft --lead L-0001 --as-of "$AS_OF" -q
must_have out "No draft: the lead's last reply stopped it"
# a run for drafts keeps its map under that reply, too
must_exit 0 "$HANDOFF" draft ../lead.txt --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" reply ../yes.txt --lead L-0001 --as-of "$AS_OF"
must_exit 0 "$HANDOFF" map ../lead.txt --as-of "$AS_OF" -q
must_have out "Do: reply today"
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" reply ../no.txt --lead L-0001 --as-of "$AS_OF"
must_have err "suppressed from now on"
must_exit 0 "$HANDOFF" draft --lead L-0001 --as-of "$AS_OF" -q
must_have out "No draft: the address is suppressed"
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" forget ada@hillmarsh.example
must_exit 0 "$HANDOFF" verify

# Whose address nobody knows cannot be suppressed: that is said.
printf 'Name: Bo\nMessage:\nMay we see a demo?\n' >../bo.txt
must_exit 0 "$HANDOFF" map ../bo.txt --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" reply ../no.txt --lead L-0002 --as-of "$AS_OF"
must_have err "no address of this lead is known"
! grep -qa "Tuesday at 3 pm works" handoff.db || fail "the reply is still there"
finish
