// Namespaces by their names, in the places where the API asks for labels.

import type { LabelSelector } from '../../../imports/gateway-api';

/**
 * Selects namespaces by their names, which Kubernetes keeps in a label of theirs:
 * `Listener.https({ routesFrom: inNamespaces('shop', 'payments') })`.
 */
export function inNamespaces(...names: readonly string[]): LabelSelector {
  const key = 'kubernetes.io/metadata.name';
  const [first = '', ...others] = names;
  if (others.length === 0) return { matchLabels: { [key]: first } };
  return { matchExpressions: [{ key, operator: 'In', values: names }] };
}
