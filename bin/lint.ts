import { spawn } from 'node:child_process'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)

/** eslint, then prettier's check. Both run to the end; 0 when both are content. */
export default async function lint(args: readonly string[]): Promise<number> {
  const places = args.length > 0 ? args : ['.']
  const codes = [
    await run(['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...places]),
    await run(['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...places]),
  ]
  return codes.every((code) => code === 0) ? 0 : 1
}

function run(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}
