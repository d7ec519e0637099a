// What deriving has to say about previews: in words that a person reads beside the sandbox file.
//
// Neighbours: previews.ts, checked-hostname.ts (who find them).

import { type Finding, finding, type Where } from '../../model/finding';
import type { Listener } from '../../model/gateway';
import { nameOf, placeText } from '../../model/manifest';
import { type ParentRef, type Route, routeText, ruleText } from '../../model/route';
import type { PreviewSpec, SandboxSpec } from '../../model/sandbox';
import { anyHost } from '../../routing/hostname';
import type { Uncovered } from './certificate-check';
import type { KeyHeader } from './key-filter';
import type { AskedKey, LostKey, NoPreview } from './preview-route';

/** A preview and the sandbox that asks for it. */
export interface Asked {
  readonly sandbox: SandboxSpec;
  readonly preview: PreviewSpec;
}

const whereOf = ({ sandbox, preview }: Asked, field: string): Where => ({
  origin: sandbox.origin,
  path: [...preview.path, field],
});

const startOf = ({ sandbox, preview: { hostname } }: Asked) =>
  `sandbox ${sandbox.name} asks for a preview at \`${hostname}\``;

export function hostnameInvalid(asked: Asked, problem: string): Finding {
  return finding('preview-invalid', {
    message: `${startOf(asked)}, which ${problem}`,
    hint: 'use lower case letters, digits, `-` and dots: `pr-42.preview.example.com`',
    where: whereOf(asked, 'hostname'),
  });
}

/** @param called routes of that name, of another kind or namespace */
export function routeMissing(asked: Asked, called: readonly Route[]): Finding {
  const { kind, namespace, name } = asked.preview.route;
  const [near] = called;
  return finding('preview-invalid', {
    message: `${startOf(asked)} of ${kind} ${placeText(namespace, name)}, and the input has no such route`,
    hint:
      near === undefined
        ? 'correct the name, or name the file that holds the route with `-f` or `--context`'
        : `the input has ${routeText(near)}: write its kind, namespace and name`,
    where: whereOf(asked, 'route'),
  });
}

export function askedTwice(first: Asked, second: Asked): Finding {
  return finding('preview-invalid', {
    message: `${startOf(first)} twice for one route`,
    hint: 'take one of the two out',
    where: whereOf(first, 'hostname'),
    also: [whereOf(second, 'hostname')],
  });
}

/** @param because `is annotated to be ignored` */
export function routeBarred(asked: Asked, route: Route, because: string): Finding {
  return finding('preview-invalid', {
    message: `${startOf(asked)} of ${routeText(route)}, which ${because}`,
    hint: 'name another route, or let this one be forked',
    where: whereOf(asked, 'route'),
    also: [{ origin: route.manifest.origin }],
  });
}

export function keyUnsettable(asked: Asked, carriers: readonly string[]): Finding {
  return finding('preview-refused', {
    message: `${startOf(asked)}, and no route can set the routing key in ${carriers.join(' or ')}`,
    hint: 'add `baggage` or a header to `carriers` in the settings',
    where: whereOf(asked, 'hostname'),
  });
}

export function notTaken(
  asked: Asked,
  route: Route,
  listeners: readonly (readonly [ParentRef, readonly Listener[]])[],
): Finding {
  const parents = listeners.map(([{ kind, namespace, name, sectionName }, own]) => {
    const section = sectionName === undefined ? '' : ` section ${sectionName}`;
    const place = `${kind} ${placeText(namespace, name)}${section}`;
    return own.length === 0
      ? `${place} takes nothing of it`
      : `${place} has ${own.map(listenerText).join(', ')}`;
  });
  return finding('preview-refused', {
    message: `${startOf(asked)}, and no listener of ${routeText(route)} takes that hostname: ${parents.join('; ') || 'it is attached to no Gateway'}`,
    hint: 'choose a hostname that one of them takes, or give the Gateway a listener for it',
    where: whereOf(asked, 'hostname'),
    also: [{ origin: route.manifest.origin, path: ['spec', 'parentRefs'] }],
  });
}

function listenerText({ name, hostname }: Listener): string {
  const host = hostname === anyHost ? 'any hostname' : `\`${hostname}\``;
  return `${name === '' ? 'a listener' : `listener ${name}`} for ${host}`;
}

export function shadowed(asked: Asked, route: Route, { name, hostname }: Listener): Finding {
  return finding('preview-refused', {
    message: `${startOf(asked)}, and listener ${name} for \`${hostname}\` takes its requests, to which ${routeText(route)} is not attached`,
    hint: 'choose a hostname of the listener that the route is attached to, or attach the route to this one too',
    where: whereOf(asked, 'hostname'),
    also: [{ origin: route.manifest.origin, path: ['spec', 'parentRefs'] }],
  });
}

export function served(asked: Asked, by: Route): Finding {
  return finding('hostname-taken', {
    message: `${startOf(asked)}, where ${routeText(by)} answers by now: its requests would all go to the sandbox`,
    hint: 'give the preview a hostname of its own',
    where: whereOf(asked, 'hostname'),
    also: [{ origin: by.manifest.origin, path: ['spec', 'hostnames'] }],
  });
}

