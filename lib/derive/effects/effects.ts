// What becomes of a fork's side effects: warned of, put under a name of their own, taken out, or
// kept because the sandbox says so.
//
// The choice is one for each effect (`effects` of a fork). What was chosen and cannot be done to
// what stands there is an error, or the author would take the fork for cut off. A switch that is
// off settles the names beside it, and a name of its own settles the switch.
// Neighbours: effect-signs.ts, effect-find.ts (what shows an effect).

import type { Finding } from '../../model/finding';
import { type EffectChoice, type EffectName, effectNames } from '../../model/fork';
import { collect } from '../../model/groups';
import type { JsonObject } from '../../model/manifest';
import { nameOf } from '../../model/manifest';
import { listText } from '../../model/text-list';
import type { ConfigData } from '../content/config-data';
import type { ContentPart } from '../content/content-part';
import { variablesOf } from '../content/variables';
import { aboutFork, type StepContext } from '../fork/fork-step';
import {
  containerLists,
  containerName,
  containersOf,
  type ListedContainer,
  mapContainers,
} from '../pods/containers';
import { type ContainerChange, type Sign, signsOf } from './effect-find';
import { effectTexts } from './effect-signs';

export const withEffects: ContentPart = (template, context, config) => {
  const found = effectsOf(template, context, config);
  const findings: Finding[] = [];
  const changes = new Map<JsonObject, ContainerChange[]>();
  for (const one of found) {
    const settled = settle(one, context);
    findings.push(...settled.findings);
    for (const change of settled.changes) collect(changes, one.listed.container, change);
  }
  findings.push(...withoutSign(found, context));
  const changed = mapContainers(template, containerLists, (container) =>
    through(changes.get(container) ?? [], container),
  );
  return { template: changed, findings, used: sourcesOf(template, context, config) };
};

/** ConfigMaps by whose values it was decided what to change: none where nothing was to be. */
function sourcesOf(template: JsonObject, context: StepContext, config: ConfigData) {
  const choices = Object.values(context.fork.effects ?? {});
  if (choices.every((choice) => choice === 'keep')) return [];
  return [template, context.template].flatMap((one) =>
    containersOf(one).flatMap(({ container }) => variablesOf(container, config).sources),
  );
}

/** One effect of one container, and all that shows it. */
interface Effect {
  readonly listed: ListedContainer;
  readonly effect: EffectName;
  readonly signs: readonly Sign[];
}

function effectsOf(
  template: JsonObject,
  context: StepContext,
  config: ConfigData,
): readonly Effect[] {
  const baselines = new Map(
    containersOf(context.template).map(({ list, container }) => [
      `${list}\n${containerName(container)}`,
      container,
    ]),
  );
  return containersOf(template).flatMap((listed) => {
    const baseline = baselines.get(`${listed.list}\n${containerName(listed.container)}`);
    // A container that a patch added is its author's own.
    if (baseline === undefined) return [];
    const signs = signsOf({ listed, baseline, config, sandbox: context.sandbox.name });
    return effectNames.flatMap((effect) => {
      const own = signs.filter((sign) => sign.effect === effect);
      return own.length === 0 ? [] : { listed, effect, signs: own };
    });
  });
}

function through(changes: readonly ContainerChange[], container: JsonObject) {
  let current: JsonObject | undefined = container;
  for (const change of changes) {
    if (current !== undefined) current = change(current);
  }
  return current;
}

interface Settled {
  readonly changes: readonly ContainerChange[];
  readonly findings: readonly Finding[];
}

function settle(effect: Effect, context: StepContext): Settled {
  const choice = context.fork.effects?.[effect.effect];
  if (choice === 'keep') return { changes: [], findings: [] };
  if (choice === undefined) return { changes: [], findings: [notChosen(effect, context)] };
  const { settled, open } = split(effect, choice);
  return {
    changes: settled.flatMap((sign) => sign[choice] ?? []),
    findings: open.length === 0 ? [] : [notChanged(effect, open, choice, context)],
  };
}

