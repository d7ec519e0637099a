// The order of texts wherever output or messages depend on one: by code unit, so that it is the
// same on every machine, whatever its language.

export function compareText(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

/** A comparison of whatever has a text to go by: `sort(byText(({ name }) => name))`. */
export function byText<T>(textOf: (value: T) => string): (left: T, right: T) => number {
  return (left, right) => compareText(textOf(left), textOf(right));
}
