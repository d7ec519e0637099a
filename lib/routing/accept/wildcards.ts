// A load balancer's comparison of header values: `*`, `?` and alternatives, in any case.
//
// As AWS does it: the controller cuts an Exact value at commas and takes the character behind a
// backslash as it is (route_rule_condition.go, generateValuesFromMatchHeaderValue); the load
// balancer then compares each piece with the value, `*` being any characters and `?` any one
// (API_HttpHeaderConditionConfig). So a backslash saves a comma and a backslash, but neither
// `*` nor `?`: the load balancer no longer sees it. Neighbours: header-accepts.ts.

/** Whether one of a pattern's alternatives covers all of a value. */
export function fitsWildcards(pattern: string, value: string): boolean {
  const text = value.toLowerCase();
  return alternatives(pattern.toLowerCase()).some((one) => covers(one, text));
}

/** What a pattern is cut into, backslashes taken out. */
export function alternatives(pattern: string): readonly string[] {
  const found: string[] = [];
  let current = '';
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] === '\\' && at + 1 < pattern.length) {
      at += 1;
      current += pattern[at];
    } else if (pattern[at] === ',') {
      found.push(current);
      current = '';
    } else current += pattern[at];
  }
  return [...found, current];
}

/** Greedy: a mismatch lets the last `*` take one character more, earlier ones need never move. */
function covers(pattern: string, text: string): boolean {
  let [at, star, resume] = [0, -1, 0];
  for (let read = 0; read < text.length; ) {
    if (pattern[at] === '*') {
      star = at;
      resume = read;
      at += 1;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[read])) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      resume += 1;
      read = resume;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
