import { expect, test } from 'vitest';
import type { JsonObject, KubeObject } from '../../../lib/model/manifest';
import { at } from '../../../lib/model/manifest';
import { make } from './forked-content';

function object(apiVersion: string, kind: string, name: string, more: JsonObject): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...more };
}

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' };
const app = { matchLabels: { app: 'cart' } };

const scaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', 'cart', {
  spec: { scaleTargetRef: target, minReplicas: 3, maxReplicas: 9 },
});
const budget = object('policy/v1', 'PodDisruptionBudget', 'cart', {
  spec: { selector: app, minAvailable: 1 },
});

test("scalers, budgets and monitors stay the baseline's, and one note lists them", () => {
  const others = [
    scaler,
    object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'cart', {
      spec: { targetRef: target },
    }),
    object('keda.sh/v1alpha1', 'ScaledObject', 'cart', {
      spec: { scaleTargetRef: { name: 'cart' } },
    }),
    budget,
    object('monitoring.coreos.com/v1', 'PodMonitor', 'cart', { spec: { selector: app } }),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', 'pay', {
      spec: { scaleTargetRef: { ...target, name: 'pay' } },
    }),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', 'cart-set', {
      spec: { scaleTargetRef: { ...target, kind: 'StatefulSet' } },
    }),
  ];
  const { workload, objects, findings } = make({ others });
  expect(findings).toMatchObject([
    {
      code: 'not-copied',
      severity: 'info',
      message:
        "the fork of Deployment shop/cart goes without HorizontalPodAutoscaler shop/cart, PodDisruptionBudget shop/cart, PodMonitor shop/cart, ScaledObject shop/cart, VerticalPodAutoscaler shop/cart, which stay the baseline's alone",
    },
  ]);
  expect(objects).toEqual([]);
  expect(at(workload, ['spec', 'replicas'])).toBe(1);
});

test("under a scaler the replicas are still the fork's own, also where a patch takes them out", () => {
  const patches = [{ type: 'merge', value: { spec: { replicas: null } } }] as const;
  const { workload, codes } = make({ others: [scaler, budget], fork: { patches } });
  expect(codes).toEqual(['not-copied']);
  expect(at(workload, ['spec', 'replicas'])).toBe(1);
  const asked = make({ others: [scaler], fork: { replicas: 2 } });
  expect(at(asked.workload, ['spec', 'replicas'])).toBe(2);
});

test('the note does not depend on the order of the input', () => {
  const [one, other] = [make({ others: [scaler, budget] }), make({ others: [budget, scaler] })];
  expect(one.findings[0]?.message).toBe(other.findings[0]?.message);
});

test('a ServiceMonitor is found by the labels of the Service, a webhook by its name', () => {
  const webhook = object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'w', {
    webhooks: [{ clientConfig: { service: { namespace: 'shop', name: 'cart', path: '/' } } }],
  });
  const monitor = object('monitoring.coreos.com/v1', 'ServiceMonitor', 'm', {
    spec: { selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } },
  });
  const { findings } = make({ others: [webhook, monitor] });
  const told = findings.filter(({ code }) => code === 'not-copied');
  expect(told).toHaveLength(1);
  expect(told[0]?.message).toContain(
    'without ServiceMonitor shop/m, ValidatingWebhookConfiguration shop/w,',
  );
});

function cronJob(name: string, image: string): KubeObject {
  const template = { spec: { containers: [{ name: 'main', image }] } };
  return object('batch/v1', 'CronJob', name, { spec: { jobTemplate: { spec: { template } } } });
}

test('jobs that run the image go on as before', () => {
  const hook: KubeObject = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'migrate',
      namespace: 'shop',
      annotations: { 'helm.sh/hook': 'pre-upgrade' },
    },
    spec: { template: { spec: { containers: [{ name: 'm', image: 'shop/cart:1' }] } } },
  };
  const child: KubeObject = {
    ...hook,
    metadata: { name: 'child', namespace: 'shop', ownerReferences: [{ uid: 'u' }] },
  };
  const others = [cronJob('nightly', 'shop/cart:1'), cronJob('other', 'shop/pay:1'), hook, child];
  expect(make({ others }).findings).toMatchObject([
    {
      code: 'job-not-forked',
      severity: 'info',
      message:
        'CronJob shop/nightly, Job shop/migrate run an image of Deployment shop/cart, and go on as before beside its fork',
    },
  ]);
});

test('a workload with nothing beside it has nothing to be told', () => {
  expect(make().codes).toEqual([]);
});
