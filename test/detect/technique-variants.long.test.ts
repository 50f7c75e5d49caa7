/** Each variant of a technique, and each ordinary act, in tenants of 12 and of 2,000, in the first month and after it. */
import {describe, expect, test} from 'vitest'
import {kinds, listedIn, mistakeIn, settingsFor, settingsOf} from './technique-variants.ts'

const settings = settingsOf()

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  test.each(Object.entries(kind.found))('found: %s', (_, variant) => {
    expect(settingsFor(variant, settings).map(setting => mistakeIn(kind, variant, setting))).toEqual(
      settingsFor(variant, settings).map(() => ''),
    )
  })

  test.each(Object.entries(kind.ordinary))('not listed: %s', (_, acts) => {
    expect(settings.flatMap(setting => listedIn(acts, setting))).toEqual([])
  })
})
