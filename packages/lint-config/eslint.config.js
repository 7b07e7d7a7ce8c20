import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const onlyCliTouchesTheProcess = {
  'no-console': 'error',
  'no-restricted-properties': [
    'error',
    { object: 'process', property: 'env', message: 'only the cli package reads the environment' },
    { object: 'process', property: 'exit', message: 'only the cli package exits' },
  ],
};

/** Rooms of the language and of the events: no I/O and no clock (docs/architecture.md). */
const pureRooms = ['bytes', 'diagnostics', 'json', 'condition', 'ruleset', 'event-sources', 'engine'];

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', 'packages/*/src/generated/**', 'coverage/**', 'deploy/**'],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-control-regex': 'off',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    ignores: ['packages/cli/**', '**/*.test.ts', 'packages/testkit/**'],
    rules: onlyCliTouchesTheProcess,
  },
  {
    files: pureRooms.map((room) => `packages/${room}/src/**/*.ts`),
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:fs*', 'node:net', 'node:http*', 'node:child_process', 'node:worker_threads'],
              message: 'this room does no I/O',
            },
            { group: ['@aws-sdk/*', '@google-cloud/*', '@azure/*'], message: 'this room knows no cloud SDK' },
          ],
        },
      ],
      'no-restricted-globals': ['error', { name: 'setTimeout', message: 'this room has no clock' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'this room reads no clock',
        },
      ],
    },
  },
  {
    files: ['vitest.config.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
  },
);
