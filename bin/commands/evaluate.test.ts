import { PassThrough, Readable, Writable } from 'node:stream'
import { setImmediate as soon } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { evaluateAll, readAsOf } from './evaluate.ts'

const asOf = new Date('2026-11-23T00:00:00Z')
const example =
  '{"id":"x","provider":"aws","kind":"aws.access-key","lifecycle":"active","ttlSeconds":"never","rotationEnforcedSeconds":null,' +
  '"ageDays":200,"idleDays":1,"binding":"keyed-hmac","popVerified":false,"scope":{"level":3,"reach":2},"sensitivity":3,' +
  '"exposure":"none","revoked":false,"replaced":false,"workload":"active","owner":"assigned","consumers":1,"thirdParty":false,' +
  '"agent":"none","storage":"vault","prohibited":false,' +
  '"controls":{"networkConfined":false,"revocationMinutes":null,"monitored":false,"secretScanning":true}}'

function chunksOf(text: string | Buffer): AsyncIterable<Buffer> {
  return Readable.from([Buffer.from(text)])
}

/** Runs it to its end, well or not: what was written, and the error if there was one. */
async function run(text: string | Buffer, explain = false): Promise<{ out: string; error: string | undefined }> {
  const written: Buffer[] = []
  const output = new Writable({ write: (chunk: Buffer, _, done) => (written.push(chunk), done()) })
  const error = await evaluateAll(chunksOf(text), output, { asOf, explain, name: 'facts.jsonl' }).then(
    () => undefined,
    (thrown: Error) => thrown.message,
  )
  return { out: Buffer.concat(written).toString(), error }
}

describe('answers', () => {
  test('the documented example, field by field in their order', async () => {
    const { out, error } = await run(example, true)
    expect(error).toBeUndefined()
    expect(out).toBe(
      '{"id":"x","model":"nps-1.0.0","verdict":"standing-privilege","risk":60,"base":54,"grade":"D","replay":7875,"impact":5300,' +
        '"contributions":[{"factor":"binding","points":13},{"factor":"ttl","points":13.4},{"factor":"age","points":5.8},{"factor":"controls","points":-1.9},' +
        '{"factor":"scope","points":9.4},{"factor":"sensitivity","points":14.3},{"factor":"verdict-floor","points":6}],' +
        '"reasons":["STANDING_MEDIUM","NOT_SENDER_CONSTRAINED"],' +
        '"controlsRequired":["network","revocation-15m","monitoring"],"controlsMet":[],"controlsMissing":["network","revocation-15m","monitoring"],' +
        '"confidence":1,"riskFloor":60,"vector":"nps-1.0.0/B:keyed-hmac/T:never/A:365d/I:45d/S:3.2/D:3/O:assigned/K:vault/M:scanning",' +
        '"nextChangeAt":"2027-01-07T00:00:00Z",' +
        '"wouldChange":[{"change":"ttlSeconds <= 3600","verdict":"acceptable-with-controls","risk":30},' +
        '{"change":"ttlSeconds <= 86400","verdict":"acceptable-with-controls","risk":34}]}\n',
    )
  })

  test('an id is enough, and without --explain nothing is tried', async () => {
    const { out } = await run('{"id":"bare"}')
    expect(JSON.parse(out)).toMatchObject({ id: 'bare', verdict: 'standing-privilege', risk: 94, confidence: 0, nextChangeAt: null })
    expect(JSON.parse(out)).not.toHaveProperty('wouldChange')
  })

  test('in the order of the lines, over a byte order mark, CRLF and empty lines', async () => {
    const { out, error } = await run('\ufeff{"id":"a"}\r\n\r\n  \n{"id":"b"}\r\n{"id":"c"}')
    expect(error).toBeUndefined()
    expect(out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['a', 'b', 'c']) // prettier-ignore
  })

  test('an empty file has no answers', async () => expect(await run('')).toEqual({ out: '', error: undefined }))

  test('many grants in one scope', async () => {
    const scope = Array.from({ length: 10_000 }, () => ({ level: 4, reach: 3 }))
    expect((await run(JSON.stringify({ id: 'many', scope }))).out).toContain('/S:4.3/')
  })
})

