import { expect, test } from 'vitest';
import { finding } from '../../lib/model/finding';
import { worthReading } from '../../lib/report/finding-list';

test('what two sandboxes find alike is said once', () => {
  const text = { message: 'two routes tie', hint: 'part them' };
  const found = ['one', 'two'].map((sandbox) => finding('order-unknown', { ...text, sandbox }));
  expect(worthReading(found)).toEqual(found.slice(0, 1));
});

test('one message about two places is two findings', () => {
  const found = [0, 1].map((document) =>
    finding('object-invalid', {
      message: 'a document is no object',
      where: { origin: { from: 'file', file: 'a.yaml', document } },
    }),
  );
  expect(worthReading(found)).toEqual(found);
});

test('of many with one code the first are said, and how many more there are', () => {
  const many = Array.from({ length: 23 }, (_, index) =>
    finding('object-duplicate', { message: `Service ${index} stands in 2 places` }),
  );
  const other = finding('input-empty', { message: 'nothing is there' });
  const shown = worthReading([...many, other]);
  expect(shown).toEqual([
    ...many.slice(0, 20),
    other,
    finding('object-duplicate', { message: 'and 3 more like the 20 above' }),
  ]);
});
