import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { expect, test } from 'vitest';
import { application, folderWith, gatefork, sandbox } from './folder';

const files = {
  'k8s/cart.yaml': application('cart'),
  'k8s/web.yaml': application('web'),
  'sandboxes/pr-1.yaml': sandbox('pr-1', 'cart'),
  'sandboxes/pr-2.yaml': sandbox('pr-2', 'web'),
};
const command = 'derive -f k8s -s sandboxes --out out';

test('a second run leaves every file untouched, time stamp included', () => {
  folderWith(files);
  expect(gatefork(command).status).toBe(0);
  const first = readFileSync('out/pr-1.yaml', 'utf8');
  utimesSync('out/pr-1.yaml', 1000, 1000);
  expect(gatefork(command).status).toBe(0);
  expect(readFileSync('out/pr-1.yaml', 'utf8')).toBe(first);
  expect(statSync('out/pr-1.yaml').mtimeMs).toBe(1_000_000);
  expect(readdirSync('out')).toEqual(['pr-1.yaml', 'pr-2.yaml']);
});

test('a sandbox that is gone takes its file with it and changes no other', () => {
  folderWith(files);
  gatefork(command);
  const kept = readFileSync('out/pr-2.yaml', 'utf8');
  expect(gatefork('derive -f k8s -s sandboxes/pr-2.yaml --out out').status).toBe(0);
  expect(readdirSync('out')).toEqual(['pr-2.yaml']);
  expect(readFileSync('out/pr-2.yaml', 'utf8')).toBe(kept);
});

test('--keep leaves the files of sandboxes that are gone', () => {
  folderWith(files);
  gatefork(command);
  gatefork('derive -f k8s -s sandboxes/pr-2.yaml --out out --keep');
  expect(readdirSync('out')).toEqual(['pr-1.yaml', 'pr-2.yaml']);
});

test('the other format replaces a file, so that nothing is applied twice', () => {
  folderWith(files);
  gatefork(command);
  gatefork(`${command} -o json`);
  expect(readdirSync('out')).toEqual(['pr-1.json', 'pr-2.json']);
});

test('files of others stay: by hand, under another name, broken, mixed, in folders', () => {
  folderWith(files);
  gatefork(command);
  const ours = readFileSync('out/pr-1.yaml', 'utf8');
  const others: { readonly [name: string]: string } = {
    'out/kustomization.yaml': 'resources: [pr-1.yaml]\n',
    'out/pr-1.k8s.yaml': ours,
    'out/pr-3.yaml': `${ours}---\n${application('other')}`,
    'out/pr-4.yaml': 'a: [',
    'out/pr-5.yaml': '',
    'out/deep/pr-1.yaml': ours,
  };
  mkdirSync('out/deep');
  for (const [name, text] of Object.entries(others)) writeFileSync(name, text);
  expect(gatefork('derive -f k8s -s sandboxes/pr-2.yaml --out out').status).toBe(0);
  expect(existsSync('out/pr-1.yaml')).toBe(false);
  for (const [name, text] of Object.entries(others)) {
    expect(readFileSync(name, 'utf8')).toBe(text);
  }
});

test('a file that holds something else is never written over, and then nothing is written', () => {
  folderWith({ ...files, 'out/pr-2.yaml': application('mine') });
  const { status, err, out } = gatefork(command);
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain('file-overwritten');
  expect(err).toContain('out/pr-2.yaml');
  expect(readdirSync('out')).toEqual(['pr-2.yaml']);
});

test('--out . and a folder with a slash at its end remove stale files too', () => {
  const folder = folderWith({ ...files, 'here/keep.txt': '' });
  for (const place of ['.', './', './out/', `${folder}/out`]) {
    expect(gatefork(`derive -f k8s -s sandboxes --out ${place}`).status).toBe(0);
    expect(gatefork(`derive -f k8s -s sandboxes/pr-2.yaml --out ${place}`).status).toBe(0);
    expect(existsSync(`${place}/pr-1.yaml`)).toBe(false);
    expect(existsSync(`${place}/pr-2.yaml`)).toBe(true);
  }
});

test('--out inside the baseline: what was written before is no part of it', () => {
  folderWith(files);
  const nested = 'derive -f k8s -s sandboxes --out k8s/rendered';
  expect(gatefork(nested).status).toBe(0);
  const first = readFileSync('k8s/rendered/pr-1.yaml', 'utf8');
  expect(gatefork(nested)).toMatchObject({ status: 0 });
  expect(readFileSync('k8s/rendered/pr-1.yaml', 'utf8')).toBe(first);
});

