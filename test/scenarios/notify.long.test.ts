/** What an export remembers of its messages, and where it may not be believed. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {password, smtpService} from '../publish/smtp-service.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {dailyRuns, octoberRecords, ruleThatDeletes, runOfDay, runOfMonth} from './days.ts'
import type {MonthOptions} from './month.ts'
import {aNotifyingRepository, failures, siem, signed, slack, teams, Webhooks} from './notify.ts'

afterAll(cleanUp)

test('what is not believed is unknown: the message is sent again, and the log says why', async () => {
  const {artifacts, webhooks, run} = await aNotifyingRepository()
  const inputs = {notify: `low → ${slack}`, 'state-key': 'a key of the kind that openssl makes, 0123456789'}
  await run(inputs)
  expect(webhooks.heard()).toHaveLength(1)
  await run(inputs)
  expect(webhooks.heard()).toEqual([])
  const forged = artifacts.copy()
  const kept = forged.kept.find(({name}) => name.endsWith('-notified'))
  const file = join(kept?.folder ?? '', 'notified.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"unreviewed"', '"unreviewed" '))
  const {log} = await run(inputs, {artifacts: forged})
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
  expect(first.log.join('\n')).toMatch(/What was sent is kept in \S+notified-\S+-2026-10 alone/)
  await run(inputs, alone)
  expect(webhooks.heard()).toEqual([])
})

test('parts of a month are told by the merge, once', async () => {
  const {webhooks, run} = await aNotifyingRepository()
  const notify = `low → ${slack}`
  const workspace = temporaryFolder()
  const part = {period: '2026-10', formats: 'csv', upload: 'false', notify}
  for (const shard of ['1/2', '2/2']) await run({...part, shard}, {workspace})
  expect(webhooks.heard()).toEqual([])
  const merge = {...part, mode: 'merge', upload: 'true', formats: 'csv,jsonl'}
  expect(failures(await run(merge, {workspace}))).toEqual([])
  expect(webhooks.heard()).toEqual(['hooks.slack.com'])
  await run(merge, {workspace})
  expect(webhooks.heard()).toEqual([])
})

test('backfilled months are told as the run’s own month, each once', async () => {
  const {webhooks, run} = await aNotifyingRepository()
  const months = {period: 'previous-month', backfill: '1', directory: 'm365-audit/<period>'}
  const labels = () => webhooks.received.map(({body}) => /audit log (\d{4}-\d\d)/.exec(body)?.[1])
  await run({...months, notify: `always → ${teams}`})
  expect(labels()).toEqual(['2026-11', '2026-10'])
  webhooks.heard()
  await run({...months, notify: `always → ${teams}`})
  expect(webhooks.heard()).toEqual([])
})

test('a mail server tells of a run that could not sign in; Graph, which needs the sign-in, says that it does not', async () => {
  const mail = await smtpService({disabledCommands: ['STARTTLS']})
  const {run} = await aNotifyingRepository()
  const broken = {notify: 'failed → soc@contoso.com', 'client-id': '99999999-8888-7777-6666-555555555555'}
  const server = `smtp://audit:${encodeURIComponent(password)}@localhost:${mail.port}`
  try {
    await run({...broken, 'smtp-url': server, 'mail-from': 'audit@contoso.com'})
    expect(mail.mails.map(({recipients, mail: {subject}}) => [recipients, subject])).toEqual([
      [['soc@contoso.com'], 'Microsoft 365 audit log 2026-10: the run failed [LOGIN_AADSTS700016]'],
    ])
    expect(mail.mails[0]?.mail.text).toContain('99999999-8888-7777-6666-555555555555')
  } finally {
    await mail.close()
  }
  const {log} = await run({...broken, 'mail-from': 'audit@contoso.com'})
  expect(log.join('\n')).toContain('error: The message to soc@contoso.com was not sent: ')
})

test('days of a month tell an incident once, while it grows, and nothing more after the month’s own export', async () => {
  const webhooks = new Webhooks()
  const times = [2, 3, 6].map(day => Date.UTC(2026, 9, day, 9))
  const records = [
    ...octoberRecords(60),
    ruleThatDeletes(times[0] ?? 0, 1),
    ruleThatDeletes(times[1] ?? 0, 2),
    ruleThatDeletes(times[2] ?? 0, 3, 'bo@fabrikam.com'),
  ]
  const runs = await dailyRuns(records, {
    intercept: request => webhooks.intercept(request.clone()),
    inputs: {backfill: '0', notify: `low → ${siem}\nalways → ${slack}`, ...signed},
  })
  const told: string[][] = []
  const items = () =>
    webhooks.received.flatMap(({host, body}) =>
      host === 'siem.contoso.test' ? JSON.parse(body).items.map(({id}: {id: string}) => id) : [],
    )
  for (const day of [1, 2, 3, 6]) {
    await runOfDay(runs, day)
    told.push(items())
    webhooks.heard()
  }
  expect(told.map(ids => ids.length)).toEqual([0, 1, 0, 1])
  expect(new Set(told.flat()).size).toBe(2)
  const closed = await runOfMonth(runs)
  expect(closed.outputs.status).toBe('complete')
  expect(webhooks.received.map(({host}) => host)).toEqual(['hooks.slack.com'])
  expect(webhooks.received[0]?.body).toContain('The verdict is now complete; before, it was incomplete.')
  webhooks.heard()
  await runOfDay(runs, 31)
  expect(webhooks.heard()).toEqual([])
})

test('what was told of a month has the month in its name, whatever the artifact is called', async () => {
  const {artifacts, webhooks, run} = await aNotifyingRepository()
  const inputs = {notify: `always → ${slack}`, 'artifact-name': 'audit'}
  await run(inputs)
  expect(artifacts.kept.map(({name}) => name)).toContain('audit-2026-10-notified')
  expect(webhooks.heard()).toEqual(['hooks.slack.com'])
  await run(inputs)
  expect(webhooks.heard()).toEqual([])
})
