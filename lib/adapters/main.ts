// The process around the command: its streams, its arguments, its exit status.

import {
  programArguments,
  readStandardInput,
  setExitStatus,
  writeToStandardError,
  writeToStandardOutput,
} from '../io';
import { run } from './cli';

/** Runs the command on this process's own arguments and streams. */
export function main(version: string): void {
  const terminal = {
    out: writeToStandardOutput,
    err: writeToStandardError,
    stdin: readStandardInput,
  };
  setExitStatus(run(programArguments(), terminal, version));
}
