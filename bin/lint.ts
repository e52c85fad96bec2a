import path from 'node:path'
import { runChild } from './run-child.ts'
import { untilTold } from './until-told.ts'

const root = path.dirname(import.meta.dirname)

/** eslint, then prettier's check. Both run to the end; 0 when both are content. Arguments are files or folders to look at. */
export default async function lint(args: readonly string[]): Promise<number> {
  const told = untilTold()
  try {
    return (await lintAll(args, told.signal)) ? 0 : 1
  } finally {
    told.end()
  }
}

/** @param heard is given what they say, where that is not for the terminal */
export async function lintAll(args: readonly string[], signal: AbortSignal, heard?: (text: string) => void): Promise<boolean> {
  const places = args.length > 0 ? args : ['.']
  const run = (program: readonly string[]) => runChild({ args: [...program, ...places], cwd: root, signal, heard })
  const codes = [
    await run(['node_modules/eslint/bin/eslint.js', '--max-warnings', '0']),
    await run(['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn']),
  ]
  return codes.every((code) => code === 0)
}
