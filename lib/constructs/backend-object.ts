// The object behind a backend, for rules and for filters alike: a Service of cdk8s-plus, any
// ApiObject, or a plain reference.

import type { ApiObject } from 'cdk8s';
import type { BackendObjectRef } from '../../imports/gateway-api';
import { present } from '../model/present';
import {
  isApiObject,
  isServiceLike,
  nameOfConstruct,
  namespaceFor,
  type ObjectName,
  portFor,
  refuseOtherConstructs,
  type ServiceLike,
} from './reference';

export type BackendObject = ServiceLike | ApiObject | BackendObjectRef;

/** Where a spec is read: while the tree still grows, or for good. */
export interface Site {
  readonly route: ApiObject;
  /** Ports that nobody named are looked up only then: a Service may get its ports later. */
  readonly isFinal: boolean;
}

export function objectRefOf(
  { route, isFinal }: Site,
  target: BackendObject,
  port?: number | string,
): BackendObjectRef {
  if (!isConstruct(route, target)) {
    return typeof port === 'number' ? { ...target, port } : target;
  }
  const { group, kind, name, namespace } = nameOfConstruct(target);
  const number = isFinal ? portFor(route, target, port) : undefined;
  return present<BackendObjectRef>({
    ...{ group, kind, name },
    ...namespaceFor(route, present({ namespace })),
    port: number ?? (typeof port === 'number' ? port : undefined),
  });
}

/** Group, kind, name and namespace of a backend, defaults filled in. */
export function backendNameOf(route: ApiObject, target: BackendObject): ObjectName {
  if (isConstruct(route, target)) return nameOfConstruct(target);
  const { group = '', kind = 'Service', name, namespace = route.metadata.namespace } = target;
  return present<ObjectName>({ group, kind, name, namespace });
}

function isConstruct(route: ApiObject, target: BackendObject): target is ApiObject | ServiceLike {
  if (isApiObject(target) || isServiceLike(target)) return true;
  refuseOtherConstructs(route, target, 'a Service');
  return false;
}
