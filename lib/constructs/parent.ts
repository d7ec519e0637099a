// What a route attaches to: a Gateway or one of its listeners, a ListenerSet, or a Service of a
// mesh.

import type { ApiObject } from 'cdk8s';
import type { ParentRef } from '../../imports/gateway-api';
import { present } from '../model/present';
import type { Site } from './backend-object';
import {
  isApiObject,
  isServiceLike,
  nameOfConstruct,
  namespaceFor,
  refuseOtherConstructs,
  type ServiceLike,
} from './reference';
import { refuseUnknownSection } from './section';

/** A construct that a route may attach to, or a reference to what is defined elsewhere. */
export type ParentTarget = ApiObject | ServiceLike | Parent | ParentRef;

export interface ParentOptions {
  /**
   * The listener, or the port of a Service, by name.
   * @default - all of them
   */
  readonly sectionName?: string;
  /**
   * The port that the listener or the Service listens on.
   * @default - all of them
   */
  readonly port?: number;
}

/** A parent together with the section that is meant. */
export class Parent {
  static of(target: ApiObject | ServiceLike, options: ParentOptions = {}): Parent {
    return new Parent(target, options);
  }

  private constructor(
    readonly target: ApiObject | ServiceLike,
    readonly options: ParentOptions,
  ) {}
}

export function parentRefOf({ route, isFinal }: Site, parent: ParentTarget): ParentRef {
  if (parent instanceof Parent) {
    const { sectionName, port } = parent.options;
    if (isFinal) refuseUnknownSection(route, parent.target, sectionName);
    return present<ParentRef>({ ...refTo(route, parent.target), sectionName, port });
  }
  if (isApiObject(parent) || isServiceLike(parent)) return refTo(route, parent);
  refuseOtherConstructs(route, parent, 'a Gateway or a Service');
  return parent;
}

function refTo(route: ApiObject, target: ApiObject | ServiceLike): ParentRef {
  const { group, kind, name, namespace } = nameOfConstruct(target);
  return { group, kind, name, ...namespaceFor(route, present({ namespace })) };
}
