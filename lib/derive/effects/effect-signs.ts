// By what a workload shows that it does more than answer requests: a fork would do the same beside
// its baseline, with the baseline's queues, locks, database and addresses.
//
// Tables, walked by effect-find.ts. Variables and arguments share one: `--consumer-group`,
// `-Dspring.kafka.consumer.group-id` and `SPRING_KAFKA_CONSUMER_GROUP_ID` are spelt alike once they
// are upper case with `_`. A row is there because a framework or a common habit has the name, and
// left out where ordinary web services have it too.

import type { EffectName } from '../../model/fork';

/**
 * What can be done about a variable. `name`: its value names something shared, and a suffix gives the
 * fork one of its own; `queue`: so does the end of its value, which may be an address; `switch`: its
 * value can say no; `address`: taken out, nobody is called; `fixed`: none of these.
 */
export type SignForm = 'name' | 'queue' | 'switch' | 'address' | 'fixed';

export interface NameSign {
  readonly effect: EffectName;
  readonly form: SignForm;
  /** Of the name in upper case, `_` for every other mark. */
  readonly name: RegExp;
  /** Which values make it a sign; of a switch those that say yes, else any that says something. */
  readonly value?: RegExp;
  /** What the value says no by. @default 'false' */
  readonly off?: string;
}

/** Values by which a switch is off already. */
export const offValues: ReadonlySet<string> = new Set([
  ...['', '0', 'false', 'no', 'off', 'n', 'f', 'none', 'never', 'disable', 'disabled', '-'],
]);

/** Values by which a switch is on. */
export const onValues: ReadonlySet<string> = new Set([
  ...['1', 'true', 'yes', 'on', 'y', 't', 'always', 'enable', 'enabled'],
]);

const anyPrefix = '(?:.*_)?';

function named(body: string): RegExp {
  return new RegExp(`^${anyPrefix}(?:${body})$`);
}

const notANumber = /\D/;

/** Names of what several processes of one name share. */
const consumers: readonly Omit<NameSign, 'effect'>[] = [
  // Kafka, Event Hubs, Redis streams: by any client's name for it.
  { form: 'name', name: named('CONSUMER_?GROUP(?:_?ID|_NAME)?') },
  { form: 'name', name: named('KAFKA_(?:.*_)?GROUP(?:_?ID|_NAME)?') },
  { form: 'name', name: /^GROUP_?ID$/, value: notANumber },
  { form: 'name', name: named('KAFKA_STREAMS_APPLICATION_?ID') },
  { form: 'name', name: /^SPRING_CLOUD_STREAM_(?:.*_)?GROUP$/ },
  { form: 'name', name: /^MP_MESSAGING_INCOMING_(?:.*_)?GROUP_?ID$/ },
  { form: 'name', name: named('(?:KCL|KINESIS)_APPLICATION_NAME') },
  {
    form: 'name',
    name: named('(?:PUBSUB|PULSAR|SERVICE_?BUS|NATS|STAN)_(?:.*_)?SUBSCRIPTION(?:_?ID|_NAME)?'),
  },
  {
    form: 'name',
    name: named('(?:NATS|STAN|JETSTREAM)_(?:.*_)?(?:DURABLE|QUEUE_GROUP)(?:_NAME)?'),
  },
  { form: 'queue', name: named('QUEUE_URLS?') },
  {
    form: 'queue',
    name: named('(?:SQS|RABBITMQ|AMQP|ACTIVEMQ|JMS|SERVICE_?BUS)_(?:.*_)?QUEUE(?:_NAME)?'),
  },
  { form: 'queue', name: /^CELERY_(?:.*_)?QUEUES?$/ },
  { form: 'fixed', name: /^CELERY_BROKER(?:_URL)?$/ },
  { form: 'switch', name: named('(?:ENABLE|RUN)_(?:.*_)?CONSUMERS?') },
  { form: 'switch', name: named('CONSUMERS?_ENABLED?') },
  {
    form: 'switch',
    name: named('(?:KAFKA|RABBIT(?:MQ)?|JMS|SQS)_(?:.*_)?LISTENERS?_(?:ENABLED|AUTO_?STARTUP)'),
  },
];

const leaderElection: readonly Omit<NameSign, 'effect'>[] = [
  { form: 'switch', name: named('(?:ENABLE_)?LEADER_?ELECT(?:ION)?(?:_ENABLED?)?') },
  { form: 'name', name: named('LEADER_?ELECT(?:ION)?_(?:.*_)?(?:ID|NAME|LEASE|CONFIGMAP)') },
  { form: 'name', name: named('(?:LEASE|LEADER_LOCK|LEASE_LOCK|LEADER_LEASE)_NAME') },
];

