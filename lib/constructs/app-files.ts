// Which file cdk8s writes an object to, and what it would write over something else.
//
// The names are those of cdk8s' own `App`, kept here so that synth.ts writes the same files.
// They hold no namespace, so two objects of one kind and name in two namespaces share one:
// cdk8s keeps the last without a word.

import { type ApiObject, type App, Chart, Names, YamlOutputType } from 'cdk8s';
import { type Finding, finding } from '../model/finding';
import { type KubeObject, nameOf } from '../model/manifest';

/** A construct and the Kubernetes object that it renders. */
export interface Rendered {
  readonly construct: ApiObject;
  readonly object: KubeObject;
}

/** What a construct has written, and where. */
export interface Placed {
  readonly path: string;
  /** `HTTPRoute shop/cart`, or `chart`. */
  readonly what: string;
  /** The construct's path. */
  readonly construct: string;
}

/** A chart's name as a file or folder; numbered where charts depend on each other. */
export function chartFileName(chart: Chart, index: number | undefined): string {
  const name = Names.toDnsLabel(chart);
  return index === undefined ? name : `${index.toString().padStart(4, '0')}-${name}`;
}

/** Where an object goes in the two output types that give each its own file; else undefined. */
export function resourceFileName(app: App, { construct, object }: Rendered): string | undefined {
  switch (app.yamlOutputType) {
    case YamlOutputType.FILE_PER_APP:
    case YamlOutputType.FILE_PER_CHART:
      return undefined;
    case YamlOutputType.FILE_PER_RESOURCE:
      return fileName(app, object.kind, object.metadata?.name);
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      // Here cdk8s asks the construct, not what it renders.
      return fileName(app, construct.kind, construct.metadata.name);
  }
}

function fileName(app: App, kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '') + app.outputFileExtension;
}

/** Findings for objects that share a file which can hold one of them. */
export function overwrittenObjects(app: App, objects: readonly Rendered[]): readonly Finding[] {
  const inFolders = app.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  const placed = objects.flatMap((rendered) => {
    const { construct, object } = rendered;
    const file = resourceFileName(app, rendered);
    if (file === undefined) return [];
    const path = inFolders ? `${Chart.of(construct).node.path}/${file}` : file;
    return [{ path, what: nameOf(object), construct: construct.node.path }];
  });
  return overwritten(placed);
}

/** Findings for what is placed where something else is placed already. */
export function overwritten(placed: readonly Placed[]): readonly Finding[] {
  const first = new Map<string, Placed>();
  return placed.flatMap((later) => {
    const earlier = first.get(later.path);
    if (earlier !== undefined) return [overwrite(earlier, later)];
    first.set(later.path, later);
    return [];
  });
}

function overwrite(earlier: Placed, later: Placed): Finding {
  const [before, after] = [earlier, later].map(
    ({ what, construct }) => `${what} (\`${construct}\`)`,
  );
  return finding('file-overwritten', {
    message: `${after} and ${before} would both be written to \`${later.path}\`, which keeps only the last`,
    hint:
      later.what === 'chart'
        ? 'give one of the two another id'
        : 'use YamlOutputType.FILE_PER_CHART or FILE_PER_APP, or give each namespace a chart of its own and use FOLDER_PER_CHART_FILE_PER_RESOURCE',
    where: { origin: { from: 'construct', path: later.construct } },
  });
}
