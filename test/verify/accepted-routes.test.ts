import { readManifests } from 'gatefork/core';
import { describe, expect, test } from 'vitest';
import type { Acceptance } from '../../lib/model/config';
import { verify } from '../../lib/pipeline-proof';
import { baseline, shielded } from '../plugin/shop';

/** A route for `/debug` of that name with these annotations, as a sandbox would bring it. */
function brought(name: string, annotations = '{}', marks = 'gatefork'): string {
  return `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: ${name}
  namespace: shop
  labels: { app.kubernetes.io/managed-by: ${marks}, gatefork.dev/sandbox: pr-42, gatefork.dev/routing-key: pr-42 }
  annotations: ${annotations}
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules: [{ matches: [{ path: { value: /debug } }], backendRefs: [{ name: debug, port: 80 }] }]
`;
}

const sandbox = `${baseline}---\n${shielded}`;

function verified(text: string, accept: readonly Acceptance[]) {
  const { manifests } = readManifests(text, 'all.yaml');
  const { manifests: plain } = readManifests(baseline, 'all.yaml');
  return verify({ baseline: plain, applied: manifests, config: { accept } });
}

const entry = {
  code: 'isolation-violated',
  object: 'HTTPRoute shop/mine',
  reason: 'ours',
} as const;

describe('a route that a sandbox brings', () => {
  test('is judged like any other', () => {
    expect(verified(sandbox + brought('mine'), [])).toMatchObject({
      proof: { result: 'violated' },
      findings: [],
    });
  });

  test('is left out where it is accepted by name, with a note that gives the reason', () => {
    expect(verified(sandbox + brought('mine'), [entry])).toMatchObject({
      proof: { result: 'proved' },
      findings: [
        {
          code: 'isolation-violated',
          severity: 'info',
          message: expect.stringMatching(/HTTPRoute shop\/mine is left out .* accepted, `ours`$/),
          sandbox: 'pr-42',
        },
      ],
    });
  });

  test('hides no other that is not accepted', () => {
    const both = sandbox + brought('mine') + brought('other');
    const { result, violations = [] } = verified(both, [entry]).proof ?? {};
    expect(result).toBe('violated');
    expect(violations.length).toBeGreaterThan(0);
    for (const { because } of violations) expect(because).toContain('HTTPRoute shop/other rule 0');
  });
});

test.each([
  ['derived', brought('mine', '{ gatefork.dev/derived-from: HTTPRoute/shop/web }')],
  ["nobody's", brought('mine', '{}', 'somebody')],
  ['not there', brought('other')],
])('a route that is %s is not accepted, and the entry is told of', (_, text) => {
  const { proof, findings } = verified(sandbox + text, [entry]);
  expect(proof?.result).toBe('violated');
  expect(findings.map(({ code }) => code)).toContain('acceptance-unused');
});

test('entries for other findings are none of a proof', () => {
  const accept = [{ ...entry, code: 'policy-left-behind' }] as const;
  expect(verified(sandbox, accept).findings).toEqual([]);
});
