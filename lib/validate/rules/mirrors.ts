// Mirrors: which share of the requests is copied is said once, and is no more than all.
//
// Neighbours: rules-of.ts, filters.ts.

import { type Asked, ofObject } from './ruled';

export const mirrorShare: Asked = ofObject(['mirror-share-twice'], (mirror, tell) => {
  if (mirror.percent === undefined || mirror.fraction === undefined) return;
  tell({
    code: 'fraction-invalid',
    path: ['fraction'],
    text: 'stands beside `percent`, and both say which share is mirrored',
    hint: 'keep one of them',
    rule: 'mirror-share-twice',
  });
});

export const fraction: Asked = ofObject(
  ['fraction-above-one'],
  ({ numerator, denominator }, tell) => {
    if (!isNumber(numerator) || !isNumber(denominator) || numerator <= denominator) return;
    tell({
      code: 'fraction-invalid',
      path: ['numerator'],
      text: `is ${numerator}, which is more than the denominator ${denominator}`,
      hint: `write ${denominator} for all requests, or less`,
      rule: 'fraction-above-one',
    });
  },
);

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
