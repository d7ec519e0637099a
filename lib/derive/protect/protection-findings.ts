// What is said of policies: gaps that no copy closes, policies that forks came by, and what a copy
// does that its baseline does not.
//
// A gap that leaves a fork less protected than its baseline is an error, one that only keeps it
// from something is a warning. Each names the policy as its object, so that it can be accepted by
// name.
// Neighbours: protection.ts, ../acceptance.ts.

import { type Finding, type FindingText, finding } from '../../model/finding';
import { at, type KubeObject, listOf, type Manifest, nameOf } from '../../model/manifest';
import { selectorText } from '../../model/selector';
import { certificateName, countsForAll } from '../policy/policy-kinds';
import type { PolicyReference } from '../policy/policy-reference';
import type { Copied } from '../policy-copy/copied';
import { isInForce } from '../policy-copy/peer-copies';
import type { Contest } from './contested';
import type { LabelTarget } from './label-targets';
import type { Lost, LostPolicy } from './lost-policies';
import type { StandIn } from './stand-in';

function about(
  code: Finding['code'],
  { object, origin }: Manifest,
  { path, ...text }: Omit<FindingText, 'where'> & { readonly path: readonly (string | number)[] },
): Finding {
  return finding(code, { ...text, where: { origin, path }, object: nameOf(object) });
}

const ownPolicy =
  'give the sandbox a policy of its own under `extraResources` and accept this finding by name in gatefork.yaml';

/** Selectors that the forks lost and no copy makes up for, each policy and fork once. */
export function lostFindings({ policy, subjects, peers }: LostPolicy): readonly Finding[] {
  return onePerFork([...subjects, ...peers.filter(isInForce)]).flatMap(({ fork, use }) => {
    const loss = (use.row ?? use.peer)?.loss;
    if (loss === undefined) return [];
    const [verb, role] = use.peer === undefined ? ['selects', ''] : ['names', ' as peers'];
    return about(loss.means === 'open' ? 'policy-left-behind' : 'policy-narrowed', policy, {
      path: use.path,
      message: `${nameOf(policy.object)} ${verb} the pods of ${nameOf(fork.baseline.object)}${role} by \`${selectorText(use.selector)}\` and not those of ${nameOf(fork.fork)}; it is not copied, since ${loss.because}`,
      hint:
        loss.means === 'open'
          ? `let it select by a label that no Service and no workload selects by, or ${ownPolicy}`
          : 'where the fork needs it, give the sandbox an object of its own under `extraResources`',
    });
  });
}

/** Selectors that came to take the forks by what became of their labels. */
export function gainedFindings({ policy, subjects, peers }: LostPolicy): readonly Finding[] {
  return onePerFork([...subjects, ...peers.filter(isInForce)]).map(({ fork, use }) => {
    const what = use.peer === undefined ? 'selects pods' : 'names pods as peers';
    return about(isNarrowing({ fork, use }) ? 'policy-narrowed' : 'policy-gained', policy, {
      path: use.path,
      message: `${nameOf(policy.object)} ${what} by \`${selectorText(use.selector)}\`, which takes the pods of ${nameOf(fork.fork)} and not those of ${nameOf(fork.baseline.object)}`,
      hint: 'add an expression to its selector that leaves forks out, `{ key: gatefork.dev/sandbox, operator: DoesNotExist }`',
    });
  });
}

/** A policy of networks that lets nothing through, or a list of those who are kept out. */
function isNarrowing({ use: { owner, peer, path } }: Lost): boolean {
  if (peer !== undefined) return path.some((step) => String(step).endsWith('Deny'));
  const { kind, spec } = owner.object;
  const rules = ['ingress', 'egress'].flatMap((one) => listOf(at(spec, [one])));
  return kind === 'NetworkPolicy' && rules.length === 0;
}

function onePerFork(all: readonly Lost[]): readonly Lost[] {
  const first = new Map<unknown, Lost>();
  for (const lost of all) if (!first.has(lost.fork)) first.set(lost.fork, lost);
  return [...first.values()];
}

