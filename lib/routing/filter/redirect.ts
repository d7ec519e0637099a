// The RequestRedirect filter: the Location that the client is sent to.
//
// The law is `HTTPRequestRedirect`: parts that the filter does not name are the request's own.
// A port that is not named is the well-known one of the filter's scheme or, without a scheme
// there, the listener's; it is not written where the scheme of the Location implies it. The
// query is kept, which the specification does not say and proxies do. Where there is no host at
// all the Location is a path alone. Neighbours: rewrite.ts (paths), filters.ts.

import type { Json, JsonObject } from '../../model/manifest';
import { at, textOf } from '../../model/manifest';
import { readAuthority } from '../entry/authority';
import type { Exchange, Redirected } from './exchange';
import { modifyPath } from './rewrite';
import { rooted, wellKnownPorts } from './url';

const defaultStatus = 302;

export function redirect(filter: JsonObject, exchange: Exchange): Redirected {
  const status = at(filter, ['statusCode']);
  return {
    to: 'redirect',
    status: typeof status === 'number' ? status : defaultStatus,
    location: locationOf(filter, exchange),
  };
}

function locationOf(filter: JsonObject, exchange: Exchange): string {
  const given = textOf(at(filter, ['scheme'])) ?? '';
  const scheme = given === '' ? exchange.scheme : given;
  const hostname = textOf(at(filter, ['hostname'])) ?? '';
  const host = hostname === '' ? (readAuthority(exchange.host)?.name ?? exchange.host) : hostname;
  const implied = (given === '' ? undefined : wellKnownPorts.get(given)) ?? exchange.port;
  const port = portOf(at(filter, ['port'])) ?? implied;
  const shown = wellKnownPorts.get(scheme) === port ? '' : `:${port}`;
  const path = modifyPath(at(filter, ['path']), exchange.path, exchange.prefix);
  // An OPTIONS for `*` asks about the server itself: no path.
  const place = path === '*' ? '' : rooted(path);
  return host === '' ? place : `${scheme}://${host}${shown}${place}`;
}

function portOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
