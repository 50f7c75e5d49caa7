/** Why a sign-in failed: most records of failed sign-ins are prompts and states of a session, not attacks. */

/**
 * - `wrong-password`, `unknown-user`, `locked`: a guess, or a mistake.
 * - `password-right`: the password was accepted, then something else stopped or interrupted the sign-in.
 * - `blocked`: the account is disabled.
 * - `federation`: the identity provider's answer was not accepted.
 * - `neutral`: a prompt or a state of the session.
 * - `other`: a code that is not listed, or none.
 */
export const failureClasses = [
  'wrong-password',
  'unknown-user',
  'locked',
  'password-right',
  'blocked',
  'federation',
  'neutral',
  'other',
] as const
export type FailureClass = (typeof failureClasses)[number]

/**
 * Codes with the names that `LogonError` has for them; the first code of a name is the one the name alone stands for.
 * Codes, names and what they mean: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 * Names that this page lacks stand in published records: `AuthenticationFailedSasError`,
 * `UserAuthFailedDuringStrongAuthRequest`, `FlowTokenExpired`, `InvalidPasswordOrUserName`.
 */
export const signInErrors: Readonly<
  Record<Exclude<FailureClass, 'other'>, readonly (readonly [code: string, ...names: string[]])[]>
> = {
  'wrong-password': [
    ['50126', 'InvalidUserNameOrPassword', 'InvalidPasswordOrUserName'],
    ['50056'],
    ['50064', 'CredentialAuthenticationError'],
  ],
  'unknown-user': [['50034', 'UserAccountNotFound']],
  locked: [['50053', 'IdsLocked']],
  'password-right': [
    ['50055', 'InvalidPasswordExpiredPassword'],
    ['50072', 'UserStrongAuthEnrollmentRequiredInterrupt'],
    ['50074', 'UserStrongAuthClientAuthNRequiredInterrupt'],
    ['50076', 'UserStrongAuthClientAuthNRequired'],
    ['50079', 'UserStrongAuthEnrollmentRequired'],
    ['50105', 'EntitlementGrantsNotFound'],
    ['50131', 'ConditionalAccessFailed'],
    ['50135', 'PasswordChangeCompromisedPassword'],
    ['50155', 'DeviceAuthenticationFailed'],
    ['50158', 'ExternalSecurityChallenge'],
    ['500121', 'AuthenticationFailedSasError', 'UserAuthFailedDuringStrongAuthRequest'],
    ['53000', 'DeviceNotCompliant'],
    ['53001', 'DeviceNotDomainJoined'],
    ['53002', 'ApplicationUsedIsNotAnApprovedApp'],
    ['53003', 'BlockedByConditionalAccess'],
    ['53004', 'ProofUpBlockedDueToRisk'],
    ['53010', 'ProofUpBlockedDueToSecurityInfoAcr'],
    ['53011'],
    ['530032', 'BlockedByConditionalAccessOnSecurityPolicy'],
    ['530034', 'DelegatedAdminBlockedDueToSuspiciousActivity'],
    ['530035', 'BlockedBySecurityDefaults'],
  ],
  blocked: [['50057', 'UserDisabled']],
  federation: [
    ['20001', 'WsFedSignInResponseError'],
    ['20012', 'WsFedMessageInvalid'],
    ['50008', 'InvalidSamlToken'],
    ['5000819', 'InvalidSamlTokenEmailMissingOrInvalid'],
    ['50012', 'AuthenticationFailed'],
    ['50013', 'InvalidAssertion'],
    ['50027', 'InvalidJwtToken'],
    ['50107', 'InvalidRealmUri'],
    ['75005', 'Saml2MessageInvalid'],
    ['81004', 'DesktopSsoIdentityInTicketIsNotAuthenticated'],
    ['81005', 'DesktopSsoAuthenticationPackageNotSupported'],
    ['81006', 'DesktopSsoNoAuthorizationHeader'],
    ['81007', 'DesktopSsoTenantIsNotOptIn'],
    ['81009', 'DesktopSsoAuthorizationHeaderValueWithBadFormat'],
    ['81010', 'DesktopSsoAuthTokenInvalid'],
    ['81011', 'DesktopSsoLookupUserBySidFailed'],
    ['81012', 'DesktopSsoMismatchBetweenTokenUpnAndChosenUpn'],
  ],
  neutral: [
    ['16000', 'InteractionRequired', 'SelectUserAccount'],
    ['16001', 'UserAccountSelectionInvalid'],
    ['16003', 'SsoUserAccountNotFoundInResourceTenant'],
    ['50058', 'UserInformationNotProvided'],
    ['50078', 'UserStrongAuthExpired'],
    ['50089', 'FlowTokenExpired'],
    ['50097', 'DeviceAuthenticationRequired'],
    ['50125', 'PasswordResetRegistrationRequiredInterrupt'],
    ['50132', 'SsoArtifactInvalidOrExpired'],
    ['50133', 'SsoArtifactRevoked'],
    ['50140', 'KmsiInterrupt'],
    ['50144', 'InvalidPasswordExpiredOnPremPassword'],
    ['50168', 'ChromeBrowserSsoInterruptRequired'],
    ['50173', 'FreshTokenNeeded'],
    ['50199', 'CmsiInterrupt'],
    ['65001', 'DelegationDoesNotExist'],
    ['65004', 'UserDeclinedConsent'],
    ['70008', 'ExpiredOrRevokedGrant'],
    ['70016', 'AuthorizationPending'],
    ['70043', 'BadTokenDueToSignInFrequency'],
    ['700082', 'ExpiredOrRevokedGrantInactiveToken'],
    ['90094', 'AdminConsentRequired'],
    ['90095', 'AdminConsentRequiredRequestAccess'],
  ],
}

const classOfCode = new Map<string, FailureClass>()
const codeOfName = new Map<string, string>()
for (const [failure, rows] of Object.entries(signInErrors))
  for (const [code, ...names] of rows) {
    classOfCode.set(code, failure as FailureClass)
    for (const name of names) codeOfName.set(name.toLowerCase(), code)
  }

/**
 * The code of a failed sign-in; '' where the record has none. A record may have `ErrorNumber`, `LogonError`, or both: a
 * listed number counts first, then what the text names, then a number that is not listed.
 *
 * @param errorNumber `ErrorNumber` as text; 0 says nothing.
 * @param logonError `LogonError`: an error's name (`InvalidUserNameOrPassword`), a code (`50126`, `AADSTS50126`), or
 *   either followed by a sentence.
 */
export function signInErrorCode(errorNumber: string, logonError: string): string {
  if (logonError === '' && (errorNumber === '0' || errorNumber === '')) return ''
  const number = errorNumber.trim()
  if (classOfCode.has(number)) return number
  const named = codeInText(logonError)
  if (classOfCode.has(named)) return named
  return number === '' || number === '0' ? named : number
}

export function signInFailureClass(code: string): FailureClass {
  return classOfCode.get(code) ?? 'other'
}

function codeInText(logonError: string): string {
  const [word = ''] = /[a-z\d_]+/i.exec(logonError.slice(0, 200)) ?? []
  const name = word.toLowerCase()
  const known = codeOfName.get(name)
  if (known !== undefined) return known
  // Every error of seamless single sign-on begins so.
  if (name.startsWith('desktopsso')) return '81004'
  return /^(?:aadsts)?([1-9]\d{4,7})$/.exec(name)?.[1] ?? ''
}
