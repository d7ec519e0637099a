// Which propagators of OpenTelemetry hand a routing key on, for each carrier.
//
// A header of its own is handed on by code, a query parameter or cookie not at all, so no
// propagator stands for these. Without the variable every SDK has both. Neighbours: tracing.ts,
// propagation.ts.

import type { Carrier } from '../../model/config';

const propagatorOf: { readonly [type in Carrier['type']]?: string } = {
  baggage: 'baggage',
  tracestate: 'tracecontext',
};

/** The propagators that the carriers need and `OTEL_PROPAGATORS` does not list. */
export function missingPropagators(text: string, carriers: readonly Carrier[]): readonly string[] {
  const listed = new Set(text.split(',').map((one) => one.trim().toLowerCase()));
  // An empty value is as none at all to every SDK: the default holds.
  if (text.trim() === '') return [];
  const needed = new Set(carriers.flatMap(({ type }) => propagatorOf[type] ?? []));
  return [...needed].filter((propagator) => !listed.has(propagator));
}

/** The list with what is missing behind it; `none` beside another would mean neither. */
export function withPropagators(text: string, carriers: readonly Carrier[]): string {
  const missing = missingPropagators(text, carriers);
  if (missing.length === 0) return text;
  const listed = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one.toLowerCase() !== 'none');
  return [...listed, ...missing].join(',');
}
