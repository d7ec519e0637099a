// What deriving has to say about virtual endpoints.
//
// Neighbours: endpoints.ts (who finds most of them), sandbox-endpoint.ts.

import { type Finding, finding, type Where } from '../../model/finding';
import type { Inventory } from '../../model/inventory';
import { at, listOf, type Manifest, nameOf, placeText } from '../../model/manifest';
import { isService, serviceKey, serviceKeyOf } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import type { SandboxSpec, ServiceRef, VirtualSpec } from '../../model/sandbox';
import { httpPorts } from '../../routing/entry/http-port';
import {
  type ForkedService,
  type ForkReferences,
  referencesOf,
  type VirtualEndpoint,
} from '../reference/fork-references';
import { broughtService } from './brought-service';
import type { SandboxEndpoint } from './sandbox-endpoint';

const serviceText = ({ namespace, name }: ServiceRef) => `Service ${placeText(namespace, name)}`;

const whereOf = ({ sandbox, spec }: SandboxEndpoint, field: string): Where => ({
  origin: sandbox.origin,
  path: [...spec.path, field],
});

export function serviceMissing(
  { service, path }: VirtualSpec,
  sandbox: SandboxSpec,
  inventory: Inventory,
): Finding {
  const elsewhere = inventory
    .ofKind('/Service')
    .filter(({ object }) => object.metadata?.name === service.name)
    .map(({ object }) => nameOf(object));
  const [near] = elsewhere;
  return finding('service-not-found', {
    message: `sandbox ${sandbox.name} sends the requests for ${serviceText(service)} elsewhere, and the input has no such Service`,
    hint:
      near === undefined
        ? 'correct the name, or name the file that holds the Service with `-f`'
        : `the input has ${near}: write its namespace`,
    where: { origin: sandbox.origin, path: [...path, 'service'] },
  });
}

export function sentToItself(endpoint: SandboxEndpoint): Finding {
  return finding('sandbox-invalid', {
    message: `sandbox ${endpoint.sandbox.name} sends the requests for ${nameOf(endpoint.baseline.object)} to itself`,
    hint: 'name another Service under `to`, or another port of this one',
    where: whereOf(endpoint, 'to'),
  });
}

export function twiceVirtual(first: SandboxEndpoint, second: SandboxEndpoint): Finding {
  return finding('service-replaced-twice', {
    message: `sandbox ${first.sandbox.name} sends the requests for ${nameOf(first.baseline.object)} to two places, ${serviceText(first.spec.to)} and ${serviceText(second.spec.to)}`,
    hint: 'keep one of the two under `virtual`',
    where: whereOf(first, 'service'),
    also: [whereOf(second, 'service')],
  });
}

export function alsoForked(fork: ForkedService, endpoint: SandboxEndpoint): Finding {
  return finding('service-replaced-twice', {
    message: `sandbox ${endpoint.sandbox.name} sends the requests for ${nameOf(endpoint.baseline.object)} to ${serviceText(endpoint.spec.to)}, and forks ${fork.workload} behind it as well`,
    hint: 'take the Service out of `virtual`, or the workload out of `forks`',
    where: whereOf(endpoint, 'service'),
    also: [{ origin: fork.baseline.origin }],
  });
}

/** What keeps keyed requests from being answered at the target, as far as the input tells. */
export function targetFindings(endpoint: SandboxEndpoint, table: RouteTable): readonly Finding[] {
  const { inventory } = table;
  const { target } = endpoint;
  const routes = table
    .rulesTo(serviceKeyOf(endpoint.baseline.object, inventory))
    .map(({ route }) => route);
  const stranger = routes.find(({ namespace }) => namespace !== '');
  const isUnnamed = target.namespace === '' && inventory.currentNamespace === undefined;
  const home = inventory.namespaceOf(endpoint.baseline.object);
  if (isUnnamed && (stranger !== undefined || home !== '')) {
    const from = stranger?.manifest ?? endpoint.baseline;
    return [unnamed(endpoint, from)];
  }
  const found =
    inventory.find('/Service', target.namespace, target.name) ??
    broughtService(endpoint.sandbox, target, inventory);
  if (found === undefined) return [targetMissing(endpoint, inventory)];
  const asked = target.port === undefined ? portsAskedFor(endpoint, table) : [target.port];
  const there = new Set(
    listOf(at(found.object, ['spec', 'ports'])).map((one) => at(one, ['port'])),
  );
  const missing = asked.filter((port) => !there.has(port));
  return missing.length === 0 ? [] : [portMissing(endpoint, found, missing)];
}

