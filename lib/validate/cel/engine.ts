// The library that evaluates CEL, loaded when the first rule is to be evaluated, and what of it
// the files here use.
//
// Most inputs have no rules of their own: loading it costs more than a short command. What the
// library says of macros in its types is less than it does, so the shapes are stated here; the
// version is pinned, and test/validate/cel/ holds them to it. Neighbours: environment.ts, macros.ts.

export type Library = typeof import('@marcbachmann/cel-js');
export type Environment = InstanceType<Library['Environment']>;

let loaded: Library | undefined;

export function engine(): Library {
  loaded ??= require('@marcbachmann/cel-js') as Library;
  return loaded;
}

export type Duration = new (seconds: bigint, nanos?: number) => { readonly valueOf: () => number };

let duration: Duration | undefined;

/** The engine's own durations, which it hands out and does not export. */
export function durationType(): Duration {
  duration ??= (engine().evaluate('duration("0s")') as { readonly constructor: Duration })
    .constructor;
  return duration;
}

/** Values of any kind, as the library hands them over. */
export type Value = unknown;

export interface Node {
  readonly op: string;
  readonly args: unknown;
  readonly meta: { readonly alternate?: Node; readonly macro?: object };
  readonly clone: (op: Operation, args: unknown) => Node;
  readonly setMeta: (key: string, value: unknown) => Node;
}

/** What a node does. */
export interface Operation {
  readonly name: string;
  readonly check: (checker: Checker, node: Node, context: Context) => Type;
  readonly evaluate: (evaluator: Evaluator, node: Node, context: Context) => Value;
}

export interface Type {
  readonly kind: string;
}

export interface Checker {
  readonly check: (node: Node, context: Context) => Type;
  readonly getType: (name: string) => Type;
  readonly createError: (code: string, message: string, node: Node) => Error;
}

export interface Evaluator {
  readonly run: (node: Node, context: Context) => Value;
}

/** The names that an expression may use. */
export interface Context {
  readonly forkWithVariable: (name: string, type: Type) => Overlay;
}

export interface Overlay extends Context {
  readonly reuse: (parent: Context) => Overlay;
  readonly setIterValue: (value: Value, evaluator: Evaluator) => Overlay;
}

/** What a macro is called with. */
export interface MacroCall {
  readonly ast: Node;
  readonly args: readonly Node[];
  readonly receiver: Node;
}

/** An error of evaluation, which is a failure of the rule. */
export class RuleError extends Error {}
