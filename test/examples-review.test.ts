/** The examples without a credential of the tenant are run as GitHub runs them: review, form and watchdog, after an export. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {parse} from 'yaml'
import {createSimulator} from '../src/simulator/simulator.ts'
import {cleanUp, type RunnerResult, runAction, temporaryFolder} from './runner.ts'
import {action, program} from './scenarios/program.ts'

afterAll(cleanUp)

interface Example {
  jobs: Record<string, {steps: {with: Record<string, string | number>}[]}>
}

/** What stands under `with:`; variables of the repository are filled in. */
function inputsOf(name: string, values: Record<string, string>): Record<string, string> {
  const example = parse(readFileSync(new URL(`../.github/examples/${name}`, import.meta.url), 'utf8')) as Example
  const [job] = Object.values(example.jobs)
  const given = Object.entries(job?.steps[0]?.with ?? {}).map(([input, value]) => {
    const text = String(value).replace(/\$\{\{ (\S+) \}\}/g, (_whole, place: string) => values[place] ?? '')
    return [input, text] as const
  })
  return Object.fromEntries(given)
}

test('a month is exported, reviewed in its issue and by the form, and the watchdog finds it in order', async () => {
  const now = new Date()
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
  const token = 'ghs_simulated'
  const simulator = await createSimulator({
    recordsPerMonth: 40,
    github: {
      token,
      workflows: {
        'audit.yml': {state: 'active', scheduled: [{at: now, conclusion: 'success'}]},
        'review.yml': {state: 'active', scheduled: []},
      },
    },
  })
  const service = await simulator.listen()
  const values = {'vars.M365_TENANT_ID': simulator.tenantId, 'secrets.WATCHED_TOKEN': token}
  const job = async (
    file: string,
    inputs: Record<string, string>,
    event?: {name: string; payload: object},
  ): Promise<RunnerResult> => {
    const run = simulator.startRun({event: event?.name ?? 'schedule', path: `.github/workflows/${file}`})
    const path = join(temporaryFolder(), 'event.json')
    writeFileSync(path, JSON.stringify(event?.payload ?? {}))
    const credentials = Object.entries(service.environment).filter(([name]) => !name.startsWith('INPUT_'))
    return await runAction(program, {
      action,
      inputs: {'github-token': token, ...inputs},
      env: {
        ...Object.fromEntries(credentials),
        GITHUB_RUN_ID: String(run.id),
        GITHUB_EVENT_NAME: run.event,
        GITHUB_EVENT_PATH: path,
        GITHUB_WORKFLOW_REF: `fabrikam/audit-archive/${run.path}@refs/heads/main`,
      },
    })
  }
  try {
    const certificate = {certificate: simulator.pfx.toString('base64'), 'certificate-password': simulator.pfxPassword}
    const exported = await job('audit.yml', {
      ...{'tenant-id': simulator.tenantId, 'client-id': simulator.clientId, ...certificate, period: month},
      ...{settle: '0', issue: 'always', reviewers: '1', 'trusted-workflows': 'review.yml'},
    })
    expect([exported.code, exported.outputs.status]).toEqual([0, 'complete'])
    const [issue] = simulator.issues
    expect(issue?.state).toBe('open')

    const payload = simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed Read the report.'})
    const reviewed = await job('review.yml', inputsOf('review.yml', values), {name: 'issue_comment', payload})
    expect([reviewed.code, reviewed.outputs['issue-url']]).toEqual([
      0,
      'https://github.com/fabrikam/audit-archive/issues/1',
    ])
    expect(issue?.state).toBe('closed')
    expect(simulator.uploads.at(-1)?.name).toMatch(/-review$/)
    expect(reviewed.raw).not.toContain('Read the report.')

    const repository = {full_name: 'fabrikam/audit-archive'}
    const form = {
      inputs: {period: month, review: '/reopen One more. | /reviewed Done.'},
      sender: {login: 'ines'},
      repository,
    }
    const formed = await job('review-form.yml', inputsOf('review-form.yml', values), {
      name: 'workflow_dispatch',
      payload: form,
    })
    expect([formed.code, formed.outputs.directory]).toEqual([0, `m365-audit/${month}-review`])

    for (const name of ['watchdog.yml', 'watchdog-elsewhere.yml']) {
      const watched = await job('watchdog.yml', {
        ...inputsOf(name, values),
        since: month,
        'ping-url': `${service.origin}/counters`,
      })
      expect([watched.code, watched.outputs.overdue, watched.outputs.status]).toEqual([0, '', 'complete'])
      expect(watched.log).toContain(`Pinged ${new URL(service.origin).host}.`)
      expect(watched.log).not.toContain('/counters')
    }
  } finally {
    await service.close()
  }
}, 120_000)
