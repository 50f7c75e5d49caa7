/** `setup --tenants FILE`: one set-up for each tenant of the file, with an application of its own in each. */
import {join} from 'node:path'
import {permissions} from '../signin/permissions.ts'
import type {TenantEntry} from '../tenants/tenant-file.ts'
import {Failure} from '../wire/failure.ts'
import type {SetupSettings} from './settings.ts'

export interface TenantSetup {
  tenant: TenantEntry
  settings: SetupSettings
}

/** @param shared the options, of which each tenant's own lines in the file take the place. */
export function setupsOf(
  tenants: readonly TenantEntry[],
  shared: SetupSettings,
): {setups: readonly TenantSetup[]} | {mistakes: readonly Failure[]} {
  const mistakes: Failure[] = []
  const setups = tenants.map(tenant => {
    const {name, environment, source = 'exchange'} = tenant
    const isShared = tenants.some(other => other !== tenant && other.environment === environment)
    if (isShared && shared.subject === undefined) mistakes.push(needsFederation(name, environment))
    return {tenant, settings: settingsOf(tenant, {...shared, idsInFile: isShared}, source)}
  })
  return mistakes.length > 0 ? {mistakes} : {setups}
}

function settingsOf(
  {name, tenantId, cloud, environment, mailFrom}: TenantEntry,
  shared: SetupSettings,
  source: NonNullable<TenantEntry['source']>,
): SetupSettings {
  const {repository, subject, folder} = shared
  const needsExchange = source !== 'graph'
  const mails = mailFrom !== undefined || shared.permissions.includes(permissions.mail)
  return {
    ...shared,
    tenant: tenantId,
    cloud: cloud ?? shared.cloud,
    permissions: [
      ...(needsExchange ? [permissions.exchange] : []),
      ...(source === 'graph' || source === 'both' ? [permissions.graph] : []),
      ...(mails ? [permissions.mail] : []),
    ],
    exchange: needsExchange,
    subject:
      subject === undefined || environment === undefined ? subject : `repo:${repository}:environment:${environment}`,
    folder: join(folder, name),
    environment,
    tokenSuffix: `_${name.toUpperCase().replaceAll('-', '_')}`,
  }
}

/** Secrets of one environment are those of one tenant. */
function needsFederation(name: string, environment: string | undefined): Failure {
  return new Failure({
    code: 'SETUP_TENANTS',
    message: `${name} has ${environment === undefined ? 'no environment of its own' : `the environment ${environment} in common with others`}, where the certificate of one tenant would take the place of another’s.`,
    remedy: 'Use --federated, which stores nothing; or give each tenant an environment: audit-<tenant> under defaults.',
  })
}

export interface SetupOutcome {
  name: string
  /** '' where it is not known. */
  clientId: string
  /** In a few words: what was done, or why it failed. */
  result: string
}

/** Lines for a terminal. */
export function outcomeTable(outcomes: readonly SetupOutcome[]): string[] {
  const width = (values: readonly string[]) => Math.max(...values.map(value => value.length))
  const names = width(['Tenant', ...outcomes.map(({name}) => name)])
  const ids = width(['Client id', ...outcomes.map(({clientId}) => clientId)])
  const line = (name: string, clientId: string, result: string) =>
    `  ${name.padEnd(names)}  ${clientId.padEnd(ids)}  ${result}`.trimEnd()
  return [line('Tenant', 'Client id', 'Result'), ...outcomes.map(one => line(one.name, one.clientId, one.result))]
}
