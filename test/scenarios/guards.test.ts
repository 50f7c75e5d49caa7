/** Every guard closes where its question is not answered; with all ways of that in `guards.long.test.ts`. */
import {readFileSync} from 'node:fs'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {besideArtifact, guards, overFolder, type Silence, silences} from './guards.ts'

afterAll(cleanUp)

test('the table of guards is the one that is tested', () => {
  const page = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
  const [, table = ''] = page.split('## Unknown means no')
  const questions = [...table.matchAll(/^\| ([^|]+) \|[^|]+\|[^|]+\|$/gm)].map(([, question = '']) => question.trim())
  expect(questions.filter(question => question !== 'question' && !question.startsWith('---'))).toEqual(
    Object.keys(guards),
  )
})

test('what the guards keep from being taken would be taken', {timeout: 60_000}, async () => {
  for (const result of [await besideArtifact({}), await overFolder({})])
    expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
})

describe.each(['no answer'])('the guard closes by %s:', name => {
  test.each(Object.entries(guards))('%s', {timeout: 60_000}, async (_question, guard) => {
    await guard(silences[name] as Silence)
  })
})
