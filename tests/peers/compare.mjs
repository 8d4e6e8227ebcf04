// compare.mjs - put the policies of generate.c to two independent engines.
//
// Each policy becomes a first-hit decision table (GoRules ZEN) and a chain of
// conditions (JSON Logic).  All complete briefs must be decided alike by both
// and by handoff; one that is not is printed whole, and the exit code is 1.
//
// usage: generate POLICIES BRIEFS_EACH | node compare.mjs FOLDER
//        FOLDER: where scripts/peers put the engines
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const load = createRequire(resolve(process.argv[2], 'package.json'));
const { ZenEngine } = load('@gorules/zen-engine');
const { LogicEngine } = load('json-logic-engine');

// --- JSON Logic ---

const guarded = (value, ...tests) => ({ and: [{ '!==': [value, null] }, ...tests] });

function logicOf({ field, op, values }) {
  const value = { var: field };
  const [low, high] = values;
  switch (op) {
    case 'in':
      return guarded(value, typeof low === 'number' ? { '===': [value, low] } : { in: [value, values] });
    case 'not_in': return guarded(value, { '!': [{ in: [value, values] }] });
    case 'ge': return guarded(value, { '>=': [value, low] });
    case 'gt': return guarded(value, { '>': [value, low] });
    case 'le': return guarded(value, { '<=': [value, low] });
    case 'lt': return guarded(value, { '<': [value, low] });
    case 'between': return guarded(value, { '<=': [low, value, high] });
    case 'not_between': return guarded(value, { or: [{ '<': [value, low] }, { '>': [value, high] }] });
    case 'some': return { '!==': [value, null] };
    case 'none': return { '===': [value, null] };
    default: throw new Error(`no such test: ${op}`);
  }
}

function chainOf(rules) {
  const chain = [];
  for (const { id, rows } of rules)
    chain.push({ or: rows.map((row) => ({ and: row.map(logicOf) })) }, id);
  return { if: [...chain, 'Z'] };
}

// --- GoRules ---

// No parentheses around `or`: ZEN 0.54 cannot parse them in a cell, and takes
// what it cannot parse for no match.
function cellOf({ op, values }) {
  const [low, high] = values;
  const list = JSON.stringify(values);
  switch (op) {
    case 'in': return typeof low === 'number' ? `$ != null and $ == ${low}` : `$ != null and $ in ${list}`;
    case 'not_in': return `$ != null and not($ in ${list})`;
    case 'ge': return `$ != null and $ >= ${low}`;
    case 'gt': return `$ != null and $ > ${low}`;
    case 'le': return `$ != null and $ <= ${low}`;
    case 'lt': return `$ != null and $ < ${low}`;
    case 'between': return `$ != null and $ >= ${low} and $ <= ${high}`;
    case 'not_between': return `$ != null and not($ in [${low}..${high}])`;
    case 'some': return '$ != null';
    case 'none': return '$ == null';
    default: throw new Error(`no such test: ${op}`);
  }
}

function tableOf(rules, fields) {
  const lines = [];
  for (const { id, rows } of rules) {
    for (const row of rows) {
      const line = { _id: `l${lines.length}`, out: JSON.stringify(id) };
      for (const field of fields) line[field] = '';
      for (const test of row) line[test.field] = cellOf(test); // a row tests a field once
      lines.push(line);
    }
  }
  lines.push({ _id: 'otherwise', out: '"Z"', ...Object.fromEntries(fields.map((f) => [f, ''])) });
  return {
    nodes: [
      { id: 'in', type: 'inputNode', name: 'in' },
      {
        id: 'table', type: 'decisionTableNode', name: 'table',
        content: {
          hitPolicy: 'first', executionMode: 'loop', inputField: 'briefs', outputPath: 'decided',
          inputs: fields.map((field) => ({ id: field, field, name: field })),
          outputs: [{ id: 'out', field: 'rule', name: 'rule' }],
          rules: lines,
        },
      },
      { id: 'out', type: 'outputNode', name: 'out' },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
}

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
