// Quantities of Kubernetes, `100m` or `1.5Gi`, exact to a billionth as the API server keeps them.
//
// Neighbours: cel/quantity-functions.ts, core/pod-rules.ts.

export class Quantity {
  /** In billionths. */
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

const form =
  /^([+-]?)(\d{0,200})(?:\.(\d{0,200}))?(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d{1,3})?$/;
export const billion = 1_000_000_000n;
const binary = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal: ReadonlyMap<string, number> = new Map([
  ...([
    ['n', -9],
    ['u', -6],
    ['m', -3],
    ['', 0],
    ['k', 3],
  ] as const),
  ...([
    ['M', 6],
    ['G', 9],
    ['T', 12],
    ['P', 15],
    ['E', 18],
  ] as const),
]);

export function readQuantity(text: string): Quantity | undefined {
  const [, sign, whole = '', fraction = '', suffix = ''] = form.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const power = binary.indexOf(suffix);
  const exponent = /^[eE]./.test(suffix) ? Number(suffix.slice(1)) : (decimal.get(suffix) ?? 0);
  const scale = power < 0 ? 1n : 1024n ** BigInt(power + 1);
  let up = BigInt(whole + fraction) * scale * billion;
  let down = 10n ** BigInt(fraction.length);
  if (power < 0 && exponent >= 0) up *= 10n ** BigInt(exponent);
  else if (power < 0) down *= 10n ** BigInt(-exponent);
  const nanos = (up + down - 1n) / down;
  return new Quantity(sign === '-' ? -nanos : nanos);
}
