# The pages that people read, in a real browser: structure, contrast and focus
# in light, dark and narrow windows; nothing is loaded, nothing that a lead or
# a model writes is markup; and each screenshot is a picture.
# Needs Chromium (scripts/setup); CHROMIUM names the program.
. "$CLI/lib.sh"
[ -n "${CHROMIUM-}" ] && [ -x "$CHROMIUM" ] || {
    echo "no chromium here: run scripts/setup"
    exit 77
}
here=$ROOT/tests/html
mode=
[ "$(id -u)" -ne 0 ] || mode=--no-sandbox # it refuses to be root with one

# browse ARGUMENT...: one browser, with a profile of its own and no network.
browse() {
    timeout -k 5 60 "$CHROMIUM" --headless $mode --disable-gpu --no-first-run \
        --user-data-dir="$PWD/profile" --disable-background-networking \
        --disable-component-update --disable-sync --disable-extensions \
        --hide-scrollbars --host-resolver-rules='MAP * ~NOTFOUND' \
        "$@" 2>browser.log || fail "the browser ended with $?: $*"
}

light=--blink-settings=preferredColorScheme=1
dark=--blink-settings=preferredColorScheme=0

# The copy that is probed has no policy of its own: what keeps a lead's words
# from being markup is their escaping alone.
make_probed() { # PAGE DARK NARROW
    {
        grep -v '<meta http-equiv="Content-Security-Policy"' "$1.html" |
            sed '/^<\/body>$/,$d'
        printf '<script>const ASK = {dark: %s, narrow: %s};</script>\n' "$2" "$3"
        printf '<script>\n'
        cat "$here/probe.js"
        printf '</script>\n</body>\n</html>\n'
    } >probed.html
}

said() { # the lines of <pre id="probe"> in a dumped page
    sed -n '/^<pre id="probe">$/,/^<\/pre>/p' "$1" | grep -v 'pre>\|<pre'
}

probe() { # PAGE WHAT DARK NARROW BROWSER_OPTION...
    page=$1 what=$2
    make_probed "$1" "$3" "$4"
    shift 4
    browse "$@" "--log-net-log=$PWD/net.json" --dump-dom \
        "file://$PWD/probed.html" >probed.dom
    said probed.dom >"$page.$what"
    grep -q ' contrasts$' "$page.$what" || fail "$page, $what: no answer"
    ! grep '^BAD' "$page.$what" >&2 || fail "$page, $what: see above"
    must_equal "what $page asks the network for" "$(requests)" ""
}

# What a page asked the network for, the browser's own errands aside.
requests() {
    grep -o '"initiator":"[^"]*".*"url":"[^"]*"' net.json |
        grep -v '^"initiator":"not an origin"' | sed 's/.*"url":"//; s/"$//' |
        sort -u
}

must_count() { # PAGE LEAST QUERY
    got=$(sed -n "s/^\([0-9]*\) $3\$/\1/p" "$1.light")
    [ "${got:-0}" -ge "$2" ] || fail "$1 has ${got:-no} $3, not $2"
}

picture() { # PAGE NAME BROWSER_OPTION...
    page=$1 name=$1-$2.png
    shift 2
    browse "$@" "--screenshot=$PWD/$name" "file://$PWD/$page.html" >/dev/null
    {
        printf '<img alt="%s" src="data:image/png;base64,' "$name"
        base64 <"$name" | tr -d '\n'
        printf '">\n'
    } >>pictures
}

# --- the pages ---------------------------------------------------------------

must_exit 0 "$HANDOFF" init sales -q
cd sales || exit 1
batch=$FIXTURES/batches/inbound-forms.csv
must_exit 0 "$HANDOFF" map "$batch" --as-of "$AS_OF" --format html -q -o ../map.html
must_exit 0 "$HANDOFF" summarize "$batch" --as-of "$AS_OF" --format html -q -o ../briefs.html
must_exit 0 "$HANDOFF" status --format html -o ../status.html
must_exit 0 "$HANDOFF" policy show --format html -o ../policy.html
cd ..
cp "$here/hostile.json" script.json
start_server script.json
must_exit 0 "$HANDOFF" map "$here/hostile.csv" --as-of "$AS_OF" --endpoint "$url" \
    --model m --format html -q -o hostile.html
