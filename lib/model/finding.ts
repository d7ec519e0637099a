// One thing that Gatefork says about manifests. Codes are stable for ever; docs/findings.md
// has a section for each, and test/house.test.ts checks that none is missing.
//
// `exit` is the command's exit status where the finding is an error: 2 for input that is
// wrong in itself, 1 for a promise that cannot be kept (docs/findings.md, "Exit status").

import type { FieldPath } from './manifest';
import type { Origin, Position } from './origin';

export type Severity = 'error' | 'warning' | 'info';

const codes = {
  // Input: text, files, documents.
  'yaml-invalid': { severity: 'error', exit: 2 },
  'yaml-too-large': { severity: 'error', exit: 2 },
  'key-duplicate': { severity: 'error', exit: 2 },
  'input-empty': { severity: 'error', exit: 2 },
  'file-not-found': { severity: 'error', exit: 2 },
  'file-not-written': { severity: 'error', exit: 2 },
  'object-invalid': { severity: 'error', exit: 2 },
  'object-duplicate': { severity: 'error', exit: 2 },
  'construct-invalid': { severity: 'error', exit: 2 },
  'document-skipped': { severity: 'info', exit: 0 },
  // Requests that somebody asks about.
  'request-invalid': { severity: 'error', exit: 2 },
  'request-unplaced': { severity: 'error', exit: 2 },
  // Sandbox and config files.
  'sandbox-invalid': { severity: 'error', exit: 2 },
  'sandbox-missing': { severity: 'error', exit: 2 },
  'config-invalid': { severity: 'error', exit: 2 },
  'routing-key-invalid': { severity: 'error', exit: 2 },
  'routing-key-shared': { severity: 'error', exit: 2 },
  'sandbox-name-shared': { severity: 'error', exit: 2 },
  'route-group-conflict': { severity: 'error', exit: 2 },
  'route-group-member-missing': { severity: 'warning', exit: 0 },
  'route-group-empty': { severity: 'info', exit: 0 },
  // Forks.
  'workload-not-found': { severity: 'error', exit: 2 },
  'service-not-found': { severity: 'error', exit: 2 },
  'service-replaced-twice': { severity: 'error', exit: 2 },
  'namespace-unnamed': { severity: 'error', exit: 2 },
  'virtual-target-missing': { severity: 'warning', exit: 0 },
  'grant-opens-baseline': { severity: 'error', exit: 1 },
  'workload-forked-twice': { severity: 'error', exit: 2 },
  'workload-without-service': { severity: 'error', exit: 2 },
  'fork-value-invalid': { severity: 'error', exit: 2 },
  'container-not-found': { severity: 'error', exit: 2 },
  'patch-invalid': { severity: 'error', exit: 2 },
  'config-not-found': { severity: 'error', exit: 2 },
  'config-not-referenced': { severity: 'error', exit: 2 },
  'side-effect': { severity: 'warning', exit: 0 },
  'effect-not-changed': { severity: 'error', exit: 2 },
  'effect-not-found': { severity: 'warning', exit: 0 },
  'job-not-forked': { severity: 'info', exit: 0 },
  'not-copied': { severity: 'info', exit: 0 },
  'self-reference': { severity: 'info', exit: 0 },
  'tracing-not-set': { severity: 'info', exit: 0 },
  'propagation-missing': { severity: 'warning', exit: 0 },
  guardrail: { severity: 'error', exit: 1 },
  'extra-resource-invalid': { severity: 'error', exit: 2 },
  'extra-resource-not-judged': { severity: 'warning', exit: 0 },
  'object-too-large': { severity: 'error', exit: 1 },
  'port-not-found': { severity: 'error', exit: 2 },
  'storage-undecided': { severity: 'error', exit: 2 },
  'storage-impossible': { severity: 'error', exit: 2 },
  'volume-shared': { severity: 'warning', exit: 0 },
  'single-instance': { severity: 'info', exit: 0 },
  'governing-service-missing': { severity: 'warning', exit: 0 },
  'baseline-pod-named': { severity: 'warning', exit: 0 },
  'account-rights': { severity: 'warning', exit: 0 },
  'node-port-clash': { severity: 'warning', exit: 0 },
  'weights-managed': { severity: 'info', exit: 0 },
  'fork-captured': { severity: 'error', exit: 1 },
  'policy-left-behind': { severity: 'error', exit: 1 },
  'policy-gained': { severity: 'error', exit: 1 },
  'policy-narrowed': { severity: 'warning', exit: 0 },
  'policy-order-unknown': { severity: 'warning', exit: 0 },
  'policy-certificate': { severity: 'info', exit: 0 },
  'policy-counts-apart': { severity: 'info', exit: 0 },
  'policy-subset-dropped': { severity: 'info', exit: 0 },
  'preview-checklist': { severity: 'info', exit: 0 },
  'acceptance-unused': { severity: 'warning', exit: 0 },
  'acceptance-invalid': { severity: 'warning', exit: 0 },
  'service-shared': { severity: 'warning', exit: 0 },
  'fork-unreachable': { severity: 'warning', exit: 0 },
  // Derived routes.
  'key-header-in-use': { severity: 'error', exit: 1 },
  'key-header-exact': { severity: 'warning', exit: 0 },
  'key-in-baseline': { severity: 'error', exit: 1 },
  'header-limit': { severity: 'error', exit: 1 },
  'name-taken': { severity: 'error', exit: 1 },
  'name-too-long': { severity: 'error', exit: 2 },
  'route-limit': { severity: 'error', exit: 1 },
  'order-unknown': { severity: 'warning', exit: 0 },
  'order-lost': { severity: 'error', exit: 1 },
  'backend-unresolved': { severity: 'warning', exit: 0 },
  'route-without-key': { severity: 'info', exit: 0 },
  'key-reachable': { severity: 'warning', exit: 0 },
  'preview-invalid': { severity: 'error', exit: 2 },
  'preview-refused': { severity: 'error', exit: 1 },
  'hostname-taken': { severity: 'error', exit: 1 },
  'certificate-not-covering': { severity: 'warning', exit: 0 },
  'preview-partial': { severity: 'info', exit: 0 },
  'preview-key-lost': { severity: 'warning', exit: 0 },
  'sandbox-partial': { severity: 'info', exit: 0 },
  'key-header-changed': { severity: 'warning', exit: 0 },
  'mirror-kept': { severity: 'info', exit: 0 },
  'backend-not-forked': { severity: 'warning', exit: 0 },
  'mixed-route-kinds': { severity: 'warning', exit: 0 },
  'parent-unsuitable': { severity: 'warning', exit: 0 },
  'service-profile-in-use': { severity: 'warning', exit: 1 },
  'virtual-service-in-use': { severity: 'warning', exit: 1 },
  'waypoint-missing': { severity: 'warning', exit: 0 },
  'fork-hidden': { severity: 'warning', exit: 0 },
  'caller-outside-mesh': { severity: 'info', exit: 0 },
  'carrier-not-portable': { severity: 'warning', exit: 0 },
  'carrier-unsupported': { severity: 'error', exit: 2 },
  'carrier-support-unknown': { severity: 'warning', exit: 0 },
  'query-without-grpc': { severity: 'info', exit: 0 },
  'expression-not-re2': { severity: 'warning', exit: 0 },
  'gateway-not-in-input': { severity: 'info', exit: 0 },
  'mesh-routes-not-in-input': { severity: 'info', exit: 0 },
  'pattern-unused': { severity: 'info', exit: 0 },
  'file-overwritten': { severity: 'error', exit: 1 },
  'file-shared': { severity: 'warning', exit: 0 },
  // Marks of objects that a proof rests on.
  'mark-invalid': { severity: 'error', exit: 2 },
  // What a proof came to.
  'isolation-violated': { severity: 'error', exit: 1 },
  'fidelity-violated': { severity: 'error', exit: 1 },
  'proof-undecided': { severity: 'warning', exit: 0 },
  'order-ambiguous': { severity: 'info', exit: 0 },
  'keyed-fails-meanwhile': { severity: 'warning', exit: 0 },
  // From here on: objects as they stand (object-codes.ts).
  // Status: what a controller would write of objects that the API server takes.
  'not-allowed-by-listeners': { severity: 'warning', exit: 0 },
  'no-matching-listener-hostname': { severity: 'warning', exit: 0 },
  'no-matching-parent': { severity: 'warning', exit: 0 },
  'unsupported-value': { severity: 'warning', exit: 0 },
  conflicted: { severity: 'warning', exit: 0 },
  'ref-not-permitted': { severity: 'warning', exit: 0 },
  'invalid-kind': { severity: 'warning', exit: 0 },
  'backend-not-found': { severity: 'warning', exit: 0 },
  'unsupported-protocol': { severity: 'warning', exit: 0 },
  'hostname-conflict': { severity: 'warning', exit: 0 },
  'protocol-conflict': { severity: 'warning', exit: 0 },
  'listener-invalid': { severity: 'warning', exit: 0 },
  'invalid-route-kinds': { severity: 'warning', exit: 0 },
  'invalid-certificate-ref': { severity: 'warning', exit: 0 },
  'invalid-client-certificate-ref': { severity: 'warning', exit: 0 },
  'invalid-ca-certificate-ref': { severity: 'warning', exit: 0 },
  'invalid-ca-certificate-kind': { severity: 'warning', exit: 0 },
  'no-valid-ca-certificate': { severity: 'warning', exit: 0 },
  'target-not-found': { severity: 'warning', exit: 0 },
  'listeners-not-valid': { severity: 'warning', exit: 0 },
  'not-allowed': { severity: 'warning', exit: 0 },
  'parent-not-accepted': { severity: 'warning', exit: 0 },
  'insecure-frontend-validation-mode': { severity: 'warning', exit: 0 },
  'overlapping-hostnames': { severity: 'info', exit: 0 },
  'gateway-class-not-found': { severity: 'warning', exit: 0 },
  'route-without-parents': { severity: 'warning', exit: 0 },
  'rule-without-backends': { severity: 'warning', exit: 0 },
  'all-weights-zero': { severity: 'warning', exit: 0 },
  'external-name-backend': { severity: 'warning', exit: 0 },
  // Lint: the API server takes it, and the specification calls it broken, or it does nothing.
  'rule-shadowed': { severity: 'warning', exit: 0 },
  'match-shadowed': { severity: 'warning', exit: 0 },
  'match-duplicate': { severity: 'warning', exit: 0 },
  'hostname-outside-listener': { severity: 'warning', exit: 0 },
  'hostname-at-other-listener': { severity: 'warning', exit: 0 },
  'hostname-is-address': { severity: 'warning', exit: 0 },
  'listener-unused': { severity: 'info', exit: 0 },
  'selector-missing': { severity: 'warning', exit: 0 },
  'grant-unused': { severity: 'info', exit: 0 },
  'connections-contested': { severity: 'warning', exit: 0 },
  'header-matched-twice': { severity: 'warning', exit: 0 },
  'header-changed-twice': { severity: 'warning', exit: 0 },
  'backend-named-twice': { severity: 'info', exit: 0 },
  'weight-without-effect': { severity: 'info', exit: 0 },
  'mirror-to-backend': { severity: 'warning', exit: 0 },
  'redirect-loop': { severity: 'warning', exit: 0 },
  'cors-open-with-credentials': { severity: 'warning', exit: 0 },
  'cors-without-preflight': { severity: 'warning', exit: 0 },
  'rewrite-twice': { severity: 'warning', exit: 0 },
  'prefix-not-matched': { severity: 'warning', exit: 0 },
  'timeout-disabled': { severity: 'info', exit: 0 },
  'feature-unsupported': { severity: 'warning', exit: 0 },
  'feature-unknown': { severity: 'info', exit: 0 },
  // Objects that the API server would refuse.
  'kind-not-served': { severity: 'error', exit: 1 },
  'metadata-invalid': { severity: 'error', exit: 1 },
  'field-unknown': { severity: 'error', exit: 1 },
  'field-experimental': { severity: 'error', exit: 1 },
  'field-required': { severity: 'error', exit: 1 },
  'field-immutable': { severity: 'error', exit: 1 },
  'type-invalid': { severity: 'error', exit: 1 },
  'value-not-allowed': { severity: 'error', exit: 1 },
  'pattern-mismatch': { severity: 'error', exit: 1 },
  'format-invalid': { severity: 'error', exit: 1 },
  'size-out-of-range': { severity: 'error', exit: 1 },
  'number-out-of-range': { severity: 'error', exit: 1 },
  'item-duplicate': { severity: 'error', exit: 1 },
  'schema-mismatch': { severity: 'error', exit: 1 },
  'object-refused': { severity: 'error', exit: 1 },
  'scope-mismatch': { severity: 'warning', exit: 0 },
  // Rules of the Gateway API that its CRDs state as CEL.
  'union-mismatch': { severity: 'error', exit: 1 },
  'filter-repeated': { severity: 'error', exit: 1 },
  'filter-conflict': { severity: 'error', exit: 1 },
  'redirect-with-backends': { severity: 'error', exit: 1 },
  'prefix-replacement-misplaced': { severity: 'error', exit: 1 },
  'path-invalid': { severity: 'error', exit: 1 },
  'grpc-method-invalid': { severity: 'error', exit: 1 },
  'match-limit': { severity: 'error', exit: 1 },
  'rule-name-duplicate': { severity: 'error', exit: 1 },
  'port-required': { severity: 'error', exit: 1 },
  'reference-duplicate': { severity: 'error', exit: 1 },
  'reference-ambiguous': { severity: 'error', exit: 1 },
  'fraction-invalid': { severity: 'error', exit: 1 },
  'wildcard-not-alone': { severity: 'error', exit: 1 },
  'timeouts-inverted': { severity: 'error', exit: 1 },
  'duration-out-of-range': { severity: 'error', exit: 1 },
  'session-persistence-invalid': { severity: 'error', exit: 1 },
  'listener-field-mismatch': { severity: 'error', exit: 1 },
  'listener-tls-incomplete': { severity: 'error', exit: 1 },
  'listener-duplicate': { severity: 'error', exit: 1 },
  'hostname-invalid': { severity: 'error', exit: 1 },
  'address-duplicate': { severity: 'error', exit: 1 },
  'key-invalid': { severity: 'error', exit: 1 },
  'trust-anchor-unclear': { severity: 'error', exit: 1 },
  'port-name-refused': { severity: 'error', exit: 1 },
  // CustomResourceDefinitions that objects are held against.
  'rule-broken': { severity: 'error', exit: 1 },
  'rule-not-evaluated': { severity: 'warning', exit: 0 },
  'crd-invalid': { severity: 'error', exit: 2 },
  'crd-twice': { severity: 'warning', exit: 0 },
} as const satisfies Record<string, { severity: Severity; exit: 0 | 1 | 2 }>;

