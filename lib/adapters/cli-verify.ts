// `gatefork verify`: two sets of manifests -> proved, violated with requests that show it, or undecided.
//
// The proof is data and goes to standard output, whatever comes of it; where the input is wrong
// there is none. Neighbours: verify-input.ts, verify-options.ts, ../report/proof-text.ts.

import { exitOf, isError } from '../model/finding';
import type { Manifest } from '../model/manifest';
import type { Proof, Violation } from '../model/proof';
import { jsonLine, locate, worthReading } from '../pipeline';
import {
  proofFindings,
  proofJson,
  proofMarkdown,
  proofSarif,
  proofText,
  requestJson,
  type Verified,
  verify,
} from '../pipeline-proof';
import { InputReader } from './input';
import type { Terminal } from './terminal';
import { tellFindings } from './told-findings';
import { readVerifyInputs, type VerifyInputOptions } from './verify-input';
import type { proofFormats } from './verify-options';

export interface VerifyOptions extends VerifyInputOptions {
  readonly output: (typeof proofFormats)[number];
  readonly quiet?: boolean;
}

const statuses: { readonly [result in Proof['result']]: number } = {
  proved: 0,
  violated: 1,
  undecided: 3,
};

/** Results of code scanning: each one's line is looked up, and a person goes through them. */
const mostOfOneRule = 100;

/** @param version Gatefork's own, for the formats that name who found something */
export function runVerify(options: VerifyOptions, terminal: Terminal, version: string): number {
  const reader = new InputReader(terminal);
  const { input, findings: read } = readVerifyInputs(options, reader);
  const verified: Verified = read.some(isError) ? { findings: [] } : verify(input);
  const { proof, manifests = [] } = verified;
  const findings = [...read, ...verified.findings];
  if (proof !== undefined) {
    terminal.out(printers[options.output]({ proof, options, manifests, reader, version }));
  }
  tellFindings(findings, options, reader, terminal);
  return proof === undefined ? exitOf(findings) : statuses[proof.result];
}

interface Printed {
  readonly proof: Proof;
  readonly options: VerifyOptions;
  readonly manifests: readonly Manifest[];
  readonly reader: InputReader;
  readonly version: string;
}

const printers: {
  readonly [format in VerifyOptions['output']]: (printed: Printed) => string;
} = {
  text: ({ proof, options }) => proofText(proof, (violation) => askedAgain(violation, options)),
  json: ({ proof }) => jsonLine(proofJson(proof)),
  markdown: ({ proof }) => proofMarkdown(proof),
  sarif: ({ proof, manifests, reader, version }) => {
    const found = worthReading(proofFindings(proof, manifests), mostOfOneRule);
    const findings = locate(found, reader.textOf);
    const [first] = manifests.map(({ origin }) => (origin.from === 'file' ? origin.file : '-'));
    return jsonLine(proofSarif(findings, { version, file: first ?? '-' }));
  },
};

/** The command that answers a request, candidate by candidate; none for what is half applied. */
function askedAgain(
  { request, state, profile }: Violation,
  { with: paths, context = [], namespace }: VerifyOptions,
): string | undefined {
  if (state !== undefined || [...paths, ...context].includes('-')) return undefined;
  const words = [
    ...paths.flatMap((path) => ['-f', quoted(path)]),
    ...context.flatMap((path) => ['--context', quoted(path)]),
    ...(namespace === undefined ? [] : ['-n', namespace]),
    ...(profile === undefined ? [] : ['--profile', profile]),
  ];
  const line = quoted(JSON.stringify(requestJson(request)));
  return `printf %s ${line} | gatefork route ${words.join(' ')} --explain --requests -`;
}

/** A word as every shell reads it. */
function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
