// `gatefork list` and `gatefork prune`: what stands where, and what has had its time.

import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { application, folderWith, gatefork, sandbox } from './folder';

const expiring = (name: string, fork: string, expiresAt: string) =>
  sandbox(name, fork).replace('spec:\n', `spec:\n  expiresAt: ${expiresAt}\n`);

const files = {
  'k8s/cart.yaml': application('cart'),
  'k8s/web.yaml': application('web'),
  'sandboxes/pr-1.yaml': expiring('pr-1', 'cart', '2026-01-01T00:00:00Z'),
  'sandboxes/pr-2.yaml': expiring('pr-2', 'web', '2027-01-01T00:00:00Z'),
};
const derive = 'derive -f k8s -s sandboxes --out rendered';
const list = 'list -f k8s -f sandboxes -f rendered --now 2026-06-01T00:00:00Z';

interface Row {
  readonly name: string;
  readonly freshness: string;
  readonly isExpired: boolean;
  readonly because?: string;
  readonly objects: number;
  readonly forks: readonly string[];
}

function rows(command = list): readonly Row[] {
  const { out, status } = gatefork(`${command} -o json`);
  expect(status).toBe(0);
  return JSON.parse(out) as readonly Row[];
}

const states = (command?: string) =>
  rows(command).map(({ name, freshness }) => `${name} ${freshness}`);

const source = process.env.SOURCE_DATE_EPOCH;
afterEach(() => {
  if (source === undefined) delete process.env.SOURCE_DATE_EPOCH;
  else process.env.SOURCE_DATE_EPOCH = source;
});

describe('list', () => {
  test('tells key, forks, expiry and that what is there is fresh', () => {
    folderWith(files);
    const first = gatefork(derive);
    expect(first.err).not.toContain('error');
    const { out, err, status } = gatefork(list);
    expect(status).toBe(0);
    expect(err).toBe('');
    expect(out).toBe(
      [
        'NAME   KEY    FORKS                  AGE   EXPIRES                          STATE',
        'pr-1   pr-1   Deployment shop/cart   -     2026-01-01T00:00:00Z (expired)   fresh',
        'pr-2   pr-2   Deployment shop/web    -     2027-01-01T00:00:00Z             fresh',
        '',
      ].join('\n'),
    );
  });

  test('a change of the baseline makes stale what was made of it, and nothing else', () => {
    folderWith(files);
    gatefork(derive);
    writeFileSync('k8s/cart.yaml', application('cart').replace('cart:1', 'cart:2'));
    expect(readFileSync('k8s/cart.yaml', 'utf8')).toContain('cart:2');
    expect(states()).toEqual(['pr-1 stale', 'pr-2 fresh']);
    expect(rows()[0]?.because).toBe('the baseline or the settings have changed');
    gatefork(derive);
    expect(states()).toEqual(['pr-1 fresh', 'pr-2 fresh']);
  });

  test('so does a change of the sandbox, or of what was written', () => {
    folderWith(files);
    gatefork(derive);
    const written = readFileSync('rendered/pr-1.yaml', 'utf8');
    writeFileSync('rendered/pr-1.yaml', written.replace('replicas: 1', 'replicas: 3'));
    expect(states()).toEqual(['pr-1 stale', 'pr-2 fresh']);
    writeFileSync('rendered/pr-1.yaml', written.slice(0, written.indexOf('---\n')));
    expect(states()).toEqual(['pr-1 stale', 'pr-2 fresh']);
  });

  test('says what cannot be told: without its document, without the baseline, unwritten', () => {
    folderWith(files);
    gatefork(derive);
    expect(states('list -f rendered')).toEqual(['pr-1 unknown', 'pr-2 unknown']);
    expect(rows('list -f rendered')[0]?.forks).toEqual(['Deployment shop/cart']);
    expect(states('list -f sandboxes')).toEqual(['pr-1 unwritten', 'pr-2 unwritten']);
    const [row] = rows('list -f sandboxes -f rendered');
    expect(row?.freshness).toBe('unknown');
    expect(row?.because).toContain('deriving is refused');
  });

  test('takes the present from --now, else from SOURCE_DATE_EPOCH', () => {
    folderWith(files);
    process.env.SOURCE_DATE_EPOCH = String(Date.parse('2028-01-01T00:00:00Z') / 1000);
    expect(rows('list -f sandboxes').map(({ isExpired }) => isExpired)).toEqual([true, true]);
    expect(
      rows('list -f sandboxes --now 2025-01-01T00:00:00Z').map(({ isExpired }) => isExpired),
    ).toEqual([false, false]);
    process.env.SOURCE_DATE_EPOCH = 'yesterday';
    const { status, err } = gatefork('list -f sandboxes');
    expect(status).toBe(2);
    expect(err).toContain('SOURCE_DATE_EPOCH is `yesterday`');
  });

  test('prints Markdown in which no cell breaks out', () => {
    folderWith(files);
    const { out } = gatefork('list -f sandboxes --now 2026-06-01T00:00:00Z -o markdown');
    expect(out.split('\n')[0]).toBe('| NAME | KEY | FORKS | AGE | EXPIRES | STATE |');
    expect(out.split('\n')).toHaveLength(5);
  });

  test.each([
    ['list -f nowhere', 'is not there'],
    ['list -f sandboxes --now yesterday', 'Write a time'],
    ['list', 'required option'],
  ])('%s is bad usage or input', (command, words) => {
    folderWith(files);
    const { status, err, out } = gatefork(command);
    expect(status).toBe(2);
    expect(err).toContain(words);
    expect(out).toBe('');
  });

  test('no sandbox at all is no error', () => {
    folderWith(files);
    expect(gatefork('list -f k8s')).toMatchObject({ status: 0, out: 'no sandboxes\n' });
    expect(gatefork('list -f k8s -o json').out).toBe('[]\n');
  });
});

