// Questions in one line, and answers in one: `asking(objects)('GET http://shop.test/cart')`.

import { expect } from 'vitest';
import type { Outcome } from '../../lib/model/decision';
import { inventoryOf } from '../../lib/model/inventory';
import type { KubeObject } from '../../lib/model/manifest';
import type { HeaderLine, HttpRequest, Target } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import { resolve } from '../../lib/resolve/route-table';
import { decide, explain } from '../../lib/routing/decide';
import type { Law } from '../../lib/routing/law';
import { manifests } from '../routes';

export function tableOf(objects: readonly KubeObject[]): RouteTable {
  const { table, findings } = resolve(inventoryOf(manifests(...objects)));
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return table;
}

export interface Asked {
  readonly headers?: readonly HeaderLine[];
  readonly target?: Target;
  readonly sni?: string;
  readonly protocol?: HttpRequest['protocol'];
}

export const edge: Target = { to: 'gateway', namespace: 'shop', name: 'edge', port: 80 };

export function requestOf(line: string, asked: Asked = {}): HttpRequest {
  const [method = 'GET', url = ''] = line.includes(' ') ? line.split(' ') : ['GET', line];
  const [, scheme, host = '', path = '/'] = /^(?:(https?):\/\/)?([^/]*)(\/.*)?$/.exec(url) ?? [];
  return {
    protocol: asked.protocol ?? 'http',
    target: asked.target ?? edge,
    ...(scheme === 'https' || scheme === 'http' ? { scheme } : {}),
    ...(asked.sni === undefined ? {} : { sni: asked.sni }),
    method,
    host,
    path,
    headers: asked.headers ?? [],
  };
}

/** Asks through the index, and match by match as well: both must say the same. */
export function asking(objects: readonly KubeObject[], law?: Law) {
  const table = tableOf(objects);
  return (line: string, asked: Asked = {}): string => {
    const request = requestOf(line, asked);
    const outcome = decide(table, request, law);
    expect(explain(table, request, law).outcome).toEqual(outcome);
    return textOf(outcome);
  };
}

/** `shop/a:80`, `shop/a:80*0.9 500*0.1`, `404`, `302 http://x/`, `rejected`, `? a | b`. */
export function textOf(outcome: Outcome): string {
  switch (outcome.outcome) {
    case 'backends':
      return outcome.backends.map(shareText).join(' ');
    case 'redirect':
      return `${outcome.status} ${outcome.location}`;
    case 'status':
      return `${outcome.status}${outcome.grpcStatus === undefined ? '' : `/${outcome.grpcStatus}`}`;
    case 'rejected':
      return 'rejected';
    case 'unspecified':
      return `? ${outcome.between.map(textOf).sort().join(' | ')}`;
  }
}

function shareText(share: Extract<Outcome, { outcome: 'backends' }>['backends'][number]): string {
  const part = share.share === 1 ? '' : `*${Number(share.share.toFixed(4))}`;
  switch (share.to) {
    case 'backend':
      return `${share.name}${share.port === undefined ? '' : `:${share.port}`}${part}`;
    case 'redirect':
      return `${share.status} ${share.location}${part}`;
    case 'error':
      return `500${part}`;
  }
}
