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

const config = [
  { ignores: ['node_modules/**', '.next/**', '.data/**', 'lib/db/generated/**', 'next-env.d.ts'] },
  ...next,
  ...nextTypescript,
  security.configs.recommended,
  {
    rules: {
      'security/detect-object-injection': 'off',
      'security/detect-non-literal-fs-filename': 'off',
      'security/detect-non-literal-regexp': 'error',
      // It takes an optional group around a repetition for a nested one, and so refuses linear patterns; no pattern comes from outside.
      'security/detect-unsafe-regex': 'off',
      'no-restricted-syntax': ['error', ...secondDoors],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
    },
  },
]

export default config