const prune = 'prune -s sandboxes --now 2026-06-01T00:00:00Z';

describe('prune', () => {
  test('says what it would delete, and deletes nothing', () => {
    folderWith(files);
    const { out, status } = gatefork(prune);
    expect(status).toBe(0);
    expect(out).toBe(
      'would delete sandboxes/pr-1.yaml  (sandbox pr-1 expired 2026-01-01T00:00:00Z)\nsay --yes to delete them\n',
    );
    expect(existsSync('sandboxes/pr-1.yaml')).toBe(true);
  });

  test('--yes deletes them, and the next derive takes away what was rendered', () => {
    folderWith(files);
    gatefork(derive);
    const { out } = gatefork(`${prune} --yes`);
    expect(out).toBe('deleted sandboxes/pr-1.yaml  (sandbox pr-1 expired 2026-01-01T00:00:00Z)\n');
    expect(existsSync('sandboxes/pr-1.yaml')).toBe(false);
    gatefork(derive);
    expect(existsSync('rendered/pr-1.yaml')).toBe(false);
    expect(gatefork(prune).out).toBe('nothing has expired\n');
  });

  test.each([
    ['a sandbox that has not expired', expiring('pr-3', 'web', '2027-01-01T00:00:00Z')],
    ['an object of another kind', application('tools')],
    ['a document that is no object', 'note: keep me\n'],
  ])('a file that also holds %s stays, and says so', (_, other) => {
    folderWith({
      'sandboxes/all.yaml': `${expiring('pr-1', 'cart', '2026-01-01T00:00:00Z')}---\n${other}`,
    });
    const { out, err, status } = gatefork(`${prune} --yes`);
    expect(status).toBe(0);
    expect(out).toBe('nothing has expired\n');
    expect(err).toContain('file-shared');
    expect(existsSync('sandboxes/all.yaml')).toBe(true);
  });

  test('a sandbox ends at the very moment that it names, and not before', () => {
    folderWith(files);
    expect(gatefork('prune -s sandboxes --now 2025-12-31T23:59:59Z').out).toBe(
      'nothing has expired\n',
    );
    expect(gatefork('prune -s sandboxes --now 2026-01-01T00:00:00Z').out).toContain('pr-1.yaml');
  });

  test('where a document cannot be read nothing is deleted', () => {
    folderWith({
      ...files,
      'sandboxes/bad.yaml': 'kind: Sandbox\napiVersion: gatefork.dev/v1alpha1\n',
    });
    const { status, out } = gatefork(`${prune} --yes`);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(existsSync('sandboxes/pr-1.yaml')).toBe(true);
  });

  test('a link goes, and not the file that it leads to', () => {
    folderWith({ 'elsewhere/pr-1.yaml': files['sandboxes/pr-1.yaml'], 'sandboxes/README.md': '' });
    symlinkSync('../elsewhere/pr-1.yaml', 'sandboxes/pr-1.yaml');
    expect(gatefork(`${prune} --yes`).status).toBe(0);
    expect(existsSync('sandboxes/pr-1.yaml')).toBe(false);
    expect(existsSync('elsewhere/pr-1.yaml')).toBe(true);
  });

  test('standard input is no file', () => {
    expect(gatefork('prune -s -').status).toBe(2);
  });

  test('JSON says the same', () => {
    folderWith(files);
    expect(JSON.parse(gatefork(`${prune} -o json`).out)).toEqual([
      {
        file: 'sandboxes/pr-1.yaml',
        deleted: false,
        sandboxes: [{ name: 'pr-1', expiresAt: '2026-01-01T00:00:00Z' }],
      },
    ]);
  });
});
