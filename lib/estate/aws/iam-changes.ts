import { removed, switched, type EstateState, type RowKind } from '../state.ts'
import type { View } from '../view.ts'
import { AwsError } from './aws-error.ts'
import { ownKey, ownServiceCredential } from './iam-actions.ts'

/** What one IAM action makes of the estate; throws AwsError. */
export type IamChange = (view: View, form: URLSearchParams) => EstateState

/** The IAM actions that change the estate. Each answers with nothing but its request's number. */
export const iamChanges: Readonly<Record<string, IamChange>> = {
  UpdateAccessKey: (view, form) => switchedBy(view, form, 'accessKeys', ownKey(view, form)),
  DeleteAccessKey: (view, form) => removed(view.state, 'accessKeys', ownKey(view, form)),
  UpdateServiceSpecificCredential: (view, form) => switchedBy(view, form, 'serviceCredentials', ownServiceCredential(view, form)),
  DeleteServiceSpecificCredential: (view, form) => removed(view.state, 'serviceCredentials', ownServiceCredential(view, form)),
}

function switchedBy(view: View, form: URLSearchParams, kind: RowKind, row: number): EstateState {
  const status = form.get('Status')
  if (status !== 'Active' && status !== 'Inactive')
    throw new AwsError(400, 'ValidationError', "1 validation error detected: Value at 'status' failed to satisfy constraint")
  return switched(view.state, kind, row, status === 'Active', view.now)
}
