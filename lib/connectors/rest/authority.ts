import { X509Certificate } from 'node:crypto'
import { z } from 'zod'

/**
 * One certificate or several: as PEM, whatever became of its line breaks, or as certificate-authority-data of a kubeconfig, which is the same in
 * base64. Public.
 */
export const Authority = z
  .string()
  .trim()
  .max(100_000)
  .transform((text, context) => {
    const certificates = certificatesIn(text) ?? certificatesIn(Buffer.from(text, 'base64').toString('latin1'))
    if (certificates) return certificates
    context.addIssue({ code: 'custom', message: 'is neither the PEM text of a certificate nor certificate-authority-data of a kubeconfig' })
    return z.NEVER
  })

function certificatesIn(text: string): string | null {
  const found = [...text.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s\\]+?)-----END CERTIFICATE-----/g)]
  const pems = found.map(([, base64 = '']) => {
    const lines = base64.replace(/\\n|\s/g, '').match(/.{1,64}/g) ?? []
    return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
  })
  try {
    return pems.length > 0 && pems.every((pem) => new X509Certificate(pem).subject !== undefined) ? pems.join('') : null
  } catch {
    return null
  }
}
