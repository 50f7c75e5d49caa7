/** A repository whose exports notify webhooks, which take what is right and keep it. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {faultsOfSlack, faultsOfTeams, isSigned} from '../publish/webhook-stub.ts'
import {exportMonth, type MonthOptions, type MonthResult, openTenant} from './month.ts'
import {ArtifactStore} from './store.ts'

const secret = 'Kq7-canary-notify-secret-1234567890abcdef'
export const teams =
  'https://prod-1.westeurope.logic.azure.com/workflows/c4nary01/triggers/manual/paths/invoke?sig=C4nary_Sig'
export const slack = 'https://hooks.slack.com/services/T0C4NARY/B0C4NARY/c4naryc4naryc4nary00'
export const newer = `${slack}1`
export const siem = 'https://siem.contoso.test/hooks/c4nary-012345'
export const signed = {'notify-secret': secret}

/** What the webhooks receive; `refuse` names hosts that do not take it. */
export class Webhooks {
  received: {host: string; body: string}[] = []
  refuse: readonly string[] = []

  readonly intercept = async (request: Request): Promise<Response | undefined> => {
    const {host, href} = new URL(request.url)
    if (![teams, slack, newer, siem].includes(href)) return undefined
    const body = await request.text()
    if (this.refuse.includes(host)) return new Response('action_prohibited', {status: 403})
    const right = {
      [teams]: () => faultsOfTeams(body).length === 0,
      [slack]: () => faultsOfSlack(body).length === 0,
      [newer]: () => faultsOfSlack(body).length === 0,
      [siem]: () => isSigned({method: 'POST', path: '', headers: Object.fromEntries(request.headers), body}, secret),
    }[href]
    if (!right?.()) return new Response('', {status: 400})
    this.received.push({host, body})
    return host === 'hooks.slack.com' ? new Response('ok') : new Response(null, {status: 202})
  }

  /** Hosts since the last call. */
  heard(): string[] {
    return this.received.splice(0).map(({host}) => host)
  }
}

export async function aNotifyingRepository(
  simulator: MonthOptions['simulator'] = {recordsPerMonth: 30, incidents: ['bec']},
) {
  const tenant = await openTenant({simulator})
  const artifacts = new ArtifactStore()
  const webhooks = new Webhooks()
  const run = async (inputs: Record<string, string>, more: Partial<MonthOptions> = {}) => {
    const options = {tenant, artifacts, intercept: webhooks.intercept, ...more}
    const result = await exportMonth({...options, inputs: {period: '2026-10', upload: 'true', ...inputs}})
    expectQuiet(result)
    return result
  }
  return {tenant, artifacts, webhooks, run}
}

/** No address is in what was said, shown, written or uploaded. */
function expectQuiet({log, debug, annotations, summary, outputs, directory, folder}: MonthResult): void {
  const written = (folder?.names ?? []).map(name => readFileSync(join(directory, name), 'latin1'))
  expect(JSON.stringify([log, debug, annotations, summary, outputs, written])).not.toMatch(/c4nary/i)
}

export const failures = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'fail').map(({message}) => message)