describe('what cannot be scored', () => {
  test.each([
    ['not JSON', '{"id":', 'line 2 is not valid JSON'],
    ['not an object', '[1]', 'line 2, the whole of it: must be a JSON object of facts'],
    ['no id', '{"ageDays":1}', 'line 2, field id: must be text'],
    ['an unknown field', '{"id":"x","agedays":1}', 'line 2, field agedays: is not known; the fields are id, provider,'],
    ['an unknown control', '{"id":"x","controls":{"luck":true}}', 'line 2, field controls.luck: is not known'],
    ['a forged field', '{"id":"x","__proto__":{}}', 'line 2, field __proto__: is not known'],
    ['an unknown value', '{"id":"x","binding":"oauth"}', 'line 2, field binding: must be pop-attested, pop-mtls,'],
    ['a negative age', '{"id":"x","ageDays":-1}', 'line 2, field ageDays: must be a number of days or not-reported'],
    ['an endless number', '{"id":"x","ttlSeconds":1e999}', 'line 2, field ttlSeconds: must be a number of seconds'],
    ['null for not reported', '{"id":"x","idleDays":null}', 'line 2, field idleDays: must be'],
    ['a level too high', '{"id":"x","scope":{"level":7,"reach":1}}', 'line 2, field scope: must be {"level": 1–6, "reach": 1–4}'],
    ['no grant at all', '{"id":"x","scope":[]}', 'line 2, field scope: must be'],
    ['a stray field in a grant', '{"id":"x","scope":{"level":1,"reach":1,"why":""}}', 'line 2, field scope: must be'],
    ['a tier between', '{"id":"x","sensitivity":1.5}', 'line 2, field sensitivity: must be 0, 1, 2, 3, 4 or not-reported'],
    ['a truth in words', '{"id":"x","controls":{"monitored":"yes"}}', 'line 2, field controls.monitored: must be true or false'],
    ['an id without end', JSON.stringify({ id: 'x'.repeat(1_025) }), 'line 2, field id: must be text of 1 to 1024 characters'],
    ['10 MB in a line', `{"id":"${'x'.repeat(10_000_000)}"}`, 'line 2 is longer than 1 MiB; one line holds the facts of one token'],
  ])('%s', async (_, line, says) => {
    const { out, error } = await run(`{"id":"first"}\n${line}\n{"id":"last"}\n`)
    expect(error).toContain(`facts.jsonl: ${says}`)
    expect(error).not.toContain('\n')
    expect(error!.length).toBeLessThan(600)
    expect(out).toContain('"id":"first"')
    expect(out).not.toContain('"id":"last"')
  })

  test('a value is never repeated: it may be a secret in the wrong place', async () => {
    const secret = 'ghp_notReallyASecret0000000000000000000'
    for (const line of [
      `{"id":"x","binding":"${secret}"}`,
      `{"id":"x","controls":{"monitored":"${secret}"}}`,
      `{"id":"x" ${secret}`,
      `"${secret}"`,
    ]) {
      expect((await run(line)).error).not.toContain('ghp_')
    }
  })

  test('several fields at fault are all named', async () => {
    const { error } = await run('{"id":"x","owner":"me","agent":true}')
    expect(error).toBe(
      'facts.jsonl: line 1, field owner: must be assigned, none or departed; line 1, field agent: must be none, supervised or autonomous',
    )
  })
})

describe('streams', () => {
  test('it waits for a slow reader instead of gathering answers', async () => {
    let read = 0
    async function* endless() {
      for (; read < 20_000; read++) yield Buffer.from(`{"id":"${read}"}\n`)
    }
    const reader = new PassThrough({ highWaterMark: 64 * 1_024 })
    const done = evaluateAll(endless(), reader, { asOf, explain: false, name: 'endless' })
    for (let turn = 0; turn < 2_000; turn++) await soon()
    expect(read).toBeLessThan(1_000)
    reader.resume()
    const ended = done.then(() => read)
    expect(await ended).toBe(20_000)
  })

  test('a reader that has seen enough ends it without an error', async () => {
    const reader = new Writable({ write: (_, __, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) })
    reader.on('error', () => undefined)
    const lines = Array.from({ length: 2_000 }, (_, index) => `{"id":"${index}"}\n`).join('')
    await expect(evaluateAll(chunksOf(lines), reader, { asOf, explain: false, name: 'x' })).resolves.toBeUndefined()
  })

  test('a reader that breaks otherwise is an error', async () => {
    const reader = new Writable({ write: (_, __, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })) })
    reader.on('error', () => undefined)
    const lines = Array.from({ length: 2_000 }, (_, index) => `{"id":"${index}"}\n`).join('')
    await expect(evaluateAll(chunksOf(lines), reader, { asOf, explain: false, name: 'x' })).rejects.toThrow('no space left')
  })
})

describe('--as-of', () => {
  test.each([
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23T01:00:00+02:00', '2026-11-22T23:00:00.000Z'],
    [undefined, '2020-01-01T00:00:00.000Z'],
  ])('%s', (text, instant) => expect(readAsOf(text, new Date('2020-01-01')).toISOString()).toBe(instant))

  test.each(['2026-02-30', '23.11.2026', 'today', '', '2026-11-23T10:00:00', '20261123'])('%s is not a date', (text) =>
    expect(() => readAsOf(text, new Date())).toThrow(`--as-of: "${text}" is not a date; use 2026-11-23`),
  )
})