/** The ports that routes name, or those that a mesh would route where none does. */
function portsAskedFor(endpoint: SandboxEndpoint, table: RouteTable): readonly number[] {
  const key = serviceKeyOf(endpoint.baseline.object, table.inventory);
  const ports = new Set(
    table.rulesTo(key).flatMap(({ rule }) =>
      referencesOf(rule).flatMap((ref) => {
        const isIt = isService(ref) && serviceKey(ref.namespace, ref.name) === key;
        return isIt && ref.port !== undefined ? [ref.port] : [];
      }),
    ),
  );
  const asked = ports.size > 0 ? [...ports] : httpPorts(endpoint.baseline.object);
  return [...asked].sort((left, right) => left - right);
}

function unnamed(endpoint: SandboxEndpoint, from: Manifest): Finding {
  const { spec, sandbox } = endpoint;
  return finding('namespace-unnamed', {
    message: `sandbox ${sandbox.name} sends requests to ${serviceText(spec.to)}, whose namespace has no name, so nothing beside ${nameOf(from.object)} can refer to it`,
    hint: 'write `namespace` under `to`, or say what the current namespace is called with `-n`',
    where: whereOf(endpoint, 'to'),
  });
}

function targetMissing(endpoint: SandboxEndpoint, inventory: Inventory): Finding {
  const { spec, sandbox, target } = endpoint;
  const text = serviceText(spec.to);
  const message = inventory.hasNamespace(target.namespace)
    ? `sandbox ${sandbox.name} sends requests to ${text}, which is not in the input: without it they are answered with an error`
    : `sandbox ${sandbox.name} sends requests to ${text}, of whose namespace the input holds nothing: it and its port are taken to be there`;
  return finding('virtual-target-missing', {
    message,
    hint: 'correct the name, or name the file that holds it with `--context`',
    where: whereOf(endpoint, 'to'),
  });
}

/** Endpoints that no route sends anything to. */
export function unreachedEndpoints(
  sandbox: SandboxSpec,
  endpoints: readonly VirtualEndpoint[],
  { references, routes }: Reach,
): readonly Finding[] {
  const unreached = endpoints.filter((one) => !routes.reached.has(references.keyOf(one)));
  return unreached.map(({ baseline }) =>
    finding('fork-unreachable', {
      message: `no route sends requests of sandbox ${sandbox.name} for ${nameOf(baseline.object)} elsewhere`,
      hint: routes.isMeshed
        ? 'attach a route to the Service'
        : 'add a route to the Service, or set `mesh: on` in the settings where a mesh routes its callers',
      where: { origin: baseline.origin },
      also: [{ origin: sandbox.origin, path: ['spec', 'virtual'] }],
    }),
  );
}

/** What is replaced, and what routes reach. */
interface Reach {
  readonly references: ForkReferences;
  readonly routes: { readonly reached: ReadonlySet<string>; readonly isMeshed: boolean };
}

function portMissing(
  endpoint: SandboxEndpoint,
  found: Manifest,
  missing: readonly number[],
): Finding {
  const [port, ...more] = missing;
  const ports = more.length === 0 ? `port ${port}` : `ports ${missing.join(', ')}`;
  return finding('virtual-target-missing', {
    message: `sandbox ${endpoint.sandbox.name} sends requests for ${nameOf(endpoint.baseline.object)} to ${ports} of ${nameOf(found.object)}, which has no such port`,
    hint: 'write `port` under `to`, or give the Service that port',
    where: whereOf(endpoint, 'to'),
    also: [{ origin: found.origin }],
  });
}
