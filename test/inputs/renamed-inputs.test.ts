/** Names of other tools and of earlier versions: each is refused with what to write in its place. */
import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {inputNames} from '../../src/inputs/catalogue.ts'
import {renamedTo} from '../../src/inputs/renamed-inputs.ts'
import {parseInputs} from '../../src/inputs.ts'
import {aListener} from '../listener.ts'

const source = readFileSync(new URL('../../src/inputs/renamed-inputs.ts', import.meta.url), 'utf8')
const entries = [...source.matchAll(/^ {2}(\w+): '(.*)',$/gm)].map(([, name = '', words = '']) => ({name, words}))

function mistakesOf(name: string): string[] {
  const given: Record<string, string> = {mode: 'demo', [name]: 'x'}
  const parsed = parseInputs({...aListener(), input: key => given[key] ?? '', given: Object.keys(given)})
  return 'mistakes' in parsed ? parsed.mistakes.map(({code, message, remedy}) => `${code} ${message} ${remedy}`) : []
}

describe('a name that is not ours', () => {
  test.each([
    ['pfx', 'certificate'],
    ['app-id', 'client-id'],
    ['AppId', 'client-id'],
    ['thumbprint', 'certificate-thumbprint'],
    ['start-date', 'period'],
    ['client_secret', 'certificate'],
    ['UserIds', 'users'],
  ])('%s is refused, and %s named', (name, ours) => {
    const [first = ''] = mistakesOf(name)
    expect(first).toContain(`INPUT_UNKNOWN There is no input \`${name}\`.`)
    expect(first).toContain(`\`${ours}`)
  })

  test('of anybody else is left alone on a runner', () => {
    expect(mistakesOf('some-other-tools-input')).toEqual([])
  })

  test('has a new name that exists, and is none itself', () => {
    expect(entries.length).toBeGreaterThan(20)
    const words = inputNames as readonly string[]
    for (const {name, words: text} of entries) {
      expect(words.map(known => known.replaceAll('-', ''))).not.toContain(name)
      expect(renamedTo(name)).toBe(text)
      const named = [...text.matchAll(/`([a-z-]+)/g)].map(([, one]) => one)
      expect(named.filter(one => one !== undefined && !words.includes(one))).toEqual([])
      expect(named.length + Number(text.startsWith('Leave'))).toBeGreaterThan(0)
    }
  })
})
