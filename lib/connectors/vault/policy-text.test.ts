import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathsOf } from './policy-text.ts'

const read = (path: string, ...capabilities: string[]) => ({ path, capabilities, limited: false })

test.each<[string, string, unknown]>([
  ['a path', 'path "secret/data/a" { capabilities = ["read", "list"] }', [read('secret/data/a', 'read', 'list')]],
  ['several, with comments of all sorts', '# one\npath "a" { // two\n capabilities = ["read"] /* three\n } */ }\n\npath "b/*" {\n  capabilities = ["deny",]\n}', [read('a', 'read'), read('b/*', 'deny')]],
  ['parameters, of which only that they are there is kept', 'path "a" { capabilities = ["update"]\n allowed_parameters = { "ttl" = ["1h"], "*" = [] }\n min_wrapping_ttl = "1s" }', [{ ...read('a', 'update'), limited: true }]],
  ['a block within', 'path "a" { capabilities = ["read"]\n control_group = { factor "ops" { identity { group_names = ["ops"] approvals = 1 } } } }', [{ ...read('a', 'read'), limited: true }]],
  ['the old word', 'name = "old"\npath "a" { policy = "write" }', [read('a', 'create', 'read', 'update', 'delete', 'list')]],
  ['JSON', '{"path": {"a/*": {"capabilities": ["read"]}, "b": {"policy": "deny"}}}', [read('a/*', 'read'), read('b', 'deny')]],
  ['JSON with lists of blocks', '{"path": [{"a": [{"capabilities": ["read"]}]}]}', [read('a', 'read')]],
  ['a path with a quote in it', 'path "a\\"b" { capabilities = ["read"] }', [read('a"b', 'read')]],
  ['a brace in a text', 'path "a{b}" { capabilities = ["read"] }', [read('a{b}', 'read')]],
  ['no capability', 'path "a" { }', [read('a')]],
  ['nothing', '  # empty\n', []],
  ['an open brace', 'path "a" { capabilities = ["read"]', null],
  ['an open text', 'path "a', null],
  ['another language', 'permit(principal, action, resource);', null],
  ['broken JSON', '{"path": ', null],
  ['JSON of another shape', '{"path": "a"}', null],
])('%s', (_, text, wanted) => expect(pathsOf(text)).toEqual(wanted)) // prettier-ignore

test('no text makes it throw or wait', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[path "{}=[\],#/*\n]{0,200}$/)), (text) => pathsOf(text) !== undefined))
})

test('what is written is what is read, whatever stands in it', () => {
  const word = fc.stringMatching(/^[a-z0-9/+*{}. _-]{1,30}$/)
  fc.assert(
    fc.property(fc.array(fc.record({ path: word, capabilities: fc.uniqueArray(fc.constantFrom('read', 'list', 'sudo', 'deny')) })), (rows) => {
      const text = rows.map((row) => `path ${JSON.stringify(row.path)} {\n  capabilities = ${JSON.stringify(row.capabilities)}\n}`).join('\n')
      expect(pathsOf(text)).toEqual(rows.map((row) => ({ ...row, limited: false })))
    }),
  )
}) // prettier-ignore
