// Documents of Gatefork's own kinds in few words, and what reading says of them.

import type { JsonObject, Manifest } from '../../../lib/model/manifest';
import { readSandboxes } from '../../../lib/resolve/sandbox-file';
import { manifests } from '../../routes';

export const forkOf = { kind: 'Deployment', namespace: 'shop', name: 'cart' };

export function document(spec: unknown, more: object = {}): Manifest[] {
  return manifests({
    apiVersion: 'gatefork.dev/v1alpha1',
    kind: 'Sandbox',
    metadata: { name: 'pr-42' },
    spec: spec as JsonObject,
    ...more,
  });
}

/** The one sandbox of a document with one fork, changed as given. */
export function forkWith(customizations: unknown) {
  const { sandboxes, findings } = readSandboxes(document({ forks: [{ forkOf, customizations }] }));
  return { fork: sandboxes[0]?.forks[0], messages: findings.map(({ message }) => message) };
}

export function messagesOf(spec: unknown, more: object = {}): string[] {
  return readSandboxes(document(spec, more)).findings.map(
    ({ code, message }) => `${code}: ${message}`,
  );
}
