// URLRewrite: the table of `HTTPPathModifier`, full paths, hosts.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../lib/model/manifest';
import { modifyPath, rewrite } from '../../../lib/routing/filter/rewrite';
import { exchange } from '../exchanges';

const toPrefix = (replacePrefixMatch: Json) => ({ type: 'ReplacePrefixMatch', replacePrefixMatch });
const toFullPath = (replaceFullPath: Json) => ({ type: 'ReplaceFullPath', replaceFullPath });

describe('a prefix is replaced', () => {
  test.each([
    // The rows of the specification.
    ['/foo/bar', '/foo', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo', '/xyz/', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz/', '/xyz/bar'],
    ['/foo', '/foo', '/xyz', '/xyz'],
    ['/foo/', '/foo', '/xyz', '/xyz/'],
    ['/foo/bar', '/foo', '', '/bar'],
    ['/foo/', '/foo', '', '/'],
    ['/foo', '/foo', '', '/'],
    ['/foo/', '/foo', '/', '/'],
    ['/foo', '/foo', '/', '/'],
    // And what follows from them.
    ['/foo/bar', '/foo', '/', '/bar'],
    ['/foo', '/foo/', '/xyz', '/xyz'],
    ['/foo', '/foo', '/xyz/', '/xyz'],
    ['/foo/', '/foo/', '/xyz/', '/xyz/'],
    ['/bar', '/', '/xyz', '/xyz/bar'],
    ['/', '/', '/xyz', '/xyz/'],
    ['/foo/foo', '/foo', '/xyz', '/xyz/foo'],
    ['/foo/bar/', '/foo', '/a/b', '/a/b/bar/'],
    ['/foo/bar', '/foo', 'xyz', '/xyz/bar'],
  ])('in %s: %s becomes %s: %s', (path, prefix, replacement, modified) => {
    expect(modifyPath(toPrefix(replacement), path, prefix)).toBe(modified);
  });

  test('and the query stays as it is, escapes and second question marks included', () => {
    const target = '/foo/b%61r?x=%2Ffoo&y=a?b';
    expect(modifyPath(toPrefix('/xyz'), target, '/foo')).toBe('/xyz/b%61r?x=%2Ffoo&y=a?b');
    expect(modifyPath(toPrefix('/'), '/foo?x', '/foo')).toBe('/?x');
  });

  test('by whole elements alone', () => {
    expect(modifyPath(toPrefix('/xyz'), '/food', '/foo')).toBe('/food');
    expect(modifyPath(toPrefix('/xyz'), '/a/foo', '/foo')).toBe('/a/foo');
  });

  test('where another type of match decided there is none, and the path stays', () => {
    expect(modifyPath(toPrefix('/xyz'), '/foo/bar', undefined)).toBe('/foo/bar');
  });

  test('on the normalised path where that alone has the prefix', () => {
    expect(modifyPath(toPrefix('/xyz'), '//foo/%62ar?q', '/foo')).toBe('/xyz/bar?q');
    expect(modifyPath(toPrefix('/xyz'), '/foo//bar', '/foo')).toBe('/xyz//bar');
  });

  test('and what follows the prefix always follows the replacement', () => {
    const element = fc.stringMatching(/^[a-z0-9._-]{1,4}$/);
    const path = fc.array(element, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(
        path,
        path,
        fc.array(element, { minLength: 1, maxLength: 3 }),
        (from, to, rest) => {
          const below = (prefix: string) => `${prefix === '/' ? '' : prefix}/${rest.join('/')}`;
          expect(modifyPath(toPrefix(to), below(from), from)).toBe(below(to));
          expect(modifyPath(toPrefix(from), below(from), from)).toBe(below(from));
          expect(modifyPath(toPrefix(from), modifyPath(toPrefix(to), below(from), from), to)).toBe(
            below(from),
          );
        },
      ),
    );
  });
});

describe('a full path is replaced', () => {
  test.each([
    ['/a/b', '/one', '/one'],
    ['/a/b?x=1', '/one', '/one?x=1'],
    ['/', '/one/', '/one/'],
    ['/a?x', '', '/?x'],
    ['/a', 'one', '/one'],
  ])('in %s by %s: %s', (target, full, modified) => {
    expect(modifyPath(toFullPath(full), target, undefined)).toBe(modified);
    expect(modifyPath(toFullPath(full), modified, '/a')).toBe(modified);
  });
});

test.each<[string, Json | undefined]>([
  ['nothing', undefined],
  ['null', null],
  ['a text', '/xyz'],
  ['a list', ['ReplaceFullPath']],
  ['no type', { replaceFullPath: '/xyz' }],
  ['a type that nobody knows', { type: 'ReplaceRegex', replaceFullPath: '/xyz' }],
  ['the other type', { type: 'ReplacePrefixMatch', replaceFullPath: '/xyz' }],
  ['a number for a path', { type: 'ReplaceFullPath', replaceFullPath: 1 }],
  ['a null for a prefix', { type: 'ReplacePrefixMatch', replacePrefixMatch: null }],
])('a modifier that is %s leaves the path alone', (_, modifier) => {
  expect(modifyPath(modifier, '/foo/bar?x', '/foo')).toBe('/foo/bar?x');
});

test('a hostname replaces the host with its port, and header lines that repeat it', () => {
  const headers = [
    ['HOST', 'a:8080'],
    ['x-host', 'a:8080'],
  ] as const;
  const { host, headers: after } = rewrite(
    { hostname: 'one.example.org' },
    exchange({ host: 'a:8080', headers }),
  );
  expect(host).toBe('one.example.org');
  expect(after).toEqual([
    ['HOST', 'one.example.org'],
    ['x-host', 'a:8080'],
  ]);
});

test.each([[{}], [{ hostname: '' }], [{ hostname: 7 }], [{ path: 'x' }]])(
  'a rewrite %j changes nothing',
  (filter) => {
    const before = exchange({ host: 'a:80', path: '/foo', prefix: '/foo' });
    expect(rewrite(filter, before)).toEqual(before);
  },
);

test("a backend's own prefix replaces the rule's", () => {
  const before = exchange({ path: '/foo/bar', prefix: '/foo' });
  const once = rewrite({ path: toPrefix('/one/') }, before);
  expect(once.path).toBe('/one/bar');
  expect(rewrite({ path: toPrefix('/two') }, once).path).toBe('/two/bar');
  const stripped = rewrite({ path: toPrefix('') }, before);
  expect(rewrite({ path: toPrefix('/two') }, stripped).path).toBe('/two/bar');
});

test('behind a full path there is no prefix left to replace', () => {
  const before = exchange({ path: '/foo/bar', prefix: '/foo' });
  const once = rewrite({ path: toFullPath('/foo/one') }, before);
  expect(rewrite({ path: toPrefix('/two') }, once).path).toBe('/foo/one');
});
