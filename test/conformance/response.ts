// What the client reads in the response's headers: those of the backend, changed as the rule's
// filters say.

import type { ResponseChange } from '../../lib/model/decision';
import type { HeaderLine } from '../../lib/model/request';
import { joinedValue } from './arrival';
import type { Judged } from './judged';

function changed(
  sent: readonly HeaderLine[],
  { set, add, remove }: ResponseChange,
): readonly HeaderLine[] {
  const gone = new Set([...remove, ...set.map(([name]) => name)].map((name) => name.toLowerCase()));
  return [...sent.filter(([name]) => !gone.has(name.toLowerCase())), ...set, ...add];
}

export function responseProblems(
  { one }: Judged,
  changes: readonly (ResponseChange | undefined)[],
): readonly string[] {
  const { headers = {}, validHeaderValues = {}, absentHeaders = [] } = one.expect.response ?? {};
  const sent = Object.entries(one.request.backendSetsResponseHeaders ?? {});
  return changes.flatMap((change) => {
    const read = change === undefined ? sent : changed(sent, change);
    const wrong = [
      ...Object.entries(headers).map(([name, value]) => [name, [value]] as const),
      ...Object.entries(validHeaderValues),
    ].filter(([name, values]) => !values.includes(joinedValue(read, name) ?? ''));
    return [
      ...wrong.map(
        ([name, values]) =>
          `client reads ${name} \`${joinedValue(read, name)}\`, not ${values.join(' | ')}`,
      ),
      ...absentHeaders
        .filter((name) => joinedValue(read, name) !== undefined)
        .map((name) => `client reads ${name}`),
    ];
  });
}
