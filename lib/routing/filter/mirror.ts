// The RequestMirror filter: where copies of a request go, and how many.
//
// The law is `HTTPRequestMirrorFilter`: a percentage, or a fraction whose denominator is 100 by
// default; all requests where neither is there. Neighbours: filters.ts.

import type { Json, JsonObject } from '../../model/manifest';
import { at, isObject } from '../../model/manifest';
import type { MirrorShare } from './exchange';

/** Undefined where the filter names no backend. */
export function readMirror(filter: JsonObject): MirrorShare | undefined {
  const backendRef = at(filter, ['backendRef']);
  return isObject(backendRef) ? { backendRef, share: shareOf(filter) } : undefined;
}

function shareOf(filter: JsonObject): number {
  const percent = numberOf(at(filter, ['percent']));
  if (percent !== undefined) return within(percent / 100);
  const numerator = numberOf(at(filter, ['fraction', 'numerator']));
  const denominator = numberOf(at(filter, ['fraction', 'denominator'])) ?? 100;
  return numerator === undefined || denominator <= 0 ? 1 : within(numerator / denominator);
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function numberOf(value: Json | undefined): number | undefined {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
