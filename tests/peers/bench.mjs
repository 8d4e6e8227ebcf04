// bench.mjs - the work of some figures of `bench`, done by what npm offers.
//
// One line of JSON a figure, as bench prints them, with the name of the figure
// that it stands beside; medians of seven runs by CPU time, garbage collection
// included.  What a peer makes must be what handoff made of the same input.
//
// usage: node bench.mjs ENGINES INPUTS
//        ENGINES: where scripts/peers put them; INPUTS: what bench kept
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { chainOf, tableOf } from './engines.mjs';

const [engines, inputs] = process.argv.slice(2);
const load = createRequire(resolve(engines, 'package.json'));
const input = (name) => readFileSync(resolve(inputs, name), 'utf8');
const RUNS = 7, MIN_SECONDS = 0.05;

function need(is, what) {
  if (is) return;
  console.error(`bench.mjs: ${what}`);
  process.exit(1);
}

function spent(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

// run() does the work once and says how much that was.
async function report(beside, name, unit, run) {
  const rates = [];
  for (let warm = 0; warm < 3; warm++) await run();
  for (let i = 0; i < RUNS; i++) {
    const start = process.cpuUsage();
    let work = 0, seconds;
    do {
      work += await run();
      seconds = spent(start);
    } while (seconds < MIN_SECONDS);
    rates.push(work / seconds);
  }
  console.log(JSON.stringify({ beside, name, value: median(rates), unit }));
}

// --- JSON Schema: text in, verdict out ---

const { default: Ajv } = load('ajv/dist/2020');
const validate = new Ajv({ strict: false }).compile(JSON.parse(input('schema.json')));
const brief = input('brief.json');
await report('parse_and_schema_5k7_40_fields', 'ajv', 'briefs per CPU second', () => {
  need(validate(JSON.parse(brief)), 'ajv refuses the brief');
  return 1;
});

// --- Mustache: data is parsed, and so is the template ---

const Mustache = load('mustache');
const template = input('list.mustache'), data = JSON.parse(input('list.json'));
const page = input('list.html');
// Mustache.js escapes / = and ` as well.
const plain = (text) => text.replace(/&#x2F;/g, '/').replace(/&#x3D;/g, '=').replace(/&#x60;/g, '`');
need(plain(Mustache.render(template, data)) === page, 'mustache.js renders another page');
await report('template_list_200', 'mustache.js', 'MB per CPU second', () => {
  Mustache.render(template, data);
  return Buffer.byteLength(page) / 1e6;
});

// --- CSV: rows with the header's names, one after the other ---

const Papa = load('papaparse');
const table = input('table.csv').slice(0, 10e6);
await report('intake_stream', 'papaparse', 'MB per CPU second', () => {
  let rows = 0;
  Papa.parse(table, { header: true, step: () => { rows++; } });
  need(rows > 10000, 'papaparse reads no rows');
  return table.length / 1e6;
});

// --- rules: policies of generate.c, complete briefs ---

const { ZenEngine } = load('@gorules/zen-engine');
const { LogicEngine } = load('json-logic-engine');
const zen = new ZenEngine(), logic = new LogicEngine();
const policies = input('policies.ndjson').trim().split('\n').map((line) => {
  const { rules, briefs, decided, per_second } = JSON.parse(line);
  const model = tableOf(rules, Object.keys(briefs[0]));
  return { briefs, decided, per_second, chain: logic.build(chainOf(rules)),
    table: zen.createDecision(Buffer.from(JSON.stringify(model))) };
});
const count = policies.reduce((sum, { briefs }) => sum + briefs.length, 0);
console.log(JSON.stringify({ name: 'decide_complete_briefs', unit: 'decisions per CPU second',
  value: median(policies.map((policy) => policy.per_second)) }));
await report('decide_complete_briefs', 'json-logic-engine', 'decisions per CPU second', () => {
  for (const { briefs, decided, chain } of policies)
    briefs.forEach((one, i) => need(chain(one) === decided[i], 'json-logic-engine decides otherwise'));
  return count;
});
await report('decide_complete_briefs', 'zen-engine', 'decisions per CPU second', async () => {
  for (const { briefs, decided, table: zenTable } of policies) {
    const { result } = await zenTable.evaluate({ briefs });
    need(result.decided.every(({ rule }, i) => rule === decided[i]), 'zen-engine decides otherwise');
  }
  return count;
});