/** A selector in a language that is not read, about a label that the fork changed. */
export function unreadFinding(policy: Manifest, baseline: KubeObject, fork: KubeObject): Finding {
  return about('policy-left-behind', policy, {
    path: ['spec'],
    message: `${nameOf(policy.object)} has a selector that cannot be read here, about a label that ${nameOf(fork)} does not share with ${nameOf(baseline)}`,
    hint: `write the selector as comparisons joined by \`&&\`, or ${ownPolicy}`,
  });
}

/** What becomes of policies that select what has a stand-in by label. */
export function labelTargetFinding({ reference, standIn, fate }: LabelTarget): readonly Finding[] {
  const { policy, selector, shape } = reference;
  const path = ['spec', shape.field];
  const [baseline, object] = [nameOf(standIn.baseline.object), nameOf(standIn.object)];
  switch (fate) {
    case 'follows':
    case 'copied':
      return [];
    case 'lost':
      return [
        about('policy-left-behind', policy, {
          path,
          message: `${nameOf(policy.object)} selects ${baseline} from another namespace by \`${selectorText(selector)}\`, which ${object} does not carry, and no copy could name it from there`,
          hint: `let it select by a label that says nothing of who manages the route, or ${ownPolicy}`,
        }),
      ];
    case 'drawn':
      return [
        about('policy-gained', policy, {
          path,
          message: `${nameOf(policy.object)} selects ${object} by \`${selectorText(selector)}\`, and not ${baseline}`,
          hint: "add an expression to its selector that leaves Gatefork's objects out, `{ key: gatefork.dev/sandbox, operator: DoesNotExist }`",
        }),
      ];
  }
}

/** Policies of which one alone counts, where the input does not tell which. */
export function contestFinding({ target, rivals, isDecided }: Contest): readonly Finding[] {
  const [first] = rivals;
  if (isDecided || first === undefined) return [];
  const names = [...new Set(rivals.map(({ policy }) => nameOf(policy.object)))];
  return [
    about('policy-order-unknown', first.policy, {
      path: ['spec', first.shape.field],
      message: `${names.join(' and ')} apply to ${nameOf(target)}, where only the oldest counts, and the input does not say which that is`,
      hint: 'keep one of them, or give the input with `creationTimestamp`, as `kubectl get -o yaml` prints it',
      also: rivals.slice(1).map(({ policy }) => ({ origin: policy.origin })),
    }),
  ];
}

/** A section that is no rule's name: some count rules by their place, which is another one here. */
export function sectionFinding(
  { policy, shape, ref }: PolicyReference,
  { baseline, object }: StandIn,
): Finding {
  return about('policy-left-behind', policy, {
    path: ['spec', shape.field],
    message: `${nameOf(policy.object)} applies to section \`${String(ref.sectionName)}\` of ${nameOf(baseline.object)}, which no rule has for a name, so none of ${nameOf(object)} can be told to stand for it`,
    hint: 'give the rule that name under `spec.rules[].name`',
  });
}

/** What a copy does that whoever owns the policy may want to know. */
export function copyNotes({ policy, object }: Copied, target: string | undefined): Finding[] {
  const notes: Finding[] = [];
  const certificate = certificateName(policy.object);
  if (certificate !== undefined && target !== undefined) {
    notes.push(
      about('policy-certificate', policy, {
        path: ['spec'],
        message: `${nameOf(policy.object)} expects a certificate for \`${certificate}\`, and its copy ${nameOf(object)} expects the same of ${target}`,
        hint: "let the fork's pods present a certificate of that name, as the baseline's do",
      }),
    );
  }
  if (countsForAll(policy.object)) {
    notes.push(
      about('policy-counts-apart', policy, {
        path: ['spec'],
        message: `${nameOf(policy.object)} counts requests for all replicas together, and its copy ${nameOf(object)} counts keyed requests apart`,
      }),
    );
  }
  return notes;
}
