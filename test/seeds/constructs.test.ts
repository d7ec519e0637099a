// Every Gateway API object that the founding documents quote, written with constructs: what
// synthesis gives equals what the text says, both with the API server's defaults filled in.
// Skipped where the documents are absent.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Testing } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { kindFacts } from '../../imports/gateway-api-facts';
import { type KubeObject, nameOf } from '../../lib/model/manifest';
import { withDefaults } from '../../lib/routing/defaults';
import { lifted, quoted, seedNames } from './cluster';
import type { Quoted } from './quoted';
import { written } from './written';

const isPresent = existsSync(resolve(__dirname, '../../../shared/seeds'));
const present = isPresent ? describe : describe.skip;

/** Read while tests are collected, which skipping does not keep from. */
const allQuoted = (isPresent ? seedNames : []).flatMap((number) =>
  quoted(number).map((one) => ({ number, one, name: nameOf(lifted(one)) })),
);

function synthesized(number: string): readonly KubeObject[] {
  const charts = written[number]?.() ?? [];
  return charts.flatMap((chart) => Testing.synth(chart) as readonly KubeObject[]);
}

/** In the version of the text where the standard channel still serves it, else in v1. */
function asQuoted(one: Quoted): KubeObject {
  const object = lifted(one);
  const [group = '', version = ''] = one.apiVersion.split('/');
  const facts = kindFacts.find((known) => known.group === group && known.kind === one.kind);
  const isServed = facts?.versions[version]?.served.includes('standard') ?? false;
  return withDefaults(isServed ? { ...object, apiVersion: one.apiVersion } : object);
}

present('the founding documents, written with constructs (need ../shared)', () => {
  test.each(seedNames)('%s: no object is left out, and none is added', (number) => {
    const names = quoted(number).map((one) => nameOf(lifted(one)));
    expect(synthesized(number).map(nameOf).sort()).toEqual([...names].sort());
  });

  test.each(allQuoted)('$number: $name equals what is quoted', ({ number, one, name }) => {
    const [object, ...others] = synthesized(number).filter((made) => nameOf(made) === name);
    expect(others).toEqual([]);
    expect(object && withDefaults(object)).toEqual(asQuoted(one));
  });

  test('all of them', () => {
    expect(allQuoted).toHaveLength(21);
  });
});
