#!/usr/bin/env node
'use strict';

// One file in place of a hundred: loading them would be a good part of a short run.
const { version } = require('../package.json');
require('../build/gatefork.js').main(version);
