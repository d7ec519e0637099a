// A ServiceAccount of the fork's own (`serviceAccount: dedicated`): code that nobody has reviewed
// does not act with the rights of what it replaces.
//
// Taken over is what images are pulled with, and whether a token is mounted. Identities at a cloud
// are the baseline's: they are named by annotations of the account or marks of the pod, and left
// out. What the account thereby lacks, and what it escapes, is said by name; binding it is the
// user's.
// Neighbour: account-grants.ts (what is granted to whom).

import type { Finding } from '../../model/finding';
import {
  isObject,
  type JsonObject,
  type KubeObject,
  listOf,
  type Manifest,
  nameOf,
  placeText,
  textOf,
} from '../../model/manifest';
import { isOurs, marks, sourceName } from '../../model/marks';
import { withoutKeys } from '../../model/ownership';
import { labelsOf } from '../../model/selector';
import { listText } from '../../model/text-list';
import { aboutFork, type ForkStep, type StepContext } from '../fork/fork-step';
import { forkName } from '../names/fork-name';
import { withoutNulls } from '../patch/patch-values';
import { ownerLabels } from '../write/owner-meta';
import type { AccountGrant } from './account-grants';

/** Annotations and labels, of accounts and of pods, that give an identity outside the cluster. */
const identityMarks: readonly string[] = [
  'aadpodidbinding',
  'azure.workload.identity/',
  'eks.amazonaws.com/',
  'iam.amazonaws.com/',
  'iam.gke.io/',
  'oci.oraclecloud.com/',
  'ram.aliyun.com/',
  'pod-identity.alibabacloud.com/',
];

/** Marks of a pod whose identity hangs on its account, though no field of Kubernetes says so. */
const brokeredMarks: readonly string[] = ['vault.hashicorp.com/role', 'conjur.org/'];

function isOneOf(list: readonly string[], key: string): boolean {
  return list.includes(key) || list.includes(key.slice(0, key.indexOf('/') + 1));
}

export const ownServiceAccount: ForkStep = (template, context) => {
  if (context.fork.serviceAccount !== 'dedicated') return { template };
  const podSpec = isObject(template.spec) ? template.spec : {};
  const { serviceAccount, serviceAccountName, ...rest } = podSpec;
  const old = textOf(serviceAccountName) || textOf(serviceAccount) || 'default';
  const found = accountOf(old, context);
  const account = ownAccount(old, found, context);
  const { pod, lost } = withoutIdentity(isObject(template.metadata) ? template.metadata : {});
  const name = account.metadata?.name ?? '';
  const grants = grantsOf(old, context);
  return {
    template: { ...template, metadata: pod, spec: { ...rest, serviceAccountName: name } },
    objects: [account],
    findings: findingsOf({ old, account, grants, marks: [...identityOf(found), ...lost] }, context),
    used: found === undefined ? [] : [found],
  };
};

function accountOf(name: string, { inventory, baseline }: StepContext): Manifest | undefined {
  const namespace = inventory.namespaceOf(baseline.object);
  const found = inventory.find('/ServiceAccount', namespace, name);
  return found === undefined || isOurs(found.object) ? undefined : found;
}

function grantsOf(name: string, { inventory, baseline, indexes }: StepContext) {
  const { namespace } = baseline.object.metadata ?? {};
  return indexes.accountGrants.of(inventory.namespaceKey(namespace), name);
}

function ownAccount(
  old: string,
  found: Manifest | undefined,
  { baseline, sandbox }: StepContext,
): KubeObject {
  const { namespace } = baseline.object.metadata ?? {};
  const place = namespace === undefined ? {} : { namespace };
  const source = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: old, ...place } };
  const { automountServiceAccountToken, imagePullSecrets }: JsonObject = found?.object ?? {};
  return withoutNulls({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: forkName(old, sandbox.name),
      ...place,
      labels: ownerLabels(sandbox),
      annotations: { [marks.forkOf]: sourceName(source) },
    },
    ...(automountServiceAccountToken === undefined ? {} : { automountServiceAccountToken }),
    ...(listOf(imagePullSecrets).length === 0 ? {} : { imagePullSecrets }),
  });
}

/** The pod's metadata without its identity, and the marks that stand for one. */
function withoutIdentity(metadata: JsonObject) {
  const labels = labelsOf(metadata.labels);
  const annotations = isObject(metadata.annotations) ? metadata.annotations : {};
  const isIdentity = (key: string) => isOneOf(identityMarks, key);
  const kept = withoutKeys(annotations, isIdentity);
  const { annotations: _all, ...rest } = metadata;
  const lost = [...Object.keys(labels), ...Object.keys(annotations)].filter(
    (key) => isIdentity(key) || isOneOf(brokeredMarks, key),
  );
  const pod: JsonObject = {
    ...rest,
    labels: withoutKeys(labels, isIdentity) ?? {},
    ...(kept === undefined ? {} : { annotations: kept }),
  };
  return { pod, lost };
}

function identityOf(account: Manifest | undefined): readonly string[] {
  const annotations = account?.object.metadata?.annotations ?? {};
  return Object.keys(annotations).filter((key) => isOneOf(identityMarks, key));
}

interface Change {
  readonly old: string;
  readonly account: KubeObject;
  readonly grants: readonly AccountGrant[];
  /** Marks that gave the baseline's pods an identity elsewhere. */
  readonly marks: readonly string[];
}

function findingsOf(change: Change, context: StepContext): readonly Finding[] {
  const { old, account, grants } = change;
  const theirs = `ServiceAccount ${placeText(context.baseline.object.metadata?.namespace, old)}`;
  const say = (list: readonly AccountGrant[], what: string, hint: string): Finding =>
    aboutFork(context, 'account-rights', {
      message: `${nameOf(account)} of the fork ${what}`,
      hint,
      also: list.map(({ manifest }) => ({ origin: manifest.origin })),
    });
  const given = grants.filter(({ isRefusal }) => !isRefusal);
  const refused = grants.filter(({ isRefusal }) => isRefusal);
  const rights = [
    ...titles(given),
    ...[...new Set(change.marks)].map((key) => `the mark \`${key}\``),
  ];
  const lacks = `lacks what ${theirs} has by ${listText(rights, 8)}`;
  const escapes = `is not among those whom ${listText(titles(refused), 8)} keep${refused.length === 1 ? 's' : ''} out, as ${theirs} is`;
  return [
    ...(rights.length === 0
      ? []
      : [say(given, lacks, 'grant the fork what it needs in an extra resource of the sandbox')]),
    ...(refused.length === 0
      ? []
      : [
          say(
            refused,
            escapes,
            `name ${nameOf(account)} there too, or say \`serviceAccount: baseline\``,
          ),
        ]),
  ];
}

function titles(grants: readonly AccountGrant[]): readonly string[] {
  return grants.map(({ manifest }) => nameOf(manifest.object));
}
