// What a preview's own hostname meets in policies that know hostnames, and no copy can mend: where
// browsers return to after signing in, whom cookies are for, which pages may send requests.
//
// Found by the names of fields, whatever the policy's kind: on the route, on its parents, and
// in the CORS filters of its rules. Each is a note, a list for whoever sets the preview up.
// Neighbours: protection.ts (who asks), ../preview/ (the routes).

import { type Finding, finding } from '../../model/finding';
import {
  at,
  gatewayGroup,
  isObject,
  type Json,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
  textOf,
} from '../../model/manifest';
import type { PolicyIndex } from '../policy/policy-index';
import { placeKey, targetKey } from '../policy/target-key';
import { labelTargets } from './label-targets';
import type { StandIn } from './stand-in';

interface Check {
  /** The name of the field, at any depth. */
  readonly field: RegExp;
  /** Whether what the field holds is already right for the hostname. */
  readonly isMet: (value: Json, hostname: string) => boolean;
  readonly says: (policy: string, hostname: string, value: Json) => string;
  readonly hint: (hostname: string) => string;
}

const checks: readonly Check[] = [
  {
    field: /^(?:oidc|oauth2?)$/i,
    isMet: () => false,
    says: (policy, hostname) =>
      `${policy} has browsers sign in and return, and to \`${hostname}\` they return only where the identity provider knows it`,
    hint: (hostname) =>
      `register the redirect address below \`https://${hostname}\` with the provider`,
  },
  {
    field: /^redirectur[il]s?$/i,
    isMet: (value, hostname) => textsIn(value).some((text) => isAt(text, hostname)),
    says: (policy, hostname) =>
      `${policy} sends browsers to a redirect address that is not at \`${hostname}\``,
    hint: () =>
      'let the address take the host of the request, or give the sandbox a policy of its own',
  },
  {
    field: /^cookieDomain$/i,
    isMet: (value, hostname) =>
      textsIn(value).some((text) => `.${hostname}`.endsWith(`.${text.replace(/^\./, '')}`)),
    says: (policy, hostname, value) =>
      `${policy} sets cookies for \`${textsIn(value).join(', ')}\`, which browsers do not send to \`${hostname}\``,
    hint: () => 'take a hostname below that domain for the preview',
  },
  {
    field: /^allow(?:ed)?Origins$/i,
    isMet: (value, hostname) => textsIn(value).some((text) => isAt(text, hostname)),
    says: (policy, hostname) =>
      `${policy} answers pages of other origins, and those at \`${hostname}\` are none of them`,
    hint: (hostname) => `add \`https://${hostname}\`, or a wildcard that covers it, to the origins`,
  },
];

/** What is to be done by hand for a route that answers at hostnames of its own. */
export function previewChecks(standIn: StandIn, index: PolicyIndex): readonly Finding[] {
  const { baseline, object } = standIn;
  const known = new Set(listOf(at(baseline.object, ['spec', 'hostnames'])));
  const hostnames = listOf(at(object, ['spec', 'hostnames']))
    .filter((hostname) => !known.has(hostname))
    .map(textOf)
    .filter((hostname) => hostname !== undefined);
  if (hostnames.length === 0) return [];
  const holders = [...policiesOver(standIn, index), baseline];
  return holders.flatMap((holder) => {
    const places = placesIn(scanned(holder, baseline));
    return places.flatMap(({ check, value }) =>
      hostnames
        .filter((hostname) => !check.isMet(value, hostname))
        .map((hostname) => noteOf(holder, check, { value, hostname })),
    );
  });
}

function noteOf(
  { object, origin }: Manifest,
  { says, hint }: Check,
  { value, hostname }: { readonly value: Json; readonly hostname: string },
): Finding {
  return finding('preview-checklist', {
    message: says(nameOf(object), hostname, value),
    hint: hint(hostname),
    where: { origin, path: ['spec'] },
    object: nameOf(object),
  });
}

/** Policies on the route and on what it is attached to, each once. */
function policiesOver(standIn: StandIn, index: PolicyIndex): readonly Manifest[] {
  const { object } = standIn.baseline;
  const onRoute = index.naming(targetKey(object, index.inventory));
  const byLabel = labelTargets(standIn, index).map(({ reference }) => reference);
  const onParents = listOf(at(object, ['spec', 'parentRefs'])).flatMap((parent) =>
    index.naming(parentKey(parent, object, index)),
  );
  return [...new Set([...onRoute, ...byLabel, ...onParents].map(({ policy }) => policy))];
}

function parentKey(parent: Json, { metadata }: KubeObject, { inventory }: PolicyIndex): string {
  const group = textOf(at(parent, ['group'])) ?? gatewayGroup;
  const kind = textOf(at(parent, ['kind'])) ?? 'Gateway';
  const namespace = textOf(at(parent, ['namespace'])) ?? metadata?.namespace;
  // A Service's own policies are no matter of hostnames.
  const name = group === gatewayGroup ? (textOf(at(parent, ['name'])) ?? '') : '';
  return placeKey(kind, inventory.namespaceKey(namespace), name);
}

/** Of a route its filters, of a policy all that it says. */
function scanned({ object }: Manifest, route: Manifest): Json {
  if (object !== route.object) return object.spec ?? null;
  return listOf(at(object, ['spec', 'rules'])).map((rule) => at(rule, ['filters']) ?? null);
}

interface Place {
  readonly check: Check;
  readonly value: Json;
}

function placesIn(value: Json): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap((entry: Json) => placesIn(entry));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]): readonly Place[] => {
    if (inner === undefined || inner === null) return [];
    const here = checks.filter(({ field }) => field.test(key));
    return [...here.map((check) => ({ check, value: inner })), ...placesIn(inner)];
  });
}

/** Every text in a value: origins are texts, or objects that hold one. */
function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((entry: Json) => textsIn(entry));
  if (!isObject(value)) return [];
  return Object.values(value).flatMap((entry) => (entry === undefined ? [] : textsIn(entry)));
}

/** Whether an address or origin, perhaps with a wildcard, is at the hostname. */
function isAt(text: string, hostname: string): boolean {
  const [host = ''] = text.replace(/^[a-z*]+:\/\//i, '').split(/[:/]/);
  // An address may take the host of the request: `%REQ(:authority)%`.
  if (text === '*' || text.includes('authority)')) return true;
  return host.startsWith('*') ? hostname.endsWith(host.slice(1)) : host === hostname;
}
