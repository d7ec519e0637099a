import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigData } from '../../../lib/derive/content/config-data';
import { signsOf } from '../../../lib/derive/effects/effect-find';
import { nameSigns } from '../../../lib/derive/effects/effect-signs';
import { containersOf } from '../../../lib/derive/pods/containers';
import { podTemplateOf } from '../../../lib/derive/pods/template';
import type { EffectChoice, EffectName } from '../../../lib/model/fork';
import { inventoryOf } from '../../../lib/model/inventory';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { readManifests } from '../../../lib/pipeline';
import { configMap, fromConfigMap, make } from '../content/forked-content';

function literal(env: { readonly [name: string]: string }): JsonObject {
  return { env: Object.entries(env).map(([name, value]) => ({ name, value })) };
}

function choosing(effect: EffectName, choice: EffectChoice) {
  return { effects: { [effect]: choice } };
}

/** Variables and arguments by which a workload shows an effect, with what a suffix makes of them. */
const named: readonly (readonly [EffectName, string, string, string])[] = [
  ['consumers', 'ORDERS_CONSUMER_GROUP', 'orders', 'orders-pr-42'],
  ['consumers', 'KAFKA_GROUP_ID', 'orders', 'orders-pr-42'],
  ['consumers', 'SPRING_KAFKA_CONSUMER_GROUP_ID', 'orders', 'orders-pr-42'],
  ['consumers', 'spring.kafka.consumer.group-id', 'orders', 'orders-pr-42'],
  ['consumers', 'KAFKA_STREAMS_APPLICATION_ID', 'orders', 'orders-pr-42'],
  ['consumers', 'GROUP_ID', 'orders', 'orders-pr-42'],
  [
    'consumers',
    'PUBSUB_SUBSCRIPTION',
    'projects/p/subscriptions/s',
    'projects/p/subscriptions/s-pr-42',
  ],
  ['consumers', 'NATS_QUEUE_GROUP', 'orders', 'orders-pr-42'],
  [
    'consumers',
    'QUEUE_URL',
    'https://sqs.eu-1.amazonaws.com/1/o',
    'https://sqs.eu-1.amazonaws.com/1/o-pr-42',
  ],
  ['consumers', 'ORDERS_QUEUE_URL', 'https://sqs/1/o.fifo', 'https://sqs/1/o-pr-42.fifo'],
  ['consumers', 'CELERY_TASK_DEFAULT_QUEUE', 'orders', 'orders-pr-42'],
  ['leaderElection', 'LEASE_NAME', 'cart', 'cart-pr-42'],
  ['leaderElection', 'LEADER_ELECTION_ID', 'cart', 'cart-pr-42'],
  ['leaderElection', 'LEADER_ELECTION', 'cart-leader', 'cart-leader-pr-42'],
  ['schedulers', 'SPRING_QUARTZ_SCHEDULER_NAME', 'jobs', 'jobs-pr-42'],
];

test.each(named)('%s: %s is a name that can become its own', (effect, name, value, own) => {
  const container = literal({ [name]: value });
  const plain = make({ container });
  expect(plain.found('side-effect')).toMatchObject([{ severity: 'warning' }]);
  expect(plain.findings[0]?.message).toContain(`\`${name}\` of container \`main\``);
  expect(plain.findings[0]?.hint).toContain(`\`${effect}: suffix\``);
  expect(plain.env).toEqual({ [name]: value });
  const suffixed = make({ container, fork: choosing(effect, 'suffix') });
  expect(suffixed.codes).toEqual([]);
  expect(suffixed.env).toEqual({ [name]: own });
  const kept = make({ container, fork: choosing(effect, 'keep') });
  expect([kept.codes, kept.env]).toEqual([[], { [name]: value }]);
});

/** Switches, with the value by which they say no. */
const switches: readonly (readonly [EffectName, string, string, string])[] = [
  ['leaderElection', 'ENABLE_LEADER_ELECTION', 'true', 'false'],
  ['leaderElection', 'LEADER_ELECT', '1', 'false'],
  ['migrations', 'SPRING_FLYWAY_ENABLED', 'true', 'false'],
  ['migrations', 'SPRING_LIQUIBASE_ENABLED', 'true', 'false'],
  ['migrations', 'RUN_MIGRATIONS', 'yes', 'false'],
  ['migrations', 'QUARKUS_FLYWAY_MIGRATE_AT_START', 'true', 'false'],
  ['migrations', 'SPRING_JPA_HIBERNATE_DDL_AUTO', 'update', 'none'],
  ['schedulers', 'SCHEDULER_ENABLED', 'true', 'false'],
  ['schedulers', 'ENABLE_CRON', 'on', 'false'],
  ['schedulers', 'QUARKUS_SCHEDULER_ENABLED', 'true', 'false'],
  ['consumers', 'SPRING_KAFKA_LISTENER_AUTO_STARTUP', 'true', 'false'],
];

