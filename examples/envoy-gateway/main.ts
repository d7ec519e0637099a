// `npx tsx examples/envoy-gateway/main.ts`: prints the manifests.

import { App } from 'cdk8s';
import { orders } from './orders';

const app = new App();
orders(app);
process.stdout.write(app.synthYaml());
