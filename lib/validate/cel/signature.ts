// Functions by their signatures, as tables: `'string.charAt(int): string': (text, at) => …`.
//
// Neighbours: environment.ts (who registers them), the files of functions beside this one.

import type { Environment, Value } from './engine';

/** INVARIANT: the signature says which types the values have; the engine looks at them before it calls. */
// biome-ignore lint/suspicious/noExplicitAny: the signature, a text, says what the values are
export type Handler = (...values: any[]) => Value;

export type Functions = { readonly [signature: string]: Handler };

/** A name that functions stand behind, as `sets.contains`: an object of a type of its own. */
export interface Namespace {
  readonly name: string;
  readonly functions: Functions;
}

export function register(environment: Environment, functions: Functions): void {
  for (const [signature, handler] of Object.entries(functions)) {
    // Nothing here is asynchronous, and the engine is faster where it knows.
    const options = { async: false } as object;
    environment.registerFunction(signature, handler, options);
  }
}

export function registerNamespace(environment: Environment, { name, functions }: Namespace): void {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Functions`;
  const Own = { [type]: class {} }[type] as new () => object;
  environment.registerType(type, Own);
  environment.registerConstant(name, type, new Own());
  for (const [signature, handler] of Object.entries(functions)) {
    register(environment, { [`${type}.${signature}`]: (_, ...values) => handler(...values) });
  }
}
