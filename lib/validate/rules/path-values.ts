// Paths that are matched exactly or by prefix: absolute, already normal, and of characters that a
// path may hold.
//
// What a proxy has normalised holds no `//` or `..`, so that a match on one could never apply.
// Neighbours: rules-of.ts, matches.ts.

import { shown } from '../schema/shown';
import { type Asked, ofObject } from './ruled';

interface PathLaw {
  readonly rule: string;
  readonly isBroken: (path: string) => boolean;
  readonly text: (path: string) => string;
  readonly hint: string;
}

const asSegments =
  'write the path that it comes to: `.` and `..` are gone before anything is matched';
const asCharacter =
  'match by `RegularExpression` if the encoded character is meant, else write `/`';

const has = (part: string, rule: string, hint: string): PathLaw => ({
  rule,
  isBroken: (path) => path.includes(part),
  text: () => `holds \`${part}\``,
  hint,
});
const endsWith = (part: string, rule: string): PathLaw => ({
  rule,
  isBroken: (path) => path.endsWith(part),
  text: () => `ends with \`${part}\``,
  hint: asSegments,
});

const characters = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
/** What is wrong alone: a percent sign that encodes nothing, or a character that may not stand there. */
const offending = /%(?![0-9a-fA-F]{2})|[^-A-Za-z0-9/._~!$&'()*+,;=:@%#]/u;

const laws: readonly PathLaw[] = [
  {
    rule: 'path-not-absolute',
    isBroken: (path) => !path.startsWith('/'),
    text: (path) =>
      path === '' ? 'is empty' : `is ${shown(path)}, which does not start with \`/\``,
    hint: 'start it with `/`',
  },
  has('//', 'path-double-slash', 'write one `/`'),
  has('/./', 'path-dot', asSegments),
  has('/../', 'path-dots', asSegments),
  has('%2f', 'path-encoded-slash-lower', asCharacter),
  has('%2F', 'path-encoded-slash-upper', asCharacter),
  has('#', 'path-fragment', 'leave out `#` and what follows: no client sends it'),
  endsWith('/..', 'path-dots-last'),
  endsWith('/.', 'path-dot-last'),
  {
    rule: 'path-characters',
    isBroken: (path) => !characters.test(path) && offending.test(path),
    text: (path) =>
      `holds ${shown(offending.exec(path)?.[0] ?? '')}, which no path may hold as it is`,
    hint: 'percent-encode it; queries are matched by `queryParams`',
  },
];

export const pathMatch: Asked = ofObject(
  laws.map(({ rule }) => rule),
  ({ type, value }, tell) => {
    if (typeof value !== 'string' || (type !== 'Exact' && type !== 'PathPrefix')) return;
    for (const { rule, isBroken, text, hint } of laws) {
      if (!isBroken(value)) continue;
      tell({ code: 'path-invalid', path: ['value'], text: text(value), hint, rule });
    }
  },
);