test.each(switches)('%s: %s is a switch that can say no', (effect, name, value, off) => {
  const container = literal({ [name]: value });
  const [warning] = make({ container }).found('side-effect');
  expect(warning?.hint).toContain(`\`${effect}: drop\` to take it out`);
  expect(warning?.hint).not.toContain('suffix');
  const dropped = make({ container, fork: choosing(effect, 'drop') });
  expect([dropped.codes, dropped.env]).toEqual([[], { [name]: off }]);
  const isOff = make({ container: literal({ [name]: off }) });
  expect(isOff.codes).toEqual([]);
});

test('arguments are read as variables are, however they are spelt', () => {
  const args = [
    '--consumer-group=orders',
    '--kafka.group.id',
    'orders',
    '-Dspring.kafka.consumer.group-id=orders',
    '--verbose',
  ];
  const suffixed = make({ container: { args }, fork: choosing('consumers', 'suffix') });
  expect(suffixed.codes).toEqual([]);
  expect(suffixed.container.args).toEqual([
    '--consumer-group=orders-pr-42',
    '--kafka.group.id',
    'orders-pr-42',
    '-Dspring.kafka.consumer.group-id=orders-pr-42',
    '--verbose',
  ]);
});

test.each([
  [['--leader-elect'], ['--leader-elect=false']],
  [
    ['--leader-elect', 'serve'],
    ['--leader-elect=false', 'serve'],
  ],
  [
    ['--leader-elect=true', '--port=1'],
    ['--leader-elect=false', '--port=1'],
  ],
  [
    ['--enable-leader-election', '--leader-election-id=cart'],
    ['--enable-leader-election=false', '--leader-election-id=cart'],
  ],
])('a fork that stands for election no more: %j', (args, dropped) => {
  expect(make({ container: { args } }).codes).toEqual(['side-effect']);
  const made = make({ container: { args }, fork: choosing('leaderElection', 'drop') });
  expect([made.codes, made.container.args]).toEqual([[], dropped]);
});

test('a lease of its own settles the switch beside it; a switch alone has no name', () => {
  const both = ['--leader-elect', '--leader-elect-resource-name=cart'];
  const suffixed = make({ container: { args: both }, fork: choosing('leaderElection', 'suffix') });
  expect(suffixed.codes).toEqual([]);
  expect(suffixed.container.args).toEqual([
    '--leader-elect',
    '--leader-elect-resource-name=cart-pr-42',
  ]);
  const alone = make({
    container: { args: ['--leader-elect'] },
    fork: choosing('leaderElection', 'suffix'),
  });
  expect(alone.found('effect-not-changed')).toMatchObject([
    {
      severity: 'error',
      message:
        '`--leader-elect` of container `main` cannot be given a suffix in the fork of Deployment shop/cart, as `leaderElection: suffix` asks',
    },
  ]);
});

test.each([
  ['by its image', { name: 'db', image: 'registry.example.com:5000/flyway/flyway:10@sha256:0' }],
  ['by its name', { name: 'cart-migrations', image: 'shop/cart:1' }],
  ['by its command', { name: 'db', image: 'shop/cart:1', command: ['bin/rails', 'db:migrate'] }],
  [
    'by a script',
    { name: 'db', image: 'a:1', args: ['sh', '-c', 'cd /app && alembic upgrade head'] },
  ],
  [
    'by a package script',
    { name: 'db', image: 'a:1', command: ['npx', 'prisma', 'migrate', 'deploy'] },
  ],
  ['by Django', { name: 'db', image: 'a:1', command: ['python', 'manage.py', 'migrate'] }],
])('an init container that migrates is known %s and can be taken out', (_, init) => {
  const other = { name: 'certs', image: 'certs:1' };
  const podSpec = { initContainers: [other, init] };
  const warned = make({ podSpec });
  expect(warned.codes).toEqual(['side-effect']);
  expect(warned.findings[0]?.message).toBe(
    `the fork of Deployment shop/cart changes its baseline's database when it starts, as init container \`${init.name}\` shows`,
  );
  const dropped = make({ podSpec, fork: choosing('migrations', 'drop') });
  expect([dropped.codes, dropped.pod.initContainers]).toEqual([[], [other]]);
  const all = make({ podSpec: { initContainers: [init] }, fork: choosing('migrations', 'drop') });
  expect(all.pod).not.toHaveProperty('initContainers');
});

test.each([
  ['waits for somebody else', { name: 'wait-for-migrations', image: 'busybox' }],
  ['changes nothing', { name: 'copy', image: 'shop/immigration:1' }],
])('an init container that %s is none that migrates', (_, init) => {
  expect(make({ podSpec: { initContainers: [init] } }).codes).toEqual([]);
});

