// The headers that carry a routing key, and filters that set it there.
//
// A list (`baggage`, `tracestate`) holds members of others beside the key; any other header is the
// key itself. Neighbours: preview.ts (who asks), ../../routing/carrier.ts (what carries a key).

import type { ClaimOwner } from '../../model/claim';
import type { Carrier, Config } from '../../model/config';
import { at, isObject, type Json, type JsonObject, listOf, textOf } from '../../model/manifest';
import type { HeaderLine } from '../../model/request';
import { byText } from '../../model/text-order';
import { carriesKey } from '../../routing/carrier';
import type { RuleShape } from './rule-shape';

type HeaderCarrier = Exclude<Carrier, { readonly type: 'query' | 'cookie' }>;

export class KeyHeaders {
  readonly #key: string;
  readonly #keyName: string;
  /** By the name of the header, in lower case. */
  readonly #carriers: ReadonlyMap<string, HeaderCarrier>;

  constructor(
    { routingKey }: Pick<ClaimOwner, 'routingKey'>,
    { carriers, keyName }: Pick<Config, 'carriers' | 'keyName'>,
  ) {
    this.#key = routingKey;
    this.#keyName = keyName;
    this.#carriers = new Map(
      carriers.flatMap((carrier): readonly (readonly [string, HeaderCarrier])[] => {
        if (carrier.type === 'query' || carrier.type === 'cookie') return [];
        return [[headerOf(carrier), carrier]];
      }),
    );
  }

  /**
   * The lines without the key, and where one carried it a last line that says so. In the order of
   * names, which are told in no case: a filter puts what it sets behind what was sent.
   */
  apart(lines: readonly HeaderLine[]): readonly HeaderLine[] {
    const others = lines.flatMap(([name, value]): readonly HeaderLine[] => {
      const rest = this.#withoutKey(name, value);
      return rest === '' && value !== '' ? [] : [[name.toLowerCase(), rest]];
    });
    const sorted = [...others].sort(byText(([name]) => name));
    const isCarried = lines.some(([name, value]) => this.#holdsKey(name, value));
    // No header can be called so.
    return isCarried ? [...sorted, [':key', this.#key]] : sorted;
  }

  /** The filters but for what sets the key. */
  withoutKey(filters: readonly JsonObject[]): readonly JsonObject[] {
    return filters.flatMap((filter): readonly JsonObject[] => {
      const change = modifierOf(filter);
      if (change === undefined) return [filter];
      const left = Object.entries(change).flatMap(([list, value]): readonly [string, Json][] => {
        const isLines = list === 'set' || list === 'add';
        const kept = isLines ? listOf(value).flatMap((entry) => this.#entry(list, entry)) : value;
        return kept === undefined || (Array.isArray(kept) && kept.length === 0)
          ? []
          : [[list, kept]];
      });
      if (left.length === 0) return [];
      return [{ ...filter, requestHeaderModifier: Object.fromEntries(left) }];
    });
  }

  /**
   * Whether a request goes on with the key: the rule sets it in a header that nothing else of it
   * changes. Where none is left to set, one that came with the key would lose it as well.
   *
   * @param stripped the rule without the filters that set the key
   */
  isSetBy(shape: RuleShape, stripped: RuleShape): boolean {
    if (shape.isRedirect || shape.isBroken) return true;
    const free = [...this.#carriers].filter(
      ([name, { type }]) => type !== 'tracestate' && !isChanged(name, type, stripped.filters),
    );
    const isSet = ([name]: readonly [string, Carrier]) =>
      shape.filters.some((filter) => this.#sets(filter, name));
    // Filters of backends may take the key out of one header and leave it in another.
    const isTouchedBehind = shape.backends.some(({ filters }) =>
      free.some(([name, { type }]) => isChanged(name, type, filters)),
    );
    if (isTouchedBehind) return free.every(isSet);
    return free.length === 0 || free.some(isSet);
  }

  #sets(filter: JsonObject, name: string): boolean {
    const change = modifierOf(filter);
    return linesOf(change).some(
      ([own, value]) => own.toLowerCase() === name && this.#holdsKey(own, value),
    );
  }

  #holdsKey(name: string, value: string): boolean {
    const carrier = this.#carriers.get(name.toLowerCase());
    return carrier !== undefined && carriesKey(carrier, this.#keyName, this.#key, value);
  }

  #withoutKey(name: string, value: string): string {
    const carrier = this.#carriers.get(name.toLowerCase());
    if (carrier === undefined) return value;
    const members = carrier.type === 'header' ? [value] : value.split(',');
    return members.filter((member) => !this.#holdsKey(name, member)).join(',');
  }

  /** What else it does: to set a list's header would take the members of others out of it. */
  #entry(list: 'set' | 'add', entry: Json): readonly Json[] {
    const [line] = lineOf(entry);
    const carrier = this.#carriers.get(line?.[0].toLowerCase() ?? '');
    const isOurs = list === (carrier?.type === 'header' ? 'set' : 'add');
    if (line === undefined || !isOurs || !isObject(entry)) return [entry];
    const rest = this.#withoutKey(...line);
    if (rest === line[1]) return [entry];
    return rest === '' ? [] : [{ ...entry, value: rest }];
  }
}

function headerOf(carrier: HeaderCarrier): string {
  return carrier.type === 'header' ? carrier.name.toLowerCase() : carrier.type;
}

function modifierOf(filter: JsonObject): JsonObject | undefined {
  const change = at(filter, ['requestHeaderModifier']);
  return filter.type === 'RequestHeaderModifier' && isObject(change) ? change : undefined;
}

function lineOf(entry: Json): readonly HeaderLine[] {
  const [name, value] = [textOf(at(entry, ['name'])), textOf(at(entry, ['value']))];
  return name === undefined || value === undefined ? [] : [[name, value]];
}

function linesOf(change: JsonObject | undefined): readonly HeaderLine[] {
  return [...listOf(change?.set), ...listOf(change?.add)].flatMap(lineOf);
}

/** Whether filters leave nothing of a header, or of a header that is the key itself add to it. */
function isChanged(name: string, type: Carrier['type'], filters: readonly JsonObject[]): boolean {
  return filters.some((filter) => {
    const change = modifierOf(filter);
    const isIt = (text: string | undefined) => text?.toLowerCase() === name;
    const lines = [...listOf(change?.set), ...(type === 'header' ? listOf(change?.add) : [])];
    return (
      lines.flatMap(lineOf).some(([own]) => isIt(own)) ||
      listOf(change?.remove).some((one) => isIt(textOf(one)))
    );
  });
}
