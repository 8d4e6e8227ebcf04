# The README shows what the program prints: each line of its demo block stands
# in the real output, in that order ("..." stands for lines left out).
. "$CLI/lib.sh"

must_exit 0 "$HANDOFF" map "$FIXTURES/batches/inbound-forms.csv" \
    --as-of "$AS_OF" -q
sed -n '/^<!-- demo -->$/,/^<!-- \/demo -->$/p' "$ROOT/README.md" |
    grep -v '^<!--' | grep -v '^```' | grep -v '^ *\.\.\.$' >shown
[ "$(wc -l <shown)" -gt 20 ] || fail "the README shows no demo"
awk 'NR == FNR { want[++n] = $0; next }
     at < n && $0 == want[at + 1] { at++ }
     END { if (at < n) { print want[at + 1]; exit 1 } }' shown out >missing ||
    fail "the README shows a line that is not printed (there): $(cat missing)"

# The table of the evidence suite is the one that its test prints.
must_exit 0 "$SUITE"
sed -n '/^<!-- suite -->$/,/^<!-- \/suite -->$/p' "$ROOT/README.md" |
    grep -v '^<!--' | grep -v '^```' >shown
[ "$(wc -l <shown)" -gt 4 ] || fail "the README shows no table of the suite"
while IFS= read -r line; do
    must_have out "$line"
done <shown

# So is that of free text.
must_exit 0 "$FREETEXT"
sed -n '/^<!-- freetext -->$/,/^<!-- \/freetext -->$/p' "$ROOT/README.md" |
    grep -v '^<!--' | grep -v '^```' >shown
[ "$(wc -l <shown)" -gt 2 ] || fail "the README shows no table of free text"
while IFS= read -r line; do
    must_have out "$line"
done <shown

must_exit 1 sh -c 'echo "{\"id\":1,\"source\":\"We need 1,400 seats.\",\"quote\":\"400 seats\"}" | "$0" check quotes' "$HANDOFF"
must_have "$ROOT/README.md" "$(cat out)"
finish
