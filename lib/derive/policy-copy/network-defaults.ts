// What the API server fills in of a NetworkPolicy, written out: else a delivery would see a
// difference for ever.

import { at, groupOf, isObject, type Json, type KubeObject, listOf } from '../../model/manifest';

export const policyTypes = ['Ingress', 'Egress'] as const;
export type PolicyType = (typeof policyTypes)[number];

/** The types that a NetworkPolicy is of: those that it lists, else by the rules that it has. */
export function policyTypesOf({ spec }: KubeObject): readonly PolicyType[] {
  const listed = listOf(at(spec, ['policyTypes']));
  if (listed.length > 0) return policyTypes.filter((one) => listed.includes(one));
  return listOf(at(spec, ['egress'])).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

export function withNetworkDefaults(object: KubeObject): KubeObject {
  const { spec, kind, apiVersion } = object;
  if (kind !== 'NetworkPolicy' || groupOf(apiVersion) !== 'networking.k8s.io') return object;
  if (!isObject(spec)) return object;
  return {
    ...object,
    spec: {
      ...spec,
      policyTypes: policyTypesOf(object),
      ...(spec.ingress === undefined ? {} : { ingress: withProtocols(spec.ingress) }),
      ...(spec.egress === undefined ? {} : { egress: withProtocols(spec.egress) }),
    },
  };
}

function withProtocols(rules: Json): Json {
  return listOf(rules).map((rule) => {
    if (!isObject(rule) || !Array.isArray(rule.ports)) return rule;
    const ports = listOf(rule.ports).map((port) =>
      isObject(port) ? { ...port, protocol: port.protocol ?? 'TCP' } : port,
    );
    return { ...rule, ports };
  });
}
