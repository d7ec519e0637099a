// Props of a wrong type, as plain JavaScript lets them through: refused at the call, with the path.

import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import {
  type Backend,
  HttpMatch,
  HttpRoute,
  type HttpRouteProps,
  type HttpRuleProps,
  UsageError,
} from '../../lib/index';

const routeWith = (props: HttpRouteProps) => () =>
  new HttpRoute(new Chart(new App(), 'test'), 'route', props);
const ruleWith = (rule: HttpRuleProps) => routeWith({ rules: [rule] });

test.each<[string, () => unknown, string]>([
  ['parents', routeWith({ parents: {} as [] }), '`parents` is not a list'],
  ['rules', routeWith({ rules: {} as [] }), '`rules` is not a list'],
  ['matches', ruleWith({ matches: HttpMatch.any() as unknown as [] }), '`matches` is not a list'],
  ['filters', ruleWith({ filters: {} as [] }), '`filters` is not a list'],
  [
    'backends',
    ruleWith({ backends: { name: 'a', port: 1 } as unknown as [] }),
    '`backends` is not a list',
  ],
  [
    'a match',
    ruleWith({ matches: ['/cart' as unknown as HttpMatch] }),
    'matches[0] is `/cart`, not an object',
  ],
  ['a backend', ruleWith({ backends: ['cart' as unknown as Backend] }), '`cart` is not a Service'],
])('%s of a wrong type: refused with the path', (_, call, message) => {
  expect(call).toThrow(UsageError);
  expect(call).toThrow('[test/route] ');
  expect(call).toThrow(message);
});
