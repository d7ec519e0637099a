// The words of an answer and of its steps: why it won, why nothing did, what would tell.

import { describe, expect, test } from 'vitest';
import { explain } from '../../../lib/routing/decide';
import { gateway, grpcRoute, route, rule, workload } from '../../routes';
import { requestOf, tableOf } from '../asking';

const old = { created: '2024-01-01T00:00:00Z' };

const services = ['a', 'b', 'c', 'd'].flatMap((name) => workload(name).slice(1));

function asked(objects: Parameters<typeof tableOf>[0], line: string) {
  const { outcome, trace } = explain(
    tableOf([gateway(), ...services, ...objects]),
    requestOf(line),
  );
  const steps = trace?.candidates.map(({ state, because }) => `${state}: ${because}`) ?? [];
  const because = 'because' in outcome ? outcome.because : undefined;
  return { because, steps, notes: trace?.notes };
}

describe('what won', () => {
  test('is the only one that matches, or ranks before others', () => {
    const rules = [rule('/a', 'a'), rule('/', 'b')];
    expect(asked([route('r', rules)], 'http://x/').steps).toEqual([
      'won: the only one that matches',
      expect.stringMatching(/^no: /),
    ]);
    expect(asked([route('r', rules)], 'http://x/a').steps).toEqual([
      'won: ranks before all others that match',
      'lost: path length, against HTTPRoute shop/r rule 0 match 0',
    ]);
  });
});

describe('nothing won', () => {
  const routes = [route('r', [rule('/a', 'a')], { hostnames: ['x.test'] })];

  test.each([
    ['http://x.test/b', 'no rule matches'],
    ['http://y.test/a', 'no route for the host `y.test`'],
    ['/a', 'no route for requests without a host'],
  ])('%s: %s', (line, because) => {
    expect(asked(routes, line).because).toBe(because);
  });
});

describe('a tie names the rules, and what would tell', () => {
  const tied = (...names: readonly string[]) => names.map((name) => route(name, [rule('/', name)]));

  test('of two routes', () => {
    expect(asked(tied('a', 'b'), 'http://x/')).toMatchObject({
      because: [
        'which of HTTPRoute shop/a rule 0 and HTTPRoute shop/b rule 0 goes first: only the age of the routes tells',
      ],
      steps: [
        'open: before or after HTTPRoute shop/b rule 0 match 0: only the age of the routes tells',
        'open: before or after HTTPRoute shop/a rule 0 match 0: only the age of the routes tells',
      ],
    });
  });

  test('of many, the first two', () => {
    expect(asked(tied('a', 'b', 'c', 'd'), 'http://x/').because).toEqual([
      'which of HTTPRoute shop/a rule 0, HTTPRoute shop/b rule 0 and 2 more goes first: only the age of the routes tells',
    ]);
  });

  test('of an expression and a prefix', () => {
    const rules = [rule('~/v[0-9]+', 'a'), rule('/v1', 'b')];
    expect(asked([route('r', rules, old)], 'http://x/v1').because).toContain(
      'which of HTTPRoute shop/r rule 0 and HTTPRoute shop/r rule 1 goes first: where a regular expression path ranks is left open',
    );
  });
});

describe('an HTTPRoute and a GRPCRoute whose hosts overlap', () => {
  const calls = [{ backendRefs: [{ name: 'b', port: 80 }] }];
  const note = 'HTTPRoutes and GRPCRoutes overlap in their hosts: give gRPC a hostname of its own';
  const both = (http: readonly string[], grpc: readonly string[]) => [
    route('h', [rule('/', 'a')], { hostnames: http }),
    grpcRoute('g', calls, { hostnames: grpc }),
  ];

  test.each([
    [['x.test'], ['x.test']],
    [['*.test'], ['x.test']],
    [['*.test'], ['*.test']],
  ])('are named, and what to do is noted: %j, %j', (http, grpc) => {
    const { because, notes } = asked(both(http, grpc), 'http://x.test/');
    expect(because).toContain(
      'HTTPRoute shop/h and GRPCRoute shop/g overlap at `x.test`: the older is accepted, and ages are not known',
    );
    expect(notes).toEqual([note]);
  });

  test('of several hosts as well', () => {
    const { because, notes, steps } = asked(
      both(['x.test', 'y.test'], ['x.test']),
      'http://x.test/',
    );
    const open =
      'HTTPRoute shop/h and a GRPCRoute overlap in their hosts: the older is accepted, and ages are not known';
    expect(because).toContain(open);
    expect(steps).toContain(`open: ${open}`);
    expect(notes).toEqual([note]);
  });

  test('are no doubt where ages are known or hosts do not overlap', () => {
    const apart = asked(both(['x.test'], ['grpc.test']), 'http://x.test/');
    expect([apart.because, apart.notes]).toEqual([undefined, []]);
    const known = [
      route('h', [rule('/', 'a')], { ...old, hostnames: ['x.test'] }),
      grpcRoute('g', calls, { created: '2025-01-01T00:00:00Z', hostnames: ['x.test'] }),
    ];
    expect(asked(known, 'http://x.test/').notes).toEqual([]);
  });
});
