// What must hold of every decision, by random clusters and requests aimed at their rules.
// GATEFORK_DECISIONS and GATEFORK_SEED set the size; the full run is 10000 requests.
// Neighbours: decide-doubt.test.ts, decide-hostile.test.ts.

import { expect, test } from 'vitest';
import type { Outcome } from '../../lib/model/decision';
import type { Json, JsonObject, KubeObject } from '../../lib/model/manifest';
import { type HttpRequest, isConnection, type Request } from '../../lib/model/request';
import { decide, explain } from '../../lib/routing/decide';
import { type Law, specification } from '../../lib/routing/law';
import { Dice } from '../arbitrary/dice';
import { everyLaw, widest } from '../arbitrary/refinement';
import { route, rule } from '../routes';
import { differenceText, outcomeKind, outcomeText, possible } from './outcomes';
import { complaints, decisions, questions, seed, tableOf } from './question';

const timeout = 20 * 60_000;
const asked = questions(seed, decisions);

function counted(kinds: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([kind, count]) => `${kind} ${((100 * count) / kinds.length).toFixed(1)} %`)
    .join(', ');
}

function everyOutcome(law: Law, some = asked): readonly (readonly [Request, Outcome])[] {
  return some.flatMap(({ table, requests }) =>
    requests.map((request) => [request, decide(table, request, law)] as const),
  );
}

test('requests come to every kind of outcome, and few are left open', { timeout }, () => {
  const many = questions(seed, Math.max(decisions, 2000));
  const outcomes = everyOutcome(specification, many);
  const kinds = outcomes.map(([, outcome]) => outcomeKind(outcome));
  console.info(`outcomes    ${counted(kinds)}`);
  console.info(`entered by  ${counted(outcomes.map(([request]) => entryOf(request)))}`);
  console.info(`decided by  ${counted(outcomes.map(([, outcome]) => decidedBy(outcome)))}`);
  const wanted = ['backend', 'split', 'redirect', '404', '421', '500', 'rejected', 'unspecified'];
  expect(wanted.filter((kind) => !kinds.includes(kind))).toEqual([]);
  const open = kinds.filter((kind) => kind === 'unspecified').length;
  expect(open / kinds.length).toBeLessThan(0.35);
});

function entryOf({ protocol, target }: Request): string {
  return `${protocol} ${target.to === 'gateway' ? `gateway:${target.port}` : 'mesh'}`;
}

/** What the match that took a request asks for, beside its path. */
function decidedBy(outcome: Outcome): string {
  if (!('by' in outcome) || outcome.by === undefined) return 'none';
  const { route: decider, rule: index, match: place = 0 } = outcome.by;
  if (!('rules' in decider)) return decider.kind;
  const match = decider.rules[index]?.matches[place];
  if (match?.protocol !== 'http') return 'gRPC match';
  const types = new Set(match.headers.map(({ type }) => type));
  return [match.path.type, match.method && 'method', ...types, match.query.length > 0 && 'query']
    .filter(Boolean)
    .join(' + ');
}

test('the index says what the scan says, under every law', { timeout }, () => {
  const http = asked.map((question) => ({
    ...question,
    requests: question.requests.filter((request) => !isConnection(request)),
  }));
  const found = everyLaw.flatMap(([name, law]) =>
    complaints(http, (objects, request) => {
      const table = tableOf(objects);
      const quick = decide(table, request, law);
      const slow = explain(table, request, law).outcome;
      if (outcomeText(quick) === outcomeText(slow)) return undefined;
      return `${name}\n${differenceText(['index', 'scan'], quick, slow)}`;
    }),
  );
  expect(found.join('\n\n')).toBe('');
});

