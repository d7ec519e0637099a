// An outcome beside the case that asked for it: all that a check may look at.
//
// Neighbours: judge.ts (the checks), arrival.ts, response.ts, redirect.ts.

import type { BackendShare, Outcome } from '../../lib/model/decision';
import type { Request } from '../../lib/model/request';
import type { RouteTable } from '../../lib/model/route-table';
import type { RequestCase } from './request-case';

export interface Judged {
  readonly one: RequestCase;
  readonly table: RouteTable;
  readonly request: Request;
  readonly outcome: Outcome;
  /** `tlsMode` of the listener that was chosen. */
  readonly tlsMode: string | undefined;
}

export type Backend = BackendShare & { readonly to: 'backend' };

export function backendsOf(outcome: Outcome): readonly Backend[] {
  if (outcome.outcome !== 'backends') return [];
  return outcome.backends.filter(
    (share): share is Backend => share.to === 'backend' && share.share > 0,
  );
}

/** `tlsMode` of the listener that took the route, where all that may have done so agree. */
export function tlsModeOf(
  table: RouteTable,
  { target }: Request,
  outcome: Outcome,
): string | undefined {
  const route = 'by' in outcome ? outcome.by?.route : undefined;
  const modes = table.attachments
    .filter((attachment) => attachment.route === route)
    .flatMap(({ listeners }) => listeners)
    .filter(({ listener }) => listener.port === target.port)
    .map(({ listener }) => listener.tlsMode);
  return modes.every((mode) => mode === modes[0]) ? modes[0] : undefined;
}
