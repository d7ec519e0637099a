// URLs as the API server reads them, with Go's `url.ParseRequestURI`: absolute, or an absolute path.
//
// Neighbours: schema/formats.ts, cel/url-functions.ts.

export class Url {
  readonly scheme: string;
  /** With its port, if it has one. */
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor(scheme: string, host: string, path: string, query: string) {
    this.scheme = scheme;
    this.host = host;
    this.path = path;
    this.query = query;
  }
}

export function readUrl(text: string): Url | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses exactly those
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text)) return undefined;
  if (text === '*') return new Url('', '', '*', '');
  const [, scheme = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text) ?? [];
  if (scheme === '' && /^:/.test(text)) return undefined;
  const rest = scheme === '' ? text : text.slice(scheme.length + 1);
  const mark = rest.indexOf('?');
  const before = mark < 0 ? rest : rest.slice(0, mark);
  const query = mark < 0 ? '' : rest.slice(mark + 1);
  if (!before.startsWith('/')) {
    return scheme === '' ? undefined : new Url(scheme.toLowerCase(), '', '', query);
  }
  if (scheme === '' || !before.startsWith('//')) return placed(scheme, '', before, query);
  const slash = before.indexOf('/', 2);
  const authority = before.slice(2, slash < 0 ? undefined : slash);
  return placed(scheme, authority, slash < 0 ? '' : before.slice(slash), query);
}

function placed(scheme: string, authority: string, path: string, query: string): Url | undefined {
  const host = hostOf(authority);
  if (host === undefined || !isEscaped(path)) return undefined;
  return new Url(scheme.toLowerCase(), host, path, query);
}

/** Undefined where it is none. */
function hostOf(authority: string): string | undefined {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const host = authority.slice(at + 1);
  if (!/^[\w\-.~!$&'()*+,;=:%@]*$/.test(user) || !isEscaped(user)) return undefined;
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host) ? host : undefined;
  const colon = host.indexOf(':');
  if (colon >= 0 && !/^:\d*$/.test(host.slice(colon))) return undefined;
  return /[\s<>"^`{}|\\]/.test(host) || /%(?![89a-fA-F][0-9a-fA-F])/.test(host) ? undefined : host;
}

export function isEscaped(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

export function isUrl(text: string): boolean {
  return readUrl(text) !== undefined;
}
