# What leaves for a CRM: by an independent reader of CSV, and by our own.
. "$CLI/lib.sh"

must_exit 0 "$HANDOFF" init sales
cd sales || exit 1
cat >leads.csv <<'CSV'
Name,Email,Company,Role,Need
"=HYPERLINK(""http://x.example"",""y"")",eve@moorgate.example,"Moorgate, ""Ltd""",Founder,We lose leads
Zoë Ångström,zoe@larkspur.example,@SUM(1+1),Founder,We lose leads
CSV
printf 'crm:\n  hubspot: {values: [NEW, OPEN, BAD_TIMING, UNQUALIFIED]}\n  owners: {research desk: r@ours.example}\n' >>handoff.yaml
must_exit 0 "$HANDOFF" map leads.csv --as-of "$AS_OF"
must_exit 2 "$HANDOFF" export -o box
must_exit 2 "$HANDOFF" export --crm hubspot
must_exit 2 "$HANDOFF" export --crm hubspott -o box
must_exit 0 "$HANDOFF" export --crm hubspot -o box
must_have out "2 contacts, 2 new tasks, 2 new notes"
must_exit 0 "$HANDOFF" export --crm hubspot -o box
must_have out "2 contacts, 0 new tasks, 0 new notes"
cmp box/export-0001-hubspot/contacts_upsert.csv box/export-0002-hubspot/contacts_upsert.csv ||
    fail "contacts differ without a change"
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" log
must_have out "box/export-0002-hubspot"
must_have box/export-0001-hubspot/contacts_upsert.csv ",\"'=HYPERLINK(\"\"http://x.example\"\",\"\"y\"\")\""

# Our own intake reads the contacts back as leads.
must_exit 0 "$HANDOFF" summarize box/export-0001-hubspot/contacts_upsert.csv --no-record --format ndjson --as-of "$AS_OF"
must_have out "zoe@larkspur.example"

if command -v python3 >/dev/null; then
    python3 - <<'PY' || fail "another reader of CSV reads something else"
import csv, hashlib, io, json
folder = "box/export-0001-hubspot/"
for entry in json.load(open(folder + "manifest.json"))["files"]:
    raw = open(folder + entry["name"], "rb").read()
    assert hashlib.sha256(raw).hexdigest() == entry["sha256"]
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert len(rows) == entry["rows"] + 1
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows for cell in row)
    for i, head in enumerate(rows[0]):
        if head.endswith("date"):
            assert all(len(row[i]) == 10 and row[i][4] == "-" for row in rows[1:])
PY
fi

# Who is forgotten is gone from the record, and named where files hold them.
must_exit 2 "$HANDOFF" forget
must_exit 2 "$HANDOFF" forget nobody@larkspur.example --as Ada
must_exit 2 "$HANDOFF" suppress ""
must_have err "an empty word names nobody"
must_exit 0 "$HANDOFF" suppress moorgate.example --as Ada
must_have out "moorgate.example: 1 suppressed"
must_exit 0 "$HANDOFF" forget zoe@larkspur.example --as Ada
must_have out "box/export-0001-hubspot/contacts_upsert.csv still names them"
must_have out "forgotten: 1 lead; 1 address stays suppressed"
! grep -q larkspur handoff.db* || fail "bytes of the forgotten are left"
must_exit 0 "$HANDOFF" verify
must_exit 0 "$HANDOFF" export --crm hubspot -o box
must_have out "0 contacts, 0 new tasks, 0 new notes, 1 leads withheld"

# A mapping that claims a contact, or a word that the CRM does not know.
sed 's/OPEN, BAD/OPNED, BAD/' handoff.yaml >h && mv h handoff.yaml
must_exit 3 "$HANDOFF" export --crm hubspot -o box
must_have err "handoff.yaml"
cd ..
# The CRM's own number goes back to it out of a sheet, never out of a form.
must_exit 0 "$HANDOFF" init numbered
cd numbered || exit 1
printf 'Record ID,Name,Email,Need\n1234567,Mara Quince,mara@quince.example,a price please\n' >sheet.csv
printf '{"Record ID":"7654321","Name":"Bo Lind","Email":"bo@lind.example","Need":"a price please"}\n' >form.json
must_exit 0 "$HANDOFF" map sheet.csv form.json --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" export --crm csv -o box
must_have box/export-0001-csv/contacts_upsert.csv "1234567,mara@quince.example"
must_have box/export-0001-csv/contacts_upsert.csv ",bo@lind.example"
must_lack box/export-0001-csv/contacts_upsert.csv "7654321,bo@lind.example"
must_exit 0 "$HANDOFF" verify
cd ..

# A family name of several words is known where the sheet asked for it alone.
must_exit 0 "$HANDOFF" init named
cd named || exit 1
printf 'First Name,Last Name,Email,Need\nAna,de la Cruz,ana@cruz.example,a price please\n' >sheet.csv
printf 'Name,Email,Need\nAna de la Cruz,eve@cruz.example,a price please\n' >whole.csv
must_exit 0 "$HANDOFF" map sheet.csv whole.csv --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" export --crm csv -o box
must_have box/export-0001-csv/contacts_upsert.csv "ana@cruz.example,Ana,de la Cruz,"
must_have box/export-0001-csv/contacts_upsert.csv "eve@cruz.example,Ana de la,Cruz,"
must_exit 0 "$HANDOFF" verify
cd ..

# A domain in letters and the same one in punycode: suppressed in one form, it
# is withheld in the other, by a run and behind one.
must_exit 0 "$HANDOFF" init letters
cd letters || exit 1
printf 'Name,Email,Need\nMara,mara@xn--bcher-kva.example,a price please\nBo,bo@stra\303\237e.example,a price please\nLi,li@strasse.example,a price please\n' >leads.csv
must_exit 0 "$HANDOFF" map leads.csv --as-of "$AS_OF" -q
must_exit 0 "$HANDOFF" suppress "b$(printf '\303\274')cher.example" --as Ada
must_exit 0 "$HANDOFF" suppress xn--strae-oqa.example --as Ada
must_exit 0 "$HANDOFF" export --crm csv -o box
must_have out "1 contacts"
must_have out "2 leads withheld"
must_exit 0 "$HANDOFF" summarize leads.csv --as-of "$AS_OF" --format ndjson
must_equal "suppressed" "$(grep -c '"suppressed","value":"yes"' out)" 2
must_exit 0 "$HANDOFF" verify
cd ..
finish
