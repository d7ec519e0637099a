// Guard-rails that a sandbox as a whole must keep: in which namespaces it acts, which objects it
// brings along, and that it says when it ends.
//
// A sandbox acts in the namespaces of its forks, of what it sends elsewhere and to where, of the
// routes that its previews answer for, and of the objects that it brings. Neighbour: fork-guard.ts.

import type { Guardrails } from '../../model/config';
import type { Finding, Where } from '../../model/finding';
import { globMatches } from '../../model/glob';
import type { Inventory } from '../../model/inventory';
import { type FieldPath, groupOf, type KubeObject, nameOf } from '../../model/manifest';
import type { ExtraResource, SandboxSpec } from '../../model/sandbox';
import { imagesOf } from '../pods/images';
import { podTemplateOf } from '../pods/template';
import { isClusterScoped } from './cluster-scope';
import { choiceText, refused } from './guard-finding';
import { imageRefusals } from './image-guard';

export interface SandboxGuard {
  readonly sandbox: SandboxSpec;
  readonly guardrails: Guardrails;
  readonly inventory: Inventory;
  /** The objects that it brings, as they are written. */
  readonly extra: readonly ExtraResource[];
}

export function sandboxGuard(request: SandboxGuard): readonly Finding[] {
  return [
    ...expiryRefusals(request),
    ...namespaceRefusals(request),
    ...kindRefusals(request),
    ...extraImageRefusals(request),
  ];
}

function expiryRefusals({ sandbox, guardrails }: SandboxGuard): readonly Finding[] {
  if (guardrails.expiry !== true || sandbox.expiresAt !== undefined) return [];
  const where: Where = { origin: sandbox.origin, path: ['spec'] };
  const way = 'give it `expiresAt`, or `createdAt` and `ttl`';
  return [refused({ sandbox, does: 'does not say when it expires', way, where })];
}

interface Place {
  readonly namespace: string | undefined;
  /** Completes `sandbox pr-42 ...`, before ` in namespace shop`. */
  readonly does: string;
  readonly path: FieldPath;
}

function placesOf({ sandbox, extra }: SandboxGuard): readonly Place[] {
  const { forks, virtual, previews } = sandbox;
  return [
    ...forks.map(({ workload, path }) => ({
      namespace: workload.namespace,
      does: `forks ${workload.kind} ${workload.name}`,
      path,
    })),
    ...virtual.flatMap(({ service, to, path }) => [
      { namespace: service.namespace, does: `takes requests for Service ${service.name}`, path },
      { namespace: to.namespace, does: `sends requests to Service ${to.name}`, path },
    ]),
    ...previews.map(({ hostname, route, path }) => ({
      namespace: route.namespace,
      does: `answers \`${hostname}\` by ${route.kind} ${route.name}`,
      path,
    })),
    ...extra
      .filter(({ object }) => !isClusterScoped(object))
      .map(({ object, path }) => ({
        namespace: object.metadata?.namespace,
        does: `brings ${object.kind} ${object.metadata?.name ?? ''}`,
        path,
      })),
  ];
}

function namespaceRefusals(request: SandboxGuard): readonly Finding[] {
  const { sandbox, guardrails, inventory } = request;
  const { namespaces } = guardrails;
  if (namespaces === undefined) return [];
  const places = placesOf(request).flatMap(({ namespace, does, path }) => {
    const name = namespace ?? inventory.currentNamespace;
    if (name !== undefined && namespaces.some((glob) => globMatches(glob, name))) return [];
    const where: Where = { origin: sandbox.origin, path };
    if (name === undefined) {
      const unnamed = `${does} in a namespace that has no name here`;
      const way = 'say what the current namespace is called with `--namespace`, or name one';
      return refused({ sandbox, does: unnamed, way, where });
    }
    return refused({
      sandbox,
      does: `${does} in namespace ${name}`,
      way: allowedText('stay in', 'namespace', namespaces),
      where,
    });
  });
  return [...places, ...clusterRefusals(request)];
}

/** Objects of no namespace reach all of them, so that they need a word of their own. */
function clusterRefusals({ sandbox, guardrails, extra }: SandboxGuard): readonly Finding[] {
  const named = guardrails.extraResources ?? [];
  return extra
    .filter(({ object }) => isClusterScoped(object) && !isNamedBy(named, object))
    .map(({ object, path }) =>
      refused({
        sandbox,
        does: `brings ${nameOf(object)}, which belongs to no namespace`,
        way: 'take it out',
        where: { origin: sandbox.origin, path },
      }),
    );
}

function kindRefusals({ sandbox, guardrails, extra }: SandboxGuard): readonly Finding[] {
  const { extraResources: kinds } = guardrails;
  if (kinds === undefined) return [];
  return extra
    .filter(({ object }) => !isNamedBy(kinds, object))
    .map(({ object, path }) =>
      refused({
        sandbox,
        does: `brings ${nameOf(object)}`,
        way: allowedText('bring only', 'object', kinds),
        where: { origin: sandbox.origin, path },
      }),
    );
}

/** `Kind` of any group, or `group/Kind`; `core/ConfigMap` for the group without a name. */
function isNamedBy(kinds: readonly string[], { apiVersion, kind }: KubeObject): boolean {
  const group = groupOf(apiVersion);
  const spelt = [kind, `${group}/${kind}`, ...(group === '' ? [`core/${kind}`] : [])];
  return kinds.some((one) => spelt.includes(one));
}

/** Images of pods that a sandbox brings whole. */
function extraImageRefusals({ sandbox, guardrails, extra }: SandboxGuard): readonly Finding[] {
  return extra.flatMap(({ object, path }) => {
    const template = podTemplateOf(object);
    const images = template === undefined ? [] : imagesOf(template);
    const where: Where = { origin: sandbox.origin, path };
    return imageRefusals(images, { sandbox, guardrails, where });
  });
}

function allowedText(verb: string, noun: string, allowed: readonly string[]): string {
  return allowed.length === 0
    ? `take it out: no ${noun} is allowed`
    : `${verb} ${choiceText(allowed)}`;
}
