import { expect, test } from 'vitest';
import { cell, code, prose } from '../../lib/report/markdown';
import { proofMarkdown } from '../../lib/report/proof-markdown';
import { forged, isolation, proof, whole } from './proofs';

test('a violation has both outcomes side by side, and what else there is below', () => {
  expect(proofMarkdown(whole)).toMatchInlineSnapshot(`
    "### Gatefork: violated

    2 requests show that isolation and fidelity do not hold under profile istio.

    | profile | result |
    | --- | --- |
    | specification | proved |
    | istio | violated |
    | linkerd | proved |

    #### Isolation is broken by sandbox pr-42

    A request without a known key must go where it goes without the sandboxes. This one does not under profile istio:

    \`GET http://shop.example.com/cart?debug=1\` at Gateway edge/public port 80

    | expected | actual |
    | --- | --- |
    | \`Service shop/cart-debug port 80\`<br>\`by HTTPRoute shop/cart rule 1 match 0\` | \`Service shop/cart-pr-42 port 80\`<br>\`by HTTPRoute shop/pr-42--cart rule 0 match 0\` |

    HTTPRoute shop/pr-42--cart rule 0 has a longer path than HTTPRoute shop/cart rule 1.

    **To do:** let \`HTTPRoute shop/pr-42--cart rule 0 match 0\` ask for a routing key as \`gatefork derive\` wrote it, so that no other request meets it, or take it out.

    #### Fidelity of sandbox pr-42 is broken

    A request with a key must go where the baseline sends it, forks in place of what they fork. This one does not under profile istio:

    \`GET http://shop.example.com/cart?debug=1\` with \`baggage: sd-routing-key=pr-42\` at Gateway edge/public port 80

    | expected | actual |
    | --- | --- |
    | \`Service shop/cart-debug port 80\`<br>\`by HTTPRoute shop/cart rule 1 match 0\` | \`Service shop/cart-pr-42 port 80\`<br>\`by HTTPRoute shop/pr-42--cart rule 0 match 0\` |

    HTTPRoute shop/pr-42--cart rule 0 has a longer path than HTTPRoute shop/cart rule 1.

    **To do:** add a rule with the match of \`HTTPRoute shop/cart rule 1 match 0\` and the key \`pr-42\` that goes before \`HTTPRoute shop/pr-42--cart rule 0 match 0\`; \`gatefork derive\` writes it.

    #### Undecided

    - HTTPRoute shop/cart rule 2: the expression \`a(?i)b\` cannot be decided

    #### Keyed requests that fail for a time

    - those of sandbox pr-42 fail from wave 0, HTTPRoute shop/pr-42--cart, to wave 1, Service shop/cart-pr-42: HTTPRoute shop/pr-42--cart rule 0 sends to Service shop/cart-pr-42; sync wave 1 mends it

    <details><summary>1 ambiguity</summary>

    - only age tells HTTPRoute shop/cart rule 0 from HTTPRoute shop/old rule 0: \`GET http://shop.example.com/cart?debug=1\` at Gateway edge/public port 80

    </details>

    <details><summary>1 assumption</summary>

    - Gateway edge/public has no routes but those of the input

    </details>

    Looked at 2 places where requests enter, 5 rules and 1 routing key, for every path, method, header and parameter.
    "
  `);
});

test('of many violations the first are shown: a comment has its limits', () => {
  const violations = Array.from({ length: 500 }, () => isolation);
  const text = proofMarkdown(proof({ result: 'violated', violations }));
  expect(text.match(/^#### /gm)).toHaveLength(20);
  expect(text).toContain('And 480 more');
  expect(text.length).toBeLessThan(60_000);
});

// What each text is in CommonMark was tried with its reference implementation.
test.each([
  ['**bold** _it_ ~~gone~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~gone\\~\\~'],
  ['![x](y) [z]: w', '!\\[x\\](y) \\[z\\]: w'],
  ['1. one', '1\\. one'],
  ['- two', '\\- two'],
  ['> three', '\\> three'],
  ['# four', '\\#<!-- --> four'],
  ['<script> &lt;', '\\<script\\> \\&lt;'],
  ['a | b\\', 'a \\| b\\\\'],
  ['a `b|<i>` c', 'a `b|<i>` c'],
  ['a ` b', 'a \\` b'],
  ['a ``b` c', 'a \\``b` c'],
  ['a\n# b', 'a\\\\u000a\\#<!-- --> b'],
  ['at: b:c', 'at: b\\:c'],
])('as words %j is %j', (text, markdown) => {
  expect(prose(text)).toBe(markdown);
});

test.each([
  ['a b', '`a b`'],
  ['`', '`` ` ``'],
  ['a `` b', '```a `` b```'],
  ['<i> | \n', '`<i> | \\u000a`'],
])('as code %j is %j', (text, markdown) => {
  expect(code(text)).toBe(markdown);
});

test('nobody is mentioned, no number or address is linked', () => {
  expect(prose('@octocat #12 http://x.example www.x.example')).toBe(
    '\\@<!-- -->octocat \\#<!-- -->12 http\\://x.example www\\.x.example',
  );
});

test('a bar ends no cell, and a blank text is seen', () => {
  expect(cell([code('a|b'), 'c\\|d'])).toBe('`a\\|b`<br>c\\|d');
  expect(code(' ')).toBe('" "');
});

test('what manifests hold makes no headings, cells, markup or links', () => {
  const text = proofMarkdown(forged);
  const own = /<\/?details>|<\/?summary>|<br>|<!-- -->/g;
  const words = text.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, '').replace(own, '');
  expect(words).not.toMatch(/(?<!\\)[<[\]`@]|^# /m);
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual(rows.map(() => 3));
});
