// Writes what `app.synth()` writes, in time that grows with the tree alone.
//
// cdk8s validates the tree and sorts its dependencies again for every chart, and spends most of
// what remains in its YAML writer. Here each happens once. docs/synth.md says what may differ.
// Neighbours: synth-order.ts (which object comes when), app-files.ts (which file it goes to).

import { type ApiObject, type App, type Chart, YamlOutputType } from 'cdk8s';
import { writeFilesWhole } from '../io';
import type { Finding } from '../model/finding';
import { type KubeObject, nameOf } from '../model/manifest';
import { writeManifests } from '../pipeline';
import { AppDerivation } from './app-derivation';
import { chartFileName, overwritten, type Placed, resourceFileName } from './app-files';
import { validationMessage } from './app-findings';
import type { Render } from './object-naming';
import { type SynthesisOrder, synthesisOrder } from './synth-order';

/** A file of the output, and the objects that it holds in order. */
interface OutputFile extends Placed {
  readonly objects: readonly KubeObject[];
}

/**
 * Synthesizes an app into its output folder: the files of `app.synth()` with the same objects in
 * the same order, for every `yamlOutputType`. Files appear whole or not at all, and none does
 * where validation fails. Returns the files' paths, relative to the output folder.
 */
export function synth(app: App): readonly string[] {
  const derivation = AppDerivation.of(app);
  return derivation.within(() => {
    validate(app);
    const order = synthesisOrder(app);
    const files = outputFiles(app, order, derivation.render);
    const lost = overwritten(files);
    if (lost.length > 0) throw invalid(lost.map(located));
    const texts = new Map<string, string>();
    for (const { path, objects } of files) {
      texts.set(path, writeManifests(objects, { sortKeys: false }));
    }
    if (recordsConstructs(app)) {
      texts.set(
        'construct-metadata.json',
        constructMetadata(order.charts.flatMap(order.objectsOf)),
      );
    }
    writeFilesWhole(app.outdir, texts);
    return [...texts.keys()];
  });
}

/** Validates every construct once, those too that a validation adds. */
function validate(app: App): void {
  const seen = new Set<unknown>();
  const errors: string[] = [];
  for (let added = app.node.findAll(); added.length > 0; ) {
    for (const construct of added) {
      seen.add(construct);
      for (const error of construct.node.validate())
        errors.push(`[${construct.node.path}] ${error}`);
    }
    added = app.node.findAll().filter((construct) => !seen.has(construct));
  }
  if (errors.length > 0) throw invalid(errors);
}

function invalid(errors: readonly string[]): Error {
  return new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
}

function located(found: Finding): string {
  const { origin } = found.where ?? {};
  return `[${origin?.from === 'construct' ? origin.path : ''}] ${validationMessage(found)}`;
}

function outputFiles(app: App, order: SynthesisOrder, render: Render): readonly OutputFile[] {
  const { charts, isNumbered, objectsOf } = order;
  const chartName = (chart: Chart, index: number): string =>
    chartFileName(chart, isNumbered ? index : undefined);
  const whole = (what: string, construct: string, name: string, from: readonly Chart[]) => ({
    path: `${name}${app.outputFileExtension}`,
    what,
    construct,
    objects: from.flatMap(objectsOf).map(render),
  });
  const single = (construct: ApiObject, folder: string): OutputFile => {
    const object = render(construct);
    const path = `${folder}${resourceFileName(app, { construct, object })}`;
    return { path, what: nameOf(object), construct: construct.node.path, objects: [object] };
  };
  switch (app.yamlOutputType) {
    case YamlOutputType.FILE_PER_APP:
      return charts.length === 0 ? [] : [whole('the app', app.node.path, 'app', charts)];
    case YamlOutputType.FILE_PER_CHART:
      return charts.map((chart, index) =>
        whole('chart', chart.node.path, chartName(chart, index), [chart]),
      );
    case YamlOutputType.FILE_PER_RESOURCE:
      return charts.flatMap(objectsOf).map((construct) => single(construct, ''));
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      return charts.flatMap((chart, index) =>
        objectsOf(chart).map((construct) => single(construct, `${chartName(chart, index)}/`)),
      );
  }
}

/** Whether cdk8s-cli asked for the file that leads its validation plugins back to constructs. */
function recordsConstructs(app: App): boolean {
  return Reflect.get(app, 'recordConstructMetadata') === true;
}

function constructMetadata(objects: readonly ApiObject[]): string {
  const resources = Object.fromEntries(
    objects.map(({ name, node }) => [name, { path: node.path }] as const),
  );
  return JSON.stringify({ version: '1.0.0', resources });
}
