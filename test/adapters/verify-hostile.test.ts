// Whatever stands in a field of an object, in either set: a verdict or an error with its place, and
// never a crash.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isError } from '../../lib/model/finding';
import { isObject, type Json, type Manifest } from '../../lib/model/manifest';
import { locate, readManifests } from '../../lib/pipeline';
import {
  proofFindings,
  proofJson,
  proofMarkdown,
  proofSarif,
  proofText,
  verify,
} from '../../lib/pipeline-proof';

const folder = resolve(__dirname, '../golden/refused-verify-text/input');
const files = ['baseline.yaml', 'rendered/pr-42.yaml'];
const texts = new Map(files.map((name) => [name, readFileSync(resolve(folder, name), 'utf8')]));
const all = files.flatMap((name) => readManifests(texts.get(name) ?? '', name).manifests);

const junk: readonly (readonly [name: string, value: Json])[] = [
  ['null', null],
  ['a text', '__proto__\u0000'],
  ['an object', { ...JSON.parse('{"__proto__":{"x":1},"constructor":"x"}'), big: 2n ** 63n }],
];

/** The value with each of its parts in turn replaced. */
function* spoilt(value: Json, by: Json): Generator<Json> {
  yield by;
  if (Array.isArray(value)) {
    for (const [index, part] of (value as readonly Json[]).entries()) {
      for (const one of spoilt(part, by)) yield value.with(index, one) as readonly Json[];
    }
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) {
      for (const one of spoilt(part ?? null, by)) yield { ...value, [key]: one };
    }
  }
}

function print(manifests: readonly Manifest[]): string {
  const { proof, findings, manifests: named } = verify({ baseline: manifests, applied: manifests });
  expect(proof === undefined).toBe(findings.some(isError));
  if (proof === undefined) {
    locate(findings, (file) => texts.get(file));
    return '';
  }
  const found = locate(proofFindings(proof, named), (file) => texts.get(file));
  return [
    JSON.stringify(proofSarif(found, { version: '1', file: 'a.yaml' })),
    JSON.stringify(proofJson(proof), (_, part) => (typeof part === 'bigint' ? `${part}` : part)),
    proofMarkdown(proof),
    proofText(proof),
  ].join('');
}

test.each(junk)(
  '%j in any place of an object',
  (by) => {
    let tried = 0;
    for (const manifest of all) {
      const { apiVersion, kind, ...rest } = manifest.object;
      for (const one of spoilt(rest, by)) {
        if (!isObject(one)) continue;
        const object = { ...one, apiVersion, kind } as Manifest['object'];
        const changed = all.map((each) => (each === manifest ? { ...manifest, object } : each));
        expect(() => print(changed), JSON.stringify(object.metadata)).not.toThrow();
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(200);
  },
  60_000,
);
