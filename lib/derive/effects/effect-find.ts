// Signs of side effects in a fork's containers, each with what can be done about it.
//
// Only what the baseline does as well is a sign: a variable, argument or command that the sandbox
// has set otherwise is its author's own choice. Values are never printed, since an address may hold
// a password. Neighbours: effect-signs.ts (the tables), effects.ts (what is done).

import type { EffectName } from '../../model/fork';
import { at, type Json, type JsonObject } from '../../model/manifest';
import type { ConfigData } from '../content/config-data';
import { type Variable, variablesOf } from '../content/variables';
import { withEnv } from '../customize/container-change';
import { containerName, type ListedContainer } from '../pods/containers';
import { type Argument, argumentsOf, withArgument, wordsOf } from './arguments';
import {
  migrationWords,
  type NameSign,
  nameSigns,
  offValues,
  onValues,
  phraseSigns,
  waitingWords,
} from './effect-signs';

/** A change of a container; undefined takes it out of the pod. */
export type ContainerChange = (container: JsonObject) => JsonObject | undefined;

export interface Sign {
  readonly effect: EffectName;
  /** What shows it: a variable, an argument, a command. */
  readonly text: string;
  /** Absent where it cannot be done to what stands there. */
  readonly suffix?: ContainerChange;
  readonly drop?: ContainerChange;
  /** It says whether there is an effect at all, and not under which name. */
  readonly isSwitch: boolean;
  /** Where a value is read from that is not the container's own: `ConfigMap cart-config`. */
  readonly from?: string;
  /** The part of a fork's customizations by which its author can change it. */
  readonly field: 'env' | 'config' | 'patch';
}

export interface SignRequest {
  readonly listed: ListedContainer;
  /** The container of the same name in the baseline. */
  readonly baseline: JsonObject;
  readonly config: ConfigData;
  readonly sandbox: string;
}

/** No name is as long; the tables' expressions need not look at it. */
const longestName = 253;

export function signsOf(request: SignRequest): readonly Sign[] {
  const { listed } = request;
  if (!listed.isServing) return initSigns(request);
  return [...variableSigns(request), ...argumentSigns(request), ...phraseSignsOf(request)];
}

function variableSigns({ listed, baseline, config, sandbox }: SignRequest): readonly Sign[] {
  const before = variablesOf(baseline, config);
  return variablesOf(listed.container, config).all.flatMap((variable) => {
    if (before.get(variable.name)?.identity !== variable.identity) return [];
    const form = formOf(variable.name, variable.value);
    return form === undefined ? [] : [variableSign(variable, form, sandbox)];
  });
}

interface Form {
  readonly effect: EffectName;
  readonly form: NameSign['form'];
  readonly off: string;
}

/** What the tables know of a name, if its value bears it out. */
function formOf(name: string, value: string | undefined): Form | undefined {
  if (name.length > longestName) return undefined;
  const spelt = name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
  for (const sign of nameSigns) {
    if (!sign.name.test(spelt)) continue;
    const form = formFor(sign, value);
    if (form !== undefined) return { effect: sign.effect, form, off: sign.off ?? 'false' };
  }
  return undefined;
}

function formFor(sign: NameSign, value: string | undefined): NameSign['form'] | undefined {
  if (value === undefined) return sign.form;
  if (sign.value !== undefined) return sign.value.test(value) ? sign.form : undefined;
  const word = value.trim().toLowerCase();
  if (offValues.has(word)) return undefined;
  if (sign.form !== 'switch' || onValues.has(word)) return sign.form;
  // `LEADER_ELECTION=cart-leader`: what could be a switch names what is led.
  return sign.effect === 'leaderElection' ? 'name' : undefined;
}

function variableSign(variable: Variable, { effect, form, off }: Form, sandbox: string): Sign {
  const { name, value, source, from } = variable;
  const isLiteral = source === 'literal' && value !== undefined;
  const set =
    (text: string): ContainerChange =>
    (container) =>
      withEnv(container, { name, operation: 'upsert', value: text });
  const suffixed = isLiteral ? suffixedValue(value, form, sandbox) : undefined;
  const drop = dropOf(form, set(off), (container) =>
    withEnv(container, { name, operation: 'delete' }),
  );
  return {
    effect,
    text: `\`${name}\``,
    isSwitch: form === 'switch',
    field: from?.startsWith('ConfigMap ') === true ? 'config' : 'env',
    ...(suffixed === undefined ? {} : { suffix: set(suffixed) }),
    // A variable of `envFrom` cannot be taken out, but one that says no can be set over it.
    ...(drop === undefined || (form === 'address' && variable.isImported) ? {} : { drop }),
    ...(isLiteral || from === undefined ? {} : { from }),
  };
}

