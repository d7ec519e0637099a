// Where a command reads and writes, so that tests can stand in for a terminal.

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input, as text. */
  readonly stdin: () => string;
}
