// What is done to every fork's pod template after the sandbox's own changes, in this order.
//
// One line for each; a step that has nothing to do returns the template as it came.
// Neighbour: fork-step.ts (what a step is given, and gives).

import type { ForkStep } from './fork-step';

export const templateSteps: readonly ForkStep[] = [];
