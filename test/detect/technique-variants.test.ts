/** Each variant of a technique in one of the settings, and each ordinary act; all settings are a long test. */
import {describe, expect, test} from 'vitest'
import {kinds, listedIn, mistakeIn, settingsFor, settingsOf} from './technique-variants.ts'

const settings = settingsOf()
let turn = 0
/** One after the other. */
const oneOf = <T>(all: readonly T[]) => all[turn++ % all.length] as T

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  test.each(Object.entries(kind.found))('found: %s', (_, variant) => {
    expect(mistakeIn(kind, variant, oneOf(settingsFor(variant, settings)))).toBe('')
  })

  test.each(Object.entries(kind.ordinary))('not listed: %s', (_, acts) => {
    expect(listedIn(acts, oneOf(settings))).toEqual([])
  })
})
