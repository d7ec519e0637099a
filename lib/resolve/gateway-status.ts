// What a controller writes of Gateways, ListenerSets and their listeners.
//
// The law is `GatewayStatus` and `ListenerSetStatus`: an object is accepted unless all of its
// listeners are invalid, a ListenerSet only where its Gateway is, and lets it in. Addresses and
// the ports of load balancers are the cluster's to know: where a Gateway asks for addresses,
// whether it is programmed is left out. Neighbours: listener-status.ts, certificate.ts.

import type { Condition, Fault, Status } from '../model/condition';
import type { Gateway, ListenerHolder } from '../model/gateway';
import type { Inventory } from '../model/inventory';
import {
  at,
  type FieldPath,
  gatewayGroup,
  listOf,
  type Manifest,
  nameOf,
  textOf,
} from '../model/manifest';
import type { RouteTable } from '../model/route-table';
import { namespaceText } from '../routing/reference/grant';
import { certificateFault } from './certificate';
import { gatewayOfSet, listenerSetsOf } from './listener-reader';
import {
  type JudgedListener,
  judgeListeners,
  parentFault,
  programmedCondition,
  resolvedCondition,
} from './listener-status';

export function gatewayStatuses(table: RouteTable): readonly Status[] {
  const judged = new Set<Manifest>();
  const statuses = table.gateways.flatMap((gateway) => {
    const listeners = judgeListeners(gateway, table);
    const sets = setsOf(listeners);
    for (const manifest of sets.keys()) judged.add(manifest);
    const own = listeners.filter(({ listener }) => listener.holder.kind === 'Gateway');
    const parent = acceptedGateway(gateway, own);
    const below = [...sets].map(([manifest, set]) => setStatus(manifest, set, parent));
    const accepted = below.filter(({ conditions }) => conditions[0]?.status === 'True');
    return [
      ...gatewayStatus(gateway, parent, accepted.length, table.inventory),
      ...own.map(({ status }) => status),
      ...below.flatMap((one) => [
        one,
        ...(sets.get(one.manifest) ?? []).map(({ status }) => status),
      ]),
    ];
  });
  const outside = listenerSetsOf(table.inventory).filter((manifest) => !judged.has(manifest));
  return [...statuses, ...outside.map((manifest) => outsideStatus(manifest, table.inventory))];
}

function setsOf(listeners: readonly JudgedListener[]): ReadonlyMap<Manifest, JudgedListener[]> {
  const sets = new Map<Manifest, JudgedListener[]>();
  for (const one of listeners) {
    const { kind, manifest }: ListenerHolder = one.listener.holder;
    if (kind !== 'ListenerSet' || manifest === undefined) continue;
    const set = sets.get(manifest);
    if (set === undefined) sets.set(manifest, [one]);
    else set.push(one);
  }
  return sets;
}

function gatewayStatus(
  gateway: Gateway,
  accepted: Condition,
  attachedListenerSets: number,
  inventory: Inventory,
): readonly Status[] {
  const { manifest } = gateway;
  if (manifest === undefined) return [];
  const addresses = listOf(at(manifest.object, ['spec', 'addresses']));
  const resolved = clientCertificate(manifest, gateway, inventory);
  // A client certificate that does not resolve breaks calls to backends, not the Gateway.
  const programmed = programmedCondition(accepted);
  return [
    {
      manifest,
      conditions: [
        accepted,
        ...(addresses.length === 0 || programmed.status === 'False' ? [programmed] : []),
        ...resolved,
        ...insecureFrontend(manifest),
      ],
      attachedListenerSets,
    },
  ];
}

/** Whether a Gateway is accepted, by its own listeners: those of ListenerSets play no part. */
function acceptedGateway({ manifest, name }: Gateway, own: readonly JudgedListener[]): Condition {
  return manifest === undefined ? notInInput(name) : acceptedOf(own, addressDoubt(manifest));
}

