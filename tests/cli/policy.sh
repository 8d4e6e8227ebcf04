# policy lint, diff, show and approve, as their users meet them.
. "$CLI/lib.sh"

for command in lint diff show approve; do
    must_exit 0 "$HANDOFF" policy $command --help
    must_have out "Usage: handoff policy $command"
    must_have out "Examples:"
done

# no_controls FILE: nothing in it steers a terminal
no_controls() {
    ! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$1" ||
        fail "$1 has control characters"
}

# columns FILE: no line is wider than a terminal
columns() {
    must_equal "lines of $1 over 100 columns" \
        "$(LC_ALL=C.UTF-8 awk 'length($0) > 100' "$1" | wc -l | tr -d ' ')" 0
}

cp "$ROOT/policies/inbound.policy.yaml" old.yaml

# --- lint ---
must_exit 0 "$HANDOFF" policy lint
must_have out "Errors 0, warnings 0"
must_have out "owner partner_desk"
columns out
must_exit 0 "$HANDOFF" policy lint old.yaml --format json
must_have out '"lint": "L303"'
must_exit 0 "$HANDOFF" policy lint - <old.yaml
must_exit 0 "$HANDOFF" policy lint old.yaml --tests "$ROOT/policies/inbound.tests.yaml"
printf 'tests_for: inbound\nas_of: 2026-09-24T09:00:00Z\ncases:\n  - {name: a test, brief: {test_lead: yes}, expect: {rule: S3-test}}\n' >few.yaml
must_exit 1 "$HANDOFF" policy lint old.yaml --tests few.yaml
must_have out "L206"
must_lack out "S3-test"
must_exit 3 "$HANDOFF" policy lint old.yaml --tests missing.yaml
must_exit 3 "$HANDOFF" policy lint old.yaml --tests old.yaml
must_exit 3 "$HANDOFF" policy lint missing.yaml
must_have err "missing.yaml"
must_be_one_line err
must_exit 2 "$HANDOFF" policy lint old.yaml --format csv
must_exit 2 "$HANDOFF" policy lint old.yaml --format ndjson
must_exit 2 "$HANDOFF" policy lint old.yaml --format nothing
printf 'policy: [x\n' >broken.yaml
must_exit 1 "$HANDOFF" policy lint broken.yaml
must_have out "error  L001  line 2"
sed 's/route: skip, owner: support/route: skipp, owner: support/' old.yaml >typo.yaml
must_exit 1 "$HANDOFF" policy lint typo.yaml
must_have out "L002"
must_have out "did you mean"
# So is what a later stage reads: nobody approves what no reply, draft or map
# can use.
while IFS='|' read -r edit says; do
    sed "$edit" old.yaml >later.yaml
    must_exit 1 "$HANDOFF" policy lint later.yaml
    must_have out "L002"
    must_have out "$says"
    must_exit 3 "$HANDOFF" policy approve later.yaml --as Ada
    must_have err "later.yaml:"
    must_have err "$says"
done <<'T'
s/touches_at_most: 4/touches_at_most: -4/|touches_at_most is a whole number
s/do: stop, reason: BOUNCED/do: stopp, reason: BOUNCED/|there is no step "stopp"
s/^  greeting:/  greting:/|outreach has no key "greting"
s/^open_risks:.*/open_risks: budget/|open_risks is a list of fields
s/review_after: .*/review_after: soon/|review_after is a time
T
sed '/^rules:/a\
  - id: R0-everything\
    when: {intent: [demo, pricing, trial, partnership, content]}\
    then: {route: nurture, owner: marketing, reason: EARLY}' old.yaml >shadow.yaml
must_exit 1 "$HANDOFF" policy lint shadow.yaml
must_have out "L101"
must_have out "R5-size: can never decide"
must_have out "R0-everything (line"

# --- replay ---
must_exit 0 "$HANDOFF" summarize --as-of $AS_OF --format ndjson -q \
    -o log.ndjson "$FIXTURES/batches/inbound-forms.csv"
must_exit 0 "$HANDOFF" policy lint old.yaml --log log.ndjson
must_have out "L204"
must_have out "L402"
must_exit 0 "$HANDOFF" policy lint old.yaml --log /dev/null
must_exit 3 "$HANDOFF" policy lint old.yaml --log missing.ndjson
must_exit 0 "$HANDOFF" policy lint old.yaml --log - <log.ndjson
must_have out "L402"

