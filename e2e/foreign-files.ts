import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'

const csv = (name: string, lines: readonly string[]) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) })

/** A secret that no page may show; its last four characters may be. */
export const foreignSecret = 'flags:production.CNRY00112233445566778899aabbccddee22'

const recorded = path.join(import.meta.dirname, '../lib/connectors/file/testing/recorded/unleash-7.5.1.json')

/** Files as other tools write them. */
export const foreignFiles = {
  some: csv('flags.csv', [
    'Token,Token name,Role,Created,Last used,Owner email,Colour',
    `${foreignSecret},storefront,viewer,2026-01-05,2026-11-20,ana@example.com,red`,
    `${foreignSecret.replace(/22$/, '33')},billing,maintainer,2026-03-01,,bo@example.com,blue`,
  ]),
  none: csv('colours.csv', ['Colour,Size', 'red,4', 'blue,5']),
  ours: csv('crm tokens.csv', [
    'external_id,kind,name,issued_at,expires_at,scope',
    'crm-1,vendor.refresh-token,crm full access,2026-01-05,never,6:4',
  ]),
  known: { name: 'unleash.json', mimeType: 'application/json', buffer: readFileSync(recorded) },
  wrong: { name: 'picture.json', mimeType: 'application/json', buffer: Buffer.from('{"width": 4, "height": 5}') },
}

/** Chooses a file and waits until the page says what it is. */
export async function chooseFile(page: Page, file: keyof typeof foreignFiles): Promise<void> {
  await page.getByLabel('File', { exact: true }).setInputFiles(foreignFiles[file])
  if (file === 'wrong') await expect(page.getByRole('alert').filter({ hasText: 'not a JSON list' })).toBeVisible()
  else if (file === 'ours') await expect(page.getByText('Its columns are ours.')).toBeVisible()
  else await page.getByRole('table', { name: 'Columns of the file' }).scrollIntoViewIfNeeded()
}
