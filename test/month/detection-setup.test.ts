/** What the team has written down reaches the watch, in both of the file's shapes. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import type {FindingsFile} from '../../src/detect/findings.ts'
import {aSignIn, at} from '../detect/build.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {exportMonth} from '../scenarios/month.ts'

afterAll(cleanUp)

const signIn = aSignIn({ip: '198.51.100.3', time: at(5)})

async function findingsWith(file: string): Promise<FindingsFile['findings']> {
  const workspace = temporaryFolder()
  mkdirSync(join(workspace, '.github'))
  writeFileSync(join(workspace, '.github/accepted-findings.yml'), file)
  const result = await exportMonth({
    workspace,
    simulator: {records: [signIn.AuditData]},
    inputs: {period: '2026-10-05/2026-10-06'},
  })
  const text = readFileSync(join(result.directory, 'findings.json'), 'utf8')
  return (JSON.parse(text) as FindingsFile).findings.filter(({rule}) => rule === 'AUTH-21')
}

const watched = 'watched:\n  - address: 198.51.100.0/24\n    reason: exits of a VPN\n'

test('an address that is watched is a finding', async () => {
  expect(await findingsWith(watched)).toMatchObject([{why: 'Listed as 198.51.100.0/24: exits of a VPN'}])
})

test('which can be accepted in the same file', async () => {
  const accepted = 'accepted:\n  - rule: AUTH-21\n    reason: our own VPN\n'
  expect(await findingsWith(accepted + watched)).toMatchObject([{accepted: {reason: 'our own VPN'}}])
})
