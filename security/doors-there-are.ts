import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

const app = path.join(path.dirname(import.meta.dirname), 'app')
const methods = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/

/** Every door by the files: each page, each method that a handler exports, each function that a file of actions exports. */
export function doorsThereAre(): string[] {
  return readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      const name = path.relative(app, file).split(path.sep).join('/')
      return doorsOf(name, readFileSync(file, 'utf8'))
    })
    .toSorted()
}

/** The doors in one file's text. */
export function doorsOf(name: string, text: string): string[] {
  if (/(?:^|\/)page\.tsx?$/.test(name)) return [name]
  const names = exported(text)
  if (/(?:^|\/)route\.tsx?$/.test(name)) return names.filter((one) => methods.test(one)).map((method) => `${name} ${method}`)
  return /^\s*['"]use server['"]/.test(text) ? names.map((one) => `${name} ${one}`) : []
}

function exported(text: string): string[] {
  const declared = [...text.matchAll(/^export\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|let|var|class)\s+(\w+)/gm)].map(
    ([, name = '']) => name,
  )
  const listed = [...text.matchAll(/^export\s*\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
    list.split(',').flatMap((one) => /(?:\bas\s+)?(\w+)\s*$/.exec(one.trim())?.[1] ?? []),
  )
  return [...declared, ...listed]
}

/** The address of a page or handler, with what stands in its brackets: groups and slots are no part of it. */
export function addressOf(door: string, fill: Readonly<Record<string, string>>): string {
  const [file = ''] = door.split(' ')
  const parts = file
    .split('/')
    .slice(0, -1)
    .filter((part) => !/^\(\w+\)$|^@/.test(part))
  const filled = parts.map((part) => {
    const name = /^(?:\(\.+\))*\[+(?:\.\.\.)?(\w+)\]+$/.exec(part)?.[1]
    return name === undefined ? part.replace(/^(?:\(\.+\))+/, '') : (fill[name] ?? `no-${name}-in-the-table`)
  })
  return `/${filled.join('/')}`
}
