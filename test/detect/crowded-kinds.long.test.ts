/** Each variant of each technique in a small tenant, among few and many others who do the same before and after. */
import {describe, expect, test} from 'vitest'
import {crowds, lostAmong} from './crowded-kinds.ts'
import {kinds, settingsFor, settingsOf} from './technique-variants.ts'

const settings = settingsOf().filter(({people}) => people === 12)

describe.each(Object.entries(kinds))('%s', {timeout: 300_000}, (_, kind) => {
  test.each(Object.entries(kind.found))('%s', (_, variant) => {
    const lost = settingsFor(variant, settings).flatMap(setting =>
      crowds
        .map(crowd => lostAmong(crowd, variant, setting))
        .filter(Boolean)
        .map(text => `${setting.name}: ${text}`),
    )
    expect(lost).toEqual([])
  })
})
