// Matches: how many, gRPC methods, names of rules.

import { expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/model/manifest';
import { service, told } from './told';

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ headers: [{ name: 'x', value: `${index}` }] }));
const ofCall = (method: JsonObject) => told('GRPCRoute', { rules: [{ matches: [{ method }] }] });

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    '128 matches in all',
    told('HTTPRoute', { rules: [{ matches: many(64) }, { matches: many(64) }] }),
    [],
  ],
  [
    '129 matches in all',
    told('HTTPRoute', { rules: [{ matches: many(64) }, { matches: many(64) }, {}] }),
    ['match-limit spec.rules have 129 matches together, of which 128 are the most'],
  ],
  [
    'a GRPCRoute has none where none is written',
    told('GRPCRoute', { rules: [{ matches: many(64) }, { matches: many(64) }, {}] }),
    [],
  ],
  [
    'neither service nor method',
    ofCall({}),
    ['grpc-method-invalid spec.rules[0].matches[0].method names neither `service` nor `method`'],
  ],
  [
    'a service with a slash, a method with a dash',
    ofCall({ service: 'shop.v1/Cart', method: 'Get-Item' }),
    [
      'grpc-method-invalid spec.rules[0].matches[0].method.service is `shop.v1/Cart`, which is no name of a gRPC service',
      'grpc-method-invalid spec.rules[0].matches[0].method.method is `Get-Item`, which is no name of a gRPC method',
    ],
  ],
  ['letters that fold to ASCII are letters to RE2', ofCall({ service: 'ſhop.\u212aart' }), []],
  [
    'methods do not fold',
    ofCall({ method: 'ſ' }),
    [
      'grpc-method-invalid spec.rules[0].matches[0].method.method is `ſ`, which is no name of a gRPC method',
    ],
  ],
  [
    'expressions may be anything',
    ofCall({ type: 'RegularExpression', service: '.*', method: '[A-Z].*' }),
    [],
  ],
  [
    'two rules of one name',
    told('HTTPRoute', { rules: [{ name: 'main' }, {}, { name: 'main' }] }),
    ['rule-name-duplicate spec.rules[2].name is `main`, which is the name of rule 0 already'],
  ],
  [
    'names are not compared in the standard channel, which has none',
    told(
      'TCPRoute',
      { rules: [{ name: 'main', backendRefs: [service] }] },
      { channel: 'standard' },
    ),
    [],
  ],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
