/** An export through both sources that ends too soon: the next run takes over what each of the two had read. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {afterAll, expect, test} from 'vitest'
import {sha256} from '../evidence.ts'
import {cleanUp} from '../runner.ts'
import {
  days,
  expectWhole,
  journalFolder,
  killed,
  leftIn,
  queriesOf,
  sampled,
  simulator,
  stopped,
  through,
} from './both-resume.ts'
import {openTenant} from './month.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

test('the journal of both is taken over after a kill, and the queries under way', async () => {
  const tenant = await openTenant({simulator})
  const workspace = await killed(tenant, journal => leftIn(journal).graph === 2)
  const left = leftIn(journalFolder(workspace))
  expect(left.exchange).toBeGreaterThan(0)
  const second = await through({tenant, workspace})
  await expectWhole(second)
  expect(second.folder?.manifest.resumed?.windows).toBe(left.exchange + left.graph)
  expect(queriesOf(tenant)).toEqual([days + sampled(left.graph), 0])
  expect(second.log.join('\n')).toMatch(/Resumed \(Exchange\): .*\n(.*\n)*.*Resumed \(Graph\): 2 windows \(50 %/)
})

test('the journal is handed on after a deadline, to another machine too', async () => {
  const tenant = await openTenant({simulator})
  const artifacts = new ArtifactStore()
  const first = await stopped(tenant, journal => leftIn(journal).graph === 2, {artifacts})
  expect(first.outputs.status).toBe('incomplete')
  const second = await through({tenant, artifacts})
  await expectWhole(second)
  expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(2)
  expect(queriesOf(tenant)).toEqual([days + 2, 0])
})

test('a record that was put into what Graph left is found, also where Exchange had read the window', async () => {
  const tenant = await openTenant({simulator})
  const workspace = await killed(tenant, journal => leftIn(journal).graph === 2)
  const journal = journalFolder(workspace)
  const lines = readFileSync(join(journal, 'journal.jsonl'), 'utf8').trim().split('\n')
  const at = lines.findIndex(line => /"file":"\d*[13579]\.rows/.test(line))
  const line = JSON.parse(lines[at] ?? '') as {file: string; sha256: string}
  const rows = gunzipSync(readFileSync(join(journal, line.file))).toString()
  const forged = rows.replace(/[^\n]*\n/, row => row + row.replace(/"Identity":"./, '"Identity":"f'))
  const bytes = gzipSync(forged)
  writeFileSync(join(journal, line.file), bytes)
  lines[at] = JSON.stringify({...line, sha256: sha256(bytes)})
  writeFileSync(join(journal, 'journal.jsonl'), `${lines.join('\n')}\n`)
  const second = await through({tenant, workspace})
  expect(second.outputs.status).toBe('incomplete')
  expect(second.folder?.gaps.map(gap => gap.code)).toContain('TAKEN_OVER_DIFFERS')
})
