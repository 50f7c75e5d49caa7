/** `npm run score` over a folder of own-written months. */
import {spawnSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'
import {afterAll, expect, test} from 'vitest'
import {aCmdlet, aRecord} from '../detect/build.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'

afterAll(cleanUp)

const script = fileURLToPath(new URL('../../scripts/score.ts', import.meta.url))

function score(folder: string, ...options: string[]) {
  return spawnSync(process.execPath, [script, folder, ...options], {encoding: 'utf8'})
}

const hiding = aCmdlet({
  time: Date.parse('2026-10-14T09:00:00Z'),
  Operation: 'New-InboxRule',
  UserId: 'ada@contoso.example',
  ObjectId: 'ada@contoso.example\\.',
  parameters: {Name: '.', DeleteMessage: 'True', SubjectOrBodyContainsWords: 'invoice;payment'},
})
const download = (time: string) =>
  aRecord({time: Date.parse(time), Operation: 'FileDownloaded', UserId: 'ada@contoso.example'})
const quiet = download('2026-10-15T09:00:00Z')

function folderOf(episodes: unknown[]): string {
  const folder = temporaryFolder()
  const lines = (...list: {AuditData: string}[]) => `${list.map(({AuditData}) => AuditData).join('\n')}\n`
  writeFileSync(join(folder, '2026-11.jsonl.gz'), gzipSync(lines(download('2026-11-03T09:00:00Z'))))
  writeFileSync(join(folder, '2026-10.jsonl'), lines(quiet, hiding, hiding))
  writeFileSync(join(folder, 'notes.txt'), 'not a month')
  writeFileSync(join(folder, 'episodes.json'), JSON.stringify({schema: 'labelled-episodes/1', episodes}))
  return folder
}

const rule = {id: 'E-1', kind: 'malicious', title: 'Hiding rule', minimum: 'medium', records: [hiding.Identity]}
const missed = {id: 'E-2', kind: 'likely', title: 'Quiet download', minimum: 'low', records: [quiet.Identity]}

test('prints what was found, and the records of what was missed', () => {
  const {stdout, stderr, status} = score(folderOf([rule, missed]))
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('Episodes found      1 of 2 (50 %)')
  expect(stdout).toContain('False findings      0')
  expect(stdout).toContain(`  2026-10-15T09:00:00Z FileDownloaded ${quiet.Identity}`)
})

test.each<[shape: string, rename: (name: string) => string]>([
  ['in lower case', name => name.toLowerCase()],
  ['in camel case', name => `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`],
])('reads names of fields %s', (_, rename) => {
  const folder = temporaryFolder()
  const renamed = Object.fromEntries(
    Object.entries(JSON.parse(hiding.AuditData)).map(([name, value]) => [rename(name), value]),
  )
  writeFileSync(join(folder, '2026-10.jsonl'), JSON.stringify(renamed))
  writeFileSync(join(folder, 'episodes.json'), JSON.stringify({schema: 'labelled-episodes/1', episodes: [rule]}))
  const {stdout, stderr} = score(folder)
  expect(stderr).toBe('')
  expect(stdout).toContain('Episodes found      1 of 1 (100 %)')
})

test('prints the same for machines; a held-out part is left out, and scored alone when asked for', () => {
  const folder = folderOf([rule, missed])
  const jsonOf = (...options: string[]) => JSON.parse(score(folder, '--json', ...options).stdout)
  expect(jsonOf()).toMatchObject({found: 1, of: 2, asked: [{id: 'E-1', outcome: 'found'}, {id: 'E-2'}]})
  const rest = jsonOf('--hold-out', '1/2')
  const held = jsonOf('--hold-out', '1/2', '--held-out')
  expect(rest.asked.length + held.asked.length).toBe(2)
  expect(new Set([...rest.asked, ...held.asked].map(({id}) => id))).toEqual(new Set(['E-1', 'E-2']))
  expect([rest.falseFindings, held.falseFindings]).toEqual([[], []])
})

test.each([
  ['a folder without months', () => temporaryFolder(), [], /ENOENT|episodes.json/],
  ['labels that are none', () => folderOf([{id: 'A'}]), [], /kind/],
  ['a part that is none', () => folderOf([rule]), ['--hold-out', '3'], /--hold-out 3 is not a part such as 1\/3/],
])('says what is wrong with %s', (_, folder, options, message) => {
  const {stderr, status} = score(folder(), ...options)
  expect(status).toBe(1)
  expect(stderr).toMatch(message)
  expect(stderr).toContain('npm run score -- FOLDER')
})
