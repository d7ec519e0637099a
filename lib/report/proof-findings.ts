// A proof as findings, for doors that tell findings: deriving, synthesis, SARIF.
//
// What holds is no finding. Places are the rules that decide, so that they can be shown with their
// lines. Neighbours: proof-remedy.ts, proof-sarif.ts, ../model/proof.ts.

import type { DecidedBy, Outcome } from '../model/decision';
import { type Finding, finding, type Where } from '../model/finding';
import { at, type KubeObject, listOf, type Manifest, nameOf, textOf } from '../model/manifest';
import { isOurs } from '../model/marks';
import type { Proof, Violation } from '../model/proof';
import type { Request, Target } from '../model/request';
import { ownerText } from '../model/sandbox';
import { listText } from './list-text';
import { goalText } from './outcome-text';
import { compared, rulesOf } from './proof-comparison';
import { remedyOf } from './proof-remedy';
import { alsoText, profilesText, toldOf } from './proof-told';
import { openRemedy } from './proof-words';
import { requestPhrase } from './request-text';

/** @param manifests where the rules that sentences name are looked for */
export function proofFindings(
  proof: Proof,
  manifests: readonly Manifest[] = [],
): readonly Finding[] {
  const places = new Places(manifests);
  const { violations, alsoBroken, undecided, ambiguous } = toldOf(proof);
  const also = alsoBroken.length === 0 ? '' : `; ${alsoText(alsoBroken)}`;
  return [
    ...violations.map((one) => violationFinding(one, { places, also })),
    ...undecided.map((one) =>
      finding('proof-undecided', {
        message: `${under(one.profiles)}${one.where}: ${one.reason}`,
        hint: openRemedy(one.reason),
        ...places.namedIn(one.where, one.reason),
      }),
    ),
    ...proof.failing.map(({ owner, state, because, mendedBy }) =>
      finding('keyed-fails-meanwhile', {
        message: `requests with the key \`${owner.routingKey}\` of ${ownerText(owner)} fail ${state}: ${because}; wave ${mendedBy} mends it`,
        hint: 'put the routes into a later sync wave (`argocd.argoproj.io/sync-wave`) than what they send to, as `gatefork derive` does',
        sandbox: owner.name,
        ...places.namedIn(state, because),
      }),
    ),
    ...ambiguous.map((one) =>
      finding('order-ambiguous', {
        message: `${under(one.profiles)}${one.reason}, as for ${requestPhrase(one.request)}`,
        hint: 'let the two differ in hostname, path, method or headers if it matters which of them answers',
        ...places.namedIn(one.reason),
      }),
    ),
  ];
}

const codes = { isolation: 'isolation-violated', fidelity: 'fidelity-violated' } as const;

function violationFinding(
  violation: Violation,
  { places, also: more }: { readonly places: Places; readonly also: string },
): Finding {
  const { promise, owner, because, request, actual, expected, profile, state } = violation;
  const rules = [...rulesOf(actual), ...rulesOf(expected)].map(ruleWhere);
  const [where, ...also] = rules.length > 0 ? rules : places.ofTarget(request.target);
  const [decider] = rulesOf(actual);
  return finding(codes[promise], {
    message: `${under(profile === undefined ? [] : [profile], state)}${brokenPhrase(violation)}: ${because}`,
    hint: `${remedyOf(violation)}${more}`,
    ...(decider === undefined ? {} : { object: nameOf(decider.route.manifest.object) }),
    ...(owner === undefined ? {} : { sandbox: owner.name }),
    ...(where === undefined ? {} : { where, also: unlike(also, where) }),
  });
}

/** Under which profiles, or while what is applied. */
function under(profiles: readonly string[], state?: string): string {
  const parts = [
    ...(profiles.length === 0 ? [] : [`under ${profilesText(profiles)}`]),
    ...(state === undefined ? [] : [state]),
  ];
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}

/** `GET … without a known key goes to Service shop/b, and without the sandboxes it goes to …`. */
function brokenPhrase(violation: Violation): string {
  const { promise, owner, request, expected, actual } = violation;
  const keyed =
    promise === 'isolation' || owner === undefined
      ? ', without a known key,'
      : `, with the key \`${owner.routingKey}\` of ${ownerText(owner)},`;
  const otherwise =
    promise === 'isolation' ? 'without the sandboxes' : 'by the baseline and the forks';
  const [goes, should] = [goesText(actual, request), goesText(expected, request)];
  const { differing } = compared(violation);
  const but =
    goes !== should
      ? `; ${otherwise} it ${should}`
      : ` as ${otherwise}, but ${differing.length === 0 ? 'not in the same way' : `with other ${listText(differing)}`}`;
  return `${requestPhrase(request)}${keyed} ${goes}${but}`;
}

