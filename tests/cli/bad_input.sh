# Bad input: one clear line that names the place, the right exit code, and
# nothing half-written.
. "$CLI/lib.sh"

# refused CODE TEXT COMMAND...: that exit code, one line with that text.
refused() {
    code=$1 text=$2
    shift 2
    must_exit "$code" "$@" || return
    must_be_one_line err
    must_have err "$text"
    [ ! -s out ] || fail "something on standard output: $*"
}

: >empty.csv
refused 3 "empty.csv" "$HANDOFF" map empty.csv -o result.html
printf '   \n\n' >blank.txt
refused 3 "blank.txt" "$HANDOFF" map blank.txt
mkdir folder
refused 3 "folder: is a directory" "$HANDOFF" map folder
refused 3 "missing.csv" "$HANDOFF" map missing.csv

# Settings that cannot be looked at are not the same as none.
mkdir loop
ln -s handoff.yaml loop/handoff.yaml
refused 3 "handoff.yaml: cannot be read" sh -c 'cd loop && "$0" map ../latin.txt' "$HANDOFF"

# What is said does not land in a file that took the place of a closed stream.
printf 'Name: Ada Fox\nMessage:\nMay we see a demo?\n' >lead.txt
mkdir nothing
must_exit 0 sh -c '"$0" summarize lead.txt --format ndjson -o lines -v \
    --redact pii --endpoint replay:nothing --model m 2>&-' "$HANDOFF"
must_lack lines "sent about"
must_equal "lines" "$(wc -l <lines | tr -d ' ')" 1

truncate -s 1G huge.csv
refused 3 "huge.csv" "$HANDOFF" map huge.csv
refused 3 "standard input" sh -c \
    'head -c 1073741824 /dev/zero | tr "\0" a | "$0" map -' "$HANDOFF"

printf 'Name: Ada\nMessage: \377\376 broken\n' >latin.txt
refused 3 "latin.txt:2:10" "$HANDOFF" map latin.txt
printf 'source,company,role\nWebsite,Acme,CFO\n' >columns.csv
refused 3 "columns.csv" "$HANDOFF" map columns.csv
printf '{"a": 1,\n "a": 2}' >twice.json
refused 3 "twice.json:2" "$HANDOFF" map twice.json

printf 'policy: a\npolicy: b\n' >policy.yaml
refused 3 "policy.yaml:2:1" "$HANDOFF" map empty.csv --policy policy.yaml
printf 'jobs: many\n' >handoff.yaml
refused 3 "handoff.yaml:1:7" "$HANDOFF" map empty.csv
rm handoff.yaml

refused 2 "unknown option --colour" "$HANDOFF" map --colour empty.csv
refused 2 "--format is text" "$HANDOFF" map --format pdf empty.csv
refused 2 "--jobs is a whole number" "$HANDOFF" map --jobs 0 empty.csv
refused 2 "--as-of is a time" "$HANDOFF" map --as-of yesterday empty.csv
refused 2 "--model needs a value" "$HANDOFF" map --model
refused 2 "there is no command mapp" "$HANDOFF" mapp
refused 2 "check is followed by text quotes schema" "$HANDOFF" check spelling

# A bad row is reported, the rest goes on.
printf 'company,need\nAcme,"we lose leads"\nBroken,"\377"\nBeta,"a demo please"\n' >rows.csv
must_exit 1 "$HANDOFF" map rows.csv --as-of "$AS_OF" --format json -q
must_be_one_line err
must_have err "rows.csv:3"
must_have out '"refused_rows"'
must_have out "Beta"

# Nothing is half-written: the folder cannot be written, or the policy fails.
refused 3 "cannot be written" "$HANDOFF" map "$FIXTURES/batches/inbound-forms.csv" \
    --as-of "$AS_OF" -o no/such/folder/map.html
[ ! -e result.html ] || fail "result.html was written"
must_equal "left-over part files" "$(find . -name '*.part' | wc -l | tr -d ' ')" 0
finish
