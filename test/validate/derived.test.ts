// What deriving writes is valid: by the channel of what it was derived from, with no word said of
// any object that Gatefork wrote as an error.

import { describe, expect, test } from 'vitest';
import { apiChannels } from '../../lib/model/api';
import { isError } from '../../lib/model/finding';
import type { KubeObject, Manifest } from '../../lib/model/manifest';
import { validate } from '../../lib/pipeline-validation';
import { goldenCases } from '../crds/golden-objects';

const asManifest = (object: KubeObject, document: number): Manifest => ({
  object,
  origin: { from: 'file', file: 'golden', document },
});

function errorsOf(objects: readonly KubeObject[], channel: (typeof apiChannels)[number]) {
  const api = { version: '1.6', channel };
  const { findings } = validate({ manifests: objects.map(asManifest), api, lint: false });
  return findings.filter(isError).map(({ code, message }) => `${code} ${message}`);
}

const cases = goldenCases();

test('there are cases that write objects', () => {
  expect(cases.length).toBeGreaterThan(40);
});

describe.each(cases.map((one) => [one.name, one] as const))('%s', (_, { inputs, outputs }) => {
  test('is valid in the channel of its input', () => {
    // Objects that are invalid in themselves are so on purpose, and so are copies of them.
    const faulty = new Set(errorsOf(inputs, 'experimental').map(faultOf));
    const [channel = 'experimental'] = apiChannels.filter(
      (one) => errorsOf(inputs, one).length <= faulty.size,
    );
    expect(errorsOf(outputs, channel).filter((one) => !faulty.has(faultOf(one)))).toEqual([]);
  });
});

/** The fault without the name of its object: a copy has another. */
function faultOf(text: string): string {
  return text.replace(/ of [A-Z]\w+ \S+/, '');
}
