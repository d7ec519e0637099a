import { expect, test } from 'vitest';
import { visible } from '../../lib/report/visible';
import { folderWith, gatefork } from '../adapters/folder';

test.each([
  ['a\u001b[31mb', 'a\\u001b[31mb'],
  ['a\nerror', 'a\\u000aerror'],
  ['a\r\u007f\u0085\u009b2J', 'a\\u000d\\u007f\\u0085\\u009b2J'],
  ['a\u2028\u202eb', 'a\\u2028\\u202eb'],
  ['a\tb, grün — 買い物', 'a\tb, grün — 買い物'],
])('%j is shown as %s', (text, expected) => {
  expect(visible(text)).toBe(expected);
});

test('no name of a manifest and no word of a request reaches the terminal as more than text', () => {
  const evil = 'a\\u001b[31m\\nerror forged';
  folderWith({
    'all.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: "${evil}", namespace: edge }
spec:
  parentRefs: [{ name: public, sectionName: "${evil}" }]
  rules:
    - matches: [{ headers: [{ name: "${evil}", value: "${evil}" }] }, { path: { value: / } }]
      backendRefs: [{ name: "${evil}", port: 80 }]
`,
    'r.jsonl': `{"id":"${evil}","path":"/"}\n`,
    'bad.jsonl': `{"headers":{"${evil}":""}}\n{"method":"${evil}"}\n{"host":"${evil}"}\n`,
  });
  const answer = gatefork('route -f all.yaml --requests r.jsonl --explain');
  expect(answer.status).toBe(0);
  const refused = gatefork('route -f all.yaml --requests bad.jsonl');
  expect(refused.status).toBe(2);
  const said = [answer.out, answer.err, refused.err].join('');
  expect(said).toContain('\\u001b[31m\\u000aerror forged');
  expect(said).not.toContain('\u001b');
  expect(said).not.toMatch(/^error forged/m);
});
