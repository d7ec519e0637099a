// Ages that no file tells: decide() beside a router of its own that is asked once for each order
// of ages. All that some order brings about must be possible; for one kind of routes nothing else is,
// for both kinds a little more may be.
// GATEFORK_OPINIONS, the number of baselines, and GATEFORK_SEED set the size.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../lib/model/manifest';
import { describe as inOneLine, requestsFor } from '../arbitrary/request';
import type { Ages } from '../oracle/router';
import { sampleCases } from '../oracle/trial';
import { idOf, mayBeOpen, orders, ours, subjectOf, theirsByAges } from './second-opinion';

function setting(name: string, otherwise: number): number {
  const given = Number(process.env[name]);
  return Number.isSafeInteger(given) && given > 0 ? given : otherwise;
}

const seed = setting('GATEFORK_SEED', 20_263);
const baselines = setting('GATEFORK_OPINIONS', 150);
const requests = 15;

const isRoute = ({ kind }: KubeObject) => kind.endsWith('Route');

/** So few routes that every order of their ages can be tried. */
const most = 4;

function allAges(objects: readonly KubeObject[]): readonly Ages[] {
  return orders(objects.filter(isRoute).map(idOf)).map(
    (order): Ages =>
      ({ kind, namespace, name }) =>
        order.indexOf(`${kind} ${namespace}/${name}`),
  );
}

/**
 * A case with its first routes alone, of one kind or of both, texts in place of expressions, and
 * no prefix that ends in a slash: whether that one counts is open.
 */
function fewRoutes(
  objects: readonly KubeObject[],
  kinds: readonly string[],
): readonly KubeObject[] {
  const share = most / kinds.length;
  const kept = kinds.flatMap((kind) =>
    objects.filter((object) => object.kind === kind).slice(0, share),
  );
  const plain = JSON.stringify(kept, (_, value) => {
    if (value === '/a/') return '/a';
    return value?.type === 'RegularExpression'
      ? { ...value, type: 'Exact', value: value.value.startsWith('/') ? '/a' : '1' }
      : value;
  });
  return [...objects.filter((object) => !isRoute(object)), ...(JSON.parse(plain) as KubeObject[])];
}

test.each([
  ['HTTPRoutes', ['HTTPRoute']],
  ['GRPCRoutes', ['GRPCRoute']],
  ['both kinds beside each other', ['HTTPRoute', 'GRPCRoute']],
])('every order of ages is possible for %s', { timeout: 600_000 }, (what, kinds) => {
  const failures: string[] = [];
  const counts = { compared: 0, open: 0, wide: 0 };
  sampleCases(seed, baselines).forEach((subject, index) => {
    const objects = fewRoutes(subject.objects, kinds);
    if (!kinds.every((kind) => objects.some((object) => object.kind === kind))) return;
    const both = subjectOf(objects, () => 0, 'undated');
    const ages = allAges(objects);
    const drawn = fc.sample(requestsFor({ ...subject, objects }), {
      seed: seed + index,
      numRuns: requests,
    });
    for (const { unkeyed } of drawn.filter((one) => !mayBeOpen(objects, one.unkeyed))) {
      const [mine, yours] = [ours(both, unkeyed), theirsByAges(both, unkeyed, ages)];
      counts.compared += 1;
      if (yours.length > 1) counts.open += 1;
      if (mine.join() === yours.join()) continue;
      counts.wide += 1;
      if (kinds.length > 1 && yours.every((text) => mine.includes(text))) continue;
      const [one, other] = [mine, yours].map((texts) => texts.join(' | '));
      failures.push(`${index} ${inOneLine(unkeyed)}\n  ours ${one}\n  theirs ${other}`);
    }
  });
  console.info(`ages of ${what} ${JSON.stringify(counts)}`);
  expect(failures.slice(0, 5).join('\n')).toBe('');
  expect(counts.open).toBeGreaterThan(0.004 * counts.compared);
});
