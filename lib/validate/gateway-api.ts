// The kinds of the Gateway API, by apiVersion and channel: schemas from the facts, rules written here.
//
// A schema is made when the first object of its kind is asked about. Neighbours: kind-check.ts,
// rules/rules-of.ts, schema/shape-schema.ts.

import { type Channel, type KindFacts, kindFacts } from '../../imports/gateway-api-facts';
import { nearest } from '../model/spelling';
import type { KindCheck, KindLookup, NotServed } from './kind-check';
import { rulesOf } from './rules/rules-of';
import { shapeSchema } from './schema/shape-schema';

/** The kinds of one channel. */
export function gatewayApiKinds(channel: Channel): KindLookup {
  const known = new Map<string, KindCheck | NotServed | undefined>();
  return (apiVersion, kind) => {
    const id = `${apiVersion} ${kind}`;
    if (known.has(id)) return known.get(id);
    const found = look(apiVersion, kind, channel);
    known.set(id, found);
    return found;
  };
}

const groups: ReadonlySet<string> = new Set(kindFacts.map(({ group }) => group));

function look(apiVersion: string, kind: string, channel: Channel): ReturnType<KindLookup> {
  const [group = '', version = ''] = apiVersion.split('/');
  const facts = kindFacts.find((one) => one.group === group && one.kind === kind);
  if (facts === undefined) {
    if (!groups.has(group)) return undefined;
    const kinds = kindFacts.filter((one) => one.group === group).map((one) => one.kind);
    const close = nearest(kind, kinds);
    return {
      notServed: `\`${group}\` has no kind \`${kind}\``,
      hint: close === undefined ? `it has ${kinds.sort().join(', ')}` : `write \`${close}\``,
      isExperimental: false,
    };
  }
  const own = Object.hasOwn(facts.versions, version) ? facts.versions[version] : undefined;
  if (own === undefined || !own.served.includes(channel)) {
    return notServed(facts, apiVersion, channel);
  }
  const rules = rulesOf(kind, version, channel);
  return {
    schema: shapeSchema(own.shape, channel),
    isClusterScoped: facts.scope === 'Cluster',
    ...(rules === undefined ? {} : { rules, asksAlways: true }),
  };
}

function notServed(facts: KindFacts, apiVersion: string, channel: Channel): NotServed {
  const { group, kind, versions } = facts;
  const served = (of: Channel) =>
    Object.entries(versions)
      .filter(([, one]) => one.served.includes(of))
      .map(([version]) => `${group}/${version}`)
      .sort();
  const isExperimental = channel === 'standard' && served('experimental').includes(apiVersion);
  const own = served(channel);
  const other = own.length === 0 ? 'leave the object out' : `write ${own.join(' or ')}`;
  return {
    notServed: `the ${channel} channel serves no \`${kind}\` as \`${apiVersion}\``,
    hint: isExperimental
      ? `${other}, or set \`api: 1.6/experimental\` (\`--api\` of the command) if the cluster has that channel`
      : other,
    isExperimental,
  };
}
