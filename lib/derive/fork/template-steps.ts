// What is done to every fork's pod template after the sandbox's own changes, in this order.
//
// One line for each; a step that has nothing to do returns the template as it came.
// Neighbour: fork-step.ts (what a step is given, and gives).

import { withContent } from '../content/content';
import { ownServiceAccount } from '../service-account/service-account';
import type { ForkStep } from './fork-step';
import { nodePortClash } from './node-resources';

export const templateSteps: readonly ForkStep[] = [withContent, ownServiceAccount, nodePortClash];
