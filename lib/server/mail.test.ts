import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Letter } from '../model/message.ts'
import type { MailServer } from './mail-server.ts'
import { mailOver } from './mail.ts'
import { startMailReceiver } from './testing/mail-receiver.ts'

const receiver = await startMailReceiver()
afterAll(receiver.stop)
beforeEach(() => {
  receiver.behave({})
  receiver.letters.splice(0)
})
const plain: MailServer = { host: '127.0.0.1', port: receiver.port, tls: 'none', user: null, password: null }
const { signal } = new AbortController()
const letter: Letter = {
  from: 'standdown@acme.example',
  to: 'ana@acme.example',
  toName: 'Ana, “the owner”',
  subject: 'Yours to retire: “clé”',
  text: 'Ana,\n\nÉcoutez. https://standdown.example.com/tasks/1\n',
  html: '<p>Ana</p>',
  messageId: 'abc@standdown.example.com',
}

async function send(to: Partial<MailServer> = {}, limits: Parameters<typeof mailOver>[1] = {}, change: Partial<Letter> = {}) {
  const line = mailOver({ ...plain, ...to }, limits).open(signal)
  const answer = await line.send({ ...letter, ...change })
  line.close()
  return answer
}

test('a letter arrives whole, from whom it says, to one person', async () => {
  expect(await send()).toEqual({ to: 'receiver' })
  const [got] = receiver.letters
  expect(got).toMatchObject({ from: letter.from, to: [letter.to], subject: letter.subject, messageId: `<${letter.messageId}>` })
  expect(got?.words).toContain('Écoutez. https://standdown.example.com/tasks/1')
  expect(got?.raw).toContain('Auto-Submitted: auto-generated')
})

test('one way out takes many letters, each once', async () => {
  const line = mailOver(plain).open(signal)
  const ids = Array.from({ length: 120 }, (_, n) => `${n}@x.example`)
  for (const messageId of ids) expect(await line.send({ ...letter, messageId })).toEqual({ to: 'receiver' })
  line.close()
  expect(receiver.letters.map(({ messageId }) => messageId)).toEqual(ids.map((id) => `<${id}>`))
})

test('no line break in a name or a subject makes a header', async () => {
  await send({}, {}, { subject: 'x\r\nBcc: eve@example.com', toName: 'Ana\r\nX-Evil: 1' })
  const [got] = receiver.letters
  expect(got?.raw).not.toMatch(/^(?:Bcc|X-Evil):/im)
  expect(got?.to).toEqual(['ana@acme.example'])
})

describe('what is not taken', () => {
  test.each([
    ['an address that is not there', 550, { why: 'refused' }],
    ['a mailbox that is full for now', 452, { why: 'later' }],
  ])('%s (%i)', async (_, status, expected) => {
    receiver.behave({ refuse: () => status })
    expect(await send()).toMatchObject({ to: 'nobody', ...expected, says: expect.stringContaining(`(${status})`) as string })
    expect(receiver.letters).toEqual([])
  })

  test('a line that breaks before the answer leaves it open whether it arrived', async () => {
    receiver.behave({ hangUpAfter: true })
    expect(await send()).toMatchObject({ to: 'nobody', why: 'unsure' })
    expect(receiver.letters).toHaveLength(1)
  })

  test('so does a server that never answers, at its deadline and not later', async () => {
    receiver.behave({ silent: true })
    const began = performance.now()
    expect(await send({}, { letter: 800 })).toMatchObject({ to: 'nobody', why: 'unsure' })
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(receiver.letters).toHaveLength(1)
  })

  test('nobody listens there', async () => {
    await receiver.stop()
    const says = `The mail server 127.0.0.1:${receiver.port}: nothing listens there.`
    expect(await send()).toEqual({ to: 'nobody', why: 'down', says })
    await receiver.start()
    expect(await send()).toEqual({ to: 'receiver' })
  })

  test('a server that takes the call and never greets', async () => {
    const calls = new Set<Socket>()
    const mute = createServer((socket) => void calls.add(socket.on('error', () => undefined)))
    afterAll(() => {
      for (const socket of calls) socket.destroy()
      mute.close()
    })
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
    const { port } = mute.address() as AddressInfo
    expect(await send({ port }, { greetingTimeout: 200 })).toMatchObject({ to: 'nobody', why: 'down' })
  })

  test('a password never goes over a line without TLS', async () => {
    const password = ['pw', 'of', 'the', 'mail'].join('-')
    const answer = await send({ tls: 'starttls', user: 'u', password })
    expect(answer).toMatchObject({ to: 'nobody', why: 'down' })
    expect(JSON.stringify(answer)).not.toContain(password)
    expect(receiver.letters).toEqual([])
  })

  test('a server that does not speak TLS is not spoken to where it must', async () => {
    expect(await send({ tls: 'at-once' })).toMatchObject({ to: 'nobody', why: 'down' })
    expect(receiver.letters).toEqual([])
  })
})
