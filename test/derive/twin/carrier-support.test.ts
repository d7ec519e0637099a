// Which carriers may be used where: refused where an implementation is not known to match them,
// and a warning where none is named.

import { describe, expect, test } from 'vitest';
import { supportFindings } from '../../../lib/derive/twin/carrier-support';
import type { Carrier, Config } from '../../../lib/model/config';
import { defaultConfig } from '../../../lib/model/config';
import { derive } from '../../../lib/pipeline';
import { gateway, manifests, route, rule, sandbox, workload } from '../../routes';

const header: Carrier = { type: 'header', name: 'x-routing-key' };
const query: Carrier = { type: 'query', name: 'key' };
const expressions: readonly Carrier[] = [
  { type: 'baggage' },
  { type: 'tracestate' },
  { type: 'cookie', name: 'key' },
];

function told(carriers: readonly Carrier[], profiles: readonly string[]) {
  return supportFindings({ ...defaultConfig, carriers, profiles });
}

const codes = (carriers: readonly Carrier[], profiles: readonly string[]) =>
  told(carriers, profiles).map(({ code }) => code);

describe.each(expressions)('$type', (carrier) => {
  test.each(['istio', 'envoy-gateway', 'cilium', 'linkerd', 'nginx-gateway-fabric', 'kong'])(
    '%s matches it',
    (profile) => {
      expect(codes([carrier], [profile])).toEqual([]);
    },
  );

  test.each(['aws', 'gke'])('%s is not known to', (profile) => {
    const [found] = told([carrier], [profile]);
    expect(found?.code).toBe('carrier-unsupported');
    expect(found?.message).toContain(`profile \`${profile}\``);
    expect(found?.message).toContain('is not known to take regular expressions for headers');
    expect(found?.hint).toContain('carriers: [{ header: x-routing-key }]');
  });

  test('without a profile there is one warning', () => {
    expect(codes([carrier], [])).toEqual(['carrier-support-unknown']);
    // The specification is no implementation: it leaves expressions to each.
    expect(codes([carrier], ['specification'])).toEqual(['carrier-support-unknown']);
  });
});

test('a header of its own works everywhere', () => {
  for (const profile of ['aws', 'gke', 'specification', 'istio']) {
    expect(codes([header], [profile])).toEqual([]);
  }
  expect(codes([header], [])).toEqual([]);
});

test('a query parameter works where query matches are claimed', () => {
  expect(codes([query], ['istio'])).toEqual([]);
  expect(codes([query], ['gke'])).toEqual([]);
  const [found] = told([query], ['aws']);
  expect(found?.code).toBe('carrier-unsupported');
  expect(found?.message).toContain('does not take matches on query parameters');
  expect(found?.message).toContain('conformance/reports/');
  expect(codes([query], [])).toEqual(['carrier-support-unknown']);
});

test('each profile and each feature is told once, with all the carriers that rest on it', () => {
  const all = [...expressions, query, header];
  expect(
    told(all, ['aws', 'gke', 'istio']).map(({ message }) =>
      message.split(' (').slice(0, 2).join(' ('),
    ),
  ).toEqual([
    'AWS Load Balancer Controller (profile `aws`) is not known to take regular expressions for headers, on which the carriers baggage, tracestate and cookie key rest',
    'AWS Load Balancer Controller (profile `aws`) does not take matches on query parameters, on which the carrier query parameter key rests',
    'GKE Gateway (profile `gke`) is not known to take regular expressions for headers, on which the carriers baggage, tracestate and cookie key rest',
  ]);
  const [unnamed, ...more] = told(all, []);
  expect(more).toEqual([]);
  expect(unnamed?.message).toBe(
    'the carriers baggage, tracestate and cookie key rest on regular expressions for headers, and the carrier query parameter key rests on matches on query parameters, which not every implementation of the Gateway API takes, and no `profile` says which one the routes run on',
  );
});

test('a carrier that is refused writes nothing, however many sandboxes ask', () => {
  const baseline = manifests(gateway(), ...workload('a'), route('r', [rule('/', 'a')]));
  const run = (config: Partial<Config>) =>
    derive({ baseline, sandboxes: [sandbox('pr-1', ['a']), sandbox('pr-2', ['a'])], config });
  const refused = run({ profiles: ['aws'] });
  expect(refused.findings.map(({ code }) => code)).toEqual(['carrier-unsupported']);
  expect(refused.sandboxes).toEqual([]);
  const written = run({ profiles: ['aws'], carriers: [header] });
  expect(written.findings).toEqual([]);
  expect(written.sandboxes).toHaveLength(2);
  expect(run({}).findings.map(({ code }) => code)).toEqual(['carrier-support-unknown']);
});
