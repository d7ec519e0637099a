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
  readonly tlsMode?: string;
}

export type Backend = BackendShare & { readonly to: 'backend' };

export function backendsOf(outcome: Outcome): readonly Backend[] {
  if (outcome.outcome !== 'backends') return [];
  return outcome.backends.filter(
    (share): share is Backend => share.to === 'backend' && share.share > 0,
  );
}
