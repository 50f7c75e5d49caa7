import {describe, expect, test} from 'vitest'
import {serviceTime, skewOf, withSkew} from '../../src/wire/skew.ts'
import {aWorld} from '../signin/world.ts'

const minute = 60_000

describe('the skew', () => {
  test.each<[string, number[], number]>([
    ['is unknown after two answers', [600_000, 600_000], 0],
    ['is the median of more', [600_000, 610_000, 590_000], 600_000],
    ['may be negative', [-90_000, -91_000, -89_000], -90_000],
    ['is nothing within a minute', [30_000, 40_000, 59_000], 0],
    ['is not what one gateway says', [100, 200, 86_400_000], 0],
  ])('%s', (_name, samples, skew) => {
    expect(skewOf(samples)).toBe(skew)
  })

  test('is heard from the Date of answers, and added to the time', async () => {
    const start = Date.UTC(2026, 10, 1)
    const ahead = new Date(start + 10 * minute).toUTCString()
    const bare = aWorld(async () => new Response('', {headers: {date: ahead}}), start)
    const world = withSkew(bare)
    for (let i = 0; i < 3; i++) await world.fetch(new Request('https://x.test'))
    expect(world.skew?.()).toBe(10 * minute + 1000)
    expect(serviceTime(world)).toBe(start + 10 * minute + 1000)
    expect(serviceTime(bare)).toBe(start)
  })

  test('is not heard from answers without a Date, nor from slow ones', async () => {
    let date = 'yesterday, perhaps'
    const bare = aWorld(async () => {
      if (date !== 'yesterday, perhaps') await bare.sleep(30_000)
      return new Response('', {headers: {date}})
    })
    const world = withSkew(bare)
    for (let i = 0; i < 5; i++) await world.fetch(new Request('https://x.test'))
    date = new Date(0).toUTCString()
    for (let i = 0; i < 5; i++) await world.fetch(new Request('https://x.test'))
    expect(world.skew?.()).toBe(0)
  })
})
