// A stand-in for deriving: one Deployment for each fork, beside its baseline. It lets the tests
// of the construct count how often deriving happens and say what it finds.

import { vi } from 'vitest';
import { type Finding, finding } from '../../lib/model/finding';
import type { ForkSpec } from '../../lib/model/fork';
import type { KubeObject, Manifest } from '../../lib/model/manifest';
import { isOurs, marks } from '../../lib/model/marks';
import type { SandboxSpec } from '../../lib/model/sandbox';
import type { DerivedSandbox, DeriveInput } from '../../lib/pipeline';

function forkOf(sandbox: SandboxSpec, fork: ForkSpec, baseline: Manifest): KubeObject {
  const { object } = baseline;
  const { namespace, name } = object.metadata ?? {};
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      name: `${name}-${sandbox.name}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: {
        ...object.metadata?.labels,
        [marks.managedBy]: marks.manager,
        [marks.sandbox]: sandbox.name,
      },
    },
    spec: { replicas: fork.replicas ?? 1, images: fork.images.map(({ image }) => image) },
  };
}

/** The part of a derivation that constructs read. */
interface Derived {
  readonly sandboxes: readonly Pick<DerivedSandbox, 'name' | 'manifests'>[];
  readonly findings: readonly Finding[];
}

function fakeDerive({ baseline, sandboxes }: DeriveInput): Derived {
  const findings = sandboxes.flatMap((sandbox) =>
    sandbox.forks.flatMap(({ workload }) =>
      baselineOf(baseline, workload) === undefined
        ? [
            finding('workload-not-found', {
              message: `${workload.kind} ${workload.name} does not exist`,
              hint: 'name another workload',
              where: { origin: sandbox.origin },
              sandbox: sandbox.name,
            }),
          ]
        : [],
    ),
  );
  if (findings.length > 0) return { sandboxes: [], findings };
  return {
    findings: baseline
      .filter(({ object }) => object.metadata?.labels?.warn === 'yes')
      .map(({ object, origin }) =>
        finding('service-shared', { message: `${object.kind} is shared`, where: { origin } }),
      ),
    sandboxes: sandboxes.map((sandbox) => {
      const manifests = sandbox.forks.flatMap((fork) => {
        const found = baselineOf(baseline, fork.workload);
        return found === undefined
          ? []
          : [{ object: forkOf(sandbox, fork, found), origin: sandbox.origin }];
      });
      return { name: sandbox.name, manifests };
    }),
  };
}

function baselineOf(
  baseline: readonly Manifest[],
  { kind, namespace, name }: ForkSpec['workload'],
): Manifest | undefined {
  return baseline.find(
    ({ object }) =>
      object.kind === kind &&
      object.metadata?.name === name &&
      object.metadata.namespace === namespace &&
      !isOurs(object),
  );
}

export const derive = vi.fn(fakeDerive);
