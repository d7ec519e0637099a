// What `gatefork derive` prints in the golden cases, held against the promises as whoever applies it
// would: from the printed text alone.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../lib/model/config';
import type { Manifest } from '../../lib/model/manifest';
import { isOwnDocument, readConfig, readManifests } from '../../lib/pipeline';
import { verify } from '../../lib/pipeline-proof';

const golden = join(__dirname, '../golden');

/** Derivations that print what they derive, and were asked to prove it. */
const cases = readdirSync(golden).filter((name) => {
  const folder = join(golden, name);
  if (!existsSync(join(folder, 'expected/stdout.yaml'))) return false;
  if (!existsSync(join(folder, 'input'))) return false;
  const command = readFileSync(join(folder, 'command'), 'utf8');
  return command.startsWith('gatefork derive') && !command.includes('--no-verify');
});

function readAll(files: readonly string[]): readonly Manifest[] {
  return files.flatMap((file) => readManifests(readFileSync(file, 'utf8'), file).manifests);
}

/** Objects that stand in two files of a case, as context does, once. */
function inputOf(name: string): readonly Manifest[] {
  const folder = join(golden, name, 'input');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ya?ml|json)$/.test(file))
    .sort();
  const all = readAll(files.map((file) => join(folder, file)));
  return [...new Map(all.map((one) => [idOf(one), one])).values()];
}

function idOf({ object: { apiVersion, kind, metadata } }: Manifest): string {
  return JSON.stringify([apiVersion, kind, metadata?.namespace, metadata?.name]);
}

test('there are derivations', () => {
  expect(cases.length).toBeGreaterThan(40);
});

describe.each(cases)('%s', (name) => {
  test('is proved, and fails nobody on the way', () => {
    const input = inputOf(name);
    const settings = input.filter(
      ({ object }) => isOwnDocument(object) && object.kind === 'Config',
    );
    const { config }: { readonly config: Partial<Config> } =
      settings.length === 0 ? { config: {} } : readConfig(settings, 'settings');
    const baseline = input.filter(({ object }) => !isOwnDocument(object));
    const printed = readAll([join(golden, name, 'expected/stdout.yaml')]);
    const { proof, findings } = verify({ baseline, applied: [...baseline, ...printed], config });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const accepted = new Set<string>((config.accept ?? []).map(({ code }) => code));
    const broken = proof?.violations
      .filter(({ promise }) => !accepted.has(`${promise}-violated`))
      .map(({ promise, because }) => `${promise}: ${because}`);
    const { undecided, failing } = proof ?? {};
    expect({ broken, undecided, failing }).toEqual({ broken: [], undecided: [], failing: [] });
  });
});
