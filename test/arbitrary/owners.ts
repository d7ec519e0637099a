// Sandboxes that fork some of a baseline's workloads or send requests elsewhere, and route groups
// over them. Neighbour: baseline.ts.

import fc from 'fast-check';
import type { WorkloadRef } from '../../lib/model/fork';
import type {
  GroupMatch,
  RouteGroupSpec,
  SandboxSpec,
  ServiceRef,
  VirtualSpec,
} from '../../lib/model/sandbox';
import { isMember } from '../oracle/owners';
import { plainSandbox } from '../routes';
import { maybe } from './http-rule';
import * as universe from './universe';

/** What a baseline has that a sandbox may name. */
export interface Stock {
  readonly workloads: readonly WorkloadRef[];
  readonly services: readonly universe.ServiceShape[];
}

/** Names and keys of which some begin as others do. */
const names: readonly (readonly [string, string])[] = [
  ['pr-1', 'pr-1'],
  ['pr-12', 'k12'],
  ['ab', 'pr-12'],
  ['pr', 'k1'],
];
const groupNames: readonly (readonly [string, string])[] = [
  ['epic', 'epic'],
  ['pr-1-all', 'pr-123'],
];
const features = ['x-1', 'x-2', 'y'] as const;

function serviceRef({ namespace, name }: ServiceRef): ServiceRef {
  return { name, ...(namespace === undefined || namespace === '' ? {} : { namespace }) };
}

/** Where requests for a Service go instead: to a mock mostly, with the port that is asked for. */
function virtualOf(
  service: universe.ServiceShape,
  { services }: Stock,
): fc.Arbitrary<readonly VirtualSpec[]> {
  const mocks = services.filter(({ name }) => name === universe.mockService);
  const others = services.filter((one) => one !== service && !mocks.includes(one));
  return fc
    .oneof(
      { weight: 3, arbitrary: fc.constantFrom(...mocks).map(serviceRef) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...mocks).map((to) => ({ ...serviceRef(to), port: 9000 })),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...others).map((to) => ({ ...serviceRef(to), port: 80 })),
      },
    )
    .map((to) => [{ service: serviceRef(service), to, path: ['spec', 'virtual', 0] }]);
}

function sandbox(stock: Stock): fc.Arbitrary<SandboxSpec> {
  const forked = fc.uniqueArray(fc.constantFrom(...stock.workloads), {
    minLength: 1,
    maxLength: 3,
    selector: ({ namespace, name }) => `${namespace}/${name}`,
  });
  const replaced = fc.constantFrom(
    ...stock.services.filter(({ name }) => name !== universe.mockService),
  );
  return fc
    .record({
      names: fc.constantFrom(...names),
      forked,
      feature: fc.constantFrom(...features),
      virtual: maybe(
        15,
        replaced.chain((service) =>
          virtualOf(service, stock).map((virtual) => ({ service, virtual })),
        ),
      ),
    })
    .map(({ names: [name, routingKey], forked: chosen, feature, virtual }): SandboxSpec => {
      // A Service is replaced once: what is sent elsewhere is not forked as well.
      const kept = chosen.filter(
        ({ namespace = '', name: workload }) =>
          virtual?.service.namespace !== namespace || virtual.service.workload !== workload,
      );
      return {
        ...plainSandbox,
        name,
        routingKey,
        labels: { feature },
        forks: kept.map((workload, index) => ({
          workload,
          images: [{ image: `${workload.name}:${name}` }],
          env: [],
          patches: [],
          path: ['spec', 'forks', index],
        })),
        virtual: virtual?.virtual ?? [],
        origin: { from: 'file', file: `${name}.yaml`, document: 0 },
      };
    });
}

export function sandboxes(stock: Stock): fc.Arbitrary<SandboxSpec[]> {
  const one = sandbox(stock);
  const list = (length: number) =>
    fc.uniqueArray(one, { minLength: length, maxLength: length, selector: ({ name }) => name });
  const several = fc.oneof({ weight: 3, arbitrary: list(2) }, { weight: 1, arbitrary: list(3) });
  return fc.oneof(
    { weight: 6, arbitrary: list(1) },
    { weight: 2, arbitrary: several },
    { weight: 2, arbitrary: several.map(apart) },
  );
}

/** Sandboxes of which no two replace the same, as far as each keeps something to replace. */
function apart(list: readonly SandboxSpec[]): SandboxSpec[] {
  const taken = new Set<string>();
  const isFree = ({ namespace, name }: ServiceRef) => {
    const place = `${namespace ?? ''}/${name}`;
    return !taken.has(place) && taken.add(place);
  };
  return list.map((one) => {
    const forks = one.forks.filter(({ workload }) => isFree(workload));
    const virtual = one.virtual.filter(({ service }) => isFree(service));
    return forks.length + virtual.length === 0 ? one : { ...one, forks, virtual };
  });
}

/** At times a route group over some of the sandboxes. */
export function groups(list: readonly SandboxSpec[]): fc.Arbitrary<RouteGroupSpec[]> {
  const own = list.map(({ name }) => name);
  const match = fc.constantFrom<GroupMatch>(
    { sandboxes: own },
    { label: { key: 'feature', value: 'x-*' } },
    { any: [{ label: { key: 'feature', value: 'y' } }, { sandboxes: own.slice(0, 1) }] },
    { all: [{ label: { key: 'feature', value: '*' } }, { sandboxes: own.slice(-2) }] },
  );
  const group = fc.tuple(fc.constantFrom(...groupNames), match).map(
    ([[name, routingKey], asked]): RouteGroupSpec => ({
      kind: 'RouteGroup',
      name,
      routingKey,
      match: hasRivals(list.filter((one) => isMember(one, asked)))
        ? { sandboxes: own.slice(0, 1) }
        : asked,
      origin: { from: 'file', file: `${name}.yaml`, document: 0 },
    }),
  );
  return maybe(25, group).map((one) => (one === undefined ? [] : [one]));
}

/** Whether two sandboxes would lead one key to two places, which is refused. */
function hasRivals(members: readonly SandboxSpec[]): boolean {
  const replaced = members.flatMap(({ forks, virtual }) => [
    ...forks.map(({ workload }) => workload),
    ...virtual.map(({ service }) => service),
  ]);
  return (
    new Set(replaced.map(({ namespace, name }) => `${namespace}/${name}`)).size < replaced.length
  );
}
