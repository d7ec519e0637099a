'use strict';

// The walls of the house (docs/architecture.md#rooms), line by line. test/house.test.ts checks
// that the modules were really read: a run that reads none would find no fault either.

const rooms = ['yaml', 'resolve', 'derive', 'verify', 'validate', 'lint', 'upkeep', 'report'];

const wall = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    wall('no-cycles', 'a cycle has no first file to read', {}, { circular: true }),
    wall(
      'model-imports-nothing',
      'nouns know no verbs; node:crypto, for digests, is the one thing outside',
      { path: '^lib/model/' },
      { pathNot: ['^lib/model/', '^(node:)?crypto$'] },
    ),
    wall(
      'routing-imports-model',
      'the law speaks of nouns and of the facts of the API alone; RE2 is its engine',
      { path: '^lib/routing/' },
      { pathNot: ['^lib/(routing|model)/', '^imports/', 'node_modules/re2js'] },
    ),
    ...rooms.map((room) =>
      wall(
        `${room}-is-a-pass`,
        'a pass imports the ground floor, never another pass and never a door',
        { path: `^lib/${room}/` },
        { path: '^lib/', pathNot: [`^lib/(${room}|model|routing)/`] },
      ),
    ),
    wall(
      'passes-meet-in-the-pipeline',
      'only the pipeline imports passes',
      {
        path: '^lib/',
        pathNot: [`^lib/(${rooms.join('|')})/`, '^lib/pipeline(-proof|-validation|-lint)?\\.ts$'],
      },
      { path: `^lib/(${rooms.join('|')})/` },
    ),
    wall(
      'doors-do-not-meet',
      'constructs, adapters, the plugin and testing are ways in, none through another',
      { path: '^lib/(constructs|adapters|plugin|testing)/' },
      { path: '^lib/(constructs|adapters|plugin|testing)/', pathNot: '^lib/$1/' },
    ),
    wall(
      'io-is-for-doors',
      'files and streams come in at the doors',
      {
        path: '^lib/(model|routing|yaml|resolve|derive|verify|validate|lint|upkeep|report|pipeline|core)',
      },
      { path: '^lib/io\\.ts$' },
    ),
    wall(
      'node-in-io',
      'node:* has one room',
      { path: '^lib/', pathNot: ['^lib/io\\.ts$', '^lib/model/digest\\.ts$'] },
      { dependencyTypes: ['core'] },
    ),
    wall(
      'cdk8s-in-constructs',
      'the command must not load cdk8s',
      { path: '^lib/', pathNot: '^lib/(constructs/|index\\.ts$)' },
      { path: 'node_modules/(cdk8s|constructs)' },
    ),
    wall(
      'yaml-in-yaml',
      'one room reads and writes YAML',
      { path: '^lib/', pathNot: '^lib/yaml/' },
      { path: 'node_modules/(yaml|js-yaml)/' },
    ),
    wall(
      'vitest-in-its-entry',
      'a matcher is a function; whoever wants it registered imports gatefork/vitest',
      { path: '^lib/', pathNot: '^lib/vitest\\.mts$' },
      { path: 'node_modules/(@?vitest)/' },
    ),
    wall(
      'no-cdk8s-plus',
      'Services and Deployments of any cdk8s-plus package are taken by their structure',
      { path: '^(lib|bin)/' },
      { path: 'node_modules/cdk8s-plus' },
    ),
    wall('facts-stand-alone', 'generated', { path: '^imports/' }, { pathNot: '^imports/' }),
    wall(
      'no-undeclared-packages',
      'what is imported is in package.json',
      { path: '^(lib|bin|imports)/' },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        pathNot: '(cdk8s|constructs|vitest)/',
      },
    ),
    wall(
      'resolvable',
      'an import leads somewhere',
      { path: '^(lib|imports)/' },
      { couldNotResolve: true },
    ),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^build/' },
  },
};
