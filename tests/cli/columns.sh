# --columns: what the columns of a table are, remembered in the workspace, and
# the same to intake, summarize, map and verify.  Mails and tables side by side;
# a table that no batch can hold is read row by row.
. "$CLI/lib.sh"

mkdir ws && cd ws
must_exit 0 "$HANDOFF" init .
cat >kunden.csv <<'END'
Betrieb;Wer;"Worum geht es, genau?";Post
Nordwerk;Ines Vega;Please call: we need 40 seats by October.;ines@nordwerk.example
END
said='company=Betrieb,person=Wer,message="Worum geht es, genau?",email=Post'

# what is wrong is told with the way out, and nothing is remembered
must_exit 2 "$HANDOFF" intake --columns compny=Betrieb kunden.csv
must_have err 'did you mean "company"?'
must_exit 3 "$HANDOFF" intake --columns company=Betreib kunden.csv
must_have err 'kunden.csv:1'
must_have err 'did you mean "Betrieb"?'
test ! -e columns.yaml || fail "a slip was remembered"

must_exit 0 "$HANDOFF" intake --columns "$said" kunden.csv
must_have out '"text":"Nordwerk","path":"column 1","cite":"field:company"'
must_have err 'remembered in columns.yaml'
must_have columns.yaml '"Betrieb": "company"'

# from now on nobody has to say it
must_exit 0 "$HANDOFF" intake kunden.csv
must_have out '"settles":"company"'
must_exit 0 "$HANDOFF" summarize --as-of "$AS_OF" kunden.csv
must_have out '[field:company 0-8]'
must_exit 0 "$HANDOFF" map --as-of "$AS_OF" --format json kunden.csv
must_have out 'Nordwerk'
must_exit 0 "$HANDOFF" verify
rm columns.yaml
must_exit 0 "$HANDOFF" verify

# a file of its own making: each mistake has its place
printf '# ours\n"Betrieb": copany\n' >columns.yaml
must_exit 3 "$HANDOFF" intake kunden.csv
must_have err 'columns.yaml:2'
must_have err 'did you mean "company"?'
printf -- '- Betrieb\n' >columns.yaml
must_exit 3 "$HANDOFF" intake kunden.csv
must_have err 'HEADER: FIELD'
cd ..

# outside of a workspace nothing is written
must_exit 0 "$HANDOFF" intake --columns "$said" ws/kunden.csv
test ! -e columns.yaml || fail "remembered outside of a workspace"

# mails, a maildir and tables together
for command in intake summarize map; do
    must_exit 1 "$HANDOFF" $command "$FIXTURES/maildir" \
        "$FIXTURES/intake/mail-html-only/input.eml" \
        "$FIXTURES/sources/csv-zoho/input.csv"
    must_have err 'flag T'
    must_have out 'Papelera'
    must_have out 'hillmarsh.example'
done

# more rows than a batch holds
awk 'BEGIN { print "id,company,message"
             for (i = 1; i <= 20100; i++) print i ",Northloom " i ",Seats" }' \
    >large.csv
printf '20101,Northloom,"open\n' >>large.csv
must_exit 1 "$HANDOFF" intake large.csv
must_equal rows "$(wc -l <out | tr -d ' ')" 20100
must_have err 'large.csv:20102: row refused'
must_have out '"id":"20100"'
must_exit 3 "$HANDOFF" summarize large.csv
must_have err 'at most 20000 leads'
finish
