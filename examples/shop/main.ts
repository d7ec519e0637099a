// `npm run synth`: renders the shop into dist/, and says what its sandboxes change.

import { App } from 'cdk8s';
import { summarizeSandboxes } from 'gatefork';
import { shop } from './shop';

const app = new App();
shop(app);
app.synth();
// On standard error: `cdk8s synth` keeps an app's standard output to itself.
process.stderr.write(summarizeSandboxes(app));
