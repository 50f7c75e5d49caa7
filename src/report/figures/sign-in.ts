/** Failed sign-ins in the four groups that the report counts: most are prompts, not attacks. */

import type {FieldText} from '../../audit/json.ts'
import {type FailureClass, signInErrorCode, signInFailureClass} from '../../audit/sign-in-failure.ts'

/** The words are keys of the manifest's counts. */
export const failureGroups = ['password', 'right password', 'prompt', 'other'] as const
export type FailureGroup = (typeof failureGroups)[number]

export const failureMeaning: Record<FailureGroup, string> = {
  password: 'Wrong password, unknown user, or locked out',
  'right password': 'Password right, then stopped',
  prompt: 'A prompt or an expired session, not a failure',
  other: 'Any other code, or none',
}

export const groupOfFailure: Readonly<Record<FailureClass, FailureGroup>> = {
  'wrong-password': 'password',
  'unknown-user': 'password',
  locked: 'password',
  'password-right': 'right password',
  neutral: 'prompt',
  blocked: 'other',
  federation: 'other',
  other: 'other',
}

/** `ResultStatus` is no help: two thirds of failures say `Success`. */
export function failureGroup(field: FieldText): FailureGroup {
  return groupOfFailure[signInFailureClass(signInErrorCode(field('ErrorNumber'), field('LogonError')))]
}
