// What a fork's pods hold besides what the sandbox says outright: copies of the configuration that
// it changes, side effects cut off, who the fork is in traces and variables; and what is said of
// it.
//
// One step of forking, made of parts in an order that counts: copies first, so that later parts see
// what the fork will read; side effects before variables of ours, which are none of the baseline's.
// Neighbours: ../fork/template-steps.ts (all steps), config-copy.ts, ../effects/effects.ts,
// ../tracing/tracing.ts, downward.ts (parts that change the template), self-reference.ts,
// not-copied.ts (parts that tell).

import { withEffects } from '../effects/effects';
import { type ForkStep, throughSteps } from '../fork/fork-step';
import { withTracing } from '../tracing/tracing';
import { withConfigCopies } from './config-copy';
import { ConfigData } from './config-data';
import type { ContentNote, ContentPart } from './content-part';
import { withDownward } from './downward';
import { notCopied } from './not-copied';
import { selfReferences } from './self-reference';

const parts: readonly ContentPart[] = [withEffects, withTracing, withDownward];

const notes: readonly ContentNote[] = [selfReferences, notCopied];

export const withContent: ForkStep = (template, context) => {
  const copied = withConfigCopies(template, context);
  const config = new ConfigData(context, copied.objects ?? []);
  const steps: readonly ForkStep[] = [
    () => copied,
    ...parts.map(
      (part): ForkStep =>
        (current) =>
          part(current, context, config),
    ),
    ...notes.map((note): ForkStep => {
      return (current) => ({ template: current, findings: note(current, context, config) });
    }),
  ];
  return throughSteps(steps, template, context);
};
