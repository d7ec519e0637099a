// Several forks of one sandbox behind one Service.

import { expect, test } from 'vitest';
import { at, type KubeObject, type Manifest } from '../../../lib/model/manifest';
import { labelsOf, selectorOfLabels, selects } from '../../../lib/model/selector';
import { deriving, gateway, printed, route, rule, workload } from '../../routes';

/** A second Deployment behind the Service of the first. */
function version(name: string, app: string): KubeObject {
  const [deployment] = workload(name);
  if (deployment === undefined) throw new Error('a Deployment');
  const labels = { app, version: name };
  return {
    ...deployment,
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  };
}

const baseline = [
  gateway(),
  ...workload('a'),
  version('a2', 'a'),
  ...workload('b'),
  route('r', [rule('/', 'a')]),
];

function takes(service: KubeObject, deployment: KubeObject): boolean {
  const selector = selectorOfLabels(at(service, ['spec', 'selector'])) ?? [];
  return selects(selector, labelsOf(at(deployment, ['spec', 'template', 'metadata', 'labels'])));
}

test('one fork Service stands before both forks and no other', () => {
  const { objects, codes, lines } = deriving(baseline, ['a', 'a2', 'b'], { mesh: 'off' });
  expect(codes.filter((code) => code !== 'fork-unreachable')).toEqual([]);
  expect(lines).toEqual(['pr-42--r: / +baggage -> a-pr-42']);
  const service = printed(objects, 'Service shop/a-pr-42');
  const forks = ['a', 'a2', 'b'].map((name) => printed(objects, `Deployment shop/${name}-pr-42`));
  expect(forks.map((fork) => takes(service, fork))).toEqual([true, true, false]);
  const [, original] = workload('a');
  expect(forks.map((fork) => original !== undefined && takes(original, fork))).toEqual([
    false,
    false,
    false,
  ]);
});

test('who else is behind the Service is said, forks left out', () => {
  const third = version('a3', 'a');
  const said = (...forks: readonly string[]) =>
    deriving([...baseline, third], forks)
      .findings.filter(({ code }) => code === 'service-shared')
      .map(({ message }) => message);
  const only = (names: string) =>
    `Service shop/a also sends to ${names}, which keyed requests no longer reach`;
  expect(said('a', 'a2')).toEqual([only('Deployment shop/a3'), only('Deployment shop/a3')]);
  expect(said('a')).toEqual([only('Deployment shop/a2, Deployment shop/a3')]);
  expect(said('a', 'a2', 'a3')).toEqual([]);
});

test('a mesh gets one route for the Service', () => {
  const { objects } = deriving(baseline, ['a', 'a2'], { mesh: 'on' });
  const names = objects.flatMap(({ kind, metadata }: Manifest['object']) =>
    kind === 'HTTPRoute' ? [metadata?.name] : [],
  );
  expect(names).toEqual(['pr-42--a--default', 'pr-42--r']);
});

test('a Service is written that one of its forks is named by, though another has its own', () => {
  const [, own] = workload('a2');
  if (own === undefined) throw new Error('a Service');
  const ofVersion = { ...own, spec: { selector: { version: 'a2' }, ports: [{ port: 80 }] } };
  const written = (...forks: readonly string[]) =>
    deriving([...workload('a'), version('a2', 'a'), ofVersion], forks, { mesh: 'off' })
      .objects.filter(({ kind }) => kind === 'Service')
      .map(({ metadata }) => metadata?.name);
  expect(written('a', 'a2')).toEqual(['a-pr-42', 'a2-pr-42']);
  expect(written('a2', 'a')).toEqual(['a-pr-42', 'a2-pr-42']);
  expect(written('a2')).toEqual(['a2-pr-42']);
});
