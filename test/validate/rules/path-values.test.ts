// Paths that are matched exactly or by prefix.

import { expect, test } from 'vitest';
import { ofRule } from './told';

const ofPath = (type: string, value: string) => ofRule({ matches: [{ path: { type, value } }] });

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    "'cart' of type Exact",
    ofPath('Exact', 'cart'),
    ['path-invalid spec.rules[0].matches[0].path.value is `cart`, which does not start with `/`'],
  ],
  [
    "'//' of type PathPrefix",
    ofPath('PathPrefix', '//'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `//`'],
  ],
  [
    "'/a/./b' of type Exact",
    ofPath('Exact', '/a/./b'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `/./`'],
  ],
  [
    "'/a/../b' of type PathPrefix",
    ofPath('PathPrefix', '/a/../b'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `/../`'],
  ],
  [
    "'/a/..' of type Exact",
    ofPath('Exact', '/a/..'),
    ['path-invalid spec.rules[0].matches[0].path.value ends with `/..`'],
  ],
  [
    "'/a/.' of type Exact",
    ofPath('Exact', '/a/.'),
    ['path-invalid spec.rules[0].matches[0].path.value ends with `/.`'],
  ],
  [
    "'/a%2fb' of type Exact",
    ofPath('Exact', '/a%2fb'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `%2f`'],
  ],
  [
    "'/a%2Fb' of type Exact",
    ofPath('Exact', '/a%2Fb'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `%2F`'],
  ],
  [
    "'/a#b' of type PathPrefix",
    ofPath('PathPrefix', '/a#b'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `#`'],
  ],
  [
    "'/a b' of type Exact",
    ofPath('Exact', '/a b'),
    ['path-invalid spec.rules[0].matches[0].path.value holds ` `, which no path may hold as it is'],
  ],
  [
    "'/{id}' of type Exact",
    ofPath('Exact', '/{id}'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `{`, which no path may hold as it is'],
  ],
  [
    "'/100%' of type Exact",
    ofPath('Exact', '/100%'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `%`, which no path may hold as it is'],
  ],
  [
    "'/é' of type Exact",
    ofPath('Exact', '/é'),
    ['path-invalid spec.rules[0].matches[0].path.value holds `é`, which no path may hold as it is'],
  ],
  [
    "'' of type Exact",
    ofPath('Exact', ''),
    ['path-invalid spec.rules[0].matches[0].path.value is empty'],
  ],
  ["'/...' of type Exact", ofPath('Exact', '/...'), []],
  ["'/a%20b;v=1,(~)@!' of type Exact", ofPath('Exact', '/a%20b;v=1,(~)@!'), []],
  ["'//[a-z]+#' of type RegularExpression", ofPath('RegularExpression', '//[a-z]+#'), []],
])('%s', (_name, said, expected) => {
  expect(said).toEqual(expected);
});
