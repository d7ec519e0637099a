// Objects with the error lists of the real Kubernetes validator, in a folder beside the repository.
// Skipped where it is absent.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../imports/gateway-api-facts';
import { fieldName, type KubeObject } from '../../../lib/model/manifest';
import type { Fault } from '../../../lib/validate/fault';
import { gatewayApiKinds } from '../../../lib/validate/gateway-api';
import { objectFaults } from '../../../lib/validate/object-faults';
import { namesOf } from './named-rules';

const folder = resolve(__dirname, '../../../../shared/conformance/cel');
const present = existsSync(folder) ? describe : describe.skip;

interface Case {
  readonly id: string;
  readonly channels: readonly Channel[];
  readonly wantErrors?: readonly string[];
  readonly validator: { readonly [channel in Channel]?: readonly string[] };
  readonly object: KubeObject;
  readonly old?: KubeObject;
}

function casesOf(file: string): readonly Case[] {
  const lines = readFileSync(join(folder, file), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Case);
}

const kinds = {
  standard: gatewayApiKinds('standard'),
  experimental: gatewayApiKinds('experimental'),
};

/** Undefined: the channel has no such kind. */
function faultsOf({ object, old }: Case, channel: Channel): readonly Fault[] | undefined {
  const check = kinds[channel](object.apiVersion, object.kind);
  return check === undefined || 'notServed' in check ? undefined : objectFaults(object, check, old);
}

/** What the validator says, as `path: text`; of a rule the text ends with its message. */
const ofRule = /^(\S+): Invalid value: (?:"object": no such key: \S+ evaluating rule: )?(.*)$/;

/** Whether one of ours says what the validator says, at its place or below. */
function isSaid(error: string, faults: readonly Fault[]): boolean {
  const [, place = '', message = ''] = ofRule.exec(error) ?? [];
  const names = namesOf(message);
  // Of other errors than those of rules the schema's own tests speak.
  if (names === undefined) return faults.length > 0;
  return faults.some(
    ({ path, rule, code }) =>
      (names.includes(rule ?? '') || names.includes(`code:${code}`)) &&
      fieldName(path).startsWith(place),
  );
}

present('objects that the real validator has judged (needs ../shared)', () => {
  for (const file of ['cases', 'examples', 'invalid-examples']) {
    for (const channel of ['standard', 'experimental'] as const) {
      test(`${file}, ${channel} channel: the same verdict, and every rule of its list`, () => {
        let count = 0;
        const wrong: string[] = [];
        for (const one of casesOf(`${file}.jsonl`)) {
          const errors = one.validator[channel] ?? [];
          const faults = faultsOf(one, channel);
          count += 1;
          if (faults === undefined) {
            // Versions that a channel holds and does not serve pass the validator, which asks no server.
            if (one.channels.includes(channel)) wrong.push(`${one.id}: no such kind`);
            continue;
          }
          if (faults.length > 0 !== errors.length > 0) {
            wrong.push(`${one.id}: ${errors.join()} / ${faults.map(({ text }) => text).join()}`);
          }
          for (const error of errors) {
            if (!isSaid(error, faults)) wrong.push(`${one.id}: ${error} is not said`);
          }
        }
        expect(wrong).toEqual([]);
        expect(count).toBeGreaterThan(30);
      });
    }
  }

  test('whatever an author of the Gateway API wants refused is refused, by that rule', () => {
    const wrong: string[] = [];
    let count = 0;
    for (const one of casesOf('cases.jsonl')) {
      const faults = one.channels.flatMap((channel) => faultsOf(one, channel) ?? []);
      for (const want of one.wantErrors ?? []) {
        count += 1;
        const names = namesOf(want);
        const isMet = faults.some(
          ({ rule, code }) =>
            names === undefined || names.includes(rule ?? '') || names.includes(`code:${code}`),
        );
        if (!isMet) wrong.push(`${one.id}: ${want}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });
});