function dropOf(
  form: NameSign['form'],
  turnOff: ContainerChange,
  takeOut: ContainerChange,
): ContainerChange | undefined {
  if (form === 'switch') return turnOff;
  return form === 'address' ? takeOut : undefined;
}

/** The value under a name of the fork's own; undefined where its end is no name. */
function suffixedValue(value: string, form: NameSign['form'], sandbox: string): string | undefined {
  if (form === 'name') return `${value}-${sandbox}`;
  if (form !== 'queue' || /[?#,\s]|\/$/.test(value)) return undefined;
  // A queue of SQS is first in, first out by the end of its name.
  const kind = value.endsWith('.fifo') ? '.fifo' : '';
  return `${value.slice(0, value.length - kind.length)}-${sandbox}${kind}`;
}

function argumentSigns({ listed, baseline, sandbox }: SignRequest): readonly Sign[] {
  const before = new Set(argumentsOf(baseline).map(argumentId));
  return argumentsOf(listed.container).flatMap((argument) => {
    if (!before.has(argumentId(argument))) return [];
    const read = asSwitch(argument);
    const form = formOf(read.name, read.value);
    return form === undefined ? [] : [argumentSign(read, form, sandbox)];
  });
}

/** A switch has no value behind it: `--leader-elect serve` is a switch and another word. */
function asSwitch(argument: Argument): Argument {
  const { name, value, form, index } = argument;
  if (form !== 'next' || onValues.has(value) || offValues.has(value)) return argument;
  if (formOf(name, 'true')?.form !== 'switch') return argument;
  return { ...argument, value: 'true', form: 'alone', index: index - 1 };
}

function argumentId({ name, value }: Argument): string {
  return `${name}=${value}`;
}

function argumentSign(argument: Argument, { effect, form, off }: Form, sandbox: string): Sign {
  const suffixed = suffixedValue(argument.value, form, sandbox);
  const drop =
    form === 'switch'
      ? (container: JsonObject) => withArgument(container, argument, off)
      : undefined;
  return {
    effect,
    text: `\`${argument.flag}\``,
    isSwitch: form === 'switch',
    field: 'patch',
    ...(suffixed === undefined
      ? {}
      : { suffix: (container) => withArgument(container, argument, suffixed) }),
    ...(drop === undefined ? {} : { drop }),
  };
}

/** Programs that are run for their effect; nothing is left of the command without them. */
function phraseSignsOf({ listed, baseline }: SignRequest): readonly Sign[] {
  const before = new Set(phrasesIn(baseline).map(({ text }) => text));
  return phrasesIn(listed.container).filter(({ text }) => before.has(text));
}

function phrasesIn(container: Json): readonly Sign[] {
  const seen = new Set<string>();
  const found = new Map<string, Sign>();
  for (const word of wordsOf(container)) {
    for (const { effect, program, word: wanted } of phraseSigns) {
      if (word !== wanted || (program !== '' && !seen.has(program))) continue;
      const text = `\`${program === '' ? wanted : `${program} ${wanted}`}\``;
      found.set(text, { effect, text, isSwitch: false, field: 'patch' });
    }
    seen.add(word);
  }
  return [...found.values()];
}

/** An init container that changes a database, by its name, image or command. */
function initSigns({ listed, baseline }: SignRequest): readonly Sign[] {
  const { container } = listed;
  const isMigration =
    (namesMigration(containerName(container)) ||
      namesMigration(imageName(container)) ||
      phrasesIn(container).some(({ effect }) => effect === 'migrations')) &&
    // A command of the sandbox's own is its author's.
    JSON.stringify(wordsOf(container)) === JSON.stringify(wordsOf(baseline));
  if (!isMigration) return [];
  const text = `init container \`${containerName(container)}\``;
  return [{ effect: 'migrations', text, isSwitch: false, field: 'patch', drop: () => undefined }];
}

function namesMigration(name: string): boolean {
  const words = name.toLowerCase().split(/[^a-z]+/);
  return (
    words.some((word) => migrationWords.has(word)) && !words.some((word) => waitingWords.has(word))
  );
}

/** The repository without its registry, tag and digest. */
function imageName(container: Json): string {
  const image = at(container, ['image']);
  if (typeof image !== 'string') return '';
  const [first = '', ...rest] = image.split('@')[0]?.split('/') ?? [];
  const isRegistry = rest.length > 0 && /[.:]/.test(first);
  const path = isRegistry ? rest : [first, ...rest];
  return [...path.slice(0, -1), path.at(-1)?.split(':')[0]].join('/');
}
