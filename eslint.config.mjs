import js from '@eslint/js';
import ts from 'typescript-eslint';

// The layers (docs/architecture.md): a module imports only from modules on a lower layer.
const layers = [
  ['auth', 'platform'],
  ['audit', 'mail', 'presence', 'statistics'],
  ['sessions'],
  ['roles', 'services'],
  ['users'],
  ['push'],
  ['accounts'],
  ['administration'],
  ['composition'],
];
const modules = layers.flat();

function importRulesOf(module) {
  const layer = layers.findIndex((names) => names.includes(module));
  const below = layers.slice(0, layer).flat();
  const closed = modules.filter((name) => !below.includes(name));
  return {
    files: [`libs/${module}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: closed.map((name) => ({
            name: `#${name}`,
            message:
              name === module ? 'Inside a module import the file itself.' : `${module} is not on a higher layer.`,
          })),
          patterns: [
            { group: ['**/apps/**', '**/libs/**', '#*/*'], message: 'Import other modules by their barrel.' },
            ...(module === 'auth'
              ? [
                  {
                    group: ['typeorm', 'typeorm/*', 'pg', '@nestjs/typeorm'],
                    message: 'auth is a package without a database.',
                  },
                ]
              : []),
          ],
        },
      ],
    },
  };
}

/** Import rules of code outside the modules: `patterns` are groups that it may not import. */
function forbid(files, ...patterns) {
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }],
    },
  };
}

const modulesByBarrel = [['**/libs/**', '#*/*'], 'Import modules by their barrel.'];
const notFromTests = [['**/test/**'], 'Only tests import test/.'];

const byTheDatabase =
  'Use `databaseClock` for times that are stored, signed or compared with such, and `performance.now()` for durations.';

export default ts.config(
  { ignores: ['dist/', 'var/', 'coverage/', 'libs/auth/lib/', 'libs/client/lib/', 'libs/client/src/generated/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      // `interface Settings extends SettingsOf<…> {}` adds the settings of a module by declaration merging.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  ...modules.map(importRulesOf),
  {
    // One process' clock may be wrong (docs/architecture.md, "Clocks").
    files: modules.filter((name) => name !== 'auth').map((name) => `libs/${name}/**/*.ts`),
    ignores: [
      '**/*.{spec,fake,contract}.ts',
      '**/operations/{clock-skew,database-clock}.ts',
      // What they compare with has the machine's time: files, spans, a library.
      '**/database/{postgres-cluster,postmaster-pid}.ts',
      '**/telemetry/prometheus-producer.ts',
      '**/challenges/altcha.provider.ts',
    ],
    rules: {
      'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: byTheDatabase }],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: byTheDatabase },
      ],
    },
  },
  {
    // What Express and Fastify services load.
    files: [
      'libs/auth/src/{access,adapters,express,fastify,follower,jws,keys,permissions,problems,state,testing,tokens}/**/*.ts',
      'libs/auth/src/auth.options.ts',
      'libs/auth/src/authentication/{access-token-authenticator,recent-authentication,verified-token-cache}.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '@nestjs/*',
                'reflect-metadata',
                '**/guards/**',
                '**/sockets/**',
                '**/auth.errors',
                '**/authenticator',
              ],
              message: 'Services without NestJS load this file.',
            },
          ],
        },
      ],
    },
  },
  forbid(['apps/api/**/*.ts'], modulesByBarrel, [
    ['**/apps/**', '**/cli/**', '**/messages/**'],
    'Apps do not import apps.',
  ]),
  forbid(['apps/cli/**/*.ts'], modulesByBarrel, [
    ['**/apps/**', '**/api/**', '**/messages/**'],
    'Apps do not import apps.',
  ]),
  forbid(['bench/**/*.ts'], modulesByBarrel, notFromTests),
  forbid(['tools/**/*.ts'], modulesByBarrel, notFromTests, [['**/bench/**'], 'Tools do not import bench/.']),
  forbid(['test/**/*.spec.ts', 'test/races/**/*.ts', 'test/fuzz/**/*.ts'], modulesByBarrel, [
    ['**/apps/**'],
    'Start programs by test/support.',
  ]),
  {
    // It runs in browsers, and calls the service as every application does.
    files: ['apps/console/**/*.ts', 'apps/console/**/*.tsx', 'apps/console/**/*.mts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [
                '#*',
                '**/libs/**',
                '**/api/src/**',
                '**/test/**',
                '@collabsphere/auth',
                '@nestjs/*',
                'typeorm',
                'pg',
              ],
              message: 'Use @collabsphere/client.',
            },
          ],
        },
      ],
    },
  },
  {
    // An example of a service of another team: it has the published library only.
    files: ['apps/messages/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['#*', '**/libs/**', '**/apps/**', 'typeorm', 'pg'], message: 'Use @collabsphere/auth.' },
          ],
        },
      ],
    },
  },
  {
    // A package for browsers: nothing of the service, of Node, or of this repository's tests.
    files: ['libs/client/**/*.{ts,tsx}', 'examples/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['#*', 'node:*', '**/test/**', '@nestjs/*', '@collabsphere/auth*'],
              message: 'It runs in browsers.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        require: 'readonly',
        module: 'writable',
        process: 'readonly',
        __dirname: 'readonly',
        URL: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['apps/console/public/*.js'],
    languageOptions: { globals: { document: 'readonly', localStorage: 'readonly', window: 'readonly' } },
  },
  { files: ['apps/cli/**', 'bench/**', 'tools/**'], rules: { 'no-console': 'off' } },
);
