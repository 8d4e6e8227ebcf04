# Every command that the README and the docs show is run, in a folder of its
# own a page, against the scripted endpoint where one is named; what is shown
# of its output is what it prints.
#
#   ```console   "$ command", then its output (shown.awk)
#   ```sh        commands, one a line
#   <!-- file: NAME -->       the next block is the content of a file
#   <!-- before: COMMAND -->  run, and not shown
#   <!-- exits: CODE -->      of the commands in the next block; else 0
#   <!-- not run: REASON -->  the next block
. "$CLI/lib.sh"

steps=$PWD/steps
mkdir steps bin
ln -s "$HANDOFF" bin/handoff
PATH=$PWD/bin:$PATH
printf '{}' >script.json
server_seconds=280
start_server script.json
count=0

# An item of the review is named with the hash of what was shown: the one that
# the record has now.
with_hashes() {
    cat >"$steps/cmd.1"
    for item in $(grep -o '[a-zL]*-*[0-9]*@[0-9a-f]\{8\}' "$steps/cmd.1"); do
        now=$(handoff review list --format ndjson | grep -o "\"${item%@*}@[0-9a-f]*")
        sed "s/$item/${now#?}/g" "$steps/cmd.1" >"$steps/cmd.2"
        mv "$steps/cmd.2" "$steps/cmd.1"
    done
    cat "$steps/cmd.1"
}

# step PLACE CODE COMPARE: runs $steps/cmd in this very shell.
step() {
    count=$((count + 1))
    sed "s|https\{0,1\}://[A-Za-z0-9.:]*/v1|$url|g" "$steps/cmd" |
        with_hashes >"$steps/run"
    (exit 0)
    . "$steps/run" >"$steps/out" 2>&1 </dev/null
    got=$?
    [ "$got" -eq "$2" ] || {
        fail "$1: exit $got instead of $2: $(cat "$steps/cmd")"
        head -5 "$steps/out" >&2
    }
    [ "$3" -eq 0 ] || awk -f "$CLI/shown.awk" "$steps/want" "$steps/out" \
        >"$steps/differs" || fail "$1: $(cat "$steps/differs")"
}

for page in "$ROOT/README.md" "$ROOT/CONTRIBUTING.md" "$ROOT"/docs/*.md; do
    name=$(echo "${page#"$ROOT"/}" | tr / -)
    name=${name%.md}
    mkdir "$name"
    cp "$FIXTURES/batches/inbound-forms.csv" "$name/leads.csv"
    awk -v page="$name.md" -f "$CLI/docs.awk" "$page" >"steps/$name.sh"
    before=$failed
    here=$PWD
    cd "$name" || exit 1
    . "$steps/$name.sh"
    cd "$here" || exit 1
    [ "$failed" -eq "$before" ] || fail "$name.md: see above"
done
[ "$count" -gt 60 ] || fail "only $count commands were found"

# Commands within a sentence or a table: there is such a command, and it has
# these options.
cat "$ROOT/README.md" "$ROOT"/docs/*.md | grep -o '`[^`]*handoff [a-z][^`]*`' |
    sed 's/^`.*handoff /handoff /; s/`$//' | sort -u >inline
while read -r _ words; do
    set -f
    set -- $words
    set +f
    command=$1
    case "$1 ${2-}" in
    "policy "* | "check "* | "prompt "* | "review "* | "completion "* | "log sent")
        command="$1 ${2-}" ;;
    esac
    case $command in COMMAND | [A-Z]*) continue ;; esac
    handoff help $command >out 2>&1 || fail "the docs name: handoff $words"
    for word; do
        case $word in
        --*) must_have out "${word%%[=,;:.]*}" ;;
        esac
    done
done <inline
[ "$(wc -l <inline)" -gt 20 ] || fail "hardly a command within the text"
finish
