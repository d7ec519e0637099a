// The built-in checks of the Gateway API against its CRDs as they are written, in a folder beside the
// repository: for each rule of each kind, version and channel objects around it, and then as many more as
// GATEFORK_VALIDATED says. Skipped where that folder is absent.

import { describe, expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../lib/model/manifest';
import { Dice } from '../arbitrary/dice';
import { changed } from '../arbitrary/near-schema';
import { drawn, stepsOf } from '../arbitrary/schema-object';
import { rulePlaces } from '../crds/cel-rules';
import { type Channel, hasCrds, kindsOf, schemaOf, versionsOf } from '../crds/crds';
import { namesOf } from '../validate/rules/named-rules';
import { checkOf, differences, type Opinion, opinionOf } from './validate-opinion';

/** Objects held against both; CI asks for 20,000. */
const total = Number(process.env.GATEFORK_VALIDATED ?? 1500);
const present = hasCrds ? describe : describe.skip;

interface Subject {
  readonly channel: Channel;
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: JsonObject;
}

function subjects(): readonly Subject[] {
  return (['standard', 'experimental'] as const).flatMap((channel) =>
    kindsOf(channel)
      .filter((id) => /^gateway\.networking\.(x-)?k8s\.io\//.test(id))
      .sort()
      .flatMap((id) =>
        versionsOf(id, channel).map((version) => {
          const [group = '', kind = ''] = id.split('/');
          const apiVersion = `${group}/${version}`;
          const schema = schemaOf({ apiVersion, kind }, channel);
          if (typeof schema !== 'object') throw new Error(`${id} has no schema`);
          return { channel, apiVersion, kind, schema };
        }),
      ),
  );
}

/** How often a rule was kept and broken, by kind, version, channel, place and message. */
class Coverage {
  readonly #counts = new Map<string, { kept: number; broken: number }>();

  static id({ channel, apiVersion, kind }: Subject, place: string, message: string): string {
    return [channel, `${apiVersion} ${kind}`, place, message].join(' | ');
  }

  add(subject: Subject, { rules }: Opinion): void {
    for (const { place, message, isBroken } of rules) {
      const count = this.of(Coverage.id(subject, place, message));
      if (isBroken) count.broken += 1;
      else count.kept += 1;
    }
  }

  of(id: string) {
    const count = this.#counts.get(id) ?? { kept: 0, broken: 0 };
    this.#counts.set(id, count);
    return count;
  }

  /** A line for each kind, version and channel, then one for each of its rules if asked for. */
  table(all: readonly Subject[], isWhole: boolean): string {
    return all
      .map((subject) => {
        const { channel, apiVersion, kind } = subject;
        const counts = rulePlaces(subject.schema).map(({ place, message }) =>
          this.of(Coverage.id(subject, place, message)),
        );
        const sum = (which: 'kept' | 'broken') =>
          counts.reduce((before, count) => before + count[which], 0);
        const covered = counts.filter(({ kept, broken }) => kept > 0 && broken > 0).length;
        const name = `${kind} ${apiVersion} ${channel}`.padEnd(68);
        const line = `${name} ${covered}/${counts.length} rules, kept ${sum('kept')}, broken ${sum('broken')}`;
        if (!isWhole) return line;
        const rules = rulePlaces(subject.schema).map(({ place, message }, index) => {
          const { kept = 0, broken = 0 } = counts[index] ?? {};
          return `  ${place}: kept ${kept}, broken ${broken}: ${message.slice(0, 80)}`;
        });
        return [line, ...rules].join('\n');
      })
      .join('\n');
  }
}

function objectOf({ apiVersion, kind, schema }: Subject, dice: Dice, place: string): KubeObject {
  const density = dice.pick([0, 15, 35, 60]);
  const steps = stepsOf(place);
  const made = drawn(schema, { dice, density }, steps) as JsonObject;
  const { status, ...rest } = made;
  const isOfStatus = steps[0] === 'status' || dice.chance(10);
  return {
    ...rest,
    ...(isOfStatus && status !== undefined ? { status } : {}),
    apiVersion,
    kind,
    metadata: { name: 'a' },
  };
}

/** An object that the CRD takes, with a value at the place; what cannot be drawn so is drawn anyhow. */
function rightObject(subject: Subject, dice: Dice, place: string): KubeObject {
  for (let tried = 0; tried < 60; tried += 1) {
    const object = objectOf(subject, dice, place);
    const { schema, rules } = opinionOf(subject.schema, object);
    if (schema.length === 0 && !rules.some(({ isBroken }) => isBroken)) return object;
  }
  return objectOf(subject, dice, place);
}

const isChange = (message: string) => /immutable/.test(message);

/** What a rule speaks of may lie deep below it. */
const deep: readonly (readonly [part: string, below: string])[] = [
  ['Within backendRefs, when using RequestRedirect', '.backendRefs[].filters[].requestRedirect'],
  ['Within backendRefs, When using URLRewrite', '.backendRefs[].filters[].urlRewrite'],
  ['When using RequestRedirect', '.filters[].requestRedirect'],
  ['When using URLRewrite', '.filters[].urlRewrite'],
];

function placeToStart(place: string, message: string): string {
  const below = deep.find(([part]) => message.startsWith(part))?.[1];
  return below === undefined ? place : `${place}${below}.path.replacePrefixMatch`;
}

/** Many matches are more than chance would make. */
function crowded(object: KubeObject, dice: Dice): KubeObject {
  const { spec } = object as unknown as { spec: { rules: { matches?: object[] }[] } };
  const [rule] = spec.rules;
  if (rule === undefined) return object;
  const match = rule.matches?.[0] ?? {};
  const full = (count: number) => ({ ...rule, name: undefined, matches: Array(count).fill(match) });
  const rules = [full(64), full(63 + dice.below(2)), full(1)];
  return { ...object, spec: { ...spec, rules: structuredClone(rules) } } as unknown as KubeObject;
}

const seed = 20_260_715;
const tries = 600;

present('objects near every constraint (needs ../shared)', () => {
  const all = subjects();
  const isWhole = total >= 20_000;
  /** Each rule once and again: these versions have the rules of v1, and wait for the full run. */
  const covered = all.filter(
    ({ apiVersion }) => isWhole || !/\/v1(beta1|alpha3)$/.test(apiVersion),
  );
  let taken = 0;
  const coverage = new Coverage();
  const wrong: string[] = [];
  let asked = 0;

  function ask(subject: Subject, object: KubeObject, old?: KubeObject): Opinion {
    const opinion = opinionOf(subject.schema, object, old);
    coverage.add(subject, opinion);
    asked += 1;
    if (opinion.schema.length === 0 && !opinion.rules.some(({ isBroken }) => isBroken)) taken += 1;
    const differing = differences(opinion, object, checkOf(object, subject.channel), old);
    if (differing.length > 0 && wrong.length < 20) {
      wrong.push(`${subject.channel}: ${differing.join('; ')}\n${JSON.stringify(object)}`);
    }
    return opinion;
  }

  /** An object that is right, and ever more things changed at the place of a rule. */
  function askAround(subject: Subject, dice: Dice, place: string, message: string): void {
    const right = rightObject(subject, dice, placeToStart(place, message));
    const old = isChange(message) ? right : undefined;
    ask(subject, right, old);
    let object = right;
    if (/total number of matches/.test(message)) {
      object = crowded(right, dice);
      ask(subject, object);
    }
    for (let step = 0; step < 4; step += 1) {
      object = changed(subject.schema, object, dice, place) as KubeObject;
      ask(subject, object, old);
    }
  }

  test('every rule of the CRDs has a name here', () => {
    const unnamed = all.flatMap(({ schema }) =>
      rulePlaces(schema).filter(({ message }) => namesOf(message) === undefined),
    );
    expect(unnamed).toEqual([]);
    expect(all.length).toBeGreaterThan(20);
  });

  test.each(
    covered.map(
      (subject) => [`${subject.kind} ${subject.apiVersion} ${subject.channel}`, subject] as const,
    ),
  )(
    '%s: every rule broken and kept, with the same verdict',
    (name, subject) => {
      const missing: string[] = [];
      for (const [index, { place, message }] of rulePlaces(subject.schema).entries()) {
        const dice = new Dice(seed + index + name.length * 1000);
        const count = coverage.of(Coverage.id(subject, place, message));
        const isOpen = () => count.broken === 0 || count.kept === 0;
        for (let tried = 0; tried < tries && isOpen(); tried += 1)
          askAround(subject, dice, place, message);
        if (isOpen()) missing.push(`${place} (${count.kept}/${count.broken}): ${message}`);
      }
      expect(wrong).toEqual([]);
      expect(missing).toEqual([]);
    },
    300_000,
  );

  test(`${total} objects: the same verdict`, () => {
    const dice = new Dice(seed);
    while (asked < total) {
      const subject = dice.pick(all);
      const places = rulePlaces(subject.schema);
      const place = places.length === 0 ? '.spec' : dice.pick(places).place;
      const right = rightObject(subject, dice, place);
      ask(subject, right);
      let object = right;
      for (let step = 0; step < 3; step += 1) {
        const focus = dice.chance(50) ? place : '';
        object = changed(
          subject.schema,
          dice.chance(50) ? right : object,
          dice,
          focus,
        ) as KubeObject;
        ask(subject, object);
      }
    }
    console.log(`${coverage.table(covered, isWhole)}\n${asked} objects, ${taken} of them taken`);
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(total);
  }, 900_000);
});
