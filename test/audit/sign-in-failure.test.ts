import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {failureClasses, signInErrorCode, signInErrors, signInFailureClass} from '../../src/audit/sign-in-failure.ts'

const rows = Object.entries(signInErrors).flatMap(([failure, codes]) =>
  codes.map(([code, ...names]) => ({failure, code, names})),
)
const failureOf = (errorNumber: string, logonError: string) =>
  signInFailureClass(signInErrorCode(errorNumber, logonError))

describe('the table of error codes', () => {
  test('lists each code and each name once', () => {
    const codes = rows.map(({code}) => code)
    const names = rows.flatMap(row => row.names.map(name => name.toLowerCase()))
    expect(new Set(codes).size).toBe(codes.length)
    expect(new Set(names).size).toBe(names.length)
  })

  test('has every class but “other”', () => {
    expect([...Object.keys(signInErrors), 'other'].sort()).toEqual([...failureClasses].sort())
  })

  test.each(rows)('$code $names is $failure, by number, by name, and by both', ({failure, code, names}) => {
    expect(failureOf(code, '')).toBe(failure)
    for (const name of names) {
      expect(failureOf('', name)).toBe(failure)
      expect(failureOf('0', name)).toBe(failure)
      expect(failureOf(code, name)).toBe(failure)
    }
  })
})

describe('a failed sign-in', () => {
  test.each([
    ['', 'InvalidUserNameOrPassword', 'wrong-password', '50126'],
    ['0', 'invalidusernameorpassword', 'wrong-password', '50126'],
    ['', 'IdsLocked', 'locked', '50053'],
    ['', 'AADSTS50126: Error validating credentials due to invalid username or password.', 'wrong-password', '50126'],
    ['', '50034', 'unknown-user', '50034'],
    ['', 'InvalidUserNameOrPassword; the user did not enter the right credentials', 'wrong-password', '50126'],
    // An unlisted number with a listed name: the name says more.
    ['50999', 'InvalidUserNameOrPassword', 'wrong-password', '50126'],
    // A listed number counts, whatever the name.
    ['50126', 'UserStrongAuthClientAuthNRequired', 'wrong-password', '50126'],
    ['', 'DesktopSsoSomethingNew', 'federation', '81004'],
    // Not of seamless single sign-on, though “Sso” stands in the name.
    ['', 'SsoArtifactRevoked', 'neutral', '50133'],
    ['', 'SsoUserAccountNotFoundInResourceTenant', 'neutral', '16003'],
    ['', 'ChromeBrowserSsoInterruptRequired', 'neutral', '50168'],
    ['1000000', 'UserNotBoundError', 'other', '1000000'],
    ['50011', 'InvalidReplyTo', 'other', '50011'],
    ['', 'SomethingNobodyListed', 'other', ''],
    ['', '', 'other', ''],
    ['0', '', 'other', ''],
    [' 50126 ', '', 'wrong-password', '50126'],
    ['__proto__', 'constructor', 'other', '__proto__'],
  ])('with number “%s” and text “%s” is %s', (errorNumber, logonError, failure, code) => {
    expect(failureOf(errorNumber, logonError)).toBe(failure)
    expect(signInErrorCode(errorNumber, logonError)).toBe(code)
  })

  test('is the same by number and by name, in any letter case, with any sentence behind', () => {
    const named = rows.filter(({names}) => names.length > 0)
    fc.assert(
      fc.property(
        fc.constantFrom(...named),
        fc.boolean(),
        fc.stringMatching(/^([ :;.,(][ -~]{0,80})?$/),
        (row, upper, rest) => {
          const [name = ''] = row.names
          expect(failureOf('', `${upper ? name.toUpperCase() : name}${rest}`)).toBe(failureOf(row.code, ''))
        },
      ),
    )
  })

  test('has a class, whatever the fields hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (number, text) => {
        expect(failureClasses).toContain(failureOf(number, text))
      }),
    )
  })
})
