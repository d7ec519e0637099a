// Versions of an API side by side, told apart by the path or by a header.

import type { ApiObject } from 'cdk8s';
import { isObject } from '../../model/manifest';
import type { BackendTarget } from '../backend';
import { HttpFilter } from '../http-filter';
import { HttpMatch } from '../http-match';
import type { HttpRuleProps } from '../http-route';
import { misuse } from '../misuse';
import { namedEntries } from './named-entries';
import { markedMatches, refuseNoPlace } from './request-mark';
import { besideFrame, type HttpRulePattern, type RuleFrame } from './rule-frame';

/** Where a request names its version: below a path (`/api/v2`), or in a header (`x-api-version: v2`). */
export type VersionPlace =
  | {
      readonly path: string;
      /**
       * Whether the backends see the path without the version.
       * @default false
       */
      readonly strip?: boolean;
    }
  | { readonly header: string };

export interface ApiVersionsProps extends RuleFrame {
  readonly by: VersionPlace;
  /** What answers each version, by its name: `{ v1: api, v2: next }`. */
  readonly versions: { readonly [version: string]: BackendTarget };
  /**
   * The version for requests that name none, or none of these.
   * @default - they have no rule here
   */
  readonly otherwise?: string;
}

/** A rule for each version, and one for requests without any where that is asked for. */
export function apiVersions(props: ApiVersionsProps): HttpRulePattern {
  return { rulesFor: (route) => versionRules(route, props) };
}

function versionRules(route: ApiObject, props: ApiVersionsProps): readonly HttpRuleProps[] {
  const { by, versions, otherwise, ...frame } = props;
  const refuse = (message: string, hint: string) => misuse(route, { message, hint });
  if (!(isObject(by) && 'path' in by)) refuseNoPlace(route, by);
  const entries = namedEntries(route, 'versions', versions);
  if (entries.length === 0) throw refuse('the API has no versions', 'write { v1: service }');
  if ('path' in by && frame.matches !== undefined) {
    throw refuse('versions by path bring their own matches', 'leave `matches` out');
  }
  const rules = entries.map(([version, backend]) => versionRule(props, version, backend));
  if (otherwise === undefined) return rules;
  const backend = Object.hasOwn(versions, otherwise) ? versions[otherwise] : undefined;
  if (backend === undefined) {
    throw refuse(
      `requests without a version go to \`${otherwise}\`, which is none of the API's`,
      `its versions are ${Object.keys(versions).join(', ')}`,
    );
  }
  const matches = 'path' in by ? { matches: [HttpMatch.pathPrefix(by.path)] } : {};
  return [...rules, { ...frame, ...matches, backends: [backend] }];
}

function versionRule(
  { by, versions: _, otherwise: __, ...frame }: ApiVersionsProps,
  version: string,
  backend: BackendTarget,
): HttpRuleProps {
  const rule = { ...besideFrame(frame, version), backends: [backend] };
  if (!('path' in by)) {
    return { ...rule, matches: markedMatches(frame.matches, { ...by, value: version }) };
  }
  const base = by.path.replace(/\/$/, '');
  const matches = [HttpMatch.pathPrefix(`${base}/${version}`)];
  if (by.strip !== true) return { ...rule, matches };
  const filters = [...(frame.filters ?? []), HttpFilter.rewrite({ prefix: base || '/' })];
  return { ...rule, matches, filters };
}
