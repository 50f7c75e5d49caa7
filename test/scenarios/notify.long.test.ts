/** What an export remembers of its messages, and where it may not be believed. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {cleanUp, temporaryFolder} from '../runner.ts'
import type {MonthOptions} from './month.ts'
import {aNotifyingRepository, slack} from './notify.ts'

afterAll(cleanUp)

test('what is not believed is unknown: the message is sent again, and the log says why', async () => {
  const {artifacts, webhooks, run} = await aNotifyingRepository()
  const inputs = {notify: `low → ${slack}`, 'state-key': 'a key of the kind that openssl makes, 0123456789'}
  await run(inputs)
  expect(webhooks.heard()).toHaveLength(1)
  await run(inputs)
  expect(webhooks.heard()).toEqual([])
  const kept = artifacts.kept.find(({name}) => name.endsWith('-notified'))
  const file = join(kept?.folder ?? '', 'notified.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"unreviewed"', '"unreviewed" '))
  const {log} = await run(inputs)
  expect(webhooks.heard()).toHaveLength(1)
  expect(log.join('\n')).toContain('What was sent of this month before is unknown (there is no artifact')
})

test('a machine that stays remembers without GitHub', async () => {
  const {webhooks, run} = await aNotifyingRepository()
  const inputs = {notify: `low → ${slack}`, upload: 'false'}
  const workspace = temporaryFolder()
  const alone = {workspace, facts: {repository: undefined}} as unknown as Partial<MonthOptions>
  const first = await run(inputs, alone)
  expect(webhooks.heard()).toHaveLength(1)
  expect(first.log.join('\n')).toContain('is unknown (there is no GitHub), so that messages may repeat it.')
  await run(inputs, alone)
  expect(webhooks.heard()).toEqual([])
})
