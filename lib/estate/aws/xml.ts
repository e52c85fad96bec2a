import { XMLBuilder } from 'fast-xml-parser'

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', suppressEmptyNode: true })

export type Service = 'iam' | 'sts'

const namespaces: Readonly<Record<Service, string>> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
}

/** What an action answers, wrapped as the query protocol wraps it. Lists are `{ member: [...] }`. */
export function resultXml(service: Service, action: string, result: object | null, requestId: string): string {
  return builder.build({
    [`${action}Response`]: {
      '@xmlns': namespaces[service],
      ...(result ? { [`${action}Result`]: result } : {}),
      ResponseMetadata: { RequestId: requestId },
    },
  })
}

/** An error as the query protocol tells it. */
export function errorXml(service: Service, type: 'Sender' | 'Receiver', code: string, message: string, requestId: string): string {
  return builder.build({
    ErrorResponse: { '@xmlns': namespaces[service], Error: { Type: type, Code: code, Message: message }, RequestId: requestId },
  })
}

/** An instant as IAM writes it: whole seconds. */
export function awsTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** A policy document as IAM returns it: JSON, URL-encoded after RFC 3986. */
export function awsDocument(document: object): string {
  return encodeURIComponent(JSON.stringify(document)).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Tags as IAM lists them. */
export function awsTags(tags: Readonly<Record<string, string>>): { member: { Key: string; Value: string }[] } {
  return { member: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }
}
