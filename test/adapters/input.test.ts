import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { application, folderWith, gatefork, sandbox } from './folder';

const files = { 'k8s/cart.yaml': application('cart'), 'pr.yaml': sandbox('pr-1', 'cart') };
const plain = 'derive -f k8s -s pr.yaml';

test('a file is read once, however often and by whatever path it is named', () => {
  folderWith(files);
  symlinkSync('cart.yaml', 'k8s/again.yaml');
  symlinkSync('k8s', 'link');
  const once = gatefork('derive -f k8s/cart.yaml -s pr.yaml');
  expect(once.status).toBe(0);
  for (const named of ['-f k8s', '-f ./k8s -f k8s/cart.yaml', '-f link -f k8s -f link/cart.yaml']) {
    expect(gatefork(`derive ${named} -s pr.yaml -s pr.yaml`)).toEqual(once);
  }
});

test('the order of the paths changes no byte', () => {
  folderWith({ ...files, 'web/web.yaml': application('web'), 'pr-2.yaml': sandbox('pr-2', 'web') });
  const one = gatefork('derive -f k8s -f web -s pr.yaml -s pr-2.yaml');
  expect(one.status).toBe(0);
  expect(gatefork('derive -f web -f k8s -s pr-2.yaml -s pr.yaml')).toEqual(one);
});

test('a walk passes over hidden files, node_modules, other endings and broken links', () => {
  folderWith({
    ...files,
    'k8s/.git/config.yaml': '{{',
    'k8s/.draft.yaml': '{{',
    'k8s/node_modules/a/b.yaml': '{{',
    'k8s/notes.md': '{{',
    'k8s/values.yaml': 'image: x\n',
  });
  symlinkSync('nowhere.yaml', 'k8s/broken.yaml');
  const { status, err } = gatefork(plain);
  expect(status).toBe(0);
  expect(err).toContain('1 document without apiVersion and kind passed over');
});

test('links in a circle end, and a link to itself is not there', () => {
  folderWith(files);
  symlinkSync('.', 'k8s/round');
  symlinkSync('self.yaml', 'k8s/self.yaml');
  expect(gatefork(plain).status).toBe(0);
  const { status, err } = gatefork('derive -f k8s/self.yaml -s pr.yaml');
  expect([status, err]).toMatchObject([2, expect.stringContaining('`k8s/self.yaml` is not there')]);
});

test('a folder whose name ends in .yaml is a folder', () => {
  folderWith({ 'k8s/all.yaml/cart.yaml': application('cart'), 'pr.yaml': sandbox('pr-1', 'cart') });
  expect(gatefork(plain).status).toBe(0);
  expect(gatefork('derive -f k8s/all.yaml -s pr.yaml').status).toBe(0);
});

test('what Windows writes is read: a byte order mark, CRLF, UTF-16', () => {
  folderWith(files);
  const expected = gatefork(plain).out;
  const text = `\uFEFF${application('cart').replaceAll('\n', '\r\n')}`;
  writeFileSync('k8s/cart.yaml', text);
  expect(gatefork(plain).out).toBe(expected);
  writeFileSync('k8s/cart.yaml', Buffer.from(text, 'utf16le'));
  expect(gatefork(plain).out).toBe(expected);
});

test('bytes that are no text are said to be none', () => {
  folderWith(files);
  writeFileSync('k8s/bad.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xff, 0xc3, 0x28]));
  const { status, err } = gatefork(plain);
  expect([status, err]).toMatchObject([2, expect.stringContaining('`k8s/bad.yaml` is not UTF-8')]);
});

test('a name that the system refuses is a file that is not there', () => {
  folderWith(files);
  for (const path of ['x'.repeat(5000), 'pr.yaml/below', `k8s/${'y'.repeat(300)}.yaml`]) {
    expect(gatefork(`derive -f ${path} -s pr.yaml`).status).toBe(2);
  }
});

test('standard input is read once for both options', () => {
  folderWith({});
  const all = `${application('cart')}---\n${sandbox('pr-1', 'cart')}`;
  expect(gatefork('derive -f - -s -', all)).toMatchObject({ status: 0 });
  const broken = gatefork('derive -f - -s -', `${all}---\na: [`);
  expect(broken.status).toBe(2);
  expect(broken.err.match(/<stdin>:\d+/g)).toHaveLength(1);
});

test('the settings of the current folder are taken, those that --config names go before them', () => {
  const config = (weights: string) =>
    `apiVersion: gatefork.dev/v1alpha1\nkind: Config\nspec: { carriers: [{ header: x-${weights} }] }\n`;
  folderWith({ ...files, 'gatefork.yaml': config('here'), 'other.yaml': config('there') });
  expect(gatefork(plain).out).toContain('name: x-here');
  expect(gatefork(`${plain} --config other.yaml`).out).toContain('name: x-there');
});

test('settings among the manifests are no baseline and are not in use, which is said', () => {
  folderWith(files);
  const expected = gatefork(plain);
  writeFileSync(
    'k8s/gatefork.yaml',
    'apiVersion: gatefork.dev/v1alpha1\nkind: Config\nspec: { weights: keep }\n',
  );
  const actual = gatefork(plain);
  expect(actual.out).toBe(expected.out);
  expect(actual.err).toContain('info document-skipped  k8s/gatefork.yaml:1:1');
});

test('the context may repeat the baseline, as a dump of the cluster does', () => {
  folderWith(files);
  const alone = gatefork(plain);
  mkdirSync('dump');
  writeFileSync('dump/all.yaml', application('cart').replace('cart:1', 'cart:older'));
  expect(gatefork(`${plain} --context dump`)).toEqual(alone);
});

test('warnings and errors are said under -q too, the rest is not', () => {
  folderWith({ ...files, 'none.yaml': sandbox('pr-2', 'nobody') });
  expect(gatefork(`${plain} -q --profile istio`)).toMatchObject({ status: 0, err: '' });
  expect(gatefork('derive -f k8s -s none.yaml -q').err).toContain('error workload-not-found');
});
