// engines.mjs - the two engines that read a policy of generate.c.
//
// Each policy becomes a first-hit decision table (GoRules ZEN) and a chain of
// conditions (JSON Logic).

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

export function chainOf(rules) {
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

export function tableOf(rules, fields) {
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
