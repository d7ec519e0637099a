import { expect, test } from 'vitest';
import { isPort, readAuthority } from '../../../lib/routing/entry/authority';

test.each([
  ['shop.example.com', { name: 'shop.example.com' }],
  ['Shop.example.com.:8080', { name: 'Shop.example.com.', port: 8080 }],
  ['a_b:1', { name: 'a_b', port: 1 }],
  ['a:', { name: 'a' }],
  ['10.0.0.1:65535', { name: '10.0.0.1', port: 65535 }],
  ['[2001:db8::1]', { name: '[2001:db8::1]' }],
  ['[::ffff:10.0.0.1]:443', { name: '[::ffff:10.0.0.1]', port: 443 }],
  ['', undefined],
  [':80', undefined],
  ['a:0', undefined],
  ['a:65536', undefined],
  ['a:8o', undefined],
  ['a:80:80', undefined],
  ['2001:db8::1', undefined],
  ['[a', undefined],
  ['[]', undefined],
  ['u@a', undefined],
  ['a/b', undefined],
  ['a b', undefined],
  ['a\n', undefined],
  ['ü', undefined],
])('`%s`', (text, expected) => {
  expect(readAuthority(text)).toEqual(expected);
});

test('ports are whole numbers from 1 to 65535', () => {
  expect([0, 1, 65_535, 65_536, 1.5, Number.NaN, -1].map(isPort)).toEqual([
    false,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
