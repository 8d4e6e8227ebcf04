# Help, manual pages and completion are the tables that parse the command line.
. "$CLI/lib.sh"

must_exit 0 "$HANDOFF" help
cp out overview
sed -n 's/^  \([a-z]*\( [a-z]*\)\{0,1\}\)  *[a-zJ].*/\1/p' overview |
    sed 's/ *$//' >commands
[ "$(wc -l <commands)" -gt 20 ] || fail "the overview lists no commands"

# Each command: the same help both ways, and a manual page with its options.
must_exit 0 "$HANDOFF" help --format man -o pages
[ -s pages/handoff.1 ] || fail "no page of the program"
while IFS= read -r command; do
    must_exit 0 "$HANDOFF" $command --help
    must_equal "first line" "$(sed -n '1s/\(Usage: handoff .*\) \[OPTIONS\].*/\1/p' out)" \
        "Usage: handoff $command"
    must_have out "Examples:"
    must_equal "options out of line" \
        "$(grep '^ \{2,6\}--\{0,1\}[a-z]' out | grep -v '^.\{32\} [^ ]')" ""
    cp out help
    must_exit 0 "$HANDOFF" help $command
    cmp -s out help || fail "help $command differs from $command --help"
    page=pages/handoff-$(echo "$command" | tr ' ' -).1
    [ -s "$page" ] || fail "no page of $command"
    sed -n 's/^ .*\(--[a-z-]*\).*/\1/p' help | grep -v '^ *handoff' |
        sed 's/-/\\-/g' | while IFS= read -r option; do
        grep -qF -- "$option" "$page" || echo "$page $option"
    done >missing
    [ ! -s missing ] || fail "options without a manual: $(cat missing)"
    grep -qF "$(echo "handoff-$command" | tr ' ' - | sed 's/-/\\-/g')" \
        pages/handoff.1 || fail "handoff.1 does not name $command"
done <commands
must_equal "pages" "$(ls pages | wc -l | tr -d ' ')" \
    "$(($(wc -l <commands) + 1))"
if command -v mandoc >/dev/null; then
    mandoc -Tlint -W warning pages/*.1 | grep -v 'missing date' >lint
    [ ! -s lint ] || fail "mandoc: $(head -3 lint)"
fi

must_exit 0 "$HANDOFF" help policy
must_have out "policy lint"
must_lack out "review"
must_exit 0 "$HANDOFF" help --format man map
must_have out '.TH HANDOFF\-MAP 1'
must_exit 0 "$HANDOFF" help --format markdown
must_have out "## handoff policy lint"
must_exit 2 "$HANDOFF" help polcy
must_have err "there is no command polcy"
must_exit 2 "$HANDOFF" help policy lin
must_have err "there is no command policy lin"
must_exit 2 "$HANDOFF" help map leads.csv
must_exit 2 "$HANDOFF" help map --format html
must_have err "text, man or markdown"
must_exit 2 "$HANDOFF" policy
must_be_one_line err
must_have err "policy is followed by lint test"
: >taken
must_exit 3 "$HANDOFF" help --format man -o taken
must_be_one_line err

# Completion: LINE | the words it must offer | one it must not.
must_exit 0 "$HANDOFF" completion bash
cp out handoff.bash
must_exit 0 "$HANDOFF" completion zsh
cp out handoff.zsh
must_exit 0 "$HANDOFF" completion fish
cp out handoff.fish
cat >complete.bash <<'B'
. ./handoff.bash
read -ra COMP_WORDS <<<"$1"
case $1 in *' ') COMP_WORDS+=('') ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_handoff
printf '%s\n' "${COMPREPLY[@]}"
B
offers() { # SHELL COMMAND...: each line of the table
    shell=$1
    shift
    while IFS='|' read -r line words never; do
        "$@" "$line" >out 2>err || fail "$shell cannot complete $line"
        [ ! -s err ] || fail "$shell: $(head -1 err)"
        cut -f1 out >offered
        for word in $words; do
            grep -qxF -e "$word" offered || fail "$shell: '$line' offers no $word"
        done
        ! grep -qxF -e "$never" offered || fail "$shell: '$line' offers $never"
    done <<'T'
handoff po|policy|map
handoff policy |lint test explain diff show approve|list
handoff policy li|lint|test
handoff map --fo|--format|--output
handoff map --format |text json ndjson markdown html|csv
handoff policy show --format |text csv html json|ndjson
handoff prompt render --escape |none html|text
handoff review |list show approve reject edit|lint
handoff status --as|--as-of|--as
T
}
if command -v bash >/dev/null; then
    offers bash bash complete.bash
fi
if command -v fish >/dev/null; then
    echo 'source handoff.fish; complete -C $argv[1]' >complete.fish
    HOME=$PWD
    export HOME
    offers fish fish --no-config complete.fish
fi
if command -v zsh >/dev/null; then
    must_exit 0 zsh -n handoff.zsh
    must_exit 0 zsh -fc 'autoload -U compinit; compinit -D; . ./handoff.zsh
        [[ $_comps[handoff] == _handoff ]]'
fi
finish
