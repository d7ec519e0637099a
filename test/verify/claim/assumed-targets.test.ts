// Services of others that a sandbox sends requests to, and that the input does not hold.

import { expect, test } from 'vitest';
import { inventoryOf } from '../../../lib/model/inventory';
import type { KubeObject } from '../../../lib/model/manifest';
import { resolve } from '../../../lib/resolve/route-table';
import { withAssumedTargets } from '../../../lib/verify/claim/assumed-targets';
import { manifests } from '../../routes';
import { baseline, claiming, mocks, whole, written } from './claiming';

const tableOf = (objects: readonly KubeObject[]) =>
  resolve(inventoryOf(manifests(...objects))).table;

const derived = written([whole]);
const withoutMocks = baseline.filter((object) => !mocks.includes(object));

function assumed(objects: readonly KubeObject[], added = derived) {
  const { claims } = claiming(added, [], objects);
  const given = tableOf([...objects, ...added]);
  return {
    given,
    ...withAssumedTargets({
      baseline: tableOf(objects),
      applied: given,
      claims,
      tableOf: (inventory) => resolve(inventory).table,
    }),
  };
}

test('a target that is not there is taken to be there, with the port that is named, and said', () => {
  const { applied, assumptions } = assumed(withoutMocks);
  expect(assumptions).toEqual([
    'Service mocks/mock is not in the input: it is taken to be there, with the ports that are asked for',
  ]);
  const service = applied.inventory.find('/Service', 'mocks', 'mock');
  expect(service?.object.spec).toEqual({ ports: [{ port: 80 }] });
});

test('where no port is named, with those of the Service that it stands in for', () => {
  const [endpoint] = whole.virtual;
  if (endpoint === undefined) throw new Error('no endpoint');
  const { port: _, ...to } = endpoint.to;
  const portless = { ...whole, virtual: [{ ...endpoint, to }] };
  const { applied } = assumed(withoutMocks, written([portless], withoutMocks));
  expect(applied.inventory.find('/Service', 'mocks', 'mock')?.object.spec).toEqual({
    ports: [{ port: 80, targetPort: 8080 }],
  });
});

test('what is there is left as it is', () => {
  const { given, applied, assumptions } = assumed(baseline);
  expect(assumptions).toEqual([]);
  expect(applied).toBe(given);
});

test('a fork is never taken to be there', () => {
  const unforked = derived.filter(({ kind }) => kind !== 'Service');
  expect(assumed(baseline, unforked).assumptions).toEqual([]);
});
