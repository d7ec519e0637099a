// All that the command prints, case by case: <case>/command is its command line, <case>/input
// what it works on, <case>/expected what comes of it. `GOLDEN=update` writes what is expected.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { run } from '../../lib/adapters/cli';

const here = __dirname;
const home = process.cwd();
const isUpdate = process.env.GOLDEN === 'update';

afterEach(() => process.chdir(home));

const cases = readdirSync(here).filter((name) => existsSync(join(here, name, 'command')));

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(50);
});

/** Commands whose result is a verdict, whichever it is. */
const judging: ReadonlySet<string> = new Set(['verify', 'validate']);

/** What a case is called by where it does not exit with 0. */
const statuses = [
  ['bad-', 2],
  ['refused-', 1],
  ['undecided-', 3],
] as const;

describe.each(cases)('%s', (name) => {
  test('prints what is expected', () => {
    const folder = join(here, name);
    const actual = runCase(folder);
    const expected = join(folder, 'expected');
    if (isUpdate) {
      rmSync(expected, { recursive: true, force: true });
      for (const [file, text] of actual) {
        mkdirSync(dirname(join(expected, file)), { recursive: true });
        writeFileSync(join(expected, file), text);
      }
    }
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(filesBelow(expected)));
  });

  test('exits as its name says, and with an error writes nothing but a verdict', () => {
    const folder = join(here, name);
    const actual = runCase(folder);
    const asked = statuses.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 0;
    expect(actual.get('status')).toBe(`${asked}\n`);
    const written = [...actual.keys()].filter((file) => !['status', 'stderr'].includes(file));
    // A counterexample, or a fault, is what was asked for, and goes to standard output.
    const [command = ''] = commandOf(folder).argv;
    const isAnswered = asked === 0 || (asked !== 2 && judging.has(command));
    expect(written.length > 0).toBe(isAnswered);
    if (!isAnswered) expect(actual.get('stderr')).toContain('error');
  });
});

/** Runs a case's command in a copy of its input: what it wrote, by file name. */
function runCase(folder: string): Map<string, string> {
  const place = mkdtempSync(join(tmpdir(), 'gatefork-golden-'));
  try {
    // Git keeps no empty folder: a case without input has none.
    const input = join(folder, 'input');
    if (existsSync(input)) cpSync(input, place, { recursive: true });
    process.chdir(place);
    const { argv, stdin } = commandOf(folder);
    const printed = { out: '', err: '' };
    const terminal = {
      out: (text: string) => {
        printed.out += text;
      },
      err: (text: string) => {
        printed.err += text;
      },
      stdin: () => (stdin === undefined ? '' : readFileSync(stdin, 'utf8')),
    };
    const before = new Set(filesBelow(place).keys());
    const status = run(argv, terminal, '0.0.0');
    const written = [...filesBelow(place)].filter(([file]) => !before.has(file));
    const streams = [
      [`stdout.${endingOf(printed.out, argv)}`, printed.out],
      ['stderr', printed.err],
    ] as const;
    return new Map([
      ['status', `${status}\n`],
      ...streams.filter(([, text]) => text !== ''),
      ...written,
    ]);
  } finally {
    process.chdir(home);
    rmSync(place, { recursive: true, force: true });
  }
}

/** What a stream of data is called after: objects, or answers and help for people. */
function endingOf(text: string, [command]: readonly string[]): string {
  const isJson = text.startsWith('{');
  if (command === 'route') return isJson ? 'jsonl' : 'txt';
  if (judging.has(command ?? '')) return isJson ? 'json' : text.startsWith('#') ? 'md' : 'txt';
  return isJson ? 'json' : 'yaml';
}

/** `gatefork derive -f a -s b < file`; words are parted by blanks, no quotes. */
function commandOf(folder: string): { readonly argv: readonly string[]; readonly stdin?: string } {
  const line = readFileSync(join(folder, 'command'), 'utf8');
  const [command = '', stdin] = line.trim().split(/ < /);
  const [program, ...argv] = command.split(/\s+/);
  expect(program).toBe('gatefork');
  return stdin === undefined ? { argv } : { argv, stdin };
}

function filesBelow(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (path: string) => {
    for (const name of readdirSync(path).sort()) {
      const child = join(path, name);
      if (statSync(child).isDirectory()) visit(child);
      else files.set(relative(folder, child), readFileSync(child, 'utf8'));
    }
  };
  visit(folder);
  return files;
}
