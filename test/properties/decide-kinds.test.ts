// Where only ages tell which kind of route, or which of two ListenerSets, is accepted, every order
// of ages is tried: what it brings about was told before, under every law.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import type { HttpRequest } from '../../lib/model/request';
import { decide } from '../../lib/routing/decide';
import { Dice } from '../arbitrary/dice';
import { everyLaw } from '../arbitrary/refinement';
import { gateway, gatewayGroup, grpcRoute, match, route, rule, workload } from '../routes';
import { edge } from '../routing/asking';
import { possible } from './outcomes';
import { seed, tableOf } from './question';

const clusters = 40;
const services = ['a', 'b', 'c', 'd'].flatMap((name) => workload(name));
const hostnames = ['z.x.a', '*.x.a', '*.a', 'y.x.a', 'q.a', 'w.q.a'];
const asked: HttpRequest = {
  protocol: 'grpc',
  target: edge,
  method: 'POST',
  host: 'z.x.a',
  path: '/s/m',
  headers: [['x-a', '1']],
};

function orders<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((first) =>
    orders(list.filter((other) => other !== first)).map((rest) => [first, ...rest]),
  );
}

function hostsOf(dice: Dice): { readonly hostnames?: readonly string[] } {
  if (dice.chance(15)) return {};
  return { hostnames: dice.shuffled(hostnames).slice(0, dice.chance(15) ? 2 : 1) };
}

function routeOf(dice: Dice, service: string): KubeObject {
  const place = {
    ...hostsOf(dice),
    parents: [{ name: 'edge' }, { kind: 'ListenerSet', name: 's' }],
  };
  if (dice.chance(50)) {
    const text = dice.pick(['/', '/s', '~/s.*', '/t', '=/s/m']);
    return route(service, [rule(text, service, dice.chance(20) ? { 'x-a': '2' } : {})], place);
  }
  const method = dice.pick([{ service: 's' }, { service: 's', method: 'm' }, { service: 't' }]);
  const backendRefs = [{ name: service, port: 80 }];
  const matches = dice.chance(50) ? {} : { matches: [{ method }] };
  return grpcRoute(service, [{ ...matches, backendRefs }], place);
}

/** What an order of ages brings about and was not told, and how many were told in vain. */
function untold(objects: readonly KubeObject[], ageless: readonly KubeObject[]) {
  const dated = orders(ageless).map((order) =>
    objects.map((object): KubeObject => {
      const place = order.indexOf(object);
      if (place < 0) return object;
      const creationTimestamp = `2024-01-01T00:00:0${place}Z`;
      return { ...object, metadata: { ...object.metadata, creationTimestamp } };
    }),
  );
  const counts = { news: [] as string[], open: 0, vain: 0 };
  for (const [name, law] of everyLaw) {
    const told = possible(decide(tableOf(objects), asked, law));
    const seen = new Set(dated.flatMap((some) => [...possible(decide(tableOf(some), asked, law))]));
    for (const one of seen) if (!told.has(one)) counts.news.push(`${name}: ${one}`);
    if (seen.size > 1) counts.open += 1;
    if (told.size > seen.size) counts.vain += 1;
  }
  return counts;
}

function expectTold(draw: (dice: Dice) => readonly (readonly KubeObject[])[], atMostVain: number) {
  let [open, vain] = [0, 0];
  for (let index = 0; index < clusters; index += 1) {
    const [ageless = [], others = []] = draw(new Dice(seed * 7 + index));
    const found = untold([...others, ...ageless], ageless);
    expect(found.news, JSON.stringify(ageless)).toEqual([]);
    open += found.open;
    vain += found.vain;
  }
  console.info(`${open} open, ${vain} more than need be, of ${clusters * everyLaw.length}`);
  expect(open).toBeGreaterThan((clusters * everyLaw.length) / 10);
  expect(vain).toBeLessThan(atMostVain * clusters * everyLaw.length);
}

test('both kinds on hosts that overlap, in every order of ages', { timeout: 120_000 }, () => {
  expectTold(
    (dice) => [['a', 'b', 'c', 'd'].map((name) => routeOf(dice, name)), [gateway(), ...services]],
    0.25,
  );
});

const every = { allowedRoutes: { namespaces: { from: 'All' } } };

function listenerSet(name: string, listeners: readonly JsonObject[]): KubeObject {
  return {
    apiVersion: `${gatewayGroup}/v1`,
    kind: 'ListenerSet',
    metadata: { name, namespace: 'shop' },
    spec: { parentRef: { name: 'edge' }, listeners },
  };
}

test('ListenerSets that contest a port, in every order of ages', { timeout: 120_000 }, () => {
  expectTold((dice) => {
    const sets = ['s', 't', 'u'].map((set) =>
      listenerSet(
        set,
        dice
          .shuffled(['*.x.a', '*.a', 'z.x.a'])
          .slice(0, 2)
          .map((hostname, index) =>
            dice.chance(20)
              ? { name: `${set}${index}`, port: 80, protocol: 'TCP', ...every }
              : { name: `${set}${index}`, port: 80, protocol: 'HTTP', hostname, ...every },
          ),
      ),
    );
    const routes = ['s', 't', 'u'].map((name, index) =>
      route(
        `on-${name}`,
        [
          {
            matches: [match(dice.pick(['/', '/s', '/t']))],
            backendRefs: [{ name: ['a', 'b', 'c'][index] ?? 'a', port: 80 }],
          },
        ],
        { parents: [{ kind: 'ListenerSet', name }], created: '2023-01-01T00:00:00Z' },
      ),
    );
    const wide = dice.chance(50)
      ? [{ name: 'http', port: 81, protocol: 'HTTP', ...every }]
      : undefined;
    const home = gateway(wide);
    const admitting = {
      ...home,
      spec: { ...home.spec, allowedListeners: { namespaces: { from: 'All' } } },
    };
    return [sets, [admitting, ...services, ...routes]];
  }, 0.6);
});
