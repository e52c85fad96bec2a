import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'
import { tokenFolderOf, tokenFolderVariable } from '../rest/token-file.ts'

/** With a token in the file "standdown", for the host of an address alone. */
export async function withTokenFile<T>(address: string, text: string, work: () => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'standdown-token-'))
  const host = path.join(folder, tokenFolderOf(address) ?? '')
  await mkdir(host)
  await writeFile(path.join(host, 'standdown'), text)
  vi.stubEnv(tokenFolderVariable, folder)
  try {
    return await work()
  } finally {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  }
}