# --- diff ---
must_exit 0 "$HANDOFF" policy diff old.yaml old.yaml --log log.ndjson
must_have out "No decision changes: the content is the same."
must_have out "22 decisions replayed, 0 could not be"
sed 's/id: R3-funded/id: R3-money/' old.yaml >renamed.yaml
must_exit 0 "$HANDOFF" policy diff old.yaml renamed.yaml
must_have out "No decision changes."
must_have out "R3-funded is R3-money now"
sed 's/employees: ">= 50"/employees: ">= 500"/; s/employees: "< 50"/employees: "< 500"/' \
    old.yaml >new.yaml
must_exit 1 "$HANDOFF" policy diff old.yaml new.yaml --log log.ndjson
must_have out "employees 50..499"
must_have out "downgrade"
columns out
must_exit 1 "$HANDOFF" policy diff old.yaml new.yaml --log log.ndjson --format json
must_have out '"where": "intent demo|pricing|trial, employees 50..499"'
must_exit 1 "$HANDOFF" policy diff old.yaml new.yaml --log /dev/null
must_have out "0 decisions replayed, 0 could not be"
sed 's/^policy: inbound/policy: other/' old.yaml >other.yaml
must_exit 0 "$HANDOFF" policy diff other.yaml other.yaml --log log.ndjson
must_have out "0 decisions replayed, 22 could not be"
must_have out "it was decided with another policy"
must_exit 0 "$HANDOFF" policy diff old.yaml other.yaml --log log.ndjson
must_have out "the policies have different names: inbound and other"
must_have out "22 decisions replayed"
{
    sed -n 1p log.ndjson
    echo 'not json'
    echo '{"lead":"x"}'
    sed -n 2p log.ndjson | sed 's/"field":"role"/"field":"rank"/'
    sed -n 3p log.ndjson | sed 's/"as_of":"[^"]*"/"as_of":"soon"/'
    echo
} >odd.ndjson
must_exit 0 "$HANDOFF" policy diff old.yaml old.yaml --log odd.ndjson
must_have out "1 decisions replayed, 4 could not be"
must_have out "the line is not JSON"
must_have out "as of when"
must_exit 3 "$HANDOFF" policy diff old.yaml broken.yaml
must_exit 3 "$HANDOFF" policy diff missing.yaml old.yaml
must_exit 2 "$HANDOFF" policy diff old.yaml

# --- show ---
must_exit 0 "$HANDOFF" policy show
must_have out "S1-suppressed"
must_have out "not approved"
columns out
must_exit 0 "$HANDOFF" policy show --format csv
must_have out '"rule","row","email_domain"'
must_exit 0 "$HANDOFF" policy show --format html
must_have out "</html>"
must_lack out "http:"
must_exit 2 "$HANDOFF" policy show --format markdown
must_exit 3 "$HANDOFF" policy show broken.yaml

# --- hostile texts ---
cat >hostile.yaml <<'Y'
policy: hostile
version: "1\e[31m<b>\u202e"
fields:
  site: {type: domain, question: "q?", ask: lead, cost: 1}
  note: {type: text, question: "q?", ask: lead, cost: 1}
lists:
  "l\e]0;x\a<script>": [a.example]
owners:
  "=o\e[2J<img>": {name: "<script>alert(1)</script>"}
rules:
  - id: R1
    when: {note: ["=1+1", "<script>x</script>\e[0m"]}
    then: {route: pursue, owner: "=o\e[2J<img>", reason: R}
    why: "<script>\e[1m"
otherwise: {id: Z, then: {route: nurture, reason: Z}}
undecided: {then: {route: enrich, reason: Q}}
Y
sed 's/=1+1/=2+2/' hostile.yaml >hostile2.yaml
for what in "lint hostile.yaml" "diff hostile.yaml hostile2.yaml" \
    "show hostile.yaml" "show hostile.yaml --format csv" \
    "show hostile.yaml --format html" "lint hostile.yaml --format json"; do
    # shellcheck disable=SC2086
    "$HANDOFF" policy $what >out 2>err
    [ -s out ] || fail "policy $what says nothing"
    no_controls out
    no_controls err
done
must_exit 0 "$HANDOFF" policy show hostile.yaml --format html
must_lack out "<script"
must_lack out "<img"
must_exit 0 "$HANDOFF" policy show hostile.yaml --format csv
must_lack out ',"='

