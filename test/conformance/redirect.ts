// Where a redirect leads: parts that the suite leaves empty are those of the request.

import { isConnection } from '../../lib/model/request';
import type { Judged } from './judged';

const wellKnown: { readonly [scheme: string]: string } = { http: '80', https: '443' };

export function redirectProblems({ one, request, outcome }: Judged): readonly string[] {
  const expected = one.expect.redirect;
  if (expected === undefined || isConnection(request)) return [];
  if (outcome.outcome !== 'redirect') return [`outcome ${outcome.outcome}, not redirect`];
  const [, scheme = '', host = '', port = '', path = ''] =
    /^(https?):\/\/([^/:?#]+)(?::(\d+))?([^?#]*)/.exec(outcome.location) ?? [];
  const wanted = {
    scheme: expected.scheme || (request.scheme ?? 'http'),
    host: expected.host || host,
    path: expected.path || request.path.replace(/[?#].*$/, ''),
    // No port means the scheme's own, whether it is written or not.
    port: expected.port || (port === wellKnown[scheme] ? port : ''),
  };
  const actual = { scheme, host, path, port };
  return (['scheme', 'host', 'path', 'port'] as const).flatMap((part) =>
    wanted[part] === actual[part]
      ? []
      : [`${part} of ${outcome.location} is \`${actual[part]}\`, not \`${wanted[part]}\``],
  );
}
