// Forks that somebody else wrote: `verify` is told their Services, deriving would write its own.

import { type Finding, finding } from '../../model/finding';
import type { SandboxSpec } from '../../model/sandbox';

export function foreignForks({ name, forks, origin }: SandboxSpec): readonly Finding[] {
  return forks.flatMap(({ forkService, path }, index) => {
    if (forkService === undefined) return [];
    return finding('sandbox-invalid', {
      message: `Sandbox ${name}: spec.forks[${index}].forkService names a fork that somebody else wrote`,
      hint: 'take it out: deriving writes the fork Service itself',
      where: { origin, path: [...path, 'forkService'] },
      sandbox: name,
    });
  });
}