stop_server

for page in map briefs status policy hostile; do
    must_have "$page.html" "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src 'none'; base-uri 'none'; form-action 'none'\">"
    probe $page light false false "$light" --window-size=1280,900
    probe $page narrow false true "$light" --window-size=500,900
done
for page in map briefs status; do
    probe $page dark true false "$dark" --window-size=1280,900
done

must_count map 1 nav.toc.a
must_count map 22 details.lead
must_count hostile 1 mark.inferred
for page in map briefs hostile; do
    must_count $page 5 mark.explicit
    must_count $page 2 .chip.refused
    must_count $page 10 .trail.svg.rail
    must_count $page 10 'tr\[id^="proof-"\]'
done
must_count map 10 svg.bar
must_count status 5 svg.bar

# What could not pass is listed with its reason, the hostile words as text.
must_have hostile.html '&lt;script&gt;owned=1&lt;/script&gt;'
must_have hostile.html '<code>quote_not_found</code>'
must_have hostile.html '&lt;form action=http://leak.example/&gt;'
must_lack hostile.html '<form'
! LC_ALL=C grep -q "$(printf '\342\200[\252-\256]\|\342\201[\246-\251]')" hostile.html ||
    fail "a direction override of the lead is on the page"

picture map light "$light" --window-size=1280,1600
picture map dark "$dark" --window-size=1280,1600
picture map narrow "$light" --window-size=500,1600
picture briefs light "$light" --window-size=1280,1600
picture status dark "$dark" --window-size=1280,1600
printf '<svg></svg>' >blank.html
picture blank light "$light" --window-size=1280,1600
{
    printf '<!DOCTYPE html>\n<body>\n'
    cat pictures
    printf '<script>\n'
    cat "$here/pixels.js"
    printf '</script>\n</body>\n'
} >pictures.html
browse --dump-dom "file://$PWD/pictures.html" >pictures.dom
said pictures.dom | grep . >pictures.said
must_equal "the pictures" "$(awk '$3 > 50 && $4 < 95 { print $1, $2 }' pictures.said)" \
    "map-light.png 1280
map-dark.png 1280
map-narrow.png 500
briefs-light.png 1280
status-dark.png 1280"
must_have pictures.said 'blank-light.png 1280 1 100'
browse --no-pdf-header-footer "--print-to-pdf=$PWD/map.pdf" "file://$PWD/map.html" >/dev/null
must_equal "the head of the printed map" "$(head -c 5 map.pdf)" %PDF-

# --- the test itself: each of these faults must be found ---------------------

sed 's|<main id="main">|&<p style="color:#aaa">pale</p><p onclick="0">x</p>|
     s|scope="col"||; s| lang="en"||; s|<h2 id="health">|<h4>no level</h4>&|
     s|^<dl class="tiles">|<img src="http://leak.example/x.png">&|
     s|class="muted"|class="muted" id="twice"|; s|:focus-visible|:hover|g' map.html >spoilt.html
make_probed spoilt false false
browse "$light" --window-size=1280,900 "--log-net-log=$PWD/net.json" \
    --dump-dom "file://$PWD/probed.html" >probed.dom
said probed.dom >spoilt.light
must_equal "what a leaking page asks for" "$(requests)" http://leak.example/x.png
for fault in 'contrast 2' 'attribute onclick' 'attribute style' 'element' \
    'scope of' 'no language' 'heading skips' 'an id stands twice' 'loads' \
    'focus cannot'; do
    must_have spoilt.light "BAD $fault"
done
finish
