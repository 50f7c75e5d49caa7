/** Operations mean the same, however people and services write dashes and blanks. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {knownOperations} from '../../src/audit/known-names.ts'
import {foldOperation, operationFilter, operationSpellings} from '../../src/audit/operation.ts'

const word = fc.stringMatching(/^[A-Za-z]{1,8}(-[A-Za-z]{1,8})?$/)

/** A name as services have it: words with one blank between, one kind of dash between words, an end of its own. */
const aName = fc
  .record({
    words: fc.array(word, {minLength: 1, maxLength: 5}),
    dash: fc.constantFrom('-', '–', '—'),
    dashAt: fc.nat({max: 8}),
    end: fc.constantFrom('', ' ', '.'),
  })
  .map(({words, dash, dashAt, end}) => {
    if (words.length === 1) return words.join('')
    const cut = 1 + (dashAt % words.length)
    const parts = [words.slice(0, cut).join(' '), words.slice(cut).join(' ')].filter(part => part !== '')
    return `${parts.join(` ${dash} `)}${end}`
  })

/** The same as a person may write it. */
function mangled(name: string): fc.Arbitrary<string> {
  return fc
    .record({
      dash: fc.constantFrom('-', '–', '—', '‐', '−'),
      blank: fc.constantFrom(' ', '\u00a0', '  ', '\t'),
      ends: fc.tuple(fc.constantFrom('', ' '), fc.constantFrom('', ' ', '.')),
      upper: fc.boolean(),
    })
    .map(({dash, blank, ends, upper}) => {
      const bare = name.replace(/[ .]$/, '').replace(/[–—-]/g, dash).replaceAll(' ', blank)
      const end = name.includes(' ') ? ends[1] : ''
      return `${ends[0]}${upper ? bare.toUpperCase() : bare}${end}`
    })
}

const aNameAndAnother = aName.chain(name => fc.tuple(fc.constant(name), mangled(name)))

describe('an operation', () => {
  test('is found under every spelling of it', () => {
    fc.assert(
      fc.property(aNameAndAnother, ([name, written]) => {
        expect(operationFilter([written])(name)).toBe(true)
        const asked = operationSpellings([written]).map(spelling => spelling.toLowerCase())
        expect(asked).toContain(name.toLowerCase())
      }),
    )
  })

  test('is not found under another name', () => {
    fc.assert(
      fc.property(aName, aName, (one, other) => {
        const letters = (name: string) => name.toLowerCase().replace(/[^a-z]/g, '')
        fc.pre(letters(one) !== letters(other))
        expect(operationFilter([one])(other)).toBe(false)
      }),
    )
  })

  test('of one word is asked for as it is', () => {
    expect(operationSpellings(['Send', 'New-InboxRule'])).toEqual(['Send', 'New-InboxRule'])
  })

  test('that is known is asked for as the log has it', () => {
    for (const name of knownOperations) expect(operationSpellings([name.trim()])).toContain(name)
    const acts = knownOperations.map(foldOperation)
    expect(acts.filter(act => act === '' || act.includes('|'))).toEqual([])
  })

  test('of no filter is every one', () => {
    expect(operationFilter([])('anything')).toBe(true)
  })
})
