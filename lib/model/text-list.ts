// Lists in messages: a long one is told by its first entries and how many there are beside them.

/** `a, b and 3 more`; with `before` a comma `a, b, 3 more`, where another noun follows. */
export function listText(
  texts: readonly string[],
  most: number,
  before: ' and ' | ', ' = ' and ',
): string {
  const shown = texts.slice(0, most).join(', ');
  return texts.length > most ? `${shown}${before}${texts.length - most} more` : shown;
}