test.each([
  ['consumers', ['celery', '-A', 'app', 'worker']],
  ['consumers', ['bundle', 'exec', 'sidekiq']],
  ['migrations', ['sh', '-c', 'rails db:migrate && exec rails server']],
  ['schedulers', ['celery', '-A', 'app', 'beat']],
] as const)('%s: the command %j cannot be changed in part', (effect, command) => {
  const warned = make({ container: { command } });
  expect(warned.codes).toEqual(['side-effect']);
  expect(warned.findings[0]?.hint).toContain(
    `effects\` what is to become of it: \`${effect}: keep\``,
  );
  const dropped = make({ container: { command }, fork: choosing(effect, 'drop') });
  expect(dropped.codes).toEqual(['effect-not-changed']);
});

test('an address that messages go to can be taken out, wherever it is read from', () => {
  const secret = { secretKeyRef: { name: 'hooks', key: 'slack' } };
  const container = { env: [{ name: 'SLACK_WEBHOOK_URL', valueFrom: secret }] };
  expect(make({ container }).codes).toEqual(['side-effect']);
  const dropped = make({ container, fork: choosing('webhooks', 'drop') });
  expect([dropped.codes, dropped.env]).toEqual([[], {}]);
});

test('a name that stands in a ConfigMap is told with the way out', () => {
  const others = [configMap('cart-config', { KAFKA_GROUP_ID: 'orders' })];
  const entry = {
    name: 'KAFKA_GROUP_ID',
    valueFrom: fromConfigMap('cart-config', 'KAFKA_GROUP_ID'),
  };
  for (const container of [
    { env: [entry] },
    { envFrom: [{ configMapRef: { name: 'cart-config' } }] },
  ]) {
    expect(make({ container, others }).codes).toEqual(['side-effect']);
    const [error] = make({ container, others, fork: choosing('consumers', 'suffix') }).findings;
    expect(error?.code).toBe('effect-not-changed');
    expect(error?.message).toContain('`KAFKA_GROUP_ID` of ConfigMap cart-config of container');
    expect(error?.hint).toContain('change the value under `config`');
  }
});

test("what the sandbox has changed itself is its author's choice", () => {
  const container = literal({ KAFKA_GROUP_ID: 'orders' });
  const env = [{ name: 'KAFKA_GROUP_ID', operation: 'upsert', value: 'mine' } as const];
  expect(make({ container, fork: { env } }).codes).toEqual([]);
  const args = { args: ['--leader-elect'] };
  const patches = [
    { type: 'json', value: [{ op: 'remove', path: '/spec/template/spec/containers/0/args' }] },
  ] as const;
  expect(make({ container: args, fork: { patches } }).codes).toEqual([]);
  const added = [{ name: 'KAFKA_GROUP_ID', operation: 'upsert', value: 'new' } as const];
  expect(make({ fork: { env: added } }).codes).toEqual([]);
});

test("a key that a changed ConfigMap sets anew is the author's choice, and no other key is", () => {
  const envFrom = [{ configMapRef: { name: 'cart-config' } }];
  const others = [configMap('cart-config', { KAFKA_GROUP_ID: 'orders', LEVEL: 'info' })];
  const withData = (data: { [key: string]: string }) =>
    make({
      container: { envFrom },
      others,
      fork: { config: [{ kind: 'ConfigMap', name: 'cart-config', data }] },
    });
  expect(withData({ KAFKA_GROUP_ID: 'orders-pr' }).codes).toEqual([]);
  expect(withData({ LEVEL: 'debug' }).codes).toEqual(['side-effect']);
});

test('one warning for each effect of a container names all that shows it, and no value', () => {
  const container = literal({
    KAFKA_GROUP_ID: 'orders',
    CELERY_BROKER_URL: 'amqp://user:hunter2@rabbit',
    ENABLE_CRON: 'true',
  });
  const { findings } = make({ container });
  expect(findings.map(({ message }) => message)).toEqual([
    'the fork of Deployment shop/cart takes messages that are meant for its baseline, as `KAFKA_GROUP_ID`, `CELERY_BROKER_URL` of container `main` shows',
    'the fork of Deployment shop/cart runs the scheduled jobs of its baseline once more, as `ENABLE_CRON` of container `main` shows',
  ]);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});

test('a choice for what nothing shows is a wish without effect', () => {
  const { codes, findings } = make({ fork: choosing('migrations', 'drop') });
  expect(codes).toEqual(['effect-not-found']);
  expect(findings[0]).toMatchObject({
    severity: 'warning',
    where: { path: ['spec', 'forks', 0, 'customizations', 'effects', 'migrations'] },
  });
  expect(make({ fork: choosing('migrations', 'keep') }).codes).toEqual([]);
});