const migrations: readonly Omit<NameSign, 'effect'>[] = [
  { form: 'switch', name: named('(?:FLYWAY|LIQUIBASE)_(?:ENABLED|MIGRATE_AT_START)') },
  {
    form: 'switch',
    name: named('(?:RUN|ENABLE|AUTO|DO|APPLY|EXECUTE)_(?:DB_|DATABASE_|AUTO_)?MIGRATIONS?'),
  },
  { form: 'switch', name: named('(?:AUTO_?MIGRATE|RUN_MIGRATE|DB_MIGRATE|DB_MIGRATIONS?)') },
  { form: 'switch', name: named('MIGRAT(?:E|IONS)_(?:AT|ON)_(?:START|STARTUP|BOOT)') },
  { form: 'switch', name: named('MIGRATIONS?_ENABLED') },
  {
    form: 'switch',
    name: named('(?:HIBERNATE_DDL_AUTO|HBM2DDL_AUTO)'),
    value: /^(?:update|create|create-drop)$/,
    off: 'none',
  },
];

const jobs = '(?:SCHEDULERS?|SCHEDULING|CRONS?|CRON_?JOBS?|SCHEDULED_(?:JOBS|TASKS))';

const schedulers: readonly Omit<NameSign, 'effect'>[] = [
  { form: 'switch', name: named(`${jobs}_ENABLED?`) },
  { form: 'switch', name: named(`(?:ENABLE|RUN|START)_(?:.*_)?${jobs}`) },
  { form: 'switch', name: named('QUARTZ_AUTO_?STARTUP') },
  { form: 'name', name: named('QUARTZ_(?:.*_)?(?:SCHEDULER_?NAME|INSTANCE_?NAME)') },
  { form: 'fixed', name: named('QUARTZ_JOB_?STORE_TYPE'), value: /^jdbc$/i },
  {
    form: 'fixed',
    name: named('CRON(?:_?EXPRESSION|_?SCHEDULE)?|SCHEDULE_CRON'),
    value: /^(?:@\w+|\S+(?: +\S+){4,6})$/,
  },
];

const webhooks: readonly Omit<NameSign, 'effect'>[] = [
  { form: 'address', name: named('WEBHOOKS?(?:_URLS?|_URI|_ENDPOINT)'), value: /:\/\// },
  {
    form: 'address',
    name: named('(?:SLACK|TEAMS|DISCORD|MATTERMOST)_(?:.*_)?WEBHOOKS?'),
    value: /:\/\//,
  },
];

const byEffect: { readonly [effect in EffectName]: readonly Omit<NameSign, 'effect'>[] } = {
  consumers,
  leaderElection,
  migrations,
  schedulers,
  webhooks,
};

export const nameSigns: readonly NameSign[] = (
  Object.entries(byEffect) as [EffectName, readonly Omit<NameSign, 'effect'>[]][]
).flatMap(([effect, signs]) => signs.map((sign) => ({ effect, ...sign })));

/** A program and one of its words, in this order, in a command line. */
export interface PhraseSign {
  readonly effect: EffectName;
  /** Empty: the word alone is a sign. */
  readonly program: string;
  readonly word: string;
}

function phrases(effect: EffectName, lines: readonly string[]): readonly PhraseSign[] {
  return lines.map((line) => {
    const [first = '', second] = line.split(' ');
    return { effect, program: second === undefined ? '' : first, word: second ?? first };
  });
}

export const phraseSigns: readonly PhraseSign[] = [
  ...phrases('consumers', [
    ...['celery worker', 'rq worker', 'artisan queue:work', 'artisan queue:listen'],
    ...['artisan horizon', 'console messenger:consume', 'sidekiq', 'dramatiq', 'huey_consumer'],
    ...['huey_consumer.py', 'delayed_job', 'faktory-worker', 'kafka-console-consumer'],
  ]),
  ...phrases('migrations', [
    ...['flyway migrate', 'liquibase update', 'alembic upgrade', 'prisma migrate', 'prisma db'],
    ...['db:migrate', 'db:prepare', 'db:schema:load', 'ecto.migrate', 'migrate:latest'],
    ...['manage.py migrate', 'django-admin migrate', 'artisan migrate', 'migration:run'],
    ...['goose up', 'dbmate up', 'dbmate migrate', 'atlas apply', 'diesel migration'],
    ...['sqlx migrate', 'migrate up', 'knex migrate:up', 'npm migrate', 'yarn migrate'],
    ...['pnpm migrate', 'ef update'],
  ]),
  ...phrases('schedulers', [
    ...['celery beat', 'celery --beat', 'artisan schedule:work', 'artisan schedule:run'],
    ...['airflow scheduler', 'clockwork', 'supercronic', 'crond', 'rqscheduler'],
  ]),
];

/** Parts of an image's or init container's name that say that it migrates a database. */
export const migrationWords: ReadonlySet<string> = new Set([
  ...['migrate', 'migration', 'migrations', 'migrator', 'flyway', 'liquibase', 'alembic'],
  ...['dbmate', 'goose'],
]);

/** Parts that say that a container waits for somebody else's migration. */
export const waitingWords: ReadonlySet<string> = new Set(['wait', 'await', 'check', 'verify']);

/** What an effect is, for messages: completes `the fork of Deployment shop/cart ...`. */
export const effectTexts: { readonly [effect in EffectName]: string } = {
  consumers: 'takes messages that are meant for its baseline',
  leaderElection: 'stands for election against its baseline',
  migrations: "changes its baseline's database when it starts",
  schedulers: 'runs the scheduled jobs of its baseline once more',
  webhooks: "calls the addresses that its baseline's messages go to",
};