# --- many rules ---
awk 'BEGIN {
    print "policy: many\nversion: 1\nfields:"
    for (f = 0; f < 24; f++)
        printf "  f%d: {type: enum, values: [a, b, c, d, e], question: q, ask: lead, cost: 1}\n", f
    print "owners: {o: {name: O}, p: {name: P}}\nrules:"
    srand(7)
    for (r = 0; r < 5000; r++) {
        printf "  - {id: r%d, when: {", r
        for (t = 0; t < 4; t++)
            printf "f%d: %c, ", t * 6 + int(rand() * 6), 97 + int(rand() * 5)
        printf "}, then: {route: pursue, owner: %s, reason: R}}\n", r % 2 ? "o" : "p"
    }
    print "otherwise: {id: Z, then: {route: nurture, owner: o, reason: Z}}"
    print "undecided: {then: {route: enrich, owner: o, reason: Q}}"
}' >many.yaml
"$HANDOFF" policy lint many.yaml --format json >out 2>err
if grep -q '"exact": false' out; then must_have out "L403"; else must_have out '"exact": true'; fi
must_exit 0 "$HANDOFF" policy diff many.yaml many.yaml

# --- approve ---
must_exit 2 "$HANDOFF" policy approve
must_exit 3 "$HANDOFF" policy approve --as Ada
must_have err "no workspace"
must_exit 0 "$HANDOFF" init work
cd work || exit 1
cp "$FIXTURES/batches/inbound-forms.csv" leads.csv
must_exit 0 "$HANDOFF" map leads.csv --as-of $AS_OF -q --format json
must_have out '"flag": "unapproved_policy"'
must_exit 0 "$HANDOFF" doctor
must_have out "approved   no"
must_exit 2 "$HANDOFF" policy approve --as ""
must_exit 2 "$HANDOFF" policy approve --as "$(printf 'A\033[31m')"
no_controls err
must_exit 0 "$HANDOFF" policy approve --as "Ada Example"
must_have out "approved inbound"
must_exit 0 "$HANDOFF" log
must_have out "Ada Example  policy_said"
must_have out "approved inbound"
must_exit 0 "$HANDOFF" review list
must_lack out "policy approval"
must_exit 0 "$HANDOFF" map leads.csv --as-of $AS_OF -q --format json
must_lack out unapproved_policy
must_exit 0 "$HANDOFF" doctor
must_have out "approved   by Ada Example, 20"
must_exit 0 "$HANDOFF" policy show
must_have out "approved by Ada Example"
must_exit 0 "$HANDOFF" policy lint
must_lack out P002

sed 's/employees: ">= 50"/employees: ">= 60"/' policy.yaml >edited.yaml
must_exit 1 "$HANDOFF" policy lint edited.yaml
must_have out "P001"
must_exit 1 "$HANDOFF" policy approve edited.yaml --as "Ada Example"
must_have err "raise"
sed 's/^version: .*/version: 2027-01-01.1/' edited.yaml >next.yaml
must_exit 0 "$HANDOFF" policy approve next.yaml --as "Bo Example"
must_equal "approvals" "$("$HANDOFF" log --format ndjson | grep -c '"policy_said"')" 2
must_exit 0 "$HANDOFF" policy lint next.yaml

# Approved where policies wait: the same record.
sed 's/^version: .*/version: 2027-01-01.2/' edited.yaml >policy.yaml
must_exit 0 "$HANDOFF" map leads.csv --as-of $AS_OF -q
item=$("$HANDOFF" review list --format ndjson |
    sed -n 's/.*"item":"\(policy@[0-9a-f]*\)".*/\1/p')
must_exit 0 "$HANDOFF" review approve "$item" --as "Bo Example"
must_exit 0 "$HANDOFF" policy show
must_have out "approved by Bo Example"
must_exit 0 "$HANDOFF" policy approve --as "Ada Example"
must_exit 0 "$HANDOFF" verify

# The file of an older handoff stands for nothing, and that is said.
must_exit 0 "$HANDOFF" init older
(cd older && printf '{}\n' >approvals.ndjson &&
    "$HANDOFF" map ../leads.csv --as-of $AS_OF -q --format json) >out
must_have out "approvals.ndjson is of an older handoff"

# An approval in a fresh workspace makes its record.
must_exit 0 "$HANDOFF" init newest
cd newest || exit 1
must_exit 0 "$HANDOFF" policy approve --as "Ada Example"
must_exit 0 "$HANDOFF" verify
must_have out "0 leads, 2 events"
must_exit 0 "$HANDOFF" status
cd ..

# Who changes a name in the file is found out, and nothing is approved by it.
LC_ALL=C sed 's/Ada Example/Eve Example/g' handoff.db >forged && cp forged handoff.db
must_exit 3 "$HANDOFF" policy approve next.yaml --as "Bo Example"
must_have err "cannot be trusted"
must_exit 3 "$HANDOFF" policy lint
must_exit 3 "$HANDOFF" policy show
must_have err "was changed"
must_exit 1 "$HANDOFF" verify
must_exit 0 "$HANDOFF" map leads.csv --as-of $AS_OF -q --format json
must_have out '"flag": "unapproved_policy"'
must_have out "cannot be trusted"
finish
