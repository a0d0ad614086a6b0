/** What every capability above the foundations may use. */
const COMMON = ['access', 'config', 'http', 'json', 'money', 'observability', 'problems', 'tracing'];

/**
 * Which folder of src/ may use which. What is not in a row is forbidden; nobody imports upwards: what a lower folder
 * needs of a higher one is a port that the lower one declares. `src/*.ts` (start-up and wiring) may use all of them.
 */
const MAY_USE = {
  json: [],
  money: [],
  problems: [],
  secrets: [],
  outgoing: [],
  tracing: ['config', 'outgoing'],
  config: ['outgoing', 'secrets'],
  observability: ['access', 'config', 'database', 'background', 'outgoing', 'problems', 'tracing'],
  http: ['config', 'json', 'observability', 'problems'],
  access: ['config', 'http', 'json', 'observability', 'outgoing', 'problems'],
  database: ['config', 'money', 'observability', 'problems', 'tracing'],
  background: ['config', 'database', 'observability', 'problems', 'tracing'],
  audit: ['access', 'background', 'config', 'database', 'http', 'observability', 'problems'],
  'merchant-events': [
    'access',
    'audit',
    'config',
    'database',
    'http',
    'background',
    'json',
    'money',
    'observability',
    'outgoing',
    'problems',
    'tracing',
  ],
  ottu: ['config', 'json', 'money', 'outgoing', 'problems', 'secrets'],
  quota: ['config', 'database', 'background', 'observability', 'ottu'],
  catalog: ['config', 'json', 'money', 'observability', 'outgoing', 'problems', 'tracing'],
  payments: [...COMMON, 'audit', 'catalog', 'database', 'background', 'merchant-events', 'ottu'],
  'payment-methods': [...COMMON, 'ottu'],
  transactions: [...COMMON, 'audit', 'database', 'background', 'ottu', 'payments'],
  attachments: ['access', 'audit', 'config', 'http', 'json', 'ottu', 'payments', 'problems', 'transactions'],
  'payment-links': [...COMMON, 'audit', 'catalog', 'database', 'ottu', 'payments', 'transactions'],
  webhooks: [...COMMON, 'audit', 'database', 'background', 'ottu', 'payments'],
  limits: ['access', 'config', 'database', 'http', 'background', 'observability', 'outgoing', 'problems'],
  'saved-cards': [
    'access',
    'audit',
    'config',
    'http',
    'json',
    'limits',
    'money',
    'ottu',
    'payments',
    'problems',
    'transactions',
  ],
  carts: [
    ...COMMON,
    'audit',
    'catalog',
    'database',
    'background',
    'limits',
    'merchant-events',
    'ottu',
    'payments',
    'saved-cards',
  ],
  privacy: ['access', 'audit', 'carts', 'database', 'merchant-events', 'payments', 'problems', 'saved-cards'],
  // On top, beside the start-up: it holds the configuration against what each of these speaks to.
  doctor: [
    'access',
    'catalog',
    'config',
    'database',
    'json',
    'merchant-events',
    'money',
    'ottu',
    'outgoing',
    'payments',
  ],
};

const arrows = Object.entries(MAY_USE).map(([folder, allowed]) => ({
  name: `arrows-of-${folder}`,
  severity: 'error',
  comment: `src/${folder} may use: ${allowed.join(', ') || 'no other folder'}`,
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [folder, ...allowed].map((name) => `^src/${name}/`) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...arrows,
    {
      name: 'known-folders',
      severity: 'error',
      comment: 'A new folder of src/ needs a row above; openapi describes the whole application and may use all of it.',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${[...Object.keys(MAY_USE), 'openapi'].join('|')})/` },
      to: {},
    },
    {
      name: 'wiring-stays-on-top',
      severity: 'error',
      comment: 'Only start-up, its tests and the description of the API know the application as a whole.',
      from: { path: '^src/[^/]+/', pathNot: '^src/openapi/' },
      to: { path: '^src/[^/]+\\.ts$|^src/openapi/' },
    },
    {
      name: 'ottu-takes-settings-as-types',
      severity: 'error',
      comment: 'The client of Ottu works without this service; its module alone asks Nest for Settings.',
      from: { path: '^src/ottu/', pathNot: '\\.(module|spec)\\.ts$' },
      to: { path: '^src/config/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'payments-know-no-http-client',
      severity: 'error',
      comment:
        'Only src/ottu speaks to Ottu, merchant-events to the merchant, and the doctor to the service itself; src/outgoing makes their connections.',
      from: { path: '^src/', pathNot: '^src/(ottu|merchant-events|catalog|access|outgoing|doctor)/|\\.spec\\.ts$' },
      to: { path: 'node_modules/(axios|undici)/' },
    },
    {
      name: 'one-arithmetic',
      severity: 'error',
      comment: 'Amounts are added and compared in src/money only.',
      from: { path: '^src/', pathNot: '^src/money/' },
      to: { path: 'node_modules/dinero\\.js/' },
    },
    {
      name: 'no-sandbox-in-src',
      severity: 'error',
      comment: 'Simulator and tests never reach the production image.',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(sandbox|test|scripts|bench)/' },
    },
    {
      name: 'sandbox-stands-alone',
      severity: 'error',
      comment:
        'A simulator that shared code with the service would share its mistakes. The demo starts the built service.',
      from: { path: '^sandbox/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(src|test)/' },
    },
    {
      name: 'clients-stand-alone',
      severity: 'error',
      comment:
        'A client is a package of its own: it knows the service by its document, and comes without anything of it.',
      from: { path: '^clients/([^/]+)/' },
      to: { path: '^(src|sandbox|test|scripts|bench|clients)/', pathNot: '^clients/$1/' },
    },
    {
      name: 'clients-declare-their-packages',
      severity: 'error',
      comment: 'What is installed for the service is not there where a client is.',
      from: { path: '^clients/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'specs-are-not-imported',
      severity: 'error',
      from: {},
      to: { path: '\\.spec\\.ts$' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nothing uses and that uses nothing.',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '\\.spec\\.ts$', '^test/', '^scripts/', '^src/main\\.ts$'] },
      to: {},
    },
    {
      name: 'no-development-packages-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$|\\.arbitrary\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      // The shop serves the built client under this name, beside its own scripts.
      to: { couldNotResolve: true, pathNot: '^(\\.\\./)+client\\.js$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^clients/[^/]+/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
