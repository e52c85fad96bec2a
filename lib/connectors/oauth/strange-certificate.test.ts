import { createPrivateKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { strangeCertificate } from './strange-certificate.ts'

test('a strange certificate is one that any server can read: of version 3, by its own key', () => {
  const { certificate, privateKey } = strangeCertificate()
  const read = new X509Certificate(certificate)
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read.checkPrivateKey(createPrivateKey(privateKey))).toBe(true)
  // The version stands first in what is signed, and is left out where it is 1 (RFC 5280, 4.1), which some servers refuse for itself.
  expect(read.raw.toString('hex')).toMatch(/^30(?:81..|82.{4})30(?:81..|82.{4})a003020102/)
})

test('no two are alike', () => {
  expect(strangeCertificate().certificate).not.toBe(strangeCertificate().certificate)
})
