// `gatefork prune`: deletes the files of sandboxes that have had their time, or, unless it is told
// `--yes`, says which it would delete.
//
// A file goes only where nothing else is in it. What was rendered goes with the next `derive --out`,
// which removes files whose sandbox is gone. Neighbours: ../upkeep/expiry.ts, cli-list.ts.

import { deleteFile, systemProblem } from '../io';
import { exitOf, type Finding, finding, isError } from '../model/finding';
import { ownerText } from '../model/sandbox';
import { type ExpiredFile, expiredFiles, readSandboxes } from '../pipeline';
import { InputReader } from './input';
import { presentTime } from './present-time';
import type { Terminal } from './terminal';
import { tellFindings } from './told-findings';

export interface PruneOptions {
  readonly sandboxes: readonly string[];
  readonly now?: number;
  readonly yes?: boolean;
  readonly output: 'text' | 'json';
  readonly quiet?: boolean;
}

export function runPrune(options: PruneOptions, terminal: Terminal): number {
  const reader = new InputReader(terminal);
  const { manifests, findings: read, skipped } = reader.read(options.sandboxes);
  const { sandboxes, groups, findings: ofDocuments } = readSandboxes(manifests);
  const findings: Finding[] = [...read, ...ofDocuments];
  if (!findings.some(isError)) {
    const found = expiredFiles(manifests, [...sandboxes, ...groups], presentTime(options.now));
    const isWhole = ({ file, others }: ExpiredFile) => others === 0 && !skipped.has(file);
    for (const one of found.filter((file) => !isWhole(file))) findings.push(shared(one));
    const done = found.filter(isWhole).flatMap((one) => prune(one, options, findings));
    terminal.out(print(done, options));
  }
  tellFindings(findings, options, reader, terminal);
  return exitOf(findings);
}

function prune(
  one: ExpiredFile,
  { yes = false }: PruneOptions,
  findings: Finding[],
): readonly ExpiredFile[] {
  if (!yes) return [one];
  try {
    deleteFile(one.file);
    return [one];
  } catch (error) {
    findings.push(
      finding('file-not-written', {
        message: `\`${one.file}\` ${systemProblem(error)}`,
        hint: 'delete it by hand, or run the command as its owner',
      }),
    );
    return [];
  }
}

function print(files: readonly ExpiredFile[], { yes = false, output }: PruneOptions): string {
  const rows = files.map(({ file, expired }) => ({
    file,
    deleted: yes,
    sandboxes: expired.map(({ name, expiresAt }) => ({ name, expiresAt })),
  }));
  if (output === 'json') return `${JSON.stringify(rows)}\n`;
  if (files.length === 0) return 'nothing has expired\n';
  const word = yes ? 'deleted' : 'would delete';
  const lines = files.map(({ file, expired }) => {
    const ended = expired.map((owner) => `${ownerText(owner)} expired ${owner.expiresAt}`);
    return `${word} ${file}  (${ended.join(', ')})\n`;
  });
  return lines.join('') + (yes ? '' : 'say --yes to delete them\n');
}

/** A file in which something is still needed. */
function shared({ file, expired }: ExpiredFile): Finding {
  const names = expired.map(ownerText).join(', ');
  const [first] = expired;
  return finding('file-shared', {
    message: `\`${file}\` holds more than what has expired (${names}), so it stays`,
    hint: 'take the expired documents out of it by hand, or give each sandbox a file of its own',
    ...(first === undefined ? {} : { where: { origin: first.origin } }),
  });
}
