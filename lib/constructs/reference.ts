// How one object names another: by a construct (any ApiObject, or a Service of any version of
// cdk8s-plus, known by its structure), or by a plain reference.
//
// A namespace is written only where the two differ. Neighbours: parent.ts, backend.ts.

import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { UsageError } from '../model/finding';
import { groupOf, isObject, type KubeObject, listOf } from '../model/manifest';
import { misuse } from './misuse';
import { apiObjectOf, type ObjectConstruct } from './object-naming';

/** A Service of cdk8s-plus, whichever Kubernetes version the package is for. */
export interface ServiceLike extends IConstruct {
  readonly kind: string;
  readonly name: string;
  readonly metadata: { readonly namespace?: string | undefined };
  readonly ports: readonly ServicePortLike[];
}

export interface ServicePortLike {
  readonly name?: string | undefined;
  readonly port: number;
}

/** An object as references name it. */
export interface ObjectName {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

export function isApiObject(value: unknown): value is ApiObject {
  return ApiObject.isApiObject(value);
}

export function isServiceLike(value: object): value is ServiceLike {
  const { kind, ports, name } = value as Partial<ServiceLike>;
  return (
    kind === 'Service' &&
    Array.isArray(ports) &&
    typeof name === 'string' &&
    Construct.isConstruct(value)
  );
}

export function nameOfConstruct(target: ApiObject | ServiceLike): ObjectName {
  const { kind, name, metadata } = target;
  const { namespace } = metadata;
  const group = isApiObject(target) ? groupOf(target.apiVersion) : '';
  return { group, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** The namespace to write into a reference from one object to another. */
export function namespaceFor(
  from: ApiObject,
  { namespace }: Pick<ObjectName, 'namespace'>,
): { namespace?: string } {
  return namespace === undefined || namespace === from.metadata.namespace ? {} : { namespace };
}

/** Refuses constructs that are neither ApiObjects nor Services, such as a whole workload. */
export function refuseOtherConstructs(from: ApiObject, target: object, wanted: string): void {
  if (!Construct.isConstruct(target)) return;
  throw misuse(from, {
    message: `\`${target.node.path}\` is not ${wanted}`,
    hint: `pass ${wanted}, or a reference such as { name: 'cart' }`,
  });
}

/** The object behind a construct, such as a Secret or a ConfigMap of cdk8s-plus. */
export function objectBehind(from: ApiObject, target: ObjectConstruct, wanted: string): ApiObject {
  const object = apiObjectOf(target);
  if (object !== undefined) return object;
  throw misuse(from, {
    message: `no Kubernetes object stands behind \`${target.node.path}\``,
    hint: `pass ${wanted}, or its name`,
  });
}

/** The ports of a Service; undefined where the target is of another kind. */
export function portsOf(target: ApiObject | ServiceLike): readonly ServicePortLike[] | undefined {
  if (!isApiObject(target)) return target.ports;
  if (target.kind !== 'Service' || groupOf(target.apiVersion) !== '') return undefined;
  const { spec }: KubeObject = target.toJson();
  return listOf(isObject(spec) ? spec.ports : undefined)
    .filter(isObject)
    .flatMap(({ name, port }) => {
      if (typeof port !== 'number') return [];
      return [{ port, ...(typeof name === 'string' ? { name } : {}) }];
    });
}

/** The port that a reference means: the one that is named, else the Service's only one. */
export function portFor(
  from: ApiObject,
  target: ApiObject | ServiceLike,
  port: number | string | undefined,
): number | undefined {
  const ports = portsOf(target);
  // Another kind's ports are unknown; a Service without ports may get them from elsewhere.
  const isOpen = ports === undefined || ports.length === 0;
  if (typeof port === 'number') {
    if (isOpen || ports.some((one) => one.port === port)) return port;
    throw portNotFound(from, target, ports, ` ${port}`);
  }
  if (ports === undefined && port === undefined) return undefined;
  const known = ports ?? [];
  const [only, ...others] = known.filter(({ name }) => port === undefined || name === port);
  if (only !== undefined && others.length === 0) return only.port;
  throw portNotFound(from, target, known, port === undefined ? undefined : ` called \`${port}\``);
}

function portNotFound(
  from: ApiObject,
  { kind, name }: ApiObject | ServiceLike,
  ports: readonly ServicePortLike[],
  wanted: string | undefined,
): UsageError {
  const known = ports.map((one) => `${one.port}${one.name === undefined ? '' : ` (${one.name})`}`);
  const what = wanted === undefined ? `${ports.length} ports` : `no port${wanted}`;
  return misuse(from, {
    code: 'port-not-found',
    message: `backend ${kind} ${name} has ${what}: ${known.join(', ') || 'none'}`,
    hint: 'say which port: Backend.of(service, { port: 80 })',
  });
}
