// ratios.mjs - lines of bench, bench.mjs and bench.py into a table.
import { readFileSync } from 'node:fs';

const lines = readFileSync(0, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const ours = new Map(lines.filter(({ beside }) => !beside).map((line) => [line.name, line]));
const shown = (value) => Number(value.toPrecision(3)).toLocaleString('en');

for (const { beside, name, value, unit } of lines) {
  if (!beside) continue;
  const { value: own } = ours.get(beside);
  console.log(`${beside}: handoff ${shown(own)}, ${name} ${shown(value)} ${unit}: ${shown(own / value)} times`);
}
