// The generated file is what the reports give, and every profile that is named by one has it.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { implementationFacts } from '../../imports/implementation-facts';
import { reportOf } from '../../lib/lint/features/support';
import { profileNames } from '../../lib/routing/profile';
import { implementationsSource, readReports } from '../../scripts/implementations/source';

const root = path.resolve(__dirname, '../..');
const reports = path.resolve(root, '../shared/facts/implementations.json');

test.skipIf(!existsSync(reports))(
  'the reports (skipped where they are absent) give the committed file',
  () => {
    const committed = readFileSync(path.join(root, 'imports/implementation-facts.ts'), 'utf8');
    expect(implementationsSource(readReports(readFileSync(reports, 'utf8')))).toBe(committed);
  },
);

test('every profile but the specification has a report', () => {
  const without = profileNames.filter((name) => reportOf(name) === undefined);
  expect(without).toEqual(['specification']);
});

test('no feature is both supported and unsupported', () => {
  const both = Object.entries(implementationFacts).flatMap(([name, facts]) => {
    const supported = new Set(facts.supported.split(' '));
    const doubtful = facts.unsupported.split(' ').filter((one) => one && supported.has(one));
    return doubtful.map((feature) => `${name} ${feature}`);
  });
  expect(both).toEqual([]);
});
