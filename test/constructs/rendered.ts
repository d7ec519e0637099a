// The objects that a chart gives, without cdk8s's own tests' ceremony.

import { App, Chart, Testing } from 'cdk8s';
import { HttpRoute, type HttpRuleProps } from '../../lib/index';
import type { KubeObject } from '../../lib/model/manifest';

/** The chart's objects of one kind, as they would be written. */
export function rendered(chart: Chart, kind?: string): readonly KubeObject[] {
  const objects: readonly KubeObject[] = Testing.synth(chart);
  return kind === undefined ? objects : objects.filter((object) => object.kind === kind);
}

/** The specs of the chart's objects of one kind. */
export function specs(chart: Chart, kind: string): readonly KubeObject['spec'][] {
  return rendered(chart, kind).map(({ spec }) => spec);
}

/** The rule of an HTTPRoute of its own, in namespace `shop`. */
export function httpRuleFrom(rule: HttpRuleProps) {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new HttpRoute(chart, 'route', { rules: [rule] });
  const [spec] = specs(chart, 'HTTPRoute') as readonly { readonly rules: readonly object[] }[];
  return spec?.rules[0];
}
