import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  der,
  derChildren,
  derInteger,
  derObjectId,
  derSetOf,
  derTag,
  derTime,
  readDer,
  readDerTime,
} from '../../src/signature/der.ts'

describe('DER', () => {
  test('is read as it was written, of any length', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({maxLength: 400}), {maxLength: 6}), parts => {
        const value = readDer(der(derTag.sequence, ...parts.map(part => der(derTag.octetString, part))))
        expect(derChildren(value, derTag.sequence).map(({content}) => [...content])).toEqual(
          parts.map(part => [...part]),
        )
      }),
    )
    for (const length of [0, 127, 128, 255, 256, 65_535, 65_536])
      expect(readDer(der(derTag.octetString, Buffer.alloc(length))).content).toHaveLength(length)
  })

  test('has one form: what is read is written again to the same bytes', () => {
    const read = (bytes: Uint8Array) => {
      try {
        return readDer(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
        return undefined
      }
    }
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 300}), bytes => {
        const value = read(bytes)
        if (value) expect(der(value.tag, value.content)).toEqual(Buffer.from(bytes))
      }),
      {numRuns: 2000},
    )
    // Indefinite, longer than needed, beyond the end, a tag of two bytes, more after it.
    for (const hex of ['30800000', '3081020500', '300205', '3f810100', '05000500', '', '30'])
      expect(() => readDer(Buffer.from(hex, 'hex')), hex).toThrow(TypeError)
  })

  test('orders the members of a set', () => {
    const bytes = fc.uint8Array({minLength: 1, maxLength: 9})
    fc.assert(
      fc.property(fc.array(bytes, {maxLength: 5}), members => {
        expect(derSetOf(derTag.set, members)).toEqual(derSetOf(derTag.set, members.toReversed()))
      }),
    )
  })

  test.each([
    ['1.2.840.113549.1.7.2', '06092a864886f70d010702'],
    ['2.16.840.1.101.3.4.2.1', '0609608648016503040201'],
    ['2.5.29.37', '0603551d25'],
  ])('writes %s', (dotted, hex) => {
    expect(derObjectId(dotted).toString('hex')).toBe(hex)
  })

  test('writes numbers and times', () => {
    expect(derInteger(Uint8Array.of(0, 0, 128)).toString('hex')).toBe('02020080')
    expect(derInteger(Uint8Array.of(0)).toString('hex')).toBe('020100')
    fc.assert(
      fc.property(fc.integer({min: Date.UTC(1950, 0), max: Date.UTC(2400, 0)}), time => {
        const whole = Math.floor(time / 1000) * 1000
        fc.pre(whole >= Date.UTC(1970, 0))
        expect(readDerTime(readDer(derTime(whole)))).toBe(whole)
      }),
    )
    expect(() => readDerTime(readDer(der(derTag.utcTime, Buffer.from('991399000000Z'))))).toThrow('an invalid time')
  })
})
