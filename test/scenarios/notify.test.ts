/** Who is notified of a month, over its runs: each thing once, to each recipient by itself, and no address in any output. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import type {MonthOptions} from './month.ts'
import {aNotifyingRepository, failures, newer, siem, signed, slack, teams} from './notify.ts'
import {watch} from './review.ts'

afterAll(cleanUp)

test('a month is told to each recipient in its form; one that refuses fails the step, costs the others nothing, and is told by the next run', async () => {
  const {artifacts, webhooks, run} = await aNotifyingRepository()
  const notify = `high → ${teams}\nlow → ${slack}\nalways → ${siem}\nincomplete, failed → ${newer}`
  webhooks.refuse = ['hooks.slack.com']
  const first = await run({notify, ...signed, issue: 'findings'})
  expect(failures(first)).toEqual([
    expect.stringContaining('The message to hooks.slack.com (line 2 of notify) was not sent: '),
  ])
  expect(failures(first)[0]).toContain('[NOTIFY_NOT_ALLOWED; status 403; answer action_prohibited]')
  expect(first.outputs.status).toBe('complete')
  const {incidents = [], tenant} = first.folder?.manifest ?? {}
  const [, json] = webhooks.received
  expect(webhooks.heard()).toEqual(['prod-1.westeurope.logic.azure.com', 'siem.contoso.test'])
  const message = JSON.parse(json?.body ?? '')
  expect(message.items.map(({id}: {id: string}) => id).sort()).toEqual(incidents.map(({id}) => id).sort())
  expect(message).toMatchObject({
    links: [{name: 'Issue', url: expect.stringContaining('/issues/1')}, {name: 'Evidence'}],
    ...{status: 'complete', tenant},
  })
  const kept = artifacts.kept.filter(({name}) => name.endsWith('-2026-10-notified'))
  expect(kept).toHaveLength(1)
  expect(readFileSync(join(kept[0]?.folder ?? '', 'notified.json'), 'utf8')).not.toMatch(/c4nary|logic|slack/i)

  webhooks.refuse = []
  const again = await run({notify, ...signed})
  expect([failures(again), webhooks.heard()]).toEqual([[], ['hooks.slack.com']])
  expect(again.log.join('\n')).toContain(
    'No message to siem.contoso.test (line 3 of notify): nothing that it asks for is new.',
  )
})

test('a run that fails is told to those who asked for it, with its code and no more than may be shown', async () => {
  const {webhooks, run} = await aNotifyingRepository()
  const notify = `high → ${slack}\nfailed → ${siem}`
  const inputs = {notify, ...signed, 'client-id': '99999999-8888-7777-6666-555555555555'}
  const {outputs} = await run(inputs)
  const [body = ''] = webhooks.received.map(one => one.body)
  expect([webhooks.heard(), outputs.status]).toEqual([['siem.contoso.test'], 'failed'])
  expect(JSON.parse(body)).toMatchObject({event: 'failure', status: 'failed', period: {label: '2026-10'}})
  expect(body).toContain('[LOGIN_AADSTS700016]')
  expect(body).toContain('99999999-8888')
  await run({...inputs, disclose: 'counts'})
  expect(webhooks.received[0]?.body).not.toContain('99999999-8888')
})

test('a run that fails waits for no recipient before it says so, and a slow one takes no time from the others', async () => {
  const {webhooks, run} = await aNotifyingRepository()
  let heard: () => void = () => {}
  const others = new Promise<void>(resolve => {
    heard = resolve
  })
  const {log, outputs} = await run(
    {notify: `failed → ${slack}\nfailed → ${siem}`, ...signed, 'client-id': '99999999-8888-7777-6666-555555555555'},
    {
      intercept: async request => {
        const {host} = new URL(request.url)
        if (host === 'hooks.slack.com') await others
        const answer = await webhooks.intercept(request)
        if (host === 'siem.contoso.test') heard()
        return answer
      },
    },
  )
  expect(webhooks.heard()).toEqual(['siem.contoso.test', 'hooks.slack.com'])
  expect(outputs.status).toBe('failed')
  const said = (words: string) => log.findIndex(line => line.includes(words))
  expect(said('[LOGIN_AADSTS700016')).toBeGreaterThan(-1)
  expect(said('[LOGIN_AADSTS700016')).toBeLessThan(said('Notify'))
})

test('an incomplete month is told once, and once more when it is complete; a mailbox gets the whole mail', async () => {
  const {tenant, webhooks, run} = await aNotifyingRepository({
    recordsPerMonth: 30,
    mail: {mailboxes: ['audit@fabrikam.com']},
  })
  const notify = `incomplete → ${slack}, soc@fabrikam.com`
  const mail = {'mail-from': 'audit@fabrikam.com', 'fail-on': 'never'}
  const gap = {...mail, notify, deadline: '1m', source: 'exchange'}
  const broken: Partial<MonthOptions> = {
    intercept: async request => {
      const known = await webhooks.intercept(request.clone())
      if (known) return known
      return request.url.includes('InvokeCommand') ? new Response('', {status: 503}) : undefined
    },
  }
  expect((await run(gap, broken)).outputs.status).toBe('incomplete')
  expect([webhooks.heard(), tenant.simulator.sent.length]).toEqual([['hooks.slack.com'], 1])
  await run(gap, broken)
  expect([webhooks.heard(), tenant.simulator.sent.length]).toEqual([[], 1])
  await run({...mail, notify})
  expect(webhooks.received[0]?.body).toContain('The verdict is now complete; before, it was incomplete.')
  expect([webhooks.heard(), tenant.simulator.sent.length]).toEqual([['hooks.slack.com'], 2])
  expect(tenant.simulator.sent[1]).toMatchObject({
    to: ['soc@fabrikam.com'],
    subject: expect.stringContaining('complete'),
  })
})

test('the watchdog tells what is overdue once, as long as an issue remembers it', async () => {
  const {tenant, artifacts, webhooks} = await aNotifyingRepository({recordsPerMonth: 30})
  const inputs = {
    since: '2026-10',
    reviewers: '1',
    notify: `unreviewed → ${slack}\noverdue → ${teams}\nhigh → a@b.example`,
  }
  const look = (more: Record<string, string> = {}) =>
    watch({tenant, artifacts, intercept: webhooks.intercept, inputs: {...inputs, ...more}})
  const first = await look()
  expect(webhooks.received[0]?.body).toContain('2026-10: no export is kept.')
  expect(webhooks.heard()).toEqual(['prod-1.westeurope.logic.azure.com'])
  expect(JSON.stringify([first, await look()])).not.toMatch(/c4nary/i)
  expect(webhooks.heard()).toEqual([])
  const without = await look({issue: 'never'})
  expect(webhooks.heard()).toEqual(['prod-1.westeurope.logic.azure.com'])
  expect(without.log.join('\n')).toContain('without an issue nothing remembers what was sent')
})
