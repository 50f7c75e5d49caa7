/** Recipients as cmdlets name them: addresses, aliases and paths of directory objects. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isNameOf, recipientName} from '../../src/detect/recipient-names.ts'

const path = (name: string, organisation = 'contoso.onmicrosoft.com') =>
  `EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/${organisation}/${name}`

describe('a recipient', () => {
  test.each([
    ['Ada@Contoso.example', 'ada@contoso.example'],
    ['Ada', 'ada'],
    [path('Ada'), 'ada@contoso.onmicrosoft.com'],
    [path('Shared/Ada'), 'ada@contoso.onmicrosoft.com'],
    [path('ada@contoso.example'), 'ada@contoso.example'],
    ['a/b', 'a/b'],
    ['', ''],
  ])('%s is %s', (text, name) => {
    expect(recipientName(text)).toBe(name)
  })

  test.each([
    [path('Ada'), 'ada@contoso.example', true],
    ['ADA', 'ada@contoso.example', true],
    ['ada@contoso.example', 'ada@contoso.example', true],
    ['ada@partner.example', 'ada@contoso.example', false],
    [path('Adam'), 'ada@contoso.example', false],
    ['', '@contoso.example', false],
  ])('%s names %s: %s', (text, user, expected) => {
    expect(isNameOf(text, user)).toBe(expected)
  })

  test('any text has a name, in lower case and at most as long as a user id may be', () => {
    fc.assert(
      fc.property(fc.string({maxLength: 2_000}), text => {
        const name = recipientName(text)
        expect(name).toBe(name.toLowerCase())
        expect(name.length).toBeLessThanOrEqual(402)
      }),
    )
  })
})
