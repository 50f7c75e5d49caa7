/** The notes of a run: what is said, what is written down, and how often. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {RunLog} from '../../src/month/run-log.ts'

function aLog(known: string[] = []) {
  const said: [level: string, text: string][] = []
  const log = new RunLog(
    {info: text => said.push(['info', text]), warning: text => said.push(['warning', text])},
    known,
  )
  return {log, said}
}

describe('the log of a run', () => {
  test('says information and warnings, and writes all down', () => {
    const {log, said} = aLog(['known before'])
    log.note('a note')
    log.info('information')
    log.warning('a warning')
    expect(log.notes).toEqual(['known before', 'a note', 'information', 'a warning'])
    expect(said).toEqual([
      ['info', 'information'],
      ['warning', 'a warning'],
    ])
  })

  test('warns of what was only noted before', () => {
    const {log, said} = aLog(['known before'])
    log.warning('known before')
    expect(log.notes).toEqual(['known before'])
    expect(said).toEqual([['warning', 'known before']])
  })

  test('hands out notes that later ones leave as they are', () => {
    const {log} = aLog()
    const {notes} = log
    log.note('later')
    expect(notes).toEqual([])
  })

  test('keeps each note once, in the order of the first, and warns once of each text', () => {
    const level = fc.constantFrom('note' as const, 'info' as const, 'warning' as const)
    const text = fc.string({maxLength: 2})
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.tuple(level, text)), (known, calls) => {
        const {log, said} = aLog(known)
        for (const [how, what] of calls) log[how](what)
        expect(log.notes).toEqual([...new Set([...known, ...calls.map(([, what]) => what)])])
        const of = (wanted: string) => calls.filter(([how]) => how === wanted).map(([, what]) => what)
        const heard = (wanted: string) => said.filter(([how]) => how === wanted).map(([, what]) => what)
        expect(heard('info')).toEqual(of('info'))
        expect(heard('warning')).toEqual([...new Set(of('warning'))])
      }),
    )
  })
})
