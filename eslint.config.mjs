import nx from '@nx/eslint-plugin';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { reasonedDisables } from './scripts/eslint/reasoned-disables.mjs';
import { EXEMPT_FOLDERS, restrictedImports } from './scripts/eslint/restricted-imports.mjs';

const TESTS = ['**/*.spec.ts', '**/*.spec.tsx', '**/*.int-spec.ts', '**/*.int-spec.tsx', '**/*.e2e-spec.ts', '**/*.e2e-spec.tsx', '**/*.faults-spec.ts', '**/test/**/*.ts', '**/test/**/*.tsx'];

const BROWSER = ['apps/web/**/*.{ts,tsx}', 'libs/chatkit-element/**/*.{ts,tsx}', 'libs/chatkit-client/**/*.ts'];

/** Who may depend on whom, in two dimensions; both must permit. There is no `*` to fall back on. */
const DEPENDENCIES = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib', 'type:contract'] },
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['type:lib', 'type:contract'] },
  { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:contract'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:testing', 'type:lib', 'type:contract'] },
  { sourceTag: 'scope:browser', onlyDependOnLibsWithTags: ['scope:browser', 'scope:any'] },
  { sourceTag: 'scope:server', onlyDependOnLibsWithTags: ['scope:server', 'scope:any'] },
  { sourceTag: 'scope:any', onlyDependOnLibsWithTags: ['scope:any'] },
];

const boundaries = (allow) => ['error', { enforceBuildableLibDependency: false, allow, depConstraints: DEPENDENCIES }];

const NO_DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Export by name: a name is found by search and kept in imports.' };

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', '**/coverage/', '.nx/', '.frontdesk/', 'libs/database/src/generated/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    plugins: { '@nx': nx, frontdesk: { rules: { 'reasoned-disables': reasonedDisables } } },
    rules: {
      curly: 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 80 }],
      complexity: ['error', 12],
      'frontdesk/reasoned-disables': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries([]),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      // Interfaces of frameworks return promises whether or not an implementation has something to wait for.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-imports': restrictedImports(),
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Read the environment once, through loadConfig of @frontdesk/config.' }],
      'no-console': 'error',
    },
  },
  { files: ['**/*.config.{ts,mts}'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['libs/config/**/*.ts', 'scripts/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  ...EXEMPT_FOLDERS.map((folder) => ({ files: [`${folder}/**/*.{ts,tsx}`], rules: { 'no-restricted-imports': restrictedImports(folder) } })),
  { files: BROWSER, extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.recommended] },
  // Tests start the processes as `npm start` does; what knows how runs before anything is installed, so it is no package.
  { files: ['libs/testing/src/**/*.ts'], rules: { '@nx/enforce-module-boundaries': boundaries(['../../../scripts/**']) } },
  {
    files: TESTS,
    rules: {
      '@nx/enforce-module-boundaries': boundaries(['@frontdesk/testing']),
      // A describe is one function; the tests in it are the units.
      'max-lines-per-function': 'off',
      // What comes over a socket is unknown to the types, and the assertion is the check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-imports': restrictedImports('tests'),
    },
  },
  ...EXEMPT_FOLDERS.map((folder) => ({
    files: TESTS.map((pattern) => `${folder}/${pattern}`),
    rules: { 'no-restricted-imports': restrictedImports('tests', folder) },
  })),
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { ecmaVersion: 2024 },
    rules: { 'no-undef': 'off', 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
);
