// How a backend's certificate is judged, as BackendTLSPolicy and XBackend say it alike: the CA
// certificates to trust and the names to find, and the CRDs' rules for both.

import type { ApiObject } from 'cdk8s';
import type {
  BackendTLSValidation,
  LocalObjectRef,
  SubjectAltName,
} from '../../imports/gateway-api';
import type { FieldPath } from '../model/manifest';
import { present } from '../model/present';
import { listIn, misuse, type Problems } from './misuse';
import { isObjectConstruct, type ObjectConstruct } from './object-naming';
import { nameOfConstruct, namespaceFor, objectBehind } from './reference';

/** CA certificates: the name of a ConfigMap, a construct (one of cdk8s-plus too), or a reference. */
export type CaCertificateTarget = string | ApiObject | ObjectConstruct | LocalObjectRef;

export interface BackendTrustProps extends Omit<BackendTLSValidation, 'caCertificateRefs'> {
  /**
   * The CA certificates to trust, of the same namespace.
   * @default - those that `wellKnownCACertificates` says
   */
  readonly caCertificateRefs?: readonly CaCertificateTarget[];
}

export function backendTrustOf(from: ApiObject, props: BackendTrustProps): BackendTLSValidation {
  // What is no object is refused, by its field, where the whole spec is checked.
  if (typeof props !== 'object' || props === null) return props;
  const { caCertificateRefs: targets, ...rest } = props;
  const refs = listIn(from, 'caCertificateRefs', targets);
  const caCertificateRefs = refs?.map((target) => certificateRefOf(from, target));
  return { ...rest, ...present<Partial<BackendTLSValidation>>({ caCertificateRefs }) };
}

function certificateRefOf(from: ApiObject, target: CaCertificateTarget): LocalObjectRef {
  if (typeof target === 'string') return { group: '', kind: 'ConfigMap', name: target };
  if (typeof target !== 'object' || target === null || !isObjectConstruct(target)) return target;
  const object = nameOfConstruct(objectBehind(from, target, 'a ConfigMap'));
  const { namespace } = namespaceFor(from, object);
  if (namespace !== undefined && from.metadata.namespace !== undefined) {
    throw misuse(from, {
      message: `CA certificates come from the object's own namespace, and ${object.kind} ${object.name} is of namespace \`${namespace}\``,
      hint: `keep a copy of it in namespace \`${from.metadata.namespace}\``,
    });
  }
  return { group: object.group, kind: object.kind, name: object.name };
}

export function* backendTrustProblems(trust: BackendTLSValidation, path: FieldPath): Problems {
  const { caCertificateRefs = [], wellKnownCACertificates, subjectAltNames = [] } = trust;
  const isNamed = caCertificateRefs.length > 0;
  const isWellKnown = Boolean(wellKnownCACertificates);
  if (isNamed && isWellKnown) {
    const message = 'has both CA certificates of its own and well-known ones';
    yield { path, message, hint: 'leave one of them out' };
  }
  if (!isNamed && !isWellKnown) {
    const hint =
      "name a ConfigMap with some: caCertificateRefs: ['shop-ca'], or set wellKnownCACertificates: 'System'";
    yield { path, message: 'names no CA certificates to trust', hint };
  }
  for (const [index, name] of subjectAltNames.entries()) {
    yield* nameProblems(name, [...path, 'subjectAltNames', index]);
  }
}

const nameFields = [
  { type: 'Hostname', field: 'hostname' },
  { type: 'URI', field: 'uri' },
] as const;

function* nameProblems(name: SubjectAltName, path: FieldPath): Problems {
  for (const { type, field } of nameFields) {
    const isThere = Boolean(name[field]);
    if (isThere === (name.type === type)) continue;
    const message = isThere ? `is of type ${name.type} and has \`${field}\`` : `lacks \`${field}\``;
    yield { path, message, hint: `a name of type ${type} has \`${field}\`, no other has it` };
  }
}
