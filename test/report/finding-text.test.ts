// Findings as people read them.

import { expect, test } from 'vitest';
import { finding } from '../../lib/model/finding';
import { printFindings } from '../../lib/report/finding-text';

const origin = { from: 'file', file: 'k8s/cart.yaml', document: 2 } as const;

test('severity, code and place, then the message, then the hint', () => {
  const found = finding('name-taken', {
    message: 'sandbox pr-42 would write Service shop/cart-pr-42',
    hint: 'give the sandbox another name',
    where: { origin, position: { line: 31, column: 7 } },
  });
  expect(printFindings([found])).toBe(
    [
      'error name-taken  k8s/cart.yaml:31:7',
      '  sandbox pr-42 would write Service shop/cart-pr-42',
      '  hint: give the sandbox another name',
      '',
    ].join('\n'),
  );
});

test('a place is a construct, a document, a file, or nothing at all', () => {
  const places = [
    { origin: { from: 'construct', path: 'shop/cart' } as const },
    { origin },
    { origin: { ...origin, document: 0 } },
    undefined,
  ];
  const heads = places.map((where) => {
    const text = printFindings([
      finding('input-empty', { message: 'm', ...(where === undefined ? {} : { where }) }),
    ]);
    return text.split('\n')[0];
  });
  expect(heads).toEqual([
    'error input-empty  shop/cart',
    'error input-empty  k8s/cart.yaml document 3',
    'error input-empty  k8s/cart.yaml',
    'error input-empty',
  ]);
});

test('errors come last, each severity in the order given', () => {
  const codes = ['name-taken', 'order-unknown', 'input-empty', 'gateway-not-in-input'] as const;
  const text = printFindings(codes.map((code) => finding(code, { message: code })));
  expect(text.match(/^\w+ [\w-]+/gm)).toEqual([
    'info gateway-not-in-input',
    'warning order-unknown',
    'error name-taken',
    'error input-empty',
  ]);
});

test('no findings are no text', () => {
  expect(printFindings([])).toBe('');
});