/** The signs that a choice settles, by a change or by what is done to another, and the rest. */
function split({ signs }: Pick<Effect, 'signs'>, choice: 'suffix' | 'drop') {
  const settled = signs.filter((sign) => sign[choice] !== undefined);
  const isOff = choice === 'drop' && settled.some(({ isSwitch }) => isSwitch);
  const isNamed = choice === 'suffix' && settled.length > 0;
  const open = signs.filter((sign) => {
    if (sign[choice] !== undefined) return false;
    return !isOff && !(isNamed && sign.isSwitch);
  });
  return { settled, open };
}

const explanations: { readonly [choice in EffectChoice]: string } = {
  suffix: 'for a name of its own',
  drop: 'to take it out',
  keep: 'to let it be',
};

/** What can be chosen so that nothing is left open. */
function choicesFor(effect: Effect): readonly EffectChoice[] {
  const possible = (['suffix', 'drop'] as const).filter(
    (choice) => split(effect, choice).open.length === 0,
  );
  return [...possible, 'keep'];
}

function signTexts(signs: readonly Sign[]): string {
  const texts = new Set(signs.map(({ text, from }) => (from ? `${text} of ${from}` : text)));
  return listText([...texts], 4, ', ');
}

function shownBy({ listed }: Effect, signs: readonly Sign[]): string {
  const texts = signTexts(signs);
  return listed.isServing ? `${texts} of container \`${containerName(listed.container)}\`` : texts;
}

function notChosen(effect: Effect, context: StepContext): Finding {
  const { baseline, fork } = context;
  const choices = choicesFor(effect)
    .map((choice) => `\`${effect.effect}: ${choice}\` ${explanations[choice]}`)
    .join(', ');
  return aboutFork(context, 'side-effect', {
    message: `the fork of ${nameOf(baseline.object)} ${effectTexts[effect.effect]}, as ${shownBy(effect, effect.signs)} shows`,
    hint: `say under \`effects\` what is to become of it: ${choices}; or change it under \`env\` or \`patch\``,
    where: { origin: context.sandbox.origin, path: fork.path },
  });
}

/** How an author changes by hand what no choice can. */
const ways: { readonly [field in Sign['field']]: string } = {
  env: 'set the variable under `env`',
  config: 'change the value under `config`, or set the variable under `env`',
  patch: 'change it with a patch',
};

function notChanged(
  effect: Effect,
  open: readonly Sign[],
  choice: EffectChoice,
  context: StepContext,
): Finding {
  const { baseline, sandbox, fork } = context;
  const verb = choice === 'suffix' ? 'be given a suffix' : 'be taken out';
  const [first] = open;
  const [other] = choicesFor(effect).filter((one) => one !== choice && one !== 'keep');
  const way = ways[first?.field ?? 'patch'];
  const whole = other === undefined ? way : `choose \`${effect.effect}: ${other}\`, or ${way}`;
  return aboutFork(context, 'effect-not-changed', {
    message: `${shownBy(effect, open)} cannot ${verb} in the fork of ${nameOf(baseline.object)}, as \`${effect.effect}: ${choice}\` asks`,
    hint: `${whole}; \`${effect.effect}: keep\` lets it be`,
    where: {
      origin: sandbox.origin,
      path: [...fork.path, 'customizations', 'effects', effect.effect],
    },
  });
}

/** Choices for effects of which the fork shows no sign: a wish that changes nothing. */
function withoutSign(found: readonly Effect[], context: StepContext): readonly Finding[] {
  const { fork, sandbox, baseline } = context;
  const shown = new Set(found.map(({ effect }) => effect));
  return effectNames.flatMap((effect) => {
    const choice = fork.effects?.[effect];
    if (choice === undefined || choice === 'keep' || shown.has(effect)) return [];
    return aboutFork(context, 'effect-not-found', {
      message: `\`${effect}: ${choice}\` changes nothing, since no variable, argument or container of ${nameOf(baseline.object)} shows such an effect`,
      hint: 'set what the workload goes by under `env`, or take the choice out',
      where: {
        origin: sandbox.origin,
        path: [...fork.path, 'customizations', 'effects', effect],
      },
    });
  });
}
