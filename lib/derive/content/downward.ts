// A fork is told its sandbox and routing key in variables, read from the labels of its own pod.
//
// They come first, so that a variable that the sandbox sets can speak of them: Kubernetes fills
// in `$(GATEFORK_SANDBOX)` only from variables before. One of that name which the baseline or the
// sandbox sets stays as it is. Neighbour: content.ts.

import { type Json, type JsonObject, listOf, type Manifest } from '../../model/manifest';
import { marks } from '../../model/marks';
import { mapContainers } from '../pods/containers';
import type { ContentPart } from './content-part';
import { variablesOf } from './variables';

const told: readonly { readonly name: string; readonly label: string }[] = [
  { name: 'GATEFORK_SANDBOX', label: marks.sandbox },
  { name: 'GATEFORK_ROUTING_KEY', label: marks.routingKey },
];

export const withDownward: ContentPart = (template, { config }, data) => {
  if (!config.downward) return { template };
  const used: Manifest[] = [];
  const changed = mapContainers(template, ['containers'], (container) => {
    const known = variablesOf(container, data);
    const own = told.filter(({ name }) => known.get(name) === undefined);
    if (own.length < told.length) used.push(...known.imports);
    if (own.length === 0) return container;
    return { ...container, env: [...own.map(entryOf), ...listOf(container.env)] };
  });
  return { template: changed, used };
};

function entryOf({ name, label }: (typeof told)[number]): Json {
  const fieldPath = `metadata.labels['${label}']`;
  const source: JsonObject = { fieldRef: { apiVersion: 'v1', fieldPath } };
  return { name, valueFrom: source };
}
