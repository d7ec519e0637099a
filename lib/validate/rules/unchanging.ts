// Fields that stay as they were made. Neighbours: rules-of.ts.

import { valueId } from '../schema/same-value';
import { shown } from '../schema/shown';
import type { Asked } from './ruled';

export const unchanging: Asked = {
  rules: ['immutable'],
  look: (value, tell, old) => {
    if (old === undefined || valueId(value) === valueId(old)) return;
    tell({
      code: 'field-immutable',
      path: [],
      text: `is ${shown(value)} and was ${shown(old)}, which cannot be changed`,
      hint: 'leave it as it was, or make an object of another name',
      rule: 'immutable',
    });
  },
};
