// Guard-rails that one fork must keep: where its patches change the workload, which images it runs,
// how many replicas it has.
//
// Images and replicas are judged on what is written, whichever change set them. What a baseline has
// already is nobody's wish. Neighbours: patch-guard.ts, image-guard.ts, sandbox-guard.ts.

import type { Config } from '../../model/config';
import type { Finding, Where } from '../../model/finding';
import { at, type JsonObject, type KubeObject, type Manifest, nameOf } from '../../model/manifest';
import type { SandboxSpec } from '../../model/sandbox';
import { imagesOf } from '../pods/images';
import { podTemplateOf } from '../pods/template';
import { choiceText, refused } from './guard-finding';
import { imageRefusals } from './image-guard';
import { changesNotAllowed } from './patch-guard';

export interface ForkGuard {
  readonly sandbox: SandboxSpec;
  readonly config: Pick<Config, 'guardrails'>;
  readonly baseline: Manifest;
  readonly where: Where;
}

/** What one patch changes and may not. */
export function patchRefusals(
  before: JsonObject,
  after: JsonObject,
  { sandbox, config, baseline, where }: ForkGuard,
): readonly Finding[] {
  const { patches } = config.guardrails;
  if (patches === undefined) return [];
  const changes = changesNotAllowed(before, after, patches);
  const [first] = changes;
  if (first === undefined) return [];
  const more = changes.length > 1 ? ` and ${changes.length - 1} more` : '';
  return [
    refused({
      sandbox,
      does: `changes \`${first}\`${more} of ${nameOf(baseline.object)} by a patch`,
      way:
        patches.length === 0
          ? 'take the patch out'
          : `change only what is below ${choiceText(patches)}`,
      where,
    }),
  ];
}

/** What the fork would run and may not; `template` is the baseline's, whose images are nobody's wish. */
export function forkRefusals(
  fork: KubeObject,
  { template, ...guard }: ForkGuard & { readonly template: JsonObject },
): readonly Finding[] {
  const { sandbox, config, where } = guard;
  const { guardrails } = config;
  const known = new Set(imagesOf(template));
  const images = imagesOf(podTemplateOf(fork) ?? {}).filter((image) => !known.has(image));
  return [
    ...imageRefusals(images, { sandbox, guardrails, where }),
    ...replicaRefusals(fork, guard),
  ];
}

function replicaRefusals(
  fork: KubeObject,
  { sandbox, config, baseline, where }: ForkGuard,
): readonly Finding[] {
  const { replicas: most } = config.guardrails;
  const replicas = at(fork, ['spec', 'replicas']);
  if (most === undefined || typeof replicas !== 'number' || replicas <= most) return [];
  return [
    refused({
      sandbox,
      does: `gives the fork of ${nameOf(baseline.object)} ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`,
      way: `ask for ${most} at most`,
      where,
    }),
  ];
}