export type FindingCode = keyof typeof codes;

export const findingCodes = Object.keys(codes) as readonly FindingCode[];

export interface Where {
  readonly origin: Origin;
  /** The field inside the object, from its root. */
  readonly path?: FieldPath;
  /** The place in the file, where it is known without a field: text that cannot be read. */
  readonly position?: Position;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** One sentence, no full stop, objects as `HTTPRoute shop/cart`, user values in backticks. */
  readonly message: string;
  /** An instruction: what to do about it. */
  readonly hint?: string;
  readonly where?: Where;
  /** Other places that the message speaks of. */
  readonly also?: readonly Where[];
  /** The object by whose name the finding can be accepted: `AuthorizationPolicy shop/cart`. */
  readonly object?: string;
  /** The sandbox that the finding is about, by name. */
  readonly sandbox?: string;
}

export type FindingText = Omit<Finding, 'code' | 'severity'>;

export function finding(code: FindingCode, text: FindingText): Finding {
  return { code, severity: codes[code].severity, ...text };
}

export function isError(candidate: Finding): boolean {
  return candidate.severity === 'error';
}

/** The exit status that a list of findings asks for: bad input (2) goes before refusals (1). */
export function exitOf(findings: readonly Finding[]): 0 | 1 | 2 {
  let exit: 0 | 1 | 2 = 0;
  for (const { code, severity } of findings) {
    if (severity !== 'error') continue;
    const asked = codes[code].exit;
    if (asked === 2) return 2;
    exit = 1;
  }
  return exit;
}

/** A call that could never be right; thrown at that call, with the finding to print. */
export class UsageError extends Error {
  constructor(readonly finding: Finding) {
    const { origin } = finding.where ?? {};
    // The app itself has an empty path.
    const place = origin?.from === 'construct' && origin.path !== '' ? `[${origin.path}] ` : '';
    super(`${place}${finding.message}${finding.hint === undefined ? '' : `; ${finding.hint}`}`);
    this.name = 'UsageError';
  }
}
