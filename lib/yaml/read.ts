// Text -> manifests: YAML or JSON, one document or a stream of them, Lists taken apart.
//
// Scalars mean what they mean to the cluster (scalar.ts). Documents are parsed one by one
// (chunk.ts), so each broken one gets its finding. Neighbours: position.ts finds the
// line of a field that was read here.

import { type Finding, finding } from '../model/finding';
import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Manifest,
} from '../model/manifest';
import type { FileOrigin, Position } from '../model/origin';
import { type AliasBudget, aliasBudget, isSpent } from './alias';
import { type Chunk, chunksOf } from './chunk';
import { construct, type Duplicate } from './construct';
import { type DocumentEvent, type Event, eventId, eventsOf, Refusal } from './event';
import { Lines } from './position';
import { excerptOf } from './scalar';
import { offsetsOfKey } from './walk';

/** One document that says something, whatever it is. */
export interface ReadDocument {
  readonly value: Json;
  readonly origin: FileOrigin;
}

export interface ReadDocuments {
  readonly documents: readonly ReadDocument[];
  readonly findings: readonly Finding[];
}

export interface ReadManifests {
  readonly manifests: readonly Manifest[];
  /** How many documents and List items have no apiVersion and kind. */
  readonly skipped: number;
  /** Where these stand. */
  readonly foreign: readonly FileOrigin[];
  readonly findings: readonly Finding[];
}

/** The Kubernetes objects of a text; `file` is its name as messages give it. */
export function readManifests(text: string, file: string): ReadManifests {
  const { documents, findings } = readDocuments(text, file);
  const manifests: Manifest[] = [];
  const foreign: FileOrigin[] = [];
  for (const { value, origin } of documents) expand(value, origin, manifests, foreign);
  return { manifests, skipped: foreign.length, foreign, findings };
}

/** Every document of a text that is not empty; Lists stay whole. */
export function readDocuments(text: string, file: string): ReadDocuments {
  const documents: ReadDocument[] = [];
  const findings: Finding[] = [];
  const budget = aliasBudget();
  const lines = new Lines(text);
  for (const chunk of chunksOf(text)) {
    const source = { lines, file, chunk };
    for (const { value, origin } of readChunk(source, budget, findings)) {
      if (value !== null) documents.push({ value, origin });
    }
    if (isSpent(budget)) break;
  }
  return { documents, findings };
}

/** A chunk, and the lines of the text it is of. */
interface Source {
  readonly lines: Lines;
  readonly file: string;
  readonly chunk: Chunk;
}

function readChunk(source: Source, budget: AliasBudget, findings: Finding[]): ReadDocument[] {
  const { file, chunk } = source;
  try {
    const events = eventsOf(chunk.text);
    const { documents, duplicates } = construct(chunk.text, events, budget);
    for (const duplicate of duplicates) findings.push(duplicateKey(source, events, duplicate));
    return documents.map((value, index) => ({
      value,
      origin: { from: 'file', file, document: chunk.document + index },
    }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.push(refused(source, error));
    return [];
  }
}

/** Puts the objects of a document, or of the List it is, where they belong. */
function expand(value: Json, origin: FileOrigin, manifests: Manifest[], foreign: FileOrigin[]) {
  if (!isObject(value) || !isKubeObject(value)) {
    foreign.push(origin);
    return;
  }
  const items = itemsOf(value);
  if (items === undefined) {
    manifests.push({ object: value, origin });
    return;
  }
  items.forEach((item, index) => {
    // An item of a List in a List is found under the outer one's.
    expand(typed(item, value), { ...origin, item: origin.item ?? index }, manifests, foreign);
  });
}

function isKubeObject(value: JsonObject): value is KubeObject {
  return isName(own(value, 'apiVersion')) && isName(own(value, 'kind'));
}

function isName(value: Json | undefined): boolean {
  return typeof value === 'string' && value !== '';
}

function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function itemsOf(value: KubeObject): readonly Json[] | undefined {
  const items = own(value, 'items');
  return value.kind.endsWith('List') && Array.isArray(items) ? items : undefined;
}

/** Items of a `DeploymentList` and its like, as the API server prints them, leave out their kind. */
function typed(item: Json, list: KubeObject): Json {
  if (list.kind === 'List' || !isObject(item)) return item;
  if (Object.hasOwn(item, 'kind') || Object.hasOwn(item, 'apiVersion')) return item;
  return { apiVersion: list.apiVersion, kind: list.kind.slice(0, -'List'.length), ...item };
}

function refused({ lines, file, chunk }: Source, refusal: Refusal): Finding {
  const position = lines.positionAt(chunk.offset + refusal.offset);
  const where = { origin: originOf(file, chunk.document), position };
  const line = lineOf(lines.text, chunk.offset + refusal.offset);
  if (refusal.code === 'yaml-too-large') {
    return finding('yaml-too-large', {
      message: `the document at line ${position.line} is refused, since ${refusal.reason}`,
      hint: 'write the values out in place of aliases, or take the file out of the input',
      where,
    });
  }
  return finding('yaml-invalid', {
    message: `line ${position.line} is not YAML that Kubernetes reads: ${refusal.reason}`,
    hint: hintFor(line),
    where,
  });
}

function hintFor(line: string): string {
  if (line.includes('{{')) return 'render the template first, and give its output';
  if (/^ *\t/.test(line)) return 'indent with spaces, YAML takes no tabs there';
  return 'mend the text at this place; the mistake may stand a line above';
}

/** How many of a key's places a message names. */
const mostLines = 5;

function duplicateKey(source: Source, events: readonly Event[], duplicate: Duplicate): Finding {
  const { lines, file, chunk } = source;
  const stream = { source: chunk.text, events, directives: directivesAt(events, duplicate) };
  const offsets = offsetsOfKey(stream, duplicate.mapping, duplicate.key);
  const places = offsets
    .slice(0, mostLines)
    .map((offset) => lines.positionAt(chunk.offset + offset));
  const [first, second = first] = places;
  const numbers = places.map(({ line }) => line);
  const position: Position = second ?? { line: 1, column: 1 };
  return finding('key-duplicate', {
    message: `the key \`${excerptOf(duplicate.key)}\` stands more than once in one mapping, at lines ${listed(numbers)}`,
    hint: 'keep one of them, since which one a cluster takes is left open',
    where: { origin: originOf(file, chunk.document + duplicate.document), position },
  });
}

function directivesAt(events: readonly Event[], { mapping }: Duplicate) {
  const opening = events.slice(0, mapping).findLast((event) => event.type === eventId.DOCUMENT);
  return (opening as DocumentEvent | undefined)?.directives ?? [];
}

function listed(lines: readonly number[]): string {
  return lines.length < 2
    ? lines.join('')
    : `${lines.slice(0, -1).join(', ')} and ${lines[lines.length - 1]}`;
}

function lineOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, Math.min(end < 0 ? text.length : end, start + 500));
}

function originOf(file: string, document: number): FileOrigin {
  return { from: 'file', file, document };
}
