// One named part of an object: a listener, a rule of a route, a port of a Service.
//
// Constructs that know their parts let a misspelt name be found at synthesis, when all parts are
// there. Neighbours: parent.ts (what routes attach to), policy-target.ts (what policies apply to).

import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { gatewayGroup, groupOf } from '../model/manifest';
import { misuse } from './misuse';
import { isApiObject, portsOf, type ServiceLike } from './reference';

/** An object together with the part that is meant, for policies: `route.rule('checkout')`. */
export class Section {
  /** A part by its name: a listener's, a rule's, or that of a Service's port. */
  static of(target: ApiObject | ServiceLike, sectionName: string): Section {
    return new Section(target, sectionName);
  }

  private constructor(
    readonly target: ApiObject | ServiceLike,
    readonly sectionName: string,
  ) {}
}

interface Parts {
  readonly word: 'listener' | 'rule' | 'port';
  readonly names: readonly string[];
}

/** Objects that know their parts, each by the property that lists them. */
const listings = [
  { word: 'listener', property: 'listenerNames' },
  { word: 'rule', property: 'ruleNames' },
] as const;

export function refuseUnknownSection(
  from: IConstruct,
  target: ApiObject | ServiceLike,
  sectionName: string | undefined,
): void {
  const parts = partsOf(target);
  if (sectionName === undefined || parts === undefined) return;
  if (parts.names.includes(sectionName)) return;
  throw misuse(from, {
    message: `${target.kind} ${target.name} has no ${parts.word} called \`${sectionName}\``,
    hint: `its ${parts.word}s are ${parts.names.join(', ') || 'none'}`,
  });
}

/** Undefined where nothing is known of the parts. */
function partsOf(target: ApiObject | ServiceLike): Parts | undefined {
  if (isApiObject(target) && groupOf(target.apiVersion) === gatewayGroup) {
    for (const { word, property } of listings) {
      const names = property in target ? Reflect.get(target, property) : undefined;
      if (Array.isArray(names)) return { word, names };
    }
    return undefined;
  }
  const ports = portsOf(target);
  // A Service without ports may get them from elsewhere.
  if (ports === undefined || ports.length === 0) return undefined;
  return { word: 'port', names: ports.flatMap(({ name }) => (name === undefined ? [] : [name])) };
}
