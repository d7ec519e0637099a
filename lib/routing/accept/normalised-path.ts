// A request's path as proxies that normalise see it.
//
// The Gateway API is silent, so this is what such proxies have in common: percent-encoded
// unreserved characters and slashes are decoded (RFC 3986, 6.2.2.2), dot segments are taken out
// (5.2.4), then runs of slashes become one. All else is kept, malformed escapes too. Whether a
// proxy normalises is the law's `paths`. Neighbours: prepared-request.ts.

/** What normalising may change: an escape, a dot or a slash behind a slash. */
const suspect = /%|\/[./]/;

export function normalisedPath(path: string): string {
  if (!suspect.test(path)) return path;
  const decoded = path.replace(/%[0-9A-Fa-f]{2}/g, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[A-Za-z0-9._~/-]/.test(character) ? character : escaped;
  });
  return withoutDots(decoded).replace(/\/{2,}/g, '/');
}

function withoutDots(path: string): string {
  if (!path.startsWith('/') || !path.includes('/.')) return path;
  const kept: string[] = [];
  const segments = path.slice(1).split('/');
  segments.forEach((segment, index) => {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  });
  return `/${kept.join('/')}`;
}
