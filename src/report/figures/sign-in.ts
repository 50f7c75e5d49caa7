/** Why a sign-in failed: most records of failed sign-ins are prompts, not attacks. */

export const failureClasses = ['password', 'second step', 'prompt', 'other'] as const
export type SignInFailureClass = (typeof failureClasses)[number]

export const failureMeaning: Record<SignInFailureClass, string> = {
  password: 'Wrong password, unknown user, or locked out',
  'second step': 'Password right, then stopped',
  prompt: 'A prompt or an expired session, not a failure',
  other: 'Any other code, or none',
}

/** https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes */
const classOfCode: Readonly<Record<string, SignInFailureClass>> = {
  ...codes('password', '50126 50034 50053 50056 50064'),
  ...codes('second step', '50055 50072 50074 50076 50079 50158 500121 53000 53001 53002 53003 53004 530032'),
  ...codes('prompt', '50058 50089 50097 50132 50133 50140 50144 50173 16000 16001 16003 65001'),
}

function codes(failure: SignInFailureClass, list: string): Record<string, SignInFailureClass> {
  return Object.fromEntries(list.split(' ').map(code => [code, failure]))
}

/** @param data the record's `AuditData`, parsed. `ResultStatus` is no help: two thirds of failures say `Success`. */
export function signInFailureClass(data: unknown): SignInFailureClass {
  const code = field(data, 'ErrorNumber')
  return Object.hasOwn(classOfCode, code) ? (classOfCode[code] ?? 'other') : 'other'
}

/** A field as text; '' where there is none. */
export function field(data: unknown, name: string): string {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, name)) return ''
  const value = (data as Record<string, unknown>)[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
