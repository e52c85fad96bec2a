import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { canary } from '../canary.ts'
import { company } from '../company.ts'
import { hour } from '../habit.ts'
import type { Answer } from '../answer.ts'
import type { EstateState } from '../state.ts'
import type { View } from '../view.ts'
import { AwsError } from './aws-error.ts'
import { credentialReport } from './credential-report.ts'
import { iamActions } from './iam-actions.ts'
import { iamChanges } from './iam-changes.ts'
import { BadPage } from './marker.ts'
import { checkSignature, type AwsCredential } from './signature.ts'
import { awsTime, errorXml, resultXml, type Service } from './xml.ts'

export type AwsPrincipal = AwsCredential & { name: string; may: 'read' | 'act' | 'nothing' }

/**
 * AWS's query protocol over one estate. Keeps what AWS keeps between calls: the credential report. `keep` is told of the state that a
 * change makes.
 */
export function awsServer(principals: readonly AwsPrincipal[], keep: (next: EstateState) => void) {
  let report: { generatedMs: number; csv: string; asked: number } | null = null

  /** `asSent`: the body is the one that was signed; a fault may ask again in the caller's name with another. */
  function answer(view: View, request: IncomingMessage, body: Buffer, asSent = true): Answer {
    const requestId = randomUUID()
    const form = new URLSearchParams(body.toString('utf8'))
    const service: Service = form.get('Version') === '2011-06-15' ? 'sts' : 'iam'
    try {
      const action = form.get('Action') ?? ''
      const who = asSent ? authenticate(view, request, body) : principals[0]!
      const value = service === 'sts' ? sts(view, action, who) : iam(view, action, form, who)
      const write = (result: unknown) => resultXml(service, action, result as object, requestId)
      return { ...xml(200, write(value), requestId), value, write }
    } catch (error) {
      if (error instanceof AwsError) return xml(error.status, errorXml(service, 'Sender', error.code, error.message, requestId), requestId)
      if (error instanceof BadPage) return xml(400, errorXml(service, 'Sender', 'ValidationError', error.message, requestId), requestId)
      throw error
    }
  }

  function authenticate(view: View, request: IncomingMessage, body: Buffer): AwsPrincipal {
    const { method = 'GET', url = '/', headers } = request
    const signed = checkSignature({ method, path: url, headers, body }, principals)
    if (signed.ok) return principals.find((one) => one.accessKeyId === signed.accessKeyId)!
    // AWS repeats the canonical request, headers and all; a session token in it would be told to whoever logs the answer.
    const echoed = `${signed.canonical}\nx-amz-security-token:${canary(view.seed, 'aws-session-token', 'error')}`
    const says = {
      MissingAuthenticationToken: 'Request is missing Authentication Token',
      IncompleteSignature: 'Authorization header is not a Signature Version 4.',
      InvalidClientTokenId: 'The security token included in the request is invalid.',
      SignatureDoesNotMatch: `The request signature we calculated does not match the signature you provided. The Canonical String for this request should have been\n'${echoed}'`,
    }
    throw new AwsError(signed.code === 'IncompleteSignature' ? 400 : 403, signed.code, says[signed.code])
  }

  function sts(view: View, action: string, who: AwsPrincipal): object {
    const arn = `arn:aws:iam::${company.account}:user/services/${who.name}`
    if (action === 'GetCallerIdentity') return { Arn: arn, UserId: 'AIDAFHINVENTORYREADER', Account: company.account }
    if (action === 'AssumeRole' || action === 'GetSessionToken')
      return {
        Credentials: {
          AccessKeyId: 'ASIAFHESTATESESSION1',
          SecretAccessKey: canary(view.seed, 'aws-secret', 'session'),
          SessionToken: canary(view.seed, 'aws-session-token', 'session'),
          Expiration: awsTime(view.now + hour),
        },
      }
    throw new AwsError(400, 'InvalidAction', `Could not find operation ${action} for version 2011-06-15`)
  }

  function iam(view: View, action: string, form: URLSearchParams, who: AwsPrincipal): object {
    const changes = Object.hasOwn(iamChanges, action)
    const known = changes || action === 'GenerateCredentialReport' || action === 'GetCredentialReport' || Object.hasOwn(iamActions, action)
    if (!known) throw new AwsError(400, 'InvalidAction', `Could not find operation ${action} for version 2010-05-08`)
    if (who.may !== (changes ? 'act' : 'read')) {
      const arn = `arn:aws:iam::${company.account}:user/services/${who.name}`
      const says = `User: ${arn} is not authorized to perform: iam:${action} on resource: * because no identity-based policy allows the iam:${action} action`
      throw new AwsError(403, 'AccessDenied', says)
    }
    if (changes) {
      keep(iamChanges[action]!(view, form))
      return {}
    }
    if (action === 'GenerateCredentialReport') return generateReport(view)
    if (action === 'GetCredentialReport') return getReport()
    return iamActions[action]!(view, form)
  }

  /** AWS makes a report at most every four hours, and hands out the old one until then. */
  function generateReport(view: View): object {
    if (report && view.now - report.generatedMs < 4 * hour && view.now >= report.generatedMs) return { State: 'COMPLETE' }
    report = { generatedMs: view.now, csv: credentialReport(view), asked: 0 }
    return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' }
  }

  function getReport(): object {
    if (!report) throw new AwsError(410, 'ReportNotPresent', 'Report is not present. Generate a new one.')
    report.asked++
    if (report.asked === 1) throw new AwsError(404, 'ReportInProgress', 'Report is still being generated.')
    return {
      Content: Buffer.from(report.csv).toString('base64'),
      ReportFormat: 'text/csv',
      GeneratedTime: awsTime(report.generatedMs),
    }
  }

  return {
    answer,
    /** The next report is made anew: after rows were moved from outside, the old one would hide it for four hours. */
    forgetReport() {
      report = null
    },
  }
}

function xml(status: number, body: string, requestId: string): Answer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}
