/** What a sign-in's error says: Entra calls "failure" what is mostly a prompt, a state, or a password that was right. */

/**
 * - `wrong-password`, `unknown-user`, `locked`: somebody guesses, or forgot.
 * - `password-right`: the password was accepted, then something else stopped or interrupted the sign-in.
 * - `blocked`: the account is disabled.
 * - `federation`: the identity provider's answer was not accepted.
 * - `neutral`: a prompt or a state of the session.
 */
export type FailureClass =
  | 'wrong-password'
  | 'unknown-user'
  | 'locked'
  | 'password-right'
  | 'blocked'
  | 'federation'
  | 'neutral'
  | 'other'

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const byCode: [FailureClass, string[]][] = [
  ['wrong-password', ['50126', '50056', '50064']],
  ['unknown-user', ['50034']],
  ['locked', ['50053']],
  [
    'password-right',
    ['50055', '50072', '50074', '50076', '50079', '500121', '53000', '53001', '53002', '53003', '53004', '530032'],
  ],
  ['blocked', ['50057']],
  ['federation', ['20001', '50008', '50012', '50013', '50027', '50107', '75005', '81004', '81005', '81006', '81007']],
  ['neutral', ['50058', '50089', '50097', '50125', '50132', '50133', '50140', '50144', '16000', '16001', '65001']],
]
const classes = new Map(byCode.flatMap(([name, codes]) => codes.map(code => [code, name] as const)))

/** Older records carry the error's name alone. */
const codeOfName = new Map([
  ['InvalidUserNameOrPassword', '50126'],
  ['InvalidPasswordOrUserName', '50126'],
  ['IdsLocked', '50053'],
  ['UserAccountNotFound', '50034'],
  ['UserDisabled', '50057'],
  ['InvalidPasswordExpiredPassword', '50055'],
  ['UserStrongAuthEnrollmentRequired', '50079'],
  ['UserStrongAuthEnrollmentRequiredInterrupt', '50072'],
  ['UserStrongAuthClientAuthNRequired', '50076'],
  ['UserStrongAuthClientAuthNRequiredInterrupt', '50074'],
  ['AuthenticationFailedSasError', '500121'],
  ['UserAuthFailedDuringStrongAuthRequest', '500121'],
  ['BlockedByConditionalAccess', '53003'],
  ['DelegationDoesNotExist', '65001'],
  ['UserInformationNotProvided', '50058'],
])

export function errorCode(errorNumber: string, logonError: string): string {
  if (errorNumber !== '' && errorNumber !== '0') return errorNumber
  return codeOfName.get(logonError) ?? (logonError.includes('Sso') ? '81004' : '')
}

export function failureClass(code: string): FailureClass {
  return classes.get(code) ?? 'other'
}
