// Settings under which routes are derived: where the key travels, weights, what is left out, and
// the implementation that the routes are to run on. Neighbour: baseline.ts.

import fc from 'fast-check';
import type { Carrier, Config } from '../../lib/model/config';
import { derivingProfileNames } from '../../lib/routing/profile';
import { maybe } from './http-rule';
import * as universe from './universe';

export type Settings = Pick<
  Config,
  'carriers' | 'keyName' | 'mesh' | 'weights' | 'exclude' | 'exposure'
>;

const baggage: Carrier = { type: 'baggage' };
const tracestate: Carrier = { type: 'tracestate' };
const header: Carrier = { type: 'header', name: 'x-routing-key' };
const other: Carrier = { type: 'header', name: 'ot-baggage-sd-routing-key' };
const query: Carrier = { type: 'query', name: 'sd-key' };
const cookie: Carrier = { type: 'cookie', name: 'sd-key' };

const carriers = fc.oneof(
  { weight: 5, arbitrary: fc.constant([baggage]) },
  { weight: 3, arbitrary: fc.constant([header]) },
  { weight: 2, arbitrary: fc.constant([tracestate]) },
  { weight: 2, arbitrary: fc.constant([baggage, header]) },
  { weight: 1, arbitrary: fc.constant([baggage, tracestate, other, header]) },
  { weight: 1, arbitrary: fc.constant([query]) },
  { weight: 1, arbitrary: fc.constant([cookie]) },
  { weight: 1, arbitrary: fc.constant([cookie, query, baggage]) },
);

const exclude = fc
  .tuple(
    maybe(5, fc.constantFrom('r*', '*/a', `${universe.away}/*`)),
    maybe(5, fc.constantFrom('edge', 'infra/pub', '*/pub')),
  )
  .map(([route, gateway]) => ({
    routes: route === undefined ? [] : [route],
    gateways: gateway === undefined ? [] : [gateway],
  }));

/** The first that names a Gateway counts. */
const exposure = maybe(
  8,
  fc.constantFrom<Config['exposure']>(
    [{ gateway: '*/edge', action: 'ignore' }],
    [
      { gateway: 'infra/*', action: 'warn' },
      { gateway: '*/*', action: 'ignore' },
    ],
    [
      { gateway: 'edge', action: 'derive' },
      { gateway: '*', action: 'ignore' },
    ],
  ),
).map((list = []) => list);

export function settings(hasMesh: boolean): fc.Arbitrary<Settings> {
  return fc.record({
    carriers,
    keyName: fc.constantFrom('sd-routing-key', 'sd-routing-key', 'team-key'),
    weights: fc.constantFrom('fork-only', 'fork-only', 'keep'),
    mesh: fc.constantFrom(hasMesh ? 'on' : 'auto', 'auto'),
    exclude,
    exposure,
  });
}

/** One that deriving takes. */
export const profiles: fc.Arbitrary<string> = fc.constantFrom(...derivingProfileNames);
