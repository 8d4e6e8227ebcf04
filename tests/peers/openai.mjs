// openai.mjs - a batch of requests through the openai package: the work that
// the figures endpoint_500_at_64_jobs stand for, without any proof.
//
// One process, so that its start counts as handoff's does.  Each answer's
// words are JSON that is read, nothing more.
//
// usage: node openai.mjs ENGINES REQUESTS URL     REQUESTS: map --batch-out's
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [engines, requests, baseURL] = process.argv.slice(2);
const { default: OpenAI } = createRequire(resolve(engines, 'package.json'))('openai');
const JOBS = 64;

const client = new OpenAI({ apiKey: 'none', baseURL });
const bodies = readFileSync(requests, 'utf8').trim().split('\n').map((line) => JSON.parse(line).body);
let next = 0, read = 0;

async function work() {
  while (next < bodies.length) {
    const answer = await client.chat.completions.create(bodies[next++]);
    JSON.parse(answer.choices[0].message.content);
    read++;
  }
}

await Promise.all(Array.from({ length: JOBS }, work));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ read, cpu: (userCPUTime + systemCPUTime) / 1e3, peak: maxRSS / 1024 }));
