// Macros of CEL that the engine lacks or does otherwise: presence below any expression,
// comprehensions with two variables, mapping of optionals.
//
// Neighbours: engine.ts (the shapes of the library), environment.ts, respelt.ts (`has`).

import { spend } from './budget';
import {
  type Checker,
  type Context,
  type Environment,
  type Evaluator,
  engine,
  type MacroCall,
  type Node,
  type Overlay,
  RuleError,
  type Type,
  type Value,
} from './engine';

interface Macro {
  readonly typeCheck: (checker: Checker, macro: Macro, context: Context) => Type;
  readonly evaluate: (evaluator: Evaluator, macro: Macro, context: Context) => Value;
  readonly async: false;
}

export function registerMacros(environment: Environment): void {
  const add = (signature: string, macro: (call: MacroCall) => Macro) => {
    environment.registerFunction(signature, macro as never);
  };
  add('isPresent(ast): bool', presence);
  add('optional.optMap(ast, ast): optional<dyn>', (call) => mapped(call, (one) => some(one)));
  add('optional.optFlatMap(ast, ast): optional<dyn>', (call) => mapped(call, (one) => one));
  for (const [name, over] of Object.entries(twoVariables)) {
    for (const arity of over.length) {
      const parts = Array<string>(arity).fill('ast').join(', ');
      add(`list.${name}(${parts}): ${over.type}`, (call) => comprehension(call, over));
    }
  }
}

/** `has(a.b)`: whether `a` has a field `b`, whatever `a` is an expression of. */
function presence({ args }: MacroCall): Macro {
  const [select] = args;
  const parts = () => select?.args as readonly [Node, string];
  return {
    async: false,
    typeCheck(checker, _, context) {
      if (select === undefined || (select.op !== '.' && select.op !== '.?')) {
        throw checker.createError('invalid_macro_argument', 'has() takes a field', args[0] as Node);
      }
      checker.check(parts()[0], context);
      return checker.getType('bool');
    },
    evaluate(evaluator, _, context) {
      const [receiver, name] = parts();
      return hasField(evaluator.run(receiver, context), name);
    },
  };
}

function hasField(value: Value, name: string): boolean {
  if (value instanceof Map) return value.has(name);
  const { Optional } = engine();
  if (value instanceof Optional) return value.hasValue() && hasField(value.value(), name);
  if (typeof value === 'object' && value !== null && value.constructor === Object) {
    return Object.hasOwn(value, name);
  }
  throw new RuleError(`no such overload: has() of \`${name}\``);
}

function some(value: Value): Value {
  return engine().Optional.of(value);
}

function mapped({ args, receiver }: MacroCall, wrap: (value: Value) => Value): Macro {
  const [variable, step] = args as readonly [Node, Node];
  let inner: Overlay | undefined;
  return {
    async: false,
    typeCheck(checker, _, context) {
      checker.check(receiver, context);
      inner = context.forkWithVariable(nameOf(variable, checker), checker.getType('dyn'));
      checker.check(step, inner);
      return checker.getType('optional');
    },
    evaluate(evaluator, _, context) {
      const value = evaluator.run(receiver, context);
      if (!(value instanceof engine().Optional)) throw new RuleError('no such overload');
      if (!value.hasValue() || inner === undefined) return value;
      const own = inner.reuse(context).setIterValue(value.value(), evaluator);
      return wrap(evaluator.run(step, own));
    },
  };
}

function nameOf(variable: Node, checker: Checker): string {
  if (variable.op === 'id' && typeof variable.args === 'string') return variable.args;
  throw checker.createError('invalid_macro_argument', 'a variable must be a name', variable);
}

type Entry = readonly [key: Value, value: Value];

interface TwoVariables {
  /** Of how many arguments. */
  readonly length: readonly number[];
  readonly type: string;
  readonly run: (
    entries: readonly Entry[],
    asked: (entry: Entry, step: number) => Value,
    hasFilter: boolean,
  ) => Value;
}

const twoVariables: { readonly [name: string]: TwoVariables } = {
  all: { length: [3], type: 'bool', run: (entries, asked) => decided(entries, asked, false) },
  exists: { length: [3], type: 'bool', run: (entries, asked) => decided(entries, asked, true) },
  exists_one: { length: [3], type: 'bool', run: isOne },
  existsOne: { length: [3], type: 'bool', run: isOne },
  transformList: {
    length: [3, 4],
    type: 'list<dyn>',
    run: (entries, asked, hasFilter) => kept(entries, asked, hasFilter).map(([, value]) => value),
  },
  transformMap: {
    length: [3, 4],
    type: 'map<dyn, dyn>',
    run: (entries, asked, hasFilter) => new Map(kept(entries, asked, hasFilter)),
  },
  transformMapEntry: {
    length: [3, 4],
    type: 'map<dyn, dyn>',
    run: (entries, asked, hasFilter) =>
      new Map(kept(entries, asked, hasFilter).flatMap(([, entry]) => entriesOf(entry))),
  },
};

/** One entry that decides is enough, whatever goes wrong with the others. */
function decided(
  entries: readonly Entry[],
  asked: (entry: Entry, step: number) => Value,
  decisive: boolean,
): boolean {
  let failure: unknown;
  for (const entry of entries) {
    try {
      if (truth(asked(entry, 0)) === decisive) return decisive;
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return !decisive;
}

function isOne(entries: readonly Entry[], asked: (entry: Entry, step: number) => Value): boolean {
  return entries.filter((entry) => truth(asked(entry, 0))).length === 1;
}

function kept(
  entries: readonly Entry[],
  asked: (entry: Entry, step: number) => Value,
  hasFilter: boolean,
): readonly Entry[] {
  const chosen = hasFilter ? entries.filter((entry) => truth(asked(entry, 0))) : entries;
  return chosen.map((entry) => [entry[0], asked(entry, hasFilter ? 1 : 0)]);
}

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new RuleError('no such overload');
  return value;
}

function comprehension({ args, receiver }: MacroCall, { type, run }: TwoVariables): Macro {
  const [key, value, ...steps] = args as readonly [Node, Node, ...Node[]];
  let outer: Overlay | undefined;
  let inner: Overlay | undefined;
  return {
    async: false,
    typeCheck(checker, _, context) {
      checker.check(receiver, context);
      const any = checker.getType('dyn');
      outer = context.forkWithVariable(nameOf(key, checker), any);
      inner = outer.forkWithVariable(nameOf(value, checker), any);
      for (const step of steps) checker.check(step, inner);
      return checker.getType(type);
    },
    evaluate(evaluator, _, context) {
      const asked = ([own, item]: Entry, step: number) => {
        spend();
        const first = (outer as Overlay).reuse(context).setIterValue(own, evaluator);
        const second = (inner as Overlay).reuse(first).setIterValue(item, evaluator);
        return evaluator.run(steps[step] as Node, second);
      };
      return run(entriesOf(evaluator.run(receiver, context)), asked, steps.length > 1);
    },
  };
}

function entriesOf(value: Value): readonly Entry[] {
  if (Array.isArray(value)) return value.map((one, index): Entry => [BigInt(index), one]);
  if (value instanceof Map) return [...value];
  if (typeof value === 'object' && value !== null && value.constructor === Object) {
    return Object.entries(value);
  }
  throw new RuleError('no such overload');
}