test('an error leaves the folder as it was', () => {
  folderWith(files);
  gatefork(command);
  const before = readFileSync('out/pr-1.yaml', 'utf8');
  writeFileSync('sandboxes/pr-2.yaml', sandbox('pr-2', 'nobody'));
  writeFileSync('sandboxes/pr-1.yaml', sandbox('pr-1', 'cart', 'web'));
  expect(gatefork(command).status).toBe(2);
  expect(readdirSync('out')).toEqual(['pr-1.yaml', 'pr-2.yaml']);
  expect(readFileSync('out/pr-1.yaml', 'utf8')).toBe(before);
});

test('a place that cannot be written to is said and leaves no temporary file', () => {
  folderWith({ ...files, blocked: 'a file', 'taken/pr-2.yaml/x.txt': '' });
  for (const place of ['blocked', 'blocked/below', 'taken']) {
    const { status, err } = gatefork(`derive -f k8s -s sandboxes --out ${place}`);
    expect([place, status]).toEqual([place, 2]);
    expect(err).toContain(`error file-not-written\n  \`${place}\` or a file in it `);
  }
  expect(readdirSync('taken')).toEqual(['pr-2.yaml']);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder without permission is said (skipped for root, who may all)',
  () => {
    folderWith(files);
    mkdirSync('locked');
    chmodSync('locked', 0o500);
    expect(gatefork('derive -f k8s -s sandboxes --out locked').status).toBe(2);
  },
);

test('a link in the folder is written through, not replaced', () => {
  folderWith({ ...files, 'elsewhere/real.yaml': '', 'out/x.txt': '' });
  symlinkSync('../elsewhere/real.yaml', 'out/pr-1.yaml');
  expect(gatefork(command).status).toBe(0);
  expect(readFileSync('elsewhere/real.yaml', 'utf8')).toContain('cart-pr-1');
});

const flux = `${command} --layout flux`;

test('--layout flux keeps forks and routes apart, each in a folder that a Kustomization can name', () => {
  folderWith(files);
  expect(gatefork(flux).status).toBe(0);
  expect(readdirSync('out', { recursive: true }).sort()).toEqual([
    'pr-1',
    'pr-1/forks',
    'pr-1/forks/pr-1.yaml',
    'pr-1/routes',
    'pr-1/routes/pr-1.yaml',
    'pr-2',
    'pr-2/forks',
    'pr-2/forks/pr-2.yaml',
    'pr-2/routes',
    'pr-2/routes/pr-2.yaml',
  ]);
  const kinds = (path: string) => readFileSync(path, 'utf8').match(/^kind: \w+/gm);
  expect(kinds('out/pr-1/forks/pr-1.yaml')).toEqual(['kind: Deployment', 'kind: Service']);
  expect(kinds('out/pr-1/routes/pr-1.yaml')).toEqual(['kind: HTTPRoute']);
});

test('together they hold what the one file held, in its order', () => {
  folderWith(files);
  gatefork(command);
  const whole = readFileSync('out/pr-1.yaml', 'utf8');
  gatefork(flux);
  const parts = ['forks', 'routes'].map((part) =>
    readFileSync(`out/pr-1/${part}/pr-1.yaml`, 'utf8'),
  );
  expect(parts.join('---\n')).toBe(whole);
});

test('one layout takes the place of the other, and its folders go', () => {
  folderWith(files);
  gatefork(flux);
  gatefork(command);
  expect(readdirSync('out')).toEqual(['pr-1.yaml', 'pr-2.yaml']);
  gatefork(flux);
  expect(readdirSync('out')).toEqual(['pr-1', 'pr-2']);
});

test("a sandbox that is gone takes its folder with it, but not somebody else's file in it", () => {
  folderWith(files);
  gatefork(flux);
  writeFileSync('out/pr-1/routes/kustomization.yaml', 'resources: [pr-1.yaml]\n');
  gatefork('derive -f k8s -s sandboxes/pr-2.yaml --out out --layout flux');
  expect(readdirSync('out', { recursive: true }).sort()).toEqual([
    'pr-1',
    'pr-1/routes',
    'pr-1/routes/kustomization.yaml',
    'pr-2',
    'pr-2/forks',
    'pr-2/forks/pr-2.yaml',
    'pr-2/routes',
    'pr-2/routes/pr-2.yaml',
  ]);
});

test("a file of somebody else's in the place of ours is not written over", () => {
  folderWith({ ...files, 'out/pr-1/forks/pr-1.yaml': 'by: hand\n' });
  const { status, err } = gatefork(flux);
  expect(status).toBe(1);
  expect(err).toContain('out/pr-1/forks/pr-1.yaml');
  expect(readdirSync('out')).toEqual(['pr-1']);
});

test('the current folder may be filled, too', () => {
  folderWith(files);
  expect(gatefork('derive -f k8s -s sandboxes --out . --layout flux').status).toBe(0);
  expect(gatefork('derive -f k8s -s sandboxes/pr-2.yaml --out . --layout flux').status).toBe(0);
  expect(readdirSync('.').sort()).toEqual(['k8s', 'pr-2', 'sandboxes']);
});