export function sharedHostname(first: Asked, second: Asked): Finding {
  return finding('hostname-taken', {
    message: `sandboxes ${first.sandbox.name} and ${second.sandbox.name} both ask for a preview at \`${first.preview.hostname}\``,
    hint: 'give each a hostname of its own, with the name of the sandbox in it',
    where: whereOf(first, 'hostname'),
    also: [whereOf(second, 'hostname')],
  });
}

export function mixedKinds(asked: Asked, other: string, where: Where): Finding {
  const { kind } = asked.preview.route;
  return finding('mixed-route-kinds', {
    message: `the preview of a ${kind} at \`${asked.preview.hostname}\` and ${other} share a listener and hosts: the specification accepts only one of them`,
    hint: 'give gRPC a hostname of its own',
    where: whereOf(asked, 'hostname'),
    also: [where],
  });
}

/** The preview would be all that the other route has to fear: of two kinds the older one stays. */
export function displacing(asked: Asked, other: Route): Finding {
  const { kind } = asked.preview.route;
  return finding('preview-refused', {
    message: `${startOf(asked)}, which ${routeText(other)} covers: of ${article(kind)} and ${article(other.kind)} on one listener the specification accepts the older alone, so the preview would not answer, or take all requests of the other`,
    hint: `choose a hostname that no ${other.kind} covers, or name with \`profile\` an implementation that takes both kinds`,
    where: whereOf(asked, 'hostname'),
    also: [{ origin: other.manifest.origin, path: ['spec', 'hostnames'] }],
  });
}

function article(kind: Route['kind']): string {
  return kind === 'HTTPRoute' ? 'an HTTPRoute' : 'a GRPCRoute';
}

export function notCovered(asked: Asked, { listener, ...found }: Uncovered): Finding {
  const { hostname } = asked.preview;
  const names = found.names.map((name) => `\`${name}\``).join(', ') || 'no name';
  const certificate =
    found.certificates.length === 0
      ? `a certificate for ${names}`
      : `${found.certificates.map(({ object }) => nameOf(object)).join(' and ')}, for ${names},`;
  return finding('certificate-not-covering', {
    message: `\`${hostname}\` is taken by listener ${listener.name} of ${listener.holder.kind} ${listener.holder.name}, but ${certificate} does not cover it: browsers refuse the connection`,
    hint:
      found.fitting === undefined
        ? 'add the hostname to the certificate, or choose one that it covers'
        : `use \`${found.fitting}\`, which it covers: a wildcard in a certificate stands for one part between dots`,
    where: whereOf(asked, 'hostname'),
    also: found.certificates.map(({ origin }) => ({ origin })),
  });
}

export function keyLost(asked: Asked, route: Route, { rule, header }: LostKey): Finding {
  return finding('preview-key-lost', {
    message: `at \`${asked.preview.hostname}\` the filters of ${ruleText(route, rule)} set or remove the header \`${header.name}\`, so what the rule forwards to does not learn the key in it`,
    hint: `take \`${header.name}\` out of those filters where services behind are forked as well`,
    where: {
      origin: route.manifest.origin,
      path: ['spec', 'rules', rule.index],
    },
    also: [whereOf(asked, 'hostname')],
  });
}

export function notWritten(asked: Asked, route: Route, why: NoPreview): Finding {
  if ('full' in why) return noRoom(asked, route, why.full);
  return 'asked' in why ? keyAsked(asked, route, why.asked) : neverMet(asked, route, why.unmet);
}

/** Each match asks for another value of the key's header. */
function neverMet(asked: Asked, route: Route, { name }: KeyHeader): Finding {
  return finding('preview-refused', {
    message: `${startOf(asked)}, and every rule of ${routeText(route)} asks for another value of \`${name}\` than the routing key: no request with the key meets one`,
    hint: 'preview another route',
    where: whereOf(asked, 'route'),
    also: [{ origin: route.manifest.origin, path: ['spec', 'rules'] }],
  });
}

function noRoom(asked: Asked, route: Route, { index }: LostKey['rule']): Finding {
  return finding('preview-refused', {
    message: `${startOf(asked)}, and ${ruleText(route, { index })} has as many filters or headers in them as the API allows: none is left to set the key`,
    hint: 'take one filter out of the rule, or headers out of its RequestHeaderModifier',
    where: { origin: route.manifest.origin, path: ['spec', 'rules', index, 'filters'] },
    also: [whereOf(asked, 'hostname')],
  });
}

/** A request without the key would not meet a match that the same request with it meets. */
function keyAsked(asked: Asked, route: Route, { rule: { index }, header }: AskedKey): Finding {
  return finding('preview-refused', {
    message: `${startOf(asked)}, and ${ruleText(route, { index })} matches the header \`${header.name}\`, in which the routing key travels: a request that comes without the key would miss that rule`,
    hint: 'carry the key in another header, or preview another route',
    where: { origin: route.manifest.origin, path: ['spec', 'rules', index, 'matches'] },
    also: [whereOf(asked, 'hostname')],
  });
}
