"""bench.py INPUTS - the schema figure of `bench` by python3-jsonschema; see
bench.mjs."""
import json
import statistics
import sys
import time

import jsonschema

with open(sys.argv[1] + "/schema.json", encoding="utf-8") as file:
    validator = jsonschema.Draft202012Validator(json.load(file))
with open(sys.argv[1] + "/brief.json", encoding="utf-8") as file:
    brief = file.read()


def rate():
    start, done = time.process_time(), 0
    while time.process_time() - start < 0.05:
        if not validator.is_valid(json.loads(brief)):
            sys.exit("python3-jsonschema refuses the brief")
        done += 1
    return done / (time.process_time() - start)


rate()
print(json.dumps({"beside": "parse_and_schema_5k7_40_fields",
                  "name": "python3-jsonschema",
                  "value": statistics.median(rate() for _ in range(7)),
                  "unit": "briefs per CPU second"}))
