// endpoint.mjs - openai.mjs against the scripted endpoint: wall time over the
// floor, CPU and peak of the whole process, medians of five runs.
//
// usage: node endpoint.mjs ENGINES INPUTS SCRIPTED_ENDPOINT
import { spawn, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [engines, inputs, scripted] = process.argv.slice(2);
const BESIDE = 'endpoint_500_at_64_jobs', JOBS = 64, LATENCY_MS = 200, RUNS = 5;
const requests = resolve(inputs, 'requests.jsonl'), script = resolve(inputs, 'script.json');
const count = readFileSync(requests, 'utf8').trim().split('\n').length;
const floor = Math.ceil(count / JOBS) * LATENCY_MS;
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

writeFileSync(script, JSON.stringify({ latency_ms: LATENCY_MS }));
const server = spawn(scripted, ['--seconds', '120', script], { stdio: ['pipe', 'pipe', 'inherit'] });
const [port] = await once(server.stdout, 'data');
const url = `http://127.0.0.1:${parseInt(port, 10)}/v1`;

const wall = [], cpu = [], peak = [];
for (let run = 0; run <= RUNS; run++) {
  const start = performance.now();
  const said = JSON.parse(execFileSync(process.execPath,
    [resolve(import.meta.dirname, 'openai.mjs'), engines, requests, url]));
  if (said.read !== count) throw new Error(`openai.mjs read ${said.read} of ${count} answers`);
  if (run === 0) continue; // warms the disk's cache
  wall.push((performance.now() - start) / floor);
  cpu.push(said.cpu);
  peak.push(said.peak);
}
server.kill();

for (const [part, unit, values] of [['wall_over_floor', 'ratio', wall], ['cpu', 'ms', cpu], ['peak', 'MiB', peak]])
  console.log(JSON.stringify({ beside: `${BESIDE}_${part}`, name: 'openai', value: median(values), unit }));
