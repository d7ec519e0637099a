// What the patterns of the Gateway API's fields mean, in words: nobody reads a hostname's expression.
//
// A pattern that is not here is shown as it stands. Neighbours: pattern.ts (who tells),
// ../../../imports/gateway-api-facts.ts (where they stand; test/validate/schema/pattern-words.test.ts holds both together).

export interface PatternWords {
  /** What a text is that fits: `a hostname`. */
  readonly noun: string;
  readonly hint: string;
}

const part = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const domain = `${part}(\\.${part})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const domainPath = "[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+";

const lower = 'lower-case letters, digits and `-`, with a letter or digit at both ends';
const domainHint = `write parts of ${lower}, and dots between them`;

const words: ReadonlyMap<string, PatternWords> = new Map([
  [
    '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',
    {
      noun: 'the name of a kind',
      hint: 'write letters, digits and `-`, a letter first, such as `Service`',
    },
  ],
  [
    `^$|^${domain}$`,
    {
      noun: 'an API group',
      hint: 'write a group without its version, such as `apps`, or an empty text for core kinds',
    },
  ],
  [
    '^([0-9]{1,5}(h|m|s|ms)){1,4}$',
    {
      noun: 'a duration',
      hint: 'write whole numbers with `h`, `m`, `s` or `ms`, such as `10s` or `1m30s`',
    },
  ],
  [
    `^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|${domain}\\/[A-Za-z0-9]+$`,
    {
      noun: 'a protocol',
      hint: 'write HTTP, HTTPS, TLS, TCP or UDP, or a name behind a domain and `/`',
    },
  ],
  [
    `^${domain}\\/${domainPath}$`,
    {
      noun: 'a domain with a path behind it',
      hint: 'write it as `example.com/gateway-controller`',
    },
  ],
  [`^${domain}$`, { noun: 'a DNS name', hint: domainHint }],
  [`^${part}$`, { noun: 'a name of one part', hint: `write ${lower}, and no dots` }],
  [
    '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    {
      noun: 'a reason',
      hint: 'write letters, digits, `_`, `,` and `:`, a letter first',
    },
  ],
  [
    "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$",
    {
      noun: 'the name of a header',
      hint: 'write letters, digits, `-` and `_`, and neither spaces nor a colon',
    },
  ],
  [
    '^[!-~]+([\\t ]?[!-~]+)*$',
    {
      noun: 'the value of a header',
      hint: 'write characters of ASCII, with single spaces between words and none at the ends',
    },
  ],
  [
    `^Hostname|IPAddress|NamedAddress|${domain}\\/${domainPath}$`,
    {
      noun: 'a type of address',
      hint: 'write IPAddress, Hostname or NamedAddress, or a name behind a domain and `/`',
    },
  ],
  [
    `^(\\*\\.)?${domain}$`,
    {
      noun: 'a hostname',
      hint: `${domainHint}; \`*.\` may stand in front, a port may not`,
    },
  ],
  [
    `^(${domain}/)?(${qualifiedName})$`,
    {
      noun: 'the key of a label or an annotation',
      hint: 'write letters, digits, `-`, `_` and `.`, behind a DNS name and `/` if any',
    },
  ],
  [
    `^(System|(${domain}/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$`,
    {
      noun: 'a set of authorities',
      hint: 'write System, or a name behind a domain and `/`',
    },
  ],
  [
    "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$",
    {
      noun: 'a path',
      hint: 'write characters that a URL may hold, and others as `%` with two hexadecimal digits',
    },
  ],
  [
    '^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?',
    { noun: 'a URI', hint: 'write a scheme, `://` and a host, such as `spiffe://mesh/ns/shop`' },
  ],
  [
    `^(${qualifiedName})?$`,
    {
      noun: 'the value of a label',
      hint: 'write letters, digits, `-`, `_` and `.`, with a letter or digit at both ends',
    },
  ],
  [
    '(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)',
    {
      noun: 'an origin',
      hint: 'write `https://shop.example.com`, a port behind it if it is not the usual one, or `*`',
    },
  ],
]);

/** Undefined: the pattern is none of the Gateway API's. */
export function patternWords(pattern: string): PatternWords | undefined {
  return words.get(pattern);
}