function goesText(outcome: Outcome, request: Request): string {
  const goal = goalText(outcome, request);
  switch (outcome.outcome) {
    case 'backends':
      return `goes to ${goal}`;
    case 'redirect':
      return `gets a ${goal}`;
    case 'status':
      return `gets ${goal}`;
    case 'rejected':
      return 'has its connection closed';
    case 'unspecified':
      return `may go several ways (${listText(outcome.between.map((one) => goalText(one, request)))})`;
  }
}

function ruleWhere({ route, rule, match }: DecidedBy): Where {
  const at = match === undefined ? [] : ['matches', match];
  return { origin: route.manifest.origin, path: ['spec', 'rules', rule, ...at] };
}

function unlike(others: readonly Where[], first: Where): readonly Where[] {
  const seen = new Set([JSON.stringify(first)]);
  return others.filter((where) => {
    const id = JSON.stringify(where);
    return !seen.has(id) && seen.add(id);
  });
}

function isCalled(
  { metadata }: KubeObject,
  named: { readonly namespace: string; readonly name: string },
) {
  return metadata?.name === named.name && (metadata.namespace ?? '') === named.namespace;
}

/** Finds the objects that a sentence names; the index is made when something is asked. */
class Places {
  #byName: ReadonlyMap<string, Manifest> | undefined;

  constructor(readonly manifests: readonly Manifest[]) {}

  /** The first is where, the others are also. */
  namedIn(...texts: readonly string[]): Pick<Finding, 'where' | 'also'> {
    const found = texts.flatMap((text) => this.#placesIn(text));
    // An object that is named alone as well as with its rule is shown by the rule.
    const ruled = new Set(
      found.flatMap(({ origin, path = [] }) => (path.length > 0 ? [origin] : [])),
    );
    const [where, ...also] = found.filter(
      ({ origin, path = [] }) => path.length > 0 || !ruled.has(origin),
    );
    return where === undefined ? {} : { where, also: unlike(also, where) };
  }

  /** The Gateway, or the routes that act for the Service, those of sandboxes first. */
  ofTarget({ to, namespace, name }: Target): readonly Where[] {
    if (to === 'gateway') {
      return this.manifests
        .filter(({ object }) => object.kind === 'Gateway' && isCalled(object, { namespace, name }))
        .map(({ origin }) => ({ origin }));
    }
    const found = this.manifests.flatMap(({ object, origin }) => {
      const home = object.metadata?.namespace ?? '';
      const refs = listOf(at(object, ['spec', 'parentRefs']));
      const index = refs.findIndex((ref) => {
        const own = textOf(at(ref, ['namespace'])) ?? home;
        return at(ref, ['kind']) === 'Service' && at(ref, ['name']) === name && own === namespace;
      });
      if (index < 0) return [];
      return [{ isOwn: isOurs(object), where: { origin, path: ['spec', 'parentRefs', index] } }];
    });
    const ours = found.filter(({ isOwn }) => isOwn);
    return (ours.length > 0 ? ours : found).map(({ where }) => where);
  }

  #placesIn(text: string): readonly Where[] {
    this.#byName ??= new Map(this.manifests.map((manifest) => [nameOf(manifest.object), manifest]));
    const byName = this.#byName;
    // `HTTPRoute shop/cart rule 2 match 0`
    const named =
      /\b([A-Z][A-Za-z]+ [a-z0-9](?:[-a-z0-9./]*[a-z0-9])?)(?: rule (\d+))?(?: match (\d+))?/g;
    return [...text.matchAll(named)].flatMap(([, name = '', rule, match]) => {
      const manifest = byName.get(name);
      if (manifest === undefined) return [];
      const path = [
        ...(rule === undefined ? [] : ['spec', 'rules', Number(rule)]),
        ...(match === undefined ? [] : ['matches', Number(match)]),
      ];
      return [{ origin: manifest.origin, path }];
    });
  }
}
