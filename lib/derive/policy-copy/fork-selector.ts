// A fork's own selector in the words of each kind of policy.
//
// What a Cilium selector says of namespaces and the like stays; what it says of the pod's own
// labels gives way. Neighbours: selected-copies.ts, peer-copies.ts.

import { at, isObject, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';
import { namespaceNameLabel } from '../../model/namespace';
import type { Labels } from '../../model/selector';
import type { ForkedWorkload } from '../fork/one-fork';
import { expressionOf } from '../selectors/calico-expression';
import type { SelectorRow } from '../selectors/selector-row';
import { isCiliumContext } from '../selectors/selector-scope';

/** The fork's selector in the place of one that took its baseline. */
export function forkSelector(
  form: SelectorRow['form'],
  old: Json | undefined,
  { selector, fork }: Pick<ForkedWorkload, 'selector' | 'fork'>,
  isClusterWide = false,
): Json {
  const namespace = isClusterWide ? fork.metadata?.namespace : undefined;
  switch (form) {
    case 'map':
      return selector;
    case 'expression': {
      const home = namespace === undefined ? {} : { 'projectcalico.org/namespace': namespace };
      return expressionOf({ ...selector, ...home });
    }
    case 'labels':
      return { ...contextOf(old, namespace, selector) };
  }
}

const ciliumNamespace = 'k8s:io.kubernetes.pod.namespace';

function contextOf(
  old: Json | undefined,
  namespace: string | undefined,
  selector: Labels,
): JsonObject {
  const labels = at(old, ['matchLabels']);
  const kept = Object.entries(isObject(labels) ? labels : {}).filter(([key]) =>
    isCiliumContext(key),
  );
  const expressions = listOf(at(old, ['matchExpressions'])).filter((expression) =>
    isCiliumContext(textOf(at(expression, ['key'])) ?? ''),
  );
  const home = namespace === undefined ? {} : { [ciliumNamespace]: namespace };
  return {
    matchLabels: { ...home, ...Object.fromEntries(kept), ...selector },
    ...(expressions.length === 0 ? {} : { matchExpressions: expressions }),
  };
}

/** A peer of a NetworkPolicy: the fork's pods alone, in whichever namespaces are selected. */
export function forkPeer(
  peer: Json,
  { selector, fork }: Pick<ForkedWorkload, 'selector' | 'fork'>,
): JsonObject {
  const given = isObject(peer) ? peer : {};
  const { namespaceSelector } = given;
  const namespace = fork.metadata?.namespace;
  if (!isObject(namespaceSelector)) return { ...given, podSelector: { matchLabels: selector } };
  const labels = isObject(namespaceSelector.matchLabels) ? namespaceSelector.matchLabels : {};
  const home = namespace === undefined ? {} : { [namespaceNameLabel]: namespace };
  const matchLabels = { ...labels, ...home };
  return {
    ...given,
    namespaceSelector: {
      ...namespaceSelector,
      ...(Object.keys(matchLabels).length === 0 ? {} : { matchLabels }),
    },
    podSelector: { matchLabels: selector },
  };
}
