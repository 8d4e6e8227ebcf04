// compare.mjs - put the policies of generate.c to two independent engines.
//
// All complete briefs must be decided alike by both and by handoff; one that is not is printed whole, and the exit code is 1.
//
// usage: generate POLICIES BRIEFS_EACH | node compare.mjs FOLDER
//        FOLDER: where scripts/peers put the engines
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import { chainOf, tableOf } from './engines.mjs';

const load = createRequire(resolve(process.argv[2], 'package.json'));
const { ZenEngine } = load('@gorules/zen-engine');
const { LogicEngine } = load('json-logic-engine');

// --- comparison ---

const zen = new ZenEngine();
const logic = new LogicEngine();
let policies = 0, briefs = 0, differ = 0, byRule = 0;

async function compare(line) {
  const policy = JSON.parse(line);
  const fields = Object.keys(policy.briefs[0]);
  const table = zen.createDecision(Buffer.from(JSON.stringify(tableOf(policy.rules, fields))));
  const { result } = await table.evaluate({ briefs: policy.briefs });
  const run = logic.build(chainOf(policy.rules));
  policies++;
  policy.briefs.forEach((brief, i) => {
    const ours = policy.decided[i], theirs = result.decided[i].rule, chain = run(brief);
    briefs++;
    byRule += ours !== 'Z';
    if (ours === theirs && ours === chain) return;
    if (differ++ < 3)
      console.log(JSON.stringify({ rules: policy.rules, brief, handoff: ours, zen: theirs, json_logic: chain }));
  });
}

for await (const line of createInterface({ input: process.stdin })) await compare(line);
console.log(`${policies} policies, ${briefs} complete briefs, ${byRule} of them decided by a rule; ${differ} decided differently`);
process.exit(differ || briefs < 100000 || byRule < briefs / 10 ? 1 : 0);
