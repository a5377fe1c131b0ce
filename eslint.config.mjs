import js from '@eslint/js';
import ts from 'typescript-eslint';

// The floors of the house (docs/architecture.md): a room imports only from rooms on a lower floor.
const floors = [
  ['auth', 'platform'],
  ['audit', 'mail', 'presence'],
  ['sessions'],
  ['roles', 'services'],
  ['users'],
  ['push'],
  ['accounts'],
];
const rooms = floors.flat();

function wallsOf(room) {
  const floor = floors.findIndex((names) => names.includes(room));
  const below = floors.slice(0, floor).flat();
  const closed = rooms.filter((name) => !below.includes(name));
  return {
    files: [`libs/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: closed.map((name) => ({
            name: `#${name}`,
            message: name === room ? 'Inside a room import the file itself.' : `${room} stands on a lower floor.`,
          })),
          patterns: [
            { group: ['**/apps/**', '**/libs/**', '#*/*'], message: 'Other rooms are reached by their barrel.' },
            ...(room === 'auth'
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

export default ts.config(
  { ignores: ['dist/', 'var/', 'coverage/', 'libs/auth/lib/'] },
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
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  ...rooms.map(wallsOf),
  {
    // It stands for a service of others: of ours it has the published library alone.
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
  { files: ['apps/cli/**', 'bench/**', 'tools/**'], rules: { 'no-console': 'off' } },
);
