// Statuses -> findings: every condition that says no, with the specification's reason in the
// sentence and a code that spells it.
//
// A condition that follows from another is not told again: a listener that conflicts is not
// accepted and not programmed, one of a ListenerSet goes with it, and a route's references are the same for all of its parents. What
// only the cluster knows is no finding. Neighbours: status.ts, rule-findings.ts (what breaks rules
// and has no condition).

import type { Condition, Fault, Status } from '../model/condition';
import { type Finding, type FindingCode, finding } from '../model/finding';
import type { Inventory } from '../model/inventory';
import { at, gatewayGroup, type Manifest, nameOf, textOf } from '../model/manifest';
import { nearest } from '../model/spelling';
import { ruleFindings } from './rule-findings';

const codes: ReadonlyMap<string, FindingCode> = new Map<string, FindingCode>([
  ['NotAllowedByListeners', 'not-allowed-by-listeners'],
  ['NoMatchingListenerHostname', 'no-matching-listener-hostname'],
  ['NoMatchingParent', 'no-matching-parent'],
  ['UnsupportedValue', 'unsupported-value'],
  ['Conflicted', 'conflicted'],
  ['RefNotPermitted', 'ref-not-permitted'],
  ['InvalidKind', 'invalid-kind'],
  ['BackendNotFound', 'backend-not-found'],
  ['UnsupportedProtocol', 'unsupported-protocol'],
  ['HostnameConflict', 'hostname-conflict'],
  ['ProtocolConflict', 'protocol-conflict'],
  ['Invalid', 'listener-invalid'],
  ['InvalidRouteKinds', 'invalid-route-kinds'],
  ['InvalidCertificateRef', 'invalid-certificate-ref'],
  ['InvalidClientCertificateRef', 'invalid-client-certificate-ref'],
  ['InvalidCACertificateRef', 'invalid-ca-certificate-ref'],
  ['InvalidCACertificateKind', 'invalid-ca-certificate-kind'],
  ['NoValidCACertificate', 'no-valid-ca-certificate'],
  ['TargetNotFound', 'target-not-found'],
  ['ListenersNotValid', 'listeners-not-valid'],
  ['NotAllowed', 'not-allowed'],
  ['ParentNotAccepted', 'parent-not-accepted'],
  ['ConfigurationChanged', 'insecure-frontend-validation-mode'],
  ['OverlappingHostnames', 'overlapping-hostnames'],
]);

/** What the statuses of a table have to say, and what is broken without any status saying so. */
export function statusFindings(
  statuses: readonly Status[],
  inventory: Inventory,
): readonly Finding[] {
  const told: Told = {
    references: new Map(),
    authorities: new Set(),
    unchecked: withoutAuthorities(statuses),
  };
  return [
    ...classFindings(inventory),
    ...statuses.flatMap((status) => findingsOf(status, told)),
    ...ruleFindings(inventory),
  ];
}

/** What need not be told again. */
interface Told {
  /** Faults of references, by the object that has them. */
  readonly references: Map<Manifest, Set<string>>;
  /** Authorities of listeners that cannot be used: many may name the same. */
  readonly authorities: Set<string>;
  /** What is not accepted for want of authorities alone. */
  readonly unchecked: ReadonlySet<Manifest>;
}

function lacksAuthorities({ part, conditions }: Status): boolean {
  return (
    part !== undefined &&
    'listener' in part &&
    conditions.some(({ reason }) => reason === 'NoValidCACertificate')
  );
}

function withoutAuthorities(statuses: readonly Status[]): ReadonlySet<Manifest> {
  const found = new Set<Manifest>();
  for (const status of statuses) if (lacksAuthorities(status)) found.add(status.manifest);
  for (const status of statuses) {
    const isListener = status.part !== undefined && 'listener' in status.part;
    if (isListener && !lacksAuthorities(status)) found.delete(status.manifest);
  }
  return found;
}

