// What a sandbox holds besides forks, as a cdk8s author writes it down, and the same as it stands
// in a sandbox file.
//
// Neighbours: fork-props.ts (forks), sandbox-document.ts (which has both read).

import { type ApiObject, Duration } from 'cdk8s';
import { isObject } from '../model/manifest';
import { present } from '../model/present';
import type { ServiceRef } from '../model/sandbox';
import { referenceOf } from './fork-props';
import { isObjectConstruct, type Naming } from './object-naming';
import type { ServiceLike } from './reference';
import type { DocumentSpec } from './sandbox-document';

/** A Service of cdk8s-plus, an ApiObject of one, or its name and namespace. */
export type ServiceTarget = ServiceLike | ApiObject | ServiceRef;

/** Keyed requests for a Service go elsewhere, without a fork of a workload. */
export interface Virtual {
  readonly service: ServiceTarget;
  /** Where keyed requests go. */
  readonly to: ServiceTarget;
  /** The port that they go to there. @default - the port that was asked for */
  readonly port?: number;
}

/** A route's construct, or its kind, namespace and name where no construct stands for it. */
export type RouteTarget =
  | ApiObject
  | {
      /** @default 'HTTPRoute' */
      readonly kind?: 'HTTPRoute' | 'GRPCRoute';
      readonly namespace?: string;
      readonly name: string;
    };

/** A hostname that sets the key for requests that come without it. */
export interface Preview {
  readonly hostname: string;
  /** The baseline route whose rules answer there. */
  readonly route: RouteTarget;
}

/**
 * A Kubernetes object as data. `${sandbox.name}` and `${sandbox.routingKey}` are filled in wherever
 * they stand in it.
 */
export interface ExtraObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** When a sandbox or route group was made and when it ends. */
export interface ExpiryProps {
  /** When it may be pruned, RFC 3339. @default - never, or `createdAt` plus `ttl` */
  readonly expiresAt?: string | Date;
  /** When it was made, RFC 3339; its age is reckoned from it. @default - not said */
  readonly createdAt?: string | Date;
  /** How long after `createdAt` it may be pruned, such as `72h`. @default - see `expiresAt` */
  readonly ttl?: string | Duration;
}

/** An entry of `virtual` in a sandbox file. */
export function virtualEntry(virtual: Virtual, naming: Naming): object {
  if (!isObject(virtual)) return virtual;
  const { service, to, port, ...rest } = virtual as Virtual;
  const target = serviceEntry(to, naming);
  const there = isObject(target) && port !== undefined ? { ...target, port } : target;
  return present<object>({ service: serviceEntry(service, naming), to: there, ...rest });
}

function serviceEntry(target: unknown, naming: Naming): unknown {
  if (!isObjectConstruct(target)) return target;
  const { kind: _, ...named } = referenceOf(target, naming) as { kind: string };
  return named;
}

/** An entry of `previews` in a sandbox file. */
export function previewEntry(preview: Preview, naming: Naming): object {
  if (!isObject(preview)) return preview;
  const { route, ...rest } = preview as Preview;
  return { ...rest, route: isObject(route) ? referenceOf(route, naming) : route };
}

/** The fields of a sandbox file that say when it ends. */
export function expiryFields({ expiresAt, createdAt, ttl }: ExpiryProps): DocumentSpec {
  return present<DocumentSpec>({
    expiresAt: timeEntry(expiresAt),
    createdAt: timeEntry(createdAt),
    // Whole seconds: a file has no shorter unit.
    ttl: ttl instanceof Duration ? `${ttl.toSeconds()}s` : ttl,
  });
}

function timeEntry(time: unknown): unknown {
  if (!(time instanceof Date)) return time;
  return Number.isNaN(time.getTime()) ? String(time) : time.toISOString();
}
