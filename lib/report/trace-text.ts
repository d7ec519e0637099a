// Why a request goes where it goes, as a person reads it: listeners, then matches in their rank.
//
// Of matches that do not accept the request only the first are shown, since a gateway may have
// thousands. Neighbours: outcome-text.ts, ../model/decision.ts.

import type { CandidateStep, ListenerStep, Trace } from '../model/decision';
import { byText } from './outcome-text';
import { visible } from './visible';

const mostShown = { matching: 50, other: 10 } as const;

export function traceText({ listeners, candidates, notes }: Trace): string {
  const matching = candidates.filter(({ state }) => state !== 'no');
  const other = candidates.filter(({ state }) => state === 'no');
  const sections = [
    section('listeners', listeners.map(listenerLine), mostShown.matching),
    section('matches, first in rank first', matching.map(candidateLine), mostShown.matching),
    section('matches that do not accept it', other.map(candidateLine), mostShown.other),
    section('notes', notes, mostShown.matching),
  ];
  return sections.join('');
}

function section(title: string, lines: readonly string[], most: number): string {
  if (lines.length === 0) return '';
  const shown = lines.slice(0, most).map((line) => `    ${visible(line)}\n`);
  const more = lines.length > most ? `    and ${lines.length - most} more\n` : '';
  return `  ${title}\n${shown.join('')}${more}`;
}

function listenerLine({ listener, hostname, port, protocol, state, because }: ListenerStep) {
  return `${state.padEnd(6)}  ${listener} (${hostname}, ${protocol} ${port})${behind(because)}`;
}

function candidateLine({ by, host, state, because }: CandidateStep): string {
  const under = host === '*' ? '' : ` under ${host}`;
  return `${state.padEnd(6)}  ${byText(by)}${under}${behind(because)}`;
}

function behind(because: string): string {
  return because === '' ? '' : `: ${because}`;
}
