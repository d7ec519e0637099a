#!/usr/bin/env node
'use strict';
const { version } = require('../package.json');
require('../build/lib/adapters/main.js').main(version);
