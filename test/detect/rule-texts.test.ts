/** The words of all rules: the trade's terms, steps that fit a phase, techniques with names. */
import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'
import {attackName} from '../../src/detect/attack-names.ts'
import {incidentPatterns} from '../../src/detect/incident-patterns.ts'
import {phaseOf} from '../../src/detect/next-steps.ts'
import {techniqueOf} from '../../src/detect/rule.ts'
import {allRules} from '../../src/detect/rules/index.ts'

const metas = [...new Map(allRules.flatMap(rule => rule.metas).map(meta => [meta.id, meta])).values()]
const banned =
  /\b(somebody|nobody|anybody|everybody|whoever|strangers?|second step|the watch|stor(y|ies)|mends?|mended|foresee|beside|vouch\w*|program|people|persons?|place|places)\b|’s dress|not met|was met|is none/i

test.each(metas.map(meta => ({id: meta.id, meta})))('$id speaks in terms of the trade', ({meta}) => {
  for (const text of [meta.title, meta.question, meta.benign, ...meta.next]) expect(text).not.toMatch(banned)
  expect(techniqueOf(meta).length).toBeLessThan(75)
  expect(meta.title).toMatch(/^[A-Z][^.]*$/)
  expect(meta.next.map(phaseOf)).not.toContain(undefined)
  expect(meta.next.every(step => step.endsWith('.'))).toBe(true)
  // A step also stands in the list of an incident, where nothing before it says what `it` is.
  expect(meta.next.filter(step => /^\w+ (it|them|this|these|those|its|their)\b/.test(step))).toEqual([])
  expect(meta.techniques.filter(id => attackName(id) === '')).toEqual([])
})

test('no title is used twice', () => {
  const titles = metas.map(({title}) => title)
  expect(new Set(titles).size).toBe(titles.length)
})

test('patterns name techniques and rules that there are', () => {
  for (const {techniques, stages} of incidentPatterns) {
    expect(techniques.filter(id => attackName(id) === '')).toEqual([])
    for (const stage of stages) expect(metas.some(({id}) => stage.test(id))).toBe(true)
  }
})

describe('the words in the source of rules', () => {
  const folder = fileURLToPath(new URL('../../src/detect/rules', import.meta.url))
  /** Keys of signals are data: a change of them would change ids. */
  const text = (name: string) =>
    readFileSync(`${folder}/${name}`, 'utf8')
      .split('\n')
      .filter(line => !/^\s*(\/\/|\/?\*|import|export \*)/.test(line) && !/\bkey:/.test(line))
      .join('\n')
  const strings = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g
  const words = (name: string) =>
    [...text(name).matchAll(strings)]
      .map(([string]) => string.replace(/\$\{[^}]*\}/g, '…'))
      .filter(string => / /.test(string) && !string.includes('&&'))

  test.each(readdirSync(folder).filter(name => name !== 'inbox-rule.ts'))('%s', name => {
    expect(words(name).filter(string => banned.test(string))).toEqual([])
  })
})