/** Whether enough of an object's listeners are valid. */
function acceptedOf(listeners: readonly JudgedListener[], doubt?: Condition): Condition {
  const type = 'Accepted';
  const invalid = listeners.filter(({ isInvalid }) => isInvalid);
  const reason = 'ListenersNotValid';
  const message = `of its listeners ${invalid.map(({ listener }) => `\`${listener.name}\``).join(', ')} cannot be configured`;
  if (invalid.length > 0 && invalid.length === listeners.length) {
    const hint = 'mend what is said of its listeners';
    return { type, status: 'False', reason, message, path: ['spec', 'listeners'], hint };
  }
  if (doubt !== undefined) return doubt;
  if (listeners.length > 0 && listeners.every(({ listener }) => listener.state !== 'valid')) {
    return {
      type,
      status: 'Unknown',
      reason: 'Pending',
      message: 'the age of ListenerSets decides',
    };
  }
  if (invalid.length > 0) return { type, status: 'True', reason, message };
  return { type, status: 'True', reason: 'Accepted', message: '' };
}

const addressTypes: ReadonlySet<string | undefined> = new Set([undefined, 'IPAddress', 'Hostname']);

/** Types of addresses that are an implementation's own may be supported or not. */
function addressDoubt({ object }: Manifest): Condition | undefined {
  const index = listOf(at(object, ['spec', 'addresses'])).findIndex(
    (address) => !addressTypes.has(textOf(at(address, ['type']))),
  );
  if (index < 0) return undefined;
  return {
    type: 'Accepted',
    status: 'Unknown',
    reason: 'Pending',
    message: "a type of address is an implementation's own",
    path: ['spec', 'addresses', index],
  };
}

/** `ResolvedRefs` of a Gateway, which has it for the certificate that it shows to backends. */
function clientCertificate(
  manifest: Manifest,
  { namespace }: Gateway,
  inventory: Inventory,
): readonly Condition[] {
  const path: FieldPath = ['spec', 'tls', 'backend', 'clientCertificateRef'];
  const ref = at(manifest.object, path);
  if (ref === undefined || ref === null) return [];
  const from = { group: gatewayGroup, kind: 'Gateway', namespace };
  const fault = certificateFault({ ref, path, from }, 'InvalidClientCertificateRef', inventory);
  return [resolvedCondition(fault === undefined ? [] : [fault])];
}

function insecureFrontend({ object }: Manifest): readonly Condition[] {
  const frontend: FieldPath = ['spec', 'tls', 'frontend'];
  const perPort = listOf(at(object, [...frontend, 'perPort']));
  const places: readonly FieldPath[] = [
    ['default', 'validation', 'mode'],
    ...perPort.map((_, index) => ['perPort', index, 'tls', 'validation', 'mode']),
  ];
  const faults = places.flatMap((place): readonly Fault[] => {
    const path = [...frontend, ...place];
    if (at(object, path) !== 'AllowInsecureFallback') return [];
    const message = 'clients without a valid certificate are let in';
    const hint = 'use the mode `AllowValidOnly`, unless backends check who calls them';
    return [{ reason: 'ConfigurationChanged', message, path, hint }];
  });
  const [first, ...also] = faults;
  if (first === undefined) return [];
  return [{ type: 'InsecureFrontendValidationMode', status: 'True', ...first, also }];
}

function setStatus(
  manifest: Manifest,
  listeners: readonly JudgedListener[],
  parent: Condition,
): Status {
  if (parent.status === 'False') {
    const accepted: Condition = { type: 'Accepted', status: 'False', ...parentFault };
    return { manifest, conditions: [accepted, programmedCondition(accepted)] };
  }
  const accepted = acceptedOf(listeners, parent.status === 'Unknown' ? parent : undefined);
  return { manifest, conditions: [accepted, programmedCondition(accepted)] };
}

function notInInput(gateway: string): Condition {
  const message = `the input does not hold Gateway ${gateway}`;
  return { type: 'Accepted', status: 'Unknown', reason: 'Pending', message };
}

/** A ListenerSet that no Gateway of the input has taken. */
function outsideStatus(manifest: Manifest, inventory: Inventory): Status {
  const home = gatewayOfSet(manifest, inventory);
  const gateway =
    home === undefined
      ? undefined
      : inventory.find(`${gatewayGroup}/Gateway`, home.namespace, home.name);
  const namespace = inventory.namespaceOf(manifest.object);
  const accepted: Condition =
    gateway === undefined
      ? notInInput(home?.name ?? '(no name)')
      : {
          type: 'Accepted',
          status: 'False',
          reason: 'NotAllowed',
          message: `${nameOf(gateway.object)} lets in no ListenerSets of ${namespaceText(namespace, inventory)}`,
          path: ['spec', 'parentRef'],
          hint: 'let the namespace in by `spec.allowedListeners` of the Gateway, which lets in none by default',
        };
  const programmed = programmedCondition(accepted);
  return { manifest, conditions: [accepted, programmed] };
}
