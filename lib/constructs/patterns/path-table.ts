// Tables of paths, from what is asked for to where it leads: `{ '/old': '/new', '/docs/*': '/help/*' }`.
//
// `/old` is that path alone, `/docs/*` is `/docs` and all below it; a `*` at the end of the new
// path keeps what followed. Neighbours: path-rules.ts (redirects and rewrites of such tables).

import type { ApiObject } from 'cdk8s';
import type { PathChange } from '../http-filter';
import { HttpMatch } from '../http-match';
import { misuse } from '../misuse';
import { namedEntries } from './named-entries';

/** New paths by old ones. A new path of a redirect may begin with `https://host` or `http://host:port`. */
export interface PathTable {
  readonly [from: string]: string;
}

/** The new place, beyond its path, as far as it is given. */
export interface PlaceChange {
  readonly scheme?: 'http' | 'https';
  readonly hostname?: string;
  readonly port?: number;
}

export interface PathEntry {
  readonly from: string;
  readonly to: string;
  readonly match: HttpMatch;
  readonly change: PathChange;
  readonly place: PlaceChange;
}

export function readTable(route: ApiObject, table: PathTable): readonly PathEntry[] {
  const entries = namedEntries(route, 'paths', table).map(([from, to]) =>
    readEntry(route, from, to),
  );
  if (entries.length > 0) return entries;
  throw misuse(route, {
    message: 'the table of paths is empty',
    hint: "write { '/old': '/new', '/docs/*': '/help/*' }",
  });
}

function readEntry(route: ApiObject, from: string, to: string): PathEntry {
  const refuse = (message: string, hint: string) => misuse(route, { message, hint });
  const [, origin, scheme, hostname, port, rest] =
    /^((https?):\/\/([^/:]+)(?::(\d{1,5}))?)?(\/.*)?$/.exec(String(to)) ?? [];
  const path = rest ?? (origin === undefined ? undefined : '/');
  if (path === undefined) {
    throw refuse(`\`${from}\` leads to \`${to}\``, 'give a path, or a URL with http or https');
  }
  const [source, target] = [asterisked(from), asterisked(path)];
  for (const [text, { stem }] of [[from, source] as const, [to, target] as const]) {
    if (!stem.includes('*')) continue;
    throw refuse(
      `\`${text}\` has a \`*\` that does not stand at its end, after a \`/\``,
      'write /docs/*',
    );
  }
  if (target.isOpen && !source.isOpen) {
    throw refuse(
      `\`${from}\` is one path, and \`${to}\` keeps what follows it`,
      `write \`${from}/*\`, or leave the \`*\` out of the new path`,
    );
  }
  return {
    from,
    to,
    match: source.isOpen ? HttpMatch.pathPrefix(source.stem) : HttpMatch.exact(source.stem),
    change: target.isOpen ? { prefix: target.stem } : { fullPath: target.stem },
    place: {
      ...(scheme === 'http' || scheme === 'https' ? { scheme } : {}),
      ...(hostname === undefined ? {} : { hostname }),
      ...(port === undefined ? {} : { port: Number(port) }),
    },
  };
}

/** A path without the `/*` at its end: `/docs` of `/docs/*`, `/` of `/*`. */
function asterisked(path: string): { readonly stem: string; readonly isOpen: boolean } {
  if (!path.endsWith('/*')) return { stem: path, isOpen: false };
  return { stem: path.slice(0, -2) || '/', isOpen: true };
}
