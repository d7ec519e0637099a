// The shop as one app: a chart for each team's namespace, and one for each sandbox.

import type { App } from 'cdk8s';
import { catalog } from './catalog';
import { checkout } from './checkout';
import { edge } from './edge';
import { payments } from './payments';
import { type Baseline, giftCards, newSearch } from './sandboxes';
import { web } from './web';

/** What runs and routes without any sandbox. */
export function baseline(app: App): Baseline {
  const gateways = edge(app);
  const parts = catalog(app, gateways);
  return {
    ...parts,
    ...web(app, gateways),
    ...checkout(app, gateways, parts),
    ...payments(app, gateways),
  };
}

/** The baseline and its two sandboxes. */
export function shop(app: App): void {
  const parts = baseline(app);
  giftCards(app, parts);
  newSearch(app, parts);
}