function findingsOf(status: Status, told: Told): readonly Finding[] {
  const { manifest, part, conditions } = status;
  if (part === undefined && conditions.length === 0) return [withoutParents(manifest)];
  const isConflicted = conditions.some(
    ({ type, status: value }) => type === 'Conflicted' && value !== 'False',
  );
  // The references to authorities are told one by one.
  const isUnchecked = lacksAuthorities(status) || told.unchecked.has(manifest);
  const follows = ({ type, reason }: Condition) =>
    (isConflicted && type === 'Accepted') ||
    (part !== undefined && reason === 'ParentNotAccepted') ||
    (isUnchecked && (reason === 'NoValidCACertificate' || reason === 'ListenersNotValid'));
  return conditions
    .filter((condition) => saysNo(condition) && !follows(condition))
    .flatMap((condition) =>
      [condition, ...(condition.also ?? [])].flatMap((fault) => {
        const code = codes.get(fault.reason);
        if (code === undefined || !isNews(fault, condition, status, told)) return [];
        return finding(code, {
          message: `${sentence(status, condition)} (${fault.reason}): ${fault.message}`,
          ...(fault.hint === undefined ? {} : { hint: fault.hint }),
          where: {
            origin: manifest.origin,
            ...(fault.path === undefined ? {} : { path: fault.path }),
          },
        });
      }),
    );
}

/** Conditions that say no by being true. */
const negative: ReadonlySet<string> = new Set([
  'Conflicted',
  'InsecureFrontendValidationMode',
  'OverlappingTLSConfig',
]);

function saysNo({ type, status, reason }: Condition): boolean {
  // It follows from `Accepted` or `ResolvedRefs`.
  if (type === 'Programmed') return false;
  if (status === 'Unknown') return reason !== 'Pending';
  return status === (negative.has(type) ? 'True' : 'False');
}

/** A route has one `ResolvedRefs` for each of its parents, and a Gateway one for each listener. */
function isNews(
  { reason, path, message }: Fault,
  { type }: Condition,
  { manifest, part }: Status,
  { references, authorities }: Told,
): boolean {
  if (type !== 'ResolvedRefs') return true;
  if (reason === 'InvalidCACertificateRef' && part !== undefined) {
    if (authorities.has(message)) return false;
    authorities.add(message);
  }
  const own = references.get(manifest) ?? new Set<string>();
  const id = JSON.stringify([reason, path]);
  const isNew = !own.has(id);
  references.set(manifest, own.add(id));
  return isNew;
}

function sentence({ manifest, part }: Status, { type, status }: Condition): string {
  const listener = part !== undefined && 'listener' in part ? ` listener ${part.listener}` : '';
  const subject = `${nameOf(manifest.object)}${listener}`;
  const by = part !== undefined && 'parent' in part ? ` by ${part.parent}` : '';
  const isOpen = status === 'Unknown';
  switch (type) {
    case 'ResolvedRefs':
      return `a reference of ${subject} does not resolve`;
    case 'Conflicted':
      return `${subject} ${isOpen ? 'may conflict' : 'conflicts'} with another listener`;
    case 'InsecureFrontendValidationMode':
      return `${subject} trusts clients that it cannot verify`;
    case 'OverlappingTLSConfig':
      return `${subject} shares hosts with another listener`;
  }
  return `${subject} ${isOpen ? 'may not be' : 'is not'} accepted${by}`;
}

function withoutParents({ object, origin }: Manifest): Finding {
  return finding('route-without-parents', {
    message: `${nameOf(object)} has no parentRefs, so that no request reaches it`,
    hint: 'name the Gateway or the Service whose requests it is for',
    where: { origin, path: ['spec'] },
  });
}

/** Classes come with controllers; only an input that has some of them can miss one. */
function classFindings(inventory: Inventory): readonly Finding[] {
  const known = inventory
    .ofKind(`${gatewayGroup}/GatewayClass`)
    .flatMap(({ object }) => object.metadata?.name ?? []);
  if (known.length === 0) return [];
  const names = new Set(known);
  return inventory.ofKind(`${gatewayGroup}/Gateway`).flatMap(({ object, origin }) => {
    const path = ['spec', 'gatewayClassName'];
    const name = textOf(at(object, path));
    if (name === undefined || names.has(name)) return [];
    const meant = nearest(name, known);
    return finding('gateway-class-not-found', {
      message: `${nameOf(object)} is of the GatewayClass \`${name}\`, which the input does not hold, though it holds others`,
      hint:
        meant === undefined
          ? 'correct the name, or name the file that holds the class with `--context`'
          : `write \`${meant}\`, or name the file that holds the class with \`--context\``,
      where: { origin, path },
    });
  });
}
