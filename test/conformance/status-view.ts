// Statuses as the checks look for them: by kind and name, then by listener or parent.
//
// Neighbour: status-case.ts.

import type { Status } from '../../lib/model/condition';
import { at, type KubeObject, listOf, textOf } from '../../lib/model/manifest';
import type { Named } from './suite';

/** The statuses of all objects, found by kind and name. */
export class StatusView {
  constructor(private readonly statuses: readonly Status[]) {}

  private of(kind: string, named: Named | undefined): readonly Status[] {
    return this.statuses.filter(
      ({ manifest: { object } }) =>
        object.kind === kind &&
        object.metadata?.namespace === named?.namespace &&
        object.metadata?.name === named?.name,
    );
  }

  object(kind: string, named: Named | undefined): Status | undefined {
    return this.of(kind, named).find(({ part }) => part === undefined);
  }

  listeners(kind: string, named: Named | undefined): ReadonlyMap<string, Status> {
    return new Map(
      this.of(kind, named).flatMap((status) =>
        status.part !== undefined && 'listener' in status.part
          ? [[status.part.listener, status] as const]
          : [],
      ),
    );
  }

  /** A route's parents; `to` leaves those that refer to one Gateway or ListenerSet. */
  parents(kind: string, named: Named | undefined, to?: Named, section?: string): readonly Status[] {
    return this.of(kind, named).filter(({ part, manifest: { object } }) => {
      if (part === undefined || !('parent' in part)) return false;
      const ref = parentRef(object, part.index);
      return (
        to === undefined ||
        (ref.name === to.name &&
          ref.namespace === to.namespace &&
          (section === undefined || (ref.section ?? section) === section))
      );
    });
  }
}

export function parentRef(route: KubeObject, index: number) {
  const ref = listOf(at(route, ['spec', 'parentRefs']))[index];
  return {
    kind: textOf(at(ref, ['kind'])) ?? 'Gateway',
    namespace: textOf(at(ref, ['namespace'])) ?? route.metadata?.namespace,
    name: textOf(at(ref, ['name'])),
    section: textOf(at(ref, ['sectionName'])),
  };
}
