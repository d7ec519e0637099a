// What the API server asks of bindings of roles.
//
// Neighbours: core-rules.ts, rule.ts.

import { at, type Json, type KubeObject, textOf } from '../../model/manifest';
import { shown } from '../schema/shown';
import { entriesAt, type Tell } from './rule';

const group = 'rbac.authorization.k8s.io';

export function bindingRules(object: KubeObject, tell: Tell): void {
  const isCluster = object.kind === 'ClusterRoleBinding';
  const role = textOf(at(object, ['roleRef', 'kind']));
  const kinds = isCluster ? ['ClusterRole'] : ['Role', 'ClusterRole'];
  if (role !== undefined && !kinds.includes(role)) {
    const text = `is ${shown(role)}, and must be ${kinds.map(shown).join(' or ')}`;
    tell({ code: 'value-not-allowed', path: ['roleRef', 'kind'], text });
  }
  const own = textOf(at(object, ['roleRef', 'apiGroup'])) ?? '';
  // Left out it is filled in.
  if (own !== '' && own !== group) {
    const text = `is ${shown(own)}, and must be \`${group}\``;
    tell({ code: 'value-not-allowed', path: ['roleRef', 'apiGroup'], text });
  }
  for (const { value, path } of entriesAt(object as Json, ['subjects'], [])) {
    if (value.kind !== 'ServiceAccount' || textOf(value.namespace) || !isCluster) continue;
    const text = 'is not there, and a ServiceAccount is in one';
    tell({ code: 'field-required', path: [...path, 'namespace'], text, hint: 'add its namespace' });
  }
}
