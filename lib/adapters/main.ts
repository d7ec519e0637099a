// The process around the command: its streams, its arguments, its exit status.

import {
  programArguments,
  readStandardInput,
  setExitStatus,
  watchForBugs,
  watchStreams,
  writeToStandardError,
  writeToStandardOutput,
} from '../io';
import { reportBug, run } from './cli';

/** Runs the command on this process's own arguments and streams. */
export function main(version: string): void {
  const terminal = {
    out: writeToStandardOutput,
    err: writeToStandardError,
    stdin: readStandardInput,
  };
  watchForBugs((error) => setExitStatus(reportBug(error, terminal)));
  watchStreams((problem) => {
    terminal.err(`gatefork: ${problem}\n`);
    setExitStatus(2);
  });
  setExitStatus(run(programArguments(), terminal, version));
}
