// What docs/command.md shows of a proof and a validation is what the command prints of a golden case.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(__dirname, '../..');
const text = (path: string) => readFileSync(resolve(root, path), 'utf8');

test.each([
  ['refused-verify-text', 'txt'],
  ['refused-verify-json', 'json'],
  ['refused-validate-text', 'txt'],
  ['refused-validate-json', 'json'],
])('docs/command.md shows the output of %s', (name, ending) => {
  const [page, printed] = [
    text('docs/command.md'),
    text(`test/golden/${name}/expected/stdout.${ending}`),
  ];
  expect(page.split(printed)).toHaveLength(2);
});

test('the command of the text is that of its case', () => {
  const command = text('test/golden/refused-verify-text/command');
  expect(text('docs/command.md')).toContain(`$ ${command}violated: `);
});
