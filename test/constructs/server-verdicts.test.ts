// The constructs refuse nothing that the API server takes in either channel, and what both
// channels refuse. The verdicts are those of Kubernetes' own validation; the table is skipped
// where it is absent.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { UsageError } from '../../lib/index';
import { constructFrom } from './from-spec';
import { rendered } from './rendered';

interface Verdict {
  readonly id: string;
  readonly verb?: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly validator: {
    readonly standard: readonly string[];
    readonly experimental: readonly string[];
  };
  readonly object: { readonly spec?: object };
}

const table = path.resolve(__dirname, '../../../shared/conformance/cel');
const files = ['cases.jsonl', 'examples.jsonl', 'invalid-examples.jsonl'];
const isThere = existsSync(table);

function verdicts(): readonly Verdict[] {
  return files
    .flatMap((file) => readFileSync(path.join(table, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Verdict)
    .filter(
      ({ apiVersion, kind, verb, object }) =>
        Object.hasOwn(constructFrom, kind) &&
        verb !== 'update' &&
        object.spec &&
        // Versions that constructs do not write, where v1 asks for more.
        !/^gateway\.networking\.k8s\.io\/v1alpha/.test(apiVersion),
    );
}

/** What the construct says of the spec, or undefined where it takes it. */
function refusalOf({ kind, object }: Verdict): string | undefined {
  const chart = new Chart(new App(), 'test', { namespace: 'test' });
  try {
    constructFrom[kind]?.(chart, object.spec);
    rendered(chart);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Whether the refusal is for the status alone, which is the cluster's to write. */
const isOfStatus = ({ validator: { standard } }: Verdict) =>
  standard.some((error) => error.startsWith('status.'));

const isTaken = ({ validator }: Verdict) =>
  validator.standard.length === 0 || validator.experimental.length === 0;

test.skipIf(!isThere)('what the API server takes is taken', () => {
  const taken = verdicts().filter(isTaken);
  expect(taken.length).toBeGreaterThan(100);
  const refused = taken.map((verdict) => [verdict.id, refusalOf(verdict)]).filter(([, why]) => why);
  expect(refused).toEqual([]);
});

test.skipIf(!isThere)('what both channels refuse is refused', () => {
  const refused = verdicts().filter((verdict) => !isTaken(verdict) && !isOfStatus(verdict));
  expect(refused.length).toBeGreaterThan(80);
  const passed = refused
    .filter((verdict) => refusalOf(verdict) === undefined)
    .map(({ id, validator }) => [id, ...validator.standard]);
  expect(passed).toEqual([]);
});
