// A part of the step that fills a fork's pods (content.ts walks them): given the template as the
// part before left it.

import type { Finding } from '../../model/finding';
import type { JsonObject } from '../../model/manifest';
import type { StepContext, StepResult } from '../fork/fork-step';
import type { ConfigData } from './config-data';

/** A part that sees what the fork's containers will read from ConfigMaps. */
export type ContentPart = (
  template: JsonObject,
  context: StepContext,
  config: ConfigData,
) => StepResult;

/** A part that only has something to say. */
export type ContentNote = (
  template: JsonObject,
  context: StepContext,
  config: ConfigData,
) => readonly Finding[];
