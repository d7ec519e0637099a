// Listeners that take no route, or routes of nobody knows which namespaces.
//
// The law is `AllowedRoutes` and `RouteNamespaces`. Neighbours: lint.ts, contested.ts,
// ../resolve/gateway-status.ts (what a status says of listeners).

import { type Finding, finding } from '../model/finding';
import type { Listener } from '../model/gateway';
import { at, nameOf } from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import { listenerText } from '../routing/arena/listener-choice';

/** @param isWhole whether the input's routes are all in the table */
export function listenerFindings(table: RouteTable, isWhole: boolean): readonly Finding[] {
  const hasRoutes = table.routes.length + table.connectionRoutes.length > 0;
  return table.gateways.flatMap(({ listeners }) =>
    listeners.flatMap((listener) => [
      ...withoutSelector(listener),
      ...(isWhole && hasRoutes ? withoutRoutes(listener, table) : []),
    ]),
  );
}

function withoutSelector(listener: Listener): readonly Finding[] {
  const namespaces = at(listener.raw, ['allowedRoutes', 'namespaces']);
  if (at(namespaces, ['from']) !== 'Selector') return [];
  const selector = at(namespaces, ['selector']);
  if (selector !== undefined && selector !== null) return [];
  return told(listener, 'selector-missing', {
    text: 'takes routes of the namespaces that a selector picks, and has no selector',
    hint: 'add `allowedRoutes.namespaces.selector`, or write `Same` or `All`',
    path: ['allowedRoutes', 'namespaces'],
  });
}

const routed: ReadonlySet<string> = new Set(['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']);

function withoutRoutes(listener: Listener, table: RouteTable): readonly Finding[] {
  if (listener.state !== 'valid' || !routed.has(listener.protocol)) return [];
  const attached = [table.attachedTo(listener), table.displacedFrom(listener)];
  if (attached.some((list) => list.length > 0)) return [];
  return told(listener, 'listener-unused', {
    text: 'takes no route of the input, so that every request to it gets an error',
    hint: 'remove the listener, or name the file that holds its routes',
    path: [],
  });
}

interface Telling {
  readonly text: string;
  readonly hint: string;
  readonly path: readonly string[];
}

function told(
  listener: Listener,
  code: 'selector-missing' | 'listener-unused',
  { text, hint, path }: Telling,
): readonly Finding[] {
  const { manifest } = listener.holder;
  if (manifest === undefined) return [];
  return [
    finding(code, {
      message: `${listenerText(listener)} ${text}`,
      hint,
      where: { origin: manifest.origin, path: ['spec', 'listeners', listener.index, ...path] },
      object: nameOf(manifest.object),
    }),
  ];
}
