// What `gatefork verify` works on: two sets of objects, what surrounds both, and settings; sandbox
// files for objects that somebody else wrote.
//
// A set without anything to compare would be proved, and say nothing: it is an error, mostly a
// wrong path. Neighbours: object-input.ts, derive-input.ts (settings), cli-verify.ts.

import { type Finding, finding, isError } from '../model/finding';
import type { Manifest } from '../model/manifest';
import { isOurs } from '../model/marks';
import { fileName } from '../model/origin';
import { isBaseline, readSandboxes, withoutSandboxes } from '../pipeline';
import type { VerifyInput } from '../pipeline-proof';
import { type ConfigOptions, readSettings } from './derive-input';
import type { InputReader } from './input';
import { beside } from './object-input';

export interface VerifyInputOptions extends ConfigOptions {
  readonly baseline: readonly string[];
  readonly with: readonly string[];
  readonly sandboxes?: readonly string[];
  readonly context?: readonly string[];
  readonly namespace?: string;
}

export interface VerifyInputs {
  readonly input: VerifyInput;
  readonly findings: readonly Finding[];
}

export function readVerifyInputs(options: VerifyInputOptions, reader: InputReader): VerifyInputs {
  const { baseline: before, with: after, context = [], namespace } = options;
  const [baseline, applied] = [readSet('--baseline', before), readSet('--with', after)];
  const around = reader.read(context);
  // What one of the sets has was taken out of the other, or is yet to come: it surrounds neither.
  const both = [...baseline.manifests, ...applied.manifests];
  const more = beside(both, around.manifests, namespace);
  const sandboxes = readSandboxFiles(options, reader);
  const settings = readSettings(options, reader);
  return {
    input: {
      baseline: [...baseline.manifests, ...more],
      applied: [...applied.manifests, ...more],
      sandboxes: sandboxes.sandboxes,
      groups: sandboxes.groups,
      config: settings.config,
      ...(namespace === undefined ? {} : { currentNamespace: namespace }),
    },
    findings: [baseline, applied, around, sandboxes, settings].flatMap(({ findings }) => findings),
  };

  function readSet(option: string, paths: readonly string[]) {
    const { manifests, findings } = reader.read(paths);
    // An empty set says nothing where its files could not be read.
    const nothing = findings.some(isError) ? [] : emptyFindings(option, paths, manifests);
    return { manifests, findings: [...findings, ...nothing] };
  }
}

/** The baseline stands in both sets. */
function emptyFindings(
  option: string,
  paths: readonly string[],
  manifests: readonly Manifest[],
): readonly Finding[] {
  if (manifests.some(({ object }) => isBaseline(object))) return [];
  const ours = manifests.filter(({ object }) => isOurs(object)).length;
  const only = ours === 0 ? '' : `, only ${ours} that Gatefork wrote`;
  return [
    finding('input-empty', {
      message: `no baseline objects in ${paths.map(fileName).join(', ')}${only}`,
      hint:
        option === '--with'
          ? 'name with `--with` all that is there once the sandboxes are applied: the files of the baseline, and theirs'
          : 'name with `--baseline` the files or folders that hold the Gateways, Services and routes',
    }),
  ];
}

function readSandboxFiles({ sandboxes: paths = [] }: VerifyInputOptions, reader: InputReader) {
  const { manifests, findings } = reader.read(paths);
  const reading = readSandboxes(manifests);
  const all = [...findings, ...reading.findings];
  const isNothing = reading.sandboxes.length === 0 && reading.groups.length === 0;
  if (paths.length > 0 && isNothing && !all.some(isError)) {
    all.push(withoutSandboxes(paths.map(fileName)));
  }
  return { ...reading, findings: all };
}
