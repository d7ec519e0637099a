// Traefik adds path, headers and the length of a hostname up to one number, so that one header more
// outweighs a longer path or another host. No shield can make up for that: the profile is refused.

import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { profileProblem } from '../../../lib/pipeline';
import { whereTo } from '../../../lib/testing/where-to';
import { deriving, gateway, route, rule, workload } from '../../routes';

const base = [gateway(), ...workload('a'), ...workload('b')];

/** The Services that a keyed request may reach, under a profile. */
function reached(objects: readonly KubeObject[], url: string, more: JsonObject, profile: string) {
  const headers = { ...more, baggage: 'sd-routing-key=pr-42' } as { [name: string]: string };
  return JSON.stringify(whereTo(objects, `GET ${url}`, { headers, profile }));
}

test.each<[string, readonly KubeObject[], string, JsonObject]>([
  [
    'a longer path',
    [route('r', [rule('/a', 'a', { 'x-a': '1' })]), route('s', [rule('/a/b', 'b')])],
    'http://any.test/a/b',
    { 'x-a': '1' },
  ],
  [
    'another hostname',
    [
      route('r', [rule('/', 'a')], { hostnames: ['*.example.com'] }),
      route('s', [rule('/', 'b')], { hostnames: ['app.example.com'] }),
    ],
    'http://app.example.com/',
    {},
  ],
])(
  'in one sum a key may outweigh %s, so the profile is refused by name',
  (_, routes, url, more) => {
    const baseline = [...base, ...routes];
    const { objects, lines } = deriving(baseline, ['a']);
    // By every order that deriving knows the other rule ranks first, with the key as without.
    expect(lines).toHaveLength(1);
    const all = [...baseline, ...objects];
    expect(reached(all, url, more, 'specification')).not.toContain('a-pr-42');
    expect(reached(baseline, url, more, 'traefik')).not.toContain('shop/a"');
    expect(reached(all, url, more, 'traefik')).toContain('a-pr-42');
    expect(profileProblem('traefik')?.problem).toContain('cannot be kept apart');
  },
);
