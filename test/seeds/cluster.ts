// A small cluster around quoted objects: lifted to today's versions, completed with the least
// that makes them stand (Services that they forward to), and asked where requests go.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import type { Outcome } from '../../lib/model/decision';
import { inventoryOf } from '../../lib/model/inventory';
import { at, type KubeObject, listOf, nameOf, textOf } from '../../lib/model/manifest';
import type { Connection, HeaderLine, HttpRequest, Target } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { decide } from '../../lib/routing/decide';
import { readManifests } from '../../lib/yaml/read';
import { manifests } from '../routes';
import { type Quoted, quotedIn } from './quoted';

const folder = resolvePath(__dirname, '../../../shared/seeds');

export const seedNames: readonly string[] = ['000', '001', '002', '003', '004'];

/** The text of a seed by the number that its name starts with. */
export function seed(number: string): string {
  const name = readdirSync(folder).find((file) => file.startsWith(number));
  return name === undefined ? '' : readFileSync(join(folder, name), 'utf8');
}

/** What `...` stands for where the text leaves rules out: the Service itself, or one backend. */
const leftOut: { readonly [seed: string]: readonly (readonly string[])[] } = {
  '002': [
    ['- backendRefs:', '- name: smiley', 'port: 80'],
    ['- backendRefs:', '- name: smiley', 'namespace: faces', 'port: 80'],
  ],
};

export function quoted(number: string): readonly Quoted[] {
  return quotedIn(seed(number), leftOut[number]);
}

/** In today's version; every kind of the Gateway API is served as v1. */
export function lifted({ yaml }: Quoted): KubeObject {
  const text = `apiVersion: gateway.networking.k8s.io/v1\n${yaml}\n`;
  const { manifests: read, findings } = readManifests(text, 'seed');
  const [only] = read;
  if (only === undefined || findings.length > 0) throw new Error(`not YAML:\n${text}`);
  return only.object;
}

/** The lifted objects of a seed whose messages name them so, as `HTTPRoute shop/cart`. */
export function pickedFrom(number: string, names: readonly string[]): readonly KubeObject[] {
  const all = quoted(number).map(lifted);
  return names.map((name) => {
    const found = all.find((object) => nameOf(object) === name);
    if (found === undefined) throw new Error(`seed ${number} quotes no ${name}`);
    return found;
  });
}

/** A Service for each backendRef that nobody defines. */
export function servicesFor(objects: readonly KubeObject[]): readonly KubeObject[] {
  const ports = new Map<string, Set<number>>();
  for (const object of objects) {
    for (const rule of listOf(at(object, ['spec', 'rules']))) {
      for (const ref of listOf(at(rule, ['backendRefs']))) {
        const namespace = textOf(at(ref, ['namespace'])) ?? object.metadata?.namespace ?? '';
        const place = `${namespace}/${textOf(at(ref, ['name']))}`;
        ports.set(place, (ports.get(place) ?? new Set()).add(Number(at(ref, ['port']))));
      }
    }
  }
  return [...ports].map(([place, numbers]) => {
    const [namespace = '', name = ''] = place.split('/');
    return service(namespace, name, [...numbers]);
  });
}

export function service(namespace: string, name: string, ports: readonly number[]): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    spec: {
      selector: { app: name },
      ports: ports.map((port) => ({ name: `p-${port}`, port })),
    },
  };
}

export function tableOf(objects: readonly KubeObject[]): RouteTable {
  const services = servicesFor(objects).filter(
    (one) => !objects.some((object) => nameOf(object) === nameOf(one)),
  );
  const { table, findings } = resolve(inventoryOf(manifests(...objects, ...services)));
  const [error] = findings.filter(({ severity }) => severity === 'error');
  if (error !== undefined) throw new Error(error.message);
  return table;
}

export function gatewayTarget(place: string, port: number): Target {
  const [namespace = '', name = ''] = place.split('/');
  return { to: 'gateway', namespace, name, port };
}

export interface Asking {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
}

/** A request by URL: scheme and host are the client's, the target's port counts. */
export function http(target: Target, url: string, { method = 'GET', headers = {} }: Asking = {}) {
  const [, scheme, host = '', path = '/'] = /^(https?):\/\/([^/]+)(.*)$/.exec(url) ?? [];
  const lines: readonly HeaderLine[] = Object.entries(headers);
  const request: HttpRequest = {
    protocol: 'http',
    target,
    scheme: scheme === 'https' ? 'https' : 'http',
    method,
    host,
    path,
    headers: lines,
  };
  return request;
}

export function connection(
  protocol: Connection['protocol'],
  target: Target,
  sni?: string,
): Connection {
  return { protocol, target, ...(sni === undefined ? {} : { sni }) };
}

/**
 * An outcome in one line: `0.9 shop/cart:80 + 0.1 shop/new:80`, `301 https://…`, `404`, `closed`;
 * where all of several are possible, each of them.
 */
function told(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'backends':
      return outcome.backends
        .map((share) => {
          const part = share.share === 1 ? '' : `${share.share} `;
          if (share.to === 'backend') return `${part}${share.name}:${share.port}`;
          return share.to === 'redirect' ? `${part}${share.location}` : `${part}${share.reason}`;
        })
        .join(' + ');
    case 'redirect':
      return `${outcome.status} ${outcome.location}`;
    case 'status':
      return String(outcome.status);
    case 'rejected':
      return 'closed';
    case 'unspecified':
      return `unspecified: ${outcome.between.map(told).sort().join(' | ')}`;
  }
}

export const goes = (table: RouteTable, request: HttpRequest | Connection): string =>
  told(decide(table, request));
