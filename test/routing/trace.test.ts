// The words of an answer and of its steps: why it won, why nothing did, what would tell.

import { describe, expect, test } from 'vitest';
import { explain } from '../../lib/routing/decide';
import { gateway, route, rule, workload } from '../routes';
import { requestOf, tableOf } from './asking';

const old = { created: '2024-01-01T00:00:00Z' };

const services = ['a', 'b', 'c', 'd'].flatMap((name) => workload(name).slice(1));

function asked(objects: Parameters<typeof tableOf>[0], line: string) {
  const { outcome, trace } = explain(
    tableOf([gateway(), ...services, ...objects]),
    requestOf(line),
  );
  const steps = trace?.candidates.map(({ state, because }) => `${state}: ${because}`) ?? [];
  return { because: 'because' in outcome ? outcome.because : undefined, steps };
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
    expect(asked(tied('a', 'b'), 'http://x/')).toEqual({
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
