// What deriving adds to manifests that others wrote is proved, and what is spoilt of it is found.
// Those in a folder beside the repository are skipped where it is absent.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WorkloadRef } from '../../lib/model/fork';
import type { Manifest } from '../../lib/model/manifest';
import { isOurs } from '../../lib/model/marks';
import { readManifests } from '../../lib/pipeline';
import { verify } from '../../lib/pipeline-proof';
import { isPresent, tableOf } from '../conformance/suite';
import { forkable, forking, type Trial, trial } from './real-input';

const root = resolve(__dirname, '../..');
const shared = resolve(root, '../shared');
const corpora = join(shared, 'corpora');
const besides = existsSync(corpora) ? describe : describe.skip;

function read(folder: string, ...files: readonly string[]): readonly Manifest[] {
  return files.flatMap((file) => {
    const { manifests } = readManifests(readFileSync(join(folder, file), 'utf8'), file);
    return manifests;
  });
}

/** The verdict, then those on what is spoilt, by name. */
function verdicts({ proof, refused, spoilt }: Trial) {
  return { verdict: proof?.result ?? refused, spoilt: Object.fromEntries(spoilt) };
}

const found = {
  verdict: 'proved',
  spoilt: {
    'the route is gone': 'violated',
    'the key is gone': 'violated',
    'the fork is not reached': 'violated',
  },
};
/** No route leads to the fork, so there is nothing to spoil. */
const unreached = { verdict: 'proved', spoilt: {} };

/** What is not asked over HTTP cannot be asked with a key. */
const besideHttp = new Map([
  ['redis-cart', unreached],
  ['loadgenerator', { verdict: 'workload-without-service', spoilt: {} }],
]);

const deployment = (name: string): WorkloadRef => ({ kind: 'Deployment', name });

describe('the example shop', () => {
  const all = read(join(root, 'dist'), ...readdirSync(join(root, 'dist')));
  const baseline = all.filter(({ object }) => !isOurs(object));

  test('is proved with both of its sandboxes', () => {
    expect(all.length).toBeGreaterThan(baseline.length);
    const { proof, findings } = verify({ baseline, applied: all });
    expect([findings, proof?.violations, proof?.result]).toEqual([[], [], 'proved']);
    expect(proof?.scope.keys).toBe(2);
  });

  test.each(forkable(baseline).map((one) => [one.name, one] as const))(
    'is proved with a fork of %s, whose faults are found',
    (_, workload) => {
      expect(verdicts(trial(baseline, [forking(workload)]))).toEqual(found);
    },
  );
});

besides('online-boutique (needs ../shared)', () => {
  const boutique = existsSync(corpora)
    ? read(
        join(corpora, 'online-boutique'),
        'kubernetes-manifests.yaml',
        'istio-frontend-gateway.yaml',
      )
    : [];
  const workloads = boutique
    .filter(({ object }) => object.kind === 'Deployment')
    .map(({ object }) => object.metadata?.name ?? '');

  test.each(workloads)(
    'in a mesh a fork of %s is proved, or refused where nothing asks it',
    (name) => {
      const outcome = trial(boutique, [forking(deployment(name))], { config: { mesh: 'on' } });
      expect(verdicts(outcome)).toEqual(besideHttp.get(name) ?? found);
    },
  );

  test('without a mesh a fork is proved, whether or not a Gateway leads to it', () => {
    const outcome = (name: string) =>
      verdicts(trial(boutique, [forking(deployment(name))], { config: { mesh: 'off' } }));
    expect(outcome('frontend')).toEqual(found);
    expect(outcome('cartservice')).toEqual(unreached);
  });
});

besides('bookinfo (needs ../shared)', () => {
  const folder = join(corpora, 'bookinfo');
  const routes = existsSync(corpora)
    ? readdirSync(join(folder, 'gateway-api')).filter((file) => file.startsWith('route-'))
    : [];
  const names = ['reviews-v1', 'reviews-v2', 'reviews-v3', 'productpage-v1', 'ratings-v1'];

  test.each(routes)('every workload can be forked beside %s, and is proved', (file) => {
    const gateway = [
      'bookinfo.yaml',
      'bookinfo-versions.yaml',
      'gateway-api/bookinfo-gateway.yaml',
    ];
    const baseline = read(folder, ...gateway, `gateway-api/${file}`);
    for (const name of names) {
      const outcome = verdicts(trial(baseline, [forking(deployment(name))]));
      expect([name, outcome]).toEqual([name, found]);
    }
  });
});

const conformance = isPresent ? describe : describe.skip;

/** No rule of theirs forwards to the fork: the route is rejected, or its reference not permitted. */
const rejected: ReadonlySet<string> = new Set([
  'tests/httproute-disallowed-kind.yaml',
  'tests/httproute-invalid-cross-namespace-backend-ref.yaml',
  'tests/httproute-invalid-parentref-not-matching-section-name.yaml',
  'tests/httproute-invalid-parentref-section-name-not-matching-port.yaml',
]);

conformance('the manifests of the conformance suite (needs ../shared)', () => {
  const folder = join(shared, 'conformance/manifests');
  const files = isPresent ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const cases = files
    .filter((file) => file.startsWith('tests/') && file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => {
      const base = `${file.includes('/mesh/') ? 'mesh' : 'base'}/manifests.yaml`;
      const { manifests } = tableOf({ id: file, test: file, manifests: [base, file] }).inventory;
      // The others hold Gateways alone, routes of connections, or rules that only redirect.
      const [workload] = forkable(manifests);
      return workload === undefined ? [] : [{ file, manifests, workload }];
    });

  test('hold backends to fork', () => {
    expect(cases.length).toBeGreaterThan(40);
    expect(cases.filter(({ file }) => rejected.has(file))).toHaveLength(rejected.size);
  });

  test.each(cases)('$file is proved with a fork of $workload.name', (one) => {
    const outcome = trial(one.manifests, [forking(one.workload)]);
    expect(verdicts(outcome)).toEqual(rejected.has(one.file) ? unreached : found);
  });
});
