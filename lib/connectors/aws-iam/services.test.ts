import { expect, test } from 'vitest'
import { keptSession } from './session.ts'
import { organizations, rolesAnywhere, secretsManager } from './services.ts'
import { Settings } from './settings.ts'

const of = (settings: object) => Settings.parse({ account: '123456789012', ...settings })

test.each([
  [organizations(of({})), 'us-east-1', 'https://organizations.us-east-1.amazonaws.com'],
  [organizations(of({ region: 'us-gov-east-1' })), 'us-gov-west-1', 'https://organizations.us-gov-west-1.amazonaws.com'],
  [organizations(of({ region: 'cn-north-1' })), 'cn-northwest-1', 'https://organizations.cn-northwest-1.amazonaws.com.cn'],
  [organizations(of({ baseUrl: 'https://iam.example' })), 'us-east-1', 'https://iam.example'],
  [secretsManager(of({}), 'eu-west-1'), 'eu-west-1', 'https://secretsmanager.eu-west-1.amazonaws.com'],
  [secretsManager(of({ secretsManagerBaseUrl: 'https://sm.REGION.example/' }), 'eu-west-1'), 'eu-west-1', 'https://sm.eu-west-1.example'],
  [rolesAnywhere(of({ region: 'cn-north-1' }), 'cn-north-1'), 'cn-north-1', 'https://rolesanywhere.cn-north-1.amazonaws.com.cn'],
])('%j', ({ region, endpoint }, home, address) => {
  expect([region, endpoint]).toEqual([home, address])
})

test('a session is one for all, asked for again when it is about to end, and after a failure', async () => {
  let asked = 0
  const session = (minutes: number) => ({
    accessKeyId: `ASIA${++asked}`,
    secretAccessKey: 'x',
    sessionToken: 'y',
    expiration: new Date(Date.now() + minutes * 60_000),
  })
  const long = keptSession(() => Promise.resolve(session(60)))
  const [one, other] = await Promise.all([long(), long()])
  expect([one === other, (await long()) === one, asked]).toEqual([true, true, 1])
  let fails = true
  const failing = keptSession(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve(session(60))))
  await expect(failing()).rejects.toThrow('no')
  fails = false
  expect(await failing()).toMatchObject({ accessKeyId: 'ASIA2' })
})
