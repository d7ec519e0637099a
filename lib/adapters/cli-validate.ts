// `gatefork validate`: manifests -> what the API server would refuse, what the specification calls
// broken, what an implementation does not support.
//
// The findings are what was asked for, and go to standard output. Where something could not be read
// there is no result: all that is known is told on standard error. Neighbours: validate-input.ts,
// validate-options.ts, ../report/validation-text.ts.

import { exitOf, type Finding, isError } from '../model/finding';
import { jsonLine, locate, worthReading } from '../pipeline';
import {
  isInvalid,
  type Validated,
  validate,
  validationJson,
  validationMarkdown,
  validationSarif,
  validationText,
} from '../pipeline-validation';
import { InputReader } from './input';
import type { Terminal } from './terminal';
import { tellFindings } from './told-findings';
import { readValidateInputs, type ValidateInputOptions } from './validate-input';
import type { validationFormats } from './validate-options';

export interface ValidateOptions extends ValidateInputOptions {
  readonly output: (typeof validationFormats)[number];
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

/** Results of code scanning of one rule: a person goes through them. */
const mostOfOneRule = 100;

/** @param version Gatefork's own, for the formats that name who found something */
export function runValidate(options: ValidateOptions, terminal: Terminal, version: string): number {
  const reader = new InputReader(terminal);
  const { input, findings: read } = readValidateInputs(options, reader);
  if (read.some(isError)) {
    // What is missing would make references look broken, so only objects are judged.
    const { findings } = validate({ ...input, lint: false });
    tellFindings([...read, ...findings.filter(isError)], options, reader, terminal);
    return exitOf(read);
  }
  const { quiet = false, strict: isStrict = false } = options;
  const validated = validate(input);
  const isSaid = ({ severity }: Finding) => !quiet || severity !== 'info';
  const findings = validated.findings.filter(isSaid);
  terminal.out(
    printers[options.output]({
      result: { ...validated, findings, isStrict },
      located: (found) => locate(found, reader.textOf),
      source: { version, file: options.file[0] ?? '-' },
    }),
  );
  tellFindings(read, options, reader, terminal);
  return isInvalid({ findings, isStrict }) ? Math.max(1, exitOf(findings)) : 0;
}

interface Printed {
  readonly result: Validated & { readonly isStrict: boolean };
  readonly located: (findings: readonly Finding[]) => readonly Finding[];
  readonly source: Parameters<typeof validationSarif>[1];
}

const printers: {
  readonly [format in ValidateOptions['output']]: (printed: Printed) => string;
} = {
  text: ({ result, located }) => validationText(result, located(worthReading(result.findings))),
  json: ({ result, located }) =>
    jsonLine(validationJson({ ...result, findings: located(result.findings) })),
  markdown: ({ result, located }) =>
    validationMarkdown({ ...result, findings: located(result.findings) }),
  sarif: ({ result, located, source }) =>
    jsonLine(validationSarif(located(worthReading(result.findings, mostOfOneRule)), source)),
};