test.each([
  'PORT',
  'RELEASE_NAME',
  'AZURE_SUBSCRIPTION_ID',
  'LEADER_ELECTION_NAMESPACE',
  'HTTP_LISTENER_ENABLED',
  'KAFKA_BROKERS',
  'QUEUE_SIZE',
  'GROUP',
  'REDIS_URL',
  'DATABASE_URL',
  'JOB_NAME',
  'MICRON',
  'NOTIFICATION_WEBHOOK_SECRET',
])('%s shows no effect', (name) => {
  expect(make({ container: literal({ [name]: 'true' }) }).codes).toEqual([]);
  expect(make({ container: literal({ [name]: 'https://a.example.com/b' }) }).codes).toEqual([]);
});

test('a number is a Unix group, not one of consumers', () => {
  expect(make({ container: literal({ GROUP_ID: '1000' }) }).codes).toEqual([]);
});

/** What rows of the table are for besides those above, with a value that is a sign. */
const others: readonly (readonly [string, string])[] = [
  ['SPRING_CLOUD_STREAM_BINDINGS_INPUT_GROUP', 'orders'],
  ['MP_MESSAGING_INCOMING_ORDERS_GROUP_ID', 'orders'],
  ['KCL_APPLICATION_NAME', 'orders'],
  ['RABBITMQ_QUEUE', 'orders'],
  ['CELERY_BROKER_URL', 'redis://redis'],
  ['ENABLE_ORDERS_CONSUMER', 'true'],
  ['CONSUMERS_ENABLED', 'true'],
  ['AUTO_MIGRATE', 'true'],
  ['MIGRATE_ON_START', 'true'],
  ['MIGRATIONS_ENABLED', 'true'],
  ['SPRING_QUARTZ_AUTO_STARTUP', 'true'],
  ['SPRING_QUARTZ_JOB_STORE_TYPE', 'jdbc'],
  ['CLEANUP_CRON', '0 */5 * * * *'],
  ['ALERT_WEBHOOK_URL', 'https://hooks.example.com/a'],
  ['SLACK_WEBHOOK', 'https://hooks.example.com/a'],
];

test.each(others)('%s shows an effect', (name, value) => {
  expect(make({ container: literal({ [name]: value }) }).codes).toEqual(['side-effect']);
});

test('every row of the table is tried', () => {
  const tried = [...named, ...switches]
    .map(([, name]) => name)
    .concat(others.map(([name]) => name))
    .map((name) => name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase());
  const untried = nameSigns.filter(({ name }) => !tried.some((one) => name.test(one)));
  expect(untried).toEqual([]);
});

test('long names and command lines are looked at in no time', () => {
  const start = performance.now();
  make({ container: literal({ [`${'KAFKA_'.repeat(20_000)}X`]: 'a' }) });
  make({ container: { command: ['celery '.repeat(100_000)] } });
  expect(performance.now() - start).toBeLessThan(5000);
});

test('whatever stands in a container, looking for signs does not fail', () => {
  const config = new ConfigData(
    {
      inventory: inventoryOf([]),
      baseline: {
        object: { apiVersion: 'v1', kind: 'Pod' },
        origin: { from: 'file', file: 'a', document: 0 },
      },
    },
    [],
  );
  const container = fc.dictionary(
    fc.constantFrom('env', 'envFrom', 'args', 'command', 'name', 'image', 'restartPolicy'),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(container, fc.boolean(), (value, isServing) => {
      const one = value as JsonObject;
      signsOf({
        listed: { list: 'containers', container: one, isServing },
        baseline: one,
        config,
        sandbox: 'pr-42',
      });
    }),
  );
});

const corpora = join(__dirname, '../../../../shared/corpora');
const isThere = existsSync(corpora);
if (!isThere) console.warn('the corpora are not beside the project: their effects are skipped');

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return yamlFiles(path);
    return name.endsWith('.yaml') ? path : [];
  });
}

test.skipIf(!isThere)('no ordinary web service of the corpora shows an effect', () => {
  let seen = 0;
  const shown: string[] = [];
  for (const file of yamlFiles(corpora)) {
    const { manifests } = readManifests(readFileSync(file, 'utf8'), file);
    const inventory = inventoryOf(manifests);
    for (const baseline of manifests) {
      const template = podTemplateOf(baseline.object as KubeObject);
      if (template === undefined) continue;
      for (const listed of containersOf(template)) {
        seen += 1;
        const config = new ConfigData({ inventory, baseline }, []);
        const own = { listed, baseline: listed.container, config, sandbox: 'pr-42' };
        for (const { text } of signsOf(own)) shown.push(`${file}: ${text}`);
      }
    }
  }
  expect(seen).toBeGreaterThan(15);
  expect(shown).toEqual([]);
});
