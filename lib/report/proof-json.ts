// A proof as JSON (docs/command.md#verify): for scripts, and for feeding a counterexample back.
//
// `request` is a line of `gatefork route --requests`, `expected` and `actual` are what `gatefork
// route -o json` prints. Neighbours: request-json.ts, outcome-json.ts, ../model/proof.ts.

import type { ClaimOwner } from '../model/claim';
import type { Proof, Violation } from '../model/proof';
import { type OutcomeJson, outcomeJson } from './outcome-json';
import { type RequestJson, requestJson } from './request-json';

/** Whose key, or whose objects; neither where an object of nobody breaks a promise. */
export interface OwnerJson {
  readonly sandbox?: string;
  readonly routeGroup?: string;
}

export interface ViolationJson extends OwnerJson {
  readonly promise: Violation['promise'];
  readonly request: RequestJson;
  readonly expected: OutcomeJson;
  readonly actual: OutcomeJson;
  readonly because: string;
  readonly profile?: string;
  readonly state?: string;
}

export interface ProofJson {
  readonly result: Proof['result'];
  readonly violations: readonly ViolationJson[];
  readonly undecided: Proof['undecided'];
  readonly ambiguous: readonly {
    readonly reason: string;
    readonly request: RequestJson;
    readonly profile?: string;
  }[];
  readonly assumptions: Proof['assumptions'];
  readonly failing: readonly (OwnerJson & {
    readonly state: string;
    readonly because: string;
    readonly mendedBy: number;
  })[];
  readonly profiles: Proof['profiles'];
  readonly scope: Proof['scope'];
}

export function proofJson(proof: Proof): ProofJson {
  const { result, undecided, assumptions, profiles, scope } = proof;
  return {
    result,
    violations: proof.violations.map(violationJson),
    undecided,
    ambiguous: proof.ambiguous.map(({ reason, request, profile }) => ({
      reason,
      request: requestJson(request),
      ...(profile === undefined ? {} : { profile }),
    })),
    assumptions,
    failing: proof.failing.map(({ owner, state, because, mendedBy }) => {
      return { ...ownerJson(owner), state, because, mendedBy };
    }),
    profiles,
    scope,
  };
}

function violationJson(violation: Violation): ViolationJson {
  const { promise, owner, request, expected, actual, because, profile, state } = violation;
  const view = { request, explain: false };
  return {
    promise,
    ...ownerJson(owner),
    request: requestJson(request),
    expected: outcomeJson(expected, view),
    actual: outcomeJson(actual, view),
    because,
    ...(profile === undefined ? {} : { profile }),
    ...(state === undefined ? {} : { state }),
  };
}

function ownerJson(owner: ClaimOwner | undefined): OwnerJson {
  if (owner === undefined) return {};
  return owner.kind === 'Sandbox' ? { sandbox: owner.name } : { routeGroup: owner.name };
}
