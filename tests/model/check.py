"""check.py HANDOFF DIR - every rung of DIR/ports: brief, decision, proofs;
then a batch in a workspace, whose record must stand `handoff verify`.

On the rungs leads are read one at a time, so that seconds and tokens are those
of one.
"""
import json
import os
import re
import subprocess
import sys
import time

BUDGET = 140  # seconds for all rungs
BATCH_BUDGET = 100  # seconds for the batch
USUAL, LONGEST = 12, 60  # seconds for one lead
AS_OF = "2026-09-24T09:00:00Z"
LEADS = "fixtures/model"
BATCH = os.path.abspath(os.path.join(LEADS, "batch.csv"))

handoff, folder = sys.argv[1:]
failures = []


def run(*words, text=None, limit=120, where=None, fine=(0, 1)):
    """Exit code 1 only says that something was found."""
    done = subprocess.run([os.path.abspath(handoff), *words], input=text,
                          timeout=limit, capture_output=True, text=True,
                          cwd=where)
    if done.returncode not in fine:
        sys.exit(f"handoff {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def expect(holds, *what):
    if not holds:
        failures.append(" ".join(str(word) for word in what))


def ask(rung, port, lead, seconds, saved):
    start = time.monotonic()
    out = run("summarize", lead, "--format", "json", "--quiet", "--as-of",
              AS_OF, "--endpoint", f"http://127.0.0.1:{port}/v1", "--model",
              "test", "--jobs", "1", "--attempts", "1", "--reasks", "0",
              "--timeout", str(seconds), "--save-replies", saved,
              limit=4 * seconds + 60)
    items = json.loads(out)
    expect(len(items) == 1, rung, lead, "ends with", len(items), "briefs")
    return items[0], time.monotonic() - start


def check_again(rung, lead, claim):
    """The cited bytes are the quote, and it is proved by itself."""
    raw = open(lead, "rb").read()
    message = re.split(rb"(?:Message|Nachricht):\n", raw)[1].decode()
    for proof in claim["evidence"]:
        cited = raw[proof["start"]:proof["end"]].decode()
        expect(cited == proof["quote"], rung, lead, proof, "cites", cited)
        if proof["source"] != "message":
            continue
        row = {"id": 1, "source": {"message": message},
               "quote": proof["quote"], "field": claim["field"]}
        told = json.loads(run("check", "quotes", "--as-of", AS_OF,
                              text=json.dumps(row) + "\n"))
        expect(told["verdict"] == "accepted", rung, lead, claim, told)


def check_lead(rung, lead, item, sums, again=check_again):
    brief, decision = item["brief"], item["decision"]
    expect(decision["rule"], rung, lead, "is not decided")
    fields = brief["explicit"] + brief["inferred"] + brief["unknown"]
    names = [claim["field"] for claim in fields]
    expect(len(names) == len(set(names)) > 20, rung, lead, "fields:", names)
    for claim in brief["explicit"]:
        again(rung, lead, claim)
    accepted = [c for c in brief["explicit"]
                if any(e["source"] == "message" for e in c["evidence"])]
    demoted = [f for f in brief["findings"] if f["was"] and f["now"]
               and f["code"] != "missed_fact"]
    restored = [f for f in brief["findings"] if f["code"] == "missed_fact"]
    made_by = brief["made_by"]
    for key, count in [("accepted", len(accepted) - len(restored)),
                       ("demoted", len(demoted)),
                       ("tokens", (made_by["prompt_tokens"] or 0) +
                        (made_by["completion_tokens"] or 0))]:
        sums[key] = sums.get(key, 0) + count
    sums["no reply"] = sums.get("no reply", 0) + any(
        f["code"] in ("no_reply", "reply_unreadable")
        for f in brief["findings"])
    for finding in demoted:
        codes = sums.setdefault("codes", {})
        codes[finding["code"]] = codes.get(finding["code"], 0) + 1


def report(what, count, sums, seconds):
    codes = ", ".join(f"{n} {c}" for c, n in
                      sorted(sums.get("codes", {}).items()))
    print(f"{what}: {count} leads, claims made "
          f"{sums['accepted'] + sums['demoted']}, accepted "
          f"{sums['accepted']}, demoted {sums['demoted']} ({codes}), "
          f"no usable reply {sums['no reply']}, "
          f"{sums['tokens'] // count} tokens and "
          f"{seconds / count:.1f} s a lead", flush=True)


def read_batch(port):
    """All of it in one run, recorded, and proved again out of the record."""
    workspace = os.path.join(folder, "workspace")
    leads = sum(1 for _ in open(BATCH)) - 1
    limit = BATCH_BUDGET // leads
    run("init", workspace)
    start = time.monotonic()
    out = run("summarize", BATCH, "--format", "ndjson", "--quiet", "--as-of",
              AS_OF, "--endpoint", f"http://127.0.0.1:{port}/v1", "--model",
              "test", "--jobs", "1", "--attempts", "1", "--reasks", "0",
              "--timeout", str(limit), limit=2 * BATCH_BUDGET, where=workspace)
    seconds = time.monotonic() - start
    items = [json.loads(line) for line in out.splitlines()]
    expect(len(items) == leads, "the batch ends with", len(items), "briefs")
    sums = {}
    for item in items:
        # its proofs are made again by `verify`
        check_lead("batch", item["lead"], item, sums, lambda *_: None)
    report("batch", leads, sums, seconds)
    print("verify:", run("verify", where=workspace, fine=(0,)).strip(),
          flush=True)


def write_and_answer(port):
    """A draft and a reply, whatever the model says of them."""
    workspace = os.path.join(folder, "outreach")
    server = ["--endpoint", f"http://127.0.0.1:{port}/v1", "--model", "test",
              "--attempts", "1", "--timeout", str(LONGEST), "--as-of", AS_OF,
              "--format", "ndjson", "--quiet"]
    run("init", workspace)
    with open(os.path.join(workspace, "lead.json"), "w") as file:
        json.dump({"name": "Ada Quill", "email": "ada@hillmarsh.example",
                   "company": "Hillmarsh", "role": "VP Sales Operations",
                   "source": "demo form", "need": "Our demo handoffs are "
                   "inconsistent. May we see a demo?"}, file)
    said = "Sounds fine, but the yearly fee is above what we had in mind.\n"
    with open(os.path.join(workspace, "reply.txt"), "w") as file:
        file.write(said)
    run("map", "lead.json", "--as-of", AS_OF, "--quiet", where=workspace)
    draft = json.loads(run("draft", "--lead", "L-0001", "--reasks", "0",
                           *server, where=workspace, limit=2 * LONGEST + 60))
    expect(draft["status"] == "proposed" and len(draft["angles"]) >= 2,
           "no draft:", draft["why"])
    for angle in draft["angles"]:
        expect(angle["promise"]["text"] in angle["message"] and
               angle["cta"]["text"] in angle["message"], "angle:", angle)
    answer = json.loads(run("reply", "reply.txt", "--lead", "L-0001", *server,
                            where=workspace, limit=2 * LONGEST + 60))
    for heard in answer["summary"]:
        expect(said[heard["start"]:heard["end"]] == heard["quote"], heard)
    model = sum(a["angle"].startswith("model") for a in draft["angles"])
    print(f"draft: {model} angles of the model's hold, "
          f"{len(draft['refused'])} sentences refused; reply: "
          f"{answer['step']} by {answer['rule']}, {answer['refused']} words "
          f"of the model's refused", flush=True)
    run("verify", where=workspace, fine=(0,))


def main():
    leads = sorted(os.path.join(LEADS, name) for name in os.listdir(LEADS)
                   if name.endswith(".txt"))
    rungs = [line.split() for line in open(os.path.join(folder, "ports"))]
    end = time.monotonic() + BUDGET
    saved = os.path.join(folder, "replies")
    left = len(leads) * len(rungs)
    replies = 0
    for rung, port in rungs:
        sums, seconds = {}, 0
        for lead in leads:
            spare = end - time.monotonic() - USUAL * (left - 1)
            limit = int(max(5, min(LONGEST, spare)))
            item, took = ask(rung, port, lead, limit, saved)
            check_lead(rung, lead, item, sums)
            seconds += took
            left -= 1
        replies += len(leads) - sums["no reply"]
        report(rung, len(leads), sums, seconds)
    expect(replies > 0, "no rung brought a usable reply")
    if os.path.isdir(saved):
        rows = json.loads(run("map", *leads, "--format", "json", "--quiet",
                              "--as-of", AS_OF, "--endpoint",
                              f"replay:{saved}", "--reasks", "0"))
        expect(len(rows["leads"]) == len(leads), "map:", len(rows["leads"]))
    write_and_answer(rungs[0][1])
    read_batch(rungs[0][1])
    for failure in failures:
        print("FAILED", failure)
    sys.exit(1 if failures else 0)


main()
