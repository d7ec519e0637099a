// What stands in the place of a Service for requests with a key, in names and in filters.
//
// The law is `fork_k` of the promises (docs/architecture.md#promises): each forked or virtual
// Service is replaced, wherever an outcome names it, and all else is left alone. Neighbours:
// forked-outcome.ts (outcomes), rule-shape.ts (rules), ../../model/claim.ts (who says so).

import type { Claim, Replacement } from '../../model/claim';
import type { Config } from '../../model/config';
import type { BackendTls, OtherBackend } from '../../model/decision';
import { type BackendRef, isService, serviceKey } from '../../model/route';

export interface Replacing {
  readonly claim: Claim;
  readonly weights: Config['weights'];
}

/** Something that requests or their copies are sent to, as outcomes name it. */
export interface Named {
  readonly name: string;
  /** Undefined: a core Service. */
  readonly other?: OtherBackend;
  readonly port?: number;
}

/** What stands in for it; undefined where nothing does. */
export function standInOf(
  { name, other }: Named,
  replacing: Replacing | undefined,
): Replacement | undefined {
  return other === undefined ? replacing?.claim.replaced.get(name) : undefined;
}

/** The same under the name of what stands in for it, with the port that is asked for there. */
export function renamed<T extends Named>(named: T, replacing: Replacing | undefined): T {
  const standIn = standInOf(named, replacing);
  if (standIn === undefined) return named;
  const { namespace, name, port = named.port } = standIn;
  return {
    ...named,
    name: serviceKey(namespace, name),
    ...(port === undefined ? {} : { port }),
  };
}

/** How a backend, or what stands in for it, is spoken to over TLS. */
export function tlsOf(
  named: Named,
  own: readonly BackendTls[],
  replacing: Replacing | undefined,
): readonly BackendTls[] {
  const standIn = standInOf(named, replacing);
  if (standIn?.tls === undefined) return own;
  const asked = standIn.port ?? named.port;
  return standIn.tls.flatMap(({ port, ...tls }) => (port === asked ? [tls] : []));
}

/** What a backend can tell of handshakes: the names that are asked for, those of them that may be. */
export function handshakeNames(tls: readonly BackendTls[]): readonly string[] {
  return [...new Set(tls.map(({ hostname }) => hostname))].sort();
}

/** Whether a rule refers to something that is replaced; quick, since it is asked of all rules. */
export function isTouched(refs: readonly BackendRef[], { claim }: Replacing): boolean {
  return refs.some(
    (ref) => isService(ref) && claim.replaced.has(serviceKey(ref.namespace, ref.name)),
  );
}
