// docs/hard-cases.md against the tests that it names: every situation has a row, and every row a
// test that is there.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { findingCodes } from '../../lib/model/finding';

const root = resolve(__dirname, '../..');
const text = (path: string) => readFileSync(join(root, path), 'utf8');

interface Row {
  readonly number: number;
  readonly does: string;
  /** Each as the table has it: a path and a title. */
  readonly tests: readonly string[];
}

const rows: readonly Row[] = [...text('docs/hard-cases.md').matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(
  ([, number = '', rest = '']) => {
    const [, does = '', tests = ''] = rest.split(' | ');
    return { number: Number(number), does, tests: tests.trim().split('<br>') };
  },
);

const onlyTold = rows.filter(({ does }) => does.includes('*Told only*'));

/** The titles of a file's tests as they are written. */
function titlesOf(path: string): ReadonlySet<string> {
  const file = ts.createSourceFile(path, text(path), ts.ScriptTarget.ES2023, true);
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && calledName(node) === 'test') {
      const [title] = node.arguments;
      if (title !== undefined && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return titles;
}

/** `test` of `test(…)`, `test.each(…)(…)` and ``test.each`…`(…)``. */
function calledName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isTaggedTemplateExpression(node)) return calledName(node.tag);
  const isInner = ts.isCallExpression(node) || ts.isPropertyAccessExpression(node);
  return isInner ? calledName(node.expression) : undefined;
}

test('every situation from 1 to 80 has one row', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 80 }, (_, at) => at + 1));
});

test('every test that a row names is there, under that title', () => {
  const known = new Map<string, ReadonlySet<string>>();
  const missing = rows.flatMap(({ number, tests }) =>
    tests
      .filter((one) => {
        const [, path = '', title = ''] = /^`([^`]+\.test\.ts)` "([^"]+)"$/.exec(one) ?? [];
        if (!existsSync(join(root, path)) || path === '') return true;
        const titles = known.get(path) ?? titlesOf(path);
        known.set(path, titles);
        return !titles.has(title);
      })
      .map((one) => `${number}: ${one}`),
  );
  expect(missing).toEqual([]);
});

test('at most fifteen situations are only told of, each by a finding that there is and with a reason', () => {
  expect(onlyTold.length).toBeGreaterThan(0);
  expect(onlyTold.length).toBeLessThanOrEqual(15);
  for (const { does } of onlyTold) {
    const [, code, reason] = /^\*Told only\* \(`([a-z-]+)`\): (.+)$/.exec(does) ?? [];
    expect(findingCodes).toContain(code);
    expect(reason?.length).toBeGreaterThan(20);
  }
});

test('no row speaks of a finding that there is not', () => {
  const codes = new Set<string>(findingCodes);
  const isCode = /^[a-z]+(?:-[a-z]+)+$/;
  // Settings and names of carriers and volumes that are spelt alike.
  const others = new Set(['fork-only']);
  const unknown = rows.flatMap(({ does }) =>
    [...does.matchAll(/`([^`]+)`/g)]
      .map(([, word = '']) => word)
      .filter((word) => isCode.test(word) && !codes.has(word) && !others.has(word)),
  );
  expect(unknown).toEqual([]);
});
