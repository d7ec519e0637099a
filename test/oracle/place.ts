// Where objects are, and what patterns name. Neighbour: world.ts.

import type { Config } from '../../lib/model/config';
import type { Json, KubeObject } from '../../lib/model/manifest';

export const gatewayGroup = 'gateway.networking.k8s.io';

/** A small namespace law: absent is the unnamed current namespace, ''. */
export function namespaceOf(object: KubeObject): string {
  return object.metadata?.namespace ?? '';
}

/** An object's `namespace/name`. */
export function placeOf(object: KubeObject): string {
  return `${namespaceOf(object)}/${object.metadata?.name ?? ''}`;
}

/** Whether one of the patterns names `namespace/name`; without a `/` in any namespace. */
export function isNamedBy(patterns: readonly string[], place: string): boolean {
  return patterns.some((pattern) => {
    const whole = pattern.includes('/') ? pattern : `*/${pattern}`;
    return new RegExp(`^${whole.split('*').join('[^/]*')}$`).test(place);
  });
}

export function numberOf(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** Whether settings let nothing be derived for a Gateway: of `exposure` the first that names it. */
export function isShutGateway(
  { exclude, exposure }: Pick<Config, 'exclude' | 'exposure'>,
  place: string,
): boolean {
  const found = exposure.find(({ gateway }) => isNamedBy([gateway], place));
  return isNamedBy(exclude.gateways, place) || found?.action === 'ignore';
}
