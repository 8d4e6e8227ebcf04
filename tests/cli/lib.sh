# lib.sh - helpers of the whole-program tests.  Each test is a POSIX shell
# script that runs in a folder of its own; HANDOFF is the program, SCRIPTED
# the scripted endpoint, SUITE and FREETEXT the tests of the evidence suite and of free text, FIXTURES and ROOT are folders of the source tree.
set -u
rm -rf ./* 2>/dev/null
server=
failed=0

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    failed=1
}

# must_exit CODE COMMAND...: runs it, stdout to out, stderr to err.
must_exit() {
    wanted=$1
    shift
    "$@" >out 2>err
    got=$?
    [ "$got" -eq "$wanted" ] && return 0
    fail "exit $got instead of $wanted: $*"
    sed 's/^/    /' err >&2
    return 1
}

must_have() { # FILE TEXT
    grep -qF -- "$2" "$1" || {
        fail "$1 lacks: $2"
        head -5 "$1" | sed 's/^/    /' >&2
    }
}

must_lack() { # FILE TEXT
    ! grep -qF -- "$2" "$1" || fail "$1 has: $2"
}

must_equal() { # WHAT GOT WANTED
    [ "$2" = "$3" ] || fail "$1 is '$2' instead of '$3'"
}

must_be_one_line() { # FILE
    must_equal "number of lines of $1" "$(wc -l <"$1" | tr -d ' ')" 1
}

# start_server SCRIPT: starts the scripted endpoint; $url is its base URL.
start_server() {
    rm -f port
    "$SCRIPTED" --seconds "${server_seconds:-50}" "$1" >port </dev/null 2>server.log &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        [ -s port ] && break
        sleep 0.1
    done
    url="http://127.0.0.1:$(head -1 port)/v1"
}

stop_server() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    [ -z "$server" ] || wait "$server" 2>/dev/null
    server=
}

finish() {
    stop_server
    exit $failed
}
trap stop_server EXIT

unset HANDOFF_ENDPOINT OPENAI_BASE_URL HANDOFF_MODEL HANDOFF_API_KEY \
    OPENAI_API_KEY
AS_OF=2026-09-24T09:00:00Z
