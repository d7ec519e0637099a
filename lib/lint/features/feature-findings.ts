// What the implementations that routes run on say of the features that objects use.
//
// One finding for each object, feature and implementation that reports the feature as unsupported;
// where a report says nothing of a feature, one note for all objects that use it. Neighbours:
// uses.ts, support.ts, ../lint.ts.

import type { ImplementationFacts } from '../../../imports/implementation-facts';
import { type Finding, finding } from '../../model/finding';
import { collect } from '../../model/groups';
import { fieldName, nameOf } from '../../model/manifest';
import type { RouteTable } from '../../model/route-table';
import { profileNames, titleOf } from '../../routing/profile';
import { reportOf, supportOf } from './support';
import { type Use, usesIn } from './uses';

/** @param profiles names; `all` stands for every one that is known */
export function featureFindings(
  table: RouteTable,
  profiles: readonly string[],
): readonly Finding[] {
  const names = new Set(profiles.flatMap((name) => (name === 'all' ? profileNames : [name])));
  if (names.size === 0) return [];
  const uses = new Map<string, Use[]>();
  for (const use of usesIn(table)) collect(uses, use.feature, use);
  return [...names].flatMap((profile) => {
    const report = reportOf(profile);
    if (report === undefined) return [];
    return [...uses].flatMap(([feature, own]) => {
      const support = supportOf(feature, report);
      if (support === 'supported') return [];
      const objects = oncePerObject(own);
      return support === 'unsupported'
        ? objects.map((use) => unsupported(use, profile, report))
        : unreported(objects, profile, report);
    });
  });
}

function oncePerObject(uses: readonly Use[]): readonly Use[] {
  const byObject = new Map<Use['manifest'], Use>();
  for (const use of uses) if (!byObject.has(use.manifest)) byObject.set(use.manifest, use);
  return [...byObject.values()];
}

function unsupported(
  { feature, manifest, path }: Use,
  profile: string,
  report: ImplementationFacts,
): Finding {
  const { object, origin } = manifest;
  return finding('feature-unsupported', {
    message: `${usedBy(nameOf(object), path)} ${feature}, which ${titleOf(profile)} ${report.version} reports as unsupported (${reportText(report)})`,
    hint: 'do without the field, or ask whether a newer version supports it',
    where: { origin, path },
    object: nameOf(object),
  });
}

function usedBy(name: string, path: Use['path']): string {
  return path[0] === 'kind'
    ? `${name} is of the feature`
    : `\`${fieldName(path)}\` of ${name} uses`;
}

function unreported(
  uses: readonly Use[],
  profile: string,
  report: ImplementationFacts,
): readonly Finding[] {
  const [first] = uses;
  if (first === undefined) return [];
  const { feature, manifest, path } = first;
  const more = uses.length - 1;
  const others = more === 0 ? '' : ` and ${more} more ${more === 1 ? 'object' : 'objects'}`;
  return [
    finding('feature-unknown', {
      message: `${nameOf(manifest.object)}${others} ${more === 0 ? 'uses' : 'use'} ${feature}, of which the report of ${titleOf(profile)} ${report.version} says nothing (${reportText(report)})`,
      hint: 'look into the documentation of the implementation',
      where: { origin: manifest.origin, path },
      object: nameOf(manifest.object),
    }),
  ];
}

function reportText({ gatewayApi, channel, date }: ImplementationFacts): string {
  const where = channel === '' ? '' : `, ${channel} channel`;
  return `Gateway API ${gatewayApi}${where}, ${date}`;
}
