// Where a request enters: what somebody said, with its Gateway or Service and its port found.
//
// Neighbours: gateway-address.ts, service-address.ts (who find them), ../decide.ts (who answers),
// ../../model/request-spec.ts (what was said).

import type { HttpRequest, Request, Target } from '../../model/request';
import type { RequestSpec } from '../../model/request-spec';
import type { RouteTable } from '../../model/route-table';
import { readAuthority } from './authority';
import { GatewayAddresses } from './gateway-address';
import type { Problem } from './named';
import { ServiceAddresses } from './service-address';

/** Finds the targets of requests to one set of manifests; its indexes serve all of them. */
export class Addresses {
  readonly #gateways: GatewayAddresses;
  readonly #services: ServiceAddresses;

  constructor(table: RouteTable) {
    this.#gateways = new GatewayAddresses(table);
    this.#services = new ServiceAddresses(table);
  }

  /** The request, or why it is not clear where it enters. */
  place(spec: RequestSpec): Request | Problem {
    const isForMesh = spec.service !== undefined || spec.from !== undefined;
    const target = isForMesh ? this.#services.find(spec) : this.#gateways.find(spec);
    return 'problem' in target ? target : requestOf(spec, target);
  }
}

function requestOf(spec: RequestSpec, target: Target): Request {
  const { protocol, sni, scheme, path, headers } = spec;
  if (protocol === 'http' || protocol === 'grpc') {
    const request: HttpRequest = {
      protocol,
      target,
      ...(scheme === undefined ? {} : { scheme }),
      ...(sni === undefined ? {} : { sni }),
      method: spec.method ?? (protocol === 'grpc' ? 'POST' : 'GET'),
      host: spec.host ?? hostFor(target),
      path,
      headers,
    };
    return request;
  }
  const name = sni ?? (protocol === 'tls' ? readAuthority(spec.host ?? '')?.name : undefined);
  return { protocol, target, ...(name === undefined ? {} : { sni: name }) };
}

/** What a client of a Service sends where nobody says; at a Gateway nothing is a fair guess. */
function hostFor(target: Target): string {
  if (target.to === 'gateway') return '';
  const { namespace, name, port } = target;
  return `${name}${namespace === '' ? '' : `.${namespace}`}${port === 80 ? '' : `:${port}`}`;
}
