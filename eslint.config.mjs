import next from 'eslint-config-next/core-web-vitals'
import nextTypescript from 'eslint-config-next/typescript'
import security from 'eslint-plugin-security'

const secondDoors = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Markup from strings executes: render elements.' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Use node:crypto, or a seeded generator in the estate.',
  },
  { selector: 'CallExpression[callee.property.name=/RawUnsafe$/]', message: 'SQL by string: use the tagged form in lib/db.' },
  { selector: "ImportSpecifier[imported.name='getToken']", message: 'getToken takes the session from a bearer header: use viewer().' },
]

/**
 * Only pages and components are written with React. Its rules read every function for one that might be a component, and were two
 * thirds of the whole lint where there is none. Whatever is .tsx is asked wherever it stands.
 */
const aboutReact = /^(?:react|react-hooks|jsx-a11y|@next\/next)\//
const withoutReact = {
  files: ['**/*.ts', '**/*.mjs'],
  ignores: ['app/**', 'components/**'],
  rules: Object.fromEntries(
    next
      .flatMap(({ rules = {} }) => Object.keys(rules))
      .filter((name) => aboutReact.test(name))
      .map((name) => [name, 'off']),
  ),
}

const config = [
  { ignores: ['node_modules/**', '.next/**', '.data/**', 'lib/db/generated/**', 'next-env.d.ts'] },
  ...next,
  ...nextTypescript,
  withoutReact,
  security.configs.recommended,
  {
    rules: {
      'security/detect-object-injection': 'off',
      'security/detect-non-literal-fs-filename': 'off',
      'security/detect-non-literal-regexp': 'error',
      // It takes an optional group around a repetition for a nested one, and so refuses linear patterns; no pattern comes from outside.
      'security/detect-unsafe-regex': 'off',
      'no-restricted-syntax': ['error', ...secondDoors],
      'no-restricted-imports': [
        'error',
        { name: 'next/link', importNames: ['default'], message: 'It asks for every page ahead: use components/ui/link.tsx.' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
    },
  },
  { files: ['components/ui/link.tsx'], rules: { 'no-restricted-imports': 'off' } },
]

export default config
