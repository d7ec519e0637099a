// One fork of a sandbox document: what is changed about a workload, and errors for the rest.

import { expect, test } from 'vitest';
import { forkWith } from './documents';

test('patches may be a list, and are strategic unless they say otherwise', () => {
  const patch = [{ value: {} }, { type: 'json', value: [] }];
  expect(forkWith({ patch }).fork?.patches).toEqual([
    { type: 'strategic', value: {} },
    { type: 'json', value: [] },
  ]);
});

test.each<readonly [string, unknown, string]>([
  ['replicas', { replicas: '2' }, 'replicas is the string `2`, not a number'],
  ['replicas below 0', { replicas: -1 }, 'replicas is -1'],
  ['half a replica', { replicas: 1.5 }, 'replicas is 1.5'],
  ['an unknown field', { enviroment: [] }, 'enviroment is not a known field'],
  ['an image', { images: [{ container: 'x' }] }, 'images[0].image is missing'],
  [
    'a container',
    { images: [{ container: 1, image: 'x' }] },
    'images[0].container is the number `1`',
  ],
  ['env without a name', { env: [{ value: 'x' }] }, 'env[0].name is missing'],
  ['env without a value', { env: [{ name: 'X' }] }, 'env[0] has neither `value` nor `valueFrom`'],
  [
    'env with two values',
    { env: [{ name: 'X', value: 'x', valueFrom: {} }] },
    'env[0] has both `value` and `valueFrom`',
  ],
  [
    'env that deletes a value',
    { env: [{ name: 'X', value: 'x', operation: 'delete' }] },
    'env[0] deletes a variable and gives it a value',
  ],
  [
    'env with a number',
    { env: [{ name: 'X', value: 1 }] },
    'env[0].value is the number `1`, not a string',
  ],
  [
    'an operation',
    { env: [{ name: 'X', value: '1', operation: 'set' }] },
    'env[0].operation is `set`',
  ],
  [
    'a fork value without expression',
    { env: [{ name: 'X', valueFrom: { fork: { name: 'db' } } }] },
    'env[0].valueFrom.fork.expression is missing',
  ],
  [
    'a fork value without name',
    { env: [{ name: 'X', valueFrom: { fork: { expression: 'x' } } }] },
    'env[0].valueFrom.fork.name is missing',
  ],
  [
    'a fork value beside another source',
    { env: [{ name: 'X', valueFrom: { fork: { name: 'db', expression: 'x' }, fieldRef: {} } }] },
    'env[0].valueFrom.fieldRef is not a known field',
  ],
  ['a patch without value', { patch: { type: 'merge' } }, 'patch.value is missing'],
  ['a patch of a list', { patch: [{ value: {} }, {}] }, 'patch[1].value is missing'],
  ['a patch type', { patch: { type: 'yaml', value: {} } }, 'patch.type is `yaml`'],
  ['an empty image', { images: [{ image: '' }] }, 'images[0].image is empty'],
  ['env with an empty name', { env: [{ name: '', value: 'x' }] }, 'env[0].name is empty'],
  ['storage', { storage: 'emptyDir' }, 'storage is `emptyDir`'],
  ['a service account', { serviceAccount: 'own' }, 'serviceAccount is `own`'],
  ['an effect', { effects: { cron: 'drop' } }, 'effects.cron is not a known field'],
  ['a choice', { effects: { consumers: 'stop' } }, 'effects.consumers is `stop`'],
  ['effects as a list', { effects: ['consumers'] }, 'effects is a list, not an object'],
  ['config as an object', { config: {} }, 'config is an object, not a list'],
  ['a kind of config', { config: [{ kind: 'CM', name: 'x', data: {} }] }, 'config[0].kind is `CM`'],
  ['config without a name', { config: [{ data: { a: 'b' } }] }, 'config[0].name is missing'],
  [
    'config without a change',
    { config: [{ name: 'x' }] },
    'config[0] has neither `data` nor `use`',
  ],
  [
    'config with two changes',
    { config: [{ name: 'x', data: {}, use: 'y' }] },
    'config[0] has both `data` and `use`',
  ],
  [
    'config with a number',
    { config: [{ name: 'x', data: { port: 80 } }] },
    'config[0].data.port is the number `80`, not a string',
  ],
  [
    'config with a path for a key',
    { config: [{ name: 'x', data: { 'a/b': 'c' } }] },
    'config[0].data.a/b is no key of a ConfigMap',
  ],
  [
    'config with a step up for a key',
    { config: [{ name: 'x', data: { '..': 'c' } }] },
    'config[0].data... is no key of a ConfigMap',
  ],
  [
    'config in the place of which stands nothing',
    { config: [{ name: 'x', use: 'No_Name' }] },
    'config[0].use is `No_Name`, which no object can be called',
  ],
  [
    'config that is changed twice',
    {
      config: [
        { name: 'x', data: {} },
        { kind: 'ConfigMap', name: 'x', use: 'y' },
      ],
    },
    'config[1] changes ConfigMap x once more',
  ],
  ['env whose value is null', { env: [{ name: 'X', value: null }] }, 'env[0] has neither `value`'],
])('a wrong customization: %s', (_, customizations, message) => {
  const { messages } = forkWith(customizations);
  expect(messages.join('\n')).toContain(`spec.forks[0].customizations.${message}`);
});

test('no value of a Secret is taken, nor told', () => {
  const data = { PASSWORD: 'hunter2', PIN: 4711 };
  const { fork, messages } = forkWith({ config: [{ kind: 'Secret', name: 'login', data }] });
  expect(fork).toBeUndefined();
  expect(messages).toEqual([
    'Sandbox pr-42: spec.forks[0].customizations.config[0].data gives values to a Secret, which would stand in what is written',
  ]);
  const fields = { kind: 'Secret', name: 'login', stringData: data, use: 'other' };
  const others = forkWith({ config: [fields] }).messages.join('\n');
  expect(others).toContain('config[0].stringData is not a known field');
  expect(others).not.toMatch(/hunter2|4711/);
});

test('a key called __proto__ is a key of a ConfigMap like any other', () => {
  const data = JSON.parse('{"__proto__":"x","constructor":null}');
  const { fork, messages } = forkWith({ config: [{ name: 'cart', data }] });
  expect(messages).toEqual([]);
  expect(JSON.stringify(fork?.config)).toBe(
    '[{"kind":"ConfigMap","name":"cart","data":{"__proto__":"x","constructor":null}}]',
  );
});