test('what is unspecified lists two outcomes or more, each another, and why', { timeout }, () => {
  let open = 0;
  const found = complaints(asked, (objects, request) => {
    for (const [name, law] of everyLaw) {
      // Keys in another order make no other outcome.
      for (const some of [objects, shuffled(objects)]) {
        const outcome = decide(tableOf(some), request, law);
        if (outcome.outcome !== 'unspecified') continue;
        open += 1;
        const { between, because } = outcome;
        const isSound =
          between.length > 1 &&
          possible(outcome).size === between.length &&
          !between.some((one) => one.outcome === 'unspecified') &&
          because.length > 0;
        if (!isSound) return `${name} ${outcomeText(outcome)}`;
      }
    }
    return undefined;
  });
  expect(found.join('\n\n')).toBe('');
  expect(open).toBeGreaterThan(decisions);
});

test('the order of documents and of keys never matters', { timeout }, () => {
  const found = complaints(asked, (objects, request) => {
    const other = tableOf(shuffled(objects));
    for (const law of [specification, widest]) {
      const [one, two] = [decide(tableOf(objects), request, law), decide(other, request, law)];
      if (outcomeText(one) === outcomeText(two)) continue;
      return differenceText(['in order', 'shuffled'], one, two);
    }
    return undefined;
  });
  expect(found.join('\n\n')).toBe('');
});

const shuffles = new WeakMap<readonly KubeObject[], readonly KubeObject[]>();

function shuffled(objects: readonly KubeObject[]): readonly KubeObject[] {
  const known = shuffles.get(objects);
  if (known !== undefined) return known;
  const dice = new Dice(seed + objects.length);
  const fresh = dice.shuffled(objects).map((object) => keysShuffled(object, dice) as KubeObject);
  shuffles.set(objects, fresh);
  return fresh;
}

function keysShuffled(value: Json | undefined, dice: Dice): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => keysShuffled(item, dice) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const entries = dice.shuffled(Object.entries(value as JsonObject));
  return Object.fromEntries(entries.map(([key, one]) => [key, keysShuffled(one, dice)])) as Json;
}

const elsewhere = 'unrelated.example';

/** Routes on another host, another Gateway, another Service, or for another namespace's calls. */
function unrelated(objects: readonly KubeObject[]): readonly KubeObject[] {
  const rules = [rule('/', 'a', { 'x-a': '1' }), rule('=/a', 'b'), rule('~/.*', 'c')];
  const service = (name: string) => ({ group: '', kind: 'Service', name, namespace: 'shop' });
  const old = { created: '2000-01-01T00:00:00Z' };
  // On one listener an HTTPRoute may displace GRPCRoutes of any host, which concerns them.
  const hasCalls = objects.some(({ kind }) => kind === 'GRPCRoute');
  const otherGateway = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'other' };
  return [
    ...(hasCalls ? [] : [route('host', rules, { ...old, hostnames: [elsewhere] })]),
    route('gateway', rules, { ...old, parents: [otherGateway] }),
    route('calls', [{}], { ...old, parents: [otherGateway] }, 'GRPCRoute'),
    route('service', rules, { ...old, parents: [service('c')] }),
    route('client', rules, { ...old, namespace: 'nobody', parents: [service('a')] }),
  ];
}

const enlarged = new WeakMap<readonly KubeObject[], readonly KubeObject[]>();

test('a route that has nothing to do with a request does not change its outcome', {
  timeout,
}, () => {
  const found = complaints(asked, (objects, request) => {
    const more = enlarged.get(objects) ?? [...unrelated(objects), ...objects];
    enlarged.set(objects, more);
    for (const [name, law] of everyLaw) {
      const one = decide(tableOf(objects), request, law);
      const two = decide(tableOf(more), request, law);
      if (outcomeText(one) === outcomeText(two)) continue;
      return `${name}\n${differenceText(['alone', 'beside others'], one, two)}`;
    }
    return undefined;
  });
  expect(found.join('\n\n')).toBe('');
  const own = tableOf(unrelated([]));
  const host = decide(own, { ...plainRequest, host: elsewhere });
  expect(outcomeKind(host)).toBe('500');
});

const plainRequest: HttpRequest = {
  protocol: 'http',
  target: { to: 'gateway', namespace: 'shop', name: 'edge', port: 80 },
  method: 'GET',
  host: 'a.t',
  path: '/a',
  headers: [],
};
