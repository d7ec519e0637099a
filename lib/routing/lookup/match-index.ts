// The matches that compete for one host, found by path instead of one by one.
//
// An index may hand out too many, never too few: ../accept/accepts.ts has the last word. An Exact path is
// found by its text, a prefix by walking up the request's path, a gRPC call by service and
// method; expressions are open to every path. Many matches of one path (a twin for each sandbox)
// are told apart by the headers that they ask for: header-bucket.ts.

import type { Match, Route } from '../../model/route';
import { pathKey, withoutDot } from '../accept/path';
import type { PreparedRequest } from '../accept/prepared-request';
import type { Law } from '../law';
import type { Entrant } from './entrant';
import { HeaderBucket } from './header-bucket';

type Buckets = Map<string, HeaderBucket>;

export class MatchIndex {
  readonly #all: Entrant[] = [];
  readonly #exact: Buckets = new Map();
  readonly #prefixes: Buckets = new Map();
  /** gRPC matches by `service/method`, `service/` and `/method`. */
  readonly #calls: Buckets = new Map();
  /** What every path may meet. */
  readonly #open = new HeaderBucket();
  readonly #openCalls = new HeaderBucket();
  /** No prefix is longer, so that a path of many elements is not walked all the way. */
  #longestPrefix = 0;
  #longestService = 0;
  readonly #kinds = new Set<Match['protocol']>();
  readonly #openKinds = new Map<Match['protocol'], Route>();
  #isOpenInPart = false;
  #hasSure = false;

  constructor(readonly host: string) {}

  get all(): readonly Entrant[] {
    return this.#all;
  }

  /** Kinds of its matches. */
  get kinds(): ReadonlySet<Match['protocol']> {
    return this.#kinds;
  }

  /** Kinds of those whose routes may not be accepted, each with the first of them. */
  get openKinds(): ReadonlyMap<Match['protocol'], Route> {
    return this.#openKinds;
  }

  /** Whether one of these has further hosts. */
  get isOpenInPart(): boolean {
    return this.#isOpenInPart;
  }

  /** Whether some route is accepted for certain, so that the hostname is there. */
  get hasSure(): boolean {
    return this.#hasSure;
  }

  add(entrant: Entrant): void {
    this.#all.push(entrant);
    this.#kinds.add(entrant.candidate.match.protocol);
    if (entrant.certainty === 'open') {
      const { match, route } = entrant.candidate;
      if (!this.#openKinds.has(match.protocol)) this.#openKinds.set(match.protocol, route);
      this.#isOpenInPart ||= entrant.hosts?.length !== 1;
    } else this.#hasSure = true;
    this.#bucketFor(entrant.candidate.match).add(entrant);
  }

  #bucketFor(match: Match): HeaderBucket {
    if (match.protocol === 'grpc') {
      const { type, service = '', method = '' } = match;
      if (type === 'RegularExpression' || (service === '' && method === '')) return this.#openCalls;
      const name = withoutDot(service);
      this.#longestService = Math.max(this.#longestService, name.length);
      return bucketOf(this.#calls, `${name}/${method}`);
    }
    const { type, value } = match.path;
    if (type === 'RegularExpression') return this.#open;
    if (type === 'Exact') return bucketOf(this.#exact, value);
    const key = pathKey(value);
    this.#longestPrefix = Math.max(this.#longestPrefix, key.length);
    return bucketOf(this.#prefixes, key);
  }

  /** Every entrant that may accept the request, each at least once. */
  meet(request: PreparedRequest, law: Law, visit: (entrant: Entrant) => void): void {
    for (const bucket of this.#bucketsAlong(request)) bucket.meet(request, law, visit);
  }

  /** Every entrant whose path may cover that of the request, each at least once. */
  alongPath(request: PreparedRequest, visit: (entrant: Entrant) => void): void {
    for (const { all } of this.#bucketsAlong(request)) all.forEach(visit);
  }

  #bucketsAlong({ paths }: PreparedRequest): readonly HeaderBucket[] {
    const found: HeaderBucket[] = [];
    for (const path of paths) {
      found.push(...bucketAt(this.#exact, path));
      this.#prefixesAbove(path, found);
      if (this.#calls.size > 0) this.#callsAt(path, found);
    }
    found.push(this.#open, this.#openCalls);
    return found;
  }

  #prefixesAbove(path: string, found: HeaderBucket[]): void {
    const longest = this.#longestPrefix;
    let end = path.length <= longest ? path.length : path.lastIndexOf('/', longest);
    while (end >= 0) {
      found.push(...bucketAt(this.#prefixes, path.slice(0, end)));
      end = end === 0 ? -1 : path.lastIndexOf('/', end - 1);
    }
  }

  #callsAt(path: string, found: HeaderBucket[]): void {
    const call = path.slice(1);
    found.push(...bucketAt(this.#calls, call));
    found.push(...bucketAt(this.#calls, path.slice(path.lastIndexOf('/'))));
    // A service alone covers what is below it; a path may have more than two elements.
    const longest = this.#longestService;
    let end = call.length <= longest ? call.length : call.lastIndexOf('/', longest);
    while (end > 0) {
      found.push(...bucketAt(this.#calls, `${call.slice(0, end)}/`));
      end = call.lastIndexOf('/', end - 1);
    }
  }
}

const none: readonly HeaderBucket[] = [];

function bucketAt(buckets: Buckets, key: string): readonly HeaderBucket[] {
  const bucket = buckets.get(key);
  return bucket === undefined ? none : [bucket];
}

function bucketOf(buckets: Buckets, key: string): HeaderBucket {
  const known = buckets.get(key);
  if (known !== undefined) return known;
  const fresh = new HeaderBucket();
  buckets.set(key, fresh);
  return fresh;
}
