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

# The README's table of that NAME, of more than LINES lines, is what PROGRAM
# prints.
must_show() { # NAME PROGRAM LINES
    must_exit 0 "$2"
    sed -n '/^<!-- '"$1"' -->$/,/^<!-- \/'"$1"' -->$/p' "$ROOT/README.md" |
        grep -v '^<!--' | grep -v '^```' >shown
    [ "$(wc -l <shown)" -gt "$3" ] || fail "the README shows no table $1"
    while IFS= read -r line; do
        must_have out "$line"
    done <shown
}
must_show suite "$SUITE" 4
must_show freetext "$FREETEXT" 2

must_exit 1 sh -c 'echo "{\"id\":1,\"source\":\"We need 1,400 seats.\",\"quote\":\"400 seats\"}" | "$0" check quotes' "$HANDOFF"
must_have "$ROOT/README.md" "$(cat out)"
finish
