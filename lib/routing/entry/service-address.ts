// Which Service and port a mesh request means: named outright, or by its host as a client writes it.
//
// `cart`, `cart.shop`, `cart.shop.svc` and `cart.shop.svc.cluster.local` are resolved as cluster
// DNS does from the client's namespace. Neighbours: address.ts, gateway-address.ts.

import { collect } from '../../model/groups';
import type { NamespaceKey } from '../../model/inventory';
import { at, listOf } from '../../model/manifest';
import type { ServiceTarget } from '../../model/request';
import type { RequestSpec, SpokenName } from '../../model/request-spec';
import { isService, serviceKey } from '../../model/route';
import type { RouteTable } from '../../model/route-table';
import { nearest } from '../../model/spelling';
import { readAuthority } from './authority';
import { namedIn, objectText, type Problem, spokenText, unnamedHint } from './named';

interface KnownService {
  readonly namespace: NamespaceKey;
  readonly name: string;
}

/** What is behind a Service's name in cluster DNS; clusters may be called otherwise. */
const dnsEndings = ['svc', 'svc.cluster.local'];

export class ServiceAddresses {
  #known: ReadonlyMap<string, readonly KnownService[]> | undefined;

  constructor(readonly table: RouteTable) {}

  find(spec: RequestSpec): ServiceTarget | Problem {
    const { inventory } = this.table;
    const spoken = spec.service ?? nameInHost(spec);
    if (spoken === undefined) {
      return {
        problem: spec.host === undefined ? 'there is no host' : `\`${spec.host}\` names no Service`,
        hint: 'write the host as `name`, `name.namespace` or `name.namespace.svc`, or give `--service`',
      };
    }
    const found = namedIn(this.#called(spoken.name), spoken, inventory);
    if (found.length > 1) {
      const all = found.map(({ namespace, name }) => objectText('Service', namespace, name));
      return {
        problem: `${all.join(' and ')} are all called \`${spoken.name}\``,
        hint: 'name one as `namespace/name`',
      };
    }
    const [service] = found;
    if (service === undefined) return this.#unknown(spoken);
    const port = portOf(spec, service, this.table);
    if (typeof port !== 'number') return port;
    const from = spec.from === undefined ? service.namespace : homeOf(spec.from, this.table);
    return { to: 'service', namespace: service.namespace, name: service.name, port, from };
  }

  #called(name: string): readonly KnownService[] {
    this.#known ??= knownServices(this.table);
    return this.#known.get(name) ?? [];
  }

  #unknown(spoken: SpokenName): Problem {
    this.#known ??= knownServices(this.table);
    const all = [...this.#known.values()].flat();
    const names = all.map(({ namespace, name }) =>
      spoken.namespace === undefined ? name : `${namespace}/${name}`,
    );
    const [elsewhere] = this.#called(spoken.name);
    const near =
      elsewhere === undefined
        ? nearest(spokenText(spoken), names)
        : `${elsewhere.namespace}/${elsewhere.name}`;
    return {
      problem: `Service ${spokenText(spoken)} is not in the input, and no route names it`,
      hint:
        unnamedHint(this.#called(spoken.name), spoken) ??
        (near === undefined
          ? 'give its manifest with `-f` or `--context`'
          : `did you mean \`${near}\`?`),
    };
  }
}

/** Services of the input, and those that routes attach or forward to, by name. */
function knownServices({ inventory, routes, connectionRoutes }: RouteTable) {
  const services = new Map<string, KnownService>();
  const add = (namespace: NamespaceKey, name: string) =>
    services.set(serviceKey(namespace, name), { namespace, name });
  for (const { object } of inventory.ofKind('/Service')) {
    add(inventory.namespaceOf(object), object.metadata?.name ?? '');
  }
  for (const { parents, rules } of routes) {
    for (const ref of [...parents, ...rules.flatMap(({ backends }) => backends)]) {
      if (isService(ref)) add(ref.namespace, ref.name);
    }
  }
  for (const { parents, backends } of connectionRoutes) {
    for (const ref of [...parents, ...backends]) if (isService(ref)) add(ref.namespace, ref.name);
  }
  const byName = new Map<string, KnownService[]>();
  for (const service of services.values()) collect(byName, service.name, service);
  return byName;
}

function homeOf(namespace: string, { inventory }: RouteTable): NamespaceKey {
  return inventory.namespaceKey(namespace === '' ? undefined : namespace);
}

/** The Service that a host names, as seen from the client's namespace. */
function nameInHost({ host = '', from = '' }: RequestSpec): SpokenName | undefined {
  const labels = readAuthority(host)?.name.toLowerCase().replace(/\.$/, '').split('.') ?? [];
  const [name, namespace, ...ending] = labels;
  if (name === undefined || !/^[a-z0-9]/.test(name)) return undefined;
  if (namespace === undefined) return { name, namespace: from };
  return ending.length === 0 || dnsEndings.includes(ending.join('.'))
    ? { name, namespace }
    : undefined;
}

function portOf(
  spec: RequestSpec,
  { namespace, name }: KnownService,
  { inventory }: RouteTable,
): number | Problem {
  const written = spec.port ?? readAuthority(spec.host ?? '')?.port;
  if (written !== undefined) return written;
  const service = inventory.find('/Service', namespace, name)?.object;
  const ports = listOf(at(service, ['spec', 'ports'])).flatMap((entry) => {
    const port = at(entry, ['port']);
    return typeof port === 'number' ? [port] : [];
  });
  const [only] = ports;
  if (only === undefined || ports.includes(80)) return 80;
  if (ports.length === 1) return only;
  return {
    problem: `${objectText('Service', namespace, name)} has the ports ${ports.join(', ')}`,
    hint: 'say which port is meant',
  };
}
