// Objects of the Gateway API held against its real CRDs, as anybody's CRDs are: the same verdicts as the
// real Kubernetes validator gives. Skipped where the folder beside the repository is absent.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../imports/gateway-api-facts';
import type { KubeObject } from '../../../lib/model/manifest';
import { customKinds } from '../../../lib/validate/crd/custom-kinds';
import type { Fault } from '../../../lib/validate/fault';
import { objectFaults } from '../../../lib/validate/object-faults';
import { hasSharedCrds, sharedCrds } from './shared-crds';

const folder = resolve(__dirname, '../../../../shared/conformance/cel');
const present = hasSharedCrds ? describe : describe.skip;

interface Case {
  readonly id: string;
  readonly channels: readonly Channel[];
  readonly validator: { readonly [channel in Channel]?: readonly string[] };
  readonly object: KubeObject;
  readonly old?: KubeObject;
}

function casesOf(file: string): readonly Case[] {
  const lines = readFileSync(join(folder, `${file}.jsonl`), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Case);
}

const messageOf = (error: string) => error.replace(/^\S+: (?:Invalid value: )?(?:"[^"]*": )?/, '');

/** Whether a rule's message, as the validator has it, is in what we say; other errors have other words. */
function isSaid(error: string, faults: readonly Fault[]): boolean {
  const [, message = messageOf(error)] = /evaluating rule: (.*)$/s.exec(error) ?? [];
  const words = message.replace(/\s+/g, ' ').trim();
  const ofRules = faults.filter(({ code }) => code === 'rule-broken');
  return ofRules.length === 0 || faults.length > ofRules.length
    ? faults.length > 0
    : ofRules.some(({ text, rule }) => text.includes(words) || words.includes(rule ?? '\n'));
}

present('the real CRDs of the Gateway API (needs ../shared)', () => {
  for (const channel of ['standard', 'experimental'] as const) {
    test(`${channel} channel: the verdict of the real validator, and its messages`, () => {
      const { look, findings } = customKinds(sharedCrds(`gateway-api/${channel}`));
      const wrong: string[] = [];
      let count = 0;
      let broken = 0;
      for (const one of ['cases', 'examples', 'invalid-examples'].flatMap(casesOf)) {
        const check = look(one.object.apiVersion, one.object.kind);
        if (check === undefined || 'notServed' in check) {
          if (one.channels.includes(channel)) wrong.push(`${one.id}: no such kind`);
          continue;
        }
        const errors = one.validator[channel] ?? [];
        const faults = objectFaults(one.object, check, one.old);
        count += 1;
        broken += faults.some(({ code }) => code === 'rule-broken') ? 1 : 0;
        if (faults.length > 0 !== errors.length > 0) {
          wrong.push(`${one.id}: ${errors.join()} / ${faults.map(({ text }) => text).join()}`);
        }
        for (const error of errors) if (!isSaid(error, faults)) wrong.push(`${one.id}: ${error}`);
      }
      expect(wrong).toEqual([]);
      expect(findings()).toEqual([]);
      expect(count).toBeGreaterThan(channel === 'standard' ? 280 : 370);
      expect(broken).toBeGreaterThan(80);
    });
  }
});
