// What the rules say of an object, as `code field text`; its defaults are filled in.

import { fieldName, type JsonObject, type KubeObject } from '../../../lib/model/manifest';
import { gatewayApiKinds } from '../../../lib/validate/gateway-api';
import { objectFaults } from '../../../lib/validate/object-faults';

const kinds = {
  standard: gatewayApiKinds('standard'),
  experimental: gatewayApiKinds('experimental'),
};

interface Asked {
  /** @default the group and version of most kinds */
  readonly apiVersion?: string;
  /** @default experimental */
  readonly channel?: keyof typeof kinds;
  readonly old?: JsonObject;
}

export function told(kind: string, spec: JsonObject, asked: Asked = {}): readonly string[] {
  const { apiVersion = 'gateway.networking.k8s.io/v1', channel = 'experimental', old } = asked;
  const objectOf = (own: JsonObject): KubeObject => ({
    apiVersion,
    kind,
    metadata: { name: 'a', namespace: 'shop' },
    spec: own,
  });
  const check = kinds[channel](apiVersion, kind);
  if (check === undefined || 'notServed' in check) throw new Error(`no ${kind} ${apiVersion}`);
  const faults = objectFaults(objectOf(spec), check, old && objectOf(old));
  return faults
    .filter(({ rule }) => rule !== undefined)
    .map(({ code, path, text }) => `${code} ${fieldName(path)} ${text}`);
}

/** Of an HTTPRoute with one rule. */
export function ofRule(rule: JsonObject): readonly string[] {
  return told('HTTPRoute', { rules: [rule] });
}

export const service = { name: 'cart', port: 80 };
